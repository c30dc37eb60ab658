/* md4c's internals are needed, so this file takes in its source instead of linking to it; cmake/Md4c.cmake makes sure that it is the version this was written for. */
#include "core/markdown/block_reader.h"

/* The slim copy that cmake/Md4c.cmake makes knows only the dialect here; tests of CommonMark take md4c whole. */
#ifdef DESKBELL_WHOLE_MD4C
#include <md4c.c>
#else
#include "gen/md4c.c"
#endif

#include <stdint.h>

/** How far the leaf that comes next has been called back for. */
typedef struct Progress {
    int has_begun;
    MD_BLOCKTYPE type;
    MD_SIZE line;    /**< the lines before are done */
    OFF off;         /**< within this line, 0: from its beginning */
    int needs_break; /**< a line ended there, and whether one follows was not known */
    SZ try_size;     /**< an open paragraph is looked at again when so much of it is not done */
} Progress;

typedef struct Kept {
    Progress progress;
    MD_LINE_ANALYSIS lines[2];
    const MD_LINE_ANALYSIS* pivot;
    OFF read;
    int done;
    int n_open_lists;
    int line_is_open;
    int n_block_bytes;
    int current_block;
    int n_containers;
    int n_ref_defs;
    SZ code_fence_length;
    int html_block_type;
    int loosening;
    int two_blank_lines;
    int is_set;
    int tail; /**< from here on the bytes of the blocks are kept */
} Kept;

struct BlockReader {
    MD_CTX ctx;
    ReaderHooks hooks;
    MD_LINE_ANALYSIS lines[2];
    const MD_LINE_ANALYSIS* pivot;
    OFF read;
    int line_is_open;
    int ends_in_heading; /**< the last line read since reader_keep() is a heading, which ends with its line */
    int done; /**< where in ctx.block_bytes the blocks begin that are not called back for */
    Progress progress;
    int* open_lists; /**< where the open lists began, since md4c tells only there whether they are loose */
    int n_open_lists;
    int alloc_open_lists;
    int tail; /**< the leaf that reader_open_leaf() found */
    MD_REF_DEF* table_of;
    int table_size;
    unsigned bytes;
    Kept kept;
    char* kept_bytes;
    SZ n_kept_bytes;
    SZ alloc_kept_bytes;
};

/** A paragraph is worth being called back for in parts from here on. */
enum { least_part = 48 };

static MD_BLOCK* block_at(const BlockReader* reader, int byte_off) { return (MD_BLOCK*)((char*)reader->ctx.block_bytes + byte_off); }

static SZ line_size(const MD_BLOCK* block) {
    return block->type == MD_BLOCK_CODE || block->type == MD_BLOCK_HTML ? sizeof(MD_VERBATIMLINE) : sizeof(MD_LINE);
}

/* The number of lines of a container has another meaning. */
static SZ block_size(const MD_BLOCK* block) {
    return sizeof(MD_BLOCK) + (block->flags & MD_BLOCK_CONTAINER ? 0 : block->n_lines * line_size(block));
}

BlockReader* reader_new(const MD_PARSER* parser, const ReaderHooks* hooks, void* userdata) {
    BlockReader* reader = calloc(1, sizeof(BlockReader));
    unsigned i;
    if(reader == NULL)
        return NULL;
#ifndef DESKBELL_WHOLE_MD4C
    if(PUNCT_MAP[0] == 0)
        unpack_unicode_maps((unsigned*)&unicode_maps);
#endif
    reader->hooks = *hooks;
    reader->pivot = &md_dummy_blank_line;
    reader->ctx.parser = *parser;
    reader->ctx.userdata = userdata;
    reader->ctx.code_indent_offset = (parser->flags & MD_FLAG_NOINDENTEDCODEBLOCKS) ? (OFF)(-1) : 4;
    md_build_mark_char_map(&reader->ctx);
    for(i = 0; i < SIZEOF_ARRAY(reader->ctx.opener_stacks); i++)
        reader->ctx.opener_stacks[i].top = -1;
    reader->ctx.ptr_stack.top = -1;
    reader->ctx.unresolved_link_head = -1;
    reader->ctx.unresolved_link_tail = -1;
    reader->ctx.table_cell_boundaries_head = -1;
    reader->ctx.table_cell_boundaries_tail = -1;
    return reader;
}

/** md4c tells its lists from definitions by where the definitions lay when the table was made. */
static void free_table(BlockReader* reader) {
    MD_CTX* ctx = &reader->ctx;
    MD_REF_DEF* const ref_defs = ctx->ref_defs;
    const int n_ref_defs = ctx->n_ref_defs;
    ctx->ref_defs = reader->table_of;
    ctx->n_ref_defs = reader->table_size;
    md_free_ref_def_hashtable(ctx);
    ctx->ref_defs = ref_defs;
    ctx->n_ref_defs = n_ref_defs;
    ctx->ref_def_hashtable = NULL;
    ctx->ref_def_hashtable_size = 0;
}

static void forget_definitions(BlockReader* reader, int keep) {
    MD_CTX* ctx = &reader->ctx;
    while(ctx->n_ref_defs > keep) {
        MD_REF_DEF* def = &ctx->ref_defs[--ctx->n_ref_defs];
        if(def->label_needs_free)
            free(def->label);
        if(def->title_needs_free)
            free(def->title);
    }
    /* As many may come again and lie in the same places: they are others. */
    if(keep < reader->table_size) {
        free_table(reader);
        reader->table_size = 0;
    }
}

void reader_free(BlockReader* reader) {
    if(reader == NULL)
        return;
    free_table(reader);
    md_free_ref_defs(&reader->ctx);
    free(reader->ctx.buffer);
    free(reader->ctx.marks);
    free(reader->ctx.block_bytes);
    free(reader->ctx.containers);
    free(reader->open_lists);
    free(reader->kept_bytes);
    free(reader);
}

static CHAR* moved(CHAR* at, const CHAR* from, const CHAR* to) { return (CHAR*)to + ((uintptr_t)at - (uintptr_t)from); }

void reader_text(BlockReader* reader, const char* text, unsigned size) {
    MD_CTX* ctx = &reader->ctx;
    int i;
    for(i = 0; i < ctx->n_ref_defs && text != ctx->text; i++) {
        MD_REF_DEF* def = &ctx->ref_defs[i];
        if(!def->label_needs_free)
            def->label = moved(def->label, ctx->text, text);
        if(!def->title_needs_free)
            def->title = moved(def->title, ctx->text, text);
    }
    ctx->text = text;
    ctx->size = size;
}

unsigned reader_position(const BlockReader* reader) { return reader->read; }
unsigned reader_rendered_bytes(const BlockReader* reader) { return reader->bytes; }
int reader_definitions(const BlockReader* reader) { return reader->ctx.n_ref_defs; }

/* ---- Lines ---- */

/** The open line goes on to `end`, or to the end of the line. */
static void grow_line(BlockReader* reader, OFF end) {
    MD_CTX* ctx = &reader->ctx;
    MD_BLOCK* block = ctx->current_block;
    OFF off = reader->read;
    while(off < end && !ISNEWLINE(off))
        off++;
    reader->bytes += off - reader->read;
    if(block->type == MD_BLOCK_CODE) {
        ((MD_VERBATIMLINE*)(block + 1))[block->n_lines - 1].end = off;
    } else {
        ((MD_LINE*)(block + 1))[block->n_lines - 1].end = off;
    }
    reader->read = off;
}

static void close_line(BlockReader* reader) {
    MD_CTX* ctx = &reader->ctx;
    MD_BLOCK* block = ctx->current_block;
    reader->line_is_open = FALSE;
    if(block->type != MD_BLOCK_CODE) {
        MD_LINE* line = &((MD_LINE*)(block + 1))[block->n_lines - 1];
        while(line->end > line->beg && CH(line->end - 1) == ' ')
            line->end--;
    }
}

int reader_lines(BlockReader* reader, unsigned end) {
    MD_CTX* ctx = &reader->ctx;
    int ret = 0;
    if(end <= reader->read)
        return 0;
    ctx->doc_ends_with_newline = ISNEWLINE_(ctx->text[end - 1]);
    if(reader->line_is_open) {
        grow_line(reader, end);
        if(reader->read < end) {
            close_line(reader);
            if(CH(reader->read) == '\r')
                reader->read++;
            if(reader->read < end && CH(reader->read) == '\n')
                reader->read++;
        }
    }
    while(reader->read < end) {
        const OFF begin = reader->read;
        MD_LINE_ANALYSIS* line = &reader->lines[reader->pivot == &reader->lines[0]];
        const SZ size = ctx->size;
        ctx->size = end;
        ret = md_analyze_line(ctx, reader->read, &reader->read, reader->pivot, line);
        if(ret >= 0)
            ret = md_process_line(ctx, &reader->pivot, line);
        reader->ends_in_heading = line->type == MD_LINE_ATXHEADER;
        ctx->size = size;
        reader->bytes += reader->read - begin;
        if(ret < 0)
            break;
    }
    return ret;
}

int reader_open_line(BlockReader* reader) {
    MD_CTX* ctx = &reader->ctx;
    const MD_LINE_ANALYSIS* pivot = reader->pivot;
    const MD_LINE_ANALYSIS* line = &reader->lines[pivot == &reader->lines[0]];
    int is_settled = FALSE;
    int ret;
    if(reader->line_is_open)
        return 0;
    ret = reader_keep(reader);
    if(ret >= 0)
        ret = reader_lines(reader, ctx->size);
    if(ret >= 0 && ctx->current_block != NULL && line->beg < line->end) {
        const unsigned char first = (unsigned char)CH(line->beg);
        const int is_plain = ISALPHA_(first) || first >= 0x80;
        if(line->type == MD_LINE_TEXT)
            is_settled = is_plain && ctx->current_block->type == MD_BLOCK_P;
        else if(line->type == MD_LINE_TABLE)
            is_settled = is_plain || first == '|';
        else if(line->type == MD_LINE_FENCEDCODE)
            is_settled = reader->pivot != line && first != '`' && first != '~';
    }
    if(is_settled) {
        /* The line is trimmed when it ends. */
        reader->kept.is_set = FALSE;
        reader->line_is_open = TRUE;
        reader->read = line->end;
        grow_line(reader, ctx->size);
    } else {
        reader_back(reader);
    }
    return ret;
}

void reader_grow_line(BlockReader* reader) {
    if(reader->line_is_open)
        grow_line(reader, reader->ctx.size);
}

int reader_end(BlockReader* reader) {
    MD_CTX* ctx = &reader->ctx;
    int ret = 0;
    if(reader->line_is_open && ctx->current_block != NULL)
        close_line(reader);
    MD_CHECK(md_end_current_block(ctx));
    ctx->current_block = NULL;
    MD_CHECK(md_leave_child_containers(ctx, 0));
abort:
    return ret;
}

/* ---- Keeping and going back ---- */

static int keep_bytes(BlockReader* reader, const void* bytes, SZ size) {
    if(size == 0)
        return 0;
    if(reader->n_kept_bytes + size > reader->alloc_kept_bytes) {
        const SZ alloc = (reader->n_kept_bytes + size) * 3 / 2;
        char* grown = realloc(reader->kept_bytes, alloc);
        if(grown == NULL)
            return -1;
        reader->kept_bytes = grown;
        reader->alloc_kept_bytes = alloc;
    }
    memcpy(reader->kept_bytes + reader->n_kept_bytes, bytes, size);
    reader->n_kept_bytes += size;
    return 0;
}

int reader_keep(BlockReader* reader) {
    MD_CTX* ctx = &reader->ctx;
    Kept* kept = &reader->kept;
    int i;
    int ret = 0;
    kept->progress = reader->progress;
    memcpy(kept->lines, reader->lines, sizeof(kept->lines));
    kept->pivot = reader->pivot;
    kept->read = reader->read;
    kept->done = reader->done;
    kept->n_open_lists = reader->n_open_lists;
    kept->line_is_open = reader->line_is_open;
    kept->n_block_bytes = ctx->n_block_bytes;
    kept->current_block = ctx->current_block == NULL ? -1 : (int)((char*)ctx->current_block - (char*)ctx->block_bytes);
    kept->n_containers = ctx->n_containers;
    kept->n_ref_defs = ctx->n_ref_defs;
    kept->code_fence_length = ctx->code_fence_length;
    kept->html_block_type = ctx->html_block_type;
    kept->loosening = ctx->last_line_has_list_loosening_effect;
    kept->two_blank_lines = ctx->last_list_item_starts_with_two_blank_lines;
    kept->tail = ctx->n_block_bytes;
    reader->n_kept_bytes = 0;
    MD_CHECK(keep_bytes(reader, ctx->containers, ctx->n_containers * sizeof(MD_CONTAINER)));
    MD_CHECK(keep_bytes(reader, reader->open_lists, reader->n_open_lists * sizeof(int)));
    for(i = 0; i < ctx->n_containers; i++) {
        const MD_CONTAINER* container = &ctx->containers[i];
        const char flags = container->ch == '>' ? 0 : (char)block_at(reader, container->block_byte_off)->flags;
        MD_CHECK(keep_bytes(reader, &flags, 1));
    }
    if(ctx->current_block != NULL) {
        kept->tail = kept->current_block + sizeof(MD_BLOCK);
        if(kept->current_block == reader->done)
            kept->tail += reader->progress.line * line_size(ctx->current_block);
        MD_CHECK(keep_bytes(reader, ctx->current_block, sizeof(MD_BLOCK)));
        MD_CHECK(keep_bytes(reader, (char*)ctx->block_bytes + kept->tail, ctx->n_block_bytes - kept->tail));
    }
    kept->is_set = TRUE;
    reader->ends_in_heading = FALSE;
abort:
    return ret;
}

static const char* put_back(void* to, const char* from, SZ size) {
    if(size == 0)
        return from;
    memcpy(to, from, size);
    return from + size;
}

void reader_back(BlockReader* reader) {
    MD_CTX* ctx = &reader->ctx;
    Kept* kept = &reader->kept;
    const char* from = reader->kept_bytes;
    int i;
    if(!kept->is_set)
        return;
    kept->is_set = FALSE;
    reader->progress = kept->progress;
    memcpy(reader->lines, kept->lines, sizeof(kept->lines));
    reader->pivot = kept->pivot;
    reader->read = kept->read;
    reader->done = kept->done;
    reader->n_open_lists = kept->n_open_lists;
    reader->line_is_open = kept->line_is_open;
    ctx->n_block_bytes = kept->n_block_bytes;
    ctx->current_block = kept->current_block < 0 ? NULL : block_at(reader, kept->current_block);
    ctx->n_containers = kept->n_containers;
    ctx->code_fence_length = kept->code_fence_length;
    ctx->html_block_type = kept->html_block_type;
    ctx->last_line_has_list_loosening_effect = kept->loosening;
    ctx->last_list_item_starts_with_two_blank_lines = kept->two_blank_lines;
    forget_definitions(reader, kept->n_ref_defs);
    from = put_back(ctx->containers, from, kept->n_containers * sizeof(MD_CONTAINER));
    from = put_back(reader->open_lists, from, kept->n_open_lists * sizeof(int));
    for(i = 0; i < kept->n_containers; i++) {
        const MD_CONTAINER* container = &ctx->containers[i];
        if(container->ch != '>')
            block_at(reader, container->block_byte_off)->flags = (unsigned char)*from;
        from++;
    }
    if(ctx->current_block != NULL) {
        from = put_back(ctx->current_block, from, sizeof(MD_BLOCK));
        put_back((char*)ctx->block_bytes + kept->tail, from, kept->n_block_bytes - kept->tail);
    }
}

/* ---- Inline content ---- */

static int is_cjk(unsigned codepoint) {
    return ISIN_(codepoint, 0x1100, 0x11FF) || ISIN_(codepoint, 0x2E80, 0x9FFF) || ISIN_(codepoint, 0xAC00, 0xD7AF) ||
           ISIN_(codepoint, 0xF900, 0xFAFF) || ISIN_(codepoint, 0xFE30, 0xFE4F) || ISIN_(codepoint, 0xFF00, 0xFFEF) ||
           ISIN_(codepoint, 0x20000, 0x3FFFF);
}

/** A departure from CommonMark: `*` between punctuation and a CJK character may close or open as it may beside a space, since that script sets none. */
static void mark_cjk(MD_CTX* ctx, const MD_LINE* lines, MD_SIZE n_lines) {
    const unsigned both = MD_MARK_POTENTIAL_OPENER | MD_MARK_POTENTIAL_CLOSER;
    int i;
    for(i = 0; i < ctx->n_marks; i++) {
        MD_MARK* mark = &ctx->marks[i];
        unsigned before;
        unsigned after;
        const MD_LINE* line;
        if(mark->ch != '*' || (mark->flags & both) == both || mark->beg == 0)
            continue;
        line = md_lookup_line(mark->beg, lines, n_lines, NULL);
        if(line == NULL || mark->beg == line->beg || mark->end >= line->end)
            continue;
        before = md_decode_utf8_before__(ctx, mark->beg);
        after = md_decode_utf8__(STR(mark->end), ctx->size - mark->end, NULL);
        if((md_is_unicode_punct__(before) && is_cjk(after)) || (is_cjk(before) && md_is_unicode_punct__(after)))
            mark->flags |= both | MD_MARK_EMPH_OC;
    }
}

/** md_analyze_inlines() with the mark above. */
static int analyze(BlockReader* reader, const MD_LINE* lines, MD_SIZE n_lines) {
    MD_CTX* ctx = &reader->ctx;
    int ret;
    ctx->n_marks = 0;
    reader->bytes += lines[n_lines - 1].end - lines[0].beg;
    if(reader->table_of != ctx->ref_defs || reader->table_size != ctx->n_ref_defs) {
        free_table(reader);
        MD_CHECK(md_build_ref_def_hashtable(ctx));
        reader->table_of = ctx->ref_defs;
        reader->table_size = ctx->n_ref_defs;
    }
    MD_CHECK(md_collect_marks(ctx, lines, n_lines, FALSE));
    if(reader->hooks.cjk_emphasis)
        mark_cjk(ctx, lines, n_lines);
    md_analyze_marks(ctx, lines, n_lines, 0, ctx->n_marks, "[]!", 0);
    MD_CHECK(md_resolve_links(ctx, lines, n_lines));
    BRACKET_OPENERS.top = -1;
    ctx->unresolved_link_head = -1;
    ctx->unresolved_link_tail = -1;
    md_analyze_link_contents(ctx, lines, n_lines, 0, ctx->n_marks);
abort:
    return ret;
}

static void free_titles(MD_CTX* ctx) {
    int i;
    for(i = ctx->ptr_stack.top; i >= 0; i = ctx->marks[i].next)
        free(md_mark_get_ptr(ctx, i));
    ctx->ptr_stack.top = -1;
}

/** True when what stands before `off` and what follows are parsed alike together and apart, as far as only plain text touches here. */
static int is_seam(const MD_CTX* ctx, OFF off) {
    if(CH(off) == ' ')
        return FALSE;
    if(CH(off - 1) == ' ')
        return TRUE;
    /* The ideographic comma and full stop, and the full-width ones: they end an address as well. */
    return off >= 3 && !ctx->mark_char_map[(unsigned char)CH(off)] &&
           (memcmp(STR(off - 3), "\xE3\x80\x81", 3) == 0 || memcmp(STR(off - 3), "\xE3\x80\x82", 3) == 0 ||
            memcmp(STR(off - 3), "\xEF\xBC\x8C", 3) == 0 || memcmp(STR(off - 3), "\xEF\xBC\x81", 3) == 0 || memcmp(STR(off - 3), "\xEF\xBC\x9F", 3) == 0);
}

/** The last seam of the lines, whose marks are analyzed: nothing is open there that later text could close. Gives its line, n_lines when there is none. */
static MD_SIZE find_seam(MD_CTX* ctx, const MD_LINE* lines, MD_SIZE n_lines, OFF* p_off) {
    const OFF end = lines[n_lines - 1].end;
    MD_SIZE found = n_lines;
    OFF gap = lines[0].beg;
    OFF ticks = gap; /* up to here no backtick is open: a later one would take precedence over everything between them */
    int held = -1; /* up to this mark nothing is a seam */
    int dead = -1; /* up to this mark emphasis has no way to go on */
    int i = 0;
    while(gap < end) {
        const MD_MARK* mark = &ctx->marks[i];
        /* Dummies keep other things than places. */
        if(mark->ch == 'D') {
            i++;
            continue;
        }
        const OFF gap_end = MIN(mark->beg, end);
        const CHAR* tick = ticks < gap_end ? memchr(STR(ticks), '`', gap_end - ticks) : NULL;
        if(i > held) {
            OFF off = tick != NULL ? (OFF)(tick - ctx->text) : gap_end;
            MD_SIZE line_index = 0;
            for(; off >= gap && off > lines[0].beg; off--) {
                const MD_LINE* line;
                if(off >= end)
                    continue;
                if(CH(off - 1) != ' ' && !ISNEWLINE(off - 1) && (unsigned char)CH(off - 1) < 0x80 && CH(off - 1) != '>')
                    continue;
                line = md_lookup_line(off, lines, n_lines, &line_index);
                if(line == NULL)
                    continue;
                /* A backslash at the end of a line needs the next one. */
                if(off == line->beg ? line_index > 0 && CH(lines[line_index - 1].end - 1) != '\\' : (off > line->beg && off < line->end && is_seam(ctx, off))) {
                    found = line_index;
                    *p_off = off;
                    break;
                }
            }
        }
        if(tick != NULL || mark->beg >= end)
            break;
        ticks = mark->beg;
        if(mark->flags & MD_MARK_RESOLVED) {
            if(mark->ch == '\\')
                ticks = mark->end;
            if((mark->flags & MD_MARK_OPENER) && (mark->ch == '`' || mark->ch == '<')) {
                i = mark->next;
                mark = &ctx->marks[i];
                ticks = mark->end;
            } else if(mark->flags & MD_MARK_OPENER) {
                held = MAX(held, mark->next);
                dead = MAX(dead, mark->next);
            }
        } else if((mark->ch == '*' || mark->ch == '_' || mark->ch == '~') && (mark->flags & MD_MARK_POTENTIAL_OPENER)) {
            if(i > dead)
                break;
        } else if(mark->ch == '[' || mark->ch == '!') {
            /* Brackets that are no link may become one by a definition; then the whole leaf is called back again. */
            const MD_MARK* closer = mark->next > i ? &ctx->marks[mark->next] : NULL;
            if(closer == NULL || closer->ch != ']' || closer->prev != i || closer->end >= end || CH(closer->end) == '(')
                break;
            held = MAX(held, mark->next);
        }
        gap = MAX(mark->end, gap);
        i++;
    }
    return found;
}

/* ---- Blocks ---- */

static int call_leaf(BlockReader* reader, const MD_BLOCK* block, int enter) {
    MD_CTX* ctx = &reader->ctx;
    union {
        MD_BLOCK_H_DETAIL header;
        MD_BLOCK_CODE_DETAIL code;
        MD_BLOCK_TABLE_DETAIL table;
    } det;
    MD_ATTRIBUTE_BUILD info_build;
    MD_ATTRIBUTE_BUILD lang_build;
    const int has_info = enter && block->type == MD_BLOCK_CODE && block->data != 0;
    int ret = 0;
    memset(&det, 0, sizeof(det));
    if(block->type == MD_BLOCK_H)
        det.header.level = block->data;
    if(has_info)
        MD_CHECK(md_setup_fenced_code_detail(ctx, block, &det.code, &info_build, &lang_build));
    ret = (enter ? ctx->parser.enter_block : ctx->parser.leave_block)(block->type, &det, ctx->userdata);
abort:
    if(has_info) {
        md_free_attribute(ctx, &info_build);
        md_free_attribute(ctx, &lang_build);
    }
    return ret;
}

static int begin_leaf(BlockReader* reader, const MD_BLOCK* block) {
    if(reader->progress.has_begun)
        return 0;
    reader->progress.has_begun = TRUE;
    reader->progress.type = block->type;
    return call_leaf(reader, block, TRUE);
}

#define CALL(func)                                                          \
    do {                                                                    \
        ret = (func);                                                       \
        if(ret != 0)                                                        \
            goto abort;                                                     \
    } while(0)

static int verbatim(BlockReader* reader, const MD_BLOCK* block, int is_open) {
    static const CHAR spaces[] = "                ";
    MD_CTX* ctx = &reader->ctx;
    Progress* progress = &reader->progress;
    const MD_TEXTTYPE type = block->type == MD_BLOCK_CODE ? MD_TEXT_CODE : MD_TEXT_HTML;
    const MD_VERBATIMLINE* lines = (const MD_VERBATIMLINE*)(block + 1);
    const int is_fenced = block->type == MD_BLOCK_CODE && block->data != 0;
    MD_SIZE n = block->n_lines;
    int ret = 0;
    CALL(begin_leaf(reader, block));
    if(is_fenced && progress->line == 0)
        progress->line = 1;
    /* Blank lines at the end of indented code do not belong to it. */
    while(block->type == MD_BLOCK_CODE && !is_fenced && n > progress->line && lines[n - 1].beg == lines[n - 1].end)
        n--;
    while(progress->line < n) {
        const MD_VERBATIMLINE* line = &lines[progress->line];
        if(progress->off == 0) {
            unsigned indent;
            for(indent = line->indent; indent > 0; indent -= MIN(indent, 16))
                MD_TEXT(type, spaces, MIN(indent, 16));
            progress->off = line->beg;
        }
        MD_TEXT_INSECURE(type, STR(progress->off), line->end - progress->off);
        reader->bytes += line->end - progress->off;
        progress->off = line->end;
        if(is_open && reader->line_is_open && progress->line + 1 == block->n_lines)
            break;
        MD_TEXT(type, "\n", 1);
        progress->line++;
        progress->off = 0;
    }
abort:
    return ret;
}

static int inlines(BlockReader* reader, const MD_LINE* lines, MD_SIZE n_lines) {
    int ret = analyze(reader, lines, n_lines);
    if(ret >= 0)
        ret = md_process_inlines(&reader->ctx, lines, n_lines);
    free_titles(&reader->ctx);
    return ret;
}

static int text_leaf(BlockReader* reader, MD_BLOCK* block, int is_open) {
    MD_CTX* ctx = &reader->ctx;
    Progress* progress = &reader->progress;
    MD_LINE* lines = (MD_LINE*)(block + 1) + progress->line;
    MD_SIZE n = block->n_lines - progress->line;
    MD_SIZE last;
    MD_LINE first_line;
    MD_LINE last_line;
    OFF seam = 0;
    int ret = 0;
    if(!is_open)
        CALL(begin_leaf(reader, block));
    if(n == 0 || block->type == MD_BLOCK_HR)
        return 0;
    /* A paragraph that begins with a bracket may be a definition. */
    if(is_open && (block->type != MD_BLOCK_P || (!progress->has_begun && CH(lines[0].beg) == '[')))
        return 0;
    first_line = lines[0];
    if(progress->off != 0)
        lines[0].beg = progress->off;
    last = n - 1;
    last_line = lines[last];
    if(is_open) {
        const SZ size = lines[last].end - lines[0].beg;
        if(size < MAX(progress->try_size, least_part))
            goto restore;
        progress->try_size = size + size / 4;
        ret = analyze(reader, lines, n);
        last = ret < 0 ? n : find_seam(ctx, lines, n, &seam);
        free_titles(ctx);
        if(last >= n)
            goto restore;
        progress->try_size = 0;
        last_line = lines[last];
        ret = begin_leaf(reader, block);
        if(ret != 0)
            goto restore;
    }
    if(progress->needs_break) {
        ret = ctx->parser.text(MD_TEXT_BR, "\n", 1, ctx->userdata);
        if(ret != 0)
            goto restore;
    }
    progress->needs_break = FALSE;
    if(is_open && seam == lines[last].beg) {
        ret = inlines(reader, lines, last);
        progress->needs_break = TRUE;
    } else {
        if(is_open)
            lines[last].end = seam;
        ret = inlines(reader, lines, last + 1);
    }
    progress->line += last;
    progress->off = seam;
restore:
    if(last < n)
        lines[last] = last_line;
    lines[0] = first_line;
abort:
    return ret;
}

static int table_row(BlockReader* reader, MD_BLOCKTYPE cell_type, const MD_LINE* row, const MD_ALIGN* align, int n_columns) {
    MD_CTX* ctx = &reader->ctx;
    OFF bars[TABLE_MAXCOLCOUNT + 3];
    int n_bars = 0;
    int column = 0;
    int i;
    int ret = 0;
    MD_CHECK(md_analyze_inlines(ctx, row, 1, TRUE));
    free_titles(ctx);
    bars[n_bars++] = row->beg;
    for(i = ctx->table_cell_boundaries_head; i >= 0 && n_bars < TABLE_MAXCOLCOUNT + 2; i = ctx->marks[i].next)
        bars[n_bars++] = ctx->marks[i].end;
    bars[n_bars++] = row->end + 1;
    ctx->table_cell_boundaries_head = -1;
    ctx->table_cell_boundaries_tail = -1;
    MD_ENTER_BLOCK(MD_BLOCK_TR, NULL);
    for(i = 0; column < n_columns; i++) {
        MD_BLOCK_TD_DETAIL det = { align[column] };
        MD_LINE cell = { 0, 0 };
        if(i + 1 < n_bars) {
            if(bars[i] + 1 >= bars[i + 1])
                continue;
            cell.beg = bars[i];
            cell.end = bars[i + 1] - 1;
            while(cell.beg < cell.end && ISWHITESPACE(cell.beg))
                cell.beg++;
            while(cell.end > cell.beg && ISWHITESPACE(cell.end - 1))
                cell.end--;
        }
        column++;
        MD_ENTER_BLOCK(cell_type, &det);
        CALL(inlines(reader, &cell, 1));
        MD_LEAVE_BLOCK(cell_type, &det);
    }
    MD_LEAVE_BLOCK(MD_BLOCK_TR, NULL);
abort:
    return ret;
}

static int table(BlockReader* reader, const MD_BLOCK* block, int is_open) {
    MD_CTX* ctx = &reader->ctx;
    Progress* progress = &reader->progress;
    const MD_LINE* lines = (const MD_LINE*)(block + 1);
    const MD_SIZE n = block->n_lines - (is_open && reader->line_is_open ? 1 : 0);
    const int n_columns = block->data;
    MD_ALIGN align[TABLE_MAXCOLCOUNT];
    int ret = 0;
    if(n_columns > TABLE_MAXCOLCOUNT)
        return -1;
    md_analyze_table_alignment(ctx, lines[1].beg, lines[1].end, align, n_columns);
    CALL(begin_leaf(reader, block));
    if(progress->line == 0) {
        MD_ENTER_BLOCK(MD_BLOCK_THEAD, NULL);
        CALL(table_row(reader, MD_BLOCK_TH, &lines[0], align, n_columns));
        MD_LEAVE_BLOCK(MD_BLOCK_THEAD, NULL);
        progress->line = 2;
    }
    for(; progress->line < n; progress->line++) {
        if(progress->line == 2)
            MD_ENTER_BLOCK(MD_BLOCK_TBODY, NULL);
        CALL(table_row(reader, MD_BLOCK_TD, &lines[progress->line], align, n_columns));
    }
    if(!is_open && n > 2)
        MD_LEAVE_BLOCK(MD_BLOCK_TBODY, NULL);
abort:
    return ret;
}

static int has_bracket(const BlockReader* reader, const MD_BLOCK* block) {
    const MD_LINE* lines = (const MD_LINE*)(block + 1);
    if((block->type != MD_BLOCK_P && block->type != MD_BLOCK_H && block->type != MD_BLOCK_TABLE) || block->n_lines == 0)
        return FALSE;
    return memchr(reader->ctx.text + lines[0].beg, '[', lines[block->n_lines - 1].end - lines[0].beg) != NULL;
}

static int leaf(BlockReader* reader, int byte_off, int is_open) {
    MD_CTX* ctx = &reader->ctx;
    MD_BLOCK* block = block_at(reader, byte_off);
    Progress* progress = &reader->progress;
    int ret;
    if(progress->has_begun && progress->type != block->type) {
        reader->hooks.restart(ctx->userdata);
        memset(progress, 0, sizeof(Progress));
    }
    switch(block->type) {
        case MD_BLOCK_CODE:
        case MD_BLOCK_HTML: CALL(verbatim(reader, block, is_open)); break;
        case MD_BLOCK_TABLE: CALL(table(reader, block, is_open)); break;
        default: CALL(text_leaf(reader, block, is_open)); break;
    }
    if(is_open)
        return 0;
    CALL(call_leaf(reader, block, FALSE));
    memset(progress, 0, sizeof(Progress));
    /* Of a guess nobody wants to know, and a long table would be searched with every piece of text. */
    if(!reader->kept.is_set && has_bracket(reader, block))
        reader->hooks.left_referring_leaf(ctx->userdata, (unsigned)byte_off);
abort:
    return ret;
}

static int container(BlockReader* reader, const MD_BLOCK* block, int byte_off) {
    MD_CTX* ctx = &reader->ctx;
    const int is_list = block->type == MD_BLOCK_UL || block->type == MD_BLOCK_OL;
    const MD_BLOCK* opener = block;
    union {
        MD_BLOCK_UL_DETAIL ul;
        MD_BLOCK_OL_DETAIL ol;
        MD_BLOCK_LI_DETAIL li;
    } det;
    if(is_list && (block->flags & MD_BLOCK_CONTAINER_OPENER)) {
        if(reader->n_open_lists >= reader->alloc_open_lists) {
            const int alloc = reader->alloc_open_lists * 2 + 8;
            int* grown = realloc(reader->open_lists, alloc * sizeof(int));
            if(grown == NULL)
                return -1;
            reader->open_lists = grown;
            reader->alloc_open_lists = alloc;
        }
        reader->open_lists[reader->n_open_lists++] = byte_off;
    } else if(is_list) {
        opener = block_at(reader, reader->open_lists[--reader->n_open_lists]);
    }
    if(block->type == MD_BLOCK_OL) {
        det.ol.start = opener->n_lines;
        det.ol.is_tight = !(opener->flags & MD_BLOCK_LOOSE_LIST);
        det.ol.mark_delimiter = (CHAR)block->data;
    } else if(block->type == MD_BLOCK_UL) {
        det.ul.is_tight = !(opener->flags & MD_BLOCK_LOOSE_LIST);
        det.ul.mark = (CHAR)block->data;
    } else {
        det.li.is_task = (block->data != 0);
        det.li.task_mark = (CHAR)block->data;
        det.li.task_mark_offset = (OFF)block->n_lines;
    }
    return (block->flags & MD_BLOCK_CONTAINER_CLOSER ? ctx->parser.leave_block : ctx->parser.enter_block)(block->type, &det, ctx->userdata);
}

int reader_render(BlockReader* reader) {
    MD_CTX* ctx = &reader->ctx;
    int ret = 0;
    while(ret == 0 && reader->done < ctx->n_block_bytes) {
        const int byte_off = reader->done;
        const MD_BLOCK* block = block_at(reader, byte_off);
        const int is_open = block == ctx->current_block;
        if(block->flags & MD_BLOCK_CONTAINER)
            ret = container(reader, block, byte_off);
        else
            ret = leaf(reader, byte_off, is_open);
        if(is_open)
            break;
        reader->done += (int)block_size(block);
    }
    return ret;
}

/* ---- Definitions that come late ---- */

/** True when a bracket in the text is followed by how the label begins; only its first letters are compared, and only when they are ASCII. */
static int may_refer(const MD_CTX* ctx, OFF off, OFF end, const MD_REF_DEF* def) {
    SZ size = 0;
    while(size < def->label_size && (ISALNUM_(def->label[size]) || def->label[size] == '^' || def->label[size] == '-'))
        size++;
    for(; off < end; off++) {
        const CHAR* at = memchr(STR(off), '[', end - off);
        if(at == NULL)
            return FALSE;
        off = (OFF)(at - ctx->text) + 1;
        while(off < end && ISWHITESPACE(off))
            off++;
        if(size == 0 || (off + size <= end && md_ascii_case_eq(STR(off), def->label, size)) || ISNEWLINE(off) || (unsigned char)CH(off) >= 0x80)
            return TRUE;
        off--;
    }
    return FALSE;
}

int reader_leaf_refers(const BlockReader* reader, unsigned byte_off, int first_definition) {
    const MD_CTX* ctx = &reader->ctx;
    const MD_BLOCK* block = block_at(reader, (int)byte_off);
    const MD_LINE* lines = (const MD_LINE*)(block + 1);
    int i;
    for(i = first_definition; i < ctx->n_ref_defs; i++) {
        if(may_refer(ctx, lines[0].beg, lines[block->n_lines - 1].end, &ctx->ref_defs[i]))
            return TRUE;
    }
    return FALSE;
}

void reader_restart_leaf(BlockReader* reader, int first_definition) {
    MD_CTX* ctx = &reader->ctx;
    if(reader->progress.has_begun && has_bracket(reader, block_at(reader, reader->done)) &&
       reader_leaf_refers(reader, (unsigned)reader->done, first_definition)) {
        reader->hooks.restart(ctx->userdata);
        memset(&reader->progress, 0, sizeof(Progress));
    }
}

int reader_leaf_again(BlockReader* reader, unsigned byte_off, void* userdata) {
    MD_CTX* ctx = &reader->ctx;
    const Progress progress = reader->progress;
    void* const own = ctx->userdata;
    int ret;
    memset(&reader->progress, 0, sizeof(Progress));
    ctx->userdata = userdata;
    ret = leaf(reader, (int)byte_off, FALSE);
    ctx->userdata = own;
    reader->progress = progress;
    return ret;
}

/* ---- The guess at how an open leaf goes on ---- */

int reader_open_leaf(BlockReader* reader, OpenLeaf* open) {
    MD_CTX* ctx = &reader->ctx;
    const int n_ref_defs = ctx->n_ref_defs;
    const MD_BLOCK* block;
    if(ctx->current_block != NULL)
        reader->tail = (int)((char*)ctx->current_block - (char*)ctx->block_bytes);
    else if(reader->ends_in_heading)
        reader->tail = ctx->n_block_bytes - (int)(sizeof(MD_BLOCK) + sizeof(MD_LINE));
    else
        return 0;
    if(reader->line_is_open)
        close_line(reader);
    md_end_current_block(ctx);
    ctx->current_block = NULL;
    forget_definitions(reader, n_ref_defs);
    if(ctx->n_block_bytes <= reader->tail)
        return 0;
    block = block_at(reader, reader->tail);
    open->type = block->type;
    open->has_begun = reader->tail == reader->done && reader->progress.has_begun;
    open->lines = block->n_lines - (open->has_begun ? reader->progress.line : 0);
    open->code_fence = block->type == MD_BLOCK_CODE && block->data != 0 ? CH(((const MD_VERBATIMLINE*)(block + 1))->beg) : 0;
    return 1;
}

void reader_leaf_line(const BlockReader* reader, unsigned line, unsigned* begin, unsigned* end) {
    const MD_BLOCK* block = block_at(reader, reader->tail);
    const int is_part = reader->tail == reader->done && reader->progress.has_begun;
    const MD_LINE* lines = (const MD_LINE*)(block + 1) + (is_part ? reader->progress.line : 0);
    *begin = is_part && line == 0 && reader->progress.off != 0 ? reader->progress.off : lines[line].beg;
    *end = lines[line].end;
}

char reader_fence(const BlockReader* reader) {
    return reader->pivot->type == MD_LINE_FENCEDCODE && reader->ctx.current_block != NULL ? reader->ctx.text[reader->pivot->beg] : 0;
}

int reader_guess(BlockReader* reader, unsigned first, unsigned begin, unsigned end, unsigned columns) {
    MD_CTX* ctx = &reader->ctx;
    MD_BLOCK* block = block_at(reader, reader->tail);
    const int is_part = reader->tail == reader->done && reader->progress.has_begun;
    block->n_lines = (is_part ? reader->progress.line : 0) + first;
    ctx->n_block_bytes = reader->tail + (int)block_size(block);
    if(first == 0 && is_part)
        reader->progress.off = 0;
    if(begin == end && first == 0 && !is_part) {
        ctx->n_block_bytes = reader->tail;
        return 0;
    }
    while(begin < end) {
        const CHAR* line_end = memchr(STR(begin), '\n', end - begin);
        const OFF off = line_end == NULL ? end : (OFF)(line_end - ctx->text);
        MD_LINE* line = md_push_block_bytes(ctx, sizeof(MD_LINE));
        if(line == NULL)
            return -1;
        line->beg = begin;
        line->end = off;
        block_at(reader, reader->tail)->n_lines++;
        begin = off + 1;
    }
    if(columns > 0) {
        block = block_at(reader, reader->tail);
        block->type = MD_BLOCK_TABLE;
        block->data = columns;
    }
    return 0;
}
