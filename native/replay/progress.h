#pragma once

#include <unistd.h>

#include <cstdio>
#include <string>

namespace deskbell {

/// One line on standard error that says how far the work is, when that is a terminal and there is more than one piece of it; nothing elsewhere.
class Progress {
  public:
    explicit Progress(std::size_t total) : total_(total), is_shown_(total > 1 && isatty(STDERR_FILENO) != 0) {}
    ~Progress() { clear(); }
    Progress(const Progress&) = delete;
    Progress& operator=(const Progress&) = delete;

    void step(const std::string& what) {
        ++done_;
        if (!is_shown_) return;
        print("\r\x1b[K" + std::to_string(done_) + "/" + std::to_string(total_) + " " + what);
        is_there_ = true;
    }
    /// Takes the line away, so that something else can be told.
    void clear() {
        if (is_there_) print("\r\x1b[K");
        is_there_ = false;
    }

  private:
    static void print(const std::string& text) { std::fwrite(text.data(), 1, text.size(), stderr); }

    std::size_t total_;
    std::size_t done_ = 0;
    bool is_shown_;
    bool is_there_ = false;
};

}  // namespace deskbell
