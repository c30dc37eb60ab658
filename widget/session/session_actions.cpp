#include <algorithm>

#include "core/base/json.h"
#include "core/base/utf8.h"
#include "core/protocol/abilities.h"
#include "widget/session/session.h"

namespace deskbell {

namespace {

/// A control that was found by its label.
struct Control {
    std::string row;
    std::string action;
};

const Node* find_control(const std::vector<Node>& nodes, Attribute by, std::string_view wanted) {
    for (const Node& node : nodes) {
        if (node.attribute_text(by) == wanted && node.find(Attribute::action) != nullptr && !node.flag(Attribute::disabled)) return &node;
        if (const Node* below = find_control(node.children, by, wanted)) return below;
    }
    return nullptr;
}

const std::vector<Node>* nodes_of(const View& view, std::string_view row_key) {
    if (row_key == "header") return &view.header().actions;
    for (const Row& row : view.rows()) {
        if (row.key == row_key) return &row.body;
    }
    return nullptr;
}

}  // namespace

Result<void> Session::on_action(const ActionEvent& event) {
    if (event.action == "later") {
        conversation_.timeline.show_newer(window_step);
        return {};
    }
    if (event.action == "recall") return recall(conversation_.timeline.find_key(event.row));
    const std::vector<Node>* nodes = nodes_of(view_, event.row);
    if (nodes == nullptr) return fail(ErrorCode::unknown_row, event.row);
    // Only what is on the screen and can be pressed is pressed, whoever sent the event.
    if (find_control(*nodes, Attribute::action, event.action) == nullptr) return fail(ErrorCode::unknown_action, event.action);
    return press(event.row, event.action, event.value);
}

Result<void> Session::on_pick(const PickEvent& event) {
    if (!event.in.empty() && event.in != "last") {
        const std::vector<Node>* nodes = nodes_of(view_, event.in);
        if (nodes == nullptr) return fail(ErrorCode::unknown_row, event.in);
        const Node* control = find_control(*nodes, Attribute::label, event.match);
        if (control == nullptr) return fail(ErrorCode::unknown_action, event.match);
        return press(event.in, std::string(control->attribute_text(Attribute::action)), event.value);
    }
    const std::list<Row>& rows = view_.rows();
    const auto last = std::find_if(rows.rbegin(), rows.rend(),
                                   [&](const Row& row) { return find_control(row.body, Attribute::label, event.match) != nullptr; });
    if (last != rows.rend()) {
        const Node* control = find_control(last->body, Attribute::label, event.match);
        return press(std::string(last->key), std::string(control->attribute_text(Attribute::action)), event.value);
    }
    if (const Node* control = find_control(view_.header().actions, Attribute::label, event.match)) {
        return press("header", std::string(control->attribute_text(Attribute::action)), event.value);
    }
    return fail(ErrorCode::unknown_action, event.match);
}

Result<void> Session::press(std::string_view row, std::string_view action, const Value& value) {
    if (Entry* entry = conversation_.timeline.find_key(row)) return press_on_entry(*entry, action, value);
    if (row == "confirm" && action == "end") return on_end_session({});
    return press_on_session(action);
}

Result<void> Session::press_on_session(std::string_view action) {
    if (action == "human") return on_human({});
    if (action == "rate") return on_request_evaluation({});
    if (action == "leave_queue") return on_end_session({});
    if (action == "end") {
        confirm_end_ = true;
    } else if (action == "keep") {
        confirm_end_ = false;
    } else if (action == "start_again") {
        start_over_if_ended();
    } else if (action == "connect") {
        add_effect("connect");
    } else if (action == "newest") {
        conversation_.timeline.show_newest();
    } else if (action == "earlier") {
        if (conversation_.timeline.has_older()) {
            conversation_.timeline.show_older(window_step);
        } else {
            load_history(std::string(history_from_));
        }
    } else {
        return fail(ErrorCode::unknown_action, action);
    }
    return {};
}

Result<void> Session::on_human(const BareEvent&) {
    send_text(texts_.get(Text::human_request));
    return {};
}

Result<void> Session::on_request_evaluation(const BareEvent&) {
    if (!conversation_.may_request_evaluation()) {
        note({ErrorCode::refused, "an evaluation may be asked for only with an agent, and when 23 allows it"});
        return {};
    }
    send_online_only(desk_message(MessageKind::evaluation_request, Value::object()));
    return {};
}

Result<void> Session::on_end_session(const BareEvent&) {
    const auto signal = conversation_.is_without_people() ? SessionSignal::ended : SessionSignal::visitor_left;
    if (auto applied = conversation_.apply(signal); !applied) return applied;
    send_online_only(desk_message(MessageKind::visitor_end, Value::object()));
    return {};
}

Result<void> Session::press_on_entry(Entry& entry, std::string_view action, const Value& value) {
    ++entry.revision;
    if (action == "more") {
        entry.local.make().expanded = true;
        return {};
    }
    if (action.starts_with("choose:")) {
        return choose(entry, static_cast<std::size_t>(Value::decimal(action.substr(7)).as_integer()));
    }
    if (action.starts_with("grade:")) {
        entry.local.make().chosen = action.substr(6);
        return {};
    }
    if (action == "submit") return submit(entry, value);
    if (action == "retry") {
        if (!entry.upload) {
            conversation_.queue.retry(entry.client_id, now_);
            entry.delivery = DeliveryState::queued;
            return {};
        }
        start_upload(entry);
        return {};
    }
    if (action == "discard" || action == "cancel") {
        if (action == "cancel") add_effect("cancel_upload").set("client_id", entry.client_id);
        take_choice_back(entry.client_id);
        conversation_.queue.discard(entry.client_id);
        conversation_.timeline.remove(std::string(entry.key));
        return {};
    }
    return fail(ErrorCode::unknown_action, action);
}

/// A text that was not sent leaves the choice that it came from open.
void Session::take_choice_back(std::string_view client_id) {
    const Outgoing* item = conversation_.queue.find(client_id);
    Entry* entry = item != nullptr ? conversation_.timeline.find_key(item->answers) : nullptr;
    if (entry == nullptr) return;
    LocalState& local = entry->local.make();
    local.chosen.clear();
    local.answer_client_id.clear();
    ++entry->revision;
}

void Session::answer(Entry& entry, const std::string& client_id) {
    entry.local.make().answer_client_id = client_id;
    if (Outgoing* item = conversation_.queue.find(client_id)) item->answers = entry.key;
}

/// The desk has the last word: what it takes back comes as `revoked`.
Result<void> Session::recall(const Entry* entry) {
    if (entry == nullptr || !conversation_.can(ability::recall) || entry->message.im.flow != "out" || entry->message.im.id.empty() ||
        now_ - entry->shown_time > recall_time) {
        return fail(ErrorCode::refused, "recall");
    }
    add_effect("recall").set("id", entry->message.im.id);
    return {};
}

Result<void> Session::choose(Entry& entry, std::size_t index) {
    const Message& message = entry.message;
    Records<ChoiceItem> items;
    std::string cloud;
    bool remembers = true;
    switch (message.kind) {
        case MessageKind::branch: items = record_of<Branch>(message).content.items; break;
        case MessageKind::form: items = record_of<Form>(message).content.items; break;
        case MessageKind::welcome_card:
            items = record_of<WelcomeCard>(message).content.items;
            remembers = false;
            break;
        case MessageKind::task_branch: {
            const auto branch = record_of<TaskBranch>(message);
            items = branch.content.items;
            if (branch.option_type == static_cast<std::int64_t>(TaskOptionType::fixed) && branch.task_info) {
                CloudCustomData data;
                data.branch_option_info = branch.task_info;
                cloud = to_json(encode(data));
            }
            break;
        }
        default: break;
    }
    if (index >= items.size()) return fail(ErrorCode::unknown_action, to_digits(static_cast<std::int64_t>(index)));
    const std::string& content = std::next(items.begin(), static_cast<std::ptrdiff_t>(index))->content;
    const std::string client_id = send_text(content, cloud);
    if (!remembers) return {};
    entry.local.make().chosen = content;
    answer(entry, client_id);
    return {};
}

Result<void> Session::submit(Entry& entry, const Value& value) {
    switch (entry.message.kind) {
        case MessageKind::evaluation: return submit_evaluation(entry);
        case MessageKind::task_form: return submit_task_form(entry, value);
        case MessageKind::form: {
            const std::string answer(trim(value.is_object() ? value["answer"].as_text() : value.as_text()));
            LocalState& local = entry.local.make();
            local.missing.clear();
            if (answer.empty()) {
                local.missing.push_back("answer");
                return {};
            }
            local.chosen = answer;
            this->answer(entry, send_text(answer));
            return {};
        }
        default: return fail(ErrorCode::unknown_action, "submit");
    }
}

Result<void> Session::submit_evaluation(Entry& entry) {
    const auto record = record_of<Evaluation>(entry.message);
    const EvaluationMenu& menu = record.menu_content;
    for (const EvaluationGrade& grade : menu.menu) {
        LocalState& local = entry.local.make();
        if (grade.id != local.chosen) continue;
        local.submitted = true;
        local.refusal = 0;
        answer(entry, send_online_only(
                          desk_message(MessageKind::evaluation_answer, EvaluationAnswer{{grade.id, grade.content, menu.session_id}})));
        return {};
    }
    return fail(ErrorCode::missing_field, "menuSelected");
}

Result<void> Session::submit_task_form(Entry& entry, const Value& value) {
    auto form = record_of<TaskForm>(entry.message);
    LocalState& local = entry.local.make();
    local.values = Value::object();
    local.missing.clear();
    for (InputVariable& variable : form.content.variables) {
        variable.value = trim(value[variable.name].as_text());
        local.values.set(variable.name, variable.value);
        if (variable.is_required != 0 && variable.value.empty()) local.missing.push_back(variable.name);
        // The answer is the form with nothing in it but names and values.
        variable.type.clear();
        variable.form_type = 0;
        variable.placeholder.clear();
        variable.choices.clear();
    }
    if (!local.missing.empty()) return {};
    local.submitted = true;
    local.refusal = 0;
    form.content.tip.clear();
    form.content.node_status.reset();
    form.node_status.reset();
    answer(entry, send_stored(desk_message(MessageKind::task_form, form)));
    return {};
}

}  // namespace deskbell
