// However a text is cut, taken back and replaced on the way: no tree on the way breaks a rule, and the tree at the end is that of one shot. The first four bytes choose the cuts.

#include "core/base/utf8.h"
#include "core/markdown/stream.h"
#include "tests/fuzz/tree_rules.h"

using namespace deskbell;

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    if (size < 4) return 0;
    const std::string_view input(reinterpret_cast<const char*>(data), size);
    fuzz::Draw draw(input.substr(0, 4));
    const std::string_view text = input.substr(4);

    MarkdownLimits limits;
    if (draw(4) == 0) {
        limits.input_bytes = draw(1500) + 1;
        limits.text_bytes = draw(800) + 1;
        limits.nodes = draw(60) + 3;
        limits.depth = draw(5) + 8;
    }
    const std::size_t most = draw(3) == 0 ? 2 : draw(100) + 2;
    const bool is_disturbed = draw(3) == 0;
    MarkdownStream stream(limits);
    bool is_disturbed_text = false;
    std::size_t piece = 1;
    for (std::size_t at = 0; at < text.size(); at += piece) {
        if (is_disturbed && draw(8) == 0) {
            const std::size_t what = draw(4);
            if (what == 0) stream.finish();
            if (what == 1) stream.replace(text.substr(draw(text.size()), draw(200)), draw(2) == 0 ? MarkdownEnd::open : MarkdownEnd::last);
            if (what == 2) stream.replace(text.substr(0, at));
            if (what == 3) stream.take_blocks();
            is_disturbed_text = true;
        }
        // A piece without a byte is one too, but not for ever.
        piece = std::min(draw(most) + (piece == 0 ? 1 : 0), text.size() - at);
        stream.append(text.substr(at, piece));
        fuzz::markdown_holds(stream.blocks(), limits);
    }
    if (is_disturbed_text) {
        stream.replace(text, MarkdownEnd::last);
    } else {
        stream.finish();
    }
    fuzz::markdown_holds(stream.blocks(), limits);
    const std::string streamed = testing::outline(stream.blocks());
    const std::string whole = testing::outline(parse_markdown(replace_broken_utf8(text), limits));
    fuzz::rule(streamed == whole, "streamed is not as one shot", streamed + "\n--- one shot\n" + whole);
    return 0;
}
