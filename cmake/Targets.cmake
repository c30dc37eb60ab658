# How Deskbell's own targets are made: sources by folder, the include root, warnings, sanitizers.

# Every target of ours links this; third-party headers are SYSTEM and stay out of it.
add_library(deskbell_options INTERFACE)
target_include_directories(deskbell_options INTERFACE "${PROJECT_SOURCE_DIR}" "${PROJECT_BINARY_DIR}")
target_compile_options(deskbell_options INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wold-style-cast -Wcast-qual -Wcast-align
  -Wnon-virtual-dtor -Woverloaded-virtual -Wdouble-promotion -Wformat=2 -Wimplicit-fallthrough -Wextra-semi
  # The field lists take offsets in structs with library members; GCC and Clang define that where there are no virtual bases.
  -Wno-invalid-offsetof
  $<$<BOOL:${DESKBELL_WARNINGS_AS_ERRORS}>:-Werror>
  # GCC 12 warns of overlapping copies in std::string where there are none (GCC bug 105651), and takes members of std::string, std::regex and std::function for
  # uninitialized (GCC bug 105562).
  $<$<CXX_COMPILER_ID:GNU>:-Wduplicated-cond -Wlogical-op -Wno-restrict -Wno-maybe-uninitialized>)

if(DESKBELL_SANITIZE)
  add_compile_options(-fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer)
  add_link_options(-fsanitize=address,undefined)
endif()

if(DESKBELL_FUZZ)
  # Coverage in everything; only the targets have the fuzzer's main().
  add_compile_options(-fsanitize=fuzzer-no-link)
endif()

# deskbell_sources(<variable> FOLDER… [EXCLUDE FILE…]): the .cpp files below the folders, relative to the current list.
# CONFIGURE_DEPENDS: a new file is picked up by the next build.
function(deskbell_sources variable)
  cmake_parse_arguments(PARSE_ARGV 1 ARG "" "" "FOLDERS;EXCLUDE")
  set(found)
  foreach(folder IN LISTS ARG_FOLDERS)
    file(GLOB_RECURSE files CONFIGURE_DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/${folder}/*.cpp")
    list(APPEND found ${files})
  endforeach()
  foreach(file IN LISTS ARG_EXCLUDE)
    list(REMOVE_ITEM found "${CMAKE_CURRENT_SOURCE_DIR}/${file}")
  endforeach()
  set(${variable} ${found} PARENT_SCOPE)
endfunction()

# deskbell_library(<name> FOLDERS … [EXCLUDE …]): a static library of the folders' sources.
function(deskbell_library name)
  deskbell_sources(sources ${ARGN})
  add_library(${name} STATIC ${sources})
  target_link_libraries(${name} PUBLIC deskbell_options)
endfunction()

# deskbell_program(<name> FOLDERS … [EXCLUDE …]): an executable of the folders' sources.
function(deskbell_program name)
  deskbell_sources(sources ${ARGN})
  add_executable(${name} ${sources})
  target_link_libraries(${name} PRIVATE deskbell_options)
endfunction()

# The parts that every host runs use no exceptions; a host may.
function(deskbell_no_exceptions)
  foreach(name IN LISTS ARGN)
    target_compile_options(${name} PRIVATE -fno-exceptions)
  endforeach()
endfunction()
