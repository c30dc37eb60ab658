#include "core/channel/chatwoot/read.h"

#include <algorithm>

#include "core/base/json.h"
#include "core/base/utf8.h"
#include "core/channel/digest.h"

namespace deskbell::channel::chatwoot {
namespace {

constexpr std::string_view type_names[] = {"incoming", "outgoing", "activity", "template"};
constexpr std::string_view smileys[] = {"😞", "😑", "😐", "😀", "😍"};
constexpr std::string_view id_prefix = "cw-";

/// The number of a named type; an unknown one is treated as activity, which is never shown, rather than as something an agent said.
std::int64_t type_number(std::string_view name) {
    const auto* found = std::find(std::begin(type_names), std::end(type_names), name);
    return found == std::end(type_names) ? 2 : found - std::begin(type_names);
}

}  // namespace

Result<DeskMessage> read_desk_message(const Value& json) {
    if (!json.is_object()) return fail(ErrorCode::wrong_type, "message");
    Value plain = json;
    if (const Value& type = json["message_type"]; type.is_text()) plain.set("message_type", type_number(type.as_text()));
    return decode<DeskMessage>(plain);
}

std::int64_t number_of(std::string_view id) {
    if (id.empty() || id.size() > 18 || id.find_first_not_of("0123456789") != std::string_view::npos) return 0;
    return Value::decimal(id).as_integer();
}

std::string im_id(std::string_view desk_id) { return std::string(id_prefix) + std::string(desk_id); }

std::string_view desk_id(std::string_view im_id) {
    if (!im_id.starts_with(id_prefix)) return {};
    im_id.remove_prefix(id_prefix.size());
    return im_id.substr(0, im_id.find('-'));
}

std::string digest(const DeskMessage& message) {
    Value told = Value::object();
    told.set("content", message.content).set("type", message.content_type).set("attributes", encode(message.attributes));
    Value files = Value::array();
    for (const Attachment& file : message.attachments) files.push(Value(file.id + ' ' + file.data_url));
    told.set("files", std::move(files));
    return short_digest(to_json(told));
}

bool can_be_answered(const DeskMessage& message) {
    const std::string& type = message.content_type;
    return type == "input_select" || type == "form" || type == "input_csat" || type == "input_email" || type == "cards";
}

std::string label_of(const Records<Item>& items, const Item& item) {
    const auto same = std::count_if(items.begin(), items.end(), [&](const Item& other) { return other.label == item.label; });
    return item.label.empty() || same > 1 ? item.name : item.label;
}

std::string_view smiley(std::int64_t rating) {
    return rating >= 1 && rating <= best_rating ? smileys[static_cast<std::size_t>(rating - 1)] : std::string_view();
}

}  // namespace deskbell::channel::chatwoot
