#include "core/channel/aily/channel.h"

#include <algorithm>

#include "core/base/json.h"
#include "core/channel/webhook_path.h"

namespace deskbell::channel::aily {
namespace {

constexpr std::size_t longest_user_id = 64;

}  // namespace

AilyChannel::AilyChannel(Assistant& assistant, Customer customer, State state)
    : assistant_(assistant), customer_(std::move(customer)), state_(std::move(state)) {
    state_.next_id = std::max(state_.next_id, customer_.first_id);
    set_run(run());
}

AilyChannel::~AilyChannel() { assistant_.active.erase(this); }

Output AilyChannel::receive(const Value& im_message, Millis now) {
    Output out;
    Turn turn{out, now};
    if (const auto message = read_message(im_message)) {
        take(turn, *message);
    } else {
        out.refusal = {bad_message, "not a message"};
    }
    return out;
}

void AilyChannel::take(Turn& turn, const Message& message) {
    switch (message.kind) {
        case MessageKind::session_trigger: turn.out.events.push_back(feishu::state_event("robot")); return;
        case MessageKind::visitor_end: end_by_visitor(turn); return;
        case MessageKind::evaluation_answer:
        case MessageKind::evaluation_request:
            turn.out.refusal = {static_cast<std::int64_t>(EvaluationRefusal::no_staff), "an assistant takes no ratings"};
            return;
        case MessageKind::typing: return;
        default: hear(turn, message); return;
    }
}

Output AilyChannel::answered(const Response& response, Millis now) {
    Output out;
    Turn turn{out, now};
    // An answer that nobody waits for any more, for example about a run that was cancelled.
    if (open_.erase(response.id) == 0) return out;
    const std::string_view kind = std::string_view(response.id).substr(0, response.id.find(':'));
    if (kind == "get") {
        fetched(turn, response);
        return out;
    }
    const feishu::Answer answer = feishu::read_answer(response);
    if (answer.fault) {
        if (answer.fault->remedy == feishu::Remedy::renew) assistant_.token.expire(now);
        note(turn, std::string(kind) + ": " + answer.fault->text);
    }
    if (kind == "session") {
        session_opened(turn, answer);
    } else if (kind == "upload") {
        uploaded(turn, answer);
    } else if (kind == "send") {
        sent(turn, answer);
    } else if (kind == "create") {
        run_created(turn, answer);
    } else if (kind == "runs") {
        runs_listed(turn, answer);
    } else if (kind == "poll" || kind == "last") {
        looked(turn, answer, kind == "last");
    } else if (kind == "run") {
        run_seen(turn, answer);
    }
    drive(turn);
    return out;
}

Output AilyChannel::heard(const SocketNews&, Millis) { return {}; }
Output AilyChannel::delivered(const Value&, Millis) { return {}; }

Output AilyChannel::advance(Millis now) {
    Output out;
    Turn turn{out, now};
    drive(turn);
    return out;
}

std::optional<Millis> AilyChannel::next_deadline() const {
    std::optional<Millis> deadline;
    if (state_.retry_at > 0) take_sooner(deadline, state_.retry_at);
    if (state_.poll_at > 0 && run() == RunPhase::active) take_sooner(deadline, state_.poll_at);
    return deadline;
}

Output AilyChannel::touch(bool, Millis) { return {}; }

Output AilyChannel::status(Millis) {
    Output out;
    out.events.push_back(feishu::state_event(state_.session_id.empty() ? "none" : "robot"));
    return out;
}

Output AilyChannel::left(Millis) { return {}; }

Output AilyChannel::resume(Millis now) {
    Output out;
    Turn turn{out, now};
    for (const Fetching& fetching : state_.fetching) fetch(turn, fetching);
    if (run() == RunPhase::creating) look_for_run(turn);
    if (run() == RunPhase::active) state_.poll_at = now;
    drive(turn);
    return out;
}

/// Does the next thing that can be done.
void AilyChannel::drive(Turn& turn) {
    if (run() == RunPhase::active && state_.poll_at > 0 && state_.poll_at <= turn.now && !is_open("poll") && !is_open("run") &&
        !is_open("last")) {
        state_.poll_at = 0;
        look(turn, "poll", {});
    }
    if (state_.retry_at > turn.now) return;
    state_.retry_at = 0;
    if (is_open("session") || is_open("upload") || is_open("send") || is_open("create") || is_open("runs")) return;
    if (run() == RunPhase::creating) return look_for_run(turn);
    // What is written while an answer comes waits for its end: a session has one run at a time.
    if (!state_.outbox.empty() && run() != RunPhase::active) {
        if (state_.session_id.empty()) return open_session(turn);
        return advance_head(turn);
    }
    if (state_.outbox.empty() && run() == RunPhase::wanted) create_run(turn);
}

bool AilyChannel::is_open(std::string_view kind) const {
    return std::any_of(open_.begin(), open_.end(),
                       [&](const std::string& id) { return id == kind || (id.starts_with(kind) && id[kind.size()] == ':'); });
}

void AilyChannel::ask(Turn& turn, Request request) {
    open_.insert(request.id);
    turn.out.requests.push_back(std::move(request));
}

Request AilyChannel::request(std::string id, const char* method, const std::string& path) const {
    Request request;
    request.id = std::move(id);
    request.method = method;
    request.url = assistant_.settings.app.base + "/open-apis/aily/v1/" + path;
    request.headers = {{"Content-Type", "application/json; charset=utf-8"}};
    // Who the visitor is, for the platform's figures; a long id is told by its digest.
    const std::string& id_of_user = customer_.id;
    request.headers.push_back(
        {"X-Aily-BizUserID", id_of_user.size() <= longest_user_id ? id_of_user : to_hex(assistant_.crypto.sha256(id_of_user))});
    return request;
}

void AilyChannel::say(Turn& turn, Value message) {
    feishu::Dress dress;
    dress.id = "ay-" + std::to_string(state_.next_id++);
    dress.time = turn.now / millis_per_second;
    turn.out.events.push_back({EventKind::message, Keep::stored, feishu::dressed(std::move(message), dress)});
}

void AilyChannel::pass(Turn& turn, Value message) {
    feishu::Dress dress;
    dress.id = "p-ay-" + std::to_string(state_.next_id++);
    dress.time = turn.now / millis_per_second;
    dress.speaker = feishu::Speaker::robot;
    turn.out.events.push_back({EventKind::message, Keep::passing, feishu::dressed(std::move(message), dress)});
}

void AilyChannel::tell(Turn& turn, feishu::Told told) {
    switch (told) {
        case feishu::Told::nothing: return;
        case feishu::Told::busy: say(turn, desk_message(MessageKind::concurrency_limit, Signal{})); return;
        case feishu::Told::trouble: say(turn, feishu::line_message(assistant_.words.trouble(customer_.lang))); return;
        case feishu::Told::not_accepted: say(turn, feishu::line_message(assistant_.words.not_accepted(customer_.lang))); return;
    }
}

void AilyChannel::note(Turn& turn, std::string_view what) const {
    std::string line = "aily: visitor " + customer_.id;
    if (!state_.session_id.empty()) line += ", " + state_.session_id;
    if (!state_.run_id.empty()) line += ", " + state_.run_id;
    turn.out.trouble.push_back(line.append(": ").append(what));
}

}  // namespace deskbell::channel::aily
