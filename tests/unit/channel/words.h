#pragma once

#include "core/channel/words.h"

namespace deskbell::test {

/// The host's words, short enough to be recognised.
class TestWords final : public channel::Words {
  public:
    std::string_view trouble(std::string_view lang) const override { return lang == "zh_cn" ? "出错了" : "Something went wrong."; }
    std::string_view not_accepted(std::string_view) const override { return "Not delivered."; }
    bool asks_for_person(std::string_view text) const override { return text == "Talk to a person"; }
};

}  // namespace deskbell::test
