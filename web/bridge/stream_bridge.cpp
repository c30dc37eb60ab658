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

/// The edits since the last call, as JSON.
const char* edits() {
    answer = grow_nodes(shown, stream.blocks(), stream.take_change());
    if (answer.empty()) answer = "[]";
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
    stream.take_change();
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
