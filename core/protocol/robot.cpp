#include "core/protocol/robot.h"

namespace deskbell {

std::string stream_text(const Stream& stream) {
    if (stream.chunks.is_text()) return std::string(stream.chunks.as_text());
    std::string text;
    for (const Value& chunk : stream.chunks.items()) text += chunk.as_text();
    return text;
}

}  // namespace deskbell
