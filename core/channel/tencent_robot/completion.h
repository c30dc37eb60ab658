#pragma once

#include "core/channel/channel.h"
#include "core/channel/sse.h"
#include "core/channel/tencent_robot/settings.h"
#include "core/channel/tencent_robot/state.h"

/// The chat-completions endpoint: OpenAI's `POST /chat/completions` and everything that is compatible with it.
namespace deskbell::channel::tencent_robot {

/// The question with what is remembered of the conversation. The id is the caller's to add.
Request completion_request(const Settings& settings, const Records<Turn>& memory);

/// Reads the answer, streamed or, from an endpoint that cannot stream, in one piece.
class CompletionReader {
  public:
    /// One piece of the response. Gives the text that it adds.
    std::string feed(const Response& piece);
    /// The model wants a person to take over.
    bool transfers() const { return transfers_; }
    /// Why there is no answer, for the operator; empty when all is well. Final once the response was complete.
    const std::string& trouble() const { return trouble_; }

  private:
    std::string take(std::string_view event);
    std::string take_whole();

    SseDecoder sse_;
    std::string plain_;  ///< the beginning of a response that is no stream
    bool is_stream_ = false;
    bool ended_ = false;  ///< the stream has said so
    bool said_ = false;
    bool transfers_ = false;
    std::string trouble_;
};

}  // namespace deskbell::channel::tencent_robot
