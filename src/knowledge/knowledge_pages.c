#include <string.h>

#include "access/right.h"
#include "access/setting.h"
#include "knowledge/knowledge_api.h"
#include "knowledge/knowledge_page.h"
#include "waybill/track_page.h"

#define PAGE_TYPE "text/html; charset=utf-8"
enum { FEEDBACK_PER_MINUTE = 20 };

typedef struct PageAsk {
    const char *lang;
    int64_t at;
} PageAsk;

static const Field ask_fields[] = {
    FIELD_TEXT(PageAsk, lang, .max = 8, .doc = "zh or en; else what the browser prefers"),
    FIELD_TIME(PageAsk, at, .doc = "The version in force then; now"), FIELD_END};
static const Shape ask_shape = SHAPE(PageAsk, ask_fields, "How to show an article");

static ArticlePage page_of(Ctx *ctx, const Request *req)
{
    const PageAsk *ask = request_query(req);
    const char *hotline = setting_text(ctx, SETTING_NAMED_HOTLINE);
    Language language = track_language(ask->lang, request_header(req, "Accept-Language"));
    return (ArticlePage){.language = language == LANGUAGE_EN ? ARTICLE_EN : ARTICLE_ZH,
                         .company = setting_text(ctx, SETTING_NAMED_COMPANY),
                         .hotline = hotline && hotline[0] ? hotline : NULL,
                         .zone = setting_text(ctx, SETTING_NAMED_ZONE)};
}

static Status send(Ctx *ctx, Request *req, const ArticlePage *page)
{
    Buf *buf = reply_with(req, 200, PAGE_TYPE);
    if (!buf) return no_memory(ctx);
    reply_header(req, "Cache-Control", "no-cache");
    article_page_write(buf, page);
    return buf_check(ctx, buf);
}

static Status page_list(Ctx *ctx, Request *req)
{
    List list;
    ArticlePage page = page_of(ctx, req);
    Status s = article_list_public(ctx, page.language, NULL, &list);
    page.articles = list.items;
    page.article_count = s ? 0 : list.count;
    return s ? s : send(ctx, req, &page);
}

/* What it says is promised, beside how that was kept. */
static Status read_pledges(Ctx *ctx, int64_t at, ArticlePage *page)
{
    return page->article->kind == ARTICLE_STATEMENT ? pledge_list(ctx, at, &page->pledges) : OK;
}

static Status page_article(Ctx *ctx, Request *req)
{
    Article article;
    const PageAsk *ask = request_query(req);
    ArticlePage page = page_of(ctx, req);
    Status s = article_find_public(ctx, path_text(req, "code"), page.language, ask->at, &article);
    page.article = &article;
    if (!s) s = read_pledges(ctx, ask->at, &page);
    return s ? s : send(ctx, req, &page);
}

/* The form's only field. */
static Status read_answer(Ctx *ctx, const Request *req, bool *helpful)
{
    size_t length;
    const char *body = request_body(req, &length);
    *helpful = length == 11 && memcmp(body, "helpful=yes", length) == 0;
    bool unhelpful = length == 10 && memcmp(body, "helpful=no", length) == 0;
    return *helpful || unhelpful ? OK : fail_field(ctx, "helpful", "must be yes or no");
}

static Status page_feedback(Ctx *ctx, Request *req)
{
    Article article;
    bool helpful;
    ArticlePage page = page_of(ctx, req);
    Status s = read_answer(ctx, req, &helpful);
    if (!s) s = article_find_public(ctx, path_text(req, "code"), page.language, NONE, &article);
    if (!s) s = article_feedback(ctx, article.id, helpful);
    page.article = &article;
    if (!s) s = read_pledges(ctx, NONE, &page);
    page.thanked = true;
    return s ? s : send(ctx, req, &page);
}

static const Route routes[] = {
    {GET, "/k", .right = RIGHT_PUBLIC, .query = &ask_shape, .media = PAGE_TYPE, .run = page_list,
     .doc = "The public articles"},
    {GET, "/k/{code}", .right = RIGHT_PUBLIC, .query = &ask_shape, .media = PAGE_TYPE,
     .run = page_article, .doc = "A public article, for screen and print"},
    {POST, "/k/{code}", .right = RIGHT_PUBLIC, .per_minute = FEEDBACK_PER_MINUTE, .writes = true,
     .query = &ask_shape, .body = BODY_RAW, .max_body = 64, .media = PAGE_TYPE,
     .run = page_feedback, .doc = "Say whether it helped: helpful=yes or helpful=no"},
    ROUTE_END};

const Slice knowledge_pages_slice = {
    .name = "help", .doc = "Public pages of articles", .routes = routes};
