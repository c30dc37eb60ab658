#include "native/harness/live_conversation.h"
#include "native/relay_client/desk_event.h"

#include <algorithm>

namespace deskbell {

namespace {

/// Time passes in steps of so much, so that after a long frame everything still happens at about its time.
constexpr Millis longest_step = 50;
/// Question and answer can follow each other in one moment, but not for ever.
constexpr int most_rounds = 50;

bool is_carried(const Value& effect) {
    const std::string_view name = effect["effect"].as_text();
    return name == "send" || name == "load_history" || name == "mark_read" || name == "recall" || name == "typing";
}

}  // namespace

LiveConversation::LiveConversation(std::unique_ptr<DeskLink> link, const TroubleSettings& trouble, Player& player)
    : link_(std::move(link)),
      incoming_(trouble, Trouble::Way::incoming),
      outgoing_(trouble, Trouble::Way::outgoing),
      present_(player.position()) {
    player.drop_following();
    player.start_collecting();
    events_ = player.events().size();
}

void LiveConversation::set_trouble(const TroubleSettings& trouble) {
    incoming_.set_trouble(trouble);
    outgoing_.set_trouble(trouble);
}

LiveConversation::State LiveConversation::state(const Player& player) const {
    if (is_over_) return State::over;
    const bool at_end = !player.is_travelling() && player.played() == player.events().size() && player.position() >= present_;
    return at_end ? State::live : State::looking_back;
}

void LiveConversation::return_to_present(Player& player) const { player.seek(present_); }

void LiveConversation::advance(Player& player, Millis passed) {
    if (is_over_) return;
    if (state(player) != State::live) {
        // What is done again on the way has been done already.
        (void)player.take_collected();
        if (player.events().size() != events_) {
            is_over_ = true;
            player.stop_collecting();
        }
        return;
    }
    exchange(player);
    // The window may have let time pass already.
    passed -= std::min(passed, player.position() - present_);
    while (passed > 0) {
        const Millis step = std::min(passed, longest_step);
        passed -= step;
        player.seek(player.position() + step);
        exchange(player);
    }
    present_ = player.position();
    events_ = player.events().size();
}

void LiveConversation::exchange(Player& player) {
    const Millis now = player.start() + player.position();
    for (int round = 0; round < most_rounds; ++round) {
        const std::size_t before = player.events().size();
        send_out(player, now);
        take_in(player, now);
        if (player.events().size() == before) return;
    }
}

void LiveConversation::send_out(Player& player, Millis now) {
    for (const PlayedStep& step : player.take_collected()) {
        for (const Value& effect : step.output.effects.items()) {
            if (!is_carried(effect)) {
                link_->perform(effect, now);
            } else if (const Fate fate = outgoing_.put(effect, now); fate.absence > 0) {
                link_->interrupt(now, fate.absence);
            }
        }
    }
    for (const Arrived& arrived : outgoing_.take(now)) link_->perform(arrived.event, now);
}

void LiveConversation::take_in(Player& player, Millis now) {
    for (Value& event : link_->receive(now)) {
        if (!is_from_desk(event)) {
            player.inject(std::move(event));
        } else if (const Fate fate = incoming_.put(std::move(event), now); fate.absence > 0) {
            link_->interrupt(now, fate.absence);
        }
    }
    for (Arrived& arrived : incoming_.take(now)) player.inject(std::move(arrived.event));
}

std::vector<Mishap> LiveConversation::mishaps() const {
    std::vector<Mishap> all = incoming_.log();
    for (const Mishap& mishap : outgoing_.log()) all.push_back({mishap.at, "outgoing " + mishap.words});
    std::stable_sort(all.begin(), all.end(), [](const Mishap& a, const Mishap& b) { return a.at < b.at; });
    return all;
}

}  // namespace deskbell
