#pragma once

#include <string>
#include <vector>

namespace deskbell::channel::feishu {

/// The Feishu (Lark) application in whose name an account speaks. What both desks of the platform have in common.
struct App {
    std::string base = "https://open.feishu.cn";  ///< without a slash at the end; `https://open.larksuite.com` for Lark
    std::string app_id;                           ///< `cli_…`
    std::string app_secret;
    std::string verification_token;  ///< of the event subscription; webhooks without it are refused
    std::string encrypt_key;         ///< of the event subscription; empty: events come unencrypted and unsigned
};

/// What is wrong with it, a line each, beginning with the name of the setting.
std::vector<std::string> problems(const App& app);

/// Problems in one line.
std::string joined_lines(const std::vector<std::string>& lines);

}  // namespace deskbell::channel::feishu
