#pragma once

#include <string>
#include <vector>

#include "core/base/time.h"
#include "core/base/value.h"

namespace deskbell {

/// The other side of a live conversation. A fixture has none; see SandboxLink and RelayLink.
class DeskLink {
  public:
    DeskLink() = default;
    virtual ~DeskLink() = default;
    DeskLink(const DeskLink&) = delete;
    DeskLink& operator=(const DeskLink&) = delete;

    /// Does what the session asks for: `effect` is one of its effects. Those that are the host's own affair (notify, persist, …) are passed over.
    virtual void perform(const Value& effect, Millis now) = 0;
    /// What has come since the last call, in order: events for the session, `net` among them. Never waits.
    virtual std::vector<Value> receive(Millis now) = 0;
    /// Breaks the connection; it is built up again after `absence` milliseconds.
    virtual void interrupt(Millis now, Millis absence) = 0;
    /// Whom it talks to and how that stands, in a line.
    virtual std::string status() const = 0;
};

}  // namespace deskbell
