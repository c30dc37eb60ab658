#include "native/harness/wire.h"

#include <algorithm>

#include "core/base/json.h"

namespace deskbell {

namespace {

/// An event that nobody overtakes arrives after so long all the same.
constexpr Millis longest_hold = 3000;

constexpr std::string_view corruption_names[] = {"its text is cut",     "its payload is a number",         "it has no type",
                                                 "its data is no JSON", "its text has a broken character", "its text is nested deep"};

}  // namespace

std::string name_of(const Value& event) {
    const Value& message = event["message"];
    for (const Value* id : {&message["ID"], &event["client_id"], &event["id"], &event["state"]}) {
        if (!id->as_text().empty()) return std::string(event["event"].as_text()) + " " + std::string(id->as_text());
    }
    return std::string(event["event"].as_text(event["effect"].as_text()));
}

void Wire::note(Millis now, const Value& event, const Fate& fate) {
    std::string words;
    const auto add = [&words](std::string_view what) { words.append(words.empty() ? "" : ", ").append(what); };
    if (fate.absence > 0) add("after a break of " + to_digits(fate.absence) + " ms");
    if (fate.dropped) add("lost");
    if (!fate.dropped) {
        if (fate.delay > 0) add("late by " + to_digits(fate.delay) + " ms");
        if (fate.duplicated) add("twice");
        if (fate.reordered) add("overtaken");
        if (fate.corruption) add(corruption_names[static_cast<std::size_t>(*fate.corruption)]);
    }
    if (words.empty()) return;
    if (log_.size() == most_lines) log_.erase(log_.begin());
    log_.push_back({now, name_of(event) + ": " + words});
}

Fate Wire::put(Value event, Millis now) {
    Fate fate = trouble_.next();
    const std::string_view name = event["event"].as_text();
    if (name != "message" && name != "modified") fate.corruption.reset();
    note(now, event, fate);
    if (fate.absence > 0) back_at_ = std::max(back_at_, now + fate.absence);
    if (fate.dropped) return fate;
    if (clock_ != 0) event = shift_desk_clock(std::move(event), clock_);
    if (fate.corruption) event = corrupt(std::move(event), *fate.corruption, fate.place);
    const Millis due = std::max({now + fate.delay, last_due_, back_at_});
    if (fate.reordered) {
        insert({due + longest_hold, true, event});
    } else {
        last_due_ = due;
        // Whoever was held is let go by the first that passes.
        std::vector<Item> held;
        for (const Item& item : items_) {
            if (item.overtaken) held.push_back(item);
        }
        std::erase_if(items_, [](const Item& item) { return item.overtaken; });
        insert({due, false, event});
        for (Item& item : held) insert({std::min(item.due, due), false, std::move(item.event)});
    }
    if (fate.duplicated) insert({due, false, std::move(event)});
    return fate;
}

void Wire::insert(Item item) {
    const auto later = std::find_if(items_.begin(), items_.end(), [&item](const Item& other) { return other.due > item.due; });
    items_.insert(later, std::move(item));
}

std::vector<Arrived> Wire::take(Millis now) {
    std::vector<Arrived> out;
    const auto later = std::find_if(items_.begin(), items_.end(), [now](const Item& item) { return item.due > now; });
    for (auto item = items_.begin(); item != later; ++item) out.push_back({item->due, std::move(item->event)});
    items_.erase(items_.begin(), later);
    return out;
}

}  // namespace deskbell
