#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/channel/channel.h"
#include "native/sandbox/sandbox.h"

namespace deskbell::relay {

/// One configured desk. The first of several is the one that a widget gets that names none.
struct Desk {
    std::string name;  ///< as the widget's option `desk`, the webhook addresses `/hooks/<name>/…` and the log call it
    std::unique_ptr<channel::Account> account;
};

using Desks = std::vector<Desk>;

/// The sandbox alone, as a relay without a configuration has it.
Desks sandbox_only(sandbox::Options options);

}  // namespace deskbell::relay
