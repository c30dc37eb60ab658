#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace deskbell::channel {

/// Reads server-sent events (WHATWG HTML, section 9.2.6) from pieces that may end anywhere, also within a character or a line end. Only what the `data` fields of an
/// event hold is of interest; names and ids are passed over.
class SseDecoder {
  public:
    /// Longest line and longest event, in bytes; what is longer is cut, and truncated() is true from then on.
    static constexpr std::size_t limit = 1u << 18;

    /// The data of the events that this piece completes.
    std::vector<std::string> feed(std::string_view piece);
    bool truncated() const { return truncated_; }

  private:
    void take_line(std::vector<std::string>& done);

    std::string line_;
    std::string data_;
    bool has_data_ = false;
    bool after_return_ = false;
    bool started_ = false;
    bool truncated_ = false;
};

}  // namespace deskbell::channel
