/* gateway.h -- where messages of a channel are handed over: an SMTP server for e-mail, an HTTP
 * gateway that speaks Kannel's sendsms for short messages. */
#pragma once

#include "notify/notify.h"

typedef struct Gateway {
    int64_t channel; /* NoticeChannel */
    int64_t version; /* 0 while it was never set */
    const char *url; /* smtp://HOST:PORT, smtps://…; http://HOST:PORT/cgi-bin/sendsms, https://… */
    const char *sender; /* e-mail: the address mails come from; SMS: number or name, or NULL */
    const char *user, *password; /* sealed; the password is never given out */
    const char *secret; /* sealed, never given out: by which the gateway hands over what came in */
    bool enabled;
    int64_t changed_at;
} Gateway;
extern const Shape gateway_shape;

/* As it is set; with version 0 where it never was. */
Status gateway_find(Ctx *ctx, int64_t channel, Gateway *out);

/* All channels. */
Status gateway_list(Ctx *ctx, List *out);

/* In the transaction of ctx, audited: where no password or secret is given the old one stays.
 * STALE, INVALID, FORBIDDEN to who is limited. */
Status gateway_put(Ctx *ctx, int64_t channel, int64_t version, const Gateway *given, Gateway *out);
