#include "knowledge/knowledge_jobs.h"

#include <stdio.h>

#include "access/setting.h"
#include "base/instant.h"
#include "base/json.h"
#include "knowledge/knowledge_internal.h"
#include "knowledge/knowledge_store.h"
#include "search/search.h"

enum { TITLE_WEIGHT = 8, TAG_WEIGHT = 6, BODY_WEIGHT = 1, TOLD_AT_A_TIME = 500 };

static const char *joined(Ctx *ctx, const Texts *texts)
{
    Buf buf;
    buf_init(&buf, ctx->arena);
    buf_text(&buf, "");
    for (size_t i = 0; i < texts->count; i++) {
        buf_text(&buf, texts->items[i]);
        buf_char(&buf, '\n');
    }
    return buf.failed ? NULL : buf.data ? buf.data : "";
}

static Status index_article(Ctx *ctx, const Article *article)
{
    if (article->number == NONE) return search_remove(ctx, SEARCH_ARTICLE, article->id);
    const char *tags = joined(ctx, &article->tags);
    if (!tags) return no_memory(ctx);
    const SearchDocument document = {.kind = SEARCH_ARTICLE,
                                     .id = article->id,
                                     .at = article->effective_from,
                                     .flags = article_flag(article)};
    const SearchText texts[] = {
        {article->title, TITLE_WEIGHT}, {tags, TAG_WEIGHT}, {article->body, BODY_WEIGHT}};
    return search_put(ctx, &document, texts, 3);
}

/* The next instant at which another version is in force by itself; NONE where there is none. */
static Status next_change(Ctx *ctx, int64_t id, int64_t now, int64_t *out)
{
    List versions;
    *out = NONE;
    Status s = version_store_page(ctx, id, INT64_MAX, 100, &versions);
    const ArticleVersion *items = s ? NULL : versions.items;
    for (size_t i = 0; items && i < versions.count; i++) {
        if (items[i].state != ARTICLE_PUBLISHED) continue;
        const int64_t edges[] = {items[i].effective_from, items[i].effective_to};
        for (int edge = 0; edge < 2; edge++)
            if (edges[edge] > now && (*out == NONE || edges[edge] < *out)) *out = edges[edge];
    }
    return s;
}

Status article_refresh(Ctx *ctx, int64_t id)
{
    Article article;
    char key[24];
    int64_t now = ctx_now(ctx), next;
    const ArticleVersion how = {.retired_at = now,
                                .retired_by = article_who(ctx),
                                .retired_why = "another one is in force"};
    Status s = version_store_retire(ctx, id, now, &how);
    if (!s) s = article_store_find(ctx, id, now, &article);
    if (!s) s = index_article(ctx, &article);
    if (!s) s = next_change(ctx, id, now, &next);
    if (s || next == NONE) return s;
    snprintf(key, sizeof key, "%lld", (long long)id);
    return job_add(ctx, ARTICLE_REFRESH, key, id, NULL, next);
}

static Status refresh(Ctx *ctx, const Job *job)
{
    return article_refresh(ctx, job->subject_id);
}

/* Each article once for each of its review dates. */
static Status tell_reviews(Ctx *ctx, const Job *job)
{
    (void)job;
    List due;
    int64_t today = instant_date(ctx_now(ctx), setting_text(ctx, SETTING_NAMED_ZONE));
    Status s = article_store_review_due(ctx, today, TOLD_AT_A_TIME, &due);
    const Article *items = s ? NULL : due.items;
    for (size_t i = 0; !s && i < due.count; i++) {
        const char *payload = arena_format(ctx->arena, "{\"id\":\"%lld\",\"code\":\"%s\"}",
                                           (long long)items[i].id, items[i].code);
        if (!payload) return no_memory(ctx);
        s = event_publish(ctx, "knowledge.review_due", items[i].id, payload);
        if (!s) s = article_store_review_told(ctx, items[i].id);
    }
    return s;
}

const JobKind knowledge_jobs[] = {
    {.name = ARTICLE_REFRESH,
     .run = refresh,
     .doc = "Has an article found by the text that came into force"},
    {.name = "knowledge.review",
     .every_ms = HOUR_MS,
     .run = tell_reviews,
     .doc = "Tells of articles whose review date has come"},
    {.name = NULL},
};
