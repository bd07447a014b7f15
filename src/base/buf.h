/* buf.h -- a growing run of bytes that is always a valid C string.
 *
 * Appending never fails at the call: when memory runs out, or `limit` is passed, the buffer turns
 * `failed` and ignores what follows; ask once, at the end, with buf_check(). */
#pragma once

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/arena.h"

typedef struct Buf {
    char *data; /* data[length] == 0, once anything was added */
    size_t length, room;
    size_t limit;   /* 0: none */
    Arena *arena;   /* NULL: grown by memory_resize, freed by buf_release */
    bool failed;    /* something was lost */
    bool too_large; /* … because of the limit */
} Buf;

/* Empty; without an arena it is the caller's to release. */
void buf_init(Buf *buf, Arena *arena);

/* Makes room for `length` more bytes where there is too little; false when failed. */
bool buf_grow(Buf *buf, size_t length);

/* Room for `length` more bytes, to be written at the returned place and then counted by
 * buf_added(); NULL when failed. Inline like the next ones, since nearly always there is room. */
static inline char *buf_reserve(Buf *buf, size_t length)
{
    bool fits = length < buf->room - buf->length && !buf->limit && !buf->failed;
    return fits || buf_grow(buf, length) ? buf->data + buf->length : NULL;
}

/* Counts what was written there; no more than was reserved. */
static inline void buf_added(Buf *buf, size_t length)
{
    buf->length += length;
    buf->data[buf->length] = 0;
}

/* Appends bytes, zeros among them too. */
static inline void buf_add(Buf *buf, const void *bytes, size_t length)
{
    char *at = buf_reserve(buf, length);
    if (!at) return;
    if (length) memcpy(at, bytes, length);
    buf_added(buf, length);
}

/* Appends a text; NULL adds nothing. */
static inline void buf_text(Buf *buf, const char *text)
{
    if (text) buf_add(buf, text, strlen(text));
}

/* Appends one byte. */
static inline void buf_char(Buf *buf, char c)
{
    buf_add(buf, &c, 1);
}

/* "00" to "99", one after another. */
extern const char digit_pairs[];

/* The two digits of a number below 100: for who writes many. */
static inline const char *digit_pair(unsigned number)
{
    return digit_pairs + (size_t)2 * number;
}

#define INT_ROOM 20
/* Writes a number in decimal, at most INT_ROOM bytes without a zero behind; returns its end. */
char *int_put(char *at, int64_t value);
/* Appends a number in decimal. */
void buf_int(Buf *buf, int64_t value);
/* Appends what printf would print. */
void buf_format(Buf *buf, const char *format, ...) PRINTF_LIKE(2, 3);

/* Empty again; keeps its room. */
void buf_clear(Buf *buf);
/* Frees the bytes of a buffer without an arena. */
void buf_release(Buf *buf);

/* NO_MEMORY or TOO_LARGE if anything was lost. */
Status buf_check(Ctx *ctx, const Buf *buf);
