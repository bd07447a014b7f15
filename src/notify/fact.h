/* fact.h -- what people and machines can be told of: domain events, and what a template may say of
 * each. */
#pragma once

#include "job/job.h"
#include "notify/notify.h"

/* A placeholder and where its value comes from. */
typedef struct FactValue {
    const char *name, *doc;
    const char *key;    /* of the event's payload; NULL: its own name */
    const char *key_zh; /* the same in Chinese; NULL: it is the same in both languages */
    bool money;         /* minor units of the company's currency; 0 is no value */
} FactValue;

typedef struct NoticeFact {
    const char *event;
    const char *doc;
    const char *subject_kind; /* "waybill", "ticket" … */
    bool of_parcel;           /* its subject is a parcel */
    bool for_people;          /* there may be templates; else for webhooks only */
    const char *part; /* key of the payload that tells two events of one subject apart; or NULL */
    const FactValue *values; /* of its own; ends with a NULL name */
    bool for_colleague;      /* its templates are for the colleague whose account the event names
                                (account_id) alone */
} NoticeFact;

/* All of them; ends with a NULL event. */
extern const NoticeFact notice_facts[];

/* NULL where there is none. */
const NoticeFact *notice_fact(const char *event);

/* A placeholder that every fact has, or every fact of a parcel. */
extern const FactValue common_values[], parcel_values[];

/* INVALID, naming `field` and the line, for a text with a placeholder that the fact does not have,
 * or with an unclosed one, or an unclosed clause ([[…]]). */
Status fact_check_text(Ctx *ctx, const NoticeFact *fact, const char *field, const char *text);

/* The text with its placeholders replaced: `values` alternates names and values. One that has no
 * value is left out; a clause, [[call {{hotline}}]], is left out whole where one in it has none.
 * `*missing` is the first outside of clauses that has none though it asks for one, {{amount!}}:
 * what is said so must not go out; NULL: there is none. */
Status fact_fill(Ctx *ctx, const char *text, const Texts *values, const char **out,
                 const char **missing);

/* The values that a template of the fact may name; the parcel's own from the database. */
Status fact_values(Ctx *ctx, const NoticeFact *fact, const FactGiven *given, int64_t language,
                   Texts *out);
