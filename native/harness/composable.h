#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/protocol/message.h"

namespace deskbell {

/// Something that can be put together by hand: a message of the protocol, or another event of the session.
struct Composable {
    enum class Sort : std::uint8_t { desk_message, element, event };

    Sort sort;
    std::string_view name;                     ///< as in its .def file: `evaluation`, `text`, `net`
    std::string_view type;                     ///< the src of a Desk message, the element's type, or empty
    MessageKind kind;                          ///< of a message
    Direction direction;                       ///< who sends it; `in` for an event
    const RecordDocumentation* documentation;  ///< its field list
    /// Reads JSON into the record and writes the record again, as the core does. Errors: those of decode_record().
    Result<Value> (*encode)(const Value& json);

    bool is_message() const { return sort != Sort::event; }
    /// As a list shows it: `9 evaluation`, `text (TIMTextElem)`, `net`.
    std::string title() const;
};

/// Everything in messages.def, elements.def and events.def, in their order; of the events only those that are no message.
std::span<const Composable> composables();

/// Those whose name, type or description holds every one of the words, case aside.
std::vector<const Composable*> find_composables(std::string_view words);

}  // namespace deskbell
