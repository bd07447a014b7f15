/* asker.h -- who asks on a thing that no recorded customer asks on: a ticket's contact, who demands
 * by a claim. They are told what a customer would be, by the contact that they left.
 *
 * A slice whose subjects are told of offers a NoticeAskerSource; slices.c lists them. */
#pragma once

#include "base/ctx.h"

/* Personal; NULL or "": not known. */
typedef struct NoticeAsker {
    const char *phone, *email;
} NoticeAsker;

typedef struct NoticeAskerSource {
    const char *subject_kind; /* of facts: "ticket" */
    /* NOT_FOUND where there is no such thing. */
    Status (*find)(Ctx *ctx, int64_t subject_id, NoticeAsker *out);
} NoticeAskerSource;

/* Ends with NULL. */
extern const NoticeAskerSource *const notice_askers[];

/* How who asks on it is reached; all NULL where nobody knows. */
Status notice_asker(Ctx *ctx, const char *subject_kind, int64_t subject_id, NoticeAsker *out);

/* `*why` is set where a message to `to`, a phone in its normal form or an e-mail address, is
 * withheld because one of the customers who have it opted out of it, does not consent to the
 * purpose (NONE: none is asked for), or it does not reach them; else NULL. */
Status notice_barred(Ctx *ctx, const char *to, int64_t purpose, int64_t channel, const char **why);
