#include "notify/gateway.h"

#include <string.h>

#include "access/audit.h"
#include "base/email.h"
#include "notify/gateway_store.h"

static const Field gateway_fields[] = {
    FIELD_ENUM(Gateway, channel, notice_channels, .read_only = true, .doc = "What it takes"),
    FIELD_INT(Gateway, version, .read_only = true, .doc = "Rises with every change"),
    FIELD_TEXT(Gateway, url, .required = true, .min = 1, .max = 300,
               .example = "smtp://127.0.0.1:25", .doc = "Where it is"),
    FIELD_TEXT(Gateway, sender, .max = 254, .doc = "Whom messages come from"),
    FIELD_TEXT(Gateway, user, .max = 200, .doc = "To sign in with"),
    FIELD_TEXT(Gateway, password, .max = 200, .write_only = true, .doc = "To sign in with"),
    FIELD_TEXT(Gateway, secret, .min = 16, .max = 200, .write_only = true,
               .doc = "By which it hands over short messages that came in; without one none are "
                      "taken"),
    FIELD_BOOL(Gateway, enabled, .doc = "Messages are handed over"),
    FIELD_TIME(Gateway, changed_at, .read_only = true, .doc = "When it was changed"),
    FIELD_END,
};
const Shape gateway_shape = SHAPE(Gateway, gateway_fields, "Where messages are handed over");

Status gateway_find(Ctx *ctx, int64_t channel, Gateway *out)
{
    Status s = gateway_store_find(ctx, channel, out);
    if (s != NOT_FOUND) return s;
    problem_clear(ctx);
    shape_clear(&gateway_shape, out);
    out->channel = channel;
    out->version = 0;
    return OK;
}

Status gateway_list(Ctx *ctx, List *out)
{
    Gateway *items = ARENA_ARRAY(ctx->arena, 2, Gateway);
    *out = (List){items, 0};
    if (!items) return no_memory(ctx);
    Status s = OK;
    for (const Name *channel = notice_channels; !s && channel->name; channel++)
        s = gateway_find(ctx, channel->value, &items[out->count++]);
    return s;
}

static bool begins(const char *text, const char *with)
{
    return strncmp(text, with, strlen(with)) == 0;
}

static Status check_gateway(Ctx *ctx, const Gateway *g)
{
    bool mails = g->channel == NOTICE_EMAIL;
    if (mails && !begins(g->url, "smtp://") && !begins(g->url, "smtps://"))
        return fail_field(ctx, "url", "begins with smtp:// or smtps://");
    if (!mails && !begins(g->url, "http://") && !begins(g->url, "https://"))
        return fail_field(ctx, "url", "begins with http:// or https://");
    if (strpbrk(g->url, " \n\t@"))
        return fail_field(ctx, "url", "has no spaces, and user and password stand by themselves");
    if (mails && !email_is_sendable(g->sender))
        return fail_field(ctx, "sender", "must be an e-mail address");
    return OK;
}

Status gateway_put(Ctx *ctx, int64_t channel, int64_t version, const Gateway *given, Gateway *out)
{
    bool written = false;
    Status s = scope_check_whole(ctx, "gateways are");
    if (!s) s = gateway_find(ctx, channel, out);
    if (s) return s;
    int64_t known = out->version;
    const char *password = given->password ? given->password : out->password;
    const char *secret = given->secret ? given->secret : out->secret;
    *out = *given;
    out->channel = channel;
    out->version = version + 1;
    out->password = given->user ? password : NULL;
    out->secret = secret;
    out->changed_at = ctx_now(ctx);
    s = check_gateway(ctx, out);
    if (!s && known == version) s = gateway_store_put(ctx, out, version, &written);
    if (!s && !written) s = fail(ctx, STALE, "the gateway is at version %lld", (long long)known);
    return s ? s : audit_write(ctx, "gateway.change", "gateway", channel, NULL);
}
