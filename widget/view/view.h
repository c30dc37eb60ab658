#pragma once

#include <list>
#include <memory>

#include "widget/view/compose.h"

namespace deskbell {

/// What is on the screen, and what changed on it. There are rows for the timeline's window only; they are composed again only when
/// their message or their surroundings changed, and an update costs one walk over them.
class View {
  public:
    /// What belongs to the screen and not to the conversation.
    struct Chrome {
        std::string_view title;
        std::string_view draft;
        std::int64_t utc_offset = 0;  ///< minutes east of UTC, for day dividers
        bool confirm_end = false;     ///< the visitor is asked whether to end the session
        bool history_loading = false;
    };

    /// Composes the screen and appends the patches that lead there to `patches`.
    void update(const ViewContext& context, const Chrome& chrome, Value& patches);

    /// Everything has to be composed again: the language, the connection or the session's state changed.
    void surroundings_changed() { ++surroundings_; }
    /// The host has told us what the composer holds; it is not told back.
    void note_draft(std::string_view draft) { composer_.draft = draft; }

    const std::list<Row>& rows() const { return rows_; }
    const Header& header() const { return header_; }
    const Composer& composer() const { return composer_; }
    const Launcher& launcher() const { return launcher_; }
    const Language& language() const { return language_; }
    /// When a row looks different without anything having happened, as an evaluation that expires.
    std::optional<Millis> next_deadline() const { return next_change_; }

  private:
    class Walk;

    /// The answer that is growing. One at a time: a second one that grows meanwhile takes its place and pays one parse, and so does the copy of a view.
    struct Growing {
        std::unique_ptr<MarkdownStream> stream;
        std::string row;  ///< its key

        Growing() = default;
        Growing(const Growing&) {}
        Growing(Growing&&) = default;
        Growing& operator=(const Growing&) { return *this = Growing(); }
        Growing& operator=(Growing&&) = default;
        ~Growing() = default;
    };

    void place_messages(const ViewContext& context, const Chrome& chrome, Walk& walk);

    std::list<Row> rows_;
    Header header_;
    Composer composer_;
    Launcher launcher_;
    Language language_;
    std::uint32_t surroundings_ = 1;
    std::optional<Millis> next_change_;
    Growing growing_;
};

}  // namespace deskbell
