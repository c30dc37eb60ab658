# Finds Emscripten and hands over to its own toolchain file.
find_program(DESKBELL_EMCC emcc REQUIRED NO_CMAKE_FIND_ROOT_PATH)
file(REAL_PATH "${DESKBELL_EMCC}" _emcc)
cmake_path(GET _emcc PARENT_PATH _emcc_folder)
find_file(DESKBELL_EMSCRIPTEN_CMAKE cmake/Modules/Platform/Emscripten.cmake REQUIRED NO_CMAKE_FIND_ROOT_PATH
  PATHS "${_emcc_folder}" ENV EMSCRIPTEN /usr/share/emscripten)
include("${DESKBELL_EMSCRIPTEN_CMAKE}")
