#include <algorithm>

#include "core/base/json.h"
#include "core/base/utf8.h"
#include "native/sandbox/desk.h"

namespace deskbell::sandbox {
namespace {

constexpr Topic welcome_topics[] = {Topic::opening_hours, Topic::task_form,  Topic::stream, Topic::branch,
                                    Topic::task_branch,   Topic::task_fixed, Topic::human,  Topic::everything};
constexpr Topic clarify_topics[] = {Topic::task_form, Topic::task_branch, Topic::task_fixed, Topic::human};
constexpr Topic branch_topics[] = {Topic::form_choice, Topic::form_text, Topic::task_branch, Topic::human};
constexpr std::size_t most_suggestions = 5;
constexpr std::int64_t picture_width = 480;
constexpr std::int64_t picture_height = 320;
constexpr std::int64_t sound_seconds = 2;
constexpr std::int64_t care_guide_size = 182;

Value card_of(const Texts& texts, std::string_view subtype, std::string_view title, std::string_view body,
              const std::vector<Topic>& topics) {
    WelcomeCard card;
    card.subtype = subtype;
    card.content.title = title;
    card.content.content = body;
    for (const Topic topic : topics) card.content.items.push_back({std::string(texts.sentence(topic)), {}});
    return desk_message(MessageKind::welcome_card, card);
}

Value rich(std::string_view markdown) { return desk_message(MessageKind::rich_text, RichText{std::string(markdown)}); }

Value custom(std::string_view data) {
    return Value::object().set("type", "TIMCustomElem").set("payload", encode(CustomElem{std::string(data), {}, {}}));
}

template <class Elem>
Value element(std::string_view type, const Elem& elem) {
    return Value::object().set("type", type).set("payload", encode(elem));
}

/// The short word that the list of everything shows: the second one, or the only one.
std::string_view short_word(std::string_view words) {
    const std::size_t first = words.find('|');
    if (first == std::string_view::npos) return words;
    words.remove_prefix(first + 1);
    return words.substr(0, words.find('|'));
}

Value everything(const Texts& texts) {
    std::string out(texts.everything_intro);
    out += "\n\n| ";
    out += texts.everything_say;
    out += " | ";
    out += texts.everything_see;
    out += " |\n|:--|:--|\n";
    for (const TopicText& topic : texts.topics) {
        out += "| **";
        out += short_word(topic.words);
        out += "** | ";
        out += topic.about;
        out += " |\n";
    }
    return rich(out);
}

Value branch(const Texts& texts) {
    Branch out;
    out.content.header = texts.branch_header;
    out.content.tail = texts.branch_tail;
    for (const Topic topic : branch_topics) out.content.items.push_back({std::string(texts.sentence(topic)), {}});
    return desk_message(MessageKind::branch, out);
}

Value form_choice(const Texts& texts) {
    Form form;
    form.content.header = texts.form_choice_header;
    form.content.type = 1;
    for (const std::string_view item : {texts.form_choice_1, texts.form_choice_2, texts.form_choice_3})
        form.content.items.push_back({std::string(item), {}});
    return desk_message(MessageKind::form, form);
}

Value form_text(const Texts& texts) {
    Form form;
    form.content.header = texts.form_text_header;
    return desk_message(MessageKind::form, form);
}

Value task_branch(const Texts& texts, TaskOptionType type, std::int64_t node) {
    const bool fixed = type == TaskOptionType::fixed;
    TaskBranch out;
    out.option_type = static_cast<std::int64_t>(type);
    out.task_info = TaskInfo{Value(9527), "node-" + std::to_string(node), "production"};
    out.content.header = fixed ? texts.change_header : texts.return_header;
    out.content.tail = fixed ? texts.change_tail : texts.return_tail;
    if (fixed) {
        for (const std::string_view item : {texts.change_1, texts.change_2, texts.change_3})
            out.content.items.push_back({std::string(item), {}});
    } else {
        out.content.items = {{std::string(texts.return_1), std::string(texts.return_1_desc)},
                             {std::string(texts.return_2), std::string(texts.return_2_desc)},
                             {std::string(texts.return_3), std::string(texts.return_3_desc)}};
    }
    return desk_message(MessageKind::task_branch, out);
}

Value task_form(const Texts& texts) {
    TaskForm form;
    form.content.tip = texts.task_tip;
    form.node_status = static_cast<std::int64_t>(TaskFormStatus::editable);
    const auto field = [](std::string_view name, std::string_view hint, std::int64_t required) {
        InputVariable out;
        out.type = "string";
        out.name = name;
        out.placeholder = hint;
        out.is_required = required;
        return out;
    };
    form.content.variables = {field(texts.task_number, texts.task_number_hint, 1), field(texts.task_email, texts.task_email_hint, 0),
                              field(texts.task_reason, {}, 1)};
    InputVariable& reason = form.content.variables.back();
    reason.form_type = 1;
    for (const std::string_view choice : {texts.task_reason_1, texts.task_reason_2, texts.task_reason_3})
        reason.choices.emplace_back(choice);
    return desk_message(MessageKind::task_form, form);
}

Value product(const Desk& desk) {
    const Texts& texts = desk.texts();
    Card card;
    card.content = {std::string(texts.product_name),
                    std::string(texts.product_desc),
                    desk.options.assets + "lamp.png",
                    "https://example.com/lamp",
                    {{std::string(texts.price_label), std::string(texts.price), {}}}};
    return desk_message(MessageKind::card, card);
}

Value order(const Desk& desk) {
    const Texts& texts = desk.texts();
    Order out;
    out.content = {std::string(texts.order_guide),
                   std::string(texts.order_name),
                   std::string(texts.order_desc),
                   desk.options.assets + "lamp.png",
                   {},
                   {{std::string(texts.order_state_label), std::string(texts.order_state), {}},
                    {std::string(texts.order_amount_label), std::string(texts.order_amount), {}}}};
    return desk_message(MessageKind::order, out);
}

Value image(const Desk& desk) {
    const std::string url = desk.options.assets + "lamp.png";
    ImageElem elem;
    for (const std::int64_t type : {0, 1, 2}) elem.images.push_back({type, url, picture_width, picture_height, 0});
    return element("TIMImageElem", elem);
}

/// Cuts a text into pieces of whole characters, about stream_pieces of them.
std::vector<std::string> pieces_of(std::string_view text) {
    const std::size_t step = std::max<std::size_t>(1, text.size() / stream_pieces);
    std::vector<std::string> out;
    while (!text.empty()) {
        std::string_view piece = utf8_prefix(text, step);
        if (piece.empty()) piece = text.substr(0, std::max<std::size_t>(1, utf8_sequence_length(text)));
        out.emplace_back(piece);
        text.remove_prefix(piece.size());
    }
    return out;
}

Value stream_message(const std::vector<std::string>& pieces, std::size_t shown) {
    Stream stream;
    stream.chunks = Value::array();
    for (std::size_t i = 0; i < std::min(shown, pieces.size()); ++i) stream.chunks.push(pieces[i]);
    stream.is_finished = shown >= pieces.size() ? 1 : 0;
    return desk_message(MessageKind::stream, stream);
}

void think(Desk& desk) {
    desk.pass(desk_message(MessageKind::thinking, Thinking{0}));
    Value done = make_draft(Voice::robot, desk_message(MessageKind::thinking, Thinking{1}), RobotWord::none);
    desk.plan(thinking_time, StepKind::robot_says, done.set("passing", true));
}

void begin_stream(Desk& desk) {
    think(desk);
    Value data = Value::object();
    desk.plan(thinking_time, StepKind::stream, data.set("at", 0).set("lang", desk.state.lang));
}

void send_legacy(Desk& desk, Voice voice) {
    Value items = Value::array();
    for (const Topic topic : clarify_topics) items.push(Value::object().set("content", desk.texts().sentence(topic)).set("desc", ""));
    Value content = Value::object();
    content.set("title", desk.texts().legacy_header).set("content", "").set("items", std::move(items));
    Value data = Value::object();
    data.set("chatbotPlugin", 1).set("src", 15).set("subtype", "clarify_msg").set("content", std::move(content));
    desk.say_soon(voice, custom(to_json(data)));
}

void revoke_later(Desk& desk, Voice voice) {
    const Value message = desk.say_text(voice, desk.texts().revoked_text);
    Value data = Value::object();
    desk.plan(reply_delay, StepKind::revoke, data.set("id", message["ID"]));
}

void time_out_soon(Desk& desk) {
    desk.drop_steps(StepKind::remind);
    desk.drop_steps(StepKind::time_out);
    desk.plan(2000, StepKind::remind);
    desk.plan(6000, StepKind::time_out);
}

void send_caption(Desk& desk, Voice voice, std::string_view caption, Value message) {
    desk.say_soon(voice, text_message(caption));
    desk.say_soon(voice, std::move(message), RobotWord::none, 300);
}

}  // namespace

void begin_session(Desk& desk) {
    ++desk.state.sessions;
    desk.state.phase = Phase::robot;
    desk.state.met_agent = false;
    desk.state.in_group = false;
}

void send_welcome(Desk& desk) {
    const Texts& texts = desk.texts();
    desk.say(Voice::robot, card_of(texts, "welcome_msg", texts.welcome_title, texts.welcome_body,
                                   {std::begin(welcome_topics), std::end(welcome_topics)}));
}

void answer_topic(Desk& desk, Topic topic, Voice voice) {
    const Texts& texts = desk.texts();
    switch (topic) {
        case Topic::opening_hours: return desk.say_soon(voice, rich(texts.opening_hours), RobotWord::faq);
        case Topic::rich_text: return desk.say_soon(voice, rich(fill(texts.rich_text, {{"assets", desk.options.assets}})), RobotWord::faq);
        case Topic::stream: return begin_stream(desk);
        case Topic::branch: return desk.say_soon(voice, branch(texts));
        case Topic::form_choice: return desk.say_soon(voice, form_choice(texts));
        case Topic::form_text: return desk.say_soon(voice, form_text(texts));
        case Topic::task_branch:
            lock_tasks(desk);
            return desk.say_soon(voice, task_branch(texts, TaskOptionType::quick, desk.state.next_id));
        case Topic::task_fixed:
            lock_tasks(desk);
            return desk.say_soon(voice, task_branch(texts, TaskOptionType::fixed, desk.state.next_id));
        case Topic::task_form: lock_tasks(desk); return desk.say_soon(voice, task_form(texts), RobotWord::none, 200);
        case Topic::clarify: {
            const std::vector<Topic> topics(std::begin(clarify_topics), std::end(clarify_topics));
            return desk.say_soon(voice, card_of(texts, "clarify_msg", texts.clarify_title, texts.clarify_body, topics));
        }
        case Topic::thinking: think(desk); return desk.say_soon(voice, text_message(texts.thought), RobotWord::ai_reply, thinking_time);
        case Topic::human: return request_human(desk);
        case Topic::group: return open_group(desk);
        case Topic::group_end: return close_group(desk);
        case Topic::product: return desk.say_soon(voice, product(desk));
        case Topic::order: return desk.say_soon(voice, order(desk), RobotWord::none, 300);
        case Topic::image: return send_caption(desk, voice, texts.image_caption, image(desk));
        case Topic::file: {
            const FileElem file{"linen-care.txt", care_guide_size, desk.options.assets + "linen-care.txt"};
            return send_caption(desk, voice, texts.file_caption, element("TIMFileElem", file));
        }
        case Topic::sound: {
            const SoundElem sound{desk.options.assets + "chime.wav", sound_seconds, 0};
            return send_caption(desk, voice, texts.sound_caption, element("TIMSoundElem", sound));
        }
        case Topic::face: return desk.say_soon(voice, element("TIMFaceElem", FaceElem{1, std::string(texts.face)}));
        case Topic::location:
            return desk.say_soon(voice, element("TIMLocationElem", LocationElem{std::string(texts.place), Value::decimal("53.5436"),
                                                                                Value::decimal("9.9889")}));
        case Topic::typing:
            desk.pass(desk_message(MessageKind::typing, Typing{1}));
            return desk.plan(reply_delay, voice == Voice::agent ? StepKind::agent_says : StepKind::robot_says,
                             make_draft(voice, text_message(texts.typed_text), RobotWord::none));
        case Topic::revoke: return revoke_later(desk, voice);
        case Topic::rate_stars: return invite(desk, Scale::stars, Fate::usual);
        case Topic::rate_numbers: return invite(desk, Scale::numbers, Fate::usual);
        case Topic::rate_expired: return invite(desk, Scale::stars, Fate::expires_soon);
        case Topic::rate_broken: return invite(desk, Scale::stars, Fate::broken);
        case Topic::agent_end:
            if (voice != Voice::agent) return desk.say_soon(voice, rich(texts.no_agent), RobotWord::faq);
            desk.pass(desk_message(MessageKind::typing, Typing{1}));
            return desk.plan(reply_delay, StepKind::agent_ends);
        case Topic::time_out: return time_out_soon(desk);
        case Topic::limit: return desk.say_soon(voice, desk_message(MessageKind::concurrency_limit, Signal{}));
        case Topic::legacy: return send_legacy(desk, voice);
        case Topic::unknown:
            desk.say(voice, custom(R"({"customerServicePlugin":0,"src":"41","content":{"note":"internal"}})"));
            return desk.say_soon(voice, text_message(texts.unknown_caption));
        case Topic::not_json: return desk.say_soon(voice, custom("{this is not JSON"));
        case Topic::everything: return desk.say_soon(voice, everything(texts), RobotWord::faq);
        case Topic::count: return;
    }
}

void answer_unknown(Desk& desk, std::string_view text) {
    const Texts& texts = desk.texts();
    const std::string wanted = comparable(text);
    std::vector<Topic> similar;
    for (std::size_t i = 0; i < texts.topics.size() && wanted.size() >= 4; ++i) {
        if (ascii_lower(texts.topics[i].words).find(wanted) != std::string::npos && similar.size() < most_suggestions)
            similar.push_back(static_cast<Topic>(i));
    }
    if (similar.empty()) return desk.say_soon(Voice::robot, rich(texts.fallback), RobotWord::fallback);
    desk.say_soon(Voice::robot, card_of(texts, "clarify_msg", texts.clarify_title, texts.clarify_body, similar));
}

void advance_stream(Desk& desk, const Value& data) {
    const Texts& texts = texts_for(data["lang"].as_text());
    const auto pieces = pieces_of(texts.stream);
    const auto shown = static_cast<std::size_t>(std::clamp<std::int64_t>(data["at"].as_integer(), 0, 1000)) + 1;
    Value next = data;
    if (shown == 1) {
        next.set("message", desk.say(Voice::robot, stream_message(pieces, shown), RobotWord::ai_reply));
    } else {
        Value message = data["message"];
        message.set("payload", stream_message(pieces, shown)["payload"]);
        desk.change(std::move(message), shown >= pieces.size() ? Keep::stored : Keep::passing);
    }
    next.set("at", static_cast<std::int64_t>(shown));
    if (shown < pieces.size()) desk.plan(stream_step, StepKind::stream, std::move(next));
}

}  // namespace deskbell::sandbox
