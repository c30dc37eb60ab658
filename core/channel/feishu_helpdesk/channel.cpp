#include "core/channel/feishu_helpdesk/channel.h"

#include "core/base/json.h"

namespace deskbell::channel::feishu_helpdesk {
namespace {

/// A client that comes back makes the channel look for what webhooks may have missed, at most this often.
constexpr Millis look_rest = millis_per_minute;

Refusal refusal(EvaluationRefusal code, std::string info) { return {static_cast<std::int64_t>(code), std::move(info)}; }

}  // namespace

HelpdeskChannel::HelpdeskChannel(Desk& desk, Customer customer, State state)
    : desk_(desk), customer_(std::move(customer)), state_(std::move(state)) {
    // Only the website's word counts for who somebody is at Feishu.
    if (customer_.verified) {
        open_id_ = customer_.profile["feishu_open_id"].as_text();
        user_token_ = customer_.profile["feishu_user_access_token"].as_text();
        owns_user_ = !open_id_.empty();
    }
    if (!owns_user_) open_id_ = desk_.settings.open_id;
    state_.next_id = std::max(state_.next_id, customer_.first_id);
    if (!owns_user_ && !state_.chat_id.empty()) desk_.holders[state_.chat_id] = customer_.id;
}

Output HelpdeskChannel::receive(const Value& im_message, Millis now) {
    Output out;
    Turn turn{out, now};
    looking_ = true;
    if (const auto message = read_message(im_message)) {
        take(turn, *message);
    } else {
        out.refusal = {bad_message, "not a message"};
    }
    return out;
}

void HelpdeskChannel::take(Turn& turn, const Message& message) {
    switch (message.kind) {
        case MessageKind::session_trigger:
            if (desk_.settings.start_when_opened && state_.chat_id.empty() && !open_id_.empty()) start(turn);
            tell_phase(turn);
            return;
        case MessageKind::visitor_end: end_by_visitor(turn); return;
        case MessageKind::evaluation_answer:
        case MessageKind::evaluation_request:
            turn.out.refusal = refusal(EvaluationRefusal::internal, "this desk takes ratings in Feishu only");
            return;
        case MessageKind::typing: return;
        default: hear(turn, message); return;
    }
}

Output HelpdeskChannel::answered(const Response& response, Millis now) {
    Output out;
    Turn turn{out, now};
    // An answer that nobody waits for any more, for example to what was asked before the conversation ended.
    if (open_.erase(response.id) == 0) return out;
    const std::string_view kind = std::string_view(response.id).substr(0, response.id.find(':'));
    if (kind == "get") {
        fetched(turn, response);
        return out;
    }
    const feishu::Answer answer = feishu::read_answer(response);
    if (answer.fault) {
        if (answer.fault->remedy == feishu::Remedy::renew && !speaks_as_user()) desk_.token.expire(now);
        if (answer.fault->remedy != feishu::Remedy::start_again) note(turn, std::string(kind) + ": " + answer.fault->text);
    }
    if (kind == "start") {
        started(turn, answer);
    } else if (kind == "upload") {
        uploaded(turn, answer);
    } else if (kind == "send") {
        sent(turn, answer);
    } else if (kind == "check") {
        checked(turn, answer);
    } else if (kind == "list") {
        listed(turn, answer);
    } else if (kind == "ticket" && !answer.fault) {
        if (const auto ticket = decode<Ticket>(answer.data["ticket"])) apply(turn, *ticket);
    }
    drive(turn);
    return out;
}

Output HelpdeskChannel::heard(const SocketNews&, Millis) { return {}; }

Output HelpdeskChannel::delivered(const Value& item, Millis now) {
    Output out;
    Turn turn{out, now};
    const std::string_view type = item["type"].as_text();
    const Value& event = item["event"];
    if (type == "helpdesk.ticket_message.created_v1") {
        const auto message = read_message_event(event, item["time"].as_integer(now));
        const std::string ticket_id(event["ticket"]["ticket_id"].as_text());
        if (!message) {
            note(turn, "a message event cannot be read");
        } else {
            if (state_.ticket_id.empty() && ticket_id != state_.last_ticket && !state_.chat_id.empty()) adopt_ticket(turn, ticket_id);
            hear_desk(turn, *message);
        }
    } else if (type == "helpdesk.ticket.created_v1" || type == "helpdesk.ticket.updated_v1") {
        const auto ticket = decode<Ticket>(type == "helpdesk.ticket.created_v1" ? event : event["object"]);
        if (!ticket) {
            note(turn, "a ticket event cannot be read");
        } else if (ticket->ticket_id == state_.last_ticket) {
            show_rating(turn, *ticket);
        } else {
            // The chat is not known yet while start_service is under way; the ticket is the visitor's all the same.
            const bool expected =
                state_.starting || (!state_.chat_id.empty() && (ticket->chat_id.empty() || ticket->chat_id == state_.chat_id));
            if (state_.ticket_id.empty() && expected && !ticket->is_closed()) adopt_ticket(turn, ticket->ticket_id);
            if (ticket->ticket_id == state_.ticket_id) apply(turn, *ticket);
        }
    }
    drive(turn);
    return out;
}

Output HelpdeskChannel::advance(Millis now) {
    Output out;
    Turn turn{out, now};
    if (desk_.settings.poll > 0 && looking_ && !state_.ticket_id.empty() && now >= looked_ + desk_.settings.poll) look_again(turn);
    drive(turn);
    return out;
}

std::optional<Millis> HelpdeskChannel::next_deadline() const {
    std::optional<Millis> deadline;
    if (state_.retry_at > 0) take_sooner(deadline, state_.retry_at);
    const bool polls = desk_.settings.poll > 0 && looking_ && !state_.ticket_id.empty() && !open_.contains("list");
    if (polls) take_sooner(deadline, looked_ + desk_.settings.poll);
    return deadline;
}

Output HelpdeskChannel::touch(bool, Millis) { return {}; }

Output HelpdeskChannel::status(Millis now) {
    Output out;
    Turn turn{out, now};
    looking_ = true;
    tell_phase(turn);
    if (!state_.ticket_id.empty() && now >= looked_ + look_rest) look_again(turn);
    return out;
}

Output HelpdeskChannel::left(Millis) {
    looking_ = false;
    return {};
}

Output HelpdeskChannel::resume(Millis now) {
    Output out;
    Turn turn{out, now};
    if (state_.starting) {
        state_.starting = false;
        start(turn);
    }
    if (!state_.outbox.empty()) {
        Outgoing& head = state_.outbox.front();
        // What was under way in the name of the user is known to the platform by its uuid; in the ticket it has to be looked for.
        const bool is_unsure = head.step == static_cast<std::int64_t>(Step::sending) && !speaks_as_user();
        head.step = static_cast<std::int64_t>(is_unsure                                                ? Step::checking
                                              : head.step == static_cast<std::int64_t>(Step::checking) ? Step::checking
                                                                                                       : Step::waiting);
    }
    for (Fetching& fetching : state_.fetching) fetch_next(turn, fetching);
    if (!state_.ticket_id.empty()) look_again(turn);
    drive(turn);
    return out;
}

/// Does the next thing that can be done.
void HelpdeskChannel::drive(Turn& turn) {
    if (state_.retry_at > turn.now) return;
    state_.retry_at = 0;
    if (state_.starting || open_.contains("start")) return;
    const bool needs_start = state_.chat_id.empty() && (!state_.outbox.empty() || state_.wants_human);
    const bool needs_human = !state_.chat_id.empty() && state_.wants_human && phase() == Phase::robot;
    if (needs_start || needs_human) {
        start(turn);
        return;
    }
    state_.wants_human = false;
    if (!state_.outbox.empty()) advance_head(turn);
}

void HelpdeskChannel::ask(Turn& turn, Request request) {
    open_.insert(request.id);
    turn.out.requests.push_back(std::move(request));
}

void HelpdeskChannel::tell(Turn& turn, feishu::Told told) {
    switch (told) {
        case feishu::Told::nothing: return;
        case feishu::Told::busy: say(turn, desk_message(MessageKind::concurrency_limit, Signal{})); return;
        case feishu::Told::trouble: say(turn, feishu::line_message(desk_.words.trouble(customer_.lang))); return;
        case feishu::Told::not_accepted: say(turn, feishu::line_message(desk_.words.not_accepted(customer_.lang))); return;
    }
}

void HelpdeskChannel::say(Turn& turn, Value message) {
    feishu::Dress dress;
    dress.id = own_id();
    dress.time = turn.now / millis_per_second;
    turn.out.events.push_back({EventKind::message, Keep::stored, feishu::dressed(std::move(message), dress)});
}

void HelpdeskChannel::tell_phase(Turn& turn) {
    feishu::Dress dress;
    dress.id = "p-" + own_id();
    dress.time = turn.now / millis_per_second;
    dress.name = state_.agent_name;
    dress.avatar = state_.agent_avatar;
    turn.out.events.push_back(feishu::seat_event(phase() == Phase::agent, dress));
    turn.out.events.push_back(feishu::state_event(state_.phase));
}

void HelpdeskChannel::set_phase(Turn& turn, Phase next) {
    if (phase() == next) return;
    state_.phase = phase_name(next);
    tell_phase(turn);
}

void HelpdeskChannel::note(Turn& turn, std::string_view what) const {
    std::string line = "feishu_helpdesk: visitor " + customer_.id;
    if (!state_.ticket_id.empty()) line += ", ticket " + state_.ticket_id;
    turn.out.trouble.push_back(line.append(": ").append(what));
}

Request HelpdeskChannel::get(std::string id, const std::string& path) const {
    Request request;
    request.id = std::move(id);
    request.method = "GET";
    request.url = desk_.settings.app.base + "/open-apis/" + path;
    request.repeatable = true;
    return request;
}

Request HelpdeskChannel::post(std::string id, const std::string& path, const Value& body) const {
    Request request;
    request.id = std::move(id);
    request.url = desk_.settings.app.base + "/open-apis/" + path;
    request.headers = {{"Content-Type", "application/json; charset=utf-8"}};
    request.body = to_json(body);
    return request;
}

}  // namespace deskbell::channel::feishu_helpdesk
