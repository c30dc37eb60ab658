// The MDX of Aily: whatever an answer holds, and wherever it is cut while it grows, it becomes UTF-8 from which markdown can be read, and no longer than what it was made of allows.

#include "core/channel/aily/mdx.h"

#include "core/base/utf8.h"
#include "tests/fuzz/tree_rules.h"

using namespace deskbell;
using namespace deskbell::channel;

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    if (size < 4) return 0;
    const std::string_view input(reinterpret_cast<const char*>(data), size);
    fuzz::Draw draw(input.substr(0, 4));
    const std::string mdx = replace_broken_utf8(input.substr(4));
    const std::string whole = aily::mdx_to_markdown(mdx, {}, true);
    fuzz::rule(replace_broken_utf8(whole) == whole, "markdown that is no UTF-8", whole);
    const MarkdownLimits limits;
    fuzz::markdown_holds(parse_markdown(whole, limits), limits);
    for (int cuts = 0; cuts < 4; ++cuts) {
        const std::string part = aily::mdx_to_markdown(utf8_prefix(mdx, draw(mdx.size() + 1)), {}, false);
        fuzz::rule(replace_broken_utf8(part) == part, "a part of an answer that is no UTF-8", part);
        fuzz::markdown_holds(parse_markdown(part, limits), limits);
    }
    return 0;
}
