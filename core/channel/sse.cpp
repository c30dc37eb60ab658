#include "core/channel/sse.h"

namespace deskbell::channel {

std::vector<std::string> SseDecoder::feed(std::string_view piece) {
    std::vector<std::string> done;
    for (const char c : piece) {
        const bool second = after_return_ && c == '\n';
        after_return_ = c == '\r';
        if (second) continue;
        if (c == '\n' || c == '\r') {
            take_line(done);
        } else if (line_.size() < limit) {
            line_ += c;
        } else {
            truncated_ = true;
        }
    }
    return done;
}

void SseDecoder::take_line(std::vector<std::string>& done) {
    std::string_view line = line_;
    if (!started_ && line.starts_with("\xEF\xBB\xBF")) line.remove_prefix(3);
    started_ = true;
    if (line.empty()) {
        if (has_data_) done.push_back(std::move(data_));
        data_.clear();
        has_data_ = false;
    } else if (line.starts_with("data") && (line.size() == 4 || line[4] == ':')) {
        line.remove_prefix(line.size() == 4 ? 4 : 5);
        if (line.starts_with(' ')) line.remove_prefix(1);
        if (has_data_) data_ += '\n';
        has_data_ = true;
        if (data_.size() + line.size() <= limit) {
            data_ += line;
        } else {
            truncated_ = true;
        }
    }
    line_.clear();
}

}  // namespace deskbell::channel
