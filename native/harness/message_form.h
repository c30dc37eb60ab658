#pragma once

#include <string>
#include <vector>

#include "core/base/time.h"
#include "native/harness/composable.h"
#include "native/harness/record_form.h"

namespace deskbell {

/// How a message reaches the session.
enum class Arrives : std::uint8_t { message, modified, history };

/// What a message gets when the form leaves it open.
struct MessageStamp {
    Millis now = 0;           ///< milliseconds since 1970
    std::int64_t number = 1;  ///< of the message: its id and its sequence
    std::string visitor;      ///< the visitor's user id
};

/// What a form makes.
struct ComposedEvent {
    Value event;                        ///< for the session, as the relay would send it
    std::vector<std::string> problems;  ///< what is missing or wrong, in the core's words: `content.head: missing_field: …`
};

/// A message or an event while somebody puts it together. Every field comes from the core's field lists, what is sent is written by the core's own encode(), and what is wrong is said
/// by its own validation.
class MessageForm {
  public:
    /// Begins with a text.
    MessageForm();

    /// Begins anew with another kind.
    void choose(const Composable& what);
    const Composable& what() const { return *what_; }

    /// The fields of the message or event itself.
    FormRecord& body() { return body_; }
    /// Of a message: who sent it and when. What is left empty is filled in at sending.
    FormRecord& envelope() { return envelope_; }
    /// Of a message: what cloudCustomData holds.
    FormRecord& cloud() { return cloud_; }
    Arrives& arrives() { return arrives_; }

    ComposedEvent compose(const MessageStamp& stamp) const;

    /// Takes an event that was edited by hand back into the form, as far as the fields go. False when it is of no kind that the form knows.
    bool read(const Value& event);

  private:
    void compose_message(const MessageStamp& stamp, ComposedEvent& out) const;

    const Composable* what_ = nullptr;
    FormRecord body_;
    FormRecord envelope_;
    FormRecord cloud_;
    Arrives arrives_ = Arrives::message;
};

}  // namespace deskbell
