#include "native/replay/junit.h"

#include <algorithm>

namespace deskbell {

namespace {

std::string escaped(std::string_view text) {
    std::string out;
    for (const char c : text) {
        switch (c) {
            case '&': out += "&amp;"; break;
            case '<': out += "&lt;"; break;
            case '>': out += "&gt;"; break;
            case '"': out += "&quot;"; break;
            // XML 1.0 has no way to write the other control characters.
            default: out += static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t' ? '?' : c;
        }
    }
    return out;
}

}  // namespace

std::string junit_xml(const std::vector<CaseResult>& results) {
    const auto failures = std::count_if(results.begin(), results.end(), [](const CaseResult& result) { return !result.failure.empty(); });
    std::string out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuite name=\"deskbell-replay\" tests=\"" +
                      std::to_string(results.size()) + "\" failures=\"" + std::to_string(failures) + "\">\n";
    for (const CaseResult& result : results) {
        out += "  <testcase classname=\"replay\" name=\"" + escaped(result.name) + "\" time=\"" + std::to_string(result.seconds) + "\"";
        if (result.failure.empty()) {
            out += "/>\n";
        } else {
            out += ">\n    <failure message=\"differs\">" + escaped(result.failure) + "</failure>\n  </testcase>\n";
        }
    }
    return out + "</testsuite>\n";
}

}  // namespace deskbell
