#pragma once

#include <random>

#include "core/base/utf8.h"
#include "core/markdown/stream.h"
#include "tests/unit/markdown/outline.h"

namespace deskbell::testing {

/// Streams a text in pieces and tells where the end differs from one shot, or what is wrong with a tree on the way; empty when all is well. Pieces may end inside a character.
template <class NextSize>
std::string difference(std::string_view text, NextSize next_size, MarkdownLimits limits = {}) {
    MarkdownStream stream(limits);
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t size = std::min(std::max<std::size_t>(next_size(), 1), text.size() - at);
        stream.append(text.substr(at, size));
        if (std::string fault = fault_of(stream.blocks()); !fault.empty())
            return "unfinished: " + fault + " in " + std::string(text.substr(0, at + size));
        at += size;
    }
    stream.finish();
    const std::string streamed = outline(stream.blocks());
    const std::string whole = outline(parse_markdown(replace_broken_utf8(text), limits));
    return streamed == whole ? std::string() : std::string(text) + "\n--- streamed\n" + streamed + "\n--- one shot\n" + whole;
}

/// The same at 1, 3 and 7 bytes (which cuts inside characters) and three times at random; random cuts are the same for the same text.
inline std::string difference_by_cuts(std::string_view text) {
    for (const std::size_t size : {1u, 3u, 7u}) {
        if (std::string differs = difference(text, [size] { return size; }); !differs.empty()) return differs;
    }
    std::mt19937 random(static_cast<unsigned>(text.size()));
    for (const unsigned most : {5u, 17u, 60u}) {
        if (std::string differs = difference(text, [&] { return random() % most; }); !differs.empty()) return differs;
    }
    return {};
}

}  // namespace deskbell::testing
