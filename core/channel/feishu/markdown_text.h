#pragma once

#include <string>
#include <string_view>

namespace deskbell::channel::feishu {

/// Plain text as markdown of our dialect that shows it as it is. Addresses in it stay whole.
std::string escaped_markdown(std::string_view text);
/// A link. An address that may not be opened leaves its words.
std::string markdown_link(std::string_view words, std::string_view address);
/// An image, or nothing when its address may not be shown.
std::string markdown_image(std::string_view words, std::string_view address);

}  // namespace deskbell::channel::feishu
