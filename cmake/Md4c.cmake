# md4c's parser alone (no md4c-html, no entity table): the core decodes entities and never makes HTML.

set(md4c_dir "${DESKBELL_MD4C_DIR}")
if(NOT md4c_dir AND EXISTS "${PROJECT_SOURCE_DIR}/.deps/md4c/src/md4c.c")
  set(md4c_dir "${PROJECT_SOURCE_DIR}/.deps/md4c")
endif()
if(NOT md4c_dir)
  include(FetchContent)
  FetchContent_Declare(md4c
    URL https://github.com/mity/md4c/archive/refs/tags/release-0.5.2.tar.gz
    URL_HASH SHA256=55d0111d48fb11883aaee91465e642b8b640775a4d6993c2d0e7a8092758ef21
    DOWNLOAD_EXTRACT_TIMESTAMP ON
    SOURCE_SUBDIR deskbell-builds-the-parser-itself)
  FetchContent_MakeAvailable(md4c)
  set(md4c_dir "${md4c_SOURCE_DIR}")
endif()

# What is compiled is a copy without what nobody here would use, 3 kB of the page's brotli: its flags are a constant (core/markdown/dialect.h), the extensions that are off are not
# called, and there is no text for a debug log.
file(READ "${md4c_dir}/src/md4c.c" md4c_source)
deskbell_edit(md4c_source "md4c.c of 0.5.2 (${md4c_dir})"
    "ctx(->|\\.)parser\\.flags=DESKBELL_MARKDOWN_DIALECT"
    "md_analyze_(dollar|permissive_autolink)\\(ctx, i\\)="
    "MD_LOG\\(\"=(void)(\"")
# Its tables of Unicode are kept packed (core/markdown/unicode_maps.cpp), which is 1 kB less of brotli: the lists move to a header, and the copy finds arrays of their names and sizes there.
set(md4c_maps "")
foreach(map PUNCT_MAP FOLD_MAP_1 FOLD_MAP_1_DATA FOLD_MAP_2 FOLD_MAP_2_DATA FOLD_MAP_3 FOLD_MAP_3_DATA)
  if(NOT md4c_source MATCHES "static const unsigned ${map}\\[\\] = {([^}]*)};")
    message(FATAL_ERROR "md4c.c has no ${map} as 0.5.2 has it: ${md4c_dir}")
  endif()
  string(REGEX REPLACE "[ \n]+" " " list "${CMAKE_MATCH_1}")
  string(APPEND md4c_maps "#define MD4C_${map} ${list}\n")
  string(REGEX REPLACE "static const unsigned ${map}\\[\\] = {[^}]*};" "" md4c_source "${md4c_source}")
endforeach()
file(CONFIGURE OUTPUT "${PROJECT_BINARY_DIR}/gen/md4c_maps.h" CONTENT "${md4c_maps}" @ONLY)
set(md4c_copy "${PROJECT_BINARY_DIR}/gen/md4c.c")
file(GENERATE OUTPUT "${md4c_copy}" CONTENT "#include \"core/markdown/dialect.h\"\n#include \"core/markdown/unicode_maps.h\"\n${md4c_source}")

# core/markdown/block_reader.c takes in the copy and works on its internals, so it has to be this very md4c.
file(SHA256 "${md4c_dir}/src/md4c.c" md4c_hash)
if(NOT md4c_hash STREQUAL "52e39843b96b64d0281bf795128bcc88c9c4dc52d7436737e9f4306648dc4590")
  message(FATAL_ERROR "${md4c_dir}/src/md4c.c is not md4c 0.5.2")
endif()
add_library(deskbell_md4c STATIC "${PROJECT_SOURCE_DIR}/core/markdown/block_reader.c")
set_property(SOURCE "${PROJECT_SOURCE_DIR}/core/markdown/block_reader.c" PROPERTY OBJECT_DEPENDS "${md4c_copy}")
target_include_directories(deskbell_md4c PRIVATE "${PROJECT_SOURCE_DIR}" "${PROJECT_BINARY_DIR}")
target_compile_options(deskbell_md4c PRIVATE -Wno-unused-function)
target_include_directories(deskbell_md4c SYSTEM PUBLIC "${md4c_dir}/src")
target_compile_definitions(deskbell_md4c PUBLIC MD4C_USE_UTF8)
