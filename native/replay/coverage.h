#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/record.h"
#include "core/base/value.h"
#include "widget/replay/replay.h"

namespace deskbell {

/// Counts what a corpus goes through: the fields of every event and message of the protocol, the steps of the session, the errors that a session notes.
/// Names: `event text.quote`, `message branch.content.items.desc`, `cloud role`, `step agent + ended`, `error unknown_row`.
class Coverage {
  public:
    Coverage();

    /// Takes a fixture's text and what its replay witnessed.
    void take(std::string_view fixture, const ReplayWitness& witness);

    /// One line for each group of names: `fields 120 of 121`.
    std::string summary() const;
    /// The names that nothing has touched, in order.
    std::vector<std::string> missing() const;
    bool has(const std::string& name) const { return touched_.contains(name); }

  private:
    void expect(const std::string& name, const RecordInfo& info);
    void touch(const std::string& name, const RecordInfo& info, const Value& json);
    void touch_message(const Value& im);

    std::vector<std::string> expected_;
    std::set<std::string> touched_;
};

/// Reads names that need not be covered, one `name: reason` a line; `#` begins a comment. Error: the number of a line that gives no reason.
tl::expected<std::map<std::string, std::string>, int> read_excuses(std::string_view text);

}  // namespace deskbell
