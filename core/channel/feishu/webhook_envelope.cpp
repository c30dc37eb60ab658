#include "core/channel/feishu/webhook_envelope.h"

#include "core/base/json.h"
#include "core/channel/webhook_path.h"

namespace deskbell::channel::feishu {
namespace {

constexpr std::size_t iv_bytes = 16;
constexpr std::size_t most_bytes = 1u << 20;

Envelope refused(int status, std::string why) {
    return {{status, "application/json", R"({"code":)" + std::to_string(status) + R"(,"msg":"refused"})"},
            {},
            "webhook refused: " + std::move(why)};
}

/// `hex(sha256(timestamp + nonce + encrypt_key + body))`, over the body as it came.
bool is_signed(const App& app, const Crypto& crypto, const Webhook& webhook) {
    std::string text(header(webhook.headers, "X-Lark-Request-Timestamp"));
    text.append(header(webhook.headers, "X-Lark-Request-Nonce")).append(app.encrypt_key).append(webhook.body);
    return crypto.same(to_hex(crypto.sha256(text)), header(webhook.headers, "X-Lark-Signature"));
}

bool is_fresh(const Webhook& webhook, Millis now) {
    const Seconds sent = Value::decimal(header(webhook.headers, "X-Lark-Request-Timestamp")).as_integer();
    return are_near(sent, now / millis_per_second, webhook_life);
}

/// AES-256-CBC; the key is sha256(encrypt_key), the first block is the initialisation vector.
std::optional<std::string> decrypted(const App& app, const Crypto& crypto, std::string_view base64) {
    const auto bytes = crypto.from_base64(base64);
    if (!bytes || bytes->size() <= iv_bytes) return std::nullopt;
    const std::string_view all(*bytes);
    return crypto.aes_256_cbc_decrypt(crypto.sha256(app.encrypt_key), all.substr(0, iv_bytes), all.substr(iv_bytes));
}

}  // namespace

Envelope open_envelope(const App& app, const Crypto& crypto, const Webhook& webhook, Millis now) {
    if (webhook.method != "POST") return refused(405, "not a POST");
    if (webhook.body.size() > most_bytes) return refused(413, "too large");
    if (app.verification_token.empty()) return refused(401, "no verification_token is configured");
    auto json = parse_json(webhook.body);
    if (!json || !json->is_object()) return refused(400, "not JSON");
    const Value* encrypted = json->find("encrypt");
    if (!app.encrypt_key.empty()) {
        if (encrypted == nullptr) return refused(401, "not encrypted, though an encrypt_key is configured");
        const auto text = decrypted(app, crypto, encrypted->as_text());
        if (!text) return refused(401, "cannot be decrypted: the encrypt_key is another one, or it was forged");
        json = parse_json(*text);
        if (!json || !json->is_object()) return refused(400, "what was encrypted is no JSON");
    } else if (encrypted != nullptr) {
        return refused(401, "encrypted, but no encrypt_key is configured");
    }
    // Schema 2.0 has the token in its header, a challenge beside its type.
    const Value& head = (*json)["header"];
    const std::string_view token = head.is_object() ? head["token"].as_text() : (*json)["token"].as_text();
    if (!crypto.same(token, app.verification_token)) return refused(401, "the verification token is another one");
    // A challenge is not signed: it comes when the address is entered, and says nothing.
    if ((*json)["type"].as_text() == "url_verification") {
        Envelope challenge;
        challenge.reply.body = to_json(Value::object().set("challenge", (*json)["challenge"].as_text()));
        return challenge;
    }
    if (!app.encrypt_key.empty()) {
        if (!is_signed(app, crypto, webhook)) return refused(401, "the signature is wrong");
        if (!is_fresh(webhook, now)) return refused(401, "too old or too new: replayed, or a clock is wrong");
    }
    if ((*json)["schema"].as_text() != "2.0" || !head.is_object()) return refused(400, "no event of schema 2.0");
    if (head["app_id"].as_text() != app.app_id) return refused(401, "an event of another app");
    return {{200, "application/json", "{}"}, std::move(*json), {}};
}

}  // namespace deskbell::channel::feishu
