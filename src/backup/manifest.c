#include "backup/manifest.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "access/keys.h"
#include "base/arena.h"
#include "base/json.h"

#define PURPOSE "backup.manifest"
#define KEY_PURPOSE "backup.key"

enum { MANIFEST_MAX = 1 << 20, PROOF = 32, PROOF_HEX = 2 * PROOF + 1 };

static const Field part_fields[] = {
    FIELD_TEXT(BackupPart, name, .max = 40, .doc = "Its file"),
    FIELD_INT(BackupPart, bytes, .doc = "What it holds"),
    FIELD_TEXT(BackupPart, hash, .max = 64, .doc = "BLAKE2b of that, 256 bits"), FIELD_END};
static const Shape part_shape = SHAPE(BackupPart, part_fields, "A file of the backup");

static const Field table_fields[] = {FIELD_TEXT(BackupTable, part, .max = 40, .doc = "In which"),
                                     FIELD_TEXT(BackupTable, name, .max = 80, .doc = "Table"),
                                     FIELD_INT(BackupTable, rows, .doc = "How many"), FIELD_END};
static const Shape table_shape = SHAPE(BackupTable, table_fields, "A table's rows");

static const Field manifest_fields[] = {
    FIELD_INT(Manifest, format, .required = true, .doc = "1"),
    FIELD_INT(Manifest, schema, .doc = "The migration that the database stands at"),
    FIELD_TEXT(Manifest, engine, .max = 20, .required = true, .doc = "Of the database"),
    FIELD_TIME(Manifest, taken_at, .required = true, .doc = "Until when"),
    FIELD_INT(Manifest, files, .doc = "Stored files"),
    FIELD_TEXT(Manifest, key, .max = 400, .required = true, .doc = "Sealed"),
    FIELD_TEXT(Manifest, audit_end, .max = 100, .doc = "How far the audit log went"),
    FIELD_INT(Manifest, after, .doc = "The moment that it follows, in an archive"),
    FIELD_TEXT(Manifest, before, .max = 64, .doc = "The hash of that moment"),
    FIELD_LIST(Manifest, parts, &part_shape, .doc = "Its files"),
    FIELD_LIST(Manifest, tables, &table_shape, .doc = "Rows"),
    FIELD_END};
static const Shape manifest_shape = SHAPE(Manifest, manifest_fields, "A backup");

/* --- the key --- */

static Status key_put(Ctx *ctx, Manifest *manifest, const Sealed *sealed)
{
    char *text = arena_alloc(ctx->arena, 2 * sealed->length + 1);
    if (!text) return no_memory(ctx);
    manifest->key = sodium_bin2hex(text, 2 * sealed->length + 1, sealed->bytes, sealed->length);
    return OK;
}

Status manifest_key_make(Ctx *ctx, Manifest *manifest, unsigned char key[SEALED_FILE_KEY])
{
    char hex[2 * SEALED_FILE_KEY + 1];
    Sealed sealed;
    ctx_random(ctx, key, SEALED_FILE_KEY);
    sodium_bin2hex(hex, sizeof hex, key, SEALED_FILE_KEY);
    Status s = key_seal(ctx, KEY_PURPOSE, hex, &sealed);
    sodium_memzero(hex, sizeof hex);
    return s ? s : key_put(ctx, manifest, &sealed);
}

static Status key_damaged(Ctx *ctx)
{
    return fail(ctx, INTERNAL, "the backup's key is damaged");
}

static Status key_get(Ctx *ctx, const Manifest *manifest, Sealed *out)
{
    size_t room = strlen(manifest->key) / 2;
    unsigned char *sealed = arena_alloc(ctx->arena, room + 1);
    if (!sealed) return no_memory(ctx);
    out->bytes = sealed;
    if (sodium_hex2bin(sealed, room, manifest->key, 2 * room, NULL, &out->length, NULL) != 0)
        return key_damaged(ctx);
    return OK;
}

Status manifest_key(Ctx *ctx, const Manifest *manifest, unsigned char key[SEALED_FILE_KEY])
{
    const char *hex;
    Sealed sealed;
    size_t length;
    Status s = key_get(ctx, manifest, &sealed);
    if (!s) s = key_unseal(ctx, KEY_PURPOSE, sealed.bytes, sealed.length, &hex);
    if (s) return s;
    bool is_key =
        hex && sodium_hex2bin(key, SEALED_FILE_KEY, hex, strlen(hex), NULL, &length, NULL) == 0;
    return is_key && length == SEALED_FILE_KEY ? OK : key_damaged(ctx);
}

Status manifest_key_renew(Ctx *ctx, Manifest *manifest, bool *renewed)
{
    Sealed old, new = {0};
    Status s = key_get(ctx, manifest, &old);
    if (!s) s = key_reseal(ctx, KEY_PURPOSE, old.bytes, old.length, &new);
    *renewed = !s && new.bytes;
    return *renewed ? key_put(ctx, manifest, &new) : s;
}

/* --- its parts --- */

static Status add(Ctx *ctx, List *list, const void *item, size_t size)
{
    void *items = arena_grow(ctx->arena, list->items, list->count * size, (list->count + 1) * size);
    if (!items) return no_memory(ctx);
    memcpy((char *)items + list->count * size, item, size);
    *list = (List){items, list->count + 1};
    return OK;
}

Status manifest_add_part(Ctx *ctx, Manifest *manifest, const BackupPart *part)
{
    return add(ctx, &manifest->parts, part, sizeof *part);
}

Status manifest_add_table(Ctx *ctx, Manifest *manifest, const BackupTable *table)
{
    return add(ctx, &manifest->tables, table, sizeof *table);
}

Status manifest_note_table(Ctx *ctx, void *part_tables, const char *table, int64_t rows)
{
    const PartTables *tables = part_tables;
    const BackupTable said = {tables->part, arena_text(ctx->arena, table), rows};
    return said.name ? manifest_add_table(ctx, tables->manifest, &said) : no_memory(ctx);
}

const BackupPart *manifest_part(const Manifest *manifest, const char *name)
{
    const BackupPart *parts = manifest->parts.items;
    for (size_t i = 0; i < manifest->parts.count; i++)
        if (strcmp(parts[i].name, name) == 0) return &parts[i];
    return NULL;
}

/* --- the file --- */

static void proof_write(Ctx *ctx, const char *line, size_t length, char hex[PROOF_HEX])
{
    unsigned char proof[PROOF];
    key_hash(ctx, PURPOSE, line, length, proof);
    sodium_bin2hex(hex, PROOF_HEX, proof, sizeof proof);
}

static Status text_write(Ctx *ctx, const char *path, const Buf *text)
{
    int file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (file < 0) return sealed_file_fail(ctx, path);
    bool is_there =
        write(file, text->data, text->length) == (ssize_t)text->length && fsync(file) == 0;
    Status s = is_there ? OK : sealed_file_fail(ctx, path);
    close(file);
    return s;
}

Status manifest_write(Ctx *ctx, const char *folder, const Manifest *manifest)
{
    Buf text;
    char hex[PROOF_HEX];
    const char *path = arena_format(ctx->arena, "%s/manifest", folder);
    if (!path) return no_memory(ctx);
    buf_init(&text, ctx->arena);
    json_encode(&text, &manifest_shape, manifest, &(View){.unmask = true});
    Status s = buf_check(ctx, &text);
    if (s) return s;
    proof_write(ctx, text.data, text.length, hex);
    buf_format(&text, "\n%s\n", hex);
    s = buf_check(ctx, &text);
    return s ? s : text_write(ctx, path, &text);
}

static Status text_read(Ctx *ctx, const char *path, char **out)
{
    char *text = arena_alloc(ctx->arena, MANIFEST_MAX + 1);
    if (!text) return no_memory(ctx);
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0 && errno == ENOENT) return fail(ctx, NOT_FOUND, "there is no backup here");
    if (file < 0) return sealed_file_fail(ctx, path);
    ssize_t length = read(file, text, MANIFEST_MAX);
    close(file);
    if (length < 0) return sealed_file_fail(ctx, path);
    text[length] = 0;
    *out = text;
    return OK;
}

Status manifest_read(Ctx *ctx, const char *folder, Manifest *out)
{
    char hex[PROOF_HEX], *text = NULL;
    const char *path = arena_format(ctx->arena, "%s/manifest", folder);
    if (!path) return no_memory(ctx);
    Status s = text_read(ctx, path, &text);
    if (s) return s;
    const char *end = strchr(text, '\n');
    size_t length = end ? (size_t)(end - text) : 0;
    proof_write(ctx, text, length, hex);
    if (!end || strncmp(end + 1, hex, strlen(hex)) != 0)
        return fail(ctx, INTERNAL, "the manifest was changed, or made with other keys");
    s = json_decode(ctx, &manifest_shape, out, text, length);
    if (s) return s;
    if (out->format == BACKUP_FORMAT) return OK;
    return fail(ctx, INVALID, "a newer program made this backup");
}
