// deskbell-markdown-bench FILE: streams a markdown text in pieces of 8 to 40 bytes, for tests/bench/markdown.mjs to count what it costs.

#include <cstdio>
#include <fstream>
#include <iterator>
#include <string>

#include "core/markdown/stream.h"

namespace {

/// What is counted: callgrind is told this name.
[[gnu::noinline]] std::size_t stream_whole_text(std::string_view text) {
    deskbell::MarkdownStream stream;
    unsigned state = 1;
    for (std::size_t at = 0; at < text.size();) {
        state = state * 1664525u + 1013904223u;
        const std::size_t piece = 8 + (state >> 16) % 33;
        stream.append(text.substr(at, piece));
        (void)stream.take_change();
        at += piece;
    }
    stream.finish();
    return stream.blocks().size();
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 2) return 2;
    std::ifstream file(argv[1], std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    if (text.empty()) return 2;
    std::printf("%zu blocks\n", stream_whole_text(text));
    return 0;
}
