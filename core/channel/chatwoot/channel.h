#pragma once

#include "core/channel/channel.h"
#include "core/channel/chatwoot/records.h"
#include "core/channel/chatwoot/requests.h"
#include "core/channel/words.h"
#include "core/protocol/message.h"

namespace deskbell::channel::chatwoot {

/// One visitor's conversation at the desk. The files: visitor.cpp (what the visitor says), deliver.cpp (how it gets to the desk), inbox.cpp (what the desk says),
/// cable.cpp (the socket), channel.cpp (everything else).
///
/// Nothing is lost and nothing is doubled: what the visitor said waits in the state until the desk has answered for it, the oldest first; where no answer came, the
/// conversation is read before anything is sent again. What the desk says is known by its id and a digest, so it may come by socket, webhook and reading, in any order.
class ChatwootChannel final : public Channel {
  public:
    ChatwootChannel(const Settings& settings, const Words& words, Visitor visitor, State state);

    Output receive(const Value& im_message, Millis now) override;
    Output answered(const Response& response, Millis now) override;
    Output heard(const SocketNews& news, Millis now) override;
    Output delivered(const Value& item, Millis now) override;
    Output advance(Millis now) override;
    std::optional<Millis> next_deadline() const override;
    Output touch(bool typing, Millis now) override;
    Output status(Millis now) override;
    Output left(Millis now) override;
    Output resume(Millis now) override;
    Value save() const override;

  private:
    /// Where the socket is on its way.
    enum class Cable : std::uint8_t { none, opening, greeting, subscribed };

    // visitor.cpp
    void take(const Message& message);
    void take_text(const Message& message, const std::string& text);
    void take_upload(const Message& message, std::string_view address, std::string_view name);
    void take_form(const TaskForm& answer);
    void take_rating(const EvaluationChoice& choice);
    void take_end();
    void enqueue(Delivery delivery);
    const Value* open_message(std::string_view id) const;

    // deliver.cpp
    void work();
    void set_up();
    void contact_answered(const Response& response);
    void contact_found(const Response& response);
    void conversation_answered(const Response& response);
    void conversation_found(const Response& response);
    void delivery_answered(const Response& response);
    bool is_front(const DeskMessage& message) const;
    void check_front(const std::vector<Value>& read);
    void finish_front();
    void drop_front(std::string_view why);
    void try_later(std::string_view what, const Response& response);
    void adopt(const Value& json);
    void request(Request made);
    void leading(Request made);

    // inbox.cpp
    void hear_event(std::string_view name, const Value& data);
    void hear_message(const Value& json, bool live);
    void hear_conversation(const Value& json);
    void hear_typing(const Value& data, bool typing);
    void hear_own(const DeskMessage& message);
    void show(const DeskMessage& message, Seen& seen, const std::vector<Value>& shown);
    void revoke(Seen& seen, std::int64_t from);
    void remember(Seen seen);
    void keep_open(const DeskMessage& message, const Value& json);
    void set_session(std::string_view session);
    void end_session();
    void tell_session();
    void pass_seat(bool taken);
    void notice(std::string_view text);
    Value own_message(Value message);
    void catch_up();
    void page_answered(const Response& response);
    void caught_up(bool whole);

    // cable.cpp
    void connect();
    void disconnect(std::string_view why);
    void hear_frame(const std::string& text);
    bool wants_cable() const;

    Output done();
    Seconds seconds() const { return now_ / millis_per_second; }

    const Settings& settings_;
    const Words& words_;
    Visitor visitor_;
    State state_;

    // Of the call at hand.
    Output out_;
    Millis now_ = 0;

    // What a restart may forget.
    std::int64_t requests_ = 0;
    std::string leading_;  ///< the id of the open request of which there is only one: setting up or delivering
    Millis retry_at_ = 0;
    std::int64_t failures_ = 0;
    bool looked_at_ = false;
    Cable cable_ = Cable::none;
    Millis cable_at_ = 0;     ///< when the next attempt is due
    Millis heard_at_ = 0;     ///< of the last frame
    Millis presence_at_ = 0;  ///< of the next update_presence
    std::int64_t cable_failures_ = 0;
    bool catching_up_ = false;
    bool once_more_ = false;
    bool checking_ = false;                            ///< it is read because nobody knows whether the front of the queue arrived
    Value held_status_;                                ///< the conversation as read; it counts after its messages
    std::int64_t known_ = 0;                           ///< the newest message before the reading began
    std::vector<Value> read_;                          ///< what was read so far
    std::vector<std::pair<std::string, Value>> held_;  ///< events that came meanwhile
    std::int64_t pages_ = 0;
    std::optional<Millis> poll_at_;
    std::optional<Millis> typing_off_at_;
    Millis typing_at_ = 0;
    bool unread_ = false;
};

}  // namespace deskbell::channel::chatwoot
