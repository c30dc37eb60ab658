# What every translation unit of the WebAssembly build shares. The system's include folder must not be on the path
# (its libc headers would win over Emscripten's), so the two header-only libraries are linked into a folder of the build.

set(DESKBELL_WEB_INCLUDE "${PROJECT_BINARY_DIR}/include")
file(MAKE_DIRECTORY "${DESKBELL_WEB_INCLUDE}")
foreach(header nlohmann/json.hpp tl/expected.hpp)
  cmake_path(GET header PARENT_PATH library)
  find_path(DESKBELL_${library}_ROOT "${header}" HINTS ENV DESKBELL_INCLUDE NO_CMAKE_FIND_ROOT_PATH
    PATHS /usr/include /usr/local/include NO_DEFAULT_PATH REQUIRED)
  if(NOT library STREQUAL nlohmann)
    file(CREATE_LINK "${DESKBELL_${library}_ROOT}/${library}" "${DESKBELL_WEB_INCLUDE}/${library}" SYMBOLIC)
  endif()
endforeach()

# What is compiled of nlohmann is a copy whose lexer leaves out what nobody here reads (core/base/json.cpp): the texts of its errors with the second copy of all input that they are made of, the line and the
# column, the value of a decimal, the locale, and comments, which are refused. 1 kB of the page's brotli, and half the work for a character.
set(lexer nlohmann/detail/input/lexer.hpp)
if(NOT EXISTS "${DESKBELL_nlohmann_ROOT}/${lexer}")
  set(lexer nlohmann/json.hpp)
endif()
if(IS_SYMLINK "${DESKBELL_WEB_INCLUDE}/nlohmann")
  file(REMOVE "${DESKBELL_WEB_INCLUDE}/nlohmann")
endif()
# The others by links, so that the bill of materials finds where they come from.
file(GLOB_RECURSE headers RELATIVE "${DESKBELL_nlohmann_ROOT}" "${DESKBELL_nlohmann_ROOT}/nlohmann/*.hpp")
list(REMOVE_ITEM headers "${lexer}")
foreach(header IN LISTS headers)
  cmake_path(GET header PARENT_PATH folder)
  file(MAKE_DIRECTORY "${DESKBELL_WEB_INCLUDE}/${folder}")
  file(CREATE_LINK "${DESKBELL_nlohmann_ROOT}/${header}" "${DESKBELL_WEB_INCLUDE}/${header}" SYMBOLIC)
endforeach()
file(READ "${DESKBELL_nlohmann_ROOT}/${lexer}" lexer_source)
deskbell_edit(lexer_source "nlohmann's ${lexer}, of 3.11.2,"
    "error_message =[ \n]+\"[^\"]*\"=error_message = \"\""
    "(JSON_ASSERT\\(!token_string\\.empty\\(\\)\\)|token_string\\.(clear|pop_back)\\(\\)|token_string\\.push_back\\([^;]*\\));=(void)0;"
    "(\\+\\+|--)position\\.(lines_read|chars_read_current_line);=(void)0;"
    "position\\.chars_read_current_line = 0;=(void)0;"
    "current == '\\\\n'\\)=false)"
    "position\\.chars_read_current_line == 0=false"
    "strtof\\(value_float, token_buffer\\.data\\(\\), &endptr\\);=(void)endptr;"
    "static_cast<char_int_type>\\(get_decimal_point\\(\\)\\)='.'"
    "ignore_comments && current == '/'=false")
file(CONFIGURE OUTPUT "${DESKBELL_WEB_INCLUDE}/${lexer}" CONTENT "${lexer_source}" @ONLY)
include_directories(SYSTEM "${DESKBELL_WEB_INCLUDE}")

# -fmerge-all-constants: equal tables and texts are one; nothing here compares addresses of constants.
add_compile_options(-Oz -flto -fmerge-all-constants "$<$<COMPILE_LANGUAGE:CXX>:-fno-exceptions;-fno-rtti;-fno-threadsafe-statics;-fno-c++-static-destructors>")
add_compile_definitions(NDEBUG JSON_NOEXCEPTION JSON_NO_IO)
# -O1 here keeps emcc from running its own wasm-opt, which would join functions before the newer one of web/bridge sees them. What LLVM does at the link is not changed by it.
add_link_options(-O1 -flto -fno-exceptions -fno-rtti)
