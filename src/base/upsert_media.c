#include <string.h>

#include "base/upsert.h"

static bool media_is(const char *name, const char *type, size_t length)
{
    return strlen(name) == length && strncasecmp(name, type, length) == 0;
}

/* The value of "charset" among the parameters, copied, or NULL. */
static Status charset_read(Ctx *ctx, const char *type, const char **out)
{
    const char *at = strcasestr(type, "charset=");
    *out = NULL;
    if (!at) return OK;
    at += strlen("charset=");
    at += *at == '"';
    *out = arena_text_n(ctx->arena, at, strcspn(at, "\"; \t"));
    return *out ? OK : no_memory(ctx);
}

Status body_rules_read(Ctx *ctx, const char *content_type, BodyRules *out)
{
    static const struct {
        const char *name;
        RowFormat format;
    } media[] = {{"application/json", ROWS_JSON},
                 {"application/x-ndjson", ROWS_NDJSON},
                 {"application/ndjson", ROWS_NDJSON},
                 {"text/csv", ROWS_CSV}};
    size_t length = content_type ? strcspn(content_type, "; \t") : 0;
    out->format = ROWS_JSON;
    out->encoding = NULL;
    if (!length) return OK;
    for (size_t i = 0; i < sizeof media / sizeof *media; i++) {
        if (!media_is(media[i].name, content_type, length)) continue;
        out->format = media[i].format;
        return out->format == ROWS_CSV ? charset_read(ctx, content_type, &out->encoding) : OK;
    }
    Status s = fail(ctx, UNSUPPORTED, "rows are not taken in this media type");
    problem_hint(ctx, "application/json (an array), application/x-ndjson or text/csv");
    return s;
}
