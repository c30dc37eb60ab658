#pragma once

#include <optional>
#include <string>

#include "core/base/record.h"

namespace deskbell::channel::aily {

// What Aily's API says and takes (seed 003 and the pages of its calls). Only what is used has a field.

inline constexpr std::size_t most_content = 16'777'216;
inline constexpr std::size_t most_json_characters = 255;
inline constexpr std::size_t most_mentions = 32;
inline constexpr std::size_t longest_quote_id = 32;
inline constexpr std::size_t longest_idempotent_id = 64;

struct PreviewUrl {
    std::string url;
};
struct AilyFile {
    std::string id;
    std::string mime_type;
    std::string file_name;
    std::optional<PreviewUrl> preview_url;
};
struct AilySender {
    std::string sender_type;
};
struct AilyMention {
    std::string entity_id;
    std::string identity_provider;
    std::string key;
    std::string name;
    std::string aily_id;
};
struct AilyMessage {
    std::string id;
    std::string run_id;
    std::string content_type;
    std::string content;
    Records<AilyFile> files;
    std::optional<AilySender> sender;
    Records<AilyMention> mentions;
    std::string plain_text;
    std::int64_t created_at = 0;
    std::string status;

    /// Only what the assistant says is shown; the visitor's own words are there already.
    bool is_of_assistant() const { return sender && sender->sender_type != "USER"; }
    bool is_growing() const { return status == "IN_PROGRESS"; }
};
struct SendMessage {
    std::string idempotent_id;
    std::string content_type;
    std::string content;
    std::list<std::string> file_ids;
    std::string quote_message_id;
    Records<AilyMention> mentions;
};
struct RunError {
    std::string code;
    std::string message;
};
struct Run {
    std::string id;
    std::int64_t created_at = 0;
    std::string status;
    std::optional<RunError> error;

    bool is_active() const { return status == "QUEUED" || status == "IN_PROGRESS"; }
};

}  // namespace deskbell::channel::aily

namespace deskbell {

DESKBELL_RECORD(channel::aily::PreviewUrl, "Where a file can be had.", DESKBELL_FIELD(url, "url", optional, "for a while"));
DESKBELL_RECORD(channel::aily::AilyFile, "A file of a message.",
    DESKBELL_FIELD(id, "id", required, "names it"),
    DESKBELL_FIELD(mime_type, "mime_type", optional, "its type"),
    DESKBELL_FIELD(file_name, "file_name", optional, "its name"),
    DESKBELL_FIELD(preview_url, "preview_url", optional, "where it is"));
DESKBELL_RECORD(channel::aily::AilySender, "Who wrote it.", DESKBELL_FIELD(sender_type, "sender_type", optional, "USER or ASSISTANT"));
DESKBELL_RECORD(channel::aily::AilyMention, "Somebody who is mentioned.",
    DESKBELL_FIELD(entity_id, "entity_id", optional, "ou_…"),
    DESKBELL_FIELD(identity_provider, "identity_provider", optional, "FEISHU"),
    DESKBELL_FIELD(key, "key", optional, "what stands in the content"),
    DESKBELL_FIELD(name, "name", optional, "how they are called"),
    DESKBELL_FIELD(aily_id, "aily_id", optional, "their number at Aily"));
DESKBELL_RECORD(channel::aily::AilyMessage, "A message of a session.",
    DESKBELL_FIELD(id, "id", required, "names it"),
    DESKBELL_FIELD(run_id, "run_id", optional, "the run that made it"),
    DESKBELL_FIELD(content_type, "content_type", optional, "MDX, TEXT, CLIP, SmartCard, JSON"),
    DESKBELL_FIELD(content, "content", optional, "all of it so far"),
    DESKBELL_FIELD(files, "files", optional, "what it carries"),
    DESKBELL_FIELD(sender, "sender", optional, "who wrote it"),
    DESKBELL_FIELD(mentions, "mentions", optional, "who is mentioned"),
    DESKBELL_FIELD(plain_text, "plain_text", optional, "the same in plain words"),
    DESKBELL_FIELD(created_at, "created_at", optional, "milliseconds, as text"),
    DESKBELL_FIELD(status, "status", optional, "IN_PROGRESS or COMPLETED"));
DESKBELL_RECORD(channel::aily::SendMessage, "A message to send.",
    DESKBELL_FIELD(idempotent_id, "idempotent_id", required, "the same one in a session is the same message for 72 hours; at most 64 characters"),
    DESKBELL_FIELD(content_type, "content_type", required, "MDX or TEXT"),
    DESKBELL_FIELD(content, "content", required, "at most 16777216 characters"),
    DESKBELL_FIELD(file_ids, "file_ids", optional, "at most 32"),
    DESKBELL_FIELD(quote_message_id, "quote_message_id", optional, "at most 32 characters"),
    DESKBELL_FIELD(mentions, "mentions", optional, "at most 32"));
DESKBELL_RECORD(channel::aily::RunError, "Why a run failed.",
    DESKBELL_FIELD(code, "code", optional, "sp_ec_…"),
    DESKBELL_FIELD(message, "message", optional, "in words"));
DESKBELL_RECORD(channel::aily::Run, "A run: the assistant's work on an answer.",
    DESKBELL_FIELD(id, "id", required, "names it"),
    DESKBELL_FIELD(created_at, "created_at", optional, "milliseconds, as text"),
    DESKBELL_FIELD(status, "status", optional, "QUEUED, IN_PROGRESS, REQUIRES_MESSAGE, CANCELLED, COMPLETED, FAILED, EXPIRED"),
    DESKBELL_FIELD(error, "error", optional, "why it failed"));

}  // namespace deskbell
