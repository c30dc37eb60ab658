#pragma once

#include <functional>
#include <string>
#include <string_view>

namespace deskbell {

/// Calls visit(byte, is_cluster_only) for every place between two characters of the text that a reader sees as two; is_cluster_only is false where a line may end as well.
/// ICU knows both: Thai words by its dictionary, Han letters one by one, punctuation that must not begin a line.
void mark_breaks(const std::string& text, const std::string& lang,
                 const std::function<void(std::size_t byte, bool is_cluster_only)>& visit);

}  // namespace deskbell
