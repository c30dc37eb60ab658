#include "native/harness/row_report.h"

#include <algorithm>

#include "native/harness/composable.h"

namespace deskbell {

namespace {

void add_notes(std::vector<LeftOut>& out, const std::string& prefix, const std::list<DecodeNote>& notes) {
    for (const DecodeNote& note : notes) out.push_back({prefix + note.path, describe(Error{note.reason, {}})});
}

const Composable* find_record(MessageKind kind) {
    const std::span<const Composable> all = composables();
    const auto found = std::find_if(all.begin(), all.end(), [kind](const Composable& one) { return one.is_message() && one.kind == kind; });
    return found == all.end() ? nullptr : &*found;
}

std::string_view delivery_name(DeliveryState state) {
    switch (state) {
        case DeliveryState::received: return "received";
        case DeliveryState::uploading: return "uploading";
        case DeliveryState::queued: return "queued";
        case DeliveryState::sending: return "sending";
        case DeliveryState::sent: return "sent";
        case DeliveryState::read: return "read";
        case DeliveryState::failed: return "failed";
    }
    return "";
}

/// Collects the events that speak of a message.
class Sources {
  public:
    Sources(const Entry& entry, std::vector<SourceEvent>& out) : entry_(entry), out_(out) {}

    void look_at(std::size_t index, const Value& event) {
        const std::string& id = entry_.message.im.id;
        for (const char* member : {"message", "sent"}) {
            const Value& message = event[member];
            if (message.is_object() && is(message["ID"], id)) return add(index, &message);
        }
        for (const Value& message : event["messages"].items()) {
            if (is(message["ID"], id)) return add(index, &message);
        }
        if (is(event["client_id"], entry_.client_id)) return add(index, event.find("message"));
        if (is(event["row"], entry_.key) || is(event["id"], id) || is(event["ID"], id)) return add(index, nullptr);
    }

  private:
    static bool is(const Value& value, const std::string& wanted) { return !wanted.empty() && value.as_text() == wanted; }

    void add(std::size_t index, const Value* message) {
        out_.push_back({index, message, message == nullptr ? std::vector<LeftOut>() : left_out_of_message(*message)});
    }

    const Entry& entry_;
    std::vector<SourceEvent>& out_;
};

}  // namespace

std::vector<LeftOut> left_out_of_message(const Value& json) {
    std::vector<LeftOut> out;
    const Result<Message> message = read_message(json);
    if (!message) return {{"", describe(message.error())}};
    std::list<DecodeNote> notes;
    (void)decode<ImMessage>(json, &notes);
    add_notes(out, "", notes);
    const Composable* record = find_record(message->kind);
    if (record == nullptr) return out;
    notes.clear();
    (void)decode_record(*record->documentation->info, message->data, nullptr, &notes);
    const bool is_desk = record->sort == Composable::Sort::desk_message;
    // The envelope says which record it is, and is no part of it.
    std::erase_if(notes,
                  [is_desk](const DecodeNote& note) { return is_desk && (note.path == "customerServicePlugin" || note.path == "src"); });
    add_notes(out, is_desk ? "payload.data." : "payload.", notes);
    return out;
}

std::optional<RowReport> report_row(const Player& player, std::string_view key) {
    const std::list<Row>& rows = player.view().rows();
    const auto row = std::find_if(rows.rbegin(), rows.rend(), [key](const Row& one) { return one.key == key; });
    if (row == rows.rend()) return std::nullopt;
    RowReport report{*row, false, {}, nullptr, {}, {}, {}, {}};
    const std::list<Entry>& entries = player.session().conversation().timeline.entries();
    const auto entry = std::find_if(entries.rbegin(), entries.rend(), [key](const Entry& one) { return one.key == key; });
    if (entry == entries.rend()) return report;
    report.is_message = true;
    report.kind = message_kind_name(entry->message.kind);
    report.record = find_record(entry->message.kind);
    if (report.record != nullptr) {
        if (Result<Value> decoded = report.record->encode(entry->message.data)) report.decoded = std::move(*decoded);
    }
    report.unread_reason = entry->message.unread_reason;
    report.delivery = delivery_name(entry->delivery);
    if (entry->failure_code != 0) report.delivery += ", code " + std::to_string(entry->failure_code) + " " + entry->failure_info;
    Sources sources(*entry, report.sources);
    for (std::size_t i = 0; i < player.played(); ++i) sources.look_at(i, player.events()[i].event);
    return report;
}

}  // namespace deskbell
