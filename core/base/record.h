#pragma once

#include <array>
#include <cstddef>
#include <list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/node.h"
#include "core/base/result.h"
#include "core/base/value.h"

namespace deskbell {

/// What a field holds. The C++ member's type decides it; see field_type().
enum class FieldType : std::uint8_t {
    text,              ///< std::string; a number is taken as its digits, since the desks write ids both ways
    integer,           ///< std::int64_t; a text of digits and a boolean are taken too
    optional_integer,  ///< std::optional<std::int64_t>; absent differs from 0
    boolean,           ///< bool; 0 and 1 are taken too
    any,               ///< Value, kept as it came
    texts,             ///< std::list<std::string>
    record,            ///< another record
    optional_record,   ///< std::optional of a record
    records,           ///< Records; an element that cannot be read is left out
    nodes,             ///< std::vector<Node>; only written
};

/// Whether a field must be there.
enum class Presence : std::uint8_t {
    required,  ///< without it the record cannot be read; always written
    always,    ///< read leniently; always written
    optional,  ///< read leniently; left out when it holds its default
};

struct RecordInfo;

/// Many records of one type: a list, whose code in WebAssembly is a fraction of a vector's for each type.
template <class Record>
using Records = std::list<Record>;

/// How nested records are reached without knowing their type: one record, zero or one, or many.
struct RecordAccess {
    const RecordInfo* record;
    void* (*add)(void* member);
    void (*each)(const void* member, void (*visit)(const RecordInfo& info, const void* record, Value& list), Value& list);
    void (*drop_last)(void* member);
};

/// One field of a record, as decode() and encode() need it.
struct Field {
    FieldType type;
    Presence presence;
    std::uint16_t offset;
    const RecordAccess* access;  ///< of a nested record, or nullptr
};

struct RecordDocumentation;

/// A field with its documentation. The documentation is kept apart from the table that runs, so that it costs the browser nothing.
struct FieldDeclaration {
    Field field;
    const char* name;
    const char* about;
    const RecordDocumentation* record;  ///< of a nested record, or nullptr
};

/// A record's table.
struct RecordInfo {
    const char* names;  ///< of the fields in turn, each ended by NUL: see core/base/words.h
    const Field* fields;
    std::size_t count;
};

/// What the tools know of a record: they print it as a type or draw it as a form.
struct RecordDocumentation {
    const char* name;
    const char* about;
    const FieldDeclaration* fields;
    std::size_t count;
    const RecordInfo* info;
};

/// The field list of a record type; specialised by DESKBELL_RECORD.
template <class Record>
struct RecordTraits;

namespace record_detail {

template <class Member>
struct MemberTraits {
    static constexpr FieldType type = FieldType::record;
    using Record = Member;
};
template <>
struct MemberTraits<std::string> {
    static constexpr FieldType type = FieldType::text;
    using Record = void;
};
template <>
struct MemberTraits<std::int64_t> {
    static constexpr FieldType type = FieldType::integer;
    using Record = void;
};
template <>
struct MemberTraits<std::optional<std::int64_t>> {
    static constexpr FieldType type = FieldType::optional_integer;
    using Record = void;
};
template <>
struct MemberTraits<bool> {
    static constexpr FieldType type = FieldType::boolean;
    using Record = void;
};
template <>
struct MemberTraits<Value> {
    static constexpr FieldType type = FieldType::any;
    using Record = void;
};
template <>
struct MemberTraits<std::list<std::string>> {
    static constexpr FieldType type = FieldType::texts;
    using Record = void;
};
template <>
struct MemberTraits<std::vector<Node>> {
    static constexpr FieldType type = FieldType::nodes;
    using Record = void;
};
template <class Inner>
struct MemberTraits<std::optional<Inner>> {
    static constexpr FieldType type = FieldType::optional_record;
    using Record = Inner;
};
template <class Inner>
struct MemberTraits<Records<Inner>> {
    static constexpr FieldType type = FieldType::records;
    using Record = Inner;
};

using Visit = void (*)(const RecordInfo& info, const void* record, Value& list);

template <class Member>
inline constexpr RecordAccess one_access{
    &RecordTraits<typename MemberTraits<Member>::Record>::info,
    [](void* member) -> void* { return member; },
    [](const void* member, Visit visit, Value& list) { visit(RecordTraits<typename MemberTraits<Member>::Record>::info, member, list); },
    [](void*) {},
};
template <class Member>
inline constexpr RecordAccess optional_access{
    &RecordTraits<typename MemberTraits<Member>::Record>::info,
    [](void* member) -> void* { return &static_cast<Member*>(member)->emplace(); },
    [](const void* member, Visit visit, Value& list) {
        const auto& optional = *static_cast<const Member*>(member);
        if (optional) visit(RecordTraits<typename MemberTraits<Member>::Record>::info, &*optional, list);
    },
    [](void* member) { static_cast<Member*>(member)->reset(); },
};
template <class Member>
inline constexpr RecordAccess list_access{
    &RecordTraits<typename MemberTraits<Member>::Record>::info,
    [](void* member) -> void* { return &static_cast<Member*>(member)->emplace_back(); },
    [](const void* member, Visit visit, Value& list) {
        for (const auto& record : *static_cast<const Member*>(member))
            visit(RecordTraits<typename MemberTraits<Member>::Record>::info, &record, list);
    },
    [](void* member) { static_cast<Member*>(member)->pop_back(); },
};

template <class Member>
constexpr const RecordAccess* access_of() {
    constexpr FieldType type = MemberTraits<Member>::type;
    if constexpr (type == FieldType::record) return &one_access<Member>;
    if constexpr (type == FieldType::optional_record) return &optional_access<Member>;
    if constexpr (type == FieldType::records) return &list_access<Member>;
    return nullptr;
}

template <class Member>
constexpr const RecordDocumentation* documentation_of() {
    using Record = typename MemberTraits<Member>::Record;
    if constexpr (std::is_void_v<Record>) {
        return nullptr;
    } else {
        return &RecordTraits<Record>::documentation;
    }
}

template <class Member>
constexpr FieldDeclaration declare(const char* name, Presence presence, std::size_t offset, const char* about) {
    return {{MemberTraits<Member>::type, presence, static_cast<std::uint16_t>(offset), access_of<Member>()},
            name,
            about,
            documentation_of<Member>()};
}

template <std::size_t N>
constexpr std::array<Field, N> without_documentation(const std::array<FieldDeclaration, N>& declared) {
    std::array<Field, N> fields{};
    for (std::size_t i = 0; i < N; ++i) fields[i] = declared[i].field;
    return fields;
}

template <std::size_t N>
constexpr std::size_t length_of_names(const std::array<FieldDeclaration, N>& declared) {
    std::size_t length = 0;
    for (const FieldDeclaration& declaration : declared) length += std::string_view(declaration.name).size() + 1;
    return length;
}

template <std::size_t N, std::size_t Length>
constexpr std::array<char, Length> join_names(const std::array<FieldDeclaration, N>& declared) {
    std::array<char, Length> names{};
    std::size_t at = 0;
    for (const FieldDeclaration& declaration : declared) {
        for (const char c : std::string_view(declaration.name)) names[at++] = c;
        ++at;
    }
    return names;
}

}  // namespace record_detail

/// Declares the field list of a struct, once, in namespace deskbell: DESKBELL_RECORD(Type, "what it is", DESKBELL_FIELD(…), …). From it derive decode(), encode(),
/// the validation, and the TypeScript types with their comments.
#define DESKBELL_RECORD(Type, description, ...)                                                                                       \
    template <>                                                                                                                       \
    struct RecordTraits<Type> {                                                                                                       \
        using R = Type;                                                                                                               \
        static constexpr const char* name = #Type;                                                                                    \
        static constexpr const char* about = description;                                                                             \
        static constexpr auto declared = std::to_array<FieldDeclaration>({__VA_ARGS__});                                              \
        static constexpr auto fields = record_detail::without_documentation(declared);                                                \
        static constexpr auto names = record_detail::join_names<declared.size(), record_detail::length_of_names(declared)>(declared); \
        static constexpr RecordInfo info{names.data(), fields.data(), fields.size()};                                                 \
        static constexpr RecordDocumentation documentation{name, about, declared.data(), declared.size(), &info};                     \
    }

/// The same for a struct without fields.
#define DESKBELL_BARE_RECORD(Type, description)                                             \
    template <>                                                                             \
    struct RecordTraits<Type> {                                                             \
        static constexpr const char* name = #Type;                                          \
        static constexpr const char* about = description;                                   \
        static constexpr std::array<FieldDeclaration, 0> declared{};                        \
        static constexpr RecordInfo info{nullptr, nullptr, 0};                              \
        static constexpr RecordDocumentation documentation{name, about, nullptr, 0, &info}; \
    }

/// One line of a field list: the member, its JSON name, its Presence, what it means.
#define DESKBELL_FIELD(member, json_name, presence, description) \
    record_detail::declare<decltype(R::member)>(json_name, Presence::presence, offsetof(R, member), description)

/// Something that was in the input and could not be taken: where (`content.items.2.desc`) and why.
struct DecodeNote {
    std::string path;
    ErrorCode reason;
};

/// Reads `json` into the record at `record`, a new one, or with nullptr only looks whether it could. Unknown members are passed over, a member of the wrong type is left at its default, and both are noted in
/// `notes` when it is given. Errors: wrong_type (no object), missing_field (a required one is missing or wrong; detail: its path).
Result<void> decode_record(const RecordInfo& info, const Value& json, void* record, std::list<DecodeNote>* notes);

/// What stands in JSON for a default that must be written; null for records and for what may be anything.
Value written_default(FieldType type);

/// Writes a record as a JSON object, its fields in the order of the list.
Value encode_record(const RecordInfo& info, const void* record);

/// Reads a record in place; see decode_record(). What the core and the widget use: each Result of a record type is code of its own.
template <class Record>
Result<void> decode_into(const Value& json, Record& record) {
    return decode_record(RecordTraits<Record>::info, json, &record, nullptr);
}

/// Reads a record of a known type; see decode_record().
template <class Record>
Result<Record> decode(const Value& json, std::list<DecodeNote>* notes = nullptr) {
    Record record;
    if (auto done = decode_record(RecordTraits<Record>::info, json, &record, notes); !done) {
        return tl::unexpected<Error>(done.error());
    }
    return record;
}

/// Writes a record of a known type; see encode_record().
template <class Record>
Value encode(const Record& record) {
    return encode_record(RecordTraits<Record>::info, &record);
}

}  // namespace deskbell
