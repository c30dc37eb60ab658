#include "core/channel/feishu/webhook_envelope.h"
#include "core/channel/feishu_helpdesk/channel.h"
#include "core/protocol/abilities.h"

namespace deskbell::channel::feishu_helpdesk {
namespace {

class HelpdeskAccount final : public Account {
  public:
    HelpdeskAccount(Settings settings, const Crypto& crypto, const Words& words) : desk_{std::move(settings), crypto, words, {}, {}} {}

    std::optional<Request> credentials(Millis now) override { return desk_.token.request(desk_.settings.app, now); }
    tl::expected<void, std::string> authenticated(const Response& response, Millis now) override { return desk_.token.take(response, now); }
    bool ready(Millis now) const override { return desk_.token.is_good(now); }
    void authorise(Request& request) const override;
    WebhookResult webhook(const Webhook& webhook, Millis now) override;
    std::unique_ptr<Channel> open(const Customer& customer, const Value* saved) override;
    std::vector<std::string_view> cannot() const override { return {ability::recall, ability::typing}; }

  private:
    Desk desk_;
};

void HelpdeskAccount::authorise(Request& request) const {
    const std::string api = desk_.settings.app.base + "/open-apis/";
    // The secrets go nowhere else.
    if (!request.url.starts_with(api)) return;
    // A visitor's own token speaks for the visitor.
    if (header(request.headers, "Authorization").empty()) request.headers.push_back({"Authorization", "Bearer " + desk_.token.text()});
    if (request.url.compare(api.size(), 9, "helpdesk/") == 0) {
        const std::string pair = desk_.settings.helpdesk_id + ":" + desk_.settings.helpdesk_token;
        request.headers.push_back({"X-Lark-Helpdesk-Authorization", desk_.crypto.base64(pair)});
    }
}

WebhookResult HelpdeskAccount::webhook(const Webhook& webhook, Millis now) {
    feishu::Envelope envelope = feishu::open_envelope(desk_.settings.app, desk_.crypto, webhook, now);
    WebhookResult result;
    result.reply = std::move(envelope.reply);
    if (!envelope.trouble.empty()) result.trouble.push_back("feishu_helpdesk: " + envelope.trouble + " from " + webhook.address);
    if (envelope.event.is_null()) return result;
    const Value& head = envelope.event["header"];
    const std::string_view type = head["event_type"].as_text();
    const Value& event = envelope.event["event"];
    const bool is_message = type == "helpdesk.ticket_message.created_v1";
    const Value& ticket = is_message ? event["ticket"] : type == "helpdesk.ticket.updated_v1" ? event["object"] : event;
    if (!is_message && type != "helpdesk.ticket.updated_v1" && type != "helpdesk.ticket.created_v1") {
        result.trouble.push_back("feishu_helpdesk: a webhook of type " + std::string(type.substr(0, 80)) + " is not for us");
        return result;
    }
    // Events of another helpdesk of the same app.
    const std::string_view helpdesk = ticket["helpdesk_id"].as_text();
    if (!helpdesk.empty() && helpdesk != desk_.settings.helpdesk_id) return result;
    Routed routed;
    routed.key = "ticket:" + std::string(ticket["ticket_id"].as_text());
    const std::string_view chat = is_message ? event["chat_id"].as_text() : ticket["chat_id"].as_text();
    if (!chat.empty()) routed.or_keys.push_back("chat:" + std::string(chat));
    const std::string_view guest = ticket["guest"]["id"]["open_id"].as_text();
    if (!guest.empty()) routed.or_keys.push_back("guest:" + std::string(guest));
    routed.id = head["event_id"].as_text();
    routed.item =
        Value::object().set("type", type).set("time", Value::decimal(head["create_time"].as_text()).as_integer()).set("event", event);
    result.items.push_back(std::move(routed));
    return result;
}

std::unique_ptr<Channel> HelpdeskAccount::open(const Customer& customer, const Value* saved) {
    State state;
    if (saved != nullptr) {
        if (auto read = read_state(*saved)) state = std::move(*read);
    }
    return std::make_unique<HelpdeskChannel>(desk_, customer, std::move(state));
}

}  // namespace

tl::expected<std::unique_ptr<Account>, std::string> make_account(Settings settings, const Crypto& crypto, const Words& words) {
    if (const auto found = problems(settings); !found.empty()) return tl::unexpected<std::string>(feishu::joined_lines(found));
    return std::make_unique<HelpdeskAccount>(std::move(settings), crypto, words);
}

}  // namespace deskbell::channel::feishu_helpdesk
