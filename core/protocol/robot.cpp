#include "core/protocol/robot.h"

#include "core/base/json.h"

namespace deskbell {

std::string stream_text(const Stream& stream) {
    const auto words = [](const Value& chunk) { return chunk.is_number() ? to_json(chunk) : std::string(chunk.as_text()); };
    if (!stream.chunks.is_array()) return words(stream.chunks);
    std::string text;
    for (const Value& chunk : stream.chunks.items()) text += words(chunk);
    return text;
}

}  // namespace deskbell
