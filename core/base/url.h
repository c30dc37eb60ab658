#pragma once

#include <string>
#include <string_view>

namespace deskbell {

/// The one gate for addresses that come from outside (design.md, decision 3). Both give the address as it may be used, or an empty text when it
/// may not be: control characters and surrounding white space are removed first, as browsers do (WHATWG URL, basic URL parser, steps 1–3), the scheme is
/// compared without regard to case, and an address without a scheme is refused, since it would point into the host's page.

/// An address to open: https, http, mailto or tel.
std::string safe_link(std::string_view address);

/// An address to show as an image, or to play: https, http, blob, or `data:image/` of a raster format (png, jpeg, gif, webp, avif, bmp).
std::string safe_image(std::string_view address);

}  // namespace deskbell
