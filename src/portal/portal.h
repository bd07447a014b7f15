/* portal.h -- who is signed in on the public pages.
 *
 * A visitor says a phone number or an e-mail address and gets a one-time code there, if parcels or
 * a customer have it; whether they do can be told neither from the answer nor from how long it
 * takes, for a job finds out and sends. Codes and keys of sessions are kept as keyed hashes, whose
 * they are is sealed. Limits are settings: codes an hour for a contact, tries of a code, minutes it
 * holds, days a session lasts. */
#pragma once

#include <stdbool.h>

#include "base/ctx.h"
#include "waybill/waybill.h"

#define PORTAL_COOKIE "parceldesk_my"

typedef struct Visitor {
    int64_t session_id;
    const char *contact; /* a phone in the form of phone_normal(), or an address in small letters */
    bool by_mail;
    Texts customers;     /* codes of the customers that have it */
    int64_t customer_id; /* whom they all count as; 0: several people, or nobody */
} Visitor;

/* A phone or an e-mail address in the form that is kept. INVALID names `contact`. */
Status portal_contact(Ctx *ctx, const char *typed, const char **out, bool *by_mail);

typedef struct PortalBegun {
    const char *challenge; /* what the code must be given with */
    int64_t again_ms;      /* no code is sent before; NONE: one is on its way */
} PortalBegun;

/* In the transaction of ctx: begins a sign-in and has a code sent. A contact that had
 * portal_codes_hour of them in an hour is sent a further one only when the last no longer holds:
 * until then that one signs in here too, so that nobody who asks for codes locks others out. A code
 * that may be lent so has more digits than others, for each sign-in has tries of its own: nobody
 * who guesses locks others out either, or guesses it. */
Status portal_begin(Ctx *ctx, const char *contact, PortalBegun *out);

/* In the transaction of ctx, from a job: makes the code and writes the message, where the contact
 * is known. */
Status portal_send(Ctx *ctx, int64_t code_id);

/* In the transaction of ctx: counts the try of this sign-in; `*secret` gets the key of a new
 * session, NULL where the code is wrong, too old, used or tried too often here. */
Status portal_sign_in(Ctx *ctx, const char *challenge, const char *code, const char **secret);

/* Whose session it is. UNAUTHENTICATED when there is none, or it ended; NULL is none. */
Status portal_visitor(Ctx *ctx, const char *secret, Visitor *out);

/* In the transaction of ctx: ends it. */
Status portal_sign_out(Ctx *ctx, const char *secret);

/* In the transaction of ctx: forgets sessions that ended and some codes of yesterday, with what
 * their messages said; `*more`: there are more of them. */
Status portal_forget(Ctx *ctx, bool *more);

enum { PARCELS_SHOWN = 50 };
/* The parcels of a visitor, the newest first, at most so many. */
Status portal_parcels(Ctx *ctx, const Visitor *visitor, List *out);

/* The parcel where the visitor sends, receives or pays for it. INVALID names `no`, in the same
 * words for a number that nobody has and one that is another's. */
Status portal_parcel(Ctx *ctx, const Visitor *visitor, const char *typed, Waybill *out);

/* Whether a contact of a request is the visitor's own. */
bool portal_is_contact(Ctx *ctx, const Visitor *visitor, const char *phone, const char *mail);

/* Whether the code is one of the visitor's customers. */
bool portal_is_customer(const Visitor *visitor, const char *code);
