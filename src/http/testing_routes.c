#include "http/testing_routes.h"

#include <pthread.h>
#include <string.h>

#include "http/request.h"
#include "http/testing.h"

typedef struct Parcel {
    int64_t id, version;
    const char *no;
    int64_t weight_g;
    const char *phone;
} Parcel;

static const Field parcel_fields[] = {
    FIELD_ID(Parcel, id, .read_only = true, .doc = "Its id"),
    FIELD_INT(Parcel, version, .read_only = true, .doc = "Rises with every write"),
    FIELD_TEXT(Parcel, no, .required = true, .min = 1, .max = 32, .example = "771234567890123",
               .doc = "Its number"),
    FIELD_INT(Parcel, weight_g, .min = 1, .max = 50000, .doc = "Weight"),
    FIELD_TEXT(Parcel, phone, .max = 20, .personal = PERSONAL_PHONE, .doc = "Of the receiver"),
    FIELD_END};
static const Shape parcel_shape = SHAPE(Parcel, parcel_fields, "A parcel");

typedef struct ParcelQuery {
    int64_t limit;
    const char *stage;
    int64_t from;
} ParcelQuery;

static const Field query_fields[] = {
    FIELD_INT(ParcelQuery, limit, .min = 1, .max = 200, .doc = "At most so many"),
    FIELD_TEXT(ParcelQuery, stage, .max = 20, .doc = "Only this stage"),
    FIELD_DATE(ParcelQuery, from, .doc = "From this day"), FIELD_END};
static const Shape query_shape = SHAPE(ParcelQuery, query_fields, "Which parcels");

static Site *site_of(Ctx *ctx)
{
    return (Site *)ctx->house;
}

static Status api_parcel(Ctx *ctx, Request *req)
{
    Parcel parcel = {.version = 7, .no = "771234567890123", .weight_g = 350};
    parcel.phone = "13812345678";
    Status s = path_id(ctx, req, "id", &parcel.id);
    return s ? s : reply(ctx, req, &parcel, &parcel_shape);
}

static Status api_parcels(Ctx *ctx, Request *req)
{
    const ParcelQuery *query = request_query(req);
    Parcel parcels[] = {{.id = 1, .version = 1, .no = "A", .weight_g = NONE},
                        {.id = 2, .version = 1, .no = query->stage, .weight_g = query->limit}};
    List list = {parcels, 2};
    int64_t keys[] = {2};
    const char *cursor = query->limit == 2 ? cursor_make(ctx, keys, 1) : NULL;
    return reply_list(ctx, req, &list, &parcel_shape, cursor);
}

typedef struct PagedQuery {
    int64_t limit;
    const char *cursor;
    bool empty, fails;
} PagedQuery;

static const Field paged_fields[] = {
    FIELD_INT(PagedQuery, limit, .min = 1, .max = 200, .doc = "At most so many"),
    FIELD_TEXT(PagedQuery, cursor, .max = 400, .doc = "The `next` of the page before"),
    FIELD_BOOL(PagedQuery, empty, .doc = "There are none"),
    FIELD_BOOL(PagedQuery, fails, .doc = "The second page is refused"), FIELD_END};
static const Shape paged_shape = SHAPE(PagedQuery, paged_fields, "Which of the paged");

/* Three parcels on two pages; each weighs what was asked for as the limit. */
static Status api_paged(Ctx *ctx, Request *req)
{
    static const char *const numbers[] = {"=1+1", "a,b", "c"};
    const PagedQuery *query = request_query(req);
    Parcel parcels[2];
    int64_t from = 0;
    Status s = query->cursor ? cursor_read(ctx, query->cursor, &from, 1) : OK;
    if (s) return s;
    if (from && query->fails) return fail(ctx, CONFLICT, "the second page is refused");
    char *used = arena_alloc(ctx->arena, 4096); /* as the reading of rows would */
    if (!used) return no_memory(ctx);
    memset(used, 'x', 4096);
    size_t count = query->empty ? 0 : from ? 1 : 2;
    for (size_t i = 0; i < count; i++)
        parcels[i] = (Parcel){.id = from + (int64_t)i + 1,
                              .version = 1,
                              .no = numbers[from + (int64_t)i],
                              .weight_g = query->limit,
                              .phone = "13812345678"};
    List list = {parcels, count};
    from = 2;
    const char *next = count == 2 ? cursor_make(ctx, &from, 1) : NULL;
    return reply_list(ctx, req, &list, &parcel_shape, next);
}

static Status api_parcel_add(Ctx *ctx, Request *req)
{
    const Parcel *input = request_input(req);
    Parcel parcel = *input;
    parcel.id = ctx_id(ctx);
    parcel.version = 1;
    atomic_fetch_add(&site_of(ctx)->runs, 1);
    if (strcmp(parcel.no, "TAKEN") == 0) return fail(ctx, CONFLICT, "there is one already");
    reply_header(req, "Location",
                 arena_format(ctx->arena, "/api/v1/parcels/%lld", (long long)parcel.id));
    return reply(ctx, req, &parcel, &parcel_shape);
}

static Status api_parcel_change(Ctx *ctx, Request *req)
{
    Parcel parcel = *(const Parcel *)request_input(req);
    if (request_version(req) != 7) return fail(ctx, STALE, "it was changed by someone else");
    parcel.version = 8;
    return reply(ctx, req, &parcel, &parcel_shape);
}

static Status api_raw(Ctx *ctx, Request *req)
{
    size_t length;
    const char *body = request_body(req, &length);
    buf_format(reply_with(req, 200, "text/plain"), "%zu %.20s", length, body);
    (void)ctx;
    return OK;
}

static Status api_large(Ctx *ctx, Request *req)
{
    Buf *out = reply_with(req, 200, "application/json");
    buf_text(out, "{\"text\":\"");
    for (int i = 0; i < 1000; i++)
        buf_text(out, "0123456789");
    buf_text(out, "\"}");
    return buf_check(ctx, out);
}

static Status api_small(Ctx *ctx, Request *req)
{
    buf_format(reply_with(req, 200, "text/plain"), "%s %s %s", request_address(req),
               request_secure(req) ? "secure" : "plain", request_path(req));
    (void)ctx;
    return OK;
}

static Status api_page(Ctx *ctx, Request *req)
{
    (void)ctx;
    buf_text(reply_with(req, 200, "text/html; charset=utf-8"), "<p>page");
    return OK;
}

static Status api_elsewhere(Ctx *ctx, Request *req)
{
    (void)ctx;
    reply_header(req, "Location", "/api/v1/slow");
    return reply_empty(req, 303);
}

static Status api_cookie(Ctx *ctx, Request *req)
{
    const Cookie cookie = {
        .name = "session", .value = "good", .path = "/api/v1/session", .max_age_s = 60};
    Status s = reply_cookie(ctx, req, &cookie);
    return s ? s : reply_empty(req, 204);
}

static Status api_no_page(Ctx *ctx, Request *req)
{
    (void)req;
    return fail(ctx, CONFLICT, "it is <there> already");
}

static Status api_silent(Ctx *ctx, Request *req)
{
    (void)ctx, (void)req;
    return OK;
}

static Status api_broken(Ctx *ctx, Request *req)
{
    buf_text(reply_with(req, 200, "text/plain"), "half of an answer");
    return fail(ctx, INTERNAL, "the secret inside");
}

static Status api_away(Ctx *ctx, Request *req)
{
    (void)req;
    Status s = fail(ctx, UNAVAILABLE, "it is away");
    problem_cause(ctx, "nobody at 127.0.0.1:1");
    return s;
}

static Status api_split(Ctx *ctx, Request *req)
{
    (void)ctx;
    reply_header(req, "X-Name", "one\r\nX-Other: two");
    return reply_empty(req, 204);
}

static Status api_slow(Ctx *ctx, Request *req)
{
    Site *site = site_of(ctx);
    sem_post(&site->entered);
    sem_wait(&site->may_finish);
    atomic_fetch_add(&site->runs, 1);
    buf_text(reply_with(req, 200, "text/plain"), "written");
    return OK;
}

static Status api_outside(Ctx *ctx, Request *req)
{
    Site *site = site_of(ctx);
    size_t length;
    const char *body = request_body(req, &length);
    if (length && *body == 'x') return fail(ctx, CONFLICT, "the other machine says no");
    sem_post(&site->entered);
    sem_wait(&site->may_finish);
    buf_text(reply_with(req, 200, "text/plain"), ctx->db ? "with a database" : "outside");
    return OK;
}

static bool only_key(void *user, const int64_t keys[FEED_KEYS])
{
    return keys[0] == *(const int64_t *)user;
}

static Status api_feed(Ctx *ctx, Request *req)
{
    return reply_feed(ctx, req, NULL, NULL, NULL);
}

static Status api_feed_of(Ctx *ctx, Request *req)
{
    int64_t *key = ARENA_NEW(ctx->arena, int64_t);
    Status s = key ? path_id(ctx, req, "key", key) : no_memory(ctx);
    return s ? s : reply_feed(ctx, req, NULL, only_key, key);
}

/* Answers from a thread of its own; a body of "x" makes it fail there, one of "y" before. */
static void *later(void *user)
{
    Request *req = user;
    size_t length;
    const char *body = request_body(req, &length);
    Ctx *ctx = &req->ctx;
    if (length && *body == 'x') {
        request_resume(req, fail(ctx, CONFLICT, "later it could not be done"));
        return NULL;
    }
    Buf *buf = reply_with(req, 202, "text/plain");
    buf_text(buf, "later");
    request_resume(req, OK);
    return NULL;
}

static Status api_later(Ctx *ctx, Request *req)
{
    size_t length;
    const char *body = request_body(req, &length);
    if (length && *body == 'y') return fail(ctx, INVALID, "at once it is wrong");
    pthread_t thread;
    if (pthread_create(&thread, NULL, later, req) != 0)
        return fail(ctx, UNAVAILABLE, "no thread can be started");
    pthread_detach(thread);
    return OK;
}

const Route testing_routes[] = {
    {GET, "/api/v1/parcels", RIGHT_PUBLIC, .is_list = true, .query = &query_shape,
     .out = &parcel_shape, .run = api_parcels, .doc = "Parcels"},
    {GET, "/api/v1/paged", RIGHT_PUBLIC, .is_list = true, .query = &paged_shape,
     .out = &parcel_shape, .run = api_paged, .doc = "Parcels in pages"},
    {POST, "/api/v1/parcels", RIGHT_SIGNED_IN, .writes = true, .creates = true, .in = &parcel_shape,
     .out = &parcel_shape, .run = api_parcel_add, .doc = "Enter a parcel"},
    {GET, "/api/v1/parcels/{id}", RIGHT_PUBLIC, .revalidates = true, .out = &parcel_shape,
     .run = api_parcel, .doc = "A parcel"},
    {PUT, "/api/v1/parcels/{id}", RIGHT_SIGNED_IN, .if_match = true, .in = &parcel_shape,
     .out = &parcel_shape, .run = api_parcel_change, .doc = "Change a parcel"},
    {POST, "/api/v1/raw", RIGHT_PUBLIC, .body = BODY_RAW, .max_body = 2 << 20, .run = api_raw,
     .doc = "Bytes"},
    {GET, "/api/v1/mine", RIGHT_SIGNED_IN, .run = api_small, .doc = "For those signed in"},
    {POST, "/api/v1/mine", RIGHT_SIGNED_IN, .run = api_small, .doc = "For those signed in"},
    {GET, "/api/v1/secret", RIGHT_OF_NOBODY, .run = api_small, .doc = "For nobody"},
    {GET, "/api/v1/limited", RIGHT_PUBLIC, .per_minute = 3, .run = api_small, .doc = "Limited"},
    {GET, "/api/v1/small", RIGHT_PUBLIC, .run = api_small, .doc = "Small"},
    {GET, "/api/v1/large", RIGHT_PUBLIC, .run = api_large, .doc = "Large"},
    {GET, "/api/v1/silent", RIGHT_PUBLIC, .run = api_silent, .doc = "Forgets to answer"},
    {GET, "/api/v1/away", RIGHT_PUBLIC, .run = api_away, .doc = "Needs what is away"},
    {GET, "/api/v1/broken", RIGHT_PUBLIC, .run = api_broken, .doc = "Fails inside"},
    {GET, "/api/v1/split", RIGHT_PUBLIC, .run = api_split, .doc = "Tries to split its answer"},
    {GET, "/api/v1/cookie", RIGHT_PUBLIC, .run = api_cookie, .doc = "Gives a cookie"},
    {POST, "/api/v1/elsewhere", RIGHT_PUBLIC, .body = BODY_RAW, .run = api_elsewhere,
     .doc = "Leads elsewhere"},
    {GET, "/page", RIGHT_PUBLIC, .run = api_page, .media = "text/html", .doc = "A page"},
    {POST, "/page/form", RIGHT_PUBLIC, .body = BODY_RAW, .max_body = 16, .run = api_no_page,
     .media = "text/html", .doc = "What a form is sent to"},
    {POST, "/api/v1/slow", RIGHT_PUBLIC, .writes = true, .run = api_slow, .doc = "Slow"},
    {POST, "/api/v1/later", RIGHT_PUBLIC, .defers = true, .body = BODY_RAW, .run = api_later,
     .doc = "Answered by another thread"},
    {POST, "/api/v1/outside", RIGHT_PUBLIC, .waits = true, .body = BODY_RAW, .run = api_outside,
     .doc = "Waits for another machine"},
    {GET, "/api/v1/feed", RIGHT_PUBLIC, .run = api_feed, .doc = "All changes"},
    {GET, "/api/v1/feed/{key}", RIGHT_PUBLIC, .run = api_feed_of, .doc = "Changes of a key"},
    ROUTE_END};
