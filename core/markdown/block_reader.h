#pragma once

#include <md4c.h>

#ifdef __cplusplus
extern "C" {
#endif

/* md4c, taken in steps. md_parse() reads a whole document: first all lines into blocks, then the inline content of every block. Here the same two phases of md4c's own
 * code run as far as the text has come, so that a growing text is read once and its tree is md4c's by construction. */

// NOLINTBEGIN(modernize-use-using): C reads this too.

typedef struct BlockReader BlockReader;

/** What a reader tells beside md4c's callbacks. */
typedef struct ReaderHooks {
    /** The leaf that was entered and not left begins anew: it turned out to be something else. */
    void (*restart)(void* userdata);
    /** The leaf that was just left may refer to link definitions; `block` names it for reader_leaf_again(). */
    void (*left_referring_leaf)(void* userdata, unsigned block);
    /** Not 0: `*` between punctuation and a CJK character opens and closes as beside a space, so that `**\u6CE8\u610F\u3002**\u6B63\u6587` is bold. A departure from CommonMark. */
    int cjk_emphasis;
} ReaderHooks;

/** NULL without memory. `parser` and `hooks` are copied. */
BlockReader* reader_new(const MD_PARSER* parser, const ReaderHooks* hooks, void* userdata);
void reader_free(BlockReader* reader);

/** The text, which only grows, and may have moved. */
void reader_text(BlockReader* reader, const char* text, unsigned size);
/** Reads lines into blocks up to `end`, the end of a line or of the text. */
int reader_lines(BlockReader* reader, unsigned end);
/** Where the line begins that is to be read next. */
unsigned reader_position(const BlockReader* reader);
/** Takes the last line, whose end has not come, when nothing that follows can change what kind of line it is; it then grows with the text. */
int reader_open_line(BlockReader* reader);
void reader_grow_line(BlockReader* reader);
/** Ends the open leaf and all containers: no line follows. */
int reader_end(BlockReader* reader);

/** Calls back for the blocks that are complete, and for the beginning of an open one as far as it cannot change. Gives what a callback gave when it was not 0. */
int reader_render(BlockReader* reader);
/** How many bytes of the text have gone through the inline phase. */
unsigned reader_rendered_bytes(const BlockReader* reader);

/** The number of link definitions, and whether a leaf may refer to one with this number or a later one. */
int reader_definitions(const BlockReader* reader);
int reader_leaf_refers(const BlockReader* reader, unsigned block, int first_definition);
/** The leaf that has begun begins anew when it may refer to such a definition. */
void reader_restart_leaf(BlockReader* reader, int first_definition);
/** Calls back for a whole leaf once more, to `userdata`. */
int reader_leaf_again(BlockReader* reader, unsigned block, void* userdata);

/** Remembers where the reader stands, and goes back there. What is read in between is a guess. */
int reader_keep(BlockReader* reader);
void reader_back(BlockReader* reader);

/** The leaf that the text ends in, without what has been called back for. */
typedef struct OpenLeaf {
    MD_BLOCKTYPE type;
    unsigned lines;  /**< how many of its lines are left */
    char code_fence; /**< of a fenced code block, else 0 */
    int has_begun;   /**< its beginning has been called back for */
} OpenLeaf;

// NOLINTEND(modernize-use-using)

/** Ends the open leaf for reader_guess(). Gives 0 when there is none, or when it held only link definitions. */
int reader_open_leaf(BlockReader* reader, OpenLeaf* leaf);
void reader_leaf_line(const BlockReader* reader, unsigned line, unsigned* begin, unsigned* end);
/** The fence of the code block that the next line continues, 0: there is none. */
char reader_fence(const BlockReader* reader);
/** In place of the lines from `first` on, the open leaf has those of the text from `begin` to `end`; with columns > 0 it is a table. */
int reader_guess(BlockReader* reader, unsigned first, unsigned begin, unsigned end, unsigned columns);

#ifdef __cplusplus
}
#endif
