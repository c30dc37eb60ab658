#pragma once

#include <map>
#include <string>
#include <string_view>

namespace deskbell::relay {

struct SandboxFile {
    std::string mime;
    std::string bytes;
};

/// The pictures, the sound and the document that the sandbox's people send and wear, served under /sandbox/. They are drawn when the relay starts, so that
/// the program needs no files of its own.
class SandboxFiles {
  public:
    SandboxFiles();
    /// The file with this name, or nullptr.
    const SandboxFile* find(std::string_view name) const;

  private:
    std::map<std::string, SandboxFile, std::less<>> files_;
};

}  // namespace deskbell::relay
