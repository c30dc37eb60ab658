#include "widget/replay/redact.h"

#include <algorithm>
#include <set>

#include "core/base/json.h"
#include "core/base/utf8.h"
#include "widget/replay/stand_ins.h"

namespace deskbell {

namespace {

/// What the string at a member's name means.
enum class Meaning { words, keyword, id, client_id, row, action, person, file_name, secret, place, moment };

struct NamedMeaning {
    std::string_view name;
    Meaning meaning;
};

/// Names that mean the same wherever they stand; all others hold words, and so do those whose meaning depends on their place (below). A moment is a time or a size: a large
/// number that tells nothing of who took part.
constexpr NamedMeaning meanings[] = {
    {"event", Meaning::keyword},
    {"type", Meaning::keyword},
    {"flow", Meaning::keyword},
    {"src", Meaning::keyword},
    {"subtype", Meaning::keyword},
    {"command", Meaning::keyword},
    {"conversationType", Meaning::keyword},
    {"status", Meaning::keyword},
    {"mime", Meaning::keyword},
    {"role", Meaning::keyword},
    {"messageType", Meaning::keyword},
    {"env", Meaning::keyword},
    {"dir", Meaning::keyword},
    {"lang", Meaning::keyword},
    {"language", Meaning::keyword},
    {"videoFormat", Meaning::keyword},
    {"in", Meaning::row},
    {"row", Meaning::row},
    {"quote", Meaning::row},
    {"action", Meaning::action},
    {"ID", Meaning::id},
    {"id", Meaning::id},
    {"from", Meaning::id},
    {"to", Meaning::id},
    {"messageID", Meaning::id},
    {"sessionId", Meaning::id},
    {"conversationID", Meaning::id},
    {"nodeID", Meaning::id},
    {"taskID", Meaning::id},
    {"client_id", Meaning::client_id},
    {"nick", Meaning::person},
    {"messageSender", Meaning::person},
    {"nickName", Meaning::person},
    {"nickname", Meaning::person},
    {"userName", Meaning::person},
    {"username", Meaning::person},
    {"realName", Meaning::person},
    {"fullName", Meaning::person},
    {"firstName", Meaning::person},
    {"lastName", Meaning::person},
    {"staffName", Meaning::person},
    {"StaffNickName", Meaning::person},
    {"agentName", Meaning::person},
    {"fileName", Meaning::file_name},
    {"extension", Meaning::secret},
    {"latitude", Meaning::place},
    {"longitude", Meaning::place},
    {"lat", Meaning::place},
    {"lng", Meaning::place},
    {"lon", Meaning::place},
    {"start", Meaning::moment},
    {"at", Meaning::moment},
    {"time", Meaning::moment},
    {"upto", Meaning::moment},
    {"created", Meaning::moment},
    {"expireTime", Meaning::moment},
    {"size", Meaning::moment},
    {"fileSize", Meaning::moment},
    {"videoSize", Meaning::moment},
    {"sequence", Meaning::moment},
    {"seed", Meaning::moment},
};

Meaning meaning_of(std::string_view name) {
    for (const NamedMeaning& each : meanings) {
        if (each.name == name) return each.meaning;
    }
    return Meaning::words;
}

/// Numbers of fields that nobody knows: this large they are a telephone number or an id.
constexpr std::int64_t least_foreign_number = 1'000'000;

/// The object or list that a text holds as JSON, whatever its field is called; null when it is a text.
Value json_within(std::string_view text) {
    const std::string_view content = trim(text);
    if (!content.starts_with("{") && !content.starts_with("[")) return {};
    auto inner = parse_json(content);
    return inner ? std::move(*inner) : Value();
}

/// True for a name that no program would give to a field: people's words, numbers and addresses used as keys.
bool is_foreign_key(std::string_view key) {
    std::size_t digits = 0;
    for (const char c : key) {
        const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
        const bool digit = c >= '0' && c <= '9';
        if (!letter && !digit) return true;
        digits += digit ? 1u : 0u;
    }
    return digits >= 3;
}

/// The desk's own account is part of the protocol.
bool is_public_id(std::string_view id) { return id.starts_with("@customer_service"); }

class Redactor {
  public:
    explicit Redactor(const Value& header) : ids_(header["ids"].as_text()) {}

    void note_header(const Value& header) {
        note(header);
        stand_ins_.note_person(header["user"]["name"].as_text());
        if (const std::string_view id = header["user"]["id"].as_text(); id.size() >= 6) stand_ins_.note_term(id, stand_ins_.id(id));
    }

    Value rewrite_header(const Value& header) {
        Value out = rewritten(header);
        if (!ids_.empty()) out.set("ids", fresh_ids);
        if (header["user"]["name"].is_text()) out.find("user")->set("name", stand_ins_.words(header["user"]["name"].as_text()));
        return out;
    }

    /// Looks for what can only be told from words by where it stands.
    void note(const Value& value) {
        if (const Value* choices = value.find("chooseItemList")) {
            for (const Value& choice : choices->items()) offered_.insert(std::string(choice.as_text()));
        }
        for (std::size_t i = 0; i < value.items().size(); ++i) {
            const Value& member = value.items()[i];
            const std::string_view name = value.is_object() ? std::string_view(value.names()[i]) : std::string_view();
            const Meaning meaning = meaning_of(name);
            if (meaning == Meaning::person) stand_ins_.note_person(member.as_text());
            if (const Value inner = json_within(member.as_text()); !inner.is_null()) note(inner);
            // A form's answer: the values of an action, or the variables of a 33.
            if (name == "variableValue") note_typed(member);
            if (name == "value" && member.is_object()) {
                for (const Value& typed : member.items()) note_typed(typed);
            }
            note(member);
        }
    }

    /// Answers that were offered are the desk's words and not the visitor's; known only when all lines were seen.
    void settle() {
        for (const std::string& text : typed_) {
            if (!offered_.contains(text)) stand_ins_.note_entry(text);
        }
    }

    Value rewritten(const Value& value, std::string_view name = {}) {
        switch (value.type()) {
            case Value::Type::object: {
                const bool is_file = value["event"].as_text() == "file";
                Value out = Value::object();
                for (std::size_t i = 0; i < value.items().size(); ++i) {
                    const std::string& key = value.names()[i];
                    const Value& member = value.items()[i];
                    // Parts of a stream may cut a number or a name in two, so they are one text.
                    if (key == "chunks" && member.is_array()) {
                        out.set(key, joined(member));
                    } else if (is_file && key == "name" && member.is_text()) {
                        out.set(key, stand_ins_.file_name(member.as_text()));
                    } else if (name == "value") {
                        // The names of a form's fields are its labels.
                        out.set(stand_ins_.words(key), rewritten(member, key));
                    } else if (is_foreign_key(key)) {
                        out.set(stand_ins_.words(key), rewritten(member));
                    } else {
                        out.set(key, rewritten(member, key));
                    }
                }
                return out;
            }
            case Value::Type::array: {
                Value out = Value::array();
                for (const Value& item : value.items()) out.push(rewritten(item, name));
                return out;
            }
            case Value::Type::text: return text(value.as_text(), name);
            case Value::Type::integer: return number(value, name);
            case Value::Type::written: break;
            case Value::Type::decimal:
            case Value::Type::null:
            case Value::Type::boolean: return meaning_of(name) == Meaning::place && value.is_number() ? Value::decimal("0.5") : value;
        }
        return value;
    }

  private:
    static constexpr const char* fresh_ids = "r-";

    void note_typed(const Value& value) {
        const std::string_view text = value.as_text();
        // A bare ${variable} is a form's way to say that nothing was typed.
        if (!text.empty() && !text.starts_with("${")) typed_.emplace_back(text);
    }

    Value joined(const Value& chunks) {
        std::string whole;
        for (const Value& chunk : chunks.items()) {
            if (!chunk.is_text()) return rewritten(chunks);
            whole += chunk.as_text();
        }
        Value out = Value::array();
        if (!chunks.items().empty()) out.push(stand_ins_.words(whole));
        return out;
    }

    Value number(const Value& value, std::string_view name) {
        const Meaning meaning = meaning_of(name);
        if (meaning == Meaning::place) return Value::decimal("0.5");
        const bool is_foreign = meaning == Meaning::words && value.as_integer() >= least_foreign_number;
        if (!is_foreign && (meaning != Meaning::id || value.as_integer() < 0)) return value;
        const Result<Value> fresh = parse_json(stand_ins_.id(to_digits(value.as_integer())));
        return fresh ? *fresh : value;
    }

    std::string client_id(std::string_view text) {
        // What the session will make up again when the fixture is replayed: the prefix, "c" and a count.
        const bool is_ours = text.starts_with(ids_) && text.substr(ids_.size()).starts_with("c");
        if (is_ours && text.substr(ids_.size() + 1).find_first_not_of("0123456789") == std::string_view::npos) {
            return (ids_.empty() ? "" : fresh_ids) + std::string(text.substr(ids_.size()));
        }
        return stand_ins_.id(text);
    }

    std::string id(std::string_view text) {
        if (is_public_id(text)) return std::string(text);
        if (text.starts_with("C2C")) return "C2C" + id(text.substr(3));
        return stand_ins_.id(text);
    }

    std::string text(std::string_view text, std::string_view name) {
        switch (meaning_of(name)) {
            case Meaning::keyword: return std::string(text);
            case Meaning::id: return id(text);
            case Meaning::client_id: return client_id(text);
            case Meaning::row:
                if (text.starts_with("m:")) return "m:" + id(text.substr(2));
                return text.starts_with("c:") ? "c:" + client_id(text.substr(2)) : std::string(text);
            case Meaning::action: return text.starts_with("grade:") ? "grade:" + id(text.substr(6)) : std::string(text);
            case Meaning::file_name: return stand_ins_.file_name(text);
            case Meaning::secret: return text.empty() ? "" : "redacted";
            case Meaning::place: return "0.5";
            case Meaning::moment:
            case Meaning::person:
            case Meaning::words: break;
        }
        if (const Value inner = json_within(text); !inner.is_null()) return to_json(rewritten(inner));
        return stand_ins_.words(text);
    }

    std::string ids_;
    StandIns stand_ins_;
    std::set<std::string> offered_;
    std::vector<std::string> typed_;
};

}  // namespace

tl::expected<std::string, FixtureError> redact(std::string_view text) {
    const auto fixture = parse_fixture(text);
    if (!fixture) return tl::unexpected<FixtureError>(fixture.error());
    Redactor redactor(fixture->header);
    redactor.note_header(fixture->header);
    for (const FixtureEvent& event : fixture->events) redactor.note(event.event);
    redactor.settle();
    std::string out = to_json(redactor.rewrite_header(fixture->header)) + "\n";
    for (const FixtureEvent& event : fixture->events) out += to_json(redactor.rewritten(event.event)) + "\n";
    return out;
}

}  // namespace deskbell
