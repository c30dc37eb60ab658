#pragma once

#include <string>

#include "native/relay/address_limits.h"
#include "native/relay/config.h"
#include "native/relay/hub.h"
#include "native/relay/sandbox_files.h"
#include "native/relay/uploads.h"

namespace deskbell::relay {

class Network;

/// What the sessions of one server share. Everything runs on one thread, SQLite included: a commit of a millisecond is far below what a chat needs, and
/// nothing has to be locked.
struct Services {
    const Config& config;
    Store& store;
    Hub& hub;
    Uploads& uploads;
    const Network& network;
    AddressLimits& addresses;
    const SandboxFiles& sandbox_files;
    int sockets = 0;  ///< open ones, of either kind
    int uploads_under_way = 0;
    std::uint64_t limited = 0;  ///< requests and sockets of addresses that had enough
    int requests = 0;           ///< being answered
    bool stopping = false;
};

/// The time of day in milliseconds.
Millis wall_clock();

/// Serves until SIGTERM or SIGINT, then says goodbye to every socket and gives 0; another number when it cannot listen.
int serve(Config config);

}  // namespace deskbell::relay
