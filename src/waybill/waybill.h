/* waybill.h -- one parcel's contract and journey.
 *
 * Carrier and number are the natural key. Weights are grams, times UTC milliseconds, money fen.
 * Parties' names, phones and addresses are sealed at rest and found by keyed indexes. */
#pragma once

#include "base/field.h"
#include "base/upsert.h"
#include "waybill/status.h"

/* A parcel as an order system or a file gives it. What is given enriches what is known; the same
 * again changes nothing. */
typedef struct WaybillInput {
    const char *carrier, *no;
    const char *order_no, *reference;
    const char *product;              /* code of the service product */
    const char *origin, *destination; /* region codes; else those of sender_ref and receiver_ref */
    const char *origin_outlet, *destination_outlet; /* codes */
    const char *customer_ref;                       /* code of the customer who pays */
    const char *sender_ref, *receiver_ref;
    const char *sender_name, *sender_phone, *sender_address;
    const char *receiver_name, *receiver_phone, *receiver_address;
    int64_t ordered_at, promised_at; /* promised_at: else by product and lane */
    int64_t weight_g, pieces;
    int64_t fee, insured, cod; /* fen */
    const char *goods;
} WaybillInput;
extern const Shape waybill_input_shape;

typedef enum PromiseSource { PROMISE_GIVEN = 1, PROMISE_COMPUTED = 2 } PromiseSource;
typedef enum WaybillSource { WAYBILL_FROM_ORDER = 1, WAYBILL_FROM_SCAN = 2 } WaybillSource;

/* A parcel as it is known. */
typedef struct Waybill {
    int64_t id, version; /* version rises with every write */
    const char *carrier, *no;
    const char *order_no, *reference;
    const char *product, *origin, *destination;
    const char *origin_outlet, *destination_outlet, *outlet; /* codes; outlet: last seen there */
    const char *customer_ref, *sender_ref, *receiver_ref;
    const char *sender_name, *sender_phone, *sender_address;
    const char *receiver_name, *receiver_phone, *receiver_address;
    int64_t stage, leg;
    Texts exceptions; /* names of the open ones */
    int64_t ordered_at, collected_at, delivered_at, promised_at, last_at;
    int64_t original_promised_at; /* before anybody changed it */
    int64_t promise_source;
    bool excused; /* for the promise's figures it does not count */
    int64_t attempts;
    int64_t weight_g, pieces, fee, insured, cod;
    const char *goods;
    int64_t source; /* WaybillSource: from a scan means no order is known yet */
    int64_t created_at;
    /* not fields: */
    WaybillFacts facts;
    bool detailed; /* some event may say more than when, where, which stage and a text */
} Waybill;
extern const Shape waybill_shape;

/* Takes parcels in (an UpsertApply of WaybillInput): CREATED, CHANGED, UNCHANGED or REJECTED (a
 * number that cannot be, a parcel that others entered and ctx's person does not see). Outlets that
 * nobody knows are made. */
Status waybill_apply(Ctx *ctx, UpsertRow *rows, size_t count);

/* The parcel, in the scope of ctx's person. NOT_FOUND. */
Status waybill_find(Ctx *ctx, const char *carrier, const char *no, Waybill *out);
Status waybill_find_id(Ctx *ctx, int64_t id, Waybill *out);

/* Codes of the carriers that have a parcel of that number; whatever the scope: for the public
 * page. */
Status waybill_carriers(Ctx *ctx, const char *no, Texts *out);

/* For the public page: the parcel whatever the scope. */
Status waybill_find_public(Ctx *ctx, const char *carrier, const char *no, Waybill *out);

/* Whether the receiver's phone ends with these four digits; false where none is known. */
bool waybill_tail_matches(const Waybill *waybill, const char *tail);

/* Numbers of sorts; one less than 0 is the other way round. */
typedef enum WaybillSort { WAYBILL_BY_CREATED = 1, WAYBILL_BY_PROMISED } WaybillSort;

/* What to list; NULL and NONE where it does not matter. The first given of no, phone, phone_tail,
 * name, order_no, due_from or due_to, exception, troubled, customer_ref, outlet, stage, origin and
 * quiet_since leads the search, the others narrow it; of the first four only one may be given. */
typedef struct WaybillFilter {
    int64_t stage;
    int64_t exception;
    bool troubled;      /* any exception */
    const char *outlet; /* code of where it was last seen */
    const char *carrier;
    const char *origin, *destination;
    const char *customer_ref;
    const char *order_no;
    const char *no; /* whoever carries it */
    const char *phone, *phone_tail, *name;
    int64_t due_from, due_to; /* promised within, and still open */
    int64_t quiet_since;      /* last heard of then or earlier, and still open */
    int64_t sort;             /* WaybillSort; 0 and NONE: as the search has it */
    int64_t format;           /* TableFormat, where it is taken out as a file */
    int64_t limit;
    const char *cursor;
} WaybillFilter;
extern const Shape waybill_filter_shape, waybill_export_shape;

/* A page of parcels in the scope of ctx's person: those that are due by promised_at, those that
 * quiet_since leads the oldest first, others the newest first, unless `sort` says otherwise. By
 * promised_at, those without a promise last, only all of the company's or what is due is sorted:
 * INVALID names the sort that would have to read them all. `next` is NULL at the end. */
Status waybill_list(Ctx *ctx, const WaybillFilter *filter, List *out, const char **next);

/* In the transaction of ctx: gives the parcel to another carrier, with history; audited. CONFLICT
 * when that carrier has this number already; STALE. */
Status waybill_correct_carrier(Ctx *ctx, int64_t id, int64_t version, const char *carrier,
                               const char *why);

typedef struct WaybillExceptionRow {
    int64_t exception, cause;
    int64_t source;               /* 1 a scan says so, 2 the watch */
    int64_t opened_at, closed_at; /* NONE: open */
} WaybillExceptionRow;
extern const Shape waybill_exception_shape;

/* When an exception was open. */
Status waybill_exceptions(Ctx *ctx, int64_t waybill_id, List *out);
