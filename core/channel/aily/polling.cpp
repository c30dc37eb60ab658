#include <algorithm>

#include "core/base/json.h"
#include "core/base/utf8.h"
#include "core/channel/aily/channel.h"
#include "core/channel/aily/mdx.h"
#include "core/channel/feishu/markdown_text.h"

namespace deskbell::channel::aily {
namespace {

using feishu::Told;

constexpr Millis longest_gap = 2 * millis_per_second;
/// 1000 looks a minute for all visitors of an account together, and a little air.
constexpr Millis gap_for_each = 70;
/// A run whose answer has not grown for so long is given up.
constexpr Millis longest_silence = 10 * millis_per_minute;
constexpr int most_pages = 10;
constexpr std::size_t most_files = 300;
/// The widget reads no more of a markdown text.
constexpr std::size_t most_shown = 256u << 10;
constexpr std::size_t longest_reason = 200;

std::string encoded(std::string_view text) {
    constexpr char digits[] = "0123456789ABCDEF";
    std::string out;
    for (const char c : text) {
        const bool plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_' || c == '.';
        if (plain) {
            out.push_back(c);
            continue;
        }
        const auto byte = static_cast<unsigned char>(c);
        out.push_back('%');
        out.push_back(digits[byte >> 4]);
        out.push_back(digits[byte & 15]);
    }
    return out;
}

std::string markdown_of(const AilyMessage& message) {
    const std::string_view content = utf8_prefix(message.content, most_shown);
    if (message.content_type != "MDX") return feishu::escaped_markdown(content);
    std::vector<Mentioned> mentioned;
    for (const AilyMention& mention : message.mentions) {
        mentioned.push_back({mention.entity_id, mention.name});
        mentioned.push_back({mention.key, mention.name});
        mentioned.push_back({mention.aily_id, mention.name});
    }
    return mdx_to_markdown(content, mentioned, !message.is_growing());
}

Value stream_message(const std::string& text, bool is_finished) {
    Stream stream;
    stream.chunks = Value::array();
    stream.chunks.push(Value(text));
    stream.is_finished = is_finished ? 1 : 0;
    return desk_message(MessageKind::stream, stream);
}

feishu::Dress dress_of(std::string id, Seconds time) {
    feishu::Dress dress;
    dress.id = std::move(id);
    dress.speaker = feishu::Speaker::robot;
    dress.time = time;
    dress.is_ai = true;
    return dress;
}

bool is_kept_message(const AilyMessage& message) { return message.content_type == "MDX" || message.content_type == "TEXT"; }

}  // namespace

void AilyChannel::set_run(RunPhase phase) {
    state_.run = static_cast<std::int64_t>(phase);
    if (phase == RunPhase::active) {
        assistant_.active.insert(this);
    } else {
        assistant_.active.erase(this);
        state_.poll_at = 0;
    }
}

void AilyChannel::begin_run(Turn& turn, std::string run_id) {
    state_.run_id = std::move(run_id);
    state_.failures = 0;
    state_.told_busy = false;
    state_.last_growth = turn.now;
    state_.poll_gap = assistant_.settings.poll;
    run_status_.clear();
    set_run(RunPhase::active);
    state_.poll_at = turn.now;
}

void AilyChannel::look(Turn& turn, std::string_view kind, std::string_view page_token) {
    if (page_token.empty()) {
        pages_ = 0;
        any_growing_ = false;
        has_grown_ = false;
    }
    std::string path =
        "sessions/" + state_.session_id + "/messages?run_id=" + encoded(state_.run_id) + "&with_partial_message=true&page_size=20";
    if (!page_token.empty()) path += "&page_token=" + encoded(page_token);
    Request looking = request(std::string(kind), "GET", path);
    // A look that fails is made again by the next one.
    looking.repeatable = false;
    ask(turn, std::move(looking));
}

void AilyChannel::looked(Turn& turn, const feishu::Answer& answer, bool last) {
    if (run() != RunPhase::active) return;
    if (answer.fault) {
        state_.poll_gap = longest_gap;
        look_later(turn, false);
        state_.poll_at = std::max(state_.poll_at, turn.now + answer.fault->pause);
        return;
    }
    for (const Value& item : answer.data["messages"].items()) {
        const auto message = decode<AilyMessage>(item);
        if (!message) {
            note(turn, "a message cannot be read");
            continue;
        }
        if (!message->is_of_assistant() || (!message->run_id.empty() && message->run_id != state_.run_id)) continue;
        any_growing_ = any_growing_ || message->is_growing();
        has_grown_ = show(turn, *message) || has_grown_;
    }
    const std::string_view next = answer.data["page_token"].as_text();
    if (answer.data["has_more"].as_boolean() && !next.empty() && ++pages_ < most_pages) return look(turn, last ? "last" : "poll", next);
    if (!last) {
        if (any_growing_) return look_later(turn, has_grown_);
        // Nothing grows: the run has ended, or has not begun to speak.
        Request asking = request("run", "GET", "sessions/" + state_.session_id + "/runs/" + encoded(state_.run_id));
        ask(turn, std::move(asking));
        return;
    }
    if (run_status_ == "REQUIRES_MESSAGE") {
        close_streams(turn);
        pass(turn, desk_message(MessageKind::thinking, Thinking{1}));
        set_run(RunPhase::waiting);
        return;
    }
    const bool good = run_status_ == "COMPLETED" || run_status_ == "CANCELLED";
    if (!good) note(turn, "the run is " + run_status_ + run_error_);
    end_run(turn, good ? Told::nothing : Told::trouble);
}

void AilyChannel::run_seen(Turn& turn, const feishu::Answer& answer) {
    if (run() != RunPhase::active) return;
    const auto run = answer.fault ? Result<Run>(fail(ErrorCode::not_json)) : decode<Run>(answer.data["run"]);
    if (!run) {
        state_.poll_gap = longest_gap;
        return look_later(turn, false);
    }
    if (run->is_active() || run->status.empty()) return look_later(turn, has_grown_);
    run_status_ = run->status;
    run_error_.clear();
    if (run->error && !run->error->code.empty())
        run_error_ = ": " + run->error->code + " " + std::string(utf8_prefix(run->error->message, longest_reason));
    // Its messages are whole now.
    look(turn, "last", {});
}

void AilyChannel::look_later(Turn& turn, bool has_grown) {
    if (has_grown) state_.last_growth = turn.now;
    if (turn.now > state_.last_growth + longest_silence) {
        note(turn, "the run has said nothing for ten minutes and is given up");
        Request cancelling = request("cancel", "POST", "sessions/" + state_.session_id + "/runs/" + encoded(state_.run_id) + "/cancel");
        turn.out.requests.push_back(std::move(cancelling));
        return end_run(turn, Told::trouble);
    }
    state_.poll_gap = has_grown ? assistant_.settings.poll : std::min(longest_gap, state_.poll_gap + state_.poll_gap / 2);
    const auto others = static_cast<Millis>(assistant_.active.size());
    state_.poll_at = turn.now + std::max(state_.poll_gap, others * gap_for_each);
}

/// Shows what is new of a message. True when there was anything.
bool AilyChannel::show(Turn& turn, const AilyMessage& message) {
    const auto found = std::find_if(state_.shown.begin(), state_.shown.end(), [&](const Shown& each) { return each.id == message.id; });
    std::string text = markdown_of(message);
    if (found == state_.shown.end()) {
        if (!message.is_growing()) {
            show_whole(turn, message, std::move(text));
            return true;
        }
        // What cannot be drawn is shown by its plain words, once it is whole.
        if (text.empty() || !is_kept_message(message)) return false;
        const Seconds time = message.created_at > 0 ? message.created_at / millis_per_second : turn.now / millis_per_second;
        turn.out.events.push_back(
            {EventKind::message, Keep::stored, feishu::dressed(stream_message(text, false), dress_of("am-" + message.id, time))});
        state_.shown.push_back({message.id, std::move(text), time, false});
        return true;
    }
    if (found->is_finished) return false;
    const bool ends = !message.is_growing();
    const bool grows = text != found->text;
    if (!grows && !ends) return false;
    // A look that came late may bring less; what was read stays.
    if (text.size() < found->text.size() && !ends) return false;
    found->text = std::move(text);
    found->is_finished = ends;
    Value change = feishu::dressed(stream_message(found->text, ends), dress_of("am-" + found->id, found->time));
    turn.out.events.push_back({EventKind::modified, ends ? Keep::stored : Keep::passing, std::move(change)});
    if (ends) show_whole(turn, message, {});
    return true;
}

/// Shows a message that has ended and was not shown before (with its text) or was (without), and its files.
void AilyChannel::show_whole(Turn& turn, const AilyMessage& message, std::string markdown) {
    const Seconds time = message.created_at > 0 ? message.created_at / millis_per_second : turn.now / millis_per_second;
    const bool was_shown = std::any_of(state_.shown.begin(), state_.shown.end(), [&](const Shown& each) { return each.id == message.id; });
    if (!was_shown) {
        Value body;
        if (message.content_type == "MDX") {
            if (!trim(markdown).empty()) body = desk_message(MessageKind::rich_text, RichText{markdown});
        } else if (message.content_type == "TEXT") {
            if (!message.content.empty()) body = text_message(utf8_prefix(message.content, most_shown));
        } else {
            body = message.plain_text.empty() ? feishu::unreadable_message() : text_message(utf8_prefix(message.plain_text, most_shown));
        }
        if (!body.is_null())
            turn.out.events.push_back(
                {EventKind::message, Keep::stored, feishu::dressed(std::move(body), dress_of("am-" + message.id, time))});
        state_.shown.push_back({message.id, std::move(markdown), time, true});
    }
    for (const AilyFile& file : message.files) {
        if (std::find(state_.fetched.begin(), state_.fetched.end(), file.id) != state_.fetched.end()) continue;
        state_.fetched.push_back(file.id);
        if (state_.fetched.size() > most_files) state_.fetched.pop_front();
        Fetching fetching{file.id, file.preview_url ? file.preview_url->url : std::string(), file.file_name, time};
        if (fetching.url.empty()) {
            note(turn, "a file of the assistant has no address");
            turn.out.events.push_back({EventKind::message, Keep::stored,
                                       feishu::dressed(feishu::unreadable_message(file.file_name), dress_of("af-" + file.id, time))});
            continue;
        }
        state_.fetching.push_back(fetching);
        fetch(turn, fetching);
    }
}

void AilyChannel::fetch(Turn& turn, const Fetching& fetching) {
    Request getting;
    getting.id = "get:" + fetching.id;
    getting.method = "GET";
    getting.url = fetching.url;
    getting.repeatable = true;
    // The address carries its own permission and lies elsewhere.
    getting.authorised = false;
    getting.keep = true;
    getting.keep_name = fetching.name;
    ask(turn, std::move(getting));
}

void AilyChannel::fetched(Turn& turn, const Response& response) {
    const std::string id = response.id.substr(4);
    const auto found = std::find_if(state_.fetching.begin(), state_.fetching.end(), [&](const Fetching& each) { return each.id == id; });
    if (found == state_.fetching.end()) return;
    const bool is_kept = !response.kept.url.empty();
    if (!is_kept) note(turn, "a file of the assistant could not be fetched: status " + std::to_string(response.status));
    Value body = is_kept ? feishu::file_message(response.kept, found->name) : feishu::unreadable_message(found->name);
    turn.out.events.push_back({EventKind::message, Keep::stored, feishu::dressed(std::move(body), dress_of("af-" + id, found->time))});
    state_.fetching.erase(found);
}

/// Streams that the run left open end with what they have.
void AilyChannel::close_streams(Turn& turn) {
    for (Shown& shown : state_.shown) {
        if (shown.is_finished) continue;
        shown.is_finished = true;
        Value change = feishu::dressed(stream_message(shown.text, true), dress_of("am-" + shown.id, shown.time));
        turn.out.events.push_back({EventKind::modified, Keep::stored, std::move(change)});
    }
}

void AilyChannel::end_run(Turn& turn, Told told) {
    close_streams(turn);
    pass(turn, desk_message(MessageKind::thinking, Thinking{1}));
    state_.shown.clear();
    set_run(RunPhase::none);
    tell(turn, told);
}

}  // namespace deskbell::channel::aily
