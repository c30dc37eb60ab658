#include "core/base/json.h"
#include "core/base/utf8.h"
#include "core/base/words.h"
#include "core/protocol/abilities.h"
#include "widget/session/session.h"

namespace deskbell {

namespace {

/// The longest text of one message, in bytes of UTF-8: below the 12 K that an IM message may have, with room for its envelope.
constexpr std::size_t text_bytes = 10'000;
/// How often the desk is told that the visitor is typing.
constexpr Millis typing_interval = 4 * millis_per_second;

/// What the desk calls a language in a session trigger (tencent-desk.md, src 7).
std::string desk_language(std::string_view lang) {
    if (lang == "zh_cn") return "zh";
    std::string tag(lang);
    // zh_tw → zh-TW
    if (tag.size() == 5 && tag[2] == '_') {
        tag[2] = '-';
        tag[3] = static_cast<char>(tag[3] - 0x20);
        tag[4] = static_cast<char>(tag[4] - 0x20);
    }
    return tag;
}

/// The message of a file: what it is by its media type, and where.
Value file_message(const Upload& upload, std::string_view url, std::int64_t width, std::int64_t height) {
    const std::string_view mime = upload.mime;
    const char* type = "TIMFileElem";
    Value payload;
    if (mime.starts_with("image/") && mime != "image/svg+xml") {
        type = "TIMImageElem";
        ImageElem elem;
        ImageInfo& image = elem.images.emplace_back();
        image.url = url;
        image.width = width;
        image.height = height;
        image.size = upload.size;
        payload = encode(elem);
    } else if (mime.starts_with("video/")) {
        type = "TIMVideoFileElem";
        VideoElem elem;
        elem.url = url;
        elem.size = upload.size;
        elem.thumb_width = width;
        elem.thumb_height = height;
        payload = encode(elem);
    } else if (mime.starts_with("audio/")) {
        type = "TIMSoundElem";
        SoundElem elem;
        elem.url = url;
        elem.size = upload.size;
        payload = encode(elem);
    } else {
        FileElem elem;
        elem.name = upload.name;
        elem.size = upload.size;
        elem.url = url;
        payload = encode(elem);
    }
    Value message = Value::object();
    message.set("type", type).set("payload", std::move(payload));
    return message;
}

void fail_entry(Entry& entry, const SendFailedEvent& event) {
    entry.delivery = DeliveryState::failed;
    entry.failure_code = event.code;
    entry.failure_info = event.info;
    ++entry.revision;
}

/// An own message before the server knows it. `message` is one that this file made, so it can be read.
Message own_message(const Value& message) { return read_message(message).value_or(Message()); }

}  // namespace

std::string Session::next_client_id() { return joined(config_.ids, joined("c", to_digits(++client_ids_))); }

std::string Session::send_stored(Value message) {
    start_over_if_ended();
    if (conversation_.timeline.has_newer()) conversation_.timeline.show_newest();
    std::string client_id = next_client_id();
    conversation_.timeline.add_own(client_id, own_message(message), now_);
    conversation_.queue.add(client_id, std::move(message), SendKind::stored, now_);
    return client_id;
}

std::string Session::send_text(std::string_view text, std::string_view cloud_custom_data, const Value& mentioned) {
    std::string client_id;
    // Too long for one message: several, in order; nothing is cut off in silence.
    while (!text.empty()) {
        std::string_view piece = utf8_prefix(text, text_bytes);
        // Between words, where there are any.
        const std::size_t space = piece.size() < text.size() ? piece.find_last_of(" \n") : std::string_view::npos;
        if (space != std::string_view::npos && space > text_bytes / 2) piece = piece.substr(0, space + 1);
        Value message = text_message(piece);
        if (!cloud_custom_data.empty()) message.set("cloudCustomData", cloud_custom_data);
        if (mentioned.is_array()) message.set("atUserList", mentioned);
        client_id = send_stored(std::move(message));
        text.remove_prefix(piece.size());
    }
    return client_id;
}

std::string Session::send_online_only(Value message, SendKind kind) {
    std::string client_id = next_client_id();
    conversation_.queue.add(client_id, std::move(message), kind, now_);
    return client_id;
}

void Session::trigger(SendKind kind) {
    send_online_only(desk_message(MessageKind::session_trigger, SessionTrigger{TriggeredContent{desk_language(wanted_lang_)}}), kind);
    (void)conversation_.apply(SessionSignal::trigger);
}

void Session::trigger_if_new() {
    if (triggered_ || !is_open_ || connection_ != Connection::connected) return;
    triggered_ = true;
    trigger(SendKind::trigger);
}

void Session::start_over_if_ended() {
    if (conversation_.state == SessionState::ended) trigger(SendKind::online_only);
}

void Session::pump() {
    if (connection_ != Connection::connected) return;
    while (const Outgoing* item = conversation_.queue.take_next(now_)) {
        Value& effect = add_effect("send");
        effect.set("client_id", item->client_id).set("message", item->message).set("online_only", item->online_only);
        if (Entry* entry = conversation_.timeline.find_client_id(item->client_id)) {
            entry->delivery = DeliveryState::sending;
            ++entry->revision;
        }
    }
}

void Session::persist_if_changed() {
    Value pending = Value::array();
    for (const Outgoing& item : conversation_.queue.waiting()) {
        const Entry* entry = conversation_.timeline.find_client_id(item.client_id);
        // A file that is not uploaded lives in the page only; what is online-only has no meaning later.
        if (item.online_only || (entry != nullptr && entry->upload)) continue;
        Value line = Value::object();
        line.set("client_id", item.client_id).set("message", item.message).set("created", item.created);
        pending.push(std::move(line));
    }
    Value state = Value::object();
    state.set("pending", std::move(pending)).set("draft", draft_);
    std::string text = to_json(state);
    if (text == persisted_ || (persisted_.empty() && draft_.empty() && state["pending"].items().empty())) return;
    persisted_ = std::move(text);
    add_effect("persist").set("state", std::move(state));
}

void Session::mark_read() {
    const Seconds newest = conversation_.timeline.newest_received();
    if (!is_open_ || connection_ != Connection::connected || newest <= read_upto_) return;
    read_upto_ = newest;
    add_effect("mark_read").set("upto", newest);
}

Result<void> Session::on_restore(const RestoreEvent& event) {
    // What another tab has not sent yet is shown, and stays that tab's to send.
    const bool elsewhere = event.state["elsewhere"].as_boolean();
    for (const Value& line : event.state["pending"].items()) {
        const std::string_view client_id = line["client_id"].as_text();
        auto message = read_message(line["message"]);
        // What another tab left may have reached the desk before that tab heard of it, or may have been shown here.
        const Entry* known = conversation_.timeline.find_client_id(client_id);
        if (known != nullptr && (elsewhere || !known->message.im.id.empty() || conversation_.queue.find(client_id) != nullptr)) continue;
        if (client_id.empty() || !message) {
            note({ErrorCode::wrong_type, "pending"});
            continue;
        }
        const Millis created = line["created"].as_integer(now_);
        if (known == nullptr) conversation_.timeline.add_own(client_id, std::move(*message), created);
        if (!elsewhere) conversation_.queue.add(client_id, line["message"], SendKind::stored, created);
    }
    // What another tab left has none.
    if (const Value* draft = event.state.find("draft")) draft_ = draft->as_text();
    return {};
}

Result<void> Session::on_sent(const SentEvent& event) {
    auto message = read_message(event.message);
    // What the desk made of an online-only message is nobody's affair.
    if (!message && conversation_.timeline.find_client_id(event.client_id) != nullptr) return tl::unexpected<Error>(message.error());
    (void)conversation_.acknowledge(event.client_id, std::move(message).value_or(Message()));
    return {};
}

Result<void> Session::on_send_failed(const SendFailedEvent& event) {
    Entry* entry = conversation_.timeline.find_client_id(event.client_id);
    if (conversation_.queue.find(event.client_id) == nullptr) {
        // Another tab's, which is shown here.
        if (entry != nullptr && entry->message.im.id.empty() && event.code != 0) fail_entry(*entry, event);
        return {};
    }
    if (event.code == 0) {
        conversation_.queue.postpone(event.client_id, now_);
        if (entry != nullptr) {
            entry->delivery = DeliveryState::queued;
            ++entry->revision;
        }
        return {};
    }
    note({ErrorCode::refused, to_digits(event.code) + " " + event.info});
    if (entry != nullptr) announce(texts_.format(Text::delivery_failed, {{"reason", texts_.get(Text::delivery_failed_desk)}}), "assertive");
    // A rating or a form that was answered says so itself, and can be answered again where that helps.
    bool is_told = entry == nullptr;
    Entry* answered = conversation_.timeline.find_key(conversation_.queue.find(event.client_id)->answers);
    // A choice is a text of its own, which says by itself that it failed.
    if (answered != nullptr && answered->local && answered->local->submitted) {
        LocalState& local = *answered->local;
        local.answer_client_id.clear();
        local.submitted = false;
        local.refusal = event.code;
        ++answered->revision;
        is_told = true;
    }
    if (is_told) {
        conversation_.queue.discard(event.client_id);
        if (entry != nullptr) conversation_.timeline.remove(std::string(entry->key));
        return {};
    }
    conversation_.queue.refuse(event.client_id);
    fail_entry(*entry, event);
    return {};
}

Result<void> Session::on_text(const TextEvent& event) {
    if (trim(event.text).empty()) return {};
    draft_.clear();
    std::string cloud;
    if (Entry* quoted = conversation_.timeline.find_key(event.quote); quoted != nullptr && !event.quote.empty()) {
        std::string words;
        for (const Node& node : compose_row(*quoted, context()).body) words.append(words.empty() ? "" : " ").append(plain_text(node));
        CloudCustomData data;
        data.message_reply = MessageReply{quoted->message.im.id, std::string(utf8_prefix(words, 200)), quoted->message.im.from, 1};
        cloud = to_json(encode(data));
    }
    send_text(event.text, cloud, event.mentioned);
    return {};
}

Result<void> Session::on_typing(const BareEvent&) {
    const bool due = typing_sent_ == 0 || now_ - typing_sent_ >= typing_interval;
    if (!due || !conversation_.can(ability::typing) || connection_ != Connection::connected || conversation_.state != SessionState::agent)
        return {};
    typing_sent_ = now_;
    add_effect("typing");
    return {};
}

Result<void> Session::on_card(const CardEvent& event) {
    send_stored(desk_message(MessageKind::card, Value::object().set("content", encode(event.card))));
    return {};
}

Result<void> Session::on_order(const OrderEvent& event) {
    send_stored(desk_message(MessageKind::order, Value::object().set("content", encode(event.order))));
    return {};
}

Result<void> Session::on_file(const FileEvent& event) {
    start_over_if_ended();
    if (conversation_.timeline.has_newer()) conversation_.timeline.show_newest();
    const Upload upload{event.ref, event.name, event.mime, event.size, 0, {}};
    const std::string client_id = next_client_id();
    Entry& entry = conversation_.timeline.add_own(client_id, own_message(file_message(upload, event.ref, event.width, event.height)), now_);
    entry.upload.make() = upload;
    conversation_.queue.add(client_id, Value(), SendKind::held, now_);
    if (event.size > upload_megabytes << 20) {
        entry.delivery = DeliveryState::failed;
        conversation_.queue.refuse(client_id);
        return {};
    }
    start_upload(entry);
    return {};
}

void Session::start_upload(Entry& entry) {
    entry.delivery = DeliveryState::uploading;
    conversation_.queue.upload_again(entry.client_id);
    Upload& upload = *entry.upload;
    upload.progress = 0;
    Value& effect = add_effect("upload");
    effect.set("client_id", entry.client_id)
        .set("ref", upload.ref)
        .set("name", upload.name)
        .set("mime", upload.mime)
        .set("size", upload.size);
}

Result<void> Session::on_upload(const UploadEvent& event) {
    Entry* entry = conversation_.timeline.find_client_id(event.client_id);
    // It may have been cancelled meanwhile.
    if (entry == nullptr || !entry->upload) return {};
    ++entry->revision;
    if (!event.error.empty()) {
        entry->upload->error = event.error;
        entry->delivery = DeliveryState::failed;
        conversation_.queue.refuse(event.client_id);
        note({ErrorCode::refused, event.error});
        return {};
    }
    entry->upload->progress = event.progress.as_number(entry->upload->progress);
    if (event.url.empty()) return {};
    std::int64_t width = 0;
    std::int64_t height = 0;
    if (entry->message.kind == MessageKind::image) {
        const auto elem = record_of<ImageElem>(entry->message);
        if (!elem.images.empty()) {
            width = elem.images.front().width;
            height = elem.images.front().height;
        }
    }
    conversation_.queue.release(event.client_id, file_message(*entry->upload, event.url, width, height));
    entry->upload.reset();
    entry->delivery = DeliveryState::queued;
    return {};
}

}  // namespace deskbell
