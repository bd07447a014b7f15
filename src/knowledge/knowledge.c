#include "knowledge/knowledge.h"

#include <string.h>

#include "access/audit.h"
#include "access/hearing.h"
#include "access/outlet.h"
#include "access/role.h"
#include "base/text.h"
#include "db/db.h"
#include "knowledge/knowledge_internal.h"
#include "knowledge/knowledge_store.h"
#include "waybill/status.h"

const char *article_who(Ctx *ctx)
{
    return ctx->who && ctx->who->login ? ctx->who->login : "system";
}

/* --- what may be said --- */

Status article_topic_check(Ctx *ctx, const char *topic)
{
    if (strcmp(topic, "late") == 0 || name_value(stage_names, topic) != NONE ||
        name_value(exception_names, topic) != NONE)
        return OK;
    return fail_field(ctx, "topics", "\"%.40s\" is neither late nor a stage nor an exception",
                      topic);
}

static Status check_code(Ctx *ctx, const char *code)
{
    size_t length = strlen(code);
    if (length && length <= 64 && strspn(code, "abcdefghijklmnopqrstuvwxyz0123456789-") == length)
        return OK;
    return fail_field(ctx, "code", "must be 1 to 64 small letters, digits and -");
}

/* Folded, so that a tag is found however it is typed; without what a pattern means. */
static Status clean_tags(Ctx *ctx, Texts *tags)
{
    for (size_t i = 0; i < tags->count; i++) {
        const char *tag = text_fold(ctx->arena, tags->items[i]);
        if (!tag) return no_memory(ctx);
        if (!*tag || text_characters(tag) > 40 || strpbrk(tag, "\"%_\\\n\t"))
            return fail_field(ctx, "tags", "a tag has 1 to 40 characters, none of \" %% _ \\");
        tags->items[i] = tag;
    }
    return OK;
}

static Status check_role(Ctx *ctx, const char *name)
{
    Role role;
    if (!name) return fail_field(ctx, "role", "is required for the audience role");
    Status s = role_find(ctx, name, &role);
    return s == NOT_FOUND ? fail_field(ctx, "role", "there is no role \"%.40s\"", name) : s;
}

static Status check_outlet(Ctx *ctx, const char *code, int64_t *outlet_id)
{
    Outlet outlet;
    if (!code) return fail_field(ctx, "outlet", "is required for the audience outlet");
    Status s = outlet_find(ctx, code, &outlet);
    *outlet_id = s ? 0 : outlet.id;
    return s == NOT_FOUND ? fail_field(ctx, "outlet", "there is no outlet %.32s", code) : s;
}

static Status check_audience(Ctx *ctx, Article *a, int64_t *outlet_id)
{
    *outlet_id = 0;
    if (a->audience != AUDIENCE_OUTLET) a->outlet = NULL;
    if (a->audience != AUDIENCE_ROLE) a->role = NULL;
    if (a->audience == AUDIENCE_OUTLET) return check_outlet(ctx, a->outlet, outlet_id);
    return a->audience == AUDIENCE_ROLE ? check_role(ctx, a->role) : OK;
}

static Status check_about(Ctx *ctx, Article *a, int64_t *outlet_id)
{
    Status s = clean_tags(ctx, &a->tags);
    for (size_t i = 0; !s && i < a->topics.count; i++)
        s = article_topic_check(ctx, a->topics.items[i]);
    return s ? s : check_audience(ctx, a, outlet_id);
}

/* --- writing --- */

/* The article as it stands now, to be written over `version`. */
static Status open_article(Ctx *ctx, int64_t id, int64_t version, Article *out)
{
    Status s = scope_check_whole(ctx, "articles are");
    if (!s) s = article_find(ctx, id, NONE, out);
    if (s || out->version == version) return s;
    return fail(ctx, STALE, "article %s is at version %lld", out->code, (long long)out->version);
}

static const Field heard_fields[] = {FIELD_ID(Article, id, .doc = "The article"),
                                     FIELD_INT(Article, version, .doc = "Rises with every write"),
                                     FIELD_END};
static const Shape heard_shape = SHAPE(Article, heard_fields, "An article that changed");

static Status tell(Ctx *ctx, const Article *article, const char *action)
{
    const int64_t keys[FEED_KEYS] = {[FEED_KEY_OUTLET] = FEED_EVERY_OUTLET};
    Status s = audit_write(ctx, action, "article", article->id, NULL);
    return s ? s : change_tell(ctx, "article.changed", &heard_shape, article, keys);
}

/* Stores the article with its version raised, and tells who must know. */
static Status close_article(Ctx *ctx, Article *article, const char *action)
{
    int64_t outlet_id = 0;
    article->version++;
    article->changed_at = ctx_now(ctx);
    Status s = check_about(ctx, article, &outlet_id);
    if (!s) s = article_store_update(ctx, article, outlet_id);
    if (!s) s = article_refresh(ctx, article->id);
    return s ? s : tell(ctx, article, action);
}

static ArticleVersion draft_of(Ctx *ctx, int64_t article_id, int64_t number,
                               const ArticleText *text)
{
    ArticleVersion draft;
    shape_clear(&article_version_shape, &draft);
    draft.article_id = article_id;
    draft.number = number;
    draft.state = ARTICLE_DRAFT;
    draft.title = text->title;
    draft.body = text->body;
    draft.why = text->why;
    draft.created_at = ctx_now(ctx);
    draft.created_by = article_who(ctx);
    return draft;
}

Status article_create(Ctx *ctx, Article *article)
{
    int64_t outlet_id;
    const ArticleText text = {article->title, article->body, article->why};
    Status s = scope_check_whole(ctx, "articles are");
    if (!s) s = check_code(ctx, article->code);
    if (!s) s = check_about(ctx, article, &outlet_id);
    if (s) return s;
    article->id = ctx_id(ctx);
    article->version = 1;
    article->created_at = article->changed_at = ctx_now(ctx);
    s = article_store_insert(ctx, article, outlet_id);
    if (s == CONFLICT)
        return fail(ctx, CONFLICT, "there is an article %s in that language", article->code);
    ArticleVersion draft = draft_of(ctx, article->id, 1, &text);
    if (!s) s = version_store_put(ctx, &draft);
    if (!s) s = tell(ctx, article, "article.create");
    return s ? s : article_find(ctx, article->id, NONE, article);
}

Status article_change(Ctx *ctx, int64_t id, int64_t version, const Article *change, Article *out)
{
    Status s = open_article(ctx, id, version, out);
    if (s) return s;
    out->audience = change->audience;
    out->outlet = change->outlet;
    out->role = change->role;
    out->tags = change->tags;
    out->topics = change->topics;
    out->review_on = change->review_on;
    s = close_article(ctx, out, "article.change");
    return s ? s : article_find(ctx, id, NONE, out);
}

Status article_write(Ctx *ctx, int64_t id, int64_t version, const ArticleText *text,
                     ArticleVersion *out)
{
    Article article;
    int64_t number = 0;
    Status s = open_article(ctx, id, version, &article);
    if (!s && article.draft == NONE) s = version_store_newest(ctx, id, &number);
    if (s) return s;
    number = article.draft == NONE ? number + 1 : article.draft;
    ArticleVersion draft = draft_of(ctx, id, number, text);
    s = version_store_put(ctx, &draft);
    if (!s) s = close_article(ctx, &article, "article.write");
    return s ? s : version_store_find(ctx, id, number, out);
}

static Status check_publication(Ctx *ctx, const Article *article, const ArticlePublication *how)
{
    if (article->draft == NONE)
        return fail(ctx, CONFLICT, "article %s has no draft to publish", article->code);
    if (how->effective_from != NONE && how->effective_from < ctx_now(ctx))
        return fail_field(ctx, "effective_from",
                          "must not be in the past: what was in force then stays known");
    return OK;
}

Status article_publish(Ctx *ctx, int64_t id, int64_t version, const ArticlePublication *how,
                       Article *out)
{
    ArticleVersion draft;
    Status s = open_article(ctx, id, version, out);
    if (!s) s = check_publication(ctx, out, how);
    if (!s) s = version_store_find(ctx, id, out->draft, &draft);
    if (s) return s;
    draft.state = ARTICLE_PUBLISHED;
    draft.published_at = ctx_now(ctx);
    draft.published_by = article_who(ctx);
    draft.published_why = how->why;
    draft.effective_from = how->effective_from == NONE ? draft.published_at : how->effective_from;
    if (how->review_on != NONE) out->review_on = how->review_on;
    s = version_store_put(ctx, &draft);
    if (!s) s = version_store_end(ctx, id, draft.number, draft.effective_from);
    if (!s) s = close_article(ctx, out, "article.publish");
    return s ? s : article_find(ctx, id, NONE, out);
}

static Status put_draft_away(Ctx *ctx, const Article *article, const char *why)
{
    ArticleVersion draft;
    Status s = version_store_find(ctx, article->id, article->draft, &draft);
    if (s) return s;
    draft.state = ARTICLE_RETIRED;
    draft.retired_at = ctx_now(ctx);
    draft.retired_by = article_who(ctx);
    draft.retired_why = why;
    return version_store_put(ctx, &draft);
}

Status article_retire(Ctx *ctx, int64_t id, int64_t version, const char *why, Article *out)
{
    int64_t now = ctx_now(ctx), newest = 0;
    Status s = open_article(ctx, id, version, out);
    if (!s) s = version_store_newest(ctx, id, &newest);
    ArticleVersion last = {.state = ARTICLE_RETIRED};
    if (!s) s = version_store_find(ctx, id, newest, &last);
    if (s) return s;
    if (last.state == ARTICLE_RETIRED)
        return fail(ctx, CONFLICT, "article %s is retired already", out->code);
    const ArticleVersion how = {
        .retired_at = now, .retired_by = article_who(ctx), .retired_why = why};
    if (out->draft != NONE) s = put_draft_away(ctx, out, why);
    if (!s) s = version_store_end(ctx, id, 0, now);
    if (!s) s = version_store_retire(ctx, id, now, &how);
    if (!s) s = close_article(ctx, out, "article.retire");
    return s ? s : article_find(ctx, id, NONE, out);
}

/* --- readers and tickets --- */

static Status find_in_force(Ctx *ctx, int64_t id, Article *out)
{
    Status s = article_find(ctx, id, NONE, out);
    if (s || out->number != NONE) return s;
    return fail(ctx, NOT_FOUND, "no version of article %s is in force", out->code);
}

Status article_feedback(Ctx *ctx, int64_t id, bool helpful)
{
    Article article;
    Status s = find_in_force(ctx, id, &article);
    return s ? s : feedback_store_add(ctx, id, article.number, helpful);
}

Status article_link_add(Ctx *ctx, const char *subject_kind, int64_t subject_id, int64_t article_id)
{
    Article article;
    Status s = find_in_force(ctx, article_id, &article);
    if (s) return s;
    const ArticleLink link = {.article_id = article_id,
                              .number = article.number,
                              .at = ctx_now(ctx),
                              .made_by = article_who(ctx)};
    return link_store_insert(ctx, subject_kind, subject_id, &link);
}

Status article_link_remove(Ctx *ctx, const char *subject_kind, int64_t subject_id,
                           int64_t article_id)
{
    return link_store_delete(ctx, subject_kind, subject_id, article_id);
}

Status article_link_list(Ctx *ctx, const char *subject_kind, int64_t subject_id, List *out)
{
    return link_store_list(ctx, subject_kind, subject_id, out);
}
