#include "tests/model/step.h"

#include <array>
#include <sstream>
#include <string>

namespace deskbell::model {

namespace {

struct StepInfo {
    std::string_view name;
    int weight;
};

constexpr std::array infos{
#define X(name, weight, about) StepInfo{#name, weight},
    DESKBELL_STEPS(X)
#undef X
};

const StepInfo& info_of(StepKind kind) { return infos.at(static_cast<std::size_t>(kind)); }

}  // namespace

std::string_view step_name(StepKind kind) { return info_of(kind).name; }
int step_weight(StepKind kind) { return info_of(kind).weight; }
int step_kinds() { return static_cast<int>(infos.size()); }

bool is_fault(StepKind kind) {
    switch (kind) {
        case StepKind::say:
        case StepKind::ask:
        case StepKind::press:
        case StepKind::wait:
        case StepKind::online:
        case StepKind::tab:
        case StepKind::front:
        case StepKind::draft:
        case StepKind::toggle: return false;
        default: return true;
    }
}

std::optional<std::vector<Step>> read_steps(std::string_view text) {
    std::vector<Step> steps;
    std::istringstream words{std::string(text)};
    for (std::string name; words >> name;) {
        std::uint16_t size = 0;
        if (!(words >> size) || size > largest_size) return std::nullopt;
        int kind = 0;
        while (kind < step_kinds() && step_name(static_cast<StepKind>(kind)) != name) ++kind;
        if (kind == step_kinds()) return std::nullopt;
        steps.push_back({static_cast<StepKind>(kind), size});
        if (words.peek() == ',') words.get();
    }
    return steps;
}

std::ostream& operator<<(std::ostream& out, const Step& step) { return out << step_name(step.kind) << ' ' << step.size; }

}  // namespace deskbell::model
