#include "widget/text/text_renderer.h"

#include "widget/text/layout.h"
#include "widget/text/node_writer.h"

namespace deskbell {

namespace {

constexpr std::size_t least_width = 20;

TextWriter writer_for(TextStyle style) {
    return TextWriter(style.width < least_width ? least_width : style.width, style.utc_offset * millis_per_minute);
}

void write_header(TextWriter& out, const Header& header) {
    out.write("== " + header.title + (header.subtitle.empty() ? "" : " \u00B7 " + header.subtitle));
    std::string controls;
    for (const Node& action : header.actions) controls += (controls.empty() ? "" : " ") + control_text(action);
    if (!controls.empty()) out.write("   " + controls);
}

void write_row(TextWriter& out, const Row& row) {
    if (row.layout == "center" || !row.author) {
        write_blocks(out, row.body);
        return;
    }
    if (row.head) out.write(row.author->name + (row.time != 0 ? " " + utc_clock(row.time + out.time_shift()) : ""));
    out.indent(row.head ? "  " : "+ ", "  ");
    write_blocks(out, row.body);
    if (row.streaming) out.write("...");
    if (row.delivery.has_value() && !row.delivery->label.empty()) out.write("\u00B7 " + row.delivery->label);
    out.outdent();
}

void write_composer(TextWriter& out, const Composer& composer) {
    std::string line = "== ";
    if (!composer.enabled) {
        line += "(" + composer.reason + ")";
    } else {
        line += composer.draft.empty() ? "[" + composer.placeholder + "]" : "\"" + composer.draft + "\"";
        line += " [" + composer.send_label + "] [" + composer.attach_label + "]";
    }
    out.write(line);
}

}  // namespace

std::string nodes_to_text(std::span<const Node> nodes, TextStyle style) {
    TextWriter out = writer_for(style);
    write_blocks(out, nodes);
    return out.take();
}

std::string screen_to_text(const ScreenView& screen, TextStyle style) {
    TextWriter out = writer_for(style);
    if (screen.launcher.unread > 0) out.write("(( " + screen.launcher.label + " ))");
    write_header(out, screen.header);
    for (const Row& row : screen.rows) write_row(out, row);
    write_composer(out, screen.composer);
    return out.take();
}

}  // namespace deskbell
