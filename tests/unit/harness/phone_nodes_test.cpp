#include "native/harness/phone_nodes.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "tests/unit/harness/screen.h"

namespace deskbell {
namespace {

constexpr NodeKind all_kinds[] = {
#define DESKBELL_NODE(kind, attributes) NodeKind::kind,
#include "core/base/nodes.def"
#undef DESKBELL_NODE
};

/// Draws nodes in a column of the screen and keeps what came of it.
class Sheet {
  public:
    explicit Sheet(bool right_to_left = false) : right_to_left_(right_to_left) {}

    void draw(const std::vector<Node>& nodes) {
        told.clear();
        Pen pen(look_of(Theme::light), types_, formats_, right_to_left_);
        pen.list = ImGui::GetWindowDrawList();
        pen.told = &told;
        NodePainter painter(pen, memory_, events);
        Ink ink;
        ink.text = pen.look.text_1;
        painter.begin_row("row");
        size = painter.stack(nodes, {20, 20, 360}, ink, 8);
        if (!pen.followed.empty()) followed = pen.followed;
    }
    Screen::Draw of(const std::vector<Node>& nodes) {
        return [this, &nodes] { draw(nodes); };
    }
    bool tells(std::string_view words) const {
        return std::any_of(told.begin(), told.end(), [&](const std::string& text) { return text.find(words) != std::string::npos; });
    }

    std::vector<std::string> told;
    std::vector<Value> events;
    std::string followed;
    ImVec2 size{0, 0};

  private:
    bool right_to_left_;
    Typesetter types_;
    Formats formats_{"en"};
    PhoneMemory memory_;
};

bool lists(NodeKind kind, std::string_view attribute) {
    const std::string all = " " + std::string(node_kind_attributes(kind)) + " ";
    return all.find(" " + std::string(attribute) + " ") != std::string::npos ||
           all.find(" " + std::string(attribute) + "? ") != std::string::npos;
}

/// A node of this kind with every attribute that it may carry.
Node sample(NodeKind kind) {
    Node node(kind);
    if (lists(kind, "text")) node.text = "the text";
    const auto set = [&](std::string_view name, Attribute attribute, Value value) {
        if (lists(kind, name)) node.set(attribute, std::move(value));
    };
    set("label", Attribute::label, "the label");
    set("title", Attribute::title, "the title");
    set("desc", Attribute::desc, "the desc");
    set("eyebrow", Attribute::eyebrow, "the eyebrow");
    set("value", Attribute::value, "the value");
    set("placeholder", Attribute::placeholder, "the placeholder");
    set("error", Attribute::error, "the error");
    set("name", Attribute::name, "the name");
    set("action", Attribute::action, "act");
    set("href", Attribute::href, "https://shop.example/");
    set("src", Attribute::src, "https://shop.example/a.png");
    set("alt", Attribute::alt, "the alt");
    set("tone", Attribute::tone, "info");
    set("media", Attribute::media, "file");
    set("size", Attribute::size, 1000);
    set("number", Attribute::number, 3);
    set("latitude", Attribute::latitude, 52);
    set("longitude", Attribute::longitude, 13);
    set("options", Attribute::options, Value::array().push("one").push("two"));
    if (kind == NodeKind::busy) node.set(Attribute::style, "thinking");
    if (kind == NodeKind::list) node.add(Node(NodeKind::list_item).add(Node(NodeKind::text, "a child")));
    if (kind == NodeKind::table) node.add(Node(NodeKind::table_row).add(Node(NodeKind::table_cell).add(Node(NodeKind::text, "a child"))));
    if (kind == NodeKind::table_row) node.add(Node(NodeKind::table_cell).add(Node(NodeKind::text, "a child")));
    if (kind == NodeKind::choices) node.add(sample(NodeKind::choice)).set(Attribute::layout, "list");
    if (kind == NodeKind::rating) node.add(sample(NodeKind::rating_option)).set(Attribute::style, "numbers");
    if (kind == NodeKind::form) node.add(sample(NodeKind::input));
    if (kind == NodeKind::card) node.add(sample(NodeKind::field));
    if (lists(kind, "children") && node.children.empty()) node.add(Node(NodeKind::text, "a child"));
    return node;
}

Node option(int number, const char* label) {
    Node node(NodeKind::rating_option);
    node.set(Attribute::number, number).set(Attribute::label, label).set(Attribute::action, "grade:" + std::to_string(number));
    return node;
}

}  // namespace

TEST_CASE("every kind of node is drawn, with all its words") {
    Screen screen;
    for (const NodeKind kind : all_kinds) {
        CAPTURE(node_kind_name(kind));
        Sheet sheet;
        const std::vector<Node> nodes{sample(kind)};
        screen.frame([] {});
        const std::size_t nothing = screen.shapes().size();
        screen.frame(sheet.of(nodes));
        CHECK(sheet.size.y > 0);
        if (kind != NodeKind::line_break) CHECK(screen.shapes().size() > nothing);
        if (!nodes[0].text.empty()) CHECK(sheet.tells("the text"));
        if (!nodes[0].children.empty() && nodes[0].children[0].kind == NodeKind::text) CHECK(sheet.tells("a child"));
        for (const auto& [attribute, value] : nodes[0].attributes) {
            CAPTURE(attribute_name(attribute));
            // A link's title is a tool tip of browsers; an option of a rating is told while it is pointed at; what a field is called, and the label of a file that has a
            // name, are not seen; a field that has a value shows no placeholder.
            if (kind == NodeKind::link || kind == NodeKind::image || attribute == Attribute::placeholder) continue;
            if (attribute == Attribute::value && kind == NodeKind::input) continue;
            if (attribute == Attribute::name && kind != NodeKind::attachment) continue;
            if (attribute == Attribute::label && kind == NodeKind::attachment) continue;
            if (value.as_text().starts_with("the ")) CHECK(sheet.tells(value.as_text()));
        }
        if (kind == NodeKind::image) CHECK(sheet.tells("the alt"));
    }
}

TEST_CASE("a pen that measures says how large what it paints will be") {
    Screen screen;
    for (const NodeKind kind : all_kinds) {
        CAPTURE(node_kind_name(kind));
        const Node node = sample(kind);
        screen.frame([&] {
            Typesetter types;
            Formats formats("en");
            PhoneMemory memory;
            std::vector<Value> events;
            Pen pen(look_of(Theme::dark), types, formats, false);
            pen.list = ImGui::GetWindowDrawList();
            NodePainter painter(pen, memory, events);
            painter.begin_row("row");
            pen.is_painting = false;
            const int before = pen.list->VtxBuffer.Size;
            const float measured = painter.draw(node, {0, 0, 320}, {}).y;
            CHECK(pen.list->VtxBuffer.Size == before);
            pen.is_painting = true;
            CHECK(painter.draw(node, {0, 0, 320}, {}).y == doctest::Approx(measured));
        });
    }
}

TEST_CASE("the bar of a quotation stands where its words begin, whichever way the page runs") {
    const auto bar_of = [](const char* words, bool right_to_left) {
        Screen screen;
        Sheet sheet(right_to_left);
        const std::vector<Node> nodes{Node(NodeKind::quote).add(Node(NodeKind::paragraph).add(Node(NodeKind::text, words)))};
        float left = 0;
        screen.frame([&] {
            const ImDrawList& list = *ImGui::GetWindowDrawList();
            const int before = list.VtxBuffer.Size;
            sheet.draw(nodes);
            const ImU32 colour = look_of(Theme::light).surface_3;
            const auto bar = std::find_if(list.VtxBuffer.begin() + before, list.VtxBuffer.end(),
                                          [&](const ImDrawVert& corner) { return corner.col == colour; });
            REQUIRE(bar != list.VtxBuffer.end());
            left = bar->pos.x;
        });
        return left;
    };
    CHECK(bar_of("Closed", false) == 20);
    CHECK(bar_of("Closed", true) == 20);
    CHECK(bar_of("\u0645\u063A\u0644\u0642", true) == 377);
    CHECK(bar_of("\u0645\u063A\u0644\u0642", false) == 377);
}

TEST_CASE("what can be pressed gives its action") {
    Screen screen;
    const auto pressed = [&](const Node& node) {
        Sheet sheet;
        const std::vector<Node> nodes{node};
        screen.click_until(sheet.of(nodes), [&] { return !sheet.events.empty(); });
        REQUIRE(sheet.events.size() == 1);
        CHECK(sheet.events[0]["event"].as_text() == "action");
        CHECK(sheet.events[0]["row"].as_text() == "row");
        return sheet.events[0];
    };
    CHECK(pressed(sample(NodeKind::button))["action"].as_text() == "act");
    CHECK(pressed(sample(NodeKind::choice))["action"].as_text() == "act");
    for (const char* layout : {"list", "chips"})
        CHECK(pressed(Node(NodeKind::choices).set(Attribute::layout, layout).add(sample(NodeKind::choice)))["action"].as_text() == "act");
    for (const char* style : {"stars", "numbers"}) {
        Node rating(NodeKind::rating);
        rating.set(Attribute::style, style).set(Attribute::label, "How was it?").add(option(1, "Bad")).add(option(2, "Good"));
        CHECK(pressed(rating)["action"].as_text() == "grade:1");
    }
    Node form(NodeKind::form);
    form.add(sample(NodeKind::input));
    form.add(Node(NodeKind::button).set(Attribute::label, "Send").set(Attribute::action, "submit").set(Attribute::style, "primary"));
    const Value event = pressed(form);
    CHECK(event["action"].as_text() == "submit");
    CHECK(event["value"]["the name"].as_text() == "the value");
}

TEST_CASE("a select offers its options, and the form sends the one that was picked") {
    Screen screen;
    Sheet sheet;
    Node form(NodeKind::form);
    Node select(NodeKind::select);
    select.set(Attribute::name, "reason")
        .set(Attribute::label, "Why?")
        .set(Attribute::options, Value::array().push("too late").push("too loud"));
    form.add(select);
    form.add(Node(NodeKind::button).set(Attribute::label, "Send").set(Attribute::action, "submit").set(Attribute::style, "primary"));
    const std::vector<Node> nodes{form};
    screen.frame(sheet.of(nodes));
    CHECK_FALSE(sheet.tells("too loud"));
    // The field is below its label; its list opens below it, a line is 40 pixels high.
    screen.click(200, 80, sheet.of(nodes));
    screen.frame(sheet.of(nodes));
    CHECK(sheet.tells("too loud"));
    screen.click(200, 172, sheet.of(nodes));
    screen.frame(sheet.of(nodes));
    CHECK(sheet.tells("too loud"));
    CHECK_FALSE(sheet.tells("too late"));
    REQUIRE(screen.click_until(
        sheet.of(nodes), [&] { return !sheet.events.empty(); }, 20));
    CHECK(sheet.events[0]["value"]["reason"].as_text() == "too loud");
}

TEST_CASE("what is disabled is not pressed and says why") {
    Screen screen;
    Sheet sheet;
    Node button = sample(NodeKind::button);
    button.set(Attribute::disabled, true).set(Attribute::reason, "because of rain");
    Node choice = sample(NodeKind::choice);
    choice.set(Attribute::disabled, true);
    const std::vector<Node> nodes{button, choice};
    CHECK_FALSE(screen.click_until(
        sheet.of(nodes), [&] { return !sheet.events.empty(); }, 20));
    CHECK(sheet.tells("because of rain"));
}

TEST_CASE("a link, a card and a file show where they lead") {
    Screen screen;
    for (const NodeKind kind : {NodeKind::link, NodeKind::card, NodeKind::location, NodeKind::image}) {
        CAPTURE(node_kind_name(kind));
        Sheet sheet;
        const std::vector<Node> nodes{sample(kind)};
        CHECK(screen.click_until(sheet.of(nodes), [&] { return !sheet.followed.empty(); }));
        CHECK(sheet.followed.starts_with("https://shop.example/"));
        CHECK(sheet.events.empty());
    }
}

TEST_CASE("from right to left everything stands on the other side") {
    Screen screen;
    // The bar of a quote, the file's slip and the number of a list begin at one edge of the column and leave the other free.
    const auto edges = [&](const Node& node, bool right_to_left) {
        Sheet sheet(right_to_left);
        const std::vector<Node> nodes{node};
        screen.frame(sheet.of(nodes));
        ImVec2 out{1000, 0};
        for (const ImDrawVert& vertex : screen.shapes()) {
            // The window itself is no part of it.
            if (vertex.pos.x < 15 || vertex.pos.x > 385 || vertex.pos.y < 15) continue;
            out = {std::min(out.x, vertex.pos.x), std::max(out.y, vertex.pos.x)};
        }
        return out;
    };
    Node quote(NodeKind::quote);
    quote.add(Node(NodeKind::paragraph).add(Node(NodeKind::text, "\u05E9\u05DC\u05D5\u05DD")));
    Node file(NodeKind::attachment);
    file.set(Attribute::media, "file").set(Attribute::label, "File").set(Attribute::name, "a.pdf");
    Node button = sample(NodeKind::button);
    for (const Node& node : {file, button}) {
        const ImVec2 left = edges(node, false);
        const ImVec2 right = edges(node, true);
        CHECK(left.x < 22);
        CHECK(left.y < 350);
        CHECK(right.x > 50);
        CHECK(right.y > 378);
        // As far from one edge as it was from the other.
        CHECK(right.x == doctest::Approx(400 - left.y).epsilon(0.02));
    }
    CHECK(edges(quote, true).y > 378);
}

}  // namespace deskbell
