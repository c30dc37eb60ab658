#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "core/channel/channel.h"
#include "core/channel/words.h"
#include "native/relay/settings_table.h"

namespace deskbell::relay {

/// What desks need of the relay.
struct DeskSurroundings {
    const channel::Crypto& crypto;
    const channel::Words& words;
    std::string public_url;  ///< of the relay, without a slash at the end
    double speed = 1;        ///< of the sandbox
};

/// The settings of one configured desk, before they are an account.
class DeskPlan {
  public:
    virtual ~DeskPlan() = default;
    virtual Settings settings() = 0;
    /// The addresses that the desk is reached under: the relay may connect to their hosts wherever they lie.
    virtual std::vector<std::string> bases() const = 0;
    /// Errors: what is wrong with the settings, in a line for the operator.
    virtual tl::expected<std::unique_ptr<channel::Account>, std::string> make(const DeskSurroundings& around) const = 0;
};

/// A kind of desk, as `kind` in the configuration names it.
struct DeskKind {
    std::string_view name;
    std::string_view meaning;
    std::unique_ptr<DeskPlan> (*plan)();
};

const std::vector<DeskKind>& desk_kinds();
/// The kind with this name, or nullptr.
const DeskKind* find_desk_kind(std::string_view name);

}  // namespace deskbell::relay
