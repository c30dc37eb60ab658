#pragma once

#include "core/protocol/im_message.h"

namespace deskbell {

/// One thing to choose; the answer is a text message equal to `content`.
struct ChoiceItem {
    std::string content;
    std::string desc;
};
DESKBELL_RECORD(ChoiceItem, "One thing to choose.",
    DESKBELL_FIELD(content, "content", required, "what it says; the answer is a text message equal to it"),
    DESKBELL_FIELD(desc, "desc", always, "a second line"));

/// What was chosen, or typed into a form of free text.
struct ChosenItem {
    std::string content;
};
DESKBELL_RECORD(ChosenItem, "What was chosen.", DESKBELL_FIELD(content, "content", required, "equal to an item's content"));

struct BranchContent {
    std::string header;
    Records<ChoiceItem> items;
    std::string tail;
    std::optional<ChosenItem> selected;
};
DESKBELL_RECORD(BranchContent, "The question of a branch.",
    DESKBELL_FIELD(header, "header", always, "stands above the choices"),
    DESKBELL_FIELD(items, "items", always, "the choices"),
    DESKBELL_FIELD(tail, "tail", always, "stands below the choices"),
    DESKBELL_FIELD(selected, "selected", optional, "what was chosen"));

/// src 15: the visitor chooses where to go.
struct Branch {
    BranchContent content;
};
DESKBELL_RECORD(Branch, "src 15: the visitor chooses where to go; the answer is a text message.",
    DESKBELL_FIELD(content, "content", required, "the question"));

struct FormContent {
    std::string header;
    Records<ChoiceItem> items;
    std::int64_t type = 0;
    std::optional<ChosenItem> selected;
};
DESKBELL_RECORD(FormContent, "The question of a form.",
    DESKBELL_FIELD(header, "header", always, "the question"),
    DESKBELL_FIELD(items, "items", optional, "the choices of type 1"),
    DESKBELL_FIELD(type, "type", always, "1 choices, 0 free text"),
    DESKBELL_FIELD(selected, "selected", optional, "what was answered"));

/// src 21: asks for one piece of information.
struct Form {
    FormContent content;
};
DESKBELL_RECORD(Form, "src 21: asks for one piece of information; the answer is a text message.",
    DESKBELL_FIELD(content, "content", required, "the question"));

struct WelcomeContent {
    std::string title;
    std::string content;
    Records<ChoiceItem> items;
};
DESKBELL_RECORD(WelcomeContent, "What the robot proposes to ask.",
    DESKBELL_FIELD(title, "title", always, "the heading"),
    DESKBELL_FIELD(content, "content", always, "a text below the heading"),
    DESKBELL_FIELD(items, "items", always, "questions; a tap sends one as text"));

/// src 29: the robot's welcome card, or its question what was meant. Also the legacy 15 that has a subtype.
struct WelcomeCard {
    std::string subtype;
    WelcomeContent content;
};
DESKBELL_RECORD(WelcomeCard, "src 29: the robot's welcome card or clarification.",
    DESKBELL_FIELD(subtype, "subtype", always, "welcome_msg or clarify_msg"),
    DESKBELL_FIELD(content, "content", required, "what it proposes"));

/// `status` of a task-flow branch.
enum class TaskBranchStatus : std::int64_t { selectable = 0, locked = 1, selected = 2 };

/// `optionType` of a task-flow branch.
enum class TaskOptionType : std::int64_t { quick = 0, fixed = 1 };

/// src 32: a choice inside a task flow.
struct TaskBranch {
    std::int64_t status = 0;
    std::int64_t option_type = 0;
    std::optional<TaskInfo> task_info;
    BranchContent content;
};
DESKBELL_RECORD(TaskBranch, "src 32: a choice inside a task flow; the answer is a text message.",
    DESKBELL_FIELD(status, "status", always, "0 selectable, 1 not, 2 selected"),
    DESKBELL_FIELD(option_type, "optionType", always, "0 quick, gone after the tap; 1 fixed, stays"),
    DESKBELL_FIELD(task_info, "taskInfo", optional, "goes back in cloudCustomData for optionType 1"),
    DESKBELL_FIELD(content, "content", required, "the question"));

}  // namespace deskbell
