#pragma once

#include <string_view>

/// What most desks can do and some cannot, as words of the event `state` (`cannot`): the page does not offer what the desk cannot do.
namespace deskbell::ability {

inline constexpr std::string_view human = "human";    ///< bringing a person
inline constexpr std::string_view quote = "quote";    ///< knowing which message a new one answers
inline constexpr std::string_view recall = "recall";  ///< taking back what the visitor has sent
inline constexpr std::string_view typing = "typing";  ///< showing that the visitor is typing

}  // namespace deskbell::ability
