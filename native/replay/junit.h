#pragma once

#include <string>
#include <vector>

namespace deskbell {

/// How one fixture fared.
struct CaseResult {
    std::string name;
    std::string failure;  ///< why it failed; empty: it is as expected
    double seconds = 0;
};

/// The results as JUnit XML, as continuous integration servers read it.
std::string junit_xml(const std::vector<CaseResult>& results);

}  // namespace deskbell
