#include "core/channel/tencent_robot/robot.h"

#include <algorithm>

#include "core/base/json.h"
#include "core/base/utf8.h"
#include "core/protocol/message.h"

namespace deskbell::channel::tencent_robot {
namespace {

constexpr std::size_t most_waiting = 10;
constexpr std::size_t longest_question = 8000;
constexpr Millis coalesce = 150;

bool is_one_of(const std::list<std::string>& words, std::string_view text) {
    const std::string said = ascii_lower(trim(text));
    return std::any_of(words.begin(), words.end(), [&](const std::string& word) { return ascii_lower(trim(word)) == said; });
}

}  // namespace

Robot::Robot(const Settings& settings, const Words& words, Customer customer, State state)
    : settings_(settings), words_(words), customer_(std::move(customer)), state_(std::move(state)) {}

Output Robot::done() {
    ask();
    deliver();
    Output output = std::move(out_);
    out_ = {};
    return output;
}

// No visitor of this relay is behind it.
Output Robot::receive(const Value&, Millis) {
    Output output;
    output.refusal = Refusal{bad_message, "this conversation is held at the desk itself"};
    return output;
}
Output Robot::heard(const SocketNews&, Millis) { return {}; }
Output Robot::touch(bool, Millis) { return {}; }
Output Robot::status(Millis) { return {}; }
Output Robot::left(Millis) { return {}; }

Output Robot::answered(const Response& response, Millis now) {
    now_ = now;
    model_answered(response);
    desk_answered(response);
    return done();
}

Output Robot::advance(Millis now) {
    now_ = now;
    return done();
}

std::optional<Millis> Robot::next_deadline() const {
    std::optional<Millis> next;
    if (!called_.empty()) return next;
    if (!state_.calls.empty()) return retry_at_;
    if (state_.asking && !state_.uncertain && first_text_at_ && unsent().size() > 4) next = std::max(piece_at_, *first_text_at_) + coalesce;
    return next;
}

Output Robot::resume(Millis now) {
    now_ = now;
    if (!state_.calls.empty() && state_.calls.front().asked) {
        Call& front = state_.calls.front();
        ++front.tries;
        if (front.kind == "chunk") {
            // Nobody heard the answer to it.
            Response unheard;
            unheard.id = called_ = "restart";
            unheard.body = "the relay was started again";
            --front.tries;
            desk_answered(unheard);
        }
    }
    if (state_.answering && state_.asking) {
        // The model has to be asked once more. What it says will be another text, so it replaces what is there.
        state_.uncertain = state_.uncertain || state_.sent > 0;
        state_.answer.clear();
        state_.sent = 0;
        Request request = completion_request(settings_, state_.memory);
        request.id += '#' + to_digits(++requests_);
        asked_ = request.id;
        out_.requests.push_back(std::move(request));
    }
    return done();
}

Value Robot::save() const { return encode(state_); }

void Robot::forget() {
    if (!asked_.empty()) out_.cancel.push_back(asked_);
    asked_.clear();
    drop_answer();
    state_.calls.clear();
    // Its answer is of no interest any more.
    called_.clear();
    state_.memory.clear();
    state_.waiting.clear();
    state_.phase = "ended";
}

void Robot::begin(const Callback& callback) {
    forget();
    state_.session_id = callback.session_id;
    state_.phase = "robot";
    state_.troubles = 0;
}

Output Robot::delivered(const Value& item, Millis now) {
    now_ = now;
    const auto callback = decode<Callback>(item);
    if (!callback) {
        out_.trouble.push_back("a callback that cannot be read: " + describe(callback.error()));
    } else if (happening(callback->event) == Happening::unknown) {
        out_.trouble.push_back("an unknown event: " + std::string(utf8_prefix(callback->event, 60)));
    } else {
        const bool ends = happening(callback->event) == Happening::ended;
        // The end of an earlier session may come late.
        if (callback->session_id == state_.session_id || !ends) hear(*callback);
    }
    return done();
}

void Robot::hear(const Callback& callback) {
    const Happening what = happening(callback.event);
    if (callback.session_id != state_.session_id || (what == Happening::begun && state_.phase == "ended")) begin(callback);
    switch (what) {
        case Happening::begun:
        case Happening::passing:
        case Happening::unknown: return;
        case Happening::ended: return forget();
        case Happening::nobody: {
            state_.phase = "robot";
            if (!settings_.no_agent_text.empty()) say(settings_.no_agent_text);
            return;
        }
        case Happening::answered: {
            // The first piece of an answer, whose own reply was lost, is named by its callback.
            const Value data = desk_data(callback);
            const bool is_stream = data["src"].as_text() == "31" || data["src"].as_integer() == 31;
            if (state_.answering && state_.uncertain && state_.message_key.empty() && is_stream) state_.message_key = callback.message_key;
            return;
        }
        case Happening::person:
        case Happening::person_heard: {
            stop();
            state_.waiting.clear();
            state_.phase = "human";
            if (what == Happening::person_heard && is_one_of(settings_.end_words, words_of(callback))) end_by_visitor();
            return;
        }
        case Happening::asked: break;
    }
    state_.phase = "robot";
    const Value data = desk_data(callback);
    if (data["src"].as_text() == "7" || data["src"].as_integer() == 7) {
        if (const Value& lang = data["triggeredContent"]["language"]; lang.is_text()) state_.lang = utf8_prefix(lang.as_text(), 20);
        return welcome();
    }
    const std::string said = words_of(callback);
    if (trim(said).empty()) {
        if (has_media(callback)) say(settings_.media_text.empty() ? words_.trouble(state_.lang) : std::string_view(settings_.media_text));
        return;
    }
    if (words_.asks_for_person(said) || is_one_of(settings_.transfer_words, said)) {
        stop();
        return transfer();
    }
    // On its way to a person: it is theirs to read.
    if (transferring()) {
        state_.phase = "human";
        return;
    }
    if (state_.waiting.size() >= most_waiting) {
        out_.trouble.push_back("a question was passed over: too many wait for their answer");
        return;
    }
    state_.waiting.emplace_back(utf8_prefix(said, longest_question));
}

void Robot::welcome() {
    if (settings_.welcome_title.empty()) return;
    WelcomeCard card;
    card.subtype = "welcome_msg";
    card.content.title = settings_.welcome_title;
    for (const std::string& question : settings_.welcome_questions) card.content.items.push_back({question, {}});
    const auto data = parse_json(desk_message(MessageKind::welcome_card, card)["payload"]["data"].as_text());
    add_call("say", desk_body(state_.session_id, *data, random()));
}

bool Robot::transferring() const {
    return std::any_of(state_.calls.begin(), state_.calls.end(), [](const Call& call) { return call.kind == "transfer"; });
}

void Robot::transfer() {
    if (transferring()) return;
    state_.waiting.clear();
    // Until the desk says how it went nothing is answered.
    state_.phase = "human";
    add_call("transfer", session_body(state_.session_id));
}

void Robot::end_by_visitor() { add_call("end", session_body(state_.session_id)); }

}  // namespace deskbell::channel::tencent_robot
