#include "base/buf.h"

#include <stdio.h>
#include <string.h>

#include "base/ctx.h"

#define FIRST_ROOM 256

void buf_init(Buf *buf, Arena *arena)
{
    *buf = (Buf){.arena = arena};
}

bool buf_grow(Buf *buf, size_t more)
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
    char *data = buf->arena ? arena_grow_bytes(buf->arena, buf->data, buf->room, room)
                            : memory_resize(buf->data, room);
    if (!data) {
        buf->failed = true;
        return false;
    }
    buf->data = data;
    buf->room = room;
    return true;
}

const char digit_pairs[] = "0001020304050607080910111213141516171819"
                           "2021222324252627282930313233343536373839"
                           "4041424344454647484950515253545556575859"
                           "6061626364656667686970717273747576777879"
                           "8081828384858687888990919293949596979899";

/* Two digits at a time: dividing is what takes the time. */
char *int_put(char *at, int64_t value)
{
    char digits[INT_ROOM];
    char *end = digits + sizeof digits, *first = end;
    uint64_t rest = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
    if (value < 0) *at++ = '-';
    if (rest < 10) {
        *at = (char)('0' + rest);
        return at + 1;
    }
    for (; rest >= 100; rest /= 100)
        memcpy(first -= 2, digit_pair((unsigned)(rest % 100)), 2);
    if (rest >= 10)
        memcpy(first -= 2, digit_pair((unsigned)rest), 2);
    else
        *--first = (char)('0' + rest);
    memcpy(at, first, (size_t)(end - first));
    return at + (end - first);
}

void buf_int(Buf *buf, int64_t value)
{
    char *at = buf_reserve(buf, INT_ROOM);
    if (at) buf_added(buf, (size_t)(int_put(at, value) - at));
}

void buf_format(Buf *buf, const char *format, ...)
{
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int length = vsnprintf(NULL, 0, format, args);
    if (length < 0)
        buf->failed = true;
    else if (buf_reserve(buf, (size_t)length)) {
        vsnprintf(buf->data + buf->length, (size_t)length + 1, format, again);
        buf->length += (size_t)length;
    }
    va_end(again);
    va_end(args);
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
