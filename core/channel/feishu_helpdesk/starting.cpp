#include <algorithm>

#include "core/channel/feishu_helpdesk/channel.h"
#include "core/channel/feishu_helpdesk/start_service.h"

namespace deskbell::channel::feishu_helpdesk {
namespace {

/// Messages are looked for from a while before the newest that is known: the desk's clock and ours may differ.
constexpr Seconds look_back = 120;
constexpr std::int64_t tries_before_busy = 3;

bool is_plain_id(std::string_view id) {
    return !id.empty() && id.size() <= 64 && std::all_of(id.begin(), id.end(), [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '-';
    });
}

}  // namespace

void HelpdeskChannel::start(Turn& turn) {
    if (state_.starting) return;
    StartService start;
    // Without the user's own token nobody can speak to the robot for them: its ticket takes messages of the desk's side only. A person reads those as well.
    start.human_service = desk_.settings.human_service || state_.wants_human || !speaks_as_user();
    if (start.human_service) start.appointed_agents.assign(desk_.settings.appointed_agents.begin(), desk_.settings.appointed_agents.end());
    start.open_id = open_id_;
    start.customized_info = desk_.settings.customized_info;
    if (const auto found = problems(start); !found.empty()) {
        for (const std::string& problem : found) note(turn, "start_service is not called: " + problem);
        state_.wants_human = false;
        give_up(turn, feishu::Told::trouble);
        return;
    }
    state_.starting = true;
    // Events about the new ticket may overtake the answer that names it.
    if (owns_user_) turn.out.routes.push_back("guest:" + open_id_);
    Request request = post("start", "helpdesk/v1/start_service", encode(start));
    // A user has one open ticket with a helpdesk, so that asking twice gives the same one (not tried against the live service).
    request.repeatable = true;
    ask(turn, std::move(request));
}

void HelpdeskChannel::started(Turn& turn, const feishu::Answer& answer) {
    state_.starting = false;
    const auto data = answer.fault ? Result<StartedService>(fail(ErrorCode::not_json)) : decode<StartedService>(answer.data);
    if (answer.fault || !data || !is_plain_id(data->chat_id)) {
        feishu::Fault fault =
            answer.fault.value_or(feishu::Fault{0, feishu::Remedy::mend, feishu::Told::trouble, "start_service names no chat", 0});
        if (!answer.fault) note(turn, fault.text);
        using feishu::Remedy;
        const bool again = fault.remedy == Remedy::wait || fault.remedy == Remedy::ask || fault.remedy == Remedy::renew;
        ++state_.start_tries;
        if (again && !(fault.remedy == Remedy::renew && state_.start_tries > tries_before_busy)) {
            if (state_.start_tries == tries_before_busy && !state_.told_busy) {
                state_.told_busy = true;
                tell(turn, feishu::Told::busy);
            }
            // A new token is there at once, anything else takes its time.
            const bool at_once = fault.remedy == Remedy::renew && state_.start_tries == 1;
            state_.retry_at = turn.now + (at_once ? 1 : std::max(fault.pause, feishu::back_off(static_cast<int>(state_.start_tries))));
            return;
        }
        state_.start_tries = 0;
        state_.wants_human = false;
        if (fault.remedy == Remedy::start_again) note(turn, "start: " + fault.text);
        give_up(turn, fault.told == feishu::Told::nothing ? feishu::Told::trouble : fault.told);
        return;
    }
    if (!owns_user_) {
        const auto [holder, is_new] = desk_.holders.emplace(data->chat_id, customer_.id);
        if (!is_new && holder->second != customer_.id) {
            note(turn, "another visitor speaks as the account's open_id already: give visitors Feishu users of their own");
            state_.wants_human = false;
            give_up(turn, feishu::Told::busy);
            return;
        }
    }
    state_.start_tries = 0;
    state_.told_busy = false;
    const bool human = desk_.settings.human_service || state_.wants_human || !speaks_as_user();
    state_.wants_human = false;
    if (state_.chat_id != data->chat_id) turn.out.routes.push_back("chat:" + data->chat_id);
    state_.chat_id = data->chat_id;
    if (phase() == Phase::none || (phase() == Phase::robot && human)) set_phase(turn, human ? Phase::queueing : Phase::robot);
    if (!data->ticket_id.empty() && data->ticket_id != state_.ticket_id) {
        if (!state_.ticket_id.empty()) forget_ticket();
        state_.chat_id = data->chat_id;
        adopt_ticket(turn, data->ticket_id);
    }
}

void HelpdeskChannel::adopt_ticket(Turn& turn, const std::string& ticket_id) {
    if (ticket_id == state_.ticket_id) return;
    if (!is_plain_id(ticket_id)) {
        note(turn, "the id of a ticket has other characters than letters and digits");
        return;
    }
    state_.ticket_id = ticket_id;
    state_.updated_at = 0;
    state_.rated = 0;
    turn.out.routes.push_back("ticket:" + ticket_id);
    // What was said in it before its name was known, for example the robot's greeting, came by no route.
    look_again(turn);
}

/// Asks for what webhooks may not have brought.
void HelpdeskChannel::look_again(Turn& turn) {
    looked_ = turn.now;
    if (open_.contains("list") || state_.ticket_id.empty()) return;
    const Seconds now = turn.now / millis_per_second;
    const Seconds since = (state_.last_heard > 0 ? std::min(state_.last_heard, now) : now) - look_back;
    ask(turn, get("list", "helpdesk/v1/tickets/" + state_.ticket_id + "/messages?time_start=" + std::to_string(since) +
                              "&time_end=" + std::to_string(now + look_back) + "&page=1&page_size=200"));
    if (!open_.contains("ticket")) ask(turn, get("ticket", "helpdesk/v1/tickets/" + state_.ticket_id));
}

void HelpdeskChannel::listed(Turn& turn, const feishu::Answer& answer) {
    if (answer.fault) return;
    std::vector<TicketMessage> messages;
    for (const Value& item : answer.data["messages"].items()) {
        auto message = read_listed_message(item, open_id_);
        if (!message) continue;
        message->ticket_id = state_.ticket_id;
        messages.push_back(std::move(*message));
    }
    std::stable_sort(messages.begin(), messages.end(), [](const TicketMessage& a, const TicketMessage& b) { return a.time < b.time; });
    for (const TicketMessage& message : messages) hear_desk(turn, message);
}

}  // namespace deskbell::channel::feishu_helpdesk
