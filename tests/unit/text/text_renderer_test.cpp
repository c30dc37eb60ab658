#include "widget/text/text_renderer.h"

#include <doctest/doctest.h>

#include "core/markdown/markdown.h"

namespace deskbell {

namespace {

std::string markdown_text(std::string_view markdown, std::size_t width = 80) { return nodes_to_text(parse_markdown(markdown), {width}); }

std::string node_text(const Node& node, std::size_t width = 80) { return nodes_to_text(std::span(&node, 1), {width}); }

Node choice(std::string_view label, std::string_view action) {
    Node node(NodeKind::choice);
    node.set(Attribute::label, label).set_text(Attribute::action, action);
    return node;
}

}  // namespace

TEST_CASE("text: inline marks") {
    CHECK_EQ(markdown_text("a **b** *c* ~~d~~ `e` [f](https://g.h 'T') <https://i.j> www.k.l ![m](https://n.o)\np"),
             "a *b* _c_ ~d~ `e` f <https://g.h> \"T\" <https://i.j> <www.k.l> !m <https://n.o>\np\n");
}

TEST_CASE("text: blocks are set apart, tight lists are not") {
    CHECK_EQ(markdown_text("# T\n\na\n\n- b\n- c\n  1. d\n\n> e\n> f\n>\n> - g\n\n---\n"),
             "# T\n\na\n\n- b\n- c\n  1. d\n\n> e\n> f\n>\n> - g\n\n---\n");
    CHECK_EQ(markdown_text("- a\n\n- b"), "- a\n\n- b\n");
    CHECK_EQ(markdown_text("- [x] a\n- [ ] b\n-"), "- [x] a\n- [ ] b\n-\n");
    CHECK_EQ(markdown_text("> - a\n>   > b"), "> - a\n>   > b\n");
    CHECK_EQ(markdown_text("```js\nif (x) {\n    y;\n}\n```"), "```js\nif (x) {\n    y;\n}\n```\n");
}

TEST_CASE("text: list items and quotes wrap under themselves") {
    CHECK_EQ(markdown_text("- one two three four five six\n- b", 20), "- one two three four\n  five six\n- b\n");
    CHECK_EQ(markdown_text("> 一二三四五六七八九十", 20), "> 一二三四五六七八九\n> 十\n");
}

TEST_CASE("text: tables are set in columns when they fit") {
    const char* table = "| a | 你好 | c |\n|---|:-:|--:|\n| long | x | 1 |\n";
    CHECK_EQ(markdown_text(table), "| a    | 你好 | c |\n|------|------|---|\n| long |  x   | 1 |\n");
    CHECK_EQ(markdown_text("| one two three | four five |\n|---|---|\n| six | seven |", 24),
             "| one two three | four\nfive |\n|---|---|\n| six | seven |\n");
}

TEST_CASE("text: choices by layout, chosen and disabled ones") {
    Node choices(NodeKind::choices);
    choices.set(Attribute::layout, "list")
        .add(choice("Hours", "a"))
        .add(choice("Human", "b").set(Attribute::chosen, true).set(Attribute::desc, "now"));
    choices.add(choice("Old", ""));
    CHECK_EQ(node_text(choices), "[Hours]\n[x Human] now\n(Old)\n");
    choices.set(Attribute::layout, "chips");
    CHECK_EQ(node_text(choices), "[Hours] [x Human] now (Old)\n");
    CHECK_EQ(node_text(choices, 20), "[Hours]\n[x Human] now (Old)\n");
}

TEST_CASE("text: a rating with stars or numbers") {
    Node rating(NodeKind::rating);
    rating.set(Attribute::style, "stars").set(Attribute::label, "How was it?");
    for (int i = 1; i <= 3; ++i) {
        Node option(NodeKind::rating_option);
        option.set(Attribute::label, i == 1 ? "bad" : "good")
            .set(Attribute::number, i)
            .set(Attribute::action, "r")
            .set_flag(Attribute::chosen, i == 2);
        rating.add(std::move(option));
    }
    CHECK_EQ(node_text(rating), "How was it?\n[★ bad] [x ★★ good] [★★★ good]\n");
    rating.set(Attribute::style, "numbers").set(Attribute::disabled, true);
    CHECK_EQ(node_text(rating), "How was it?\n(1 bad) [x 2 good] (3 good)\n");
}

TEST_CASE("text: forms show labels, values, placeholders and errors") {
    Node form(NodeKind::form);
    form.set(Attribute::label, "About you");
    Node name(NodeKind::input);
    name.set(Attribute::name, "n").set(Attribute::label, "Name").set(Attribute::required, true).set(Attribute::placeholder, "your name");
    Node mail(NodeKind::input);
    mail.set(Attribute::name, "m").set(Attribute::label, "Mail").set(Attribute::value, "a@b").set(Attribute::error, "not a mail address");
    Node topic(NodeKind::select);
    Value options = Value::array();
    options.push("Refund").push("Other");
    topic.set(Attribute::name, "t").set(Attribute::label, "Topic").set(Attribute::options, options).set(Attribute::value, "Other");
    Node send(NodeKind::button);
    send.set(Attribute::label, "Submit").set(Attribute::action, "submit").set(Attribute::style, "primary");
    form.add(name).add(mail).add(topic).add(send);
    CHECK_EQ(node_text(form),
             "About you\nName *: [your name]\nMail: \"a@b\"\n!! not a mail address\nTopic: [Refund] [x Other]\n[Submit]\n");
    form.set(Attribute::disabled, true);
    CHECK_EQ(node_text(form),
             "About you\nName *: (your name)\nMail: \"a@b\"\n!! not a mail address\nTopic: (Refund) [x Other]\n[Submit]\n");
}

TEST_CASE("text: cards, attachments, places, notices, dividers") {
    Node card(NodeKind::card);
    card.set(Attribute::title, "Shoes")
        .set(Attribute::desc, "Red")
        .set(Attribute::image, "https://a.b/p.png")
        .set(Attribute::href, "https://a.b")
        .set(Attribute::eyebrow, "Order");
    card.add(Node(NodeKind::field).set(Attribute::label, "State").set(Attribute::value, "sent"));
    CHECK_EQ(node_text(card), "| Order\n| !<https://a.b/p.png>\n| Shoes\n| Red\n| State: sent\n| <https://a.b>\n");
    Node file(NodeKind::attachment);
    file.set(Attribute::media, "image")
        .set(Attribute::label, "Image")
        .set(Attribute::name, "a.png")
        .set(Attribute::size, 1234)
        .set(Attribute::width, 4)
        .set(Attribute::height, 3);
    file.set(Attribute::progress, Value::decimal("0.4")).set(Attribute::url, "https://a.b/c");
    CHECK_EQ(node_text(file), "!Image a.png 1234 B 4×3 0.4 of 1 <https://a.b/c>\n");
    Node place(NodeKind::location);
    place.set(Attribute::label, "Shop").set(Attribute::latitude, Value::decimal("22.5")).set(Attribute::longitude, 114);
    CHECK_EQ(node_text(place), "Shop 22.5, 114\n");
    Node notice(NodeKind::notice, "Cut off");
    CHECK_EQ(node_text(notice.set(Attribute::tone, "warn")), "! Cut off\n");
    CHECK_EQ(node_text(notice.set(Attribute::tone, "error")), "!! Cut off\n");
    CHECK_EQ(node_text(notice.set(Attribute::tone, "info")), "Cut off\n");
    CHECK_EQ(node_text(Node(NodeKind::divider).set(Attribute::time, std::int64_t{1765000000000})), "-- 2025-12-06\n");
    CHECK_EQ(node_text(Node(NodeKind::divider).set(Attribute::label, "Ended")), "-- Ended\n");
    CHECK_EQ(node_text(Node(NodeKind::busy).set(Attribute::label, "Lin is typing").set(Attribute::style, "typing")), "~ Lin is typing\n");
}

TEST_CASE("text: a screen is header, rows and composer") {
    Header header;
    header.title = "Support";
    header.subtitle = "Robot";
    Node end(NodeKind::button);
    end.set(Attribute::label, "End").set(Attribute::action, "end");
    header.actions = {end, Node(end).set(Attribute::label, "Rate").set(Attribute::disabled, true).set(Attribute::reason, "not yet")};
    std::vector<Row> rows(4);
    rows[0].layout = "center";
    rows[0].body = {Node(NodeKind::divider).set(Attribute::time, std::int64_t{1765000000000})};
    rows[1].layout = "bubble";
    rows[1].author = RowAuthor{"Robot", "", "robot", ""};
    rows[1].head = true;
    rows[1].time = 1765000000000;
    rows[1].body = parse_markdown("How can we help?\n\n- a");
    rows[2] = rows[1];
    rows[2].head = false;
    rows[2].streaming = true;
    rows[2].body = parse_markdown("more");
    rows[3] = rows[1];
    rows[3].author->name = "You";
    rows[3].delivery = RowDelivery{"sent", "Sent"};
    rows[3].body = parse_markdown("hello");
    Composer composer;
    composer.placeholder = "Message";
    composer.send_label = "Send";
    composer.attach_label = "Attach";
    Launcher launcher{2, "2 unread messages"};
    const std::list<Row> screen_rows(rows.begin(), rows.end());
    CHECK_EQ(screen_to_text({header, screen_rows, composer, launcher}),
             "(( 2 unread messages ))\n"
             "== Support · Robot\n"
             "   [End] (Rate) not yet\n"
             "-- 2025-12-06\n"
             "Robot 05:46\n"
             "  How can we help?\n"
             "\n"
             "  - a\n"
             "+ more\n"
             "  ...\n"
             "You 05:46\n"
             "  hello\n"
             "  · Sent\n"
             "== [Message] [Send] [Attach]\n");
    const std::string elsewhere = screen_to_text({header, screen_rows, composer, launcher}, {80, 24 * 60 - 5 * 60});
    CHECK(elsewhere.find("-- 2025-12-07\nRobot 00:46\n") != std::string::npos);
    composer.enabled = false;
    composer.reason = "The chat has ended";
    CHECK(screen_to_text({header, {}, composer, launcher}).ends_with("== (The chat has ended)\n"));
    composer.enabled = true;
    composer.draft = "dra";
    CHECK(screen_to_text({header, {}, composer, launcher}).ends_with("== \"dra\" [Send] [Attach]\n"));
}

}  // namespace deskbell
