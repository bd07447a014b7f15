/* How far the audit log went, kept outside of the database. */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "access/audit.h"
#include "access/audit_store.h"
#include "access/keys.h"
#include "base/arena.h"
#include "house.h"

enum { HEX = 2 * AUDIT_HASH_BYTES, LINE_MAX_BYTES = 256 };

#define PURPOSE "audit.end"

/* --- as a word --- */

Status audit_end_text(Ctx *ctx, const AuditHead *end, const char **out)
{
    char hex[HEX + 1];
    sodium_bin2hex(hex, sizeof hex, end->hash, sizeof end->hash);
    *out = arena_format(ctx->arena, "%" PRId64 ":%s", end->no, hex);
    return *out ? OK : no_memory(ctx);
}

Status audit_end_parse(Ctx *ctx, const char *text, AuditHead *out)
{
    char *colon;
    size_t length = 0;
    errno = 0;
    out->no = strtoll(text, &colon, 10);
    bool is_end =
        errno == 0 && colon != text && *colon == ':' && out->no >= 0 && strlen(colon + 1) == HEX &&
        sodium_hex2bin(out->hash, sizeof out->hash, colon + 1, HEX, NULL, &length, NULL) == 0 &&
        length == sizeof out->hash;
    return is_end ? OK : fail(ctx, INVALID, "an end of the audit log is a number, : and its hash");
}

/* --- in the log --- */

Status audit_end(Ctx *ctx, AuditHead *out)
{
    return audit_head_read(ctx, out);
}

Status audit_check_end(Ctx *ctx, const AuditHead *end)
{
    AuditHead row = {0};
    Status s = end->no ? audit_hash_read(ctx, end->no, &row) : OK;
    if (s || !end->no) return s;
    if (row.no != end->no)
        return fail(ctx, CONFLICT, "the audit log is broken at row %lld: it was there once",
                    (long long)end->no);
    if (memcmp(row.hash, end->hash, sizeof row.hash) == 0) return OK;
    return fail(ctx, CONFLICT, "the audit log is broken at row %lld: it was another once",
                (long long)end->no);
}

/* --- in the data folder: the word, a blank, and a keyed hash of it --- */

static const char *note_path(Ctx *ctx, const char *suffix)
{
    return arena_format(ctx->arena, "%s/audit-end%s", ctx->house->data_folder, suffix);
}

static void note_prove(Ctx *ctx, const char *word, char hex[HEX + 1])
{
    unsigned char proof[AUDIT_HASH_BYTES];
    key_hash(ctx, PURPOSE, word, strlen(word), proof);
    sodium_bin2hex(hex, HEX + 1, proof, sizeof proof);
}

static Status note_parse(Ctx *ctx, char *line, AuditHead *out)
{
    char proof[HEX + 1];
    char *blank = strchr(line, ' ');
    if (blank) *blank = 0;
    note_prove(ctx, line, proof);
    bool is_ours =
        blank && strncmp(blank + 1, proof, HEX) == 0 && audit_end_parse(ctx, line, out) == OK;
    return is_ours ? OK
                   : fail(ctx, CONFLICT,
                          "what the data folder notes of the audit log's end was "
                          "changed, or is of other keys");
}

Status audit_end_noted(Ctx *ctx, AuditHead *out)
{
    char line[LINE_MAX_BYTES];
    *out = (AuditHead){0};
    if (!ctx->house || !ctx->house->data_folder) return OK;
    const char *path = note_path(ctx, "");
    if (!path) return no_memory(ctx);
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0 && errno == ENOENT) return OK;
    ssize_t length = file < 0 ? -1 : read(file, line, sizeof line - 1);
    if (file >= 0) close(file);
    if (length < 0) return fail(ctx, UNAVAILABLE, "%s cannot be read: %s", path, strerror(errno));
    if (length == 0) return OK; /* as one that is not there: a power cut may have emptied it */
    line[length] = 0;
    return note_parse(ctx, line, out);
}

/* By another name first, and on the disk before it has this one: whoever reads it finds the old
 * line or the new, after a power cut too. */
static Status note_write(Ctx *ctx, const AuditHead *end)
{
    const char *word, *path = note_path(ctx, ""), *next = note_path(ctx, ".new");
    char line[LINE_MAX_BYTES], proof[HEX + 1];
    Status s = audit_end_text(ctx, end, &word);
    if (s || !path || !next) return s ? s : no_memory(ctx);
    note_prove(ctx, word, proof);
    int length = snprintf(line, sizeof line, "%s %s\n", word, proof);
    int file = open(next, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    bool is_there = file >= 0 && write(file, line, (size_t)length) == length && fsync(file) == 0;
    if (file >= 0) close(file);
    if (is_there && rename(next, path) == 0) return OK;
    return fail(ctx, UNAVAILABLE, "%s cannot be written: %s", path, strerror(errno));
}

/* One that lies behind the end is kept: it tells that rows are gone. */
Status audit_end_note(Ctx *ctx)
{
    AuditHead noted, now;
    Status s = audit_end_noted(ctx, &noted);
    if (!s) s = audit_end(ctx, &now);
    return s || now.no <= noted.no ? s : note_write(ctx, &now);
}
