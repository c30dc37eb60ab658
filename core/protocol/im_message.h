#pragma once

#include "core/base/record.h"
#include "core/base/time.h"

namespace deskbell {

/// A message as the browser SDK hands it over (tencent-desk.md, "The browser SDK"); every channel is translated into this shape.
struct ImMessage {
    std::string id;
    std::string type;
    Value payload;
    std::string flow;
    std::string from;
    std::string to;
    Seconds time = 0;
    std::int64_t sequence = 0;
    std::string nick;
    std::string avatar;
    std::string cloud_custom_data;
    std::string conversation_id;
    std::string conversation_type;
    std::string status;
    std::string client_id;
    bool is_revoked = false;
    bool is_modified = false;
    bool is_peer_read = false;
};

DESKBELL_RECORD(ImMessage, "A message as the browser SDK hands it over.",
    DESKBELL_FIELD(id, "ID", optional, "the server's id; absent on a message that is being sent"),
    DESKBELL_FIELD(type, "type", required, "the element: TIMTextElem, TIMCustomElem, TIMImageElem, …"),
    DESKBELL_FIELD(payload, "payload", always, "the element's fields"),
    DESKBELL_FIELD(flow, "flow", optional, "in: from the desk; out: from the visitor"),
    DESKBELL_FIELD(from, "from", optional, "the sender's user id"),
    DESKBELL_FIELD(to, "to", optional, "the receiver's user id"),
    DESKBELL_FIELD(time, "time", optional, "seconds since 1970"),
    DESKBELL_FIELD(sequence, "sequence", optional, "orders messages of the same second"),
    DESKBELL_FIELD(nick, "nick", optional, "the sender's display name"),
    DESKBELL_FIELD(avatar, "avatar", optional, "the address of the sender's picture"),
    DESKBELL_FIELD(cloud_custom_data, "cloudCustomData", optional, "JSON text; see CloudCustomData"),
    DESKBELL_FIELD(conversation_id, "conversationID", optional, "C2C and the peer's id"),
    DESKBELL_FIELD(conversation_type, "conversationType", optional, "always C2C"),
    DESKBELL_FIELD(status, "status", optional, "the SDK's word for the delivery: success, fail, unSend"),
    DESKBELL_FIELD(client_id, "clientId", optional, "what its sender called it, by which the sender knows it when it comes back; from our relay"),
    DESKBELL_FIELD(is_revoked, "isRevoked", optional, "the sender took it back"),
    DESKBELL_FIELD(is_modified, "isModified", optional, "its content has changed since it was sent"),
    DESKBELL_FIELD(is_peer_read, "isPeerRead", optional, "the receiver has read it"));

/// How long a sender can take a message back (the IM service's default).
inline constexpr Millis recall_time = 2 * millis_per_minute;

/// A button of a task-flow branch that stays (32, optionType 1) names its node with the answer; it is also the taskInfo of the branch.
struct TaskInfo {
    Value task_id;
    std::string node_id;
    std::string env;
};

DESKBELL_RECORD(TaskInfo, "The node of a task flow that a branch belongs to (seed: src 32).",
    DESKBELL_FIELD(task_id, "taskID", optional, "number or text, sent back as it came"),
    DESKBELL_FIELD(node_id, "nodeID", optional, "where the flow goes on"),
    DESKBELL_FIELD(env, "env", optional, "production or a test environment"));

/// The message that a message answers; the shape is the one of the shipped chat kits (seed 2478–3153).
struct MessageReply {
    std::string message_id;
    std::string message_abstract;
    std::string message_sender;
    std::int64_t version = 1;
};

DESKBELL_RECORD(MessageReply, "The message that a message answers.",
    DESKBELL_FIELD(message_id, "messageID", optional, "its ID"),
    DESKBELL_FIELD(message_abstract, "messageAbstract", always, "its beginning as plain text"),
    DESKBELL_FIELD(message_sender, "messageSender", optional, "who wrote it"),
    DESKBELL_FIELD(version, "version", optional, "1"));

/// What cloudCustomData holds when it is JSON.
struct CloudCustomData {
    std::string role;
    std::string message_type;
    std::optional<TaskInfo> branch_option_info;
    std::optional<MessageReply> message_reply;
};

DESKBELL_RECORD(CloudCustomData, "What cloudCustomData holds when it is JSON.",
    DESKBELL_FIELD(role, "role", optional, "robot: the message was written by the robot; agent, from our relay: by an agent, though of a kind that robots send"),
    DESKBELL_FIELD(message_type, "messageType", optional, "fallback, faq or aiReply"),
    DESKBELL_FIELD(branch_option_info, "BranchOptionInfo", optional, "the task-flow node that an answer belongs to"),
    DESKBELL_FIELD(message_reply, "messageReply", optional, "the message that it answers"));

// The elements that a customer sees besides custom messages. Names as in the SDK.

struct TextElem {
    std::string text;
};
DESKBELL_RECORD(TextElem, "TIMTextElem", DESKBELL_FIELD(text, "text", required, "plain text"));

struct ImageInfo {
    std::int64_t type = 0;
    std::string url;
    std::int64_t width = 0;
    std::int64_t height = 0;
    std::int64_t size = 0;
};
DESKBELL_RECORD(ImageInfo, "One size of an image.",
    DESKBELL_FIELD(type, "type", optional, "0 original, 1 198p thumbnail, 2 720p"),
    DESKBELL_FIELD(url, "url", required, "where it is"),
    DESKBELL_FIELD(width, "width", optional, "pixels"),
    DESKBELL_FIELD(height, "height", optional, "pixels"),
    DESKBELL_FIELD(size, "size", optional, "bytes"));

struct ImageElem {
    Records<ImageInfo> images;
};
DESKBELL_RECORD(ImageElem, "TIMImageElem",
    DESKBELL_FIELD(images, "imageInfoArray", required, "the same picture in several sizes"));

struct FileElem {
    std::string name;
    std::int64_t size = 0;
    std::string url;
};
DESKBELL_RECORD(FileElem, "TIMFileElem",
    DESKBELL_FIELD(name, "fileName", optional, "the name that the sender gave it"),
    DESKBELL_FIELD(size, "fileSize", optional, "bytes"),
    DESKBELL_FIELD(url, "fileUrl", required, "where it is"));

struct SoundElem {
    std::string url;
    std::int64_t second = 0;
    std::int64_t size = 0;
};
DESKBELL_RECORD(SoundElem, "TIMSoundElem",
    DESKBELL_FIELD(url, "url", required, "where it is"),
    DESKBELL_FIELD(second, "second", optional, "how long it lasts"),
    DESKBELL_FIELD(size, "size", optional, "bytes"));

struct VideoElem {
    std::string url;
    std::int64_t size = 0;
    std::int64_t second = 0;
    std::string format;
    std::string thumb_url;
    std::int64_t thumb_width = 0;
    std::int64_t thumb_height = 0;
};
DESKBELL_RECORD(VideoElem, "TIMVideoFileElem",
    DESKBELL_FIELD(url, "videoUrl", required, "where it is"),
    DESKBELL_FIELD(size, "videoSize", optional, "bytes"),
    DESKBELL_FIELD(second, "videoSecond", optional, "how long it lasts"),
    DESKBELL_FIELD(format, "videoFormat", optional, "mp4, …"),
    DESKBELL_FIELD(thumb_url, "thumbUrl", optional, "a still of it"),
    DESKBELL_FIELD(thumb_width, "thumbWidth", optional, "pixels"),
    DESKBELL_FIELD(thumb_height, "thumbHeight", optional, "pixels"));

struct FaceElem {
    std::int64_t index = 0;
    std::string data;
};
DESKBELL_RECORD(FaceElem, "TIMFaceElem",
    DESKBELL_FIELD(index, "index", optional, "number in the sticker set"),
    DESKBELL_FIELD(data, "data", optional, "name of the sticker"));

struct LocationElem {
    std::string description;
    Value latitude;
    Value longitude;
};
DESKBELL_RECORD(LocationElem, "TIMLocationElem",
    DESKBELL_FIELD(description, "description", optional, "the place in words"),
    DESKBELL_FIELD(latitude, "latitude", required, "degrees north"),
    DESKBELL_FIELD(longitude, "longitude", required, "degrees east"));

struct RelayElem {
    std::string title;
    std::list<std::string> abstracts;
};
DESKBELL_RECORD(RelayElem, "TIMRelayElem, several messages forwarded as one",
    DESKBELL_FIELD(title, "title", optional, "what was forwarded"),
    DESKBELL_FIELD(abstracts, "abstractList", optional, "a line for each message"));

struct CustomElem {
    std::string data;
    std::string description;
    std::string extension;
};
DESKBELL_RECORD(CustomElem, "TIMCustomElem, the wrapping of every Desk message",
    DESKBELL_FIELD(data, "data", always, "JSON text"),
    DESKBELL_FIELD(description, "description", optional, "what to show when the data is not understood"),
    DESKBELL_FIELD(extension, "extension", optional, "free for the application"));

}  // namespace deskbell
