#include "core/channel/feishu/webhook_envelope.h"

#include "core/channel/feishu/im.h"
#include "core/channel/feishu_helpdesk/settings.h"
#include "core/channel/webhook_path.h"
#include "tests/unit/channel/feishu_support.h"

using namespace deskbell;
using namespace deskbell::channel;
using namespace deskbell::channel::test;
using feishu::App;
using feishu::open_envelope;

namespace {

const relay::OpensslCrypto crypto;
const FewWords words;
constexpr Millis now = 1'700'000'000'000;

App plain_app() { return {"https://open.feishu.cn", "cli_9f5343c580712544", "secret", "rvaYgkND1GOiu5MM0E1rncYC6PLtF7JV", {}}; }
/// With the key of the platform's own sample.
App sealed_app() {
    App app = plain_app();
    app.encrypt_key = "test key";
    return app;
}

/// The event of the platform's page on helpdesk.ticket.updated_v1.
constexpr std::string_view updated = R"({"schema":"2.0","header":{"event_id":"5e3702a84e847582be8db7fb73283c02",
    "event_type":"helpdesk.ticket.updated_v1","create_time":"1608725989000","token":"rvaYgkND1GOiu5MM0E1rncYC6PLtF7JV",
    "app_id":"cli_9f5343c580712544","tenant_key":"2ca1d211f64f6438"},"event":{"object":{"ticket_id":"6626871355780366331",
    "helpdesk_id":"6626871355780366330","guest":{"id":{"open_id":"ou_84aad35d084aa403a838cf73ee18467"},"name":"abc"},"stage":1,"status":1,
    "score":1,"created_at":1616920429000,"updated_at":1616920429000,"closed_at":1616920429000,"chat_id":"oc_xxxxxxx"},
    "old_object":{"stage":1,"status":50,"updated_at":1616920429000}}})";

Webhook posted(std::string_view body) {
    Webhook webhook;
    webhook.method = "POST";
    webhook.path = "/events";
    webhook.body = body;
    webhook.address = "203.0.113.9";
    return webhook;
}

/// The same event, sealed with sha256("test key") and a vector of zeros.
constexpr std::string_view sealed_updated =
    "AAAAAAAAAAAAAAAAAAAAACj0KjrpqI8tX8SUJqHyvqs97niSMFu/tyXVcbUHxV9O3z9cn2r+METotDUuZuDiEop2mKretbIdiYKlW9u8i/6f/rpfk4/FkTR/rIJwsuOCbT7/"
    "OnnpYthU"
    "Kw5DnY018uHEOPFPSeIhRYgC1EkfSJqgW+A2sSGD/3Aky5GgTf3vRhe8+/nMlQDJ7d/"
    "yHRuu7rc+pWI4PH+HsxNl0Zimz5CfruzzFUuQTJJwK7tBb1ZuB6G64teg8p00WuaxqDPjvPTB"
    "M9nQEN+W60Bt45vRCmNpEtsNBzrlPboDNUMXH/2A6Zb76Bs3Y/zxyhSwtzVD1YU0DL/UFAx/"
    "9FZBrpNVtLqh0JuGbbDySjPxHUtyCVR+D70rQ6yKKHQN3YTZTPacLdaXg8fIgfxvnOhU"
    "z5eAZFeVfQ3KephIk4MJ2zBO/7JJWdc1Ljh/+R/"
    "rKt+E1F7jnIE1zXVpijGaQFTJYDrr72bjYteNkmG2CNv+qColN099UxoBjSHk7Z9KW11EMP5azMkMKt5RXGxzkcduGt4wXFbCAKsr"
    "xD/RAmHzUpbxRNFCKt8rtj7zvb4kRE0Gc4BEXLPSP5v/"
    "owb23oVN4RNgk5p7Id4B+YM3lfaH4MJFoLQDDtTfRozLsnVlsx4RO+e1eCYBRL89DURaaFloHJgyUQKlPOSesVgPdLW9pyPZ"
    "qFE5CwD8KFI8rIENTLD/abWl4XNwf+o+TtAB6G01HHLmEAUv2As9naWcxhmCy4Ih3hJUSrq2sRXJvcFIFCILDVPH2M5mbCBPoIlVLMrZ3RF6/m7cA1nHyxA6mBsV7kaQUWq+b/"
    "YY4iaB"
    "tHHlNbXGfhLsFQ==";

Webhook signed_webhook(std::string_view body, std::string_view key, Seconds at) {
    Webhook webhook = posted(body);
    const std::string stamp = std::to_string(at);
    webhook.headers = {{"X-Lark-Request-Timestamp", stamp},
                       {"X-Lark-Request-Nonce", "n-1"},
                       {"X-Lark-Signature", to_hex(crypto.sha256(stamp + "n-1" + std::string(key) + std::string(body)))}};
    return webhook;
}

int status_of(const App& app, const Webhook& webhook) { return open_envelope(app, crypto, webhook, now).reply.status; }

std::string replaced(std::string_view text, std::string_view from, std::string_view to) {
    std::string out(text);
    const std::size_t at = out.find(from);
    REQUIRE(at != std::string::npos);
    return out.replace(at, from.size(), to);
}

}  // namespace

TEST_CASE("a challenge is answered when the token is right") {
    const auto challenge = posted(R"({"challenge":"ajls384k","token":"rvaYgkND1GOiu5MM0E1rncYC6PLtF7JV","type":"url_verification"})");
    const auto envelope = open_envelope(plain_app(), crypto, challenge, now);
    CHECK(envelope.reply.status == 200);
    CHECK(envelope.reply.body == R"({"challenge":"ajls384k"})");
    CHECK(envelope.event.is_null());
    CHECK(envelope.trouble.empty());
    CHECK(status_of(plain_app(), posted(R"({"challenge":"ajls384k","token":"another","type":"url_verification"})")) == 401);
    CHECK(status_of(plain_app(), posted(R"({"challenge":"ajls384k","type":"url_verification"})")) == 401);
}

TEST_CASE("forged and garbled webhooks are refused, with a reason for the operator") {
    const App app = plain_app();
    CHECK(open_envelope(app, crypto, posted(updated), now).event["event"]["object"]["status"].as_integer() == 1);
    CHECK(status_of(app, posted("")) == 400);
    CHECK(status_of(app, posted("{\"schema\":")) == 400);
    CHECK(status_of(app, posted("[]")) == 400);
    CHECK(status_of(app, posted(std::string(2u << 20, ' '))) == 413);
    CHECK(status_of(app, posted(replaced(updated, "\"2.0\"", "\"1.0\""))) == 400);
    CHECK(status_of(app, posted(replaced(updated, "rvaYgkND1G", "rvaYgkND1H"))) == 401);
    CHECK(status_of(app, posted(replaced(updated, "cli_9f5343c580712544", "cli_another"))) == 401);
    CHECK(status_of(app, posted(R"({"encrypt":"AAAA"})")) == 401);
    Webhook get = posted(updated);
    get.method = "GET";
    CHECK(status_of(app, get) == 405);
    App open_door = app;
    open_door.verification_token.clear();
    CHECK(status_of(open_door, posted(replaced(updated, "rvaYgkND1GOiu5MM0E1rncYC6PLtF7JV", ""))) == 401);
    const auto refused = open_envelope(app, crypto, posted(replaced(updated, "rvaYgkND1G", "rvaYgkND1H")), now);
    CHECK(refused.trouble == "webhook refused: the verification token is another one");
}

TEST_CASE("an encrypted webhook must be signed, fresh and whole") {
    const App app = sealed_app();
    const std::string body = R"({"encrypt":")" + std::string(sealed_updated) + "\"}";
    const Seconds at = now / millis_per_second;
    const auto good = open_envelope(app, crypto, signed_webhook(body, "test key", at), now);
    CHECK(good.trouble == "");
    CHECK(good.event["header"]["event_id"].as_text() == "5e3702a84e847582be8db7fb73283c02");
    // The platform tries again for hours, each time with a new time; an old one is somebody else's.
    CHECK(status_of(app, signed_webhook(body, "test key", at - 3590)) == 200);
    CHECK(status_of(app, signed_webhook(body, "test key", at - 3601)) == 401);
    CHECK(status_of(app, signed_webhook(body, "test key", at + 3601)) == 401);
    CHECK(status_of(app, signed_webhook(body, "another key", at)) == 401);
    CHECK(status_of(app, posted(body)) == 401);
    Webhook changed = signed_webhook(body, "test key", at);
    changed.headers[1].value = "n-2";
    CHECK(status_of(app, changed) == 401);
    // Signed, but not what the key seals.
    for (const char* garbage :
         {"", "AAAA", "not base64!", "P37w+VZImNgPEO1RBhJ6RtKl7n6zymIbEG1pReEzghl=", "P37w+VZImNgPEO1RBhJ6RtKl7n6zymIbEG1pReEzghk="}) {
        const std::string bad = R"({"encrypt":")" + std::string(garbage) + "\"}";
        CHECK(status_of(app, signed_webhook(bad, "test key", at)) >= 400);
    }
    // With a key, what is not encrypted is not from the platform.
    CHECK(status_of(app, signed_webhook(updated, "test key", at)) == 401);
    // A challenge is encrypted and not signed.
    CHECK(
        open_envelope(
            app, crypto,
            posted(
                R"({"encrypt":"AAAAAAAAAAAAAAAAAAAAALjptHg7PenTGuXsC1j8q58QcJk7i8IJFkruVKvCKD4DUWUngPnPTWxUQsc49WBSY5oPwGXVJm/z8yK/BKdMFo1F3KJigamRqOf3IR2Hw9DVk721JD0w2/F4bX+9UJtSow=="})"),
            now)
            .reply.body == R"({"challenge":"c-1"})");
}

TEST_CASE("an event goes to the conversation by ticket, chat or user; a repeated one has the same id") {
    feishu_helpdesk::Settings settings;
    settings.app = plain_app();
    settings.helpdesk_id = "6626871355780366330";
    settings.helpdesk_token = "ht";
    const auto account = feishu_helpdesk::make_account(settings, crypto, words);
    REQUIRE(account.has_value());
    const WebhookResult result = (*account)->webhook(posted(updated), now);
    CHECK(result.reply.body == "{}");
    REQUIRE(result.items.size() == 1);
    CHECK(result.items[0].key == "ticket:6626871355780366331");
    CHECK(result.items[0].or_keys == Lines{"chat:oc_xxxxxxx", "guest:ou_84aad35d084aa403a838cf73ee18467"});
    CHECK(result.items[0].id == "5e3702a84e847582be8db7fb73283c02");
    CHECK((*account)->webhook(posted(updated), now).items[0].id == result.items[0].id);
    // Another helpdesk of the same app, and another kind of event.
    CHECK((*account)
              ->webhook(posted(replaced(updated, "\"helpdesk_id\":\"6626871355780366330\"", "\"helpdesk_id\":\"1\"")), now)
              .items.empty());
    const WebhookResult other = (*account)->webhook(posted(replaced(updated, "helpdesk.ticket.updated_v1", "im.message.receive_v1")), now);
    CHECK(other.reply.status == 200);
    CHECK(other.items.empty());
    CHECK(other.trouble.size() == 1);
    CHECK((*account)->webhook(posted("{}"), now).reply.status == 401);
}
