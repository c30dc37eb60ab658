// deskbell-schema: prints the TypeScript of everything that crosses the border between core and page, from the field lists that the core itself runs on.

#include <algorithm>
#include <cstdio>
#include <span>
#include <string>
#include <string_view>

#include "core/protocol/message.h"
#include "widget/session/events.h"
#include "widget/view/compose.h"
#include "widget/view/row.h"

namespace {

using namespace deskbell;

void print(std::string_view text) { std::fwrite(text.data(), 1, text.size(), stdout); }

std::string type_of(const FieldDeclaration& declaration) {
    switch (declaration.field.type) {
        case FieldType::text: return "string";
        case FieldType::integer:
        case FieldType::optional_integer: return "number";
        case FieldType::boolean: return "boolean";
        case FieldType::any: return "Json";
        case FieldType::texts: return "string[]";
        case FieldType::record:
        case FieldType::optional_record: return declaration.record->name;
        case FieldType::records: return std::string(declaration.record->name) + "[]";
        case FieldType::nodes: return "Node[]";
    }
    return "Json";
}

std::string members(std::span<const FieldDeclaration> fields) {
    std::string out;
    for (const FieldDeclaration& declaration : fields) {
        const Field& field = declaration.field;
        out.append("  /** ").append(declaration.about).append(" */\n  ").append(declaration.name);
        out.append(field.presence == Presence::optional ? "?: " : ": ").append(type_of(declaration)).append(";\n");
    }
    return out;
}

template <class Record>
void print_record() {
    using Traits = RecordTraits<Record>;
    print("/** " + std::string(Traits::about) + " */\nexport interface " + std::string(Traits::name) + " {\n" + members(Traits::declared) +
          "}\n");
}

/// `list_item` → `ListItemNode`.
std::string node_type_name(std::string_view kind) {
    std::string out;
    bool upper = true;
    for (const char c : kind) {
        if (c == '_') {
            upper = true;
        } else {
            out += upper ? static_cast<char>(c - ('a' - 'A')) : c;
            upper = false;
        }
    }
    return out + "Node";
}

struct NodeEntry {
    std::string_view kind;
    std::string_view attributes;
};
constexpr NodeEntry node_entries[] = {
#define DESKBELL_NODE(kind, attributes) {#kind, attributes},
#include "core/base/nodes.def"
#undef DESKBELL_NODE
};

struct AttributeEntry {
    std::string_view name;
    std::string_view type;
};
constexpr AttributeEntry attribute_entries[] = {
#define DESKBELL_ATTRIBUTE(name, type) {#name, type},
#include "core/base/attributes.def"
#undef DESKBELL_ATTRIBUTE
};

std::string attribute_type(std::string_view name) {
    if (name == "children") return "Node[]";
    for (const AttributeEntry& entry : attribute_entries) {
        if (entry.name == name) return std::string(entry.type);
    }
    return "string";
}

void print_nodes() {
    std::string all = "export type Node =\n";
    for (const NodeEntry& entry : node_entries) {
        std::string body = "export interface " + node_type_name(entry.kind) + " {\n  kind: \"" + std::string(entry.kind) + "\";\n";
        std::string_view rest = entry.attributes;
        while (!rest.empty()) {
            const std::size_t end = std::min(rest.find(' '), rest.size());
            std::string_view name = rest.substr(0, end);
            const bool optional = name.ends_with('?');
            if (optional) name.remove_suffix(1);
            body.append("  ").append(name).append(optional ? "?: " : ": ").append(attribute_type(name)).append(";\n");
            rest.remove_prefix(std::min(end + 1, rest.size()));
        }
        print(body + "}\n");
        all += "  | " + node_type_name(entry.kind) + "\n";
    }
    print(all + ";\n");
}

void print_events() {
    std::string all = "/** What the page tells the session. */\nexport type Event =\n";
#define DESKBELL_EVENT(event_name, record) \
    all += "  | ({ event: \"" #event_name "\" } & " + std::string(RecordTraits<record>::name) + ")\n";
#include "widget/session/events.def"
#undef DESKBELL_EVENT
    print(all + ";\n");
}

/// Desk messages by src, for whoever writes or reads payload.data.
void print_messages() {
    std::string all = "/** The Desk messages by their src. */\nexport interface DeskMessages {\n";
#define DESKBELL_MESSAGE(src, kind, record, direction, delivery, visibility) \
    all += "  /** " #kind " */\n  \"" #src "\": " + std::string(RecordTraits<record>::name) + ";\n";
#include "core/protocol/messages.def"
#undef DESKBELL_MESSAGE
    print(all + "}\n");
}

// These shapes are built piece by piece (widget/view/differ.h, view.cpp, session.cpp), so they have no field list.
constexpr std::string_view output_types = R"(export type Json = null | boolean | number | string | Json[] | { [name: string]: Json };
/** A row without its body. */
export type RowHead = Omit<Row, "body">;
export type Edit =
  | { edit: "attributes"; path: number[]; node: Node }
  | { edit: "append_text"; path: number[]; text: string }
  | { edit: "splice"; path: number[]; at: number; remove: number; insert: Node[] };
export type Patch =
  | { op: "insert"; at: number; row: Row }
  | { op: "remove"; key: string }
  | { op: "move"; key: string; at: number }
  | { op: "row"; key: string; row: RowHead }
  | { op: "body"; key: string; edits: Edit[] }
  | { op: "header"; header: Header }
  | { op: "composer"; composer: Composer }
  | { op: "launcher"; launcher: Launcher }
  | { op: "language"; language: Language };
export type Effect =
  | { effect: "send"; client_id: string; message: Json; online_only: boolean }
  | { effect: "load_history"; before?: string; limit: number }
  | { effect: "mark_read"; upto: number }
  | { effect: "recall"; id: string }
  | { effect: "persist"; state: Json }
  | { effect: "upload"; client_id: string; ref: string; name: string; mime: string; size: number }
  | { effect: "cancel_upload"; client_id: string }
  | { effect: "connect" }
  | { effect: "notify"; title: string; text: string }
  | { effect: "play_sound"; sound: string }
  | { effect: "announce"; text: string; politeness: "polite" | "assertive" }
  | { effect: "load_language"; lang: string }
  | { effect: "typing" };
export interface Output {
  patches: Patch[];
  effects: Effect[];
  next: number | null;
  /** For the developer: what was left out, and why. */
  notes?: string[];
  error?: string;
}
)";

}  // namespace

int main() {
    print("// Made by deskbell-schema from the core's field lists; do not edit.\n");
    print(output_types);
    print_nodes();
    print_record<RowAuthor>();
    print_record<RowDelivery>();
    print_record<Row>();
    print_record<HeaderLabels>();
    print_record<Header>();
    print_record<Composer>();
    print_record<Launcher>();
    print_record<Language>();
    print_record<ConfigUser>();
    print_record<Config>();
    print_record<ImMessage>();
    print_record<TaskInfo>();
    print_record<MessageReply>();
    print_record<CloudCustomData>();
    print_record<ImageInfo>();
    print_record<EvaluationGrade>();
    print_record<EvaluationMenu>();
    print_record<EvaluationChoice>();
    print_record<EvaluationRule>();
    print_record<ChoiceItem>();
    print_record<ChosenItem>();
    print_record<BranchContent>();
    print_record<FormContent>();
    print_record<WelcomeContent>();
    print_record<InputVariable>();
    print_record<TaskFormContent>();
    print_record<CustomField>();
    print_record<CardContent>();
    print_record<OrderContent>();
    print_record<TriggeredContent>();
    print_record<SeatCommand>();
    // A record can serve several messages; each is printed once.
    print_record<Signal>();
#define DESKBELL_ELEMENT(type, kind, record) print_record<record>();
#include "core/protocol/elements.def"
#undef DESKBELL_ELEMENT
    print_record<SessionTrigger>();
    print_record<Evaluation>();
    print_record<EvaluationAnswer>();
    print_record<Typing>();
    print_record<Branch>();
    print_record<Form>();
    print_record<Card>();
    print_record<EvaluationSetting>();
    print_record<SeatStatus>();
    print_record<Order>();
    print_record<WelcomeCard>();
    print_record<RichText>();
    print_record<Stream>();
    print_record<TaskBranch>();
    print_record<TaskForm>();
    print_record<Thinking>();
    print_record<Reminder>();
    print_record<BareEvent>();
    print_record<NetEvent>();
    print_record<MessageEvent>();
    print_record<RevokedEvent>();
    print_record<HistoryEvent>();
    print_record<SentEvent>();
    print_record<SendFailedEvent>();
    print_record<ReadEvent>();
    print_record<UploadEvent>();
    print_record<TextEvent>();
    print_record<DraftEvent>();
    print_record<ActionEvent>();
    print_record<PickEvent>();
    print_record<FileEvent>();
    print_record<CardEvent>();
    print_record<OrderEvent>();
    print_record<LanguageEvent>();
    print_record<CatalogueEvent>();
    print_record<StateEvent>();
    print_record<RestoreEvent>();
    print_events();
    print_messages();
    std::printf("\n/** How long an own message can be taken back, in milliseconds. */\nexport const recallTime = %lld;\n",
                static_cast<long long>(recall_time));
    std::printf("/** The largest file that can be sent, in megabytes of 1024 x 1024 bytes. */\nexport const uploadMegabytes = %lld;\n",
                static_cast<long long>(upload_megabytes));
    return 0;
}
