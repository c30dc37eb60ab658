#pragma once

#include "core/base/record.h"

namespace deskbell {

/// src 30: the robot's answer as markdown.
struct RichText {
    std::string content;
};
DESKBELL_RECORD(RichText, "src 30: the robot's answer as markdown.", DESKBELL_FIELD(content, "content", required, "markdown"));

/// src 31: an answer that grows by modification. Also the legacy 2.
struct Stream {
    Value chunks;
    std::int64_t is_finished = 0;
};
DESKBELL_RECORD(Stream, "src 31: an answer that grows by modification.",
    DESKBELL_FIELD(chunks, "chunks", always, "all of the text so far, as a list of pieces or as one text"),
    DESKBELL_FIELD(is_finished, "isFinished", always, "1: nothing more comes"));

/// The markdown of a stream so far, whichever way its chunks are written.
std::string stream_text(const Stream& stream);

/// src 35: the robot is thinking.
struct Thinking {
    std::int64_t status = 0;
};
DESKBELL_RECORD(Thinking, "src 35: the robot is thinking.",
    DESKBELL_FIELD(status, "thinkingStatus", always, "0 thinking, 1 done"));

}  // namespace deskbell
