#include "native/relay/desks.h"

#include "native/relay/sandbox_desk.h"

namespace deskbell::relay {

Desks sandbox_only(sandbox::Options options) {
    Desks desks;
    desks.push_back({"sandbox", std::make_unique<SandboxAccount>(std::move(options))});
    return desks;
}

}  // namespace deskbell::relay
