// The exports of deskbell.wasm: the five functions of the C interface, kept alive for the page.

#include <emscripten.h>

#include "widget/api/widget_abi.h"

extern "C" {

EMSCRIPTEN_KEEPALIVE char* deskbell_input(unsigned length);
EMSCRIPTEN_KEEPALIVE int deskbell_create(unsigned length);
EMSCRIPTEN_KEEPALIVE const char* deskbell_handle(int handle, unsigned length, double now_ms);
EMSCRIPTEN_KEEPALIVE const char* deskbell_query(int handle, unsigned length);
EMSCRIPTEN_KEEPALIVE void deskbell_destroy(int handle);
}
