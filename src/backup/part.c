#include "backup/part.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"

enum { PIECE = 65536, HASH = 32 };

_Static_assert(PART_HASH_HEX == 2 * HASH + 1, "what the header says");

static void part_begin(PartFile *part, const char *name)
{
    *part = (PartFile){.name = name};
    crypto_generichash_init(&part->hash, NULL, 0, HASH);
}

static void part_count(PartFile *part, const void *bytes, size_t length)
{
    crypto_generichash_update(&part->hash, bytes, length);
    part->bytes += (int64_t)length;
}

static void part_hash(PartFile *part, char hex[PART_HASH_HEX])
{
    unsigned char hash[HASH];
    crypto_generichash_final(&part->hash, hash, sizeof hash);
    sodium_bin2hex(hex, PART_HASH_HEX, hash, sizeof hash);
}

/* --- out --- */

Status part_file_create(Ctx *ctx, const char *folder, const char *name, const unsigned char *key,
                        PartFile *out)
{
    part_begin(out, name);
    const char *path = arena_format(ctx->arena, "%s/%s", folder, name);
    return path ? sealed_file_create(ctx, path, key, &out->writer) : no_memory(ctx);
}

Status part_file_write(Ctx *ctx, void *part, const void *bytes, size_t length)
{
    PartFile *to = part;
    part_count(to, bytes, length);
    return sealed_file_write(ctx, to->writer, bytes, length);
}

Status part_file_finish(Ctx *ctx, PartFile *part, char hash[PART_HASH_HEX])
{
    Status s = sealed_file_end(ctx, part->writer);
    if (s) return s;
    sealed_file_keep(part->writer);
    part_hash(part, hash);
    return OK;
}

Status part_file_end(Ctx *ctx, PartFile *part, Manifest *manifest)
{
    char hex[PART_HASH_HEX];
    Status s = part_file_finish(ctx, part, hex);
    if (s) return s;
    const BackupPart said = {part->name, part->bytes, arena_text(ctx->arena, hex)};
    return said.hash ? manifest_add_part(ctx, manifest, &said) : no_memory(ctx);
}

Status part_file_fill(Ctx *ctx, const char *path, PartFile *part)
{
    char piece[PIECE];
    ssize_t got;
    Status s = OK;
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0) return sealed_file_fail(ctx, path);
    while (!s && (got = read(file, piece, sizeof piece)) != 0) {
        if (got < 0 && errno == EINTR) continue;
        s = got < 0 ? sealed_file_fail(ctx, path) : part_file_write(ctx, part, piece, (size_t)got);
    }
    close(file);
    return s;
}

/* --- in --- */

Status part_file_open(Ctx *ctx, const char *folder, const char *name, const unsigned char *key,
                      PartFile *out)
{
    part_begin(out, name);
    const char *path = arena_format(ctx->arena, "%s/%s", folder, name);
    return path ? sealed_file_open(ctx, path, key, &out->reader) : no_memory(ctx);
}

Status part_file_read(Ctx *ctx, void *part, void *into, size_t room, size_t *got)
{
    PartFile *from = part;
    int64_t length = sealed_file_read(from->reader, into, room);
    *got = length > 0 ? (size_t)length : 0;
    if (length < 0) return fail(ctx, INTERNAL, "the backup's %s was changed", from->name);
    part_count(from, into, *got);
    return OK;
}

void part_file_close(PartFile *part)
{
    sealed_file_close(part->reader);
    part->reader = NULL;
}

void part_file_read_hash(PartFile *part, char hash[PART_HASH_HEX])
{
    part_file_close(part);
    part_hash(part, hash);
}

Status part_file_check(Ctx *ctx, PartFile *part, const Manifest *manifest)
{
    char hex[PART_HASH_HEX];
    const BackupPart *said = manifest_part(manifest, part->name);
    part_file_read_hash(part, hex);
    bool is_same = said && said->hash && said->bytes == part->bytes && strcmp(said->hash, hex) == 0;
    return is_same ? OK : fail(ctx, INTERNAL, "the backup's %s is another's", part->name);
}

static Status file_fill(Ctx *ctx, PartFile *part, int file, const char *path)
{
    char piece[PIECE];
    size_t got = 1;
    Status s = OK;
    while (!s && got) {
        s = part_file_read(ctx, part, piece, sizeof piece, &got);
        if (!s && write(file, piece, got) != (ssize_t)got) s = sealed_file_fail(ctx, path);
    }
    if (!s && fsync(file) != 0) s = sealed_file_fail(ctx, path);
    return s;
}

Status part_file_unseal(Ctx *ctx, PartFile *part, const char *path)
{
    int file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (file < 0) return sealed_file_fail(ctx, path);
    Status s = file_fill(ctx, part, file, path);
    close(file);
    return s;
}
