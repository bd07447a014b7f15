#include "knowledge/knowledge_api.h"

#include "access/listing.h"
#include "access/page.h"
#include "access/right.h"
#include "knowledge/knowledge_internal.h"
#include "knowledge/knowledge_jobs.h"

#define FILTER_FIELDS                                                                              \
    FIELD_TEXT(ArticleFilter, q, .min = 1, .max = 200,                                             \
               .doc = "Words that must occur; \"…\" what must stand together"),                    \
        FIELD_ENUM(ArticleFilter, kind, article_kinds, .doc = "Only this kind"),                   \
        FIELD_ENUM(ArticleFilter, language, article_languages, .doc = "Only in this language"),    \
        FIELD_TEXT(ArticleFilter, tag, .min = 1, .max = 40, .doc = "Only with this tag"),          \
        FIELD_DATE(ArticleFilter, due_by, .doc = "Only those to be read again by that date"),      \
        PAGE_FIELDS(ArticleFilter)

static const Field list_query_fields[] = {FILTER_FIELDS, FIELD_END};
static const Shape list_query_shape = SHAPE(ArticleFilter, list_query_fields, "Which articles");

static const Field export_fields[] = {FILTER_FIELDS, EXPORT_FORMAT_FIELD(ArticleFilter), FIELD_END};
static const Shape export_shape =
    EXPORT_SHAPE(ArticleFilter, "ArticleExport", export_fields, "Which articles");

static Status page(Ctx *ctx, const void *filter, List *out, const char **next)
{
    return article_list(ctx, filter, out, next);
}

static const Listing articles = {.name = "articles",
                                 .action = "article.export",
                                 .subject_kind = "article",
                                 .shape = &article_row_shape,
                                 .page = page};

static Status api_create(Ctx *ctx, Request *req)
{
    Article article = *(const Article *)request_input(req);
    Status s = article_create(ctx, &article);
    return s ? s : reply(ctx, req, &article, &article_shape);
}

typedef struct AtQuery {
    int64_t at;
} AtQuery;

static const Field at_query_fields[] = {
    FIELD_TIME(AtQuery, at, .doc = "The version in force then; now"), FIELD_END};
static const Shape at_query_shape = SHAPE(AtQuery, at_query_fields, "As of when");

static Status api_find(Ctx *ctx, Request *req)
{
    int64_t id;
    Article article;
    const AtQuery *query = request_query(req);
    Status s = path_id(ctx, req, "id", &id);
    if (!s) s = article_find(ctx, id, query->at, &article);
    return s ? s : reply(ctx, req, &article, &article_shape);
}

static Status api_change(Ctx *ctx, Request *req)
{
    int64_t id;
    Article article;
    Status s = path_id(ctx, req, "id", &id);
    if (!s) s = article_change(ctx, id, request_version(req), request_input(req), &article);
    return s ? s : reply(ctx, req, &article, &article_shape);
}

static Status api_versions(Ctx *ctx, Request *req)
{
    int64_t id;
    List list;
    const char *next;
    const PageQuery *query = request_query(req);
    Status s = path_id(ctx, req, "id", &id);
    if (!s) s = article_versions(ctx, id, page_limit(query->limit), query->cursor, &list, &next);
    return s ? s : reply_list(ctx, req, &list, &article_version_shape, next);
}

static Status api_write(Ctx *ctx, Request *req)
{
    int64_t id;
    ArticleVersion version;
    Status s = path_id(ctx, req, "id", &id);
    if (!s) s = article_write(ctx, id, request_version(req), request_input(req), &version);
    return s ? s : reply(ctx, req, &version, &article_version_shape);
}

static Status api_publish(Ctx *ctx, Request *req)
{
    int64_t id;
    Article article;
    Status s = path_id(ctx, req, "id", &id);
    if (!s) s = article_publish(ctx, id, request_version(req), request_input(req), &article);
    return s ? s : reply(ctx, req, &article, &article_shape);
}

typedef struct Retirement {
    const char *why;
} Retirement;

static const Field retirement_fields[] = {FIELD_TEXT(Retirement, why, .writing = WRITING_LINES,
                                                     .required = true, .max = 300, .doc = "Why"),
                                          FIELD_END};
static const Shape retirement_shape =
    SHAPE(Retirement, retirement_fields, "Why an article is in force no longer");

static Status api_retire(Ctx *ctx, Request *req)
{
    int64_t id;
    Article article;
    const Retirement *in = request_input(req);
    Status s = path_id(ctx, req, "id", &id);
    if (!s) s = article_retire(ctx, id, request_version(req), in->why, &article);
    return s ? s : reply(ctx, req, &article, &article_shape);
}

typedef struct Feedback {
    bool helpful;
} Feedback;

static const Field feedback_fields[] = {
    FIELD_BOOL(Feedback, helpful, .required = true, .doc = "Whether it helped"), FIELD_END};
static const Shape feedback_shape = SHAPE(Feedback, feedback_fields, "What a reader says");

static Status api_feedback(Ctx *ctx, Request *req)
{
    int64_t id;
    const Feedback *in = request_input(req);
    Status s = path_id(ctx, req, "id", &id);
    if (!s) s = article_feedback(ctx, id, in->helpful);
    return s ? s : reply_empty(req, 204);
}

typedef struct SuggestionInput {
    const char *text;
    int64_t language, limit;
} SuggestionInput;

static const Field suggestion_fields[] = {
    FIELD_TEXT(SuggestionInput, text, .writing = WRITING_ANY, .required = true, .min = 1,
               .max = 20000, .personal = PERSONAL_TEXT, .doc = "What a customer wrote"),
    FIELD_ENUM(SuggestionInput, language, article_languages, .doc = "Only in this language"),
    FIELD_INT(SuggestionInput, limit, .min = 1, .max = 20, .doc = "How many; 5"), FIELD_END};
static const Shape suggestion_shape =
    SHAPE(SuggestionInput, suggestion_fields, "A text that articles may answer");

static Status api_suggest(Ctx *ctx, Request *req)
{
    const SuggestionInput *in = request_input(req);
    List list;
    Status s =
        knowledge_suggest(ctx, in->text, in->language, in->limit == NONE ? 5 : in->limit, &list);
    return s ? s : reply_list(ctx, req, &list, &article_row_shape, NULL);
}

#define WHOLE "articles are"

static const Route routes[] = {
    {GET, "/api/v1/articles", .right = KNOWLEDGE_READ, .query = &list_query_shape,
     .out = &article_row_shape, .is_list = true, .run = listing_page, .of = &articles,
     .doc = "Articles, standards and statements, found by their words"},
    {GET, "/api/v1/article-export", .right = KNOWLEDGE_READ, .query = &export_shape,
     .media = "text/csv", .run = listing_export, .of = &articles,
     .doc = "Articles without their text as CSV or XLSX, from after a cursor where one is given"},
    {POST, "/api/v1/articles", .right = KNOWLEDGE_WRITE, .whole = WHOLE, .writes = true,
     .creates = true, .in = &article_shape, .out = &article_shape, .run = api_create,
     .doc = "Enter an article with its first draft"},
    {POST, "/api/v1/articles/suggestions", .right = KNOWLEDGE_READ, .in = &suggestion_shape,
     .out = &article_row_shape, .is_list = true, .run = api_suggest,
     .doc = "Articles most like a text"},
    {GET, "/api/v1/articles/{id}", .right = KNOWLEDGE_READ, .query = &at_query_shape,
     .out = &article_shape, .run = api_find, .doc = "An article as it is, or was, in force"},
    {PUT, "/api/v1/articles/{id}", .right = KNOWLEDGE_WRITE, .whole = WHOLE, .writes = true,
     .if_match = true, .in = &article_about_shape, .out = &article_shape, .run = api_change,
     .doc = "Change who reads an article and when it is shown"},
    {GET, "/api/v1/articles/{id}/versions", .right = KNOWLEDGE_WRITE, .whole = WHOLE,
     .query = &page_query_shape, .out = &article_version_shape, .is_list = true,
     .run = api_versions, .doc = "All versions of an article, the newest first"},
    {PUT, "/api/v1/articles/{id}/draft", .right = KNOWLEDGE_WRITE, .whole = WHOLE, .writes = true,
     .if_match = true, .in = &article_text_shape, .out = &article_version_shape, .run = api_write,
     .doc = "Write an article's draft, a new one where there is none"},
    {POST, "/api/v1/articles/{id}/publication", .right = KNOWLEDGE_PUBLISH, .whole = WHOLE,
     .writes = true, .if_match = true, .in = &article_publication_shape, .out = &article_shape,
     .run = api_publish, .doc = "Publish the draft"},
    {POST, "/api/v1/articles/{id}/retirement", .right = KNOWLEDGE_PUBLISH, .whole = WHOLE,
     .writes = true, .if_match = true, .in = &retirement_shape, .out = &article_shape,
     .run = api_retire, .doc = "End what is in force, put a draft away"},
    {POST, "/api/v1/articles/{id}/feedback", .right = KNOWLEDGE_READ, .writes = true,
     .in = &feedback_shape, .run = api_feedback, .doc = "Say whether an article helped"},
    ROUTE_END};

const Slice knowledge_slice = {.name = "knowledge",
                               .doc = "Articles, service standards and the service statement",
                               .routes = routes,
                               .jobs = knowledge_jobs,
                               .seed = knowledge_seed};
