#include "access/origin.h"

#include <string.h>

#include "base/arena.h"
#include "http/address.h"

enum { SUBSCRIBER_BYTES = 8, PLACE_BYTES = 6 };

/* Without what is behind its first `bytes`; an IPv4 address is left whole. */
static bool address_cut(const char *address, size_t bytes, char out[ADDRESS_TEXT])
{
    Address cut;
    if (!address || !address_parse(address, &cut)) return false;
    address_format(&cut, out);
    if (strchr(out, '.')) return true;
    memset(cut.bytes + bytes, 0, sizeof cut.bytes - bytes);
    address_format(&cut, out);
    return true;
}

Status origin_counted(Ctx *ctx, const char *address, const char **out)
{
    char text[ADDRESS_TEXT];
    *out = NULL;
    if (!address_cut(address, SUBSCRIBER_BYTES, text)) return OK;
    *out = arena_text(ctx->arena, text);
    return *out ? OK : no_memory(ctx);
}

Status origin_masked(Ctx *ctx, const char *address, const char **out)
{
    char text[ADDRESS_TEXT];
    *out = NULL;
    if (!address_cut(address, PLACE_BYTES, text)) return OK;
    char *last = strrchr(text, '.');
    if (last) last[1] = '\0';
    *out = arena_format(ctx->arena, "%s*", text);
    return *out ? OK : no_memory(ctx);
}
