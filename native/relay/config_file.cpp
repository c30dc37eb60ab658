#include "native/relay/config_file.h"

#include <toml++/toml.h>

#include <algorithm>
#include <charconv>
#include <fstream>
#include <set>

#include "native/relay/net/remote.h"
#include "native/relay/openssl_crypto.h"
#include "native/relay/pem.h"
#include "native/relay/redis_url.h"
#include "native/relay/relay_words.h"

namespace deskbell::relay {
namespace {

constexpr std::size_t least_key = 32;

/// Reads one file; its problems are found in the order of the file.
class Reader {
  public:
    Reader(std::string file, const Environment& environment, std::vector<ConfigProblem>& problems)
        : file_(std::move(file)), environment_(environment), problems_(problems) {}

    void problem(const toml::node& where, std::string text) {
        problem_at(file_ + ':' + std::to_string(where.source().begin.line), std::move(text));
    }
    /// Where a key of a section was set: its line, or its variable.
    std::string place_of(const toml::table& root, const std::string& section, std::string_view key) const {
        const std::string variable = environment_name(section, key);
        if (environment_(variable) != nullptr) return variable;
        const toml::table* table = root[section].as_table();
        const toml::node* node = table != nullptr ? table->get(key) : nullptr;
        return node != nullptr ? file_ + ':' + std::to_string(node->source().begin.line) : file_.empty() ? "environment" : file_;
    }
    void problem_at(std::string place, std::string text) { problems_.push_back({std::move(place), std::move(text)}); }

    /// Fills settings from a table (or from nothing) and from the environment. `known` are keys that somebody else reads.
    void read(const toml::table* table, const Settings& settings, const std::string& section,
              const std::set<std::string_view>& known = {}) {
        for (const Setting& setting : settings) {
            const std::string variable = environment_name(section, setting.name);
            if (const char* value = environment_(variable)) {
                if (!set_text(setting, value)) problem_at(variable, "expected " + wanted_value(setting));
            } else if (const toml::node* node = table != nullptr ? table->get(setting.name) : nullptr) {
                if (!set_node(setting, *node)) problem(*node, std::string(setting.name) + ": expected " + wanted_value(setting));
            }
        }
        if (table == nullptr) return;
        for (const auto& [key, node] : *table) {
            const std::string_view name = key.str();
            const bool is_known =
                known.contains(name) || std::any_of(settings.begin(), settings.end(), [&](const Setting& one) { return one.name == name; });
            if (is_known) continue;
            std::string names;
            for (const Setting& setting : settings) names += (names.empty() ? "" : ", ") + std::string(setting.name);
            problem(node, std::string(name) + ": there is no such key; there are: " + names);
        }
    }

  private:
    static bool in_range(const Setting& setting, std::int64_t number) { return number >= setting.least && number <= setting.most; }

    /// A list in the environment is separated by spaces.
    static bool set_text(const Setting& setting, std::string_view value) {
        return std::visit(
            [&](auto* place) {
                using T = std::remove_cvref_t<decltype(*place)>;
                if constexpr (std::is_same_v<T, std::string> || std::is_same_v<T, std::filesystem::path>) {
                    *place = std::string(value);
                    return true;
                } else if constexpr (std::is_same_v<T, bool>) {
                    *place = value == "true";
                    return value == "true" || value == "false";
                } else if constexpr (std::is_same_v<T, std::int64_t> || std::is_same_v<T, double>) {
                    T number{};
                    const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
                    if (error != std::errc() || end != value.data() + value.size()) return false;
                    if constexpr (std::is_same_v<T, std::int64_t>) {
                        if (!in_range(setting, number)) return false;
                    }
                    *place = number;
                    return true;
                } else {
                    place->clear();
                    while (!value.empty()) {
                        const std::size_t end = std::min(value.find(' '), value.size());
                        if (end > 0) place->emplace_back(value.substr(0, end));
                        value.remove_prefix(std::min(end + 1, value.size()));
                    }
                    return true;
                }
            },
            setting.place);
    }

    static bool set_node(const Setting& setting, const toml::node& node) {
        return std::visit(
            [&](auto* place) {
                using T = std::remove_cvref_t<decltype(*place)>;
                if constexpr (std::is_same_v<T, std::string> || std::is_same_v<T, std::filesystem::path>) {
                    const auto text = node.value_exact<std::string>();
                    if (text) *place = *text;
                    return text.has_value();
                } else if constexpr (std::is_same_v<T, bool>) {
                    const auto flag = node.value_exact<bool>();
                    if (flag) *place = *flag;
                    return flag.has_value();
                } else if constexpr (std::is_same_v<T, std::int64_t>) {
                    const auto number = node.value_exact<std::int64_t>();
                    if (!number || !in_range(setting, *number)) return false;
                    *place = *number;
                    return true;
                } else if constexpr (std::is_same_v<T, double>) {
                    const auto number = node.value<double>();
                    if (!number || *number <= 0) return false;
                    *place = *number;
                    return true;
                } else {
                    const toml::array* list = node.as_array();
                    if (list == nullptr) return false;
                    place->clear();
                    for (const toml::node& one : *list) {
                        const auto text = one.value_exact<std::string>();
                        if (!text) return false;
                        place->emplace_back(*text);
                    }
                    return true;
                }
            },
            setting.place);
    }

    std::string file_;
    const Environment& environment_;
    std::vector<ConfigProblem>& problems_;
};

bool is_desk_name(std::string_view name) {
    return !name.empty() && name.size() <= 64 && name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_-") == std::string_view::npos;
}

std::string kind_names() {
    std::string names;
    for (const DeskKind& kind : desk_kinds()) names += (names.empty() ? "" : ", ") + std::string(kind.name);
    return names;
}

void read_desk(Reader& reader, const toml::table& table, Config& config) {
    ConfiguredDesk desk;
    desk.name = table["name"].value_or(std::string());
    desk.kind = table["kind"].value_or(std::string());
    if (!is_desk_name(desk.name)) return reader.problem(table, "desk: expected a `name` of 1 to 64 lower-case letters, digits, _ and -");
    const auto same = [&](const ConfiguredDesk& other) { return other.name == desk.name; };
    if (std::any_of(config.desks.begin(), config.desks.end(), same))
        return reader.problem(table, "desk " + desk.name + ": there is another of this name");
    const DeskKind* kind = find_desk_kind(desk.kind);
    if (kind == nullptr) {
        const toml::node* node = table.get("kind");
        return reader.problem(node != nullptr ? *node : table, "desk " + desk.name + ": expected a `kind`, one of " + kind_names());
    }
    desk.plan = kind->plan();
    reader.read(&table, desk.plan->settings(), "desk_" + desk.name, {"name", "kind"});
    Reach reach;
    for (const std::string& base : desk.plan->bases()) {
        const auto added = reach.add(base);
        if (!added) reader.problem(table, "desk " + desk.name + ": address \"" + base + "\": " + added.error());
    }
    static const OpensslCrypto crypto;
    static const RelayWords words;
    const auto account = desk.plan->make({crypto, words, "https://relay.example", 1});
    if (!account) {
        // The account names the setting that is wrong, where there is one.
        const toml::node* node = table.get(account.error().substr(0, account.error().find(':')));
        reader.problem(node != nullptr ? *node : table, "desk " + desk.name + ": " + account.error());
    }
    config.desks.push_back(std::move(desk));
}

std::string content_of(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

/// What the table cannot say.
void check(Reader& reader, const toml::table& root, const Config& config) {
    const auto expect = [&](bool holds, const std::string& section, std::string_view key, std::string_view expected) {
        if (!holds) reader.problem_at(reader.place_of(root, section, key), std::string(key) + ": expected " + std::string(expected));
    };
    const auto long_enough = [](const std::string& key) { return key.size() >= least_key; };
    expect(std::all_of(config.token_keys.begin(), config.token_keys.end(), long_enough), "identity", "token_keys",
           "keys of at least 32 bytes");
    expect(config.jwt_secret.empty() || long_enough(config.jwt_secret), "identity", "jwt_secret", "at least 32 bytes");
    expect(config.user_secret.empty() || long_enough(config.user_secret), "identity", "user_secret", "at least 32 bytes");
    expect(config.jwt_public_key.empty() || is_rsa_public_key(content_of(config.jwt_public_key)), "identity", "jwt_public_key",
           "a file that can be read with an RSA public key in it (PEM)");
    expect(config.ca_file.empty() || holds_certificate(content_of(config.ca_file)), "relay", "ca_file",
           "a file that can be read with certificates in it (PEM)");
    expect(config.public_url.empty() || parse_remote(config.public_url), "relay", "public_url", "an http or https address");
    expect(!config.verified_only || !config.jwt_secret.empty() || !config.jwt_public_key.empty() || !config.user_secret.empty(), "identity",
           "verified_only", "a way to verify users: jwt_secret, jwt_public_key or user_secret");
    if (!config.redis.empty()) {
        if (const auto address = parse_redis_url(config.redis); !address) {
            reader.problem_at(reader.place_of(root, "store", "redis"), "redis: " + address.error());
        }
    }
    expect(config.usersig_app == 0 || !config.usersig_key.empty(), "usersig", "sdk_app_id", "`key` beside it");
}

}  // namespace

std::vector<ConfigProblem> load_config(const std::filesystem::path& file, const Environment& environment, Config& config) {
    std::vector<ConfigProblem> problems;
    Reader reader(file.string(), environment, problems);
    toml::table root;
    if (!file.empty()) {
        try {
            root = toml::parse_file(file.string());
        } catch (const toml::parse_error& error) {
            reader.problem_at(file.string() + ':' + std::to_string(error.source().begin.line), std::string(error.description()));
            return problems;
        }
    }
    std::string names = "desk";
    std::set<std::string_view> known = {"desk"};
    const std::vector<Section> sections = config_sections(config);
    for (const Section& section : sections) {
        known.insert(section.name);
        names += ", " + section.name;
        const toml::node* node = root.get(section.name);
        if (node != nullptr && !node->is_table()) reader.problem(*node, section.name + ": expected a table, [" + section.name + ']');
        reader.read(node != nullptr ? node->as_table() : nullptr, section.settings, section.name);
    }
    for (const auto& [key, node] : root) {
        if (!known.contains(key.str())) reader.problem(node, std::string(key.str()) + ": there is no such section; there are: " + names);
    }
    if (const toml::node* desks = root.get("desk")) {
        const toml::array* list = desks->as_array();
        if (list == nullptr) reader.problem(*desks, "desk: expected tables, each with [[desk]] above it");
        for (std::size_t i = 0; list != nullptr && i < list->size(); ++i) {
            if (const toml::table* table = (*list)[i].as_table()) {
                read_desk(reader, *table, config);
            } else {
                reader.problem((*list)[i], "desk: expected a table");
            }
        }
    }
    while (config.public_url.ends_with('/')) config.public_url.pop_back();
    check(reader, root, config);
    return problems;
}

std::string config_reference() {
    std::string out;
    const auto tell = [&out](const Settings& settings, const std::string& section) {
        out += "\n| key | value | default | meaning |\n|---|---|---|---|\n";
        for (const Setting& setting : settings) {
            const std::string shown = shown_value(setting);
            out += "| `" + std::string(setting.name) + "` | " + wanted_value(setting) + (setting.secret ? ", secret" : "") + " | " +
                   (shown.empty() ? "" : '`' + shown + '`') + " | " + std::string(setting.meaning);
            if (setting.secret) out += " (`" + environment_name(section, setting.name) + "`)";
            out += " |\n";
        }
    };
    Config config;
    for (const Section& section : config_sections(config)) {
        out += "\n## [" + section.name + "]\n\n" + section.meaning + '\n';
        tell(section.settings, section.name);
    }
    for (const DeskKind& kind : desk_kinds()) {
        out += "\n## [[desk]] with kind = \"" + std::string(kind.name) + "\"\n\n" + std::string(kind.meaning) + ".\n";
        const auto plan = kind.plan();
        if (!plan->settings().empty()) tell(plan->settings(), "desk_<name>");
    }
    return out;
}

}  // namespace deskbell::relay
