#include "tests/unit/markdown/tree_html.h"

#include "core/base/json.h"

namespace deskbell::testing {

namespace {

std::string escaped(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (c == '&')
            out += "&amp;";
        else if (c == '<')
            out += "&lt;";
        else if (c == '>')
            out += "&gt;";
        else if (c == '"')
            out += "&quot;";
        else
            out += c;
    }
    return out;
}

/// An address as cmark writes it: what is not ASCII in percent signs.
std::string address(std::string_view href) {
    static const char digits[] = "0123456789ABCDEF";
    std::string out;
    for (const char c : href) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte < 0x80)
            out += c;
        else
            out.append({'%', digits[byte >> 4], digits[byte & 15]});
    }
    return escaped(out);
}

std::string title_of(const Node& node) {
    const std::string_view title = node.attribute_text(Attribute::title);
    return title.empty() ? "" : " title=\"" + escaped(title) + "\"";
}

std::string written(const Node& node, bool is_tight);

std::string written(const std::vector<Node>& nodes, bool is_tight = false) {
    std::string out;
    for (const Node& node : nodes) out += written(node, is_tight);
    return out;
}

std::string element(std::string_view name, const Node& node, std::string_view end = "") {
    return "<" + std::string(name) + ">" + written(node.children) + "</" + std::string(name) + ">" + std::string(end);
}

std::string table(const Node& node) {
    std::string out = "<table>\n";
    std::string section;
    for (const Node& row : node.children) {
        const char* const wanted = row.flag(Attribute::header) ? "thead" : "tbody";
        if (section != wanted) {
            if (!section.empty()) out += "</" + section + ">\n";
            out += "<" + (section = wanted) + ">\n";
        }
        out += "<tr>\n";
        for (const Node& cell : row.children) {
            const std::string name = row.flag(Attribute::header) ? "th" : "td";
            const std::string_view align = cell.attribute_text(Attribute::align);
            out += "<" + name + (align.empty() ? "" : " align=\"" + std::string(align) + "\"") + ">" + written(cell.children) + "</" +
                   name + ">\n";
        }
        out += "</tr>\n";
    }
    return out + "</" + section + ">\n</table>\n";
}

/// `is_tight`: the node is a child of an item of a tight list.
std::string written(const Node& node, bool is_tight) {
    switch (node.kind) {
        case NodeKind::text: return escaped(node.text);
        case NodeKind::strong: return element("strong", node);
        case NodeKind::emphasis: return element("em", node);
        case NodeKind::strike: return element("del", node);
        case NodeKind::code: return "<code>" + escaped(node.text) + "</code>";
        case NodeKind::link:
            return "<a href=\"" + address(node.attribute_text(Attribute::href)) + "\"" + title_of(node) + ">" + written(node.children) +
                   "</a>";
        case NodeKind::image:
            return "<img src=\"" + address(node.attribute_text(Attribute::src)) + "\" alt=\"" +
                   escaped(node.attribute_text(Attribute::alt)) + "\"" + title_of(node) + " />";
        case NodeKind::line_break: return "\n";
        case NodeKind::paragraph: return is_tight ? written(node.children) + "\n" : element("p", node, "\n");
        case NodeKind::heading: return element("h" + to_json(*node.find(Attribute::level)), node, "\n");
        case NodeKind::quote: return "<blockquote>\n" + written(node.children) + "</blockquote>\n";
        case NodeKind::rule: return "<hr />\n";
        case NodeKind::table: return table(node);
        case NodeKind::code_block: {
            const std::string_view lang = node.attribute_text(Attribute::lang);
            return "<pre><code" + (lang.empty() ? "" : " class=\"language-" + escaped(lang) + "\"") + ">" + escaped(node.text) +
                   (node.text.empty() ? "" : "\n") + "</code></pre>\n";
        }
        case NodeKind::list: {
            const bool is_ordered = node.flag(Attribute::ordered);
            const Value* start = node.find(Attribute::start);
            std::string out = is_ordered
                                  ? "<ol" + (start == nullptr || to_json(*start) == "1" ? "" : " start=\"" + to_json(*start) + "\"") + ">\n"
                                  : "<ul>\n";
            for (const Node& item : node.children) {
                out += "<li>";
                if (item.find(Attribute::checked) != nullptr)
                    out += std::string("<input type=\"checkbox\"") + (item.flag(Attribute::checked) ? " checked=\"\"" : "") +
                           " disabled=\"\" /> ";
                out += written(item.children, node.flag(Attribute::tight)) + "</li>\n";
            }
            return out + (is_ordered ? "</ol>\n" : "</ul>\n");
        }
        default: return "[" + std::string(node_kind_name(node.kind)) + "]";
    }
}

}  // namespace

std::string tree_html(const std::vector<Node>& blocks) { return written(blocks); }

}  // namespace deskbell::testing
