# The texts: i18n/*.json → gen/text_ids.h, gen/languages.h, gen/catalogues.{h,cpp} and lang/<id>.json.

find_program(DESKBELL_NODE node REQUIRED NO_CMAKE_FIND_ROOT_PATH)
file(GLOB i18n_sources CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/i18n/*.json")
set(DESKBELL_GEN "${PROJECT_BINARY_DIR}/gen")
set(DESKBELL_DIST "${PROJECT_BINARY_DIR}/dist")
set(i18n_stamp "${DESKBELL_GEN}/i18n.stamp")
set(i18n_outputs "${DESKBELL_GEN}/text_ids.h" "${DESKBELL_GEN}/languages.h"
  "${DESKBELL_GEN}/catalogues.h" "${DESKBELL_GEN}/catalogues.cpp")

add_custom_command(
  OUTPUT "${i18n_stamp}"
  BYPRODUCTS ${i18n_outputs}
  COMMAND "${DESKBELL_NODE}" "${PROJECT_SOURCE_DIR}/i18n/compile.mjs" --source "${PROJECT_SOURCE_DIR}/i18n"
          --gen "${DESKBELL_GEN}" --lang "${DESKBELL_DIST}/lang"
  COMMAND "${CMAKE_COMMAND}" -E touch "${i18n_stamp}"
  DEPENDS "${PROJECT_SOURCE_DIR}/i18n/compile.mjs" ${i18n_sources}
  COMMENT "Compiling the texts"
  VERBATIM)
add_custom_target(deskbell_texts ALL DEPENDS "${i18n_stamp}")

# Every language in one object, for the native tools and the replay; the page loads lang/<id>.json instead.
add_library(deskbell_catalogues STATIC "${DESKBELL_GEN}/catalogues.cpp")
target_link_libraries(deskbell_catalogues PUBLIC deskbell_options)
add_dependencies(deskbell_catalogues deskbell_texts)
