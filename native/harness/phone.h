#pragma once

#include <memory>
#include <string>
#include <vector>

#include "native/harness/look.h"
#include "native/harness/phone_composer.h"
#include "native/harness/phone_log.h"
#include "widget/view/view.h"

namespace deskbell {

/// The conversation as a visitor sees it, drawn from the session's node tree.
class PhonePanel {
  public:
    /// Draws into the current window, in the room that is left. What the visitor did comes back as events for the session.
    std::vector<Value> draw(const View& view, Theme theme);

    /// The key of the row that was under the pointer in the last frame; empty when there was none.
    const std::string& hovered_row() const { return log_.hovered_row(); }

    /// Whether the conversation is open; while it is closed the button on the page is shown.
    void set_open(bool is_open) { is_open_ = is_open; }
    /// Minutes east of UTC, for the times that are shown.
    void set_utc_offset(std::int64_t minutes) { utc_offset_ = minutes; }
    /// For tests: gathers the texts that are painted, in order.
    void tell_texts(std::vector<std::string>* told) { told_ = told; }

  private:
    void draw_page(const View& view, Pen& pen, ImVec2 low, ImVec2 size);
    void draw_conversation(const View& view, Pen& pen, ImVec2 low, ImVec2 size);
    float draw_header(const Header& header, Pen& pen, NodePainter& painter, const Box& box);
    void draw_menu(const Header& header, Pen& pen, NodePainter& painter, ImVec2 corner);
    void draw_followed(Pen& pen, const Box& above);

    bool is_open_ = true;
    std::int64_t utc_offset_ = 0;
    Typesetter types_;
    std::unique_ptr<Formats> formats_;
    PhoneMemory memory_;
    PhoneLog log_;
    PhoneComposer composer_;
    std::string followed_;  ///< the address that was pressed last, while it is shown
    std::vector<Value> events_;
    std::vector<std::string>* told_ = nullptr;
};

}  // namespace deskbell
