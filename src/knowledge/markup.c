#include "knowledge/markup.h"

#include <ctype.h>
#include <string.h>

#include "base/html.h"

typedef enum Block { BLOCK_NONE, BLOCK_PARAGRAPH, BLOCK_LIST, BLOCK_NUMBERED } Block;

static const struct {
    const char *open, *close;
} block_tags[] = {[BLOCK_NONE] = {"", ""},
                  [BLOCK_PARAGRAPH] = {"<p>", "</p>\n"},
                  [BLOCK_LIST] = {"<ul>\n", "</ul>\n"},
                  [BLOCK_NUMBERED] = {"<ol>\n", "</ol>\n"}};

static void write_bold(Buf *buf, char *text)
{
    for (;;) {
        char *open = strstr(text, "**"), *close = open ? strstr(open + 2, "**") : NULL;
        if (!close || close == open + 2) break;
        *open = *close = 0;
        html_text(buf, text);
        buf_text(buf, "<strong>");
        html_text(buf, open + 2);
        buf_text(buf, "</strong>");
        text = close + 2;
    }
    html_text(buf, text);
}

/* Where a link's label, address and end stand; false where none begins at `open`. */
static bool link_parts(char *open, char **middle, char **close)
{
    *middle = strstr(open, "](");
    if (!*middle || *middle == open + 1) return false;
    const char *address = *middle + 2;
    *close = strchr(address, ')');
    bool is_web = strncmp(address, "https://", 8) == 0 || strncmp(address, "http://", 7) == 0;
    return *close && is_web && strcspn(address, " \t\"<>") > (size_t)(*close - address);
}

/* The text is cut where it stands: it is a copy. */
static void write_inline(Buf *buf, char *text)
{
    char *at = text, *open, *middle, *close;
    while ((open = strchr(at, '['))) {
        at = open + 1;
        if (!link_parts(open, &middle, &close)) continue;
        *open = *middle = *close = 0;
        write_bold(buf, text);
        buf_text(buf, "<a rel=\"noopener\" href=\"");
        html_text(buf, middle + 2);
        buf_text(buf, "\">");
        write_bold(buf, open + 1);
        buf_text(buf, "</a>");
        at = text = close + 1;
    }
    write_bold(buf, text);
}

static void turn_to(Buf *buf, Block *now, Block next)
{
    if (*now == next) return;
    buf_text(buf, block_tags[*now].close);
    buf_text(buf, block_tags[next].open);
    *now = next;
}

static bool write_heading(Buf *buf, Block *block, char *line)
{
    size_t level = strspn(line, "#");
    if (level < 1 || level > 3 || line[level] != ' ') return false;
    turn_to(buf, block, BLOCK_NONE);
    buf_format(buf, "<h%zu>", level + 1);
    write_inline(buf, line + level + 1);
    buf_format(buf, "</h%zu>\n", level + 1);
    return true;
}

/* What kind of list a line is an item of; `*text` its text. */
static Block list_of(char *line, char **text)
{
    size_t digits = strspn(line, "0123456789");
    *text = line + 2;
    if ((line[0] == '-' || line[0] == '*') && line[1] == ' ') return BLOCK_LIST;
    *text = line + digits + 2;
    bool numbered = digits > 0 && digits < 4 && line[digits] == '.' && line[digits + 1] == ' ';
    return numbered ? BLOCK_NUMBERED : BLOCK_NONE;
}

static void write_line(Buf *buf, Block *block, char *line)
{
    char *text;
    Block list = list_of(line, &text);
    if (!*line) {
        turn_to(buf, block, BLOCK_NONE);
    } else if (list) {
        turn_to(buf, block, list);
        buf_text(buf, "<li>");
        write_inline(buf, text);
        buf_text(buf, "</li>\n");
    } else if (!write_heading(buf, block, line)) {
        if (*block == BLOCK_PARAGRAPH) buf_text(buf, "<br>\n");
        turn_to(buf, block, BLOCK_PARAGRAPH);
        write_inline(buf, line);
    }
}

static char *trimmed(char *line)
{
    while (*line == ' ' || *line == '\t')
        line++;
    char *end = line + strlen(line);
    while (end > line && isspace((unsigned char)end[-1]))
        *--end = 0;
    return line;
}

Status markup_write(Ctx *ctx, Buf *buf, const char *text)
{
    char *line = arena_text(ctx->arena, text);
    if (!line) return no_memory(ctx);
    Block block = BLOCK_NONE;
    while (line) {
        char *end = strchr(line, '\n');
        if (end) *end = 0;
        write_line(buf, &block, trimmed(line));
        line = end ? end + 1 : NULL;
    }
    turn_to(buf, &block, BLOCK_NONE);
    return OK;
}
