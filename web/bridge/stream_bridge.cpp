// deskbell-stream.wasm: the markdown stream alone, for the benchmark of streamed answers and for the tests of hostile markdown. Not part of the page.
// It does what the view does with an answer that grows: hands the text to MarkdownStream and gives the edits of the blocks that changed.

#include <emscripten.h>

#include <string>
#include <vector>

#include "core/base/json.h"
#include "core/markdown/stream.h"
#include "widget/view/differ.h"

namespace {

using namespace deskbell;

std::string input;
std::string answer;
MarkdownStream stream;
std::vector<Node> shown;

/// The edits since the last call, as JSON; the blocks that the stream reports as unchanged are not looked at.
const char* edits() {
    const std::size_t unchanged = stream.take_unchanged();
    const std::vector<Node>& blocks = stream.blocks();
    const auto skip = static_cast<std::ptrdiff_t>(unchanged);
    std::vector<Node> before(shown.begin() + skip, shown.end());
    std::vector<Node> after(blocks.begin() + skip, blocks.end());
    const Value found = diff_nodes(before, after);
    Value list = Value::array();
    for (const Value& edit : found.items()) {
        // The paths were counted from the first block that changed.
        Value moved = edit;
        if (edit["path"].items().empty()) {
            moved.set("at", edit["at"].as_integer() + static_cast<std::int64_t>(unchanged));
        } else {
            Value path = Value::array();
            bool is_first = true;
            for (const Value& step : edit["path"].items()) {
                path.push(step.as_integer() + (is_first ? static_cast<std::int64_t>(unchanged) : 0));
                is_first = false;
            }
            moved.set("path", std::move(path));
        }
        list.push(std::move(moved));
    }
    shown.erase(shown.begin() + skip, shown.end());
    for (Node& node : after) shown.push_back(std::move(node));
    answer = to_json(list);
    return answer.c_str();
}

}  // namespace

extern "C" {

/// A buffer of the module for `length` bytes of UTF-8, valid until the next call.
EMSCRIPTEN_KEEPALIVE char* deskbell_input(unsigned length) {
    if (input.size() < length) input.resize(length);
    return input.data();
}

/// Forgets everything.
EMSCRIPTEN_KEEPALIVE void deskbell_stream_reset() {
    stream.replace({});
    shown.clear();
    stream.take_unchanged();
}

/// Appends what is in the input buffer; the edits are valid until the next call.
EMSCRIPTEN_KEEPALIVE const char* deskbell_stream_append(unsigned length) {
    stream.append(std::string_view(input).substr(0, length));
    return edits();
}

/// Ends the text.
EMSCRIPTEN_KEEPALIVE const char* deskbell_stream_finish() {
    stream.finish();
    return edits();
}
}
