#pragma once

#include "core/protocol/card.h"
#include "core/protocol/im_message.h"

namespace deskbell {

// What the host tells the session: one record for each line of events.def. Every event also has "event", its name; a fixture adds "at".

struct BareEvent {
    bool operator==(const BareEvent&) const = default;
};
DESKBELL_BARE_RECORD(BareEvent, "An event whose name says all.");

struct NetEvent {
    std::string state;
    std::string reason;
};
DESKBELL_RECORD(NetEvent, "The connection to the desk has changed.",
    DESKBELL_FIELD(state, "state", required, "connecting, connected or disconnected"),
    DESKBELL_FIELD(reason, "reason", optional, "why it is gone for good: elsewhere, expired or refused"));

struct MessageEvent {
    Value message;
};
DESKBELL_RECORD(MessageEvent, "A message came, or one has changed.", DESKBELL_FIELD(message, "message", required, "an ImMessage"));

struct RevokedEvent {
    std::string id;
};
DESKBELL_RECORD(RevokedEvent, "A message was taken back.", DESKBELL_FIELD(id, "id", required, "its ID"));

struct HistoryEvent {
    Value messages;
    bool complete = false;
};
DESKBELL_RECORD(HistoryEvent, "A page of history came.",
    DESKBELL_FIELD(messages, "messages", required, "ImMessages, oldest first"),
    DESKBELL_FIELD(complete, "complete", always, "there is nothing before them"));

struct SentEvent {
    std::string client_id;
    Value message;
};
DESKBELL_RECORD(SentEvent, "The server has a message.",
    DESKBELL_FIELD(client_id, "client_id", required, "of the send effect"),
    DESKBELL_FIELD(message, "message", optional, "as the server keeps it, with its ID and time"));

struct SendFailedEvent {
    std::string client_id;
    std::int64_t code = 0;
    std::string info;
};
DESKBELL_RECORD(SendFailedEvent, "A message was refused, or with code 0 could not be carried.",
    DESKBELL_FIELD(client_id, "client_id", required, "of the send effect"),
    DESKBELL_FIELD(code, "code", optional, "the desk's code; 0: try again later"),
    DESKBELL_FIELD(info, "info", optional, "for the operator"));

struct ReadEvent {
    Seconds upto = 0;
};
DESKBELL_RECORD(ReadEvent, "The other side has read.", DESKBELL_FIELD(upto, "upto", required, "seconds since 1970"));

struct UploadEvent {
    std::string client_id;
    Value progress;
    std::string url;
    std::string error;
};
DESKBELL_RECORD(UploadEvent, "A file is on its way.",
    DESKBELL_FIELD(client_id, "client_id", required, "of the upload effect"),
    DESKBELL_FIELD(progress, "progress", optional, "0 to 1"),
    DESKBELL_FIELD(url, "url", optional, "where it is, once it is there"),
    DESKBELL_FIELD(error, "error", optional, "why it cannot be uploaded"));

struct TextEvent {
    std::string text;
    std::string quote;
    Value mentioned;
};
DESKBELL_RECORD(TextEvent, "The visitor sends a text.",
    DESKBELL_FIELD(text, "text", required, "what they wrote"),
    DESKBELL_FIELD(quote, "quote", optional, "key of the row that they answer"),
    DESKBELL_FIELD(mentioned, "mentioned", optional, "ids of those in a group whose names stand behind an @"));

struct DraftEvent {
    std::string text;
};
DESKBELL_RECORD(DraftEvent, "The visitor has written, and not sent.", DESKBELL_FIELD(text, "text", always, "all of the composer's text"));

struct ActionEvent {
    std::string row;
    std::string action;
    Value value;
};
DESKBELL_RECORD(ActionEvent, "The visitor pressed a control.",
    DESKBELL_FIELD(row, "row", required, "the row's key, or header"),
    DESKBELL_FIELD(action, "action", required, "the control's action"),
    DESKBELL_FIELD(value, "value", optional, "what goes with it: the fields of a form by name"));

struct PickEvent {
    std::string match;
    std::string in;
    Value value;
};
DESKBELL_RECORD(PickEvent, "Presses the control with a label, for fixtures.",
    DESKBELL_FIELD(match, "match", required, "the label"),
    DESKBELL_FIELD(in, "in", optional, "a row's key, header, or last: the last row that has such a control"),
    DESKBELL_FIELD(value, "value", optional, "what goes with it: the fields of a form by name"));

struct FileEvent {
    std::string name;
    std::int64_t size = 0;
    std::string mime;
    std::string ref;
    std::int64_t width = 0;
    std::int64_t height = 0;
};
DESKBELL_RECORD(FileEvent, "The visitor sends a file.",
    DESKBELL_FIELD(name, "name", required, "its name"),
    DESKBELL_FIELD(size, "size", always, "bytes"),
    DESKBELL_FIELD(mime, "mime", always, "its media type"),
    DESKBELL_FIELD(ref, "ref", always, "the host's name for it; a blob address shows it before it is uploaded"),
    DESKBELL_FIELD(width, "width", optional, "of a picture, pixels"),
    DESKBELL_FIELD(height, "height", optional, "of a picture, pixels"));

struct CardEvent {
    CardContent card;
};
DESKBELL_RECORD(CardEvent, "The page sends a product.", DESKBELL_FIELD(card, "card", required, "the product"));

struct OrderEvent {
    OrderContent order;
};
DESKBELL_RECORD(OrderEvent, "The page sends an order.", DESKBELL_FIELD(order, "order", required, "the order"));

struct LanguageEvent {
    std::string lang;
};
DESKBELL_RECORD(LanguageEvent, "The page is in another language now.", DESKBELL_FIELD(lang, "lang", required, "as in i18n/languages.json"));

struct CatalogueEvent {
    std::string lang;
    std::string dir;
    Value texts;
};
DESKBELL_RECORD(CatalogueEvent, "The language file that was asked for.",
    DESKBELL_FIELD(lang, "lang", required, "as in i18n/languages.json"),
    DESKBELL_FIELD(dir, "dir", optional, "ltr or rtl"),
    DESKBELL_FIELD(texts, "texts", required, "in the order of the keys"));

struct StateEvent {
    std::string state;
    std::int64_t position = 0;
    Value cannot;
};
DESKBELL_RECORD(StateEvent, "What the desk says of the session.",
    DESKBELL_FIELD(state, "state", required, "robot, queueing, waiting, agent or none"),
    DESKBELL_FIELD(position, "position", optional, "in the queue, from 1"),
    DESKBELL_FIELD(cannot, "cannot", optional, "what this desk cannot do: human, quote, recall, typing"));

struct RestoreEvent {
    Value state;
};
DESKBELL_RECORD(RestoreEvent, "What an earlier persist effect gave.", DESKBELL_FIELD(state, "state", required, "as it was given"));

/// Who the visitor is.
struct ConfigUser {
    std::string id;
    std::string name;
    std::string avatar;
};
DESKBELL_RECORD(ConfigUser, "Who the visitor is.",
    DESKBELL_FIELD(id, "id", optional, "the site's id"),
    DESKBELL_FIELD(name, "name", optional, "as shown to the desk"),
    DESKBELL_FIELD(avatar, "avatar", optional, "address of a picture"));

/// What a session starts with; the first line of a fixture holds the same.
struct Config {
    std::string lang;
    std::optional<ConfigUser> user;
    std::string title;
    std::string ids;
    std::int64_t seed = 1;
    std::int64_t utc_offset = 0;
    Millis start = 0;
};
DESKBELL_RECORD(Config, "What a session starts with.",
    DESKBELL_FIELD(lang, "lang", optional, "as in i18n/languages.json; the replay takes any language tag"),
    DESKBELL_FIELD(user, "user", optional, "who the visitor is"),
    DESKBELL_FIELD(title, "title", optional, "instead of the catalogue's header"),
    DESKBELL_FIELD(ids, "ids", optional, "what client ids begin with: random, so that no two pages collide"),
    DESKBELL_FIELD(seed, "seed", optional, "of the jitter"),
    DESKBELL_FIELD(utc_offset, "utc_offset", optional, "minutes east of UTC, for day dividers"),
    DESKBELL_FIELD(start, "start", optional, "milliseconds since 1970"));

}  // namespace deskbell
