// deskbell-replay.wasm: the replay for Node and for the page. A request is JSON, `{"fixture":"…","as":"text","lang":"en","width":80}` (all but the fixture may be left
// out) or `{"fixture":"…","redact":true}`, the answer `{"ok":true,"output":"…"}` or `{"error":{"line":3,"column":1,"reason":"…"}}`.

#include <emscripten.h>

#include <string>

#include "core/base/json.h"
#include "widget/replay/redact.h"
#include "widget/replay/replay.h"

namespace {

using namespace deskbell;

std::string input;
std::string answer;

struct FormName {
    std::string_view name;
    ReplayForm form;
};
constexpr FormName form_names[] = {
    {"text", ReplayForm::text}, {"effects", ReplayForm::effects}, {"patches", ReplayForm::patches}, {"state", ReplayForm::state}};

Value error_answer(const FixtureError& error) {
    Value out = Value::object();
    out.set("line", error.line).set("column", error.column).set("reason", error.reason);
    return Value::object().set("error", std::move(out));
}

Value run(std::string_view text) {
    const Result<Value> request = parse_json(text);
    if (!request) return error_answer({0, 0, describe(request.error())});
    if ((*request)["redact"].as_boolean()) {
        auto redacted = redact((*request)["fixture"].as_text());
        if (!redacted) return error_answer(redacted.error());
        return Value::object().set("ok", true).set("output", std::move(*redacted));
    }
    ReplayOptions options;
    options.lang = (*request)["lang"].as_text();
    options.width = static_cast<std::size_t>((*request)["width"].as_integer(80));
    const std::string_view as = (*request)["as"].as_text("text");
    bool is_known = false;
    for (const FormName& entry : form_names) {
        if (entry.name != as) continue;
        options.form = entry.form;
        is_known = true;
    }
    if (!is_known) return error_answer({0, 0, "no such form: " + std::string(as)});
    auto output = replay((*request)["fixture"].as_text(), options);
    if (!output) return error_answer(output.error());
    return Value::object().set("ok", true).set("output", std::move(*output));
}

}  // namespace

extern "C" {

/// A buffer of the module for the request's `length` bytes of UTF-8, valid until the next call.
EMSCRIPTEN_KEEPALIVE char* deskbell_input(unsigned length) {
    input.assign(length, '\0');
    return input.data();
}

/// Plays the request in the input buffer; the answer is NUL-terminated and valid until the next call.
EMSCRIPTEN_KEEPALIVE const char* deskbell_replay(unsigned length) {
    answer = to_json(run(std::string_view(input).substr(0, length)));
    return answer.c_str();
}
}
