/* transfer.h -- talking to other machines: HTTP requests and mails, many at once, by libcurl.
 *
 * Never inside a transaction: it waits for others. Redirects are not followed, proxies of the
 * environment not used; TLS certificates are checked. What has a control character in a header is
 * not sent at all. */
#pragma once

#include "base/ctx.h"
#include "notify/reach.h"

/* What is kept of an answer where nothing else is said. */
#define TRANSFER_ANSWER_MAX 2000

typedef struct Transfer {
    const char *url;                 /* http, https; smtp, smtps */
    const char *const *headers;      /* "Name: value"; ends with NULL; of HTTP */
    const char *body;                /* posted, or the mail; NULL: the address is only read */
    size_t whole_max;                /* 0, or the answer is wanted as it is, up to so many bytes;
                                        a longer one is an error */
    const char *mail_from, *mail_to; /* of SMTP */
    const char *user, *password;     /* NULL: none */
    const Reach *reach;              /* NULL: anywhere */
    /* what came of it: */
    int64_t status;     /* HTTP's or SMTP's last; 0: none came */
    const char *answer; /* of HTTP: its beginning, printable, or all of it; "" */
    const char *error;  /* NULL: an answer came, whatever it says; never with personal data */
    int64_t took_ms;
} Transfer;

/* Runs all of them at the same time, each for at most `timeout_ms`. OK whatever came of them;
 * NO_MEMORY, UNAVAILABLE where libcurl cannot work at all. */
Status transfers_run(Ctx *ctx, Transfer *transfers, size_t count, int64_t timeout_ms);
