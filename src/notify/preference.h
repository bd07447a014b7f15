/* preference.h -- how a customer wants to be told: by which channel first, in which language, and
 * when not. What is not given is as the company has it. Consent and contact points count before a
 * preference: it chooses among what is allowed. */
#pragma once

#include "customer/contributor.h"
#include "notify/notify.h"

typedef struct NoticePreference {
    int64_t customer_id;
    int64_t version;              /* 0 while it was never set */
    int64_t channel, language;    /* NoticeChannel, NoticeLanguage; NONE: not given */
    const char *zone;             /* IANA: of the quiet hours; NULL: the company's */
    int64_t quiet_from, quiet_to; /* minutes of the day; both or neither */
    int64_t changed_at;
} NoticePreference;
extern const Shape notice_preference_shape;

/* Of a customer in the scope of ctx's person; with version 0 where it was never set. NOT_FOUND. */
Status preference_find(Ctx *ctx, int64_t customer_id, NoticePreference *out);

/* In the transaction of ctx, audited: writes it over `version`. NOT_FOUND, STALE; INVALID: no such
 * zone, one of the quiet hours alone; CONFLICT: the customer was erased. */
Status preference_put(Ctx *ctx, int64_t customer_id, int64_t version, const NoticePreference *given,
                      NoticePreference *out);

/* What holds for a message to a customer (0: nobody known): of one that was merged, that of whom it
 * counts as. No scope is applied. */
Status preference_of(Ctx *ctx, int64_t customer_id, NoticePreference *out);

/* In the file about one person, and in its deletion. */
extern const CustomerContributor preference_contributor;
