#pragma once

#include "core/channel/aily/api.h"
#include "core/channel/aily/settings.h"

namespace deskbell::channel::aily {

/// Reads those whom visitors may mention, one a text: `ou_… name`, or `ou_…/aily-id name`; each gets the key `@_user_1`, `@_user_2`, …. Errors: what is wrong, with the text.
tl::expected<std::vector<Mention>, std::string> read_mentions(const std::vector<std::string>& lines);

/// Puts the key in the place of every `@name` in the content, and the mentions beside it. A longer name goes before a shorter one that begins it, and `@Anna` is not in `@Annabel`.
void mention(SendMessage& message, const std::vector<Mention>& mentions);

}  // namespace deskbell::channel::aily
