#include "native/relay/settings_table.h"

#include <type_traits>

namespace deskbell::relay {
namespace {

template <class T>
constexpr bool is_list = std::is_same_v<T, std::vector<std::string>> || std::is_same_v<T, std::list<std::string>>;

std::string quoted(const std::string& text) {
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') out += '\\';
        out += c;
    }
    return out + '"';
}

}  // namespace

std::string wanted_value(const Setting& setting) {
    return std::visit(
        [&](const auto* place) -> std::string {
            using T = std::remove_cvref_t<decltype(*place)>;
            if constexpr (is_list<T>) {
                return "a list of texts";
            } else if constexpr (std::is_same_v<T, bool>) {
                return "true or false";
            } else if constexpr (std::is_same_v<T, double>) {
                return "a number";
            } else if constexpr (std::is_same_v<T, std::int64_t>) {
                if (setting.most == INT64_MAX) return "a whole number from " + std::to_string(setting.least);
                return "a whole number from " + std::to_string(setting.least) + " to " + std::to_string(setting.most);
            } else if constexpr (std::is_same_v<T, std::filesystem::path>) {
                return "a path";
            } else {
                return "a text";
            }
        },
        setting.place);
}

std::string shown_value(const Setting& setting) {
    if (setting.secret) return {};
    return std::visit(
        [](const auto* place) -> std::string {
            using T = std::remove_cvref_t<decltype(*place)>;
            if constexpr (is_list<T>) {
                std::string out;
                for (const std::string& one : *place) out += (out.empty() ? "" : ", ") + quoted(one);
                return out.empty() ? out : '[' + out + ']';
            } else if constexpr (std::is_same_v<T, bool>) {
                return *place ? "true" : "false";
            } else if constexpr (std::is_same_v<T, double>) {
                std::string text = std::to_string(*place);
                while (text.ends_with('0')) text.pop_back();
                if (text.ends_with('.')) text += '0';
                return text;
            } else if constexpr (std::is_same_v<T, std::int64_t>) {
                return std::to_string(*place);
            } else {
                const std::string text(*place);
                return text.empty() ? text : quoted(text);
            }
        },
        setting.place);
}

std::string environment_name(std::string_view section, std::string_view key) {
    std::string out = "DESKBELL_" + std::string(section) + '_' + std::string(key);
    for (char& c : out) {
        const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        if (!letter) c = '_';
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    }
    return out;
}

}  // namespace deskbell::relay
