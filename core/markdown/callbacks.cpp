#include "core/markdown/callbacks.h"

#include "core/base/url.h"
#include "core/markdown/completion.h"
#include "core/markdown/dialect.h"
#include "core/markdown/entities.h"

namespace deskbell {

namespace {

using Parse = MarkdownParse;

Parse& parse_of(void* userdata) { return *static_cast<Parse*>(userdata); }

/// A callback's result: a negative one makes md4c stop.
int go_on(const Parse& parse) { return parse.tree.is_full() ? -1 : 0; }

/// The text of an md4c attribute, its character references decoded.
std::string attribute_of(const MD_ATTRIBUTE& attribute) {
    std::string out;
    if (attribute.text == nullptr) return out;
    for (std::size_t i = 0; attribute.substr_offsets[i] < attribute.size; ++i) {
        const std::size_t begin = attribute.substr_offsets[i];
        const std::string_view part(attribute.text + begin, attribute.substr_offsets[i + 1] - begin);
        if (attribute.substr_types[i] == MD_TEXT_ENTITY) {
            out += decode_entity(part);
        } else if (attribute.substr_types[i] == MD_TEXT_NULLCHAR) {
            append_utf8(out, 0);
        } else {
            out += part;
        }
    }
    return out;
}

Node list_block(const MD_BLOCK_OL_DETAIL* ordered, bool is_tight) {
    Node list(NodeKind::list);
    list.set_flag(Attribute::ordered, ordered != nullptr);
    if (ordered != nullptr && ordered->start != 1) list.set(Attribute::start, static_cast<std::int64_t>(ordered->start));
    list.set_flag(Attribute::tight, is_tight);
    return list;
}

Node cell_block(const MD_BLOCK_TD_DETAIL& detail) {
    Node cell(NodeKind::table_cell);
    if (detail.align == MD_ALIGN_LEFT) cell.set(Attribute::align, "left");
    if (detail.align == MD_ALIGN_CENTER) cell.set(Attribute::align, "center");
    if (detail.align == MD_ALIGN_RIGHT) cell.set(Attribute::align, "right");
    return cell;
}

int enter_block(MD_BLOCKTYPE type, void* detail, void* userdata) {
    Parse& parse = parse_of(userdata);
    TreeBuilder& tree = parse.tree;
    switch (type) {
        case MD_BLOCK_QUOTE: tree.enter_block(Node(NodeKind::quote)); break;
        case MD_BLOCK_UL: tree.enter_block(list_block(nullptr, static_cast<MD_BLOCK_UL_DETAIL*>(detail)->is_tight != 0)); break;
        case MD_BLOCK_OL: {
            const auto* list = static_cast<MD_BLOCK_OL_DETAIL*>(detail);
            tree.enter_block(list_block(list, list->is_tight != 0));
            break;
        }
        case MD_BLOCK_LI: {
            const auto* task = static_cast<MD_BLOCK_LI_DETAIL*>(detail);
            Node item(NodeKind::list_item);
            if (task->is_task != 0) item.set(Attribute::checked, task->task_mark != ' ');
            tree.enter_block(std::move(item));
            break;
        }
        case MD_BLOCK_HR: tree.enter_block(Node(NodeKind::rule)); break;
        case MD_BLOCK_H: {
            Node heading(NodeKind::heading);
            heading.set(Attribute::level, static_cast<std::int64_t>(static_cast<MD_BLOCK_H_DETAIL*>(detail)->level));
            tree.enter_block(std::move(heading));
            break;
        }
        case MD_BLOCK_CODE: {
            Node code(NodeKind::code_block);
            const std::string lang = attribute_of(static_cast<MD_BLOCK_CODE_DETAIL*>(detail)->lang);
            code.set_text(Attribute::lang, lang);
            tree.enter_block(std::move(code), lang.size());
            break;
        }
        case MD_BLOCK_P: tree.enter_block(Node(NodeKind::paragraph)); break;
        case MD_BLOCK_TABLE: tree.enter_block(Node(NodeKind::table)); break;
        case MD_BLOCK_TR: {
            Node row(NodeKind::table_row);
            row.set_flag(Attribute::header, parse.in_table_head);
            tree.enter_block(std::move(row));
            break;
        }
        case MD_BLOCK_TH:
        case MD_BLOCK_TD:
            parse.in_table_cell = true;
            tree.enter_block(cell_block(*static_cast<MD_BLOCK_TD_DETAIL*>(detail)));
            break;
        case MD_BLOCK_THEAD: parse.in_table_head = true; [[fallthrough]];
        case MD_BLOCK_DOC:
        case MD_BLOCK_HTML:
        case MD_BLOCK_TBODY: tree.enter_nothing(); break;
    }
    return go_on(parse);
}

int leave_block(MD_BLOCKTYPE type, void* detail, void* userdata) {
    Parse& parse = parse_of(userdata);
    if (type == MD_BLOCK_THEAD) parse.in_table_head = false;
    if (type == MD_BLOCK_TD || type == MD_BLOCK_TH) parse.in_table_cell = false;
    if (type == MD_BLOCK_UL) {
        parse.tree.leave_list(static_cast<MD_BLOCK_UL_DETAIL*>(detail)->is_tight != 0);
    } else if (type == MD_BLOCK_OL) {
        parse.tree.leave_list(static_cast<MD_BLOCK_OL_DETAIL*>(detail)->is_tight != 0);
    } else {
        parse.tree.leave_block();
    }
    return go_on(parse);
}

/// The text of an address or title. Long ones are counted before they are looked at: one reference definition can be asked for thousands of times. What it becomes may be longer (U+FFFD for a
/// NUL, a character reference) and is counted as well.
std::string counted(Parse& parse, const MD_ATTRIBUTE& attribute) {
    parse.tree.count_bytes(attribute.size);
    if (parse.tree.is_full()) return {};
    std::string text = attribute_of(attribute);
    if (text.size() > attribute.size) parse.tree.count_bytes(text.size() - attribute.size);
    return parse.tree.is_full() ? std::string() : text;
}

Node link_span(Parse& parse, const MD_SPAN_A_DETAIL& detail) {
    Node link(NodeKind::link);
    if (parse.tree.is_guess() && std::string_view(detail.href.text, detail.href.size) == open_address) return link;
    link.set_text(Attribute::href, safe_link(counted(parse, detail.href)));
    link.set_text(Attribute::title, counted(parse, detail.title));
    return link;
}

int enter_span(MD_SPANTYPE type, void* detail, void* userdata) {
    Parse& parse = parse_of(userdata);
    TreeBuilder& tree = parse.tree;
    if (type == MD_SPAN_IMG) {
        const auto* image = static_cast<MD_SPAN_IMG_DETAIL*>(detail);
        const std::string src = safe_image(counted(parse, image->src));
        tree.enter_image(src, counted(parse, image->title));
        return go_on(parse);
    }
    if (tree.is_in_image()) return go_on(parse);
    switch (type) {
        case MD_SPAN_EM: tree.enter_span(Node(NodeKind::emphasis)); break;
        case MD_SPAN_DEL: tree.enter_span(Node(NodeKind::strike)); break;
        case MD_SPAN_CODE: tree.enter_span(Node(NodeKind::code)); break;
        case MD_SPAN_A: tree.enter_span(link_span(parse, *static_cast<MD_SPAN_A_DETAIL*>(detail))); break;
        // Beside strong emphasis there are only the spans of extensions that are off.
        default: tree.enter_span(Node(NodeKind::strong)); break;
    }
    return go_on(parse);
}

int leave_span(MD_SPANTYPE type, void*, void* userdata) {
    Parse& parse = parse_of(userdata);
    if (type == MD_SPAN_IMG) {
        parse.tree.leave_image();
    } else if (!parse.tree.is_in_image()) {
        parse.tree.leave_span();
    }
    return go_on(parse);
}

/// Code in a table cell: there `\|` is how a bar is written (GFM section 4.10), which md4c leaves to its caller.
void cell_code(TreeBuilder& tree, std::string_view text) {
    for (std::size_t at; (at = text.find("\\|")) != std::string_view::npos; text.remove_prefix(at + 1)) tree.text(text.substr(0, at));
    tree.text(text);
}

int take_text(MD_TEXTTYPE type, const MD_CHAR* text, MD_SIZE size, void* userdata) {
    Parse& parse = parse_of(userdata);
    switch (type) {
        case MD_TEXT_NULLCHAR: parse.tree.text("\uFFFD"); break;
        case MD_TEXT_BR:
        case MD_TEXT_SOFTBR: parse.tree.line_break(); break;
        case MD_TEXT_ENTITY: parse.tree.text(decode_entity({text, size})); break;
        case MD_TEXT_CODE:
            if (parse.in_table_cell) {
                cell_code(parse.tree, {text, size});
                break;
            }
            [[fallthrough]];
        default: parse.tree.source_text({text, size}); break;
    }
    return go_on(parse);
}

}  // namespace

MD_PARSER markdown_callbacks() {
    MD_PARSER parser{};
    parser.flags = DESKBELL_MARKDOWN_DIALECT;
    parser.enter_block = enter_block;
    parser.leave_block = leave_block;
    parser.enter_span = enter_span;
    parser.leave_span = leave_span;
    parser.text = take_text;
    return parser;
}

}  // namespace deskbell
