#pragma once

#include <fstream>
#include <iterator>
#include <string>
#include <vector>

namespace deskbell::testing {

struct SpecExample {
    int number;
    std::string markdown;
    std::string html;
};

/// The examples of a specification that is written as CommonMark's is. `path`: from the top of the repository.
inline std::vector<SpecExample> examples_in(const std::string& path) {
    std::ifstream file(DESKBELL_SOURCE_DIR "/" + path, std::ios::binary);
    std::string spec{std::istreambuf_iterator<char>(file), {}};
    for (std::size_t at; (at = spec.find("\u2192")) != std::string::npos;) spec.replace(at, std::string("\u2192").size(), "\t");
    const std::string fence(32, '`');
    std::vector<SpecExample> examples;
    for (std::size_t at = 0; (at = spec.find("\n" + fence + " example", at)) != std::string::npos;) {
        at = spec.find('\n', at + 1) + 1;
        const std::size_t end = spec.find("\n" + fence + "\n", at - 1);
        const std::string body = spec.substr(at, end + 1 - at);
        const std::size_t dot = body.starts_with(".\n") ? 0 : body.find("\n.\n") + 1;
        examples.push_back({static_cast<int>(examples.size()) + 1, body.substr(0, dot), body.substr(dot + 2)});
        at = end;
    }
    return examples;
}

/// The examples of CommonMark 0.31.2, from the npm package that tests/markdown/package-lock.json names; `./dev setup` installs it.
inline std::vector<SpecExample> spec_examples() { return examples_in("tests/markdown/node_modules/commonmark-spec/spec.txt"); }

/// The examples of GitHub's extensions, from the source of cmark-gfm that cmake/dev/sources.sh pins.
inline std::vector<SpecExample> gfm_extension_examples() { return examples_in(".deps/cmark-gfm/test/extensions.txt"); }

/// The examples of GitHub's specification: CommonMark 0.29 with its extensions.
inline std::vector<SpecExample> gfm_examples() { return examples_in(".deps/cmark-gfm/test/spec.txt"); }

}  // namespace deskbell::testing
