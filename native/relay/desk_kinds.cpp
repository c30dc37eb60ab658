#include "native/relay/desk_kinds.h"

#include "core/channel/aily/mentions.h"
#include "core/channel/aily/settings.h"
#include "core/channel/chatwoot/account.h"
#include "core/channel/feishu_helpdesk/settings.h"
#include "core/channel/tencent_robot/account.h"
#include "native/relay/sandbox_desk.h"

namespace deskbell::relay {
namespace {

using MadeAccount = tl::expected<std::unique_ptr<channel::Account>, std::string>;

class SandboxPlan final : public DeskPlan {
  public:
    Settings settings() override { return {}; }
    std::vector<std::string> bases() const override { return {}; }
    MadeAccount make(const DeskSurroundings& around) const override {
        return std::make_unique<SandboxAccount>(sandbox::Options{around.public_url + "/sandbox/", around.speed});
    }
};

class LiveDeskPlan final : public DeskPlan {
  public:
    LiveDeskPlan() {
        settings_.transport = channel::chatwoot::Transport::account;
        settings_.base = "https://livedesk-api.engagelab.com/api/v2/accounts";
    }
    Settings settings() override {
        return {
            {"base", &settings_.base, "the account's REST API, without a slash at the end"},
            {"inbox", &settings_.inbox, "the inbox's number"},
            {"api_key", &settings_.api_key, "of the API's Basic authentication", true},
            {"api_secret", &settings_.api_secret, "likewise", true},
            {"webhook_secret", &settings_.webhook_secret, "signs the desk's webhooks; empty: the desk does not sign", true},
            {"webhook_token", &settings_.webhook_token,
             "a long random word at the end of the webhook's address, `/hooks/<desk>/events/<word>`; needed where the desk does not sign",
             true}};
    }
    std::vector<std::string> bases() const override { return {settings_.base}; }
    MadeAccount make(const DeskSurroundings& around) const override {
        return channel::chatwoot::make_account(settings_, around.crypto, around.words);
    }

  private:
    channel::chatwoot::Settings settings_;
};

class ChatwootPlan final : public DeskPlan {
  public:
    ChatwootPlan() {
        settings_.transport = channel::chatwoot::Transport::client;
        settings_.base = "https://app.chatwoot.com";
    }
    Settings settings() override {
        return {{"base", &settings_.base, "the server, without a slash at the end"},
                {"inbox", &settings_.inbox, "the inbox identifier of an API inbox"},
                {"hmac_token", &settings_.hmac_token,
                 "the inbox's token, which vouches for verified visitors; empty: everybody is an anonymous contact", true}};
    }
    std::vector<std::string> bases() const override { return {settings_.base}; }
    MadeAccount make(const DeskSurroundings& around) const override {
        return channel::chatwoot::make_account(settings_, around.crypto, around.words);
    }

  private:
    channel::chatwoot::Settings settings_;
};

/// What both desks of Feishu (Lark) have in common.
void add_app(Settings& all, channel::feishu::App& app) {
    all.push_back({"base", &app.base, "`https://open.feishu.cn`, or `https://open.larksuite.com` for Lark"});
    all.push_back({"app_id", &app.app_id, "of the application, `cli_…`"});
    all.push_back({"app_secret", &app.app_secret, "of the application", true});
}

/// And what those that take webhooks need.
void add_subscription(Settings& all, channel::feishu::App& app) {
    all.push_back({"verification_token", &app.verification_token, "of the event subscription; webhooks without it are refused", true});
    all.push_back({"encrypt_key", &app.encrypt_key, "of the event subscription; empty: events come unencrypted and unsigned", true});
}

class FeishuHelpdeskPlan final : public DeskPlan {
  public:
    Settings settings() override {
        Settings all;
        add_app(all, settings_.app);
        add_subscription(all, settings_.app);
        all.push_back({"helpdesk_id", &settings_.helpdesk_id, "of the helpdesk"});
        all.push_back({"helpdesk_token", &settings_.helpdesk_token, "of the helpdesk", true});
        all.push_back({"open_id", &settings_.open_id,
                       "the Feishu user (`ou_…`) in whose name visitors speak whose token names none; for trials: one visitor at a time"});
        all.push_back({"human_service", &settings_.human_service, "visitors go to a person at once, past the robot"});
        all.push_back(
            {"appointed_agents", &settings_.appointed_agents, "open ids of the only agents who may take them; needs human_service"});
        all.push_back({"customized_info", &settings_.customized_info, "stands in every ticket as its origin; at most 1024 characters"});
        all.push_back(
            {"start_when_opened", &settings_.start_when_opened, "the ticket begins when the chat is opened, not with the first message"});
        all.push_back({"ended_note", &settings_.ended_note, "what agents read when a visitor ends the conversation; empty: nothing"});
        all.push_back({"poll", &settings_.poll, "asks for news this often (milliseconds) while somebody looks; 0: webhooks bring them"});
        return all;
    }
    std::vector<std::string> bases() const override { return {settings_.app.base}; }
    MadeAccount make(const DeskSurroundings& around) const override {
        return channel::feishu_helpdesk::make_account(settings_, around.crypto, around.words);
    }

  private:
    channel::feishu_helpdesk::Settings settings_;
};

class AilyPlan final : public DeskPlan {
  public:
    Settings settings() override {
        Settings all;
        add_app(all, settings_.app);
        all.push_back({"aily_app_id", &settings_.aily_app_id, "the assistant, `spring_…__c`"});
        all.push_back({"skill_id", &settings_.skill_id, "a skill that answers everything; empty: the assistant chooses"});
        all.push_back({"skill_input", &settings_.skill_input, "JSON for that skill, at most 255 characters"});
        all.push_back({"channel_context", &settings_.channel_context, "JSON that workflows can read, at most 255 characters"});
        all.push_back({"metadata", &settings_.metadata, "JSON that is kept with the session, at most 255 characters"});
        all.push_back(
            {"mentions", &mentions_, "whom visitors may mention by `@name`, each as `ou_… name`, or `ou_…/aily-id name`; at most 32"});
        all.push_back({"poll", &settings_.poll, "the shortest time (milliseconds) between two looks at an answer that grows"});
        return all;
    }
    std::vector<std::string> bases() const override { return {settings_.app.base}; }
    MadeAccount make(const DeskSurroundings& around) const override {
        channel::aily::Settings settings = settings_;
        auto mentions = channel::aily::read_mentions(mentions_);
        if (!mentions) return tl::unexpected<std::string>("mentions: " + mentions.error());
        settings.mentions = std::move(*mentions);
        return channel::aily::make_account(std::move(settings), around.crypto, around.words);
    }

  private:
    channel::aily::Settings settings_;
    std::vector<std::string> mentions_;
};

class TencentRobotPlan final : public DeskPlan {
  public:
    Settings settings() override {
        auto& s = settings_;
        return {
            {"base", &s.base, "the desk's REST API; another region has another host"},
            {"sdk_app_id", &s.sdk_app_id, "the SDKAppID"},
            {"admin", &s.admin, "the App's administrator, in whose name the REST API is called"},
            {"secret_key", &s.secret_key, "signs the administrator's userSig", true},
            {"callback_token", &s.callback_token, "the token of the callback authentication; empty: the desk does not sign", true},
            {"webhook_token", &s.webhook_token,
             "a long random word at the end of the callback's address, `/hooks/<desk>/events/<word>`; needed where the desk does not sign",
             true},
            {"model_base", &s.model_base, "an OpenAI-compatible API, up to the version: `https://api.openai.com/v1`"},
            {"model_key", &s.model_key, "sent to it as a bearer token; empty: none is sent", true},
            {"model", &s.model, "the model's name"},
            {"instructions", &s.instructions, "the system message"},
            {"most_answer_tokens", &s.most_answer_tokens, "max_tokens; 0: the endpoint's own"},
            {"model_may_transfer", &s.model_may_transfer, "the model may transfer the visitor to a person by itself (a tool)"},
            {"remembered_messages", &s.remembered_messages, "of both sides, sent with each question"},
            {"remembered_bytes", &s.remembered_bytes, "likewise"},
            {"transfer_words", &s.transfer_words, "a message that is one of these brings a person"},
            {"end_words", &s.end_words, "a message that is one of these ends the session with a person"},
            {"welcome_title", &s.welcome_title, "heading of the welcome card; empty: there is none"},
            {"welcome_questions", &s.welcome_questions, "the card's questions"},
            {"no_agent_text", &s.no_agent_text, "said when nobody is there; empty: the desk's own words are enough"},
            {"media_text", &s.media_text, "said to pictures and files; empty: the words for \"something went wrong\""},
            {"transfer_after_troubles", &s.transfer_after_troubles, "so many failed answers in a row bring a person; 0: never"}};
    }
    std::vector<std::string> bases() const override { return {settings_.base, settings_.model_base}; }
    MadeAccount make(const DeskSurroundings& around) const override {
        return channel::tencent_robot::make_account(settings_, around.crypto, around.words);
    }

  private:
    channel::tencent_robot::Settings settings_;
};

template <class Plan>
std::unique_ptr<DeskPlan> new_plan() {
    return std::make_unique<Plan>();
}

}  // namespace

const std::vector<DeskKind>& desk_kinds() {
    static const std::vector<DeskKind> kinds = {
        {"sandbox", "a simulated desk, which needs nothing", new_plan<SandboxPlan>},
        {"feishu_helpdesk", "Feishu (Lark) Helpdesk", new_plan<FeishuHelpdeskPlan>},
        {"aily", "a Feishu Aily assistant", new_plan<AilyPlan>},
        {"livedesk", "EngageLab LiveDesk", new_plan<LiveDeskPlan>},
        {"chatwoot", "Chatwoot by its public client API", new_plan<ChatwootPlan>},
        {"tencent_robot", "the robot of a Tencent Cloud desk, answering with a language model", new_plan<TencentRobotPlan>},
    };
    return kinds;
}

const DeskKind* find_desk_kind(std::string_view name) {
    for (const DeskKind& kind : desk_kinds()) {
        if (kind.name == name) return &kind;
    }
    return nullptr;
}

}  // namespace deskbell::relay
