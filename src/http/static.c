#include "http/static.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "http/compress.h"
#include "http/request.h"

#define NAME_LENGTH 512
#define PACK_LEVEL 9 /* once, at start */

struct StaticFile {
    const char *path; /* as in a URL, with the mount's prefix */
    const char *content_type;
    const char *etag;
    Embedded plain, gzip, brotli; /* data NULL: not there */
    bool forever;
};

struct StaticFiles {
    Arena *arena;
    StaticFile *items; /* sorted by path */
    size_t count;
    const StaticMount *mounts;
    Compressor *packer; /* while they are read in */
};

typedef struct MediaType {
    const char *extension, *type;
} MediaType;

static const MediaType types[] = {{"html", "text/html; charset=utf-8"},
                                  {"css", "text/css; charset=utf-8"},
                                  {"js", "text/javascript; charset=utf-8"},
                                  {"mjs", "text/javascript; charset=utf-8"},
                                  {"json", "application/json"},
                                  {"webmanifest", "application/manifest+json"},
                                  {"svg", "image/svg+xml"},
                                  {"png", "image/png"},
                                  {"jpg", "image/jpeg"},
                                  {"webp", "image/webp"},
                                  {"ico", "image/x-icon"},
                                  {"woff2", "font/woff2"},
                                  {"txt", "text/plain; charset=utf-8"},
                                  {"csv", "text/csv; charset=utf-8"},
                                  {"xml", "application/xml"},
                                  {"pdf", "application/pdf"},
                                  {"map", "application/json"}};

static const char *type_of(const char *name)
{
    const char *dot = strrchr(name, '.');
    for (size_t i = 0; dot && i < sizeof types / sizeof *types; i++)
        if (strcmp(dot + 1, types[i].extension) == 0) return types[i].type;
    return "application/octet-stream";
}

static bool ends_with(const char *text, const char *end)
{
    size_t length = strlen(text), wanted = strlen(end);
    return length > wanted && strcmp(text + length - wanted, end) == 0;
}

/* app.3f9a1c07.js, chunk-3f9a1c0788.css */
static bool is_hashed(const char *name)
{
    const char *dot = strrchr(name, '.');
    size_t digits = 0;
    for (const char *at = dot; at && at > name && strchr("0123456789abcdef", at[-1]); at--)
        digits++;
    return digits >= 8 && dot - digits > name && strchr(".-", dot[-(long)digits - 1]);
}

static Embedded variant_of(const Embedded *files, const char *name, const char *extension)
{
    size_t length = strlen(name);
    for (; files->name; files++)
        if (strncmp(files->name, name, length) == 0 && strcmp(files->name + length, extension) == 0)
            return *files;
    return (Embedded){0};
}

static const char *etag_of(Arena *arena, const Embedded *file)
{
    unsigned char hash[8];
    if (crypto_generichash(hash, sizeof hash, file->data, file->length, NULL, 0) != 0 &&
        file->length)
        return NULL;
    char text[sizeof hash * 2 + 1];
    return arena_format(arena, "\"%s\"", sodium_bin2hex(text, sizeof text, hash, sizeof hash));
}

static Status file_add(Ctx *ctx, StaticFiles *files, const StaticMount *mount, const Embedded *from)
{
    StaticFile *file = &files->items[files->count++];
    *file = (StaticFile){.content_type = type_of(from->name), .plain = *from};
    file->forever = is_hashed(from->name);
    file->path = arena_format(files->arena, "%s%s", mount->prefix, from->name);
    file->etag = etag_of(files->arena, from);
    file->brotli = variant_of(mount->files, from->name, ".br");
    file->gzip = variant_of(mount->files, from->name, ".gz");
    if (!file->gzip.data && compress_pays(file->content_type, from->length))
        file->gzip.data = compress_gzip(files->packer, files->arena, from->data, from->length,
                                        &file->gzip.length);
    return file->path && file->etag ? OK : no_memory(ctx);
}

static int by_path(const void *a, const void *b)
{
    return strcmp(((const StaticFile *)a)->path, ((const StaticFile *)b)->path);
}

static size_t count_files(const StaticMount *mounts)
{
    size_t count = 0;
    for (; mounts && mounts->prefix; mounts++)
        for (const Embedded *file = mounts->files; file->name; file++)
            count++;
    return count;
}

static Status files_fill(Ctx *ctx, StaticFiles *files)
{
    const StaticMount *mount = files->mounts;
    files->items = ARENA_ARRAY(files->arena, count_files(mount) + 1, StaticFile);
    if (!files->items) return no_memory(ctx);
    for (; mount && mount->prefix; mount++) {
        for (const Embedded *from = mount->files; from->name; from++) {
            bool packed = ends_with(from->name, ".gz") || ends_with(from->name, ".br");
            Status s = packed ? OK : file_add(ctx, files, mount, from);
            if (s) return s;
        }
    }
    qsort(files->items, files->count, sizeof *files->items, by_path);
    return OK;
}

Status static_files_new(Ctx *ctx, const StaticMount *mounts, StaticFiles **out)
{
    Arena *arena = arena_new();
    StaticFiles *files = arena ? ARENA_NEW(arena, StaticFiles) : NULL;
    Status s = files ? OK : no_memory(ctx);
    if (!s) {
        *files = (StaticFiles){.arena = arena, .mounts = mounts};
        s = compressor_new(ctx, PACK_LEVEL, &files->packer);
        if (!s) s = files_fill(ctx, files);
        compressor_release(files->packer);
        files->packer = NULL;
    }
    if (s)
        arena_release(arena);
    else
        *out = files;
    return s;
}

void static_files_release(StaticFiles *files)
{
    if (files) arena_release(files->arena);
}

static const StaticFile *file_named(const StaticFiles *files, const char *prefix, const char *rest)
{
    char path[NAME_LENGTH];
    int length = snprintf(path, sizeof path, "%s%s", prefix, rest);
    if (length < 0 || (size_t)length >= sizeof path) return NULL;
    StaticFile wanted = {.path = path};
    return bsearch(&wanted, files->items, files->count, sizeof *files->items, by_path);
}

const StaticFile *static_file_find(const StaticFiles *files, const char *path)
{
    const StaticFile *file = file_named(files, "", path);
    const StaticMount *mount = files->mounts;
    for (; !file && mount && mount->prefix; mount++) {
        size_t prefix = strlen(mount->prefix);
        if (strncmp(path, mount->prefix, prefix) != 0) continue;
        const char *last = strrchr(path, '/');
        if (!path[prefix] && mount->index) file = file_named(files, mount->prefix, mount->index);
        if (!file && mount->fallback && !strchr(last, '.'))
            file = file_named(files, mount->prefix, mount->fallback);
    }
    return file;
}

const char *static_folder(const StaticFiles *files, const char *path)
{
    size_t length = strlen(path);
    for (const StaticMount *mount = files->mounts; mount && mount->prefix; mount++)
        if (mount->index && strncmp(mount->prefix, path, length) == 0 &&
            strcmp(mount->prefix + length, "/") == 0)
            return mount->prefix;
    return NULL;
}

static const Embedded *variant_choose(const StaticFile *file, const char *accepted,
                                      const char **encoding)
{
    *encoding = "br";
    if (file->brotli.data && header_lists(accepted, "br")) return &file->brotli;
    *encoding = "gzip";
    if (file->gzip.data && header_lists(accepted, "gzip")) return &file->gzip;
    *encoding = NULL;
    return &file->plain;
}

Status static_file_reply(Request *req, const StaticFile *file)
{
    const char *encoding;
    const Embedded *variant =
        variant_choose(file, request_header(req, "Accept-Encoding"), &encoding);
    reply_header(req, "ETag", file->etag);
    reply_header(req, "Cache-Control",
                 file->forever ? "public, max-age=31536000, immutable" : "no-cache");
    if (file->gzip.data || file->brotli.data) reply_header(req, "Vary", "Accept-Encoding");
    const char *known = request_header(req, "If-None-Match");
    if (known && strstr(known, file->etag)) return reply_empty(req, 304);
    /* The bytes are the program's own: nothing is copied. */
    Buf *body = reply_with(req, 200, file->content_type);
    body->data = (char *)(uintptr_t)variant->data;
    body->length = variant->length;
    if (encoding) reply_header(req, "Content-Encoding", encoding);
    return OK;
}
