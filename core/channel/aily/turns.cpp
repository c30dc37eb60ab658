#include <algorithm>

#include "core/base/json.h"
#include "core/channel/aily/channel.h"
#include "core/channel/aily/mentions.h"
#include "core/channel/feishu/characters.h"
#include "core/channel/upload.h"
#include "core/channel/webhook_path.h"

namespace deskbell::channel::aily {
namespace {

using feishu::Remedy;
using feishu::Told;

constexpr std::size_t most_waiting = 200;
constexpr Millis longest_wait = millis_per_day;
constexpr std::int64_t tries_before_busy = 3;
constexpr std::int64_t most_renewals = 3;
/// A run of which nobody knows whether it began is looked for among those that began after this much before the question.
constexpr Millis clock_difference = 10 * millis_per_second;
/// The ids of our messages about the assistant's ones; what a visitor quotes is named by them.
constexpr std::string_view shown_prefix = "am-";

bool is_plain_id(std::string_view id) {
    return !id.empty() && id.size() <= 64 && std::all_of(id.begin(), id.end(), [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '-';
    });
}

}  // namespace

void AilyChannel::hear(Turn& turn, const Message& message) {
    if (state_.outbox.size() >= most_waiting) {
        turn.out.refusal = {bad_message, "too many messages wait for the assistant"};
        return;
    }
    Outgoing outgoing;
    if (cloud_of(message).message_reply && cloud_of(message).message_reply->message_id.starts_with(shown_prefix)) {
        const std::string id = cloud_of(message).message_reply->message_id.substr(shown_prefix.size());
        if (id.size() <= longest_quote_id) outgoing.quote = id;
    }
    if (const auto file = feishu::sent_file(message)) {
        outgoing.url = file->url;
        outgoing.name = file->name;
        outgoing.is_image = file->is_image;
    } else {
        Message said = message;
        // The assistant knows what is quoted by its id; anything else is told in words.
        if (!outgoing.quote.empty()) said.cloud->message_reply.reset();
        outgoing.text = feishu::sent_text(said);
        if (outgoing.text.empty()) {
            turn.out.refusal = {bad_message, "this desk takes text, cards, pictures and files"};
            return;
        }
        if (feishu::characters(outgoing.text) > most_content) {
            turn.out.refusal = {bad_message, "the message is too long"};
            return;
        }
    }
    outgoing.number = state_.next_id++;
    state_.outbox.push_back(std::move(outgoing));
    drive(turn);
}

void AilyChannel::open_session(Turn& turn) {
    Value body = Value::object();
    if (!assistant_.settings.channel_context.empty()) body.set("channel_context", assistant_.settings.channel_context);
    if (!assistant_.settings.metadata.empty()) body.set("metadata", assistant_.settings.metadata);
    Request opening = request("session", "POST", "sessions");
    opening.body = to_json(body);
    // A session that nobody knows of costs nothing.
    opening.repeatable = true;
    ask(turn, std::move(opening));
}

void AilyChannel::session_opened(Turn& turn, const feishu::Answer& answer) {
    const std::string_view id = answer.data["session"]["id"].as_text();
    if (!answer.fault && is_plain_id(id)) {
        state_.session_id = id;
        ++state_.sessions;
        state_.failures = 0;
        turn.out.events.push_back(feishu::state_event("robot"));
        return;
    }
    if (answer.fault) return failed(turn, *answer.fault, &AilyChannel::drop_outbox);
    note(turn, "session: the answer names none");
    drop_outbox(turn);
    tell(turn, Told::trouble);
}

void AilyChannel::advance_head(Turn& turn) {
    Outgoing& head = state_.outbox.front();
    if (head.since == 0) head.since = turn.now;
    if (turn.now > head.since + longest_wait) {
        note(turn, "a message was given up after a day");
        state_.outbox.pop_front();
        return tell(turn, Told::not_accepted);
    }
    const Upload upload = upload_of(head.url);
    if (upload.id.empty() || !head.file_id.empty()) return send_head(turn, head);
    Request sending = request("upload:" + std::to_string(head.number), "POST", "files");
    sending.headers.erase(sending.headers.begin());  // the host writes the type of a form
    sending.parts = {{"file_name", {}, {}, head.name, {}}, {"file", head.name, std::string(mime_of(head.name)), {}, upload.id}};
    sending.repeatable = true;
    ask(turn, std::move(sending));
}

void AilyChannel::uploaded(Turn& turn, const feishu::Answer& answer) {
    if (state_.outbox.empty()) return;
    if (answer.fault) return head_failed(turn, *answer.fault);
    const Value& files = answer.data["files"];
    const std::string_view id = files.items().empty() ? std::string_view() : files.items().front()["id"].as_text();
    if (is_plain_id(id)) {
        state_.outbox.front().file_id = id;
        return;
    }
    note(turn, "upload: the answer names no file");
    state_.outbox.pop_front();
    tell(turn, Told::not_accepted);
}

void AilyChannel::send_head(Turn& turn, Outgoing& head) {
    SendMessage message;
    // The same id in a session is the same message for three days, so it may be sent as often as it takes.
    message.idempotent_id = "deskbell-" + std::to_string(state_.sessions) + "-" + std::to_string(head.number);
    message.quote_message_id = head.quote;
    if (!head.file_id.empty()) {
        message.content_type = "MDX";
        message.content = head.is_image ? "<Image imageKey=\"" + head.file_id + "\"/>" : "<file fileKey=\"" + head.file_id + "\"/>";
        message.file_ids = {head.file_id};
    } else {
        message.content_type = "TEXT";
        message.content = head.url.empty() ? head.text : head.url;
        mention(message, assistant_.settings.mentions);
    }
    Request sending = request("send:" + std::to_string(head.number), "POST", "sessions/" + state_.session_id + "/messages");
    sending.body = to_json(encode(message));
    sending.repeatable = true;
    ask(turn, std::move(sending));
}

void AilyChannel::sent(Turn& turn, const feishu::Answer& answer) {
    if (state_.outbox.empty()) return;
    if (answer.fault) return head_failed(turn, *answer.fault);
    state_.outbox.pop_front();
    state_.told_busy = false;
    if (run() == RunPhase::waiting) return begin_run(turn, state_.run_id);
    set_run(RunPhase::wanted);
}

void AilyChannel::head_failed(Turn& turn, const feishu::Fault& fault) {
    Outgoing& head = state_.outbox.front();
    ++head.tries;
    const bool renews = fault.remedy == Remedy::renew && head.tries <= most_renewals;
    if (renews || fault.remedy == Remedy::wait || fault.remedy == Remedy::ask) {
        state_.retry_at =
            turn.now + (renews && head.tries == 1 ? 1 : std::max(fault.pause, feishu::back_off(static_cast<int>(head.tries))));
        if (head.tries == tries_before_busy && !state_.told_busy) {
            state_.told_busy = true;
            tell(turn, Told::busy);
        }
        return;
    }
    state_.outbox.pop_front();
    tell(turn, fault.told);
}

void AilyChannel::create_run(Turn& turn) {
    const Settings& settings = assistant_.settings;
    Value body = Value::object().set("app_id", settings.aily_app_id);
    if (!settings.skill_id.empty()) body.set("skill_id", settings.skill_id);
    if (!settings.skill_input.empty()) body.set("skill_input", settings.skill_input);
    set_run(RunPhase::creating);
    state_.run_since = turn.now;
    Request creating = request("create", "POST", "sessions/" + state_.session_id + "/runs");
    creating.body = to_json(body);
    ask(turn, std::move(creating));
    pass(turn, desk_message(MessageKind::thinking, Thinking{0}));
}

void AilyChannel::run_created(Turn& turn, const feishu::Answer& answer) {
    if (answer.fault && answer.fault->remedy == Remedy::ask) {
        // It may have begun. A second one would answer twice, or be refused.
        ++state_.failures;
        state_.retry_at = turn.now + feishu::back_off(static_cast<int>(state_.failures));
        return;
    }
    if (answer.fault) {
        set_run(RunPhase::wanted);
        return failed(turn, *answer.fault, &AilyChannel::drop_run);
    }
    const auto run = decode<Run>(answer.data["run"]);
    if (!run || !is_plain_id(run->id)) {
        note(turn, "create: the answer names no run");
        drop_run(turn);
        return tell(turn, Told::trouble);
    }
    begin_run(turn, run->id);
}

void AilyChannel::look_for_run(Turn& turn) {
    if (is_open("runs")) return;
    Request looking = request("runs", "GET", "sessions/" + state_.session_id + "/runs?page_size=50");
    looking.repeatable = true;
    ask(turn, std::move(looking));
}

void AilyChannel::runs_listed(Turn& turn, const feishu::Answer& answer) {
    if (answer.fault) return failed(turn, *answer.fault, &AilyChannel::drop_run);
    for (const Value& item : answer.data["runs"].items()) {
        const auto run = decode<Run>(item);
        if (!run || !is_plain_id(run->id) || run->id == state_.run_id) continue;
        if (run->is_active() || run->status == "REQUIRES_MESSAGE" || run->created_at >= state_.run_since - clock_difference) {
            begin_run(turn, run->id);
            return;
        }
    }
    set_run(RunPhase::wanted);
}

void AilyChannel::failed(Turn& turn, const feishu::Fault& fault, void (AilyChannel::*give_up)(Turn& turn)) {
    ++state_.failures;
    const bool renews = fault.remedy == Remedy::renew && state_.failures <= most_renewals;
    if (renews || fault.remedy == Remedy::wait || fault.remedy == Remedy::ask) {
        state_.retry_at =
            turn.now + (renews && state_.failures == 1 ? 1 : std::max(fault.pause, feishu::back_off(static_cast<int>(state_.failures))));
        if (state_.failures == tries_before_busy && !state_.told_busy) {
            state_.told_busy = true;
            tell(turn, Told::busy);
        }
        return;
    }
    state_.failures = 0;
    (this->*give_up)(turn);
    tell(turn, fault.told == Told::nothing ? Told::trouble : fault.told);
}

void AilyChannel::drop_outbox(Turn&) { state_.outbox.clear(); }

void AilyChannel::drop_run(Turn& turn) {
    pass(turn, desk_message(MessageKind::thinking, Thinking{1}));
    set_run(RunPhase::none);
}

/// The visitor has ended: the run is cancelled, and the next message begins a session of its own.
void AilyChannel::end_by_visitor(Turn& turn) {
    if (run() == RunPhase::active || run() == RunPhase::waiting) {
        Request cancelling = request("cancel", "POST", "sessions/" + state_.session_id + "/runs/" + state_.run_id + "/cancel");
        cancelling.repeatable = true;
        turn.out.requests.push_back(std::move(cancelling));
    }
    for (const std::string& id : open_) {
        if (!id.starts_with("get:")) turn.out.cancel.push_back(id);
    }
    std::erase_if(open_, [](const std::string& id) { return !id.starts_with("get:"); });
    close_streams(turn);
    if (run() == RunPhase::active || run() == RunPhase::creating) pass(turn, desk_message(MessageKind::thinking, Thinking{1}));
    state_.shown.clear();
    state_.outbox.clear();
    state_.session_id.clear();
    state_.run_id.clear();
    state_.retry_at = 0;
    set_run(RunPhase::none);
    say(turn, desk_message(MessageKind::session_ended, Signal{}));
    turn.out.events.push_back(feishu::state_event("none"));
}

}  // namespace deskbell::channel::aily
