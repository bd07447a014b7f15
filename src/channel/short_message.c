#include "channel/short_message.h"

#include <sodium.h>
#include <string.h>
#include <unicode/ucnv.h>

#include "base/instant.h"
#include "base/text.h"
#include "channel/incoming.h"
#include "db/db.h"
#include "house.h"
#include "notify/gateway.h"

enum { BODY_MAX = 20000, FROM_MAX = 60 };

static const Field fields[] = {
    FIELD_TEXT(ShortMessage, secret, .required = true, .max = 200, .doc = "The gateway's"),
    FIELD_TEXT(ShortMessage, id, .required = true, .min = 1, .max = 200,
               .doc = "What names it at the gateway (Kannel: %I)"),
    FIELD_TEXT(ShortMessage, from, .max = FROM_MAX, .personal = PERSONAL_PHONE,
               .doc = "Who wrote (%p); of a POST also X-Kannel-From"),
    FIELD_TEXT(ShortMessage, to, .max = 60, .doc = "To which number (%P)"),
    FIELD_TEXT(ShortMessage, text, .max = BODY_MAX, .personal = PERSONAL_TEXT,
               .doc = "What it says (%b), in UTF-8; of a POST the body"),
    FIELD_INT(ShortMessage, at, .max = INT32_MAX, .doc = "When: seconds since 1970 (%T)"),
    FIELD_END};
const Shape short_message_shape = SHAPE(ShortMessage, fields, "A short message that came in");

static bool same_secret(const char *wanted, const char *given)
{
    unsigned char a[crypto_generichash_BYTES], b[crypto_generichash_BYTES];
    crypto_generichash(a, sizeof a, (const unsigned char *)wanted, strlen(wanted), NULL, 0);
    crypto_generichash(b, sizeof b, (const unsigned char *)given, strlen(given), NULL, 0);
    return sodium_memcmp(a, b, sizeof a) == 0;
}

static Status check_secret(Ctx *ctx, const char *given)
{
    Gateway gateway;
    Status s = gateway_find(ctx, NOTICE_SMS, &gateway);
    if (s) return s;
    if (gateway.secret && same_secret(gateway.secret, given)) return OK;
    return fail(ctx, NOT_FOUND, "there is nothing here");
}

/* Without a body: whatever is said here Kannel would send to who wrote. */
static Status answer(Ctx *ctx, Request *req)
{
    Buf *buf = reply_with(req, 200, SHORT_MESSAGE_ANSWER);
    return buf ? buf_check(ctx, buf) : no_memory(ctx);
}

static Status take(Ctx *ctx, void *work)
{
    const ShortMessage *given = work;
    IncomingRow row;
    const char *to = given->to;
    if (!given->from) return fail_field(ctx, "from", "is required");
    const Incoming in = {.channel = CHANNEL_SMS,
                         .message_id = given->id,
                         .from = given->from,
                         .to = {&to, to != NULL},
                         .text = given->text,
                         .attachments = NONE,
                         .sent_at = given->at == NONE ? NONE : given->at * 1000};
    return incoming_take(ctx, &in, &row);
}

Status short_message_get(Ctx *ctx, Request *req)
{
    ShortMessage given = *(const ShortMessage *)request_query(req);
    Status s = check_secret(ctx, given.secret);
    if (!s) s = database_write(ctx, ctx->house->database, take, &given);
    return s ? s : answer(ctx, req);
}

/* The charset of "text/plain; charset=UTF-16BE"; UTF-8 where none is said. */
static void find_charset(const char *type, char *out, size_t room)
{
    const char *at = type ? strcasestr(type, "charset=") : NULL;
    size_t length = 0;
    at = at ? at + strlen("charset=") : "UTF-8";
    at += *at == '"';
    length = strcspn(at, "\"; ");
    if (length >= room) length = room - 1;
    memcpy(out, at, length);
    out[length] = 0;
}

static Status decode(Ctx *ctx, const char *type, const char *body, size_t length, const char **out)
{
    char charset[40];
    UErrorCode code = U_ZERO_ERROR;
    size_t room = length * 4 + 1;
    char *text = arena_alloc(ctx->arena, room);
    if (!text) return no_memory(ctx);
    find_charset(type, charset, sizeof charset);
    int32_t written =
        ucnv_convert("UTF-8", charset, text, (int32_t)room, body, (int32_t)length, &code);
    if (code == U_FILE_ACCESS_ERROR)
        return fail(ctx, UNSUPPORTED, "the charset %s is not known", charset);
    if (U_FAILURE(code)) return fail_field(ctx, "text", "is not written in %s", charset);
    Status s = text_clean(ctx, text, (size_t)written, out, NULL);
    return s == INVALID ? fail_field(ctx, "text", "has control characters") : s;
}

/* A header is bytes that nobody has looked at yet. */
static Status read_from(Ctx *ctx, const Request *req, const char **out)
{
    size_t characters = 0;
    const char *from = request_header(req, "X-Kannel-From");
    if (!from) return OK;
    Status s = text_clean(ctx, from, strlen(from), out, &characters);
    if (s == INVALID) return fail_field(ctx, "from", "is no text");
    if (s || characters <= FROM_MAX) return s;
    return fail_field(ctx, "from", "has at most %d characters", FROM_MAX);
}

Status short_message_post(Ctx *ctx, Request *req)
{
    ShortMessage given = *(const ShortMessage *)request_query(req);
    size_t length;
    const char *body = request_body(req, &length);
    Status s = check_secret(ctx, given.secret);
    if (!s && length > BODY_MAX) s = fail_field(ctx, "text", "has at most %d bytes", BODY_MAX);
    if (!s && length)
        s = decode(ctx, request_header(req, "Content-Type"), body, length, &given.text);
    if (!s) s = read_from(ctx, req, &given.from);
    if (request_header(req, "X-Kannel-To")) given.to = request_header(req, "X-Kannel-To");
    if (!s) s = take(ctx, &given);
    return s ? s : answer(ctx, req);
}
