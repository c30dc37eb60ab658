#include "core/channel/chatwoot/account.h"

#include "core/base/json.h"
#include "core/channel/chatwoot/channel.h"
#include "core/channel/chatwoot/read.h"
#include "core/channel/webhook_path.h"
#include "core/protocol/abilities.h"

namespace deskbell::channel::chatwoot {
namespace {

constexpr Seconds signature_lasts = 300;
constexpr std::size_t shortest_token = 16;
constexpr JsonLimits webhook_limits{1u << 20, 32};

tl::unexpected<std::string> wrong(std::string_view why) { return tl::unexpected<std::string>(std::string(why)); }

/// The conversation that a webhook is about, or nothing.
std::string conversation_of(std::string_view event, const Value& body) {
    const auto text = [](const Value& id) { return id.is_number() ? to_json(id) : std::string(id.as_text()); };
    const bool has_own = event.starts_with("message_") || event.starts_with("conversation_typing_");
    if (!has_own) return event.starts_with("conversation_") ? text(body["id"]) : std::string();
    const std::string id = text(body["conversation"]["id"]);
    return id.empty() ? text(body["conversation_id"]) : id;
}

class ChatwootAccount final : public Account {
  public:
    ChatwootAccount(Settings settings, const Crypto& crypto, const Words& words)
        : settings_(std::move(settings)), crypto_(crypto), words_(words) {}

    // The key never changes, so there is nothing to fetch.
    std::optional<Request> credentials(Millis) override { return std::nullopt; }
    tl::expected<void, std::string> authenticated(const Response&, Millis) override { return {}; }
    bool ready(Millis) const override { return true; }
    std::vector<std::string_view> cannot() const override {
        // The client's API takes no quotes; the account's key is an agent's, whose typing the visitor's would be.
        if (settings_.transport == Transport::client) return {ability::quote, ability::recall};
        return {ability::recall, ability::typing};
    }

    void authorise(Request& request) const override {
        if (settings_.transport != Transport::account) return;
        request.headers.push_back({"Authorization", "Basic " + crypto_.base64(settings_.api_key + ':' + settings_.api_secret)});
    }

    WebhookResult webhook(const Webhook& webhook, Millis now) override {
        WebhookResult result;
        if (const std::string why = refusal_of(webhook, now); !why.empty()) {
            result.reply = {401, "application/json", R"({"error":"not accepted"})"};
            result.trouble.push_back("a webhook was refused: " + why);
            return result;
        }
        const auto body = parse_json(webhook.body, webhook_limits);
        if (!body || !body->is_object()) {
            result.reply = {400, "application/json", R"({"error":"not JSON"})"};
            result.trouble.push_back("a webhook that cannot be read" + (body ? std::string() : ": " + describe(body.error())));
            return result;
        }
        result.reply.body = "{}";
        const std::string_view event = (*body)["event"].as_text();
        const std::string conversation = conversation_of(event, *body);
        if (conversation.empty()) {
            // Contacts, inboxes and the rest are none of ours.
            if (event.empty()) result.trouble.push_back("a webhook without an event");
            return result;
        }
        Routed routed;
        routed.key = "conversation:" + conversation;
        routed.id = header(webhook.headers, "X-Chatwoot-Delivery");
        routed.item = *body;
        result.items.push_back(std::move(routed));
        return result;
    }

    std::unique_ptr<Channel> open(const Customer& customer, const Value* saved) override {
        Visitor visitor{customer, {}};
        if (settings_.transport == Transport::client && !settings_.hmac_token.empty())
            visitor.identifier_hash = to_hex(crypto_.hmac_sha256(settings_.hmac_token, customer.id));
        State state;
        if (saved != nullptr) {
            if (auto read = decode<State>(*saved)) state = std::move(*read);
        }
        return std::make_unique<ChatwootChannel>(settings_, words_, std::move(visitor), std::move(state));
    }

  private:
    /// Why a webhook is not believed, or an empty text.
    std::string refusal_of(const Webhook& webhook, Millis now) const {
        if (settings_.transport != Transport::account) return "this desk has none: it speaks over its socket";
        if (webhook.method != "POST") return "it is no POST";
        if (!settings_.webhook_token.empty() && !crypto_.same(last_segment(webhook.path), settings_.webhook_token))
            return "the word at the end of its address is wrong";
        if (settings_.webhook_secret.empty()) return {};
        const std::string_view time = header(webhook.headers, "X-Chatwoot-Timestamp");
        std::string_view signature = header(webhook.headers, "X-Chatwoot-Signature");
        if (signature.starts_with("sha256=")) signature.remove_prefix(7);
        if (time.empty() || signature.empty()) return "it is not signed";
        const std::string expected = to_hex(crypto_.hmac_sha256(settings_.webhook_secret, std::string(time) + '.' + webhook.body));
        if (!crypto_.same(expected, signature)) return "its signature is wrong";
        if (!are_near(number_of(time), now / millis_per_second, signature_lasts)) return "it is too old, or the clocks differ";
        return {};
    }

    Settings settings_;
    const Crypto& crypto_;
    const Words& words_;
};

}  // namespace

tl::expected<std::unique_ptr<Account>, std::string> make_account(Settings settings, const Crypto& crypto, const Words& words) {
    if (!settings.base.starts_with("https://") && !settings.base.starts_with("http://")) return wrong("base must be an http(s) address");
    if (settings.base.ends_with('/')) settings.base.pop_back();
    if (settings.inbox.empty()) return wrong("inbox is missing");
    if (settings.transport == Transport::account) {
        if (settings.api_key.empty() || settings.api_secret.empty()) return wrong("api_key and api_secret are needed");
        if (settings.webhook_secret.empty() && settings.webhook_token.empty())
            return wrong("webhook_secret or webhook_token is needed, or anybody could speak as the desk");
        if (!settings.webhook_token.empty() && settings.webhook_token.size() < shortest_token)
            return wrong("webhook_token must have at least 16 characters");
    }
    return std::make_unique<ChatwootAccount>(std::move(settings), crypto, words);
}

}  // namespace deskbell::channel::chatwoot
