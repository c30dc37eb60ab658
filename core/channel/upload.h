#pragma once

#include <string>
#include <string_view>

namespace deskbell::channel {

/// A file that the host keeps, as the address in a visitor's message names it: `…/files/<id>/<name>` (the relay's answer to an upload).
struct Upload {
    std::string id;    ///< empty: the address is none of the host's
    std::string name;  ///< with its percent signs resolved
};

/// Reads such an address; one without a host, or with any, since the relay may be known by several names. Whether the id exists is the host's to say.
Upload upload_of(std::string_view address);

/// The type of a file by the ending of its name, for desks that tell pictures from other files by it; `application/octet-stream` when it says nothing.
std::string_view mime_of(std::string_view name);

}  // namespace deskbell::channel
