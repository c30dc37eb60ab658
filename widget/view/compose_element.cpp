#include "core/base/json.h"
#include "core/base/url.h"
#include "core/markdown/markdown.h"
#include "widget/view/compose.h"

namespace deskbell {

namespace {

Node attachment_node(std::string_view media, std::string_view label) {
    Node node(NodeKind::attachment);
    node.set(Attribute::media, media).set(Attribute::label, label);
    return node;
}

void set_number(Node& node, Attribute name, std::int64_t number) {
    if (number > 0) node.set(name, number);
}

/// Up to two decimals are enough to draw progress, and keep the JSON the same on every host.
Value progress_value(double progress) {
    const auto hundredths = static_cast<std::int64_t>(progress * 100);
    if (hundredths >= 100) return Value(1);
    return Value::decimal((hundredths < 10 ? "0.0" : "0.") + to_digits(hundredths < 0 ? 0 : hundredths));
}

void set_upload(Node& node, const Entry& entry) {
    if (!entry.upload) return;
    node.set_text(Attribute::name, entry.upload->name);
    if (entry.delivery == DeliveryState::uploading) node.set(Attribute::progress, progress_value(entry.upload->progress));
}

/// The picture to show: the 720p size when there is one, else the original, else whatever comes first.
const ImageInfo* best_image(const ImageElem& elem) {
    const ImageInfo* best = nullptr;
    const auto rank = [](const ImageInfo& image) { return image.type == 2 ? 2 : image.type == 0 ? 1 : 0; };
    for (const ImageInfo& image : elem.images) {
        if (best == nullptr || rank(image) > rank(*best)) best = &image;
    }
    return best;
}

Node compose_image(const Entry& entry, const Catalogue& texts) {
    const auto elem = record_of<ImageElem>(entry.message);
    Node node = attachment_node("image", texts.get(Text::attachment_image));
    if (const ImageInfo* image = best_image(elem)) {
        node.set_text(Attribute::url, safe_image(image->url));
        set_number(node, Attribute::width, image->width);
        set_number(node, Attribute::height, image->height);
    }
    set_upload(node, entry);
    return node;
}

Node compose_file(const Entry& entry, const Catalogue& texts) {
    const auto elem = record_of<FileElem>(entry.message);
    Node node = attachment_node("file", texts.get(Text::attachment_file));
    node.set_text(Attribute::name, elem.name).set_text(Attribute::url, safe_link(elem.url));
    set_number(node, Attribute::size, elem.size);
    set_upload(node, entry);
    return node;
}

Node compose_sound(const Entry& entry, const Catalogue& texts) {
    const auto elem = record_of<SoundElem>(entry.message);
    Node node = attachment_node("audio", texts.get(Text::attachment_audio));
    node.set_text(Attribute::url, safe_image(elem.url));
    set_number(node, Attribute::size, elem.size);
    set_number(node, Attribute::duration, elem.second);
    set_upload(node, entry);
    return node;
}

Node compose_video(const Entry& entry, const Catalogue& texts) {
    const auto elem = record_of<VideoElem>(entry.message);
    Node node = attachment_node("video", texts.get(Text::attachment_video));
    node.set_text(Attribute::url, safe_image(elem.url));
    set_number(node, Attribute::size, elem.size);
    set_number(node, Attribute::duration, elem.second);
    set_number(node, Attribute::width, elem.thumb_width);
    set_number(node, Attribute::height, elem.thumb_height);
    set_upload(node, entry);
    return node;
}

Node compose_location(const Message& message, const Catalogue& texts) {
    const auto elem = record_of<LocationElem>(message);
    Node node(NodeKind::location);
    node.set(Attribute::label, elem.description.empty() ? texts.get(Text::location_label) : std::string_view(elem.description));
    node.set(Attribute::latitude, elem.latitude).set(Attribute::longitude, elem.longitude);
    // geo: is no scheme of the url policy; every phone and browser opens this address in its map.
    node.set(Attribute::href, "https://www.openstreetmap.org/?mlat=" + to_json(elem.latitude) + "&mlon=" + to_json(elem.longitude));
    return node;
}

std::vector<Node> compose_relay(const Message& message, const Catalogue& texts) {
    const auto elem = record_of<RelayElem>(message);
    Node quote(NodeKind::quote);
    Node title(NodeKind::strong);
    title.add(Node(NodeKind::text, elem.title.empty() ? texts.get(Text::notice_forwarded) : std::string_view(elem.title)));
    Node heading(NodeKind::paragraph);
    heading.add(std::move(title));
    quote.add(std::move(heading));
    for (const std::string& line : elem.abstracts) {
        for (Node& node : plain_paragraphs(line)) quote.add(std::move(node));
    }
    return one(std::move(quote));
}

}  // namespace

std::vector<Node> compose_element_body(const Entry& entry, const ViewContext& context, Row& row) {
    const Message& message = entry.message;
    const Catalogue& texts = context.texts;
    switch (message.kind) {
        case MessageKind::text: return plain_paragraphs(record_of<TextElem>(message).text);
        case MessageKind::image: return one(compose_image(entry, texts));
        case MessageKind::file: return one(compose_file(entry, texts));
        case MessageKind::sound: return one(compose_sound(entry, texts));
        case MessageKind::video: return one(compose_video(entry, texts));
        case MessageKind::face: {
            const auto elem = record_of<FaceElem>(message);
            return plain_paragraphs(elem.data.empty() ? texts.get(Text::notice_sticker) : std::string_view(elem.data));
        }
        case MessageKind::location: {
            const auto elem = record_of<LocationElem>(message);
            if (elem.latitude.is_number() && elem.longitude.is_number()) return one(compose_location(message, texts));
            break;
        }
        case MessageKind::relay: return compose_relay(message, texts);
        case MessageKind::internal: return {};
        case MessageKind::foreign: {
            CustomElem elem;
            (void)decode_into(message.im.payload, elem);
            if (!elem.description.empty()) return plain_paragraphs(elem.description);
            break;
        }
        default: break;
    }
    row.layout = "full";
    return one(notice_node(texts.get(Text::notice_unsupported), "muted"));
}

}  // namespace deskbell
