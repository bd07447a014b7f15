/* contact_ask.h -- contact details are shown to who sees them masked, for a reason that is kept.
 *
 * Who has the right personal.ask but not personal.read asks for one thing at a time (a ticket, a
 * form, a customer, a parcel); each slice says what it shows, and keeps the reason where it keeps
 * what happened to the thing (个人信息保护法 art. 51). */
#pragma once

#include "base/ctx.h"
#include "base/field.h"

typedef struct ContactAsk {
    const char *reason; /* 3–500 characters */
} ContactAsk;
extern const Shape contact_ask_shape;

/* Before anything is shown. FORBIDDEN where ctx's person has not the right without which the thing
 * is not read at all: to ask for more of it is no way around that. INVALID where the reason is made
 * of blanks. */
Status contact_ask_check(Ctx *ctx, int right, const ContactAsk *ask);

/* In the transaction of ctx: an audit row with the reason, for what has no log of its own. Contact
 * details that were written into the reason are masked in it. */
Status contact_ask_audit(Ctx *ctx, const char *action, const char *subject_kind, int64_t subject_id,
                         const ContactAsk *ask);
