#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/markdown/markdown.h"

struct BlockReader;

namespace deskbell {

struct MarkdownParse;

/// Whether a text goes on.
enum class MarkdownEnd : std::uint8_t { open, last };

/// Markdown that arrives piece by piece, as a robot's answer does: the tree of what is there so far, at the cost of what is new.
///
/// md4c's own code reads every line once (block_reader.h). A block that no later line can change is parsed once and stays; so do the items of an open list, the rows of
/// an open table, the lines of an open code block, and a long paragraph up to where nothing is open. Only what comes behind is parsed again. A link definition that
/// comes late parses the blocks again that may refer to it. docs/markdown.md has a picture.
///
/// After finish() the tree equals parse_markdown() of the whole text, limits included. Before that the end of the text is completed as it will probably go on
/// (completion.h). A limit that is met while the text grows stops it there until finish().
class MarkdownStream {
  public:
    explicit MarkdownStream(MarkdownLimits limits = {});
    ~MarkdownStream();
    MarkdownStream(const MarkdownStream&) = delete;
    MarkdownStream& operator=(const MarkdownStream&) = delete;

    /// Takes more text. It may end anywhere, inside a character too; what is no UTF-8 becomes U+FFFD.
    void append(std::string_view bytes);
    /// The whole text is now this one. A text that only grew costs what is new, another one is parsed whole.
    void replace(std::string_view text, MarkdownEnd end = MarkdownEnd::open);
    /// Nothing more comes: the text is shown as it stands. When append() follows after all, everything is parsed once more.
    void finish();

    /// The blocks of what is there.
    const std::vector<Node>& blocks() const;
    /// Gives the blocks away; the stream is empty then.
    std::vector<Node> take_blocks();
    /// What has changed since the last call of this.
    MarkdownChange take_change();
    /// How many bytes were handed to the parser so far, lines and inline content apart: the cost of the stream, for tests and benchmarks.
    std::size_t parsed_bytes() const;

  private:
    /// A finished leaf with a bracket in it.
    struct Referring {
        unsigned block;
        std::vector<std::size_t> path;
        MarkdownUse use;
    };

    static void restart_leaf(void* parse);
    static void left_referring_leaf(void* parse, unsigned block);

    void restart();
    void take(std::string_view well_formed);
    void update();
    void read();
    void resolve(int first_definition);
    void guess();
    void complete_leaf();
    void look_at_end(std::string_view line);
    bool grow_words();
    bool grow_spans(std::size_t first);
    void find_growing();
    void note_change(MarkdownChange change);

    const MarkdownLimits limits_;
    std::string text_;
    std::string partial_;  ///< the start of a character
    BlockReader* reader_ = nullptr;
    std::unique_ptr<MarkdownParse> parse_;
    std::vector<Referring> referring_;
    std::optional<MarkdownChange> change_;
    std::size_t shown_ = 0;       ///< bytes of the text when the tree was made
    std::size_t whole_ = 0;       ///< where its lines ended that were whole
    std::size_t guess_cost_ = 0;  ///< bytes that the last guess had parsed
    /// Behind what the guess ends in, as far as that is known: plain words would be more of the same text, or of the same code.
    enum class Ending : std::uint8_t { other, words, code };
    Ending ending_ = Ending::other;
    Node* growing_ = nullptr;                ///< what they would be added to
    std::vector<std::size_t> growing_path_;  ///< as MarkdownChange has it
    std::size_t words_end_ = 0;              ///< where in the text the words ended that the guess has completed
    std::size_t guess_end_ = 0;              ///< where their completion stood, without what closes it
    std::size_t past_bytes_ = 0;             ///< that readers before this one have parsed
    bool has_underscore_ = false;            ///< in the leaf that the guess ends in: what is emphasised may not be so by `*`
    bool is_new_ = true;                     ///< nothing was read yet
    bool is_limited_ = false;                ///< a limit was met while the text grew
    bool is_cut_ = false;                    ///< input_bytes is reached
    bool is_finished_ = false;
};

}  // namespace deskbell
