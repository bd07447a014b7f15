/* mail.h -- a mail as it goes over the wire (RFC 5322, RFC 2045, RFC 2047): plain text in UTF-8. */
#pragma once

#include <stdbool.h>

#include "base/ctx.h"

typedef struct Mail {
    const char *from_name; /* NULL: none */
    const char *from, *to; /* addresses: email_is_sendable() */
    const char *subject, *text;
    const char *id;                       /* of the message, without its domain: <id@domain> */
    const char *in_reply_to, *references; /* ids of messages in <>, the oldest first; NULL: none */
    bool automatic;                       /* nobody wrote it: who answers for himself, does not */
    int64_t at;                           /* the date */
} Mail;

/* The whole mail, its lines ended by CR LF. INVALID for addresses that are none. */
Status mail_make(Ctx *ctx, const Mail *mail, const char **out);
