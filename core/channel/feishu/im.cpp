#include "core/channel/feishu/im.h"

#include "core/base/json.h"
#include "core/channel/upload.h"

namespace deskbell::channel::feishu {
namespace {

template <class Elem>
Value element(std::string_view type, const Elem& elem) {
    return Value::object().set("type", type).set("payload", encode(elem));
}

/// Appends `text` as a line of its own, when there is any.
void add_line(std::string& out, std::string_view text) {
    if (text.empty()) return;
    if (!out.empty()) out.push_back('\n');
    out.append(text);
}

void add_fields(std::string& out, const Records<CustomField>& fields) {
    for (const CustomField& field : fields) {
        const std::string& value = field.value.empty() ? field.customer_value : field.value;
        add_line(out, field.name.empty() ? value : field.name + ": " + value);
    }
}

}  // namespace

Value dressed(Value message, const Dress& dress) {
    message.set("ID", dress.id).set("flow", dress.speaker == Speaker::visitor ? "out" : "in").set("time", dress.time);
    if (!dress.name.empty()) message.set("nick", dress.name);
    if (!dress.avatar.empty()) message.set("avatar", dress.avatar);
    if (dress.speaker == Speaker::robot || dress.speaker == Speaker::agent) {
        CloudCustomData cloud;
        cloud.role = dress.speaker == Speaker::robot ? "robot" : "agent";
        if (dress.speaker == Speaker::robot) cloud.message_type = dress.is_ai ? "aiReply" : "faq";
        message.set("cloudCustomData", to_json(encode(cloud)));
    }
    return message;
}

Value file_message(const KeptFile& file, std::string_view name) {
    if (file.mime.starts_with("image/")) {
        ImageElem elem;
        elem.images.push_back({0, file.url, file.width, file.height, file.size});
        return element("TIMImageElem", elem);
    }
    if (file.mime.starts_with("video/")) {
        VideoElem elem;
        elem.url = file.url;
        elem.size = file.size;
        elem.format = file.mime.substr(6);
        return element("TIMVideoFileElem", elem);
    }
    if (file.mime.starts_with("audio/")) return element("TIMSoundElem", SoundElem{file.url, 0, file.size});
    return element("TIMFileElem", FileElem{std::string(name), file.size, file.url});
}

Value unreadable_message(std::string_view description) { return element("TIMCustomElem", CustomElem{"{}", std::string(description), {}}); }

Value line_message(std::string_view text) { return desk_message(MessageKind::reminder, Reminder{std::string(text)}); }

Event state_event(std::string_view state) { return {EventKind::state, Keep::passing, Value::object().set("state", state)}; }

Event seat_event(bool taken, const Dress& dress) {
    Value message = desk_message(MessageKind::seat_status, SeatStatus{{"updateSeatStatus", taken ? "inSeat" : "outSeat"}});
    return {EventKind::message, Keep::passing, dressed(std::move(message), dress)};
}

std::optional<SentFile> sent_file(const Message& message) {
    SentFile file;
    switch (message.kind) {
        case MessageKind::image: {
            // The original is the largest; the host lists it first or as type 0.
            const auto elem = record_of<ImageElem>(message);
            for (const ImageInfo& info : elem.images) {
                if (file.url.empty() || info.type == 0) file.url = info.url;
            }
            file.is_image = true;
            break;
        }
        case MessageKind::file: {
            const auto elem = record_of<FileElem>(message);
            file.url = elem.url;
            file.name = elem.name;
            break;
        }
        case MessageKind::sound: file.url = record_of<SoundElem>(message).url; break;
        case MessageKind::video: file.url = record_of<VideoElem>(message).url; break;
        default: return std::nullopt;
    }
    if (file.name.empty()) file.name = upload_of(file.url).name;
    return file;
}

std::string sent_text(const Message& message) {
    std::string out;
    if (cloud_of(message).message_reply) add_line(out, "> " + cloud_of(message).message_reply->message_abstract);
    switch (message.kind) {
        case MessageKind::text: add_line(out, record_of<TextElem>(message).text); break;
        case MessageKind::card: {
            const CardContent card = record_of<Card>(message).content;
            for (const std::string& line : {card.header, card.desc, card.url}) add_line(out, line);
            add_fields(out, card.custom_fields);
            break;
        }
        case MessageKind::order: {
            const OrderContent order = record_of<Order>(message).content;
            for (const std::string& line : {order.guide, order.name, order.desc, order.url}) add_line(out, line);
            add_fields(out, order.custom_fields);
            break;
        }
        case MessageKind::location: add_line(out, record_of<LocationElem>(message).description); break;
        case MessageKind::face: add_line(out, record_of<FaceElem>(message).data); break;
        case MessageKind::task_form:
            for (const auto& variable : record_of<TaskForm>(message).content.variables)
                add_line(out, variable.name + ": " + variable.value);
            break;
        default: break;
    }
    return out;
}

}  // namespace deskbell::channel::feishu
