#include "core/channel/tencent_robot/account.h"

#include "core/base/json.h"
#include "core/base/utf8.h"
#include "core/channel/digest.h"
#include "core/channel/tencent_robot/robot.h"
#include "core/channel/user_sig.h"
#include "core/channel/webhook_path.h"

namespace deskbell::channel::tencent_robot {
namespace {

constexpr Seconds sig_lasts = 24 * 3600;
constexpr Seconds sig_renewed_after = sig_lasts / 2;
/// The documentation says a minute; our clock may be off by as much again.
constexpr Seconds callback_lasts = 120;
constexpr std::size_t shortest_token = 16;
constexpr JsonLimits callback_limits{1u << 18, 24};

tl::unexpected<std::string> wrong(std::string_view why) { return tl::unexpected<std::string>(std::string(why)); }

Seconds seconds_of(const std::string& text) {
    if (text.empty() || text.size() > 12 || text.find_first_not_of("0123456789") != std::string::npos) return 0;
    return Value::decimal(text).as_integer();
}

class RobotAccount final : public Account {
  public:
    RobotAccount(Settings settings, const Crypto& crypto, const Words& words)
        : settings_(std::move(settings)), crypto_(crypto), words_(words) {}

    // The signature is made here; no server is asked for it.
    std::optional<Request> credentials(Millis now) override {
        renew(now);
        return std::nullopt;
    }
    tl::expected<void, std::string> authenticated(const Response&, Millis) override { return {}; }
    bool ready(Millis now) const override {
        renew(now);
        return true;
    }

    void authorise(Request& request) const override {
        if (request.id.starts_with("ask")) {
            if (!settings_.model_key.empty()) request.headers.push_back({"Authorization", "Bearer " + settings_.model_key});
            return;
        }
        // Unpredictable to others and never the same twice: that is all that the API asks of `random`.
        const std::string digest = crypto_.sha256(sig_ + request.id + to_digits(++calls_));
        std::uint32_t random = 0;
        for (std::size_t i = 0; i < 4 && i < digest.size(); ++i) random = random << 8 | static_cast<unsigned char>(digest[i]);
        request.url += "?sdkappid=" + to_digits(settings_.sdk_app_id) + "&identifier=" + settings_.admin + "&usersig=" + sig_ +
                       "&random=" + to_digits(random) + "&contenttype=json";
    }

    WebhookResult webhook(const Webhook& webhook, Millis now) override {
        WebhookResult result;
        if (const std::string why = refusal_of(webhook, now); !why.empty()) {
            result.reply = {401, "application/json", R"({"ActionStatus":"FAIL","ErrorInfo":"not accepted","ErrorCode":1})"};
            result.trouble.push_back("a callback was refused: " + why);
            return result;
        }
        const auto body = parse_json(webhook.body, callback_limits);
        const auto callback = body ? decode<Callback>(*body) : tl::unexpected<Error>(body.error());
        // The desk ignores what is answered, and must not be told to try again what will never be read.
        result.reply.body = R"({"ActionStatus":"OK","ErrorInfo":"","ErrorCode":0})";
        if (!callback) {
            result.trouble.push_back("a callback that cannot be read: " + describe(callback.error()));
            return result;
        }
        if (callback->command != "Desk.SessionEventNotify") {
            result.trouble.push_back("a callback of another kind: " + std::string(utf8_prefix(callback->command, 60)));
            return result;
        }
        Routed routed;
        routed.key = callback->user.empty() ? "session:" + callback->session_id : "user:" + callback->service + '/' + callback->user;
        routed.id = callback->session_id + '|' + callback->event + '|' + callback->message_key + '|' + to_digits(callback->time);
        // Two events of the same millisecond that name no message differ in their bodies.
        if (callback->message_key.empty()) routed.id += '|' + short_digest(webhook.body);
        routed.item = *body;
        result.items.push_back(std::move(routed));
        return result;
    }

    std::unique_ptr<Channel> open(const Customer& customer, const Value* saved) override {
        State state;
        if (saved != nullptr) {
            if (auto read = decode<State>(*saved)) state = std::move(*read);
        }
        return std::make_unique<Robot>(settings_, words_, customer, std::move(state));
    }

    std::optional<Customer> newcomer(const Routed& item) const override {
        const Happening what = happening(item.item["Event"].as_text());
        // What was said before the relay came, or after a session, needs no robot.
        if (what != Happening::begun && what != Happening::asked) return std::nullopt;
        Customer customer;
        customer.id = item.key;
        return customer;
    }

  private:
    void renew(Millis now) const {
        const Seconds at = now / millis_per_second;
        if (!sig_.empty() && at - sig_at_ < sig_renewed_after && at >= sig_at_) return;
        sig_ = user_sig(crypto_, {settings_.sdk_app_id, settings_.secret_key}, settings_.admin, at, sig_lasts);
        sig_at_ = at;
    }

    /// Why a callback is not believed, or an empty text.
    std::string refusal_of(const Webhook& webhook, Millis now) const {
        if (webhook.method != "POST") return "it is no POST";
        if (query_value(webhook.query, "SdkAppid") != to_digits(settings_.sdk_app_id)) return "its SdkAppid is another one";
        if (!settings_.webhook_token.empty() && !crypto_.same(last_segment(webhook.path), settings_.webhook_token))
            return "the word at the end of its address is wrong";
        if (settings_.callback_token.empty()) return {};
        const std::string time = query_value(webhook.query, "RequestTime");
        if (!crypto_.same(to_hex(crypto_.sha256(settings_.callback_token + time)), ascii_lower(query_value(webhook.query, "Sign"))))
            return "its signature is wrong";
        if (!are_near(seconds_of(time), now / millis_per_second, callback_lasts)) return "it is too old, or the clocks differ";
        return {};
    }

    Settings settings_;
    const Crypto& crypto_;
    const Words& words_;
    mutable std::string sig_;
    mutable Seconds sig_at_ = 0;
    mutable std::int64_t calls_ = 0;
};

bool is_address(const std::string& base) { return base.starts_with("https://") || base.starts_with("http://"); }

}  // namespace

tl::expected<std::unique_ptr<Account>, std::string> make_account(Settings settings, const Crypto& crypto, const Words& words) {
    for (std::string* base : {&settings.base, &settings.model_base}) {
        if (base->ends_with('/')) base->pop_back();
    }
    if (!is_address(settings.base)) return wrong("base must be an http(s) address");
    if (!is_address(settings.model_base)) return wrong("model_base must be an http(s) address");
    if (settings.model.empty()) return wrong("model is missing");
    if (settings.sdk_app_id <= 0) return wrong("sdk_app_id is missing");
    if (settings.secret_key.empty()) return wrong("secret_key is missing");
    if (settings.admin.empty()) return wrong("admin is missing");
    if (settings.callback_token.empty() && settings.webhook_token.empty())
        return wrong("callback_token or webhook_token is needed, or anybody could speak as the desk");
    if (!settings.webhook_token.empty() && settings.webhook_token.size() < shortest_token)
        return wrong("webhook_token must have at least 16 characters");
    if (settings.remembered_messages < 1 || settings.remembered_bytes < 1)
        return wrong("remembered_messages and remembered_bytes must be 1 or more");
    return std::make_unique<RobotAccount>(std::move(settings), crypto, words);
}

}  // namespace deskbell::channel::tencent_robot
