#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "native/relay/connection.h"
#include "native/relay/fleet.h"

namespace deskbell::relay {

/// A socket is named among relays by the relay that has it and a number of that relay's.
///
/// A visitor's conversation is run by one relay. Another relay at which a socket of the visitor arrives hands its frames on and gets lines back, so that a visitor may come by any relay:
///
///     hello    "<number> <visitor> <known: 0 or 1> <the hello frame>"    a visitor's socket is elsewhere
///     frame    "<number> <frame>"                                        what it has said
///     gone     "<number>"                                                it has closed
///     line     "<number> <line>"                                         back: what it is to be told
///     close    "<number> <close code>"                                   back: it is to be closed
///     webhook  {"desk","key","id","item","or_keys"}                      a desk's request that concerns the other relay's conversation
namespace peer_note {
inline constexpr const char* hello = "hello";
inline constexpr const char* frame = "frame";
inline constexpr const char* gone = "gone";
inline constexpr const char* line = "line";
inline constexpr const char* close = "close";
inline constexpr const char* webhook = "webhook";
}  // namespace peer_note

/// A visitor's socket at another relay, as the hub sees it.
class RemoteConnection final : public Connection {
  public:
    /// The fleet outlives it.
    RemoteConnection(Fleet& fleet, std::string relay, std::uint64_t number)
        : fleet_(fleet), relay_(std::move(relay)), number_(std::to_string(number)) {}

    void send(std::string line) override { tell(peer_note::line, number_ + ' ' + line); }
    void close(Closing reason) override { tell(peer_note::close, number_ + ' ' + std::to_string(static_cast<int>(reason))); }

  private:
    void tell(const char* kind, std::string body);

    Fleet& fleet_;
    std::string relay_;
    std::string number_;
};

/// Takes the first word, up to a blank, off a note's body.
std::string_view take_word(std::string_view& body);

/// Takes a number off it; 0 when it does not begin with one.
std::int64_t take_number(std::string_view& body);

}  // namespace deskbell::relay
