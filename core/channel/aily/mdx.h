#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace deskbell::channel::aily {

/// Somebody who is mentioned: what `<at id="…">` names, and how they are called.
struct Mentioned {
    std::string id;
    std::string name;
};

/// Aily's MDX as markdown of our dialect. Markdown and code pass as they are; of tags only those of the whitelist mean something (`at`, `font`, `table`, `br`), any other
/// is taken away and its words stay. Nothing is ever evaluated. `is_whole`: the text has ended; while it grows, a tag that has not ended is not shown yet.
std::string mdx_to_markdown(std::string_view mdx, const std::vector<Mentioned>& mentioned, bool is_whole);

}  // namespace deskbell::channel::aily
