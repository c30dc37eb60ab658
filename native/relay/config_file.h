#pragma once

#include <functional>
#include <string>
#include <vector>

#include "native/relay/config.h"

namespace deskbell::relay {

/// A mistake in the configuration, for the operator.
struct ConfigProblem {
    std::string place;  ///< `relay.toml:12`, or the environment variable
    std::string text;   ///< what is wrong and what was expected
};

/// Gives the value of an environment variable, or nullptr.
using Environment = std::function<const char*(const std::string& name)>;

/// Reads the file (TOML 1.0) and what the environment sets in its place, and checks all of it, the desks' settings too. An empty path: the environment only.
std::vector<ConfigProblem> load_config(const std::filesystem::path& file, const Environment& environment, Config& config);

/// All keys as a Markdown reference, made from the tables.
std::string config_reference();

}  // namespace deskbell::relay
