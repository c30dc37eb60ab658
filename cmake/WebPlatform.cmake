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

add_compile_options(-Oz -flto "$<$<COMPILE_LANGUAGE:CXX>:-fno-exceptions;-fno-rtti;-fno-threadsafe-statics>")
add_compile_definitions(NDEBUG JSON_NOEXCEPTION JSON_NO_IO)
add_link_options(-Oz -flto -fno-exceptions -fno-rtti)
