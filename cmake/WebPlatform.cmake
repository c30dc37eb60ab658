# What every translation unit of the WebAssembly build shares. The system's include folder must not be on the path
# (its libc headers would win over Emscripten's), so the two header-only libraries are linked into a folder of the build.

set(DESKBELL_WEB_INCLUDE "${PROJECT_BINARY_DIR}/include")
file(MAKE_DIRECTORY "${DESKBELL_WEB_INCLUDE}")
foreach(header nlohmann/json.hpp tl/expected.hpp)
  cmake_path(GET header PARENT_PATH library)
  find_path(DESKBELL_${library}_ROOT "${header}" HINTS ENV DESKBELL_INCLUDE NO_CMAKE_FIND_ROOT_PATH
    PATHS /usr/include /usr/local/include NO_DEFAULT_PATH REQUIRED)
  file(CREATE_LINK "${DESKBELL_${library}_ROOT}/${library}" "${DESKBELL_WEB_INCLUDE}/${library}" SYMBOLIC)
endforeach()
include_directories(SYSTEM "${DESKBELL_WEB_INCLUDE}")

# -fmerge-all-constants: equal tables and texts are one; nothing here compares addresses of constants.
add_compile_options(-Oz -flto -fmerge-all-constants "$<$<COMPILE_LANGUAGE:CXX>:-fno-exceptions;-fno-rtti;-fno-threadsafe-statics;-fno-c++-static-destructors>")
add_compile_definitions(NDEBUG JSON_NOEXCEPTION JSON_NO_IO)
# -O1 here keeps emcc from running its own wasm-opt, which would join functions before the newer one of web/bridge sees them. What LLVM does at the link is not changed by it.
add_link_options(-O1 -flto -fno-exceptions -fno-rtti)
