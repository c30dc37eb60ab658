#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/channel/channel.h"
#include "core/channel/feishu/app.h"
#include "core/channel/words.h"

namespace deskbell::channel::feishu_helpdesk {

/// A Feishu (Lark) Helpdesk.
struct Settings {
    feishu::App app;
    std::string helpdesk_id;
    std::string helpdesk_token;
    /// The Feishu user (`ou_…`) in whose name visitors speak whose token names none (`feishu_open_id` in the visitor's profile). A Feishu user has one conversation with a
    /// helpdesk, so it serves one visitor at a time: for trials. Empty: such visitors are refused.
    std::string open_id;
    bool human_service = false;                 ///< visitors go to a person at once, past the robot
    std::vector<std::string> appointed_agents;  ///< open ids of the only agents who may take them; needs human_service
    std::string customized_info;                ///< stands in every ticket as its origin; at most 1024 characters
    bool start_when_opened =
        false;  ///< the ticket begins when the chat is opened, so that the robot can greet; else with the first message
    /// What agents read when a visitor ends the conversation: only an agent can close a ticket (the API lets nobody else). Empty: nothing.
    std::string ended_note = "The visitor has ended the conversation.";
    /// Asks the helpdesk for news this often while somebody looks, in milliseconds; 0: webhooks bring them. For relays that the internet cannot reach.
    Millis poll = 0;
};

/// What is wrong with it, a line each, beginning with the name of the setting.
std::vector<std::string> problems(const Settings& settings);

/// Makes the account. `crypto` and `words` outlive it. Errors: the problems of the settings, joined by "; ".
tl::expected<std::unique_ptr<Account>, std::string> make_account(Settings settings, const Crypto& crypto, const Words& words);

}  // namespace deskbell::channel::feishu_helpdesk
