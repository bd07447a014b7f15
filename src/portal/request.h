/* request.h -- what visitors ask for: complaints and claims, and what became of them.
 *
 * A request is a ticket whose contact or customer is the visitor; what the watch opened for itself
 * is none. Everything here is done for the company: ctx->who is NULL. */
#pragma once

#include "desk/ticket.h"
#include "file/file.h"
#include "portal/portal.h"
#include "portal/portal_words.h"

enum { REQUESTS_SHOWN = 50, REQUEST_PHOTOS = 10, REQUEST_ENTRIES = 200, REQUEST_SAY_MAX = 4000 };
#define REQUEST_OWNER "ticket" /* of its files, as FileOwner.kind */

/* Those of the visitor, the newest first. */
Status request_list(Ctx *ctx, const Visitor *visitor, List *out);

/* One of them by its number. NOT_FOUND for another's too. */
Status request_find(Ctx *ctx, const Visitor *visitor, const char *no, Ticket *out);

/* What a visitor says. */
typedef struct RequestAsk {
    bool claim;
    const char *no; /* the parcel's */
    int64_t about;  /* ComplaintCategory, or ClaimKind */
    const char *description, *name;
    int64_t demanded; /* of a claim, fen */
} RequestAsk;
extern const Shape request_complaint_shape, request_claim_shape; /* how it is read from a form */

/* The fields that both have. */
#define REQUEST_FIELDS(the_names)                                                                  \
    FIELD_TEXT(RequestAsk, no, .required = true, .max = 64, .doc = "The parcel's number"),         \
        FIELD_ENUM(RequestAsk, about, the_names, .required = true, .doc = "What it is about"),     \
        FIELD_TEXT(RequestAsk, description, .writing = WRITING_LINES, .required = true, .min = 1,  \
                   .max = 4000, .doc = "What happened"),                                           \
        FIELD_TEXT(RequestAsk, name, .required = true, .min = 1, .max = 80, .doc = "Who asks")

/* In the transaction of ctx: opens the ticket with its complaint or claim. A complaint that is said
 * again while the first waits is the first. INVALID names the field; CONFLICT where a claim stands
 * for the same loss. */
Status request_open(Ctx *ctx, const Visitor *visitor, const RequestAsk *ask, Ticket *out);

/* --- what there is already (request_standing.c) --- */

/* Where request_open() met a claim that stands: the request of it, if it is the visitor's `own`. */
Status request_claim_standing(Ctx *ctx, const Visitor *visitor, const RequestAsk *ask, Ticket *out,
                              bool *own);

/* A complaint as its ticket would have it. */
typedef struct RequestWords {
    const char *subject, *description;
} RequestWords;

/* The visitor's own complaint of these words that waits for its answer, if one is `found`. */
Status request_same(Ctx *ctx, const Visitor *visitor, const RequestWords *words, Ticket *out,
                    bool *found);

/* In the transaction of ctx: what the visitor adds. CONFLICT when it is closed, INVALID when it is
 * no text of 1 to REQUEST_SAY_MAX characters. */
Status request_say(Ctx *ctx, const Ticket *ticket, const char *typed);

/* Whether a file is one by what it holds. */
bool request_is_photo(const StoredFile *file);

/* The photos (StoredFile) that came from these pages: what colleagues and gateways add to the
 * ticket is not for visitors, not even its name. */
Status request_photos(Ctx *ctx, const Ticket *ticket, List *out);

/* Of a request that was just opened: its complaint (request_complaint.c), or its claim
 * (request_claim.c). In the transaction of ctx; INVALID names the field. */
Status request_complaint(Ctx *ctx, const RequestAsk *ask, const Ticket *ticket);
Status request_claim(Ctx *ctx, const Visitor *visitor, const RequestAsk *ask, const Waybill *parcel,
                     const Ticket *ticket);

typedef struct RequestDays {
    int64_t days; /* the most that any choice of the form has; NONE: no days can be named */
    bool pauses;  /* the time in which the visitor is asked does not count */
} RequestDays;

/* What a form may promise of its answer: the days of the service level (desk/policy.h) that its
 * ticket will have. */
Status request_answer_days(Ctx *ctx, bool claim, RequestDays *out);

/* By when it is answered: the deadline of the resolution clock of a ticket that was read alone;
 * NONE where there is none, where it stands still, or the answer was given. */
Status request_answer_due(Ctx *ctx, const Ticket *ticket, int64_t *out);

/* What a category of complaints (ComplaintCategory) and a kind of claims (ClaimKind) are called to
 * a customer. */
const char *request_category_word(int64_t category, Language language);
const char *request_loss_word(int64_t kind, Language language);
