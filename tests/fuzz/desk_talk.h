#pragma once

// A desk behind the relay: whatever it answers, sends to a webhook or says on a socket, and whatever a visitor sends, the codec stands: what it shows is JSON of the one vocabulary, what it asks for
// has an id of its own and a proper address, its state can be kept and opened again, its deadlines lie ahead, and no secret of the account gets out.

#include <memory>
#include <set>

#include "core/base/json.h"
#include "core/base/utf8.h"
#include "core/channel/channel.h"
#include "core/protocol/message.h"
#include "tests/fuzz/fuzz.h"
#include "tests/unit/channel/words.h"

namespace deskbell::fuzz {

using namespace deskbell::channel;

/// Stands for every secret of an account: it never gets out.
inline constexpr std::string_view secret = "S3cretOfTheAccount";

/// Takes every signature, so that what stands behind the check is reached: `same` is always true.
class CarelessCrypto final : public Crypto {
  public:
    std::string sha256(std::string_view data) const override { return filled(data); }
    std::string hmac_sha256(std::string_view, std::string_view data) const override { return filled(data); }
    std::optional<std::string> aes_256_cbc_decrypt(std::string_view, std::string_view, std::string_view data) const override {
        return std::string(data);
    }
    std::string base64(std::string_view data) const override { return std::string(data); }
    std::optional<std::string> from_base64(std::string_view text) const override { return std::string(text); }
    bool same(std::string_view, std::string_view) const override { return true; }

  private:
    static std::string filled(std::string_view data) {
        return std::string(data.substr(0, 32)) + std::string(32 - std::min<std::size_t>(data.size(), 32), '0');
    }
};

inline const CarelessCrypto crypto;
inline const deskbell::test::TestWords words;

/// A conversation under way, and what it has asked for.
struct Talk {
    std::unique_ptr<Account> account;
    std::unique_ptr<Channel> channel;
    Customer customer;
    std::vector<Request> open;
    Millis now = 1765000000000;

    void see(const Output& output) {
        for (const Event& event : output.events) {
            const std::string json = to_json(event.body);
            const bool is_message = event.kind == EventKind::message || event.kind == EventKind::modified;
            rule(!is_message || read_message(event.body).has_value(), "an event with a message that is none", json);
            rule(json.find(secret) == std::string::npos, "a secret is shown to the visitor", json);
        }
        for (const Request& request : output.requests) {
            rule(!request.id.empty(), "a request without an id");
            for (const Request& other : open) rule(other.id != request.id, "two open requests with one id", request.id);
            rule(request.url.starts_with("https://"), "a request that is not https", request.url);
            for (const char c : request.url)
                rule(static_cast<unsigned char>(c) > 0x20 && c != 0x7F, "an address with a space or a control character in it",
                     request.url);
            for (const Header& header : request.headers)
                rule(header.value.find_first_of("\r\n") == std::string::npos && header.name.find_first_of("\r\n: ") == std::string::npos,
                     "a header that makes another", header.value);
            rule(request.wait >= 0 && request.wait < 60 * millis_per_day, "a wait without end");
            open.push_back(request);
        }
        for (const std::string& line : output.trouble) rule(line.find(secret) == std::string::npos, "a secret in the log", line);
        for (const std::string& id : output.cancel) std::erase_if(open, [&](const Request& request) { return request.id == id; });
        const std::string state = to_json(channel->save());
        rule(state.find(secret) == std::string::npos, "a secret in the state", state);
        rule(parse_json(state).has_value(), "a state that is no JSON", state);
    }

    void hear(const Webhook& webhook) {
        const WebhookResult result = account->webhook(webhook, now);
        rule(result.reply.status >= 200 && result.reply.status < 600, "an answer without a status");
        for (const std::string& line : result.trouble) rule(line.find(secret) == std::string::npos, "a secret in the log", line);
        for (const Routed& item : result.items) {
            (void)account->newcomer(item);
            see(channel->delivered(item.item, now));
        }
    }

    /// A line of the input.
    void step(char what, std::string_view text) {
        now += 50;
        const auto json = parse_json(text);
        switch (what) {
            case 'v':  // the visitor says
                if (json && json->is_object()) see(channel->receive(*json, now));
                break;
            case 't':
                see(channel->receive(Value::object()
                                         .set("type", "TIMTextElem")
                                         .set("ID", "m" + std::to_string(now))
                                         .set("payload", Value::object().set("text", replace_broken_utf8(text))),
                                     now));
                break;
            case 'a':    // the oldest request is answered
            case 'b':    // the newest; and it was refused
            case 'n':    // nobody answers
            case 'p': {  // a piece of a streamed answer
                if (open.empty()) break;
                const auto which = what == 'b' ? open.end() - 1 : open.begin();
                Response response;
                response.id = which->id;
                response.status = what == 'n' ? 0 : what == 'b' ? 400 + static_cast<int>(text.size() % 200) : 200;
                response.body = text;
                response.complete = what != 'p' || !which->streamed;
                if (response.complete) open.erase(which);
                see(channel->answered(response, now));
                break;
            }
            case 'k': {  // a token
                Response response;
                response.status = 200;
                response.body = text;
                if (account->credentials(now)) (void)account->authenticated(response, now);
                break;
            }
            case 'w':  // a webhook
                hear({"POST",
                      "/events/" + std::string(secret),
                      "",
                      {{"X-Chatwoot-Timestamp", std::to_string(now / 1000)},
                       {"X-Chatwoot-Signature", "sha256=00"},
                       {"Content-Type", "application/json"}},
                      std::string(text),
                      "192.0.2.1"});
                break;
            case 'q': hear({"POST", "/events", std::string(text), {}, "{}", "192.0.2.1"}); break;
            case 'd':  // delivered as it is
                if (json) see(channel->delivered(*json, now));
                break;
            case 'o': see(channel->heard({SocketNews::Kind::opened, ""}, now)); break;
            case 'f': see(channel->heard({SocketNews::Kind::frame, std::string(text)}, now)); break;
            case 'c': see(channel->heard({SocketNews::Kind::closed, "lost"}, now)); break;
            case 's': see(channel->status(now)); break;
            case 'l': see(channel->left(now)); break;
            case 'y': see(channel->touch(!text.empty(), now)); break;
            case 'r': {  // the relay was killed and started again
                const Value saved = channel->save();
                open.clear();
                channel = account->open(customer, &saved);
                see(channel->resume(now));
                break;
            }
            case 'x': {  // a state that somebody else wrote
                if (!json) break;
                open.clear();
                channel = account->open(customer, &*json);
                see(channel->resume(now));
                break;
            }
            default: {  // time passes to the next deadline, a day at most
                const auto due = channel->next_deadline();
                if (due) now = std::max(now, std::min(*due, now + millis_per_day));
                see(channel->advance(now));
                break;
            }
        }
    }
};

/// Whether an input knows the secret, or a good part of it: libFuzzer learns it from the comparisons that look for it. What a desk says itself is no secret that got out.
inline bool knows_secret(std::string_view input) {
    constexpr std::size_t part = 6;
    for (std::size_t at = 0; at + part <= secret.size(); ++at)
        if (input.find(secret.substr(at, part)) != std::string_view::npos) return true;
    return false;
}

/// An input is lines: a letter for what happens (see Talk::step()), then the text.
inline void converse(tl::expected<std::unique_ptr<Account>, std::string> made, std::string_view input) {
    rule(made.has_value(), "an account that cannot be made", made ? "" : made.error());
    if (knows_secret(input)) return;
    Talk talk;
    talk.account = std::move(*made);
    talk.customer.id = "visitor-12";
    talk.customer.lang = "en";
    talk.channel = talk.account->open(talk.customer, nullptr);
    for (int steps = 0; !input.empty() && steps < 40; ++steps) {
        const std::size_t end = std::min(input.find('\n'), input.size());
        const std::string_view line = input.substr(0, end);
        input.remove_prefix(std::min(end + 1, input.size()));
        if (!line.empty()) talk.step(line.front(), line.substr(1));
    }
}

}  // namespace deskbell::fuzz
