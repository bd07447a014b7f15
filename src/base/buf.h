/* buf.h -- a growing run of bytes that is always a valid C string.
 *
 * Appending never fails at the call: when memory runs out, or `limit` is passed, the buffer turns
 * `failed` and ignores what follows; ask once, at the end, with buf_check(). */
#pragma once

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

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
/* Appends bytes, zeros among them too. */
void buf_add(Buf *buf, const void *bytes, size_t length);
/* Appends a text; NULL adds nothing. */
void buf_text(Buf *buf, const char *text);
/* Appends one byte. */
void buf_char(Buf *buf, char c);
/* Appends a number in decimal. */
void buf_int(Buf *buf, int64_t value);
/* Appends what printf would print. */
void buf_format(Buf *buf, const char *format, ...) PRINTF_LIKE(2, 3);

/* Room for `length` more bytes, to be written at the returned place and then counted by
 * buf_added(); NULL when failed. */
char *buf_reserve(Buf *buf, size_t length);
/* Counts what was written there; no more than was reserved. */
void buf_added(Buf *buf, size_t length);

/* Empty again; keeps its room. */
void buf_clear(Buf *buf);
/* Frees the bytes of a buffer without an arena. */
void buf_release(Buf *buf);

/* NO_MEMORY or TOO_LARGE if anything was lost. */
Status buf_check(Ctx *ctx, const Buf *buf);
