#pragma once

#include <string_view>

namespace deskbell::channel {

/// What channels need of the widget's texts, in the visitor's language (`Customer::lang`). The host brings it, since the catalogues belong to hosts.
class Words {
  public:
    virtual ~Words() = default;
    /// Tells the visitor that something went wrong on this side and to try again later (i18n: rating.internal).
    virtual std::string_view trouble(std::string_view lang) const = 0;
    /// Tells the visitor that the desk did not accept what they sent (i18n: delivery.failed with delivery.failed_desk).
    virtual std::string_view not_accepted(std::string_view lang) const = 0;
    /// Whether a text is what the widget sends in the name of a visitor who asks for a person (i18n: human.request), in any language.
    virtual bool asks_for_person(std::string_view text) const = 0;
};

}  // namespace deskbell::channel
