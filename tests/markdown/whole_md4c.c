/* core/markdown/block_reader.c with all of md4c's dialects, under other names, so that tests can run the examples of CommonMark through it: with raw HTML, and without the
 * departures of a chat. md4c's own HTML writer is the writer; it calls whole_parse() in place of md_parse(). */
#define DESKBELL_WHOLE_MD4C
#define md_parse whole_md4c_parse
#define reader_new whole_new
#define reader_free whole_free
#define reader_text whole_text
#define reader_lines whole_lines
#define reader_position whole_position
#define reader_open_line whole_open_line
#define reader_grow_line whole_grow_line
#define reader_end whole_end
#define reader_render whole_render
#define reader_rendered_bytes whole_rendered_bytes
#define reader_definitions whole_definitions
#define reader_leaf_refers whole_leaf_refers
#define reader_restart_leaf whole_restart_leaf
#define reader_leaf_again whole_leaf_again
#define reader_keep whole_keep
#define reader_back whole_back
#define reader_open_leaf whole_open_leaf
#define reader_leaf_line whole_leaf_line
#define reader_fence whole_fence
#define reader_guess whole_guess
#include "core/markdown/block_reader.c"

/** The writer's callbacks behind ours: md4c leaves out the paragraphs of tight lists, the reader tells them all. */
typedef struct Writer {
    const MD_PARSER* parser;
    void* userdata;
    char is_tight[1000];
    int depth;
} Writer;

static int is_container(MD_BLOCKTYPE type) { return type == MD_BLOCK_UL || type == MD_BLOCK_OL || type == MD_BLOCK_QUOTE; }

static int enter_block(MD_BLOCKTYPE type, void* detail, void* userdata) {
    Writer* writer = userdata;
    if(is_container(type) && writer->depth + 1 < (int)sizeof(writer->is_tight))
        writer->is_tight[++writer->depth] = type == MD_BLOCK_UL   ? (char)((MD_BLOCK_UL_DETAIL*)detail)->is_tight
                                            : type == MD_BLOCK_OL ? (char)((MD_BLOCK_OL_DETAIL*)detail)->is_tight
                                                                  : 0;
    if(type == MD_BLOCK_P && writer->is_tight[writer->depth])
        return 0;
    return writer->parser->enter_block(type, detail, writer->userdata);
}

static int leave_block(MD_BLOCKTYPE type, void* detail, void* userdata) {
    Writer* writer = userdata;
    if(type == MD_BLOCK_P && writer->is_tight[writer->depth])
        return 0;
    if(is_container(type))
        writer->depth--;
    return writer->parser->leave_block(type, detail, writer->userdata);
}

static int enter_span(MD_SPANTYPE type, void* detail, void* userdata) {
    const Writer* writer = userdata;
    return writer->parser->enter_span(type, detail, writer->userdata);
}

static int leave_span(MD_SPANTYPE type, void* detail, void* userdata) {
    const Writer* writer = userdata;
    return writer->parser->leave_span(type, detail, writer->userdata);
}

static int take_text(MD_TEXTTYPE type, const MD_CHAR* text, MD_SIZE size, void* userdata) {
    const Writer* writer = userdata;
    return writer->parser->text(type, text, size, writer->userdata);
}

static void restart(void* userdata) { (void)userdata; }
static void left_referring_leaf(void* userdata, unsigned block) {
    (void)userdata;
    (void)block;
}

int whole_parse(const MD_CHAR* text, MD_SIZE size, const MD_PARSER* parser, void* userdata);
int whole_parse(const MD_CHAR* text, MD_SIZE size, const MD_PARSER* parser, void* userdata) {
    const ReaderHooks hooks = {restart, left_referring_leaf, 0};
    MD_PARSER own = *parser;
    Writer writer = {parser, userdata, {0}, 0};
    BlockReader* reader;
    int ret;
    own.enter_block = enter_block;
    own.leave_block = leave_block;
    own.enter_span = enter_span;
    own.leave_span = leave_span;
    own.text = take_text;
    reader = reader_new(&own, &hooks, &writer);
    reader_text(reader, text, size);
    ret = reader_lines(reader, size);
    if(ret >= 0)
        ret = reader_end(reader);
    if(ret >= 0)
        ret = reader_render(reader);
    reader_free(reader);
    return ret;
}
