#pragma once

#include <regex>
#include <string>

namespace deskbell::testing {

/// As the specification's own test program compares: white space outside of preformatted text counts as one space, and beside the tags of blocks not at all.
inline std::string normalized_html(const std::string& html) {
    static const std::regex tags("\\s*(</?(?:p|li|ul|ol|blockquote|pre|h[1-6]|hr|br|table|thead|tbody|tr|th|td|div)\\b[^>]*>)\\s*");
    std::string out;
    for (std::size_t at = 0; at < html.size();) {
        const std::size_t begin = std::min(html.find("<pre", at), html.size());
        const std::size_t end = std::min(html.find("</pre>", begin), html.size());
        const std::string flowing = std::regex_replace(html.substr(at, begin - at), std::regex("\\s+"), " ");
        out += std::regex_replace(flowing, tags, "$1");
        out += html.substr(begin, end - begin);
        at = end;
        if (begin == html.size()) break;
        // The end tag belongs to what flows.
        const std::size_t next = std::min(html.find("<pre", end), html.size());
        out += std::regex_replace(std::regex_replace(html.substr(end, next - end), std::regex("\\s+"), " "), tags, "$1");
        at = next;
    }
    return out;
}

}  // namespace deskbell::testing
