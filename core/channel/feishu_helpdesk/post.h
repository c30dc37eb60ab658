#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/base/value.h"

namespace deskbell::channel::feishu_helpdesk {

/// A rich text (`post`) as markdown of our dialect. Its images come separately: their place is kept.
struct PostText {
    std::string markdown;
    int images = 0;
};

/// Reads a post, whether bare (`{"title","content"}`), below a language (`{"zh_cn":{…}}`) or below `post`. A tag that is not known shows its text.
PostText read_post(const Value& post);
/// Puts images at their places, in order; an empty address leaves a place empty.
std::string with_images(std::string_view markdown, const std::vector<std::string>& addresses);

/// A post of plain paragraphs and at most one picture, to send.
Value make_post(std::string_view text, std::string_view image_key);

}  // namespace deskbell::channel::feishu_helpdesk
