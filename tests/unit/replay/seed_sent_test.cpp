#include <fstream>
#include <iterator>

#include <doctest/doctest.h>

#include "core/base/json.h"
#include "widget/replay/replay.h"

namespace deskbell {

namespace {

std::string file(const std::string& path) {
    std::ifstream in(std::string(DESKBELL_SOURCE_DIR "/tests/fixtures/seed/") + path, std::ios::binary);
    REQUIRE_MESSAGE(in, path);
    return {std::istreambuf_iterator<char>(in), {}};
}

/// A sample of the seed by its name in tests/seed/samples.mjs.
Value sample(std::string_view name) { return parse_json(file("samples.json")).value()[name]; }

/// The last message that the visitor sends in seed/sent/<name>.jsonl.
Value last_send(const std::string& name) {
    ReplayOptions options;
    options.form = ReplayForm::effects;
    const auto effects = replay(file("sent/" + name + ".jsonl"), options);
    REQUIRE(effects);
    Value last;
    std::string_view rest = *effects;
    while (!rest.empty()) {
        const std::size_t end = rest.find('\n');
        Value effect = parse_json(rest.substr(0, end)).value();
        if (effect["effect"].as_text() == "send") last = std::move(effect);
        rest.remove_prefix(end + 1);
    }
    return last;
}

Value data_of(const Value& send) { return parse_json(send["message"]["payload"]["data"].as_text()).value(); }

}  // namespace

TEST_CASE("what is sent is what the seed prints: online-only answers and requests") {
    for (const char* name : {"10-evaluation-answer", "24-request-evaluation", "27-end-session"}) {
        CAPTURE(name);
        const Value send = last_send(name);
        CHECK_EQ(to_json(data_of(send)), to_json(sample(name)));
        CHECK(send["online_only"].as_boolean());
    }
}

TEST_CASE("what is sent is what the seed prints: the trigger, and the visitor's language with it") {
    const Value send = last_send("07-trigger");
    Value expected = sample("07-trigger");
    Value language = Value::object();
    language.set("language", "zh");
    expected.set("triggeredContent", language);
    CHECK_EQ(to_json(data_of(send)), to_json(expected));
    CHECK(send["online_only"].as_boolean());
}

TEST_CASE("what is sent is what the seed prints: a fixed option names its node in cloudCustomData") {
    const Value send = last_send("32-option-info");
    CHECK_EQ(send["message"]["payload"]["text"].as_text(), "人工");
    CHECK_EQ(send["message"]["cloudCustomData"].as_text(), to_json(sample("32-option-info")));
    CHECK_FALSE(send["online_only"].as_boolean());
}

TEST_CASE("what is sent is what the seed prints: the answer to a task-flow form") {
    const Value send = last_send("33-task-form-answer");
    Value expected = sample("33-task-form-answer");
    // The sample leaves a field empty that it calls required, and says beside it that only an optional one may be empty; the form of the fixture calls it optional.
    expected.find("content")->find("inputVariables")->items()[2].set("isRequired", 0);
    CHECK_EQ(to_json(data_of(send)), to_json(expected));
    CHECK_FALSE(send["online_only"].as_boolean());
}

}  // namespace deskbell
