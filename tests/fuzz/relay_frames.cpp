// What a visitor's socket may send to the relay: it is a frame, or it is refused with a code that clients know, and the refusal is a frame of JSON.

#include <array>

#include "core/base/json.h"
#include "native/relay/frames.h"
#include "native/relay/limits.h"
#include "tests/fuzz/fuzz.h"

using namespace deskbell;
using namespace deskbell::relay;

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    const std::variant<Frame, FrameError> read = parse_frame({reinterpret_cast<const char*>(data), size});
    if (const auto* error = std::get_if<FrameError>(&read)) {
        constexpr std::array codes{"not_json", "wrong_type", "too_large", "too_many", "unknown_frame", "hello_first", "bad_origin"};
        bool is_known = false;
        for (const char* code : codes) is_known = is_known || error->code == code;
        fuzz::rule(is_known, "an error with a code of its own", error->code);
        const auto written = parse_json(error_frame(*error));
        fuzz::rule(written.has_value() && (*written)["error"]["code"].as_text() == error->code, "an error frame that says something else",
                   error_frame(*error));
        return 0;
    }
    const Frame& frame = std::get<Frame>(read);
    if (const auto* hello = std::get_if<HelloFrame>(&frame)) fuzz::rule(!hello->after || *hello->after >= 0, "a seq before the first");
    if (const auto* send = std::get_if<SendFrame>(&frame)) {
        fuzz::rule(!send->client_id.empty() && send->client_id.size() <= largest_client_id, "a client id without bounds", send->client_id);
        fuzz::rule(send->message.is_object() && send->message["type"].is_text() && send->message["payload"].is_object(),
                   "a message that is none", to_json(send->message));
        fuzz::rule(parse_json(to_json(send->message)).has_value(), "a message that cannot be kept");
    }
    if (const auto* history = std::get_if<LoadHistoryFrame>(&frame)) fuzz::rule(history->limit >= 0, "a page of less than nothing");
    return 0;
}
