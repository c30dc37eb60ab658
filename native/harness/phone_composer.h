#pragma once

#include "native/harness/edit_field.h"
#include "native/harness/phone_nodes.h"
#include "widget/view/row.h"

namespace deskbell {

/// Where the visitor writes: grows to six lines, sends on Enter, takes files.
class PhoneComposer {
  public:
    /// How high it is in a box so wide, for the state that it is in.
    float height(const Composer& composer, Pen& pen, float width);
    /// Draws it; what was done is added to the events.
    void draw(const Composer& composer, Pen& pen, const Box& box, std::vector<Value>& events);

    const std::string& text() const { return text_; }

  private:
    void agree(const Composer& composer);
    void send(std::vector<Value>& events);
    void tell_typing(std::vector<Value>& events, bool is_changed, bool has_focus);
    void draw_files(Pen& pen, ImVec2 corner, std::vector<Value>& events);

    std::string text_;
    std::string agreed_;  ///< the last draft that the session and this field agreed on
    double changed_at_ = 0;
    double typing_at_ = -1000;
    bool takes_focus_ = false;
    int files_ = 0;  ///< that were sent, for their names
};

}  // namespace deskbell
