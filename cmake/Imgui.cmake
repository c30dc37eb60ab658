# Dear ImGui with FreeType and 32-bit glyphs, for the harness. Without its sources the harness is left out.

set(DESKBELL_IMGUI_DIR "" CACHE PATH "Source directory of Dear ImGui 1.90.1; empty: .deps/imgui")
set(imgui_dir "${DESKBELL_IMGUI_DIR}")
if(NOT imgui_dir)
  set(imgui_dir "${PROJECT_SOURCE_DIR}/.deps/imgui")
endif()
find_package(Freetype)
find_package(ICU COMPONENTS i18n uc)
find_package(PNG)
find_package(OpenGL)
find_package(glfw3)
find_package(PkgConfig)
if(PkgConfig_FOUND)
  pkg_check_modules(FRIBIDI IMPORTED_TARGET fribidi)
  pkg_check_modules(HARFBUZZ IMPORTED_TARGET harfbuzz)
endif()
if(NOT EXISTS "${imgui_dir}/imgui.h" OR NOT Freetype_FOUND OR NOT FRIBIDI_FOUND OR NOT HARFBUZZ_FOUND OR NOT ICU_FOUND OR NOT glfw3_FOUND OR NOT OpenGL_FOUND OR NOT PNG_FOUND)
  message(STATUS "The harness is left out: it needs Dear ImGui's sources (DESKBELL_IMGUI_DIR), FreeType, FriBidi, HarfBuzz, ICU, GLFW, OpenGL and libpng")
  return()
endif()

add_library(deskbell_imgui STATIC
  "${imgui_dir}/imgui.cpp" "${imgui_dir}/imgui_draw.cpp" "${imgui_dir}/imgui_tables.cpp" "${imgui_dir}/imgui_widgets.cpp"
  "${imgui_dir}/misc/freetype/imgui_freetype.cpp" "${imgui_dir}/misc/cpp/imgui_stdlib.cpp")
target_include_directories(deskbell_imgui SYSTEM PUBLIC "${imgui_dir}" "${imgui_dir}/misc/cpp")
target_compile_definitions(deskbell_imgui PUBLIC IMGUI_USE_WCHAR32 IMGUI_ENABLE_FREETYPE IMGUI_DISABLE_OBSOLETE_FUNCTIONS IMGUI_DISABLE_DEMO_WINDOWS)
target_link_libraries(deskbell_imgui PRIVATE Freetype::Freetype)

add_library(deskbell_imgui_window STATIC "${imgui_dir}/backends/imgui_impl_glfw.cpp" "${imgui_dir}/backends/imgui_impl_opengl3.cpp")
target_include_directories(deskbell_imgui_window SYSTEM PUBLIC "${imgui_dir}/backends")
target_link_libraries(deskbell_imgui_window PUBLIC deskbell_imgui glfw OpenGL::GL ${CMAKE_DL_LIBS})
