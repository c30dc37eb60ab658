#pragma once

#include <cstdint>
#include <optional>
#include <ostream>
#include <string_view>
#include <vector>

namespace deskbell::model {

/// What can happen in the delivery model: DESKBELL_STEP(name, weight, what it does). `size` is the step's one number, read by each in its own way.
#define DESKBELL_STEPS(X)                                                                                            \
    X(say, 24, "the visitor writes a text of its own")                                                               \
    X(ask, 10, "the visitor writes words that make the desk do something: stream, queue, form …; the size chooses")  \
    X(press, 12, "the visitor presses a control that is on the screen; the size chooses")                            \
    X(wait, 24, "time passes: 1 ms to 10 min, growing with the size")                                                \
    X(slow, 6, "from now on a frame takes 1 ms to 8 s, growing with the size")                                       \
    X(cut, 10, "the connection breaks; the size says which of the frames on their way still arrive")                 \
    X(offline, 3, "the connection breaks, and there is none until `online` or the end")                              \
    X(online, 4, "there is a network again")                                                                         \
    X(twice, 4, "a frame arrives twice")                                                                             \
    X(swap, 4, "two frames arrive in the wrong order")                                                               \
    X(lose, 4, "a numbered frame to the tab gets lost, and nobody is told")                                          \
    X(dead, 5, "nothing arrives any more in either direction, and nobody is told: a phone that changed its network") \
    X(reload, 6, "the page in front is reloaded: what was not persisted is gone")                                    \
    X(tab, 4, "the visitor opens another tab, three at most; it comes to the front")                                 \
    X(front, 5, "another tab comes to the front; the size says which")                                               \
    X(shut, 3, "a tab is closed, or its process is killed; the size says which")                                     \
    X(freeze, 4, "the browser freezes a tab, as phones do; it is thawed when it comes to the front")                 \
    X(air, 2, "from now on a word from tab to tab takes 1 ms to 5 s, growing with the size: a page that is busy")    \
    X(draft, 4, "the visitor types and does not send")                                                               \
    X(toggle, 5, "the visitor closes or opens the panel")                                                            \
    X(restart, 4, "the relay is killed and started again; what it had committed is there")                           \
    X(full, 4, "the relay's disk is full for some of its next writes; the size says for which")                      \
    X(clock, 3, "the visitor's clock is set forward or back, up to a day")

enum class StepKind : std::uint8_t {
#define X(name, weight, about) name,
    DESKBELL_STEPS(X)
#undef X
};

struct Step {
    StepKind kind = StepKind::say;
    std::uint16_t size = 0;  ///< 0 to 1023
};

inline constexpr std::uint16_t largest_size = 1023;

std::string_view step_name(StepKind kind);
/// How often a kind comes, beside the others.
int step_weight(StepKind kind);
int step_kinds();
/// True for what goes wrong rather than what somebody does.
bool is_fault(StepKind kind);

/// Reads what operator<< wrote: "say 3, cut 12". Nothing when it cannot be read.
std::optional<std::vector<Step>> read_steps(std::string_view text);

std::ostream& operator<<(std::ostream& out, const Step& step);

}  // namespace deskbell::model
