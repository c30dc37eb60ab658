#pragma once

#include <cstdint>
#include <filesystem>
#include <list>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace deskbell::relay {

/// One key of the configuration: where its value goes, and what it means. The tables of these are the one source of what can be configured: reading, checking, the environment's
/// names and the reference in docs/relay-config.md come from them.
struct Setting {
    using Place = std::variant<std::string*, std::int64_t*, bool*, double*, std::filesystem::path*, std::vector<std::string>*,
                               std::list<std::string>*>;

    std::string_view name;
    Place place;
    std::string_view meaning;  ///< one line
    bool secret = false;       ///< belongs into the environment; never shown
    std::int64_t least = 0;    ///< of numbers
    std::int64_t most = INT64_MAX;
};

using Settings = std::vector<Setting>;

/// A section of the file and its keys.
struct Section {
    std::string name;  ///< `relay`, `identity`; of a desk its kind
    std::string meaning;
    Settings settings;
};

/// What kind of value a setting wants, in words: "a text", "a whole number from 1 to 10", "a list of texts".
std::string wanted_value(const Setting& setting);

/// The value that the setting has now, as TOML; secrets and empty values are not told.
std::string shown_value(const Setting& setting);

/// The name of the environment variable that sets a key: `DESKBELL_IDENTITY_JWT_SECRET`, of a desk `DESKBELL_DESK_<NAME>_API_KEY`.
std::string environment_name(std::string_view section, std::string_view key);

}  // namespace deskbell::relay
