#include "native/harness/composable.h"

#include <algorithm>
#include <cctype>

#include "widget/session/events.h"

namespace deskbell {

namespace {

template <class Record>
Result<Value> encode_again(const Value& json) {
    const Result<Record> record = decode<Record>(json);
    if (!record) return tl::unexpected<Error>(record.error());
    return encode(*record);
}

constexpr Composable all[] = {
#define DESKBELL_MESSAGE(src, kind, record, direction, delivery, visibility) \
    {Composable::Sort::desk_message,                                         \
     #kind,                                                                  \
     #src,                                                                   \
     MessageKind::kind,                                                      \
     Direction::direction,                                                   \
     &RecordTraits<record>::documentation,                                   \
     encode_again<record>},
#include "core/protocol/messages.def"
#undef DESKBELL_MESSAGE
#define DESKBELL_ELEMENT(type, kind, record)                                                                           \
    {Composable::Sort::element, #kind, type, MessageKind::kind, Direction::both, &RecordTraits<record>::documentation, \
     encode_again<record>},
#include "core/protocol/elements.def"
#undef DESKBELL_ELEMENT
#define DESKBELL_EVENT(name, record)                                                                                    \
    {Composable::Sort::event, #name, "", MessageKind::unsupported, Direction::in, &RecordTraits<record>::documentation, \
     encode_again<record>},
#include "widget/session/events.def"
#undef DESKBELL_EVENT
};

std::string lower(std::string_view text) {
    std::string out(text);
    std::transform(out.begin(), out.end(), out.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return out;
}

/// A message that comes or has changed is what the kinds of messages are for; how it comes is chosen with it.
bool carries_message(const Composable& one) { return one.documentation == &RecordTraits<MessageEvent>::documentation; }

}  // namespace

std::string Composable::title() const {
    switch (sort) {
        case Sort::desk_message: return std::string(type) + " " + std::string(name);
        case Sort::element: return std::string(name) + " (" + std::string(type) + ")";
        case Sort::event: break;
    }
    return std::string(name);
}

std::span<const Composable> composables() {
    static const std::vector<Composable> list = [] {
        std::vector<Composable> out(std::begin(all), std::end(all));
        std::erase_if(out, carries_message);
        return out;
    }();
    return list;
}

std::vector<const Composable*> find_composables(std::string_view words) {
    std::vector<const Composable*> found;
    for (const Composable& one : composables()) {
        const std::string text = lower(one.title() + " " + one.documentation->about);
        std::string rest = lower(words);
        bool matches = true;
        while (!rest.empty()) {
            const std::size_t end = std::min(rest.find(' '), rest.size());
            matches = matches && text.find(rest.substr(0, end)) != std::string::npos;
            rest.erase(0, std::min(end + 1, rest.size()));
        }
        if (matches) found.push_back(&one);
    }
    return found;
}

}  // namespace deskbell
