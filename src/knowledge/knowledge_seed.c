#include <string.h>

#include "base/embedded.h"
#include "knowledge/knowledge_internal.h"
#include "knowledge/knowledge_store.h"

/* A shipped article is a file: lines "name: value", an empty line, then its text. */

static Status split(Ctx *ctx, char *text, Texts *out)
{
    size_t count = 1;
    for (const char *c = text; *c; c++)
        count += *c == ';';
    out->items = ARENA_ARRAY(ctx->arena, count, const char *);
    if (!out->items) return no_memory(ctx);
    for (char *rest = NULL, *item = strtok_r(text, ";", &rest); item;
         item = strtok_r(NULL, ";", &rest))
        out->items[out->count++] = item;
    return OK;
}

static Status read_field(Ctx *ctx, Article *article, const char *name, char *value)
{
    if (strcmp(name, "code") == 0) article->code = value;
    if (strcmp(name, "title") == 0) article->title = value;
    if (strcmp(name, "language") == 0) article->language = name_value(article_languages, value);
    if (strcmp(name, "kind") == 0) article->kind = name_value(article_kinds, value);
    if (strcmp(name, "audience") == 0) article->audience = name_value(article_audiences, value);
    if (strcmp(name, "tags") == 0) return split(ctx, value, &article->tags);
    return strcmp(name, "topics") == 0 ? split(ctx, value, &article->topics) : OK;
}

static Status read_file(Ctx *ctx, const Embedded *file, Article *article)
{
    char *line = arena_text_n(ctx->arena, (const char *)file->data, file->length);
    if (!line) return no_memory(ctx);
    shape_clear(&article_shape, article);
    Status s = OK;
    while (!s && *line && *line != '\n') {
        char *end = strchr(line, '\n'), *colon = strstr(line, ": ");
        if (!end || !colon || colon > end)
            return fail(ctx, INTERNAL, "%s has a line without a name", file->name);
        *end = *colon = 0;
        s = read_field(ctx, article, line, colon + 2);
        line = end + 1;
    }
    article->body = *line ? line + 1 : line;
    return s;
}

/* In force from the beginning of time: whatever instant is asked for, it was there. */
static ArticleVersion version_of(Ctx *ctx, const Article *article)
{
    ArticleVersion version;
    shape_clear(&article_version_shape, &version);
    version.article_id = article->id;
    version.number = 1;
    version.state = ARTICLE_PUBLISHED;
    version.title = article->title;
    version.body = article->body;
    version.effective_from = 0;
    version.created_at = version.published_at = ctx_now(ctx);
    version.why = version.published_why = "shipped";
    version.created_by = version.published_by = article_who(ctx);
    return version;
}

static Status put_in(Ctx *ctx, Article *article)
{
    Article known;
    Status s = article_store_by_code(ctx, article->code, article->language, ctx_now(ctx), &known);
    if (s != NOT_FOUND) return s;
    problem_clear(ctx);
    article->id = ctx_id(ctx);
    article->version = 1;
    article->created_at = article->changed_at = ctx_now(ctx);
    const ArticleVersion version = version_of(ctx, article);
    s = article_store_insert(ctx, article, 0);
    if (!s) s = version_store_put(ctx, &version);
    return s ? s : article_refresh(ctx, article->id);
}

Status knowledge_seed(Ctx *ctx)
{
    Status s = OK;
    for (const Embedded *file = article_files; !s && file->name; file++) {
        Article article;
        s = read_file(ctx, file, &article);
        if (!s) s = put_in(ctx, &article);
    }
    return s;
}
