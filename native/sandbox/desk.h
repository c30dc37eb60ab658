#pragma once

#include <string>
#include <string_view>

#include "core/protocol/message.h"
#include "native/sandbox/agent_act.h"
#include "native/sandbox/event.h"
#include "native/sandbox/sandbox.h"
#include "native/sandbox/state.h"
#include "native/sandbox/texts.h"

namespace deskbell::sandbox {

/// Who speaks for the desk.
enum class Voice : std::uint8_t {
    robot,
    agent,
    system,
    consultant,  ///< in a group: Ben, who looks after this customer
    buyer,       ///< in a group: Mia, another customer
};

/// What cloudCustomData says of a robot's message.
enum class RobotWord : std::uint8_t { none, faq, fallback, ai_reply };

/// Delays as a person would feel them, in milliseconds at speed 1.
inline constexpr Millis robot_delay = 350;
inline constexpr Millis stream_step = 80;
inline constexpr Millis thinking_time = 900;
inline constexpr Millis queue_step = 2500;
inline constexpr Millis accept_time = 1500;
inline constexpr Millis typing_delay = 500;
inline constexpr Millis reply_delay = 1900;
inline constexpr int queue_length = 3;
inline constexpr int stream_pieces = 30;

/// A visitor who writes nothing is reminded and then left; these two are not made faster by Options::speed.
inline constexpr Millis remind_after = 4 * millis_per_minute;
inline constexpr Millis time_out_after = millis_per_minute;
/// A robot session that nobody used for this long starts afresh with the next visit.
inline constexpr Millis session_rest = 30 * millis_per_minute;

/// One turn of the sandbox: its state, what it says, and the time. The files robot, answers, seat and evaluation hold what it does.
struct Desk {
    const Options& options;
    State& state;
    Output& output;
    Millis now;
    Value mentioned = {};  ///< ids of those in a group whom the message names

    const Texts& texts() const { return texts_for(state.lang); }

    /// Sends a message (type and payload) that the host keeps; one that can be answered is remembered. Gives it with its ID.
    Value say(Voice voice, Value message, RobotWord word = RobotWord::none);
    Value say_text(Voice voice, std::string_view text) { return say(voice, text_message(text)); }
    /// Sends a message that only passes through: typing, thinking, settings, the seat.
    void pass(Value message);
    /// Sends a changed message, as `say` gave it.
    void change(Value message, Keep keep = Keep::stored);
    /// Tells the host where the session stands.
    void tell_state();
    /// The visitor's messages so far were read.
    void mark_read();

    /// Plans a step `delay` from now (at speed 1). `base` is the moment to count from.
    void plan(Millis delay, StepKind kind, Value data = Value::object());
    /// Plans a message: of the robot, or of the agent with typing before it.
    void say_soon(Voice voice, Value message, RobotWord word = RobotWord::none, Millis extra = 0);
    void drop_steps(StepKind kind);

    /// The end of a session: 19 or 20, the seat, the state, and the invitation to rate when an agent was there and has not been rated.
    void end_session(MessageKind how);
};

/// A draft as a step keeps it, and the message it becomes.
Value make_draft(Voice voice, const Value& message, RobotWord word);
Value say_draft(Desk& desk, const Value& draft);

// robot.cpp
void begin_session(Desk& desk);
void send_welcome(Desk& desk);
void answer_topic(Desk& desk, Topic topic, Voice voice);
void answer_unknown(Desk& desk, std::string_view text);
void advance_stream(Desk& desk, const Value& data);

// answers.cpp
/// Takes a text that answers something open; false when it answers nothing.
bool answer_choice(Desk& desk, const std::string& text, const CloudCustomData& cloud);
/// Takes a text as the answer to the form that waits for free text; false when there is none.
bool answer_free_text(Desk& desk, const std::string& text);
void submit_task_form(Desk& desk, const TaskForm& answer);
/// What was not answered cannot be any more: 32 and 33 that are still open are locked.
void lock_tasks(Desk& desk);

// seat.cpp
void request_human(Desk& desk);
void move_queue(Desk& desk);
void seat_agent(Desk& desk);
void agent_hears(Desk& desk, const Message& message);
void agent_says_goodbye(Desk& desk);
void visitor_ends(Desk& desk);
/// An agent's visitor has done something: the time-out starts anew.
void restart_time_out(Desk& desk);
void pass_seat(Desk& desk);

// group.cpp
/// Brings the visitor into a group with Anna's colleague Ben, Mia and the robot.
void open_group(Desk& desk);
void close_group(Desk& desk);
/// Whoever was mentioned answers; nobody else does.
void group_hears(Desk& desk, const Message& message);

// by_hand.cpp
/// What a person does who plays the agent; what speaks against it, or nothing.
std::optional<Refusal> act_by_hand(Desk& desk, AgentAct act, Value message);

// evaluation.cpp
enum class Scale : std::uint8_t { stars, numbers };
enum class Fate : std::uint8_t { usual, expires_soon, broken };
void invite(Desk& desk, Scale scale, Fate fate);
/// What speaks against asking for an evaluation now, or nothing.
std::optional<Refusal> request_evaluation(Desk& desk);
/// Takes a 10; what speaks against it, or nothing.
std::optional<Refusal> evaluate(Desk& desk, const Value& data);

}  // namespace deskbell::sandbox
