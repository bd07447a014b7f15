#include "file/file_name.h"

#include <string.h>

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include "base/buf.h"
#include "base/html.h"
#include "base/text.h"

#define NOTHING "file"

/* An ending longer than this is no ending. */
enum { ENDING_MAX = 16 };

static const char *last_part(const char *name)
{
    const char *last = name;
    for (const char *at = name; *at; at++)
        if (*at == '/' || *at == '\\') last = at + 1;
    return last;
}

/* Marks of direction, joiners, private and unassigned characters: what nobody sees. */
static bool is_unseen(UChar32 c)
{
    return (U_GET_GC_MASK(c) & (U_GC_CC_MASK | U_GC_CF_MASK | U_GC_CN_MASK | U_GC_CO_MASK |
                                U_GC_CS_MASK | U_GC_ZL_MASK | U_GC_ZP_MASK)) != 0;
}

static void add_seen(Buf *out, const char *text, int32_t *at, int32_t length)
{
    UChar32 c;
    int32_t from = *at;
    U8_NEXT((const uint8_t *)text, *at, length, c);
    if (c < 0 || is_unseen(c)) return;
    if (c < 0x80 && strchr("<>:\"|?*", (int)c))
        buf_char(out, '_');
    else
        buf_add(out, text + from, (size_t)(*at - from));
}

/* Without the dots and spaces around it. */
static const char *trimmed(char *name)
{
    name += strspn(name, ". ");
    size_t length = strlen(name);
    while (length && strchr(". ", name[length - 1]))
        name[--length] = 0;
    return name;
}

/* Its first characters and its ending, together no more than are allowed. */
static const char *shortened(Ctx *ctx, const char *name)
{
    if (text_characters(name) <= FILE_NAME_MAX) return name;
    const char *ending = strrchr(name, '.');
    if (!ending || text_characters(ending) > ENDING_MAX) ending = "";
    size_t room = FILE_NAME_MAX - text_characters(ending);
    int32_t at = 0;
    U8_FWD_N((const uint8_t *)name, at, (int32_t)strlen(name), (int32_t)room);
    return arena_format(ctx->arena, "%.*s%s", (int)at, name, ending);
}

Status file_name_clean(Ctx *ctx, const char *given, const char **out)
{
    const char *clean;
    Buf seen;
    *out = NOTHING;
    if (!given) return OK;
    Status s = text_clean(ctx, given, strlen(given), &clean, NULL);
    if (s) return s;
    const char *name = last_part(clean);
    int32_t length = (int32_t)strlen(name);
    buf_init(&seen, ctx->arena);
    buf_text(&seen, "");
    for (int32_t at = 0; at < length;)
        add_seen(&seen, name, &at, length);
    s = buf_check(ctx, &seen);
    if (s || !seen.length) return s;
    name = shortened(ctx, trimmed(seen.data));
    if (!name) return no_memory(ctx);
    if (*name) *out = name;
    return OK;
}

const char *file_disposition(Ctx *ctx, const char *name)
{
    Buf out;
    buf_init(&out, ctx->arena);
    buf_text(&out, "attachment; filename=\"");
    for (const char *at = name; *at; at++)
        buf_char(&out, (unsigned char)*at < 0x80 && !strchr("\"\\%", *at) ? *at : '_');
    buf_text(&out, "\"; filename*=UTF-8''");
    html_url(&out, name);
    return out.failed ? NULL : out.data;
}
