#include "base/buf.h"

#include <stdio.h>
#include <string.h>

#include "base/ctx.h"

#define FIRST_ROOM 256

void buf_init(Buf *buf, Arena *arena)
{
    *buf = (Buf){.arena = arena};
}

static bool grow(Buf *buf, size_t more)
{
    if (buf->failed) return false;
    size_t need;
    if (__builtin_add_overflow(buf->length, more + 1, &need) ||
        (buf->limit && need - 1 > buf->limit)) {
        buf->failed = buf->too_large = true;
        return false;
    }
    if (need <= buf->room) return true;
    size_t room = buf->room ? buf->room : FIRST_ROOM;
    while (room < need)
        room = room > SIZE_MAX / 2 ? need : room * 2;
    char *data = buf->arena ? arena_grow(buf->arena, buf->data, buf->room, room)
                            : memory_resize(buf->data, room);
    if (!data) {
        buf->failed = true;
        return false;
    }
    buf->data = data;
    buf->room = room;
    return true;
}

/* Nearly always there is room. */
static inline bool make_room(Buf *buf, size_t more)
{
    bool fits = more < buf->room - buf->length && !buf->limit && !buf->failed;
    return fits || grow(buf, more);
}

void buf_add(Buf *buf, const void *bytes, size_t length)
{
    if (!make_room(buf, length)) return;
    if (length) memcpy(buf->data + buf->length, bytes, length);
    buf->length += length;
    buf->data[buf->length] = 0;
}

void buf_text(Buf *buf, const char *text)
{
    if (text) buf_add(buf, text, strlen(text));
}

void buf_char(Buf *buf, char c)
{
    if (!make_room(buf, 1)) return;
    buf->data[buf->length++] = c;
    buf->data[buf->length] = 0;
}

void buf_int(Buf *buf, int64_t value)
{
    char digits[24];
    char *end = digits + sizeof digits, *at = end;
    uint64_t rest = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
    do
        *--at = (char)('0' + rest % 10);
    while ((rest /= 10) != 0);
    if (value < 0) *--at = '-';
    buf_add(buf, at, (size_t)(end - at));
}

void buf_format(Buf *buf, const char *format, ...)
{
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int length = vsnprintf(NULL, 0, format, args);
    if (length < 0)
        buf->failed = true;
    else if (make_room(buf, (size_t)length)) {
        vsnprintf(buf->data + buf->length, (size_t)length + 1, format, again);
        buf->length += (size_t)length;
    }
    va_end(again);
    va_end(args);
}

char *buf_reserve(Buf *buf, size_t length)
{
    return make_room(buf, length) ? buf->data + buf->length : NULL;
}

void buf_added(Buf *buf, size_t length)
{
    buf->length += length;
    buf->data[buf->length] = 0;
}

void buf_clear(Buf *buf)
{
    buf->length = 0;
    buf->failed = buf->too_large = false;
    if (buf->data) buf->data[0] = 0;
}

void buf_release(Buf *buf)
{
    if (!buf->arena) memory_free(buf->data);
    *buf = (Buf){.arena = buf->arena};
}

Status buf_check(Ctx *ctx, const Buf *buf)
{
    if (!buf->failed) return OK;
    if (buf->too_large)
        return fail(ctx, TOO_LARGE, "the result is larger than %zu bytes", buf->limit);
    return no_memory(ctx);
}
