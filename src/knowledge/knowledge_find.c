#include <string.h>

#include "access/outlet.h"
#include "access/page.h"
#include "access/person.h"
#include "base/text.h"
#include "job/job.h"
#include "knowledge/knowledge_internal.h"
#include "knowledge/knowledge_store.h"
#include "knowledge/markup.h"
#include "search/search.h"

/* --- who may read --- */

static bool has_right(Ctx *ctx, int right)
{
    return ctx_may(ctx, right) && !scope_customer(ctx);
}

/* Outlet and role aside. */
static bool audience_readable(Ctx *ctx, int64_t audience)
{
    return audience == AUDIENCE_PUBLIC || has_right(ctx, KNOWLEDGE_READ) ||
           has_right(ctx, KNOWLEDGE_WRITE);
}

/* By who works below that outlet, and by who writes and sees it. */
static bool outlet_readable(Ctx *ctx, const char *code)
{
    int64_t mine = scope_outlet(ctx), outlet = code ? outlet_id_of(ctx, code) : 0;
    if (!mine || !outlet) return !mine;
    return outlet_within(ctx, mine, outlet) ||
           (has_right(ctx, KNOWLEDGE_WRITE) && outlet_within(ctx, outlet, mine));
}

/* Whoever writes for the whole company reads all of it, drafts too. */
Status article_readable(Ctx *ctx, const Article *article, bool *out)
{
    *out = has_right(ctx, KNOWLEDGE_WRITE) && !scope_outlet(ctx);
    if (*out) return OK;
    *out = article->number != NONE && audience_readable(ctx, article->audience);
    if (!*out || !ctx->who) return OK;
    if (article->audience == AUDIENCE_OUTLET) *out = outlet_readable(ctx, article->outlet);
    if (article->audience == AUDIENCE_ROLE)
        return article_store_has_role(ctx, ctx->who->kind == PERSON_HUMAN ? ctx->who->id : 0,
                                      article->role, out);
    return OK;
}

Status article_show(Ctx *ctx, Article *article)
{
    Buf html;
    if (!article->body) return OK;
    buf_init(&html, ctx->arena);
    buf_text(&html, "");
    Status s = markup_write(ctx, &html, article->body);
    if (!s) s = buf_check(ctx, &html);
    article->html = html.data ? html.data : "";
    return s;
}

static Status not_found(Ctx *ctx)
{
    return fail(ctx, NOT_FOUND, "there is no such article");
}

/* `s` is what finding it said. */
static Status give(Ctx *ctx, Status s, Article *out)
{
    bool readable = false;
    if (s == NOT_FOUND) return not_found(ctx);
    if (!s) s = article_readable(ctx, out, &readable);
    if (s) return s;
    return readable ? article_show(ctx, out) : not_found(ctx);
}

Status article_find(Ctx *ctx, int64_t id, int64_t at, Article *out)
{
    return give(ctx, article_store_find(ctx, id, at == NONE ? ctx_now(ctx) : at, out), out);
}

static bool is_public(Status s, const Article *article)
{
    return !s && article->audience == AUDIENCE_PUBLIC && article->number != NONE;
}

Status article_find_public(Ctx *ctx, const char *code, int64_t language, int64_t at, Article *out)
{
    int64_t other = language == ARTICLE_ZH ? ARTICLE_EN : ARTICLE_ZH;
    at = at == NONE ? ctx_now(ctx) : at;
    Status s = article_store_by_code(ctx, code, language, at, out);
    if (!is_public(s, out) && (!s || s == NOT_FOUND))
        s = article_store_by_code(ctx, code, other, at, out);
    if (s == NOT_FOUND || (!s && !is_public(s, out))) return not_found(ctx);
    return s ? s : article_show(ctx, out);
}

/* --- lists --- */

static Status drop_unreadable(Ctx *ctx, List *list)
{
    Article *items = list->items;
    size_t kept = 0;
    Status s = OK;
    for (size_t i = 0; !s && i < list->count; i++) {
        bool readable;
        s = article_readable(ctx, &items[i], &readable);
        if (!s && readable) items[kept++] = items[i];
    }
    list->count = kept;
    return s;
}

static int flag_number(int64_t kind, int64_t language, int64_t audience)
{
    return (int)(((kind - 1) * 2 + language - 1) * 4 + audience - 1);
}

uint64_t article_flag(const Article *a)
{
    return UINT64_C(1) << flag_number(a->kind, a->language, a->audience);
}

uint64_t article_flags_wanted(Ctx *ctx, int64_t kind, int64_t language)
{
    uint64_t flags = 0;
    for (int64_t k = ARTICLE_ARTICLE; k <= ARTICLE_STATEMENT; k++)
        for (int64_t l = ARTICLE_ZH; l <= ARTICLE_EN; l++)
            for (int64_t a = AUDIENCE_PUBLIC; a <= AUDIENCE_ROLE; a++)
                if ((kind == NONE || kind == k) && (language == NONE || language == l) &&
                    audience_readable(ctx, a))
                    flags |= UINT64_C(1) << flag_number(k, l, a);
    return flags;
}

static bool has_tag(const Article *article, const char *tag)
{
    return !tag || texts_have(&article->tags, tag);
}

/* The articles of hits, in their order, without those that went meanwhile. */
static Status read_hits(Ctx *ctx, const List *hits, const ArticleFilter *filter, List *out)
{
    Article *items = ARENA_ARRAY(ctx->arena, hits->count, Article);
    *out = (List){items, 0};
    if (!items) return no_memory(ctx);
    for (size_t i = 0; i < hits->count; i++) {
        Article *article = &items[out->count];
        Status s =
            article_store_find(ctx, ((const SearchHit *)hits->items)[i].id, ctx_now(ctx), article);
        if (s && s != NOT_FOUND) return s;
        bool due = filter->due_by == NONE ||
                   (article->review_on != NONE && article->review_on <= filter->due_by);
        if (!s && due && has_tag(article, filter->tag)) out->count++;
    }
    return drop_unreadable(ctx, out);
}

static SearchQuery query_of(Ctx *ctx, const ArticleFilter *filter, const char *text)
{
    return (SearchQuery){.kind = SEARCH_ARTICLE,
                         .text = text,
                         .flags = article_flags_wanted(ctx, filter->kind, filter->language),
                         .since = NONE,
                         .to = NONE,
                         .unscoped = true,
                         .limit = filter->limit,
                         .cursor = filter->cursor};
}

static Status list_found(Ctx *ctx, const ArticleFilter *filter, List *out, const char **next)
{
    List hits;
    const SearchQuery query = query_of(ctx, filter, filter->q);
    Status s = search_find(ctx, &query, &hits, next);
    return s ? s : read_hits(ctx, &hits, filter, out);
}

Status article_list(Ctx *ctx, const ArticleFilter *asked, List *out, const char **next)
{
    int64_t after_id;
    ArticleFilter filter = *asked;
    if (filter.tag) filter.tag = text_fold(ctx->arena, filter.tag);
    if (asked->tag && !filter.tag) return no_memory(ctx);
    if (filter.tag && strpbrk(filter.tag, "\"%_\\"))
        return fail_field(ctx, "tag", "has none of \" %% _ \\");
    if (filter.q) return list_found(ctx, &filter, out, next);
    Status s = page_start(ctx, filter.cursor, 0, &after_id);
    if (!s)
        s = article_store_page(ctx, &filter, ctx_now(ctx), has_right(ctx, KNOWLEDGE_WRITE),
                               after_id, out);
    if (!s) s = page_end(ctx, out, filter.limit, &article_row_shape, next);
    return s ? s : drop_unreadable(ctx, out);
}

Status knowledge_suggest(Ctx *ctx, const char *text, int64_t language, int64_t limit, List *out)
{
    List hits;
    const ArticleFilter filter = {
        .kind = NONE, .language = language, .due_by = NONE, .limit = limit};
    const SearchQuery query = query_of(ctx, &filter, text);
    Status s = search_similar(ctx, &query, &hits);
    return s ? s : read_hits(ctx, &hits, &filter, out);
}

static bool has_topic(const Article *article, const Texts *topics)
{
    for (size_t i = 0; i < article->topics.count; i++)
        if (texts_have(topics, article->topics.items[i])) return true;
    return false;
}

Status article_list_public(Ctx *ctx, int64_t language, const Texts *topics, List *out)
{
    Status s = article_store_public(ctx, language, ctx_now(ctx), out);
    if (s || !topics) return s;
    Article *items = out->items;
    size_t kept = 0;
    for (size_t i = 0; i < out->count; i++)
        if (has_topic(&items[i], topics)) items[kept++] = items[i];
    out->count = kept;
    return OK;
}

Status article_versions(Ctx *ctx, int64_t id, int64_t limit, const char *cursor, List *out,
                        const char **next)
{
    Article article;
    int64_t below;
    Status s = article_find(ctx, id, NONE, &article);
    if (!s) s = page_start(ctx, cursor, INT64_MAX, &below);
    if (!s) s = version_store_page(ctx, id, below, limit, out);
    return s ? s : page_end(ctx, out, limit, &article_version_shape, next);
}
