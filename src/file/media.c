#include "file/media.h"

#include <magic.h>
#include <stdbool.h>
#include <string.h>

/* It looks into nothing that is packed: what a stranger sent is to be told, not opened. */
#define FLAGS (MAGIC_MIME_TYPE | MAGIC_NO_CHECK_COMPRESS | MAGIC_NO_CHECK_ELF)

/* A cookie serves one thread at a time, and costs less than the file it is asked about. */
Status media_of(Ctx *ctx, const char *head, size_t length, const char **out)
{
    magic_t magic = magic_open(FLAGS);
    if (!magic) return no_memory(ctx);
    Status s = OK;
    if (magic_load(magic, NULL) != 0) {
        s = fail(ctx, UNAVAILABLE, "what a file is cannot be told here");
        problem_cause(ctx, "libmagic: %s", magic_error(magic));
    }
    const char *found = s ? NULL : magic_buffer(magic, head, length);
    bool known = found && strchr(found, '/') && strlen(found) < 100;
    *out = s ? NULL : arena_text(ctx->arena, known ? found : "application/octet-stream");
    magic_close(magic);
    return s || *out ? s : no_memory(ctx);
}

bool media_listed(const char *list, const char *media)
{
    size_t length = strlen(media);
    while (*list) {
        size_t item = strcspn(list, " ,");
        if (item == length && strncmp(list, media, item) == 0) return true;
        list += item;
        list += strspn(list, " ,");
    }
    return false;
}
