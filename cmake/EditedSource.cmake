# deskbell_edit(<variable> <whose> RULE…): edits the source text that the variable holds. A rule is `pattern=replacement`, with no space around the sign between them; one that changes nothing is an
# error, for then the source is not the one that the rules were written for.
function(deskbell_edit variable whose)
  set(text "${${variable}}")
  math(EXPR last "${ARGC} - 1")
  # By number: a semicolon in a rule would make two of it in a list.
  foreach(number RANGE 2 ${last})
    set(rule "${ARGV${number}}")
    string(REGEX MATCH "^(.*[^ ])=([^ ].*)?$" _ "${rule}")
    string(REGEX REPLACE "${CMAKE_MATCH_1}" "${CMAKE_MATCH_2}" edited "${text}")
    if(edited STREQUAL text)
      message(FATAL_ERROR "${whose} is not written as the rule ${rule} has it")
    endif()
    set(text "${edited}")
  endforeach()
  set(${variable} "${text}" PARENT_SCOPE)
endfunction()
