#include <algorithm>

#include "core/base/json.h"
#include "core/base/utf8.h"
#include "core/channel/digest.h"
#include "core/channel/tencent_robot/robot.h"

namespace deskbell::channel::tencent_robot {
namespace {

/// Pieces closer together than this cost requests and are no faster to read.
constexpr Millis coalesce = 150;
constexpr std::size_t longest_piece = 4000;
/// The whole text must fit into one message when pieces were lost.
constexpr std::size_t longest_answer = 32 * 1024;
constexpr Millis first_wait = millis_per_second;
constexpr Millis longest_wait = 30 * millis_per_second;
constexpr std::int64_t most_tries = 8;

/// All but the last character: the last request of a stream has to carry text, so one character stays behind until the end is known.
std::string_view without_last(std::string_view text) {
    if (text.empty()) return text;
    std::size_t at = text.size() - 1;
    while (at > 0 && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80) --at;
    return text.substr(0, at);
}

}  // namespace

void Robot::remember(std::string_view role, std::string_view text) {
    state_.memory.push_back({std::string(role), std::string(text)});
    const auto too_much = [&] {
        std::int64_t bytes = 0;
        for (const Turn& turn : state_.memory) bytes += static_cast<std::int64_t>(turn.content.size());
        return static_cast<std::int64_t>(state_.memory.size()) > settings_.remembered_messages || bytes > settings_.remembered_bytes;
    };
    // The newest one always stays, cut if it must be.
    while (state_.memory.size() > 1 && too_much()) state_.memory.pop_front();
    std::string& newest = state_.memory.back().content;
    newest.resize(utf8_prefix(newest, static_cast<std::size_t>(std::max<std::int64_t>(settings_.remembered_bytes, 1))).size());
}

void Robot::ask() {
    if (state_.phase != "robot" || state_.answering || state_.waiting.empty()) return;
    std::string question;
    for (const std::string& one : state_.waiting) question += (question.empty() ? "" : "\n") + one;
    state_.waiting.clear();
    remember("user", question);
    state_.answering = true;
    state_.asking = true;
    Request request = completion_request(settings_, state_.memory);
    request.id += '#' + to_digits(++requests_);
    asked_ = request.id;
    reader_ = {};
    first_text_at_.reset();
    out_.requests.push_back(std::move(request));
}

void Robot::model_answered(const Response& piece) {
    if (piece.id != asked_) return;
    state_.answer += reader_.feed(piece);
    if (!state_.answer.empty() && !first_text_at_) first_text_at_ = now_;
    const bool too_long = state_.answer.size() > longest_answer;
    if (too_long) {
        state_.answer.resize(utf8_prefix(state_.answer, longest_answer).size());
        out_.trouble.push_back("an answer of the model was cut: it is too long");
    }
    if (reader_.transfers() && (piece.complete || too_long)) {
        if (piece.complete) asked_.clear();
        stop();
        return transfer();
    }
    if (!piece.complete && !too_long) return;
    if (!piece.complete) out_.cancel.push_back(asked_);
    asked_.clear();
    state_.asking = false;
    if (!reader_.trouble().empty() && !too_long) return model_failed(reader_.trouble());
    state_.troubles = 0;
    remember("assistant", state_.answer);
}

void Robot::model_failed(const std::string& why) {
    out_.trouble.push_back(why);
    ++state_.troubles;
    if (!trim(state_.answer).empty()) {
        // What was said stays said.
        remember("assistant", state_.answer);
    } else if (state_.uncertain && !state_.message_key.empty()) {
        // The beginning of an answer that cannot be had any more gives way to the apology.
        state_.answer = words_.trouble(state_.lang);
    } else {
        drop_answer();
        say(words_.trouble(state_.lang));
    }
    if (settings_.transfer_after_troubles > 0 && state_.troubles >= settings_.transfer_after_troubles) {
        state_.troubles = 0;
        stop();
        transfer();
    }
}

void Robot::drop_answer() {
    state_.answering = false;
    state_.asking = false;
    state_.answer.clear();
    state_.message_key.clear();
    state_.sent = 0;
    state_.uncertain = false;
    first_text_at_.reset();
}

/// Ends the answer at hand where it stands: the model is not listened to any more, and a message that the visitor sees growing is closed.
void Robot::stop() {
    if (!asked_.empty()) out_.cancel.push_back(asked_);
    asked_.clear();
    state_.asking = false;
    if (!state_.answering) return;
    const bool visible = state_.sent > 0 || state_.uncertain;
    if (!visible) return drop_answer();
    remember("assistant", state_.answer);
}

void Robot::add_call(std::string_view kind, Value body) {
    Call call;
    call.kind = kind;
    call.body = std::move(body);
    state_.calls.push_back(std::move(call));
}

/// MsgRandom, by which the desk knows a repeated message.
std::int64_t Robot::random() {
    return static_cast<std::int64_t>(fnv1a(state_.session_id + '/' + to_digits(state_.next_random++)) & 0xFFFFFFFFu);
}

void Robot::say(std::string_view text) { add_call("say", text_body(state_.session_id, text, random())); }

/// Makes the next call that the answer at hand needs, if one is due.
void Robot::add_piece() {
    const std::string_view rest = unsent();
    if (state_.uncertain) {
        if (state_.asking) return;
        if (state_.message_key.empty()) {
            add_call("say", markdown_body(state_.session_id, state_.answer, random()));
        } else {
            add_call("modify", modify_body(state_.session_id, state_.answer, state_.message_key));
        }
        return drop_answer();
    }
    if (!state_.asking && state_.sent == 0 && rest.size() <= longest_piece) {
        // The model was faster than the first piece: one message is enough.
        if (!rest.empty()) add_call("say", markdown_body(state_.session_id, rest, random()));
        return drop_answer();
    }
    if (state_.asking && (!first_text_at_ || now_ < std::max(piece_at_, *first_text_at_) + coalesce)) return;
    const bool end = !state_.asking && rest.size() <= longest_piece && !state_.message_key.empty();
    const std::string_view piece = end ? rest : utf8_prefix(without_last(rest), longest_piece);
    if (piece.empty()) return;
    add_call("chunk", chunk_body(state_.session_id, piece, state_.message_key, end));
    state_.sent += static_cast<std::int64_t>(piece.size());
    piece_at_ = now_;
    if (!end) return;
    state_.calls.back().whole = state_.answer;
    drop_answer();
}

void Robot::deliver() {
    if (!called_.empty()) return;
    if (state_.answering) {
        // The end of an answer comes before whatever was decided after it, such as a transfer.
        const bool empty = state_.calls.empty();
        const bool overtakes = !empty && !state_.asking && !state_.calls.front().asked && state_.calls.front().kind != "chunk";
        const std::size_t before = state_.calls.size();
        if (empty || overtakes) add_piece();
        if (overtakes && state_.calls.size() > before) {
            state_.calls.push_front(std::move(state_.calls.back()));
            state_.calls.pop_back();
        }
    }
    if (state_.calls.empty() || retry_at_ > now_) return;
    Call& front = state_.calls.front();
    front.asked = true;
    Request request = call_request(settings_, front);
    request.id += '#' + to_digits(++requests_);
    called_ = request.id;
    out_.requests.push_back(std::move(request));
}

void Robot::desk_answered(const Response& response) {
    if (response.id != called_) return;
    called_.clear();
    if (state_.calls.empty()) return;
    Call& front = state_.calls.front();
    Outcome outcome = outcome_of(front, response);
    const bool is_piece = front.kind == "chunk";
    if (outcome.verdict == Verdict::done) {
        failures_ = 0;
        if (is_piece && state_.answering && state_.message_key.empty()) {
            state_.message_key = outcome.message_key;
            // A message without a name cannot grow; a second one takes its place.
            if (state_.message_key.empty()) state_.uncertain = true;
        }
        state_.calls.pop_front();
        return;
    }
    const std::string kind = front.kind;
    ++front.tries;
    const bool tired = front.tries >= most_tries;
    if (is_piece && outcome.verdict == Verdict::unknown) {
        out_.trouble.push_back("a piece of an answer may be lost (" + outcome.why + "); the whole answer replaces it");
        if (front.whole.empty()) {
            state_.uncertain = true;
            state_.calls.pop_front();
        } else {
            const std::string key(front.body["MsgKey"].as_text());
            front = Call{"modify", modify_body(state_.session_id, front.whole, key), false, 0, {}};
        }
        return;
    }
    if ((outcome.verdict == Verdict::unknown || outcome.verdict == Verdict::later) && !tired) {
        out_.trouble.push_back("the desk did not take " + kind + ": " + outcome.why);
        front.asked = false;
        const Millis wait = first_wait << std::min<std::int64_t>(failures_++, 10);
        retry_at_ = now_ + std::min(wait, longest_wait);
        return;
    }
    out_.trouble.push_back("the desk refuses " + kind + ": " + outcome.why);
    state_.calls.pop_front();
    if (outcome.verdict == Verdict::gone) return forget();
    if (is_piece) {
        // A message that cannot grow any more is not begged to.
        if (!asked_.empty()) out_.cancel.push_back(asked_);
        asked_.clear();
        drop_answer();
        return say(words_.trouble(state_.lang));
    }
    if (kind != "transfer") return;
    state_.phase = "robot";
    if (outcome.verdict != Verdict::no_agent) {
        say(words_.trouble(state_.lang));
    } else if (!settings_.no_agent_text.empty()) {
        say(settings_.no_agent_text);
    }
}

}  // namespace deskbell::channel::tencent_robot
