#include "core/base/json.h"
#include "core/base/utf8.h"
#include "core/channel/chatwoot/read.h"
#include "core/protocol/message.h"

namespace deskbell::channel::chatwoot {
namespace {

// Message types of the desk.
constexpr std::int64_t outgoing = 1;
constexpr std::int64_t from_template = 3;

constexpr std::size_t most_parts = 40;

const Value& submitted_list(const DeskMessage& message) { return message.attributes.submitted_values; }

/// The visitor's answer to the field or choice with this name, or nullptr.
const Value* answer_to(const DeskMessage& message, std::string_view name) {
    for (const Value& one : submitted_list(message).items()) {
        if (one["name"].as_text() == name) return &one["value"];
    }
    return nullptr;
}

/// Agents write in an editor that stores markdown; a text without any of its marks is the same either way and is sent as plain text, which every view shows best.
bool has_marks(std::string_view text) {
    if (text.find_first_of("*_`[]#>~|\\<\n") != std::string_view::npos) return true;
    const std::string_view start = trim(text);
    return start.starts_with("- ") || start.starts_with("+ ") || start.find("://") != std::string_view::npos;
}

Value show_text(std::string_view content) {
    if (has_marks(content)) return desk_message(MessageKind::rich_text, RichText{std::string(content)});
    return text_message(content);
}

Value show_choice(const DeskMessage& message) {
    Branch branch;
    branch.content.header = message.content;
    for (const Item& item : message.attributes.items) branch.content.items.push_back({item.title.empty() ? item.value : item.title, {}});
    const auto& answers = submitted_list(message).items();
    if (!answers.empty()) {
        const Value& answer = answers.front();
        branch.content.selected = ChosenItem{std::string(answer["title"].as_text(answer["value"].as_text()))};
    }
    return desk_message(MessageKind::branch, branch);
}

void show_cards(const DeskMessage& message, std::vector<Value>& shown) {
    if (!message.content.empty()) shown.push_back(show_text(message.content));
    Branch replies;
    for (const Item& item : message.attributes.items) {
        Card card;
        card.content.header = item.title;
        card.content.desc = item.description;
        card.content.pic = item.media_url;
        for (const CardAction& action : item.actions) {
            if (action.type == "link" && card.content.url.empty()) card.content.url = action.uri;
            if (action.type == "postback" && !action.text.empty()) {
                // Cards of our protocol have no buttons of their own: what can be pressed stands below them, with its card where the words alone would not tell.
                const bool one_card = message.attributes.items.size() == 1;
                replies.content.items.push_back({action.text, one_card ? std::string() : item.title});
            }
        }
        shown.push_back(desk_message(MessageKind::card, card));
    }
    if (!replies.content.items.empty()) shown.push_back(desk_message(MessageKind::branch, replies));
}

void show_articles(const DeskMessage& message, std::vector<Value>& shown) {
    if (!message.content.empty()) shown.push_back(show_text(message.content));
    for (const Item& item : message.attributes.items) {
        Card card;
        card.content.header = item.title;
        card.content.desc = item.description;
        card.content.url = item.link;
        shown.push_back(desk_message(MessageKind::card, card));
    }
}

std::string option_label(const Value& option) {
    if (option.is_text()) return std::string(option.as_text());
    return std::string(option["label"].as_text(option["title"].as_text(option["value"].as_text())));
}

Value show_form(const DeskMessage& message) {
    TaskForm form;
    form.content.tip = message.content;
    const bool answered = !submitted_list(message).items().empty();
    for (const Item& item : message.attributes.items) {
        InputVariable field;
        field.type = "string";
        field.name = label_of(message.attributes.items, item);
        field.placeholder = item.placeholder;
        field.is_required = item.required ? 1 : 0;
        field.value = item.fallback;
        for (const Value& option : item.options.items()) field.choices.push_back(option_label(option));
        field.form_type = field.choices.empty() ? 0 : 1;
        if (const Value* answer = answer_to(message, item.name)) field.value = answer->is_number() ? to_json(*answer) : answer->as_text();
        form.content.variables.push_back(std::move(field));
    }
    form.node_status = static_cast<std::int64_t>(answered ? TaskFormStatus::submitted : TaskFormStatus::editable);
    return desk_message(MessageKind::task_form, form);
}

Value show_email(const DeskMessage& message) {
    TaskForm form;
    form.content.tip = message.content;
    std::string given = message.attributes.submitted_email;
    if (const Value* answer = answer_to(message, email_field); answer != nullptr && given.empty()) given = answer->as_text();
    const auto status = given.empty() ? TaskFormStatus::editable : TaskFormStatus::submitted;
    InputVariable field;
    field.type = "string";
    field.name = "E-mail";
    field.placeholder = "name@example.com";
    field.is_required = 1;
    field.value = std::move(given);
    form.content.variables.push_back(std::move(field));
    form.node_status = static_cast<std::int64_t>(status);
    return desk_message(MessageKind::task_form, form);
}

Value show_rating(const DeskMessage& message) {
    Evaluation evaluation;
    EvaluationMenu& menu = evaluation.menu_content;
    menu.head = message.content;
    menu.type = 1;
    menu.session_id = im_id(message.id);
    for (std::int64_t rating = 1; rating <= best_rating; ++rating) menu.menu.push_back({to_digits(rating), std::string(smiley(rating))});
    const std::int64_t given = submitted_list(message)["csat_survey_response"]["rating"].as_integer();
    if (given >= 1 && given <= best_rating) menu.selected = EvaluationGrade{to_digits(given), std::string(smiley(given))};
    return desk_message(MessageKind::evaluation, evaluation);
}

/// The name at the end of an address, without its percent signs resolved: good enough to be read.
std::string file_name(const Attachment& file) {
    std::string_view path = file.data_url;
    path = path.substr(0, path.find_first_of("?#"));
    const std::size_t slash = path.rfind('/');
    if (slash != std::string_view::npos && slash + 1 < path.size()) return std::string(path.substr(slash + 1));
    return file.extension.empty() ? std::string("file") : "file." + file.extension;
}

Value element(std::string_view type, Value payload) {
    Value message = Value::object();
    message.set("type", type).set("payload", std::move(payload));
    return message;
}

Value show_file(const Attachment& file) {
    if (file.file_type == "location") {
        return element("TIMLocationElem", encode(LocationElem{file.fallback_title, file.latitude, file.longitude}));
    }
    if (file.data_url.empty()) return text_message(file.fallback_title.empty() ? file.file_type : file.fallback_title);
    if (file.file_type == "image") {
        ImageElem image;
        const std::string& small = file.thumb_url.empty() ? file.data_url : file.thumb_url;
        image.images.push_back({0, file.data_url, file.width, file.height, file.file_size});
        image.images.push_back({1, small, 0, 0, 0});
        return element("TIMImageElem", encode(image));
    }
    if (file.file_type == "audio") return element("TIMSoundElem", encode(SoundElem{file.data_url, 0, file.file_size}));
    if (file.file_type == "video") {
        return element("TIMVideoFileElem", encode(VideoElem{file.data_url, file.file_size, 0, file.extension, file.thumb_url, 0, 0}));
    }
    return element("TIMFileElem", encode(FileElem{file_name(file), file.file_size, file.data_url}));
}

void show_content(const DeskMessage& message, std::vector<Value>& shown) {
    const std::string& type = message.content_type;
    if (type == "cards") return show_cards(message, shown);
    if (type == "article") return show_articles(message, shown);
    if (type == "input_select") {
        shown.push_back(show_choice(message));
    } else if (type == "form") {
        shown.push_back(show_form(message));
    } else if (type == "input_csat") {
        shown.push_back(show_rating(message));
    } else if (type == "input_email") {
        shown.push_back(show_email(message));
    } else if (!message.content.empty()) {
        // Every other type (text, incoming_email, voice_call, …) says in its text what it is about.
        shown.push_back(show_text(message.content));
    }
}

void dress(const DeskMessage& message, Value& shown) {
    shown.set("flow", "in");
    CloudCustomData cloud;
    const bool agent = message.message_type == outgoing && message.sender && message.sender->type != "agent_bot";
    cloud.role = agent ? "agent" : "robot";
    shown.set("cloudCustomData", to_json(encode(cloud)));
    if (!message.sender) return;
    const Person& sender = *message.sender;
    shown.set("nick", sender.available_name.empty() ? sender.name : sender.available_name);
    const std::string& picture = sender.avatar_url.empty() ? sender.thumbnail : sender.avatar_url;
    if (!picture.empty()) shown.set("avatar", picture);
}

}  // namespace

std::vector<Value> to_im(const DeskMessage& message) {
    std::vector<Value> shown;
    if (message.is_private || (message.message_type != outgoing && message.message_type != from_template)) return shown;
    show_content(message, shown);
    for (const Attachment& file : message.attachments) shown.push_back(show_file(file));
    if (shown.size() > most_parts) shown.resize(most_parts);
    for (std::size_t part = 0; part < shown.size(); ++part) {
        std::string id = im_id(message.id);
        if (part > 0) id += '-' + to_digits(static_cast<std::int64_t>(part));
        shown[part].set("ID", id);
        dress(message, shown[part]);
    }
    return shown;
}

}  // namespace deskbell::channel::chatwoot
