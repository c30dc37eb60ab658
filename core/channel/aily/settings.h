#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/channel/channel.h"
#include "core/channel/feishu/app.h"
#include "core/channel/words.h"

namespace deskbell::channel::aily {

/// Somebody whom visitors may mention: `@name` in a message becomes a mention.
struct Mention {
    std::string entity_id;  ///< `ou_…`
    std::string identity_provider = "FEISHU";
    std::string key;  ///< stands in the message's content, `@_user_1`
    std::string name;
    std::string aily_id;
};

/// A Feishu Aily assistant.
struct Settings {
    feishu::App app;                ///< no webhooks: verification_token and encrypt_key are not used
    std::string aily_app_id;        ///< the assistant, `spring_…__c`
    std::string skill_id;           ///< a skill that answers everything; empty: the assistant chooses
    std::string skill_input;        ///< JSON for that skill, at most 255 characters
    std::string channel_context;    ///< JSON that workflows can read, at most 255 characters
    std::string metadata;           ///< JSON that is kept with the session, at most 255 characters
    std::vector<Mention> mentions;  ///< at most 32
    /// The shortest time between two looks at an answer that grows. With many visitors at once it becomes longer, as the platform allows 1000 a minute.
    Millis poll = 250;
};

/// What is wrong with it, a line each, beginning with the name of the setting.
std::vector<std::string> problems(const Settings& settings);

/// Makes the account. `crypto` and `words` outlive it. Errors: the problems of the settings, joined by "; ".
tl::expected<std::unique_ptr<Account>, std::string> make_account(Settings settings, const Crypto& crypto, const Words& words);

}  // namespace deskbell::channel::aily
