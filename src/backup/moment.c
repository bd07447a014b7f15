#include "backup/moment.h"

#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/json.h"

const char *const moment_parts[MOMENT_PARTS] = {"intake", "database"};

enum { HEAD_MAX = 65536, NUMBER = 4 };

static const Field part_fields[] = {
    FIELD_TEXT(MomentPart, name, .max = 40, .required = true, .doc = "Of which database"),
    FIELD_INT(MomentPart, journal, .doc = "Which journal"),
    FIELD_INT(MomentPart, frames, .doc = "How much of it was told"),
    FIELD_INT(MomentPart, sums, .doc = "Over that"),
    FIELD_BOOL(MomentPart, ended, .doc = "Whether it was begun anew then"),
    FIELD_INT(MomentPart, pages, .doc = "Of the database"),
    FIELD_INT(MomentPart, count, .doc = "Of those that follow"),
    FIELD_END};
static const Shape part_shape = SHAPE(MomentPart, part_fields, "What was written to a database");

static const Field moment_fields[] = {
    FIELD_INT(Moment, format, .required = true, .doc = "1"),
    FIELD_INT(Moment, no, .required = true, .doc = "1, 2, 3 …"),
    FIELD_TIME(Moment, at, .required = true, .doc = "What was committed before is in it"),
    FIELD_INT(Moment, begun, .doc = "Since which one each goes on from the one before"),
    FIELD_TEXT(Moment, before, .max = 64, .doc = "The hash of the one before"),
    FIELD_LIST(Moment, parts, &part_shape, .max = MOMENT_PARTS, .doc = "What was written"),
    FIELD_END};
static const Shape moment_shape = SHAPE(Moment, moment_fields, "A moment");

void moment_name(int64_t no, char name[MOMENT_NAME])
{
    for (int i = MOMENT_NAME - 2; i >= 0; i--, no /= 10)
        name[i] = (char)('0' + no % 10);
    name[MOMENT_NAME - 1] = 0;
}

static void number_put(unsigned char at[NUMBER], uint32_t number)
{
    for (int i = NUMBER - 1; i >= 0; i--, number >>= 8)
        at[i] = (unsigned char)number;
}

static uint32_t number_get(const unsigned char at[NUMBER])
{
    return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

/* --- out --- */

Status moment_create(Ctx *ctx, const char *folder, const char *name, const unsigned char *key,
                     const Moment *moment, PartFile *out)
{
    unsigned char length[NUMBER];
    Buf head;
    buf_init(&head, ctx->arena);
    json_encode(&head, &moment_shape, moment, &(View){.unmask = true});
    Status s = buf_check(ctx, &head);
    if (!s) s = part_file_create(ctx, folder, name, key, out);
    if (s) return s;
    number_put(length, (uint32_t)head.length);
    s = part_file_write(ctx, out, length, sizeof length);
    return s ? s : part_file_write(ctx, out, head.data, head.length);
}

Status moment_add(Ctx *ctx, PartFile *file, uint32_t number, const unsigned char page[DB_PAGE])
{
    unsigned char head[NUMBER];
    number_put(head, number);
    Status s = part_file_write(ctx, file, head, sizeof head);
    return s ? s : part_file_write(ctx, file, page, DB_PAGE);
}

/* --- in --- */

static Status damaged(Ctx *ctx, const PartFile *file)
{
    return fail(ctx, INTERNAL, "the archive's moment %s was changed", file->name);
}

/* All of `length`, or less at the end: *got. */
static Status bytes_get(Ctx *ctx, PartFile *file, void *into, size_t length, size_t *got)
{
    Status s = OK;
    size_t more = 1;
    for (*got = 0; !s && *got < length && more; *got += s ? 0 : more)
        s = part_file_read(ctx, file, (char *)into + *got, length - *got, &more);
    return s ? damaged(ctx, file) : OK;
}

static Status head_get(Ctx *ctx, PartFile *file, Moment *out)
{
    unsigned char number[NUMBER];
    size_t got;
    Status s = bytes_get(ctx, file, number, sizeof number, &got);
    if (s) return s;
    size_t length = got == NUMBER ? number_get(number) : 0;
    if (!length || length > HEAD_MAX) return damaged(ctx, file);
    char *text = arena_alloc(ctx->arena, length);
    if (!text) return no_memory(ctx);
    s = bytes_get(ctx, file, text, length, &got);
    if (!s && got != length) s = damaged(ctx, file);
    if (!s) s = json_decode(ctx, &moment_shape, out, text, length);
    if (s || out->format == MOMENT_FORMAT) return s;
    return fail(ctx, INVALID, "a newer program made this archive");
}

Status moment_open(Ctx *ctx, const char *folder, const char *name, const unsigned char *key,
                   PartFile *file, Moment *out)
{
    Status s = part_file_open(ctx, folder, name, key, file);
    if (s == INTERNAL) return damaged(ctx, file);
    if (s) return s;
    s = head_get(ctx, file, out);
    if (s) part_file_close(file);
    return s;
}

Status moment_next(Ctx *ctx, PartFile *file, uint32_t *number, unsigned char page[DB_PAGE])
{
    unsigned char head[NUMBER];
    size_t got;
    Status s = bytes_get(ctx, file, head, sizeof head, &got);
    if (!s && got == sizeof head) s = bytes_get(ctx, file, page, DB_PAGE, &got);
    if (!s && got != DB_PAGE) s = damaged(ctx, file);
    *number = s ? 0 : number_get(head);
    return s;
}

Status moment_read_out(Ctx *ctx, PartFile *file, char hash[PART_HASH_HEX])
{
    unsigned char rest[DB_PAGE];
    size_t got = 1;
    Status s = OK;
    while (!s && got)
        s = bytes_get(ctx, file, rest, sizeof rest, &got);
    part_file_read_hash(file, hash);
    return s;
}
