#include "core/base/json.h"
#include "core/base/url.h"
#include "core/base/words.h"
#include "core/markdown/stream.h"
#include "widget/view/compose.h"

namespace deskbell {

namespace {

void add_text(std::vector<Node>& body, std::string_view text) {
    if (text.empty()) return;
    for (Node& node : plain_paragraphs(text)) body.push_back(std::move(node));
}

void add_title(std::vector<Node>& body, std::string_view text) {
    if (text.empty()) return;
    Node strong(NodeKind::strong);
    strong.add(Node(NodeKind::text, text));
    Node paragraph(NodeKind::paragraph);
    paragraph.add(std::move(strong));
    body.push_back(std::move(paragraph));
}

/// How a list of choices behaves.
struct ChoiceRules {
    std::string_view layout = "list";
    std::string_view chosen;  ///< content of the chosen item, empty when there is none
    bool open = true;         ///< items can be pressed
    bool pages = false;       ///< only the first few are shown until the visitor asks for all
};

Node choices_node(const Records<ChoiceItem>& items, const ChoiceRules& rules, const Entry& entry, const Catalogue& texts) {
    Node list(NodeKind::choices);
    list.set(Attribute::layout, rules.layout);
    const bool all = !rules.pages || local_of(entry).expanded || items.size() <= choices_shown;
    std::size_t index = 0;
    for (const ChoiceItem& item : items) {
        if (!all && index == choices_shown) break;
        const bool chosen = !rules.chosen.empty() && item.content == rules.chosen;
        Node choice(NodeKind::choice);
        choice.set(Attribute::label, item.content).set_text(Attribute::desc, item.desc);
        if (rules.open) choice.set(Attribute::action, joined("choose:", to_digits(static_cast<std::int64_t>(index))));
        choice.set_flag(Attribute::chosen, chosen).set_flag(Attribute::disabled, !rules.open && !chosen);
        list.add(std::move(choice));
        ++index;
    }
    if (!all) {
        list.add(button_node(texts.counted(Text::action_more, "count", static_cast<std::int64_t>(items.size())), "more", "plain"));
    }
    return list;
}

/// What the visitor chose: the desk's word, or before it comes their own.
std::string_view chosen_item(const std::optional<ChosenItem>& selected, const Entry& entry) {
    return selected ? std::string_view(selected->content) : std::string_view(local_of(entry).chosen);
}

std::vector<Node> compose_branch(const BranchContent& content, const ChoiceRules& rules, const Entry& entry, const Catalogue& texts) {
    std::vector<Node> body;
    add_text(body, content.header);
    if (!content.items.empty()) body.push_back(choices_node(content.items, rules, entry, texts));
    add_text(body, content.tail);
    return body;
}

std::vector<Node> compose_form(const Entry& entry, const Catalogue& texts) {
    const auto record = record_of<Form>(entry.message);
    const FormContent& content = record.content;
    const std::string_view answer = chosen_item(content.selected, entry);
    if (content.type == 1) {
        std::vector<Node> body;
        add_text(body, content.header);
        body.push_back(choices_node(content.items, {"list", answer, answer.empty(), false}, entry, texts));
        return body;
    }
    Node input(NodeKind::input);
    input.set(Attribute::name, "answer").set(Attribute::label, texts.get(Text::form_answer)).set(Attribute::required, true);
    input.set_text(Attribute::value, answer).set_flag(Attribute::disabled, !answer.empty());
    if (!local_of(entry).missing.empty()) input.set(Attribute::error, texts.get(Text::form_required));
    Node form(NodeKind::form);
    form.set_text(Attribute::label, content.header);
    form.set_flag(Attribute::disabled, !answer.empty());
    form.add(std::move(input));
    if (answer.empty()) add_button(form.children, texts, Text::action_submit, "submit", "primary");
    return one(std::move(form));
}

std::vector<Node> compose_welcome(const Entry& entry, const Catalogue& texts) {
    const auto record = record_of<WelcomeCard>(entry.message);
    const WelcomeContent& content = record.content;
    std::vector<Node> body;
    add_title(body, content.title);
    // A clarification often repeats its title as its text.
    if (content.content != content.title && !content.content.empty()) {
        for (Node& node : parse_markdown(content.content)) body.push_back(std::move(node));
    }
    if (!content.items.empty()) body.push_back(choices_node(content.items, {"list", {}, true, true}, entry, texts));
    return body;
}

std::vector<Node> compose_task_branch(const Entry& entry, const Catalogue& texts) {
    auto branch = record_of<TaskBranch>(entry.message);
    const bool fixed = branch.option_type == static_cast<std::int64_t>(TaskOptionType::fixed);
    const bool selectable = branch.status == static_cast<std::int64_t>(TaskBranchStatus::selectable);
    const std::string_view chosen = chosen_item(branch.content.selected, entry);
    ChoiceRules rules{fixed ? "list" : "chips", chosen, selectable, false};
    if (!fixed) {
        // Quick options are gone once one is tapped (seed: src 32, optionType 0).
        rules.open = selectable && chosen.empty();
        if (!rules.open) {
            branch.content.items.clear();
        }
    }
    return compose_branch(branch.content, rules, entry, texts);
}

void add_custom_fields(Node& card, const Records<CustomField>& fields) {
    for (const CustomField& custom : fields) {
        Node field(NodeKind::field);
        // "Order state:" is a label as well as "Order state"; the renderer decides how labels look.
        std::string_view label = custom.name;
        for (const std::string_view colon : {":", "："}) {
            if (label.ends_with(colon)) label.remove_suffix(colon.size());
        }
        field.set(Attribute::label, label);
        field.set(Attribute::value, custom.value.empty() ? custom.customer_value : custom.value);
        card.add(std::move(field));
    }
}

Node compose_card(const CardContent& content) {
    Node card(NodeKind::card);
    card.set(Attribute::title, content.header).set_text(Attribute::desc, content.desc);
    card.set_text(Attribute::image, safe_image(content.pic)).set_text(Attribute::href, safe_link(content.url));
    add_custom_fields(card, content.custom_fields);
    return card;
}

Node compose_order(const OrderContent& content) {
    Node card(NodeKind::card);
    card.set(Attribute::title, content.name).set_text(Attribute::desc, content.desc);
    card.set_text(Attribute::image, safe_image(content.pic)).set_text(Attribute::href, safe_link(content.url));
    card.set_text(Attribute::eyebrow, content.guide);
    add_custom_fields(card, content.custom_fields);
    return card;
}

std::vector<Node> compose_stream(const Entry& entry, const ViewContext& context, Row& row) {
    const Catalogue& texts = context.texts;
    const auto stream = record_of<Stream>(entry.message);
    const std::string text = stream_text(stream);
    row.streaming = stream.is_finished == 0 && !entry.cut;
    // A text that was cut is shown as while it grew, without the signs of what is open.
    MarkdownStream own;
    MarkdownStream& markdown = row.streaming && context.stream != nullptr ? *context.stream : own;
    markdown.replace(text, stream.is_finished == 0 ? MarkdownEnd::open : MarkdownEnd::last);
    row.origin.is_growing = &markdown != &own && !markdown.blocks().empty();
    if (row.origin.is_growing) return {};
    std::vector<Node> body = own.take_blocks();
    if (body.empty() && row.streaming) {
        Node busy(NodeKind::busy);
        busy.set(Attribute::label, texts.get(Text::status_thinking)).set(Attribute::style, "thinking");
        body.push_back(std::move(busy));
    }
    if (entry.cut && stream.is_finished == 0) add_notice(body, texts, Text::notice_cut, "warn");
    return body;
}

std::vector<Node> compose_divider(std::string_view label, Row& row) {
    row.kind = "divider";
    row.layout = "center";
    Node divider(NodeKind::divider);
    divider.set(Attribute::label, label);
    return one(std::move(divider));
}

}  // namespace

std::vector<Node> compose_desk_body(const Entry& entry, const ViewContext& context, Row& row) {
    const Message& message = entry.message;
    const Catalogue& texts = context.texts;
    row.layout = "full";
    switch (message.kind) {
        case MessageKind::evaluation: return compose_evaluation(entry, context);
        case MessageKind::branch: {
            const auto record = record_of<Branch>(message);
            const BranchContent& content = record.content;
            const std::string_view chosen = chosen_item(content.selected, entry);
            return compose_branch(content, {"list", chosen, chosen.empty(), false}, entry, texts);
        }
        case MessageKind::session_ended: return compose_divider(texts.get(Text::notice_ended), row);
        case MessageKind::session_timed_out: return compose_divider(texts.get(Text::notice_timed_out), row);
        case MessageKind::form: return compose_form(entry, texts);
        case MessageKind::card: return one(compose_card(record_of<Card>(message).content));
        case MessageKind::order: return one(compose_order(record_of<Order>(message).content));
        case MessageKind::welcome_card: return compose_welcome(entry, texts);
        case MessageKind::rich_text: return parse_markdown(record_of<RichText>(message).content);
        case MessageKind::stream: return compose_stream(entry, context, row);
        case MessageKind::task_branch: return compose_task_branch(entry, texts);
        // The visitor's own answer is shown in the form it belongs to.
        case MessageKind::task_form: return message.im.flow == "out" ? std::vector<Node>() : compose_task_form(entry, context);
        case MessageKind::concurrency_limit: return one(notice_node(texts.get(Text::notice_limit), "warn"));
        case MessageKind::reminder: row.layout = "center"; return one(notice_node(record_of<Reminder>(message).content, "muted"));
        default: return {};
    }
}

}  // namespace deskbell
