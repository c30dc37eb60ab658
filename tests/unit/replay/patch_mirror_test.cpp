#include "widget/replay/patch_mirror.h"

#include <doctest/doctest.h>

#include "core/base/json.h"

namespace deskbell {

namespace {

Value json(std::string_view text) { return parse_json(text).value(); }

std::string rows_after(std::initializer_list<const char*> patches) {
    PatchMirror mirror;
    for (const char* patch : patches) {
        const Result<void> done = mirror.apply(json(patch));
        if (!done) return std::string(error_name(done.error().code));
    }
    return to_json(mirror.rows());
}

constexpr const char* row_a =
    R"~({"op":"insert","at":0,"row":{"key":"a","body":[{"kind":"paragraph","children":[{"kind":"text","text":"x"}]}]}})~";
constexpr const char* row_b = R"~({"op":"insert","at":1,"row":{"key":"b","body":[]}})~";

}  // namespace

TEST_CASE("rows are inserted, moved, removed and given new heads") {
    CHECK_EQ(rows_after({row_b}), "wrong_type");
    CHECK_EQ(rows_after({row_a, row_a}), "unknown_row");
    CHECK_EQ(rows_after({row_a, row_b, R"~({"op":"remove","key":"a"})~"}), R"~([{"key":"b","body":[]}])~");
    CHECK_EQ(rows_after({row_a, row_b, R"~({"op":"remove","key":"a"})~", R"~({"op":"row","key":"b","row":{"key":"b","head":true}})~"}),
             R"~([{"key":"b","head":true,"body":[]}])~");
    CHECK_EQ(rows_after({row_a, row_b, R"~({"op":"move","key":"b","at":0})~", R"~({"op":"remove","key":"a"})~"}),
             R"~([{"key":"b","body":[]}])~");
    CHECK_EQ(rows_after({row_a, R"~({"op":"move","key":"a","at":1})~"}), "wrong_type");
    CHECK_EQ(rows_after({R"~({"op":"remove","key":"a"})~"}), "unknown_row");
    CHECK_EQ(rows_after({row_a, R"~({"op":"paint","key":"a"})~"}), "unknown_event");
}

TEST_CASE("bodies are edited in place") {
    const auto body_after = [](const char* edits) {
        const std::string patch = std::string(R"~({"op":"body","key":"a","edits":[)~") + edits + "]}";
        return rows_after({row_a, patch.c_str()});
    };
    const auto body = [](const char* nodes) { return std::string(R"~([{"key":"a","body":[)~") + nodes + "]}]"; };
    CHECK_EQ(body_after(R"~({"edit":"append_text","path":[0,0],"text":"y"})~"),
             body(R"~({"kind":"paragraph","children":[{"kind":"text","text":"xy"}]})~"));
    CHECK_EQ(body_after(R"~({"edit":"replace","path":[0],"node":{"kind":"rule"}})~"), body(R"~({"kind":"rule"})~"));
    CHECK_EQ(body_after(R"~({"edit":"attributes","path":[0],"node":{"kind":"heading","level":1}})~"),
             body(R"~({"kind":"heading","level":1,"children":[{"kind":"text","text":"x"}]})~"));
    CHECK_EQ(body_after(R"~({"edit":"splice","path":[],"at":1,"remove":0,"insert":[{"kind":"rule"}]})~"),
             body(R"~({"kind":"paragraph","children":[{"kind":"text","text":"x"}]},{"kind":"rule"})~"));
    CHECK_EQ(body_after(R"~({"edit":"splice","path":[0],"at":0,"remove":1,"insert":[]})~"),
             body(R"~({"kind":"paragraph","children":[]})~"));
    for (const char* wrong : {R"~({"edit":"splice","path":[],"at":2,"remove":0,"insert":[]})~",
                              R"~({"edit":"splice","path":[],"at":0,"remove":2,"insert":[]})~",
                              R"~({"edit":"splice","path":[0,0],"at":0,"remove":0,"insert":[]})~",
                              R"~({"edit":"replace","path":[1],"node":{}})~", R"~({"edit":"replace","path":[-1],"node":{}})~",
                              R"~({"edit":"append_text","path":[0],"text":"y"})~", R"~({"edit":"replace","path":[],"node":{}})~"}) {
        CAPTURE(wrong);
        CHECK_EQ(body_after(wrong), "wrong_type");
    }
}

TEST_CASE("header, composer, launcher and language are kept as they come") {
    PatchMirror mirror;
    CHECK(mirror.part("header").is_null());
    CHECK(mirror.apply(json(R"~({"op":"header","header":{"title":"a"}})~")));
    CHECK_EQ(to_json(mirror.part("header")), R"~({"title":"a"})~");
    CHECK_FALSE(mirror.apply(json(R"~({"op":"composer"})~")));
}

}  // namespace deskbell
