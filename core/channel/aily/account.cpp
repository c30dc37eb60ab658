#include "core/channel/aily/channel.h"
#include "core/protocol/abilities.h"

namespace deskbell::channel::aily {
namespace {

class AilyAccount final : public Account {
  public:
    AilyAccount(Settings settings, const Crypto& crypto, const Words& words) : assistant_{std::move(settings), crypto, words, {}, {}} {}

    std::optional<Request> credentials(Millis now) override { return assistant_.token.request(assistant_.settings.app, now); }
    tl::expected<void, std::string> authenticated(const Response& response, Millis now) override {
        return assistant_.token.take(response, now);
    }
    bool ready(Millis now) const override { return assistant_.token.is_good(now); }
    void authorise(Request& request) const override {
        // The token goes to the platform alone.
        if (!request.url.starts_with(assistant_.settings.app.base + "/open-apis/")) return;
        request.headers.push_back({"Authorization", "Bearer " + assistant_.token.text()});
    }
    WebhookResult webhook(const Webhook&, Millis) override {
        return {{404, "application/json", R"({"code":404,"msg":"this desk sends no events"})"},
                {},
                {"aily: a webhook came, though this desk sends none"}};
    }
    std::unique_ptr<Channel> open(const Customer& customer, const Value* saved) override {
        State state;
        if (saved != nullptr) {
            if (auto read = read_state(*saved)) state = std::move(*read);
        }
        return std::make_unique<AilyChannel>(assistant_, customer, std::move(state));
    }

    std::vector<std::string_view> cannot() const override { return {ability::human, ability::recall, ability::typing}; }

  private:
    Assistant assistant_;
};

}  // namespace

tl::expected<std::unique_ptr<Account>, std::string> make_account(Settings settings, const Crypto& crypto, const Words& words) {
    if (const auto found = problems(settings); !found.empty()) return tl::unexpected<std::string>(feishu::joined_lines(found));
    return std::make_unique<AilyAccount>(std::move(settings), crypto, words);
}

}  // namespace deskbell::channel::aily
