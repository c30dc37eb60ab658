#include <algorithm>

#include "core/base/json.h"
#include "core/base/utf8.h"
#include "core/channel/feishu_helpdesk/channel.h"
#include "core/channel/feishu_helpdesk/post.h"

namespace deskbell::channel::feishu_helpdesk {
namespace {

constexpr std::size_t most_seen = 400;
constexpr std::size_t longest_said = 200;

/// Letters, digits and what else ids of the platform are made of; anything else is no part of an address.
bool is_key(std::string_view key) {
    return !key.empty() && key.size() <= 200 && std::all_of(key.begin(), key.end(), [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '-' || c == '.';
    });
}

/// The words by which an echo is known: the text, or the key of a picture or file.
bool says(const TicketMessage& message, std::string_view text) {
    if (message.type == "text") return utf8_prefix(message.text, longest_said) == text;
    return !text.empty() && to_json(message.content).find(text) != std::string::npos;
}

}  // namespace

void HelpdeskChannel::hear_desk(Turn& turn, const TicketMessage& message) {
    if (std::find(state_.seen.begin(), state_.seen.end(), message.id) != state_.seen.end()) return;
    state_.seen.push_back(message.id);
    if (state_.seen.size() > most_seen) state_.seen.pop_front();
    state_.last_heard = std::max(state_.last_heard, message.time);
    if (is_echo(message)) return;
    if (message.sender == Sender::agent) {
        if (!message.name.empty()) {
            state_.agent_name = message.name;
            state_.agent_avatar = message.avatar;
        }
        // Whoever answers is there, whether or not the ticket's own event has come. A word from the ticket before says nothing about this one.
        const bool is_of_this = message.ticket_id == state_.ticket_id;
        if (is_of_this && (phase() == Phase::queueing || phase() == Phase::waiting || phase() == Phase::robot))
            set_phase(turn, Phase::agent);
    }
    show(turn, message);
}

/// Whether its writer is one in whose name the visitor's messages go to the desk.
bool HelpdeskChannel::may_be_own(const TicketMessage& message) const {
    return message.sender == Sender::guest || (message.sender == Sender::robot && !speaks_as_user());
}

/// Whether it has the words, the picture or the file of the message that is on its way.
bool HelpdeskChannel::says_head(const TicketMessage& message) const {
    const Outgoing& head = state_.outbox.front();
    const std::string& words = head.url.empty() ? head.text : head.key.empty() ? head.url : head.key;
    return says(message, utf8_prefix(words, longest_said)) ||
           (!head.url.empty() && message.type == "text" && message.text.ends_with(head.url));
}

/// Whether it is what the visitor said here: by the id that sending it was answered with, or, while nobody has that id, by its words.
bool HelpdeskChannel::is_echo(const TicketMessage& message) {
    if (!may_be_own(message)) return false;
    for (const Said& said : state_.said) {
        if (!said.id.empty() && said.id == message.open_id) return true;
    }
    if (!state_.outbox.empty()) {
        Outgoing& head = state_.outbox.front();
        const auto step = static_cast<Step>(head.step);
        if ((step == Step::sending || step == Step::checking) && !head.arrived && says_head(message)) {
            head.arrived = true;
            return true;
        }
    }
    // Lists may name messages otherwise than sending them did.
    if (!message.listed) return false;
    return std::any_of(state_.said.begin(), state_.said.end(), [&](const Said& said) { return says(message, said.text); });
}

feishu::Dress HelpdeskChannel::dress(const TicketMessage& message) const {
    feishu::Dress dress;
    dress.id = "tm-" + message.id;
    dress.time = message.time;
    dress.speaker = message.sender == Sender::guest   ? feishu::Speaker::visitor
                    : message.sender == Sender::agent ? feishu::Speaker::agent
                                                      : feishu::Speaker::robot;
    dress.name = message.name;
    dress.avatar = message.avatar;
    if (message.sender == Sender::agent && dress.name.empty()) {
        dress.name = state_.agent_name;
        dress.avatar = state_.agent_avatar;
    }
    return dress;
}

void HelpdeskChannel::show(Turn& turn, const TicketMessage& message) {
    const auto emit = [&](Value body) {
        turn.out.events.push_back({EventKind::message, Keep::stored, feishu::dressed(std::move(body), dress(message))});
    };
    if (message.type == "text") return emit(text_message(message.text));
    Fetching fetching;
    fetching.id = message.id;
    fetching.message = feishu::dressed(Value::object(), dress(message));
    const std::string image = "helpdesk/v1/ticket_images?ticket_id=" + message.ticket_id + "&msg_id=" + message.id;
    if (message.type == "post") {
        PostText post = read_post(message.content);
        if (post.images == 0) return emit(desk_message(MessageKind::rich_text, RichText{std::move(post.markdown)}));
        fetching.markdown = std::move(post.markdown);
        fetching.images = post.images;
        fetching.source = image + "&index=";
    } else if (message.type == "image") {
        fetching.source = image;
    } else if (message.type == "file" || message.type == "media" || message.type == "audio") {
        const std::string_view key = message.content["file_key"].as_text();
        fetching.file_name = message.content["file_name"].as_text();
        // Only the chat's own message id opens its files.
        if (!is_key(key) || !is_key(message.open_id)) return emit(feishu::unreadable_message(fetching.file_name));
        fetching.source = "im/v1/messages/" + message.open_id + "/resources/" + std::string(key) + "?type=file";
    } else {
        note(turn, "a message of type " + std::string(utf8_prefix(message.type, 40)) + " cannot be shown");
        return emit(message.content["text"].is_text() ? text_message(message.content["text"].as_text()) : feishu::unreadable_message());
    }
    if (!is_key(message.id) || !is_key(message.ticket_id)) return emit(feishu::unreadable_message());
    state_.fetching.push_back(std::move(fetching));
    fetch_next(turn, state_.fetching.back());
}

void HelpdeskChannel::fetch_next(Turn& turn, Fetching& fetching) {
    std::string path = fetching.source;
    if (fetching.images > 0) path += std::to_string(fetching.urls.size());
    Request request = get("get:" + fetching.id, path);
    request.keep = true;
    request.keep_name = fetching.file_name;
    ask(turn, std::move(request));
}

void HelpdeskChannel::fetched(Turn& turn, const Response& response) {
    const std::string id = response.id.substr(4);
    const auto found = std::find_if(state_.fetching.begin(), state_.fetching.end(), [&](const Fetching& each) { return each.id == id; });
    if (found == state_.fetching.end()) return;
    if (response.kept.url.empty()) {
        const feishu::Answer answer = feishu::read_answer(response);
        note(turn, "a picture or file could not be fetched: " + (answer.fault ? answer.fault->text : std::string("the answer is no file")));
    }
    const auto emit = [&](Value body) {
        for (std::size_t i = 0; i < found->message.names().size(); ++i) body.set(found->message.names()[i], found->message.items()[i]);
        turn.out.events.push_back({EventKind::message, Keep::stored, std::move(body)});
        state_.fetching.erase(found);
    };
    if (found->images == 0) {
        return emit(response.kept.url.empty() ? feishu::unreadable_message(found->file_name)
                                              : feishu::file_message(response.kept, found->file_name));
    }
    found->urls.push_back(response.kept.url);
    if (static_cast<std::int64_t>(found->urls.size()) < found->images) return fetch_next(turn, *found);
    const std::vector<std::string> urls(found->urls.begin(), found->urls.end());
    emit(desk_message(MessageKind::rich_text, RichText{with_images(found->markdown, urls)}));
}

}  // namespace deskbell::channel::feishu_helpdesk
