#include "base/json_yajl.h"

#include <setjmp.h>
#include <stdint.h>
#include <string.h>

#include "base/ctx.h"
#include "base/json_escape.h"
#include "base/text.h"

/* yajl doubles its buffers: this holds a text of TEXT_LIMIT. */
#define LARGEST_BLOCK (2 * TEXT_LIMIT)

struct JsonYajl {
    Arena *arena;
    const yajl_callbacks *callbacks;
    void *user;
    bool lines;
    yajl_handle handle;
    yajl_alloc_funcs memory;
    size_t fed; /* bytes before those being fed */
    EscapeScan escapes;
    Status refused;
    jmp_buf refuse;
};

/* A block's size stands before it, aligned for any type. */
#define HEAD 16

/* yajl would use a NULL without looking. Only its own frames, which hold nothing, are left this
 * way. */
_Noreturn static void refuse(JsonYajl *yajl, Status status)
{
    yajl->refused = status;
    longjmp(yajl->refuse, 1);
}

static void *give(void *user, void *old, size_t size)
{
    JsonYajl *yajl = user;
    if (size > LARGEST_BLOCK) refuse(yajl, TOO_LARGE);
    char *block = old ? (char *)old - HEAD : NULL;
    size_t old_size = 0;
    if (block) memcpy(&old_size, block, sizeof old_size);
    block = arena_grow(yajl->arena, block, block ? old_size + HEAD : 0, size + HEAD);
    if (!block) refuse(yajl, NO_MEMORY);
    if (size > old_size) memcpy(block, &size, sizeof size);
    return block + HEAD;
}

static void *give_new(void *user, size_t size)
{
    return give(user, NULL, size);
}

static void take_back(void *user, void *block)
{
    (void)user, (void)block;
}

JsonYajl *json_yajl_new(Arena *arena, const yajl_callbacks *callbacks, void *user, bool lines)
{
    JsonYajl *yajl = ARENA_NEW(arena, JsonYajl);
    if (!yajl) return NULL;
    yajl->callbacks = callbacks;
    yajl->user = user;
    yajl->lines = lines;
    yajl->memory = (yajl_alloc_funcs){give_new, give, take_back, yajl};
    yajl->arena = arena;
    return yajl;
}

void json_yajl_reset(JsonYajl *yajl, Arena *arena)
{
    yajl->arena = arena;
    yajl->handle = NULL;
    yajl->escapes = (EscapeScan){0};
}

static void open_handle(JsonYajl *yajl)
{
    yajl->handle = yajl_alloc(yajl->callbacks, &yajl->memory, yajl->user);
    /* Texts are checked where they are copied, more strictly than yajl does. */
    yajl_config(yajl->handle, yajl_dont_validate_strings, 1);
    if (yajl->lines) yajl_config(yajl->handle, yajl_allow_multiple_values, 1);
}

/* yajl says "parse error: words\n" or "lexical error: words\n". */
static Status fail_syntax(Ctx *ctx, JsonYajl *yajl)
{
    const char *words = (const char *)yajl_get_error(yajl->handle, 0, NULL, 0);
    const char *colon = strstr(words, ": ");
    if (colon) words = colon + 2;
    size_t at = yajl->fed + yajl_get_bytes_consumed(yajl->handle);
    return fail(ctx, INVALID, "is not valid JSON: %.*s (near byte %zu)", (int)strcspn(words, "\n"),
                words, at);
}

static Status answer(Ctx *ctx, JsonYajl *yajl, yajl_status status)
{
    if (status == yajl_status_ok) return OK;
    return status == yajl_status_error ? fail_syntax(ctx, yajl) : INVALID;
}

static Status fail_refused(Ctx *ctx, const JsonYajl *yajl)
{
    if (yajl->refused == NO_MEMORY) return no_memory(ctx);
    return fail(ctx, yajl->refused, "a text is larger than %zu bytes", TEXT_LIMIT);
}

static Status parse(Ctx *ctx, JsonYajl *yajl, const char *bytes, size_t length)
{
    return answer(ctx, yajl, yajl_parse(yajl->handle, (const unsigned char *)bytes, length));
}

/* Half of a surrogate pair goes in as what a text cannot hold. */
static Status parse_all(Ctx *ctx, JsonYajl *yajl, const char *bytes, size_t length)
{
    Status s = OK;
    while (!s && length) {
        bool half;
        size_t whole = escape_scan(&yajl->escapes, bytes, length, &half);
        s = parse(ctx, yajl, bytes, whole);
        yajl->fed += whole;
        bytes += whole;
        length -= whole;
        if (!s && half) s = parse(ctx, yajl, HALF_PAIR, sizeof HALF_PAIR - 1);
    }
    return s;
}

Status json_yajl_feed(Ctx *ctx, JsonYajl *yajl, const char *bytes, size_t length)
{
    if (setjmp(yajl->refuse)) return fail_refused(ctx, yajl);
    if (!yajl->handle) open_handle(yajl);
    return parse_all(ctx, yajl, bytes, length);
}

Status json_yajl_end(Ctx *ctx, JsonYajl *yajl)
{
    if (setjmp(yajl->refuse)) return fail_refused(ctx, yajl);
    if (!yajl->handle) open_handle(yajl);
    return answer(ctx, yajl, yajl_complete_parse(yajl->handle));
}
