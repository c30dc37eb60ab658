// deskbell.wasm: the widget with the functions of its C interface that the page calls as exports. They are defined in widget/api, which knows nothing of Emscripten, so CMakeLists.txt
// names them to the linker; this unit holds what the linker cannot check, that their types are ones that JavaScript can call.

#include <type_traits>

#include "widget/api/widget_abi.h"

static_assert(std::is_same_v<decltype(&deskbell_input), char* (*)(unsigned)>);
static_assert(std::is_same_v<decltype(&deskbell_create), int (*)(unsigned)>);
static_assert(std::is_same_v<decltype(&deskbell_handle), const char* (*)(int, unsigned, double)>);
static_assert(std::is_same_v<decltype(&deskbell_destroy), void (*)(int)>);
