#include "native/replay/unified_diff.h"

#include <algorithm>
#include <vector>

namespace deskbell {

namespace {

using Lines = std::vector<std::string_view>;

constexpr std::size_t context_lines = 3;

Lines lines_of(std::string_view text) {
    Lines lines;
    while (!text.empty()) {
        const std::size_t end = text.find('\n');
        lines.push_back(text.substr(0, end));
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    }
    return lines;
}

/// One line of the comparison: ' ' in both, '-' only before, '+' only after.
struct Step {
    char mark;
    std::string_view line;
};

/// The shortest way from one to the other, by the longest common subsequence of what lies between the common start and end. Screens are short, so the table is small.
std::vector<Step> steps_between(const Lines& before, const Lines& after) {
    std::size_t start = 0;
    while (start < before.size() && start < after.size() && before[start] == after[start]) ++start;
    std::size_t end = 0;
    while (end < before.size() - start && end < after.size() - start && before[before.size() - 1 - end] == after[after.size() - 1 - end])
        ++end;
    const std::size_t rows = before.size() - start - end;
    const std::size_t columns = after.size() - start - end;
    std::vector<std::size_t> common((rows + 1) * (columns + 1), 0);
    const auto at = [&](std::size_t r, std::size_t c) -> std::size_t& { return common[r * (columns + 1) + c]; };
    for (std::size_t r = rows; r-- > 0;) {
        for (std::size_t c = columns; c-- > 0;) {
            at(r, c) = before[start + r] == after[start + c] ? at(r + 1, c + 1) + 1 : std::max(at(r + 1, c), at(r, c + 1));
        }
    }
    std::vector<Step> steps;
    for (std::size_t i = 0; i < start; ++i) steps.push_back({' ', before[i]});
    std::size_t r = 0;
    std::size_t c = 0;
    while (r < rows || c < columns) {
        if (r < rows && c < columns && before[start + r] == after[start + c]) {
            steps.push_back({' ', before[start + r]});
            ++r;
            ++c;
        } else if (c == columns || (r < rows && at(r + 1, c) >= at(r, c + 1))) {
            steps.push_back({'-', before[start + r++]});
        } else {
            steps.push_back({'+', after[start + c++]});
        }
    }
    for (std::size_t i = before.size() - end; i < before.size(); ++i) steps.push_back({' ', before[i]});
    return steps;
}

std::string range(std::size_t first, std::size_t count) {
    return std::to_string(count == 0 ? first : first + 1) + "," + std::to_string(count);
}

std::string painted(char mark, std::string_view line, DiffColour colour) {
    std::string out = mark + std::string(line);
    if (colour == DiffColour::off || mark == ' ') return out + "\n";
    return (mark == '-' ? "\x1b[31m" : mark == '+' ? "\x1b[32m" : "\x1b[36m") + out + "\x1b[0m\n";
}

}  // namespace

std::string unified_diff(std::string_view before_name, std::string_view before, std::string_view after_name, std::string_view after,
                         DiffColour colour) {
    if (before == after) return {};
    const std::vector<Step> steps = steps_between(lines_of(before), lines_of(after));
    std::string out = "--- " + std::string(before_name) + "\n+++ " + std::string(after_name) + "\n";
    bool has_hunk = false;
    std::size_t before_line = 0;
    std::size_t after_line = 0;
    for (std::size_t i = 0; i < steps.size();) {
        if (steps[i].mark == ' ') {
            ++before_line;
            ++after_line;
            ++i;
            continue;
        }
        // The hunk goes on over stretches of equal lines that are shorter than the context of both its sides.
        const std::size_t first = i > context_lines ? i - context_lines : 0;
        std::size_t last = i;
        for (std::size_t next = i; next < steps.size() && next <= last + 2 * context_lines + 1; ++next) {
            if (steps[next].mark != ' ') last = next;
        }
        const std::size_t end = std::min(steps.size(), last + context_lines + 1);
        const std::size_t lead = i - first;
        std::size_t removed = 0;
        std::size_t added = 0;
        std::string body;
        for (std::size_t k = first; k < end; ++k) {
            removed += steps[k].mark != '+' ? 1u : 0u;
            added += steps[k].mark != '-' ? 1u : 0u;
            body += painted(steps[k].mark, steps[k].line, colour);
        }
        out += painted('@', "@ -" + range(before_line - lead, removed) + " +" + range(after_line - lead, added) + " @@", colour) + body;
        has_hunk = true;
        before_line += removed - lead;
        after_line += added - lead;
        i = end;
    }
    // Texts that differ only in their final line end have no line that differs.
    if (!has_hunk) out += "\\ they differ in the final line end\n";
    return out;
}

}  // namespace deskbell
