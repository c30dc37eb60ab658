// One text, at once: whatever it is, the tree is well formed, its addresses have passed the gate, and the limits hold; as markdown and as a plain text. The first byte chooses the limits.

#include "core/base/utf8.h"
#include "tests/fuzz/tree_rules.h"

using namespace deskbell;

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    if (size < 1) return 0;
    const std::string_view input(reinterpret_cast<const char*>(data), size);
    MarkdownLimits limits;
    if (data[0] % 2 == 1) {
        fuzz::Draw draw(input.substr(0, 1));
        limits = {draw(3000) + 1, draw(1000) + 1, draw(100) + 3, draw(8) + 8};
    }
    const std::string text = replace_broken_utf8(input.substr(1));
    fuzz::markdown_holds(parse_markdown(text, limits), limits);
    fuzz::markdown_holds(plain_paragraphs(text, limits), limits);
    return 0;
}
