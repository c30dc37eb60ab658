#include "core/base/record.h"

#include "core/base/json.h"
#include "core/base/words.h"

namespace deskbell {

namespace {

/// Reads one record; the path of the member at hand is kept in one text that grows and shrinks.
class Decoder {
  public:
    explicit Decoder(std::list<DecodeNote>* notes) : notes_(notes) {}

    bool read(const RecordInfo& info, const Value& json, void* record) {
        if (!json.is_object()) return refuse(ErrorCode::wrong_type);
        for (std::size_t i = 0; i < info.count; ++i) {
            const Field& field = info.fields[i];
            const std::string_view name = nth_word(info.names, i);
            const std::size_t mark = enter(name);
            const Value* member = json.find(name);
            const bool absent = member == nullptr || member->is_null();
            bool taken = false;
            if (!absent) {
                taken = read_field(field, *member, record == nullptr ? nullptr : static_cast<char*>(record) + field.offset);
                if (!taken) note(ErrorCode::wrong_type);
            }
            if (!taken && field.presence == Presence::required) return refuse(ErrorCode::missing_field);
            leave(mark);
        }
        if (notes_ != nullptr) note_unknown(info, json);
        return true;
    }

    Error error() const { return error_; }

  private:
    std::size_t enter(std::string_view name) {
        const std::size_t mark = path_.size();
        if (!path_.empty()) path_ += '.';
        path_ += name;
        return mark;
    }
    void leave(std::size_t mark) { path_.resize(mark); }

    bool refuse(ErrorCode code) {
        error_ = Error{code, path_};
        return false;
    }

    void note(ErrorCode reason) {
        if (notes_ != nullptr) notes_->push_back({path_, reason});
    }

    void note_unknown(const RecordInfo& info, const Value& json) {
        for (const std::string& name : json.names()) {
            if (word_index(info.names, name) < info.count) continue;
            const std::size_t mark = enter(name);
            note(ErrorCode::unknown_field);
            leave(mark);
        }
    }

    /// Reads a member, or with nullptr only looks at it.
    bool read_field(const Field& field, const Value& json, void* member) {
        switch (field.type) {
            case FieldType::text: return read_text(json, static_cast<std::string*>(member));
            case FieldType::integer: return read_integer(json, static_cast<std::int64_t*>(member));
            case FieldType::optional_integer: {
                std::int64_t number = 0;
                if (!read_integer(json, &number)) return false;
                if (member != nullptr) *static_cast<std::optional<std::int64_t>*>(member) = number;
                return true;
            }
            case FieldType::boolean: {
                std::int64_t number = 0;
                if (!read_integer(json, &number)) return false;
                if (member != nullptr) *static_cast<bool*>(member) = number != 0;
                return true;
            }
            case FieldType::any:
                if (member != nullptr) *static_cast<Value*>(member) = json;
                return true;
            case FieldType::texts: return read_texts(json, static_cast<std::list<std::string>*>(member));
            case FieldType::record: return read(*field.access->record, json, member);
            case FieldType::optional_record: return read_into(field, json, member);
            case FieldType::records: {
                if (!json.is_array()) return false;
                for (std::size_t i = 0; i < json.items().size(); ++i) {
                    const std::size_t mark = enter(to_digits(static_cast<std::int64_t>(i)));
                    if (!read_into(field, json.items()[i], member)) note(error_.code);
                    leave(mark);
                }
                return true;
            }
            case FieldType::nodes: return false;
        }
        return false;
    }

    bool read_into(const Field& field, const Value& json, void* member) {
        const std::size_t mark = path_.size();
        if (read(*field.access->record, json, member == nullptr ? nullptr : field.access->add(member))) return true;
        path_.resize(mark);
        if (member != nullptr) field.access->drop_last(member);
        return false;
    }

    static bool read_text(const Value& json, std::string* out) {
        if (!json.is_text() && !json.is_number()) return false;
        if (out != nullptr) *out = json.is_text() ? std::string(json.as_text()) : to_json(json);
        return true;
    }

    static bool read_integer(const Value& json, std::int64_t* out) {
        std::int64_t number = json.as_integer(json.as_boolean() ? 1 : 0);
        if (json.is_text()) {
            const std::string_view text = json.as_text();
            if (text.empty() || text.find_first_not_of("0123456789.-") != std::string_view::npos) return false;
            number = Value::decimal(text).as_integer();
        } else if (!json.is_number() && !json.is_boolean()) {
            return false;
        }
        if (out != nullptr) *out = number;
        return true;
    }

    bool read_texts(const Value& json, std::list<std::string>* out) {
        if (!json.is_array()) return false;
        for (const Value& item : json.items()) {
            if (!read_text(item, nullptr)) {
                note(ErrorCode::wrong_type);
            } else if (out != nullptr) {
                read_text(item, &out->emplace_back());
            }
        }
        return true;
    }

    std::list<DecodeNote>* notes_;
    std::string path_;
    Error error_;
};

Value encode_nested(const Field& field, const void* member) {
    Value list = Value::array();
    field.access->each(
        member, [](const RecordInfo& info, const void* record, Value& out) { out.push(encode_record(info, record)); }, list);
    if (list.items().empty()) return {};
    return field.type == FieldType::records ? std::move(list) : std::move(list.items().front());
}

/// The member's JSON; null stands for "holds its default".
Value encode_member(const Field& field, const void* member) {
    switch (field.type) {
        case FieldType::text: {
            const auto& text = *static_cast<const std::string*>(member);
            return text.empty() ? Value() : Value(text);
        }
        case FieldType::integer: {
            const auto number = *static_cast<const std::int64_t*>(member);
            return number == 0 ? Value() : Value(number);
        }
        case FieldType::optional_integer: {
            const auto& number = *static_cast<const std::optional<std::int64_t>*>(member);
            return number ? Value(*number) : Value();
        }
        case FieldType::boolean: return *static_cast<const bool*>(member) ? Value(true) : Value();
        case FieldType::any: return *static_cast<const Value*>(member);
        case FieldType::texts: {
            const auto& texts = *static_cast<const std::list<std::string>*>(member);
            if (texts.empty()) return {};
            Value list = Value::array();
            for (const std::string& text : texts) list.push(text);
            return list;
        }
        case FieldType::record:
        case FieldType::optional_record:
        case FieldType::records: return encode_nested(field, member);
        case FieldType::nodes: {
            const auto& nodes = *static_cast<const std::vector<Node>*>(member);
            if (nodes.empty()) return {};
            std::string json;
            append_nodes(json, nodes);
            return Value::written(std::move(json));
        }
    }
    return {};
}

}  // namespace

Value written_default(FieldType type) {
    switch (type) {
        case FieldType::text: return Value("");
        case FieldType::integer:
        case FieldType::optional_integer: return Value(0);
        case FieldType::boolean: return Value(false);
        case FieldType::texts:
        case FieldType::records:
        case FieldType::nodes: return Value::array();
        case FieldType::any:
        case FieldType::record:
        case FieldType::optional_record: break;
    }
    return {};
}

Result<void> decode_record(const RecordInfo& info, const Value& json, void* record, std::list<DecodeNote>* notes) {
    Decoder decoder(notes);
    if (decoder.read(info, json, record)) return {};
    return tl::unexpected<Error>(decoder.error());
}

Value encode_record(const RecordInfo& info, const void* record) {
    Value json = Value::object();
    for (std::size_t i = 0; i < info.count; ++i) {
        const Field& field = info.fields[i];
        Value member = encode_member(field, static_cast<const char*>(record) + field.offset);
        if (member.is_null()) {
            if (field.presence == Presence::optional) continue;
            member = written_default(field.type);
        }
        json.set(nth_word(info.names, i), std::move(member));
    }
    return json;
}

}  // namespace deskbell
