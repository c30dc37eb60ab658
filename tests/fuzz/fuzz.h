#pragma once

#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

/// What every target of tests/fuzz shares: libFuzzer calls LLVMFuzzerTestOneInput() with bytes, and an input that breaks a rule ends the process, with the reason as the last line.

namespace deskbell::fuzz {

/// Ends the process when a rule is broken.
inline void rule(bool holds, std::string_view what, std::string_view detail = {}) {
    if (holds) return;
    std::fprintf(stderr, "BROKEN RULE: %.*s\n%.*s\n", static_cast<int>(what.size()), what.data(), static_cast<int>(detail.size()),
                 detail.data());
    std::abort();
}

/// The same when a text says what is wrong.
inline void no_fault(const std::string& fault, std::string_view where) { rule(fault.empty(), where, fault); }

/// Numbers drawn from the input itself, so that the same input always does the same: a small generator that the first bytes seed.
class Draw {
  public:
    explicit Draw(std::string_view seed) {
        for (const char c : seed) state_ = state_ * 31 + static_cast<unsigned char>(c);
    }

    /// From 0 to below - 1.
    std::size_t operator()(std::size_t below) {
        state_ = state_ * 6364136223846793005ull + 1442695040888963407ull;
        return below == 0 ? 0 : static_cast<std::size_t>(state_ >> 33) % below;
    }

  private:
    unsigned long long state_ = 1;
};

}  // namespace deskbell::fuzz
