/* finding_store.h -- the rows of findings, of what people did about them, and of their heat. For
 * the files of watch/ only. NOT_FOUND comes without words. */
#pragma once

#include "watch/finding.h"
#include "watch/rule_book.h"

/* One that is to be opened. */
typedef struct FindingNew {
    int64_t id;
    const RuleEntry *entry;
    const WaybillFacts *facts;
    int64_t anchor_ms;
    RuleVerdict verdict;
} FindingNew;

/* What is needed of one to close it and to tell of it. */
typedef struct FindingKey {
    int64_t id, waybill_id, rule_id, anchor_ms, found_ms, outlet_id, exception, severity;
    const char *rule, *origin, *destination;
    bool is_open;
} FindingKey;

/* A parcel whose exceptions ended. */
typedef struct FindingEnd {
    WaybillFacts facts; /* as they then are */
    uint64_t gone;      /* EXCEPTION_BITs */
} FindingEnd;

/* In the transaction of ctx: opens those that are not there yet, with their exceptions, heat and
 * events. What its rule found of the parcel and anchor before is passed over. (finding_open.c) */
Status findings_open(Ctx *ctx, FindingNew *items, size_t count);

/* In the transaction of ctx: closes what is open on these parcels and opened an exception that is
 * gone, as what their facts say. (finding_end.c) */
Status findings_end(Ctx *ctx, const FindingEnd *ends, size_t count);

/* What befell a finding. */
typedef struct FindingNews {
    FindingKey key;
    const WaybillFacts *facts;
    int64_t outcome; /* FindingOutcome; NONE: it was opened */
} FindingNews;

/* In the transaction of ctx: closes those that are still open, each as its outcome, with heat and
 * events. (finding_end.c) */
Status findings_close(Ctx *ctx, const FindingNews *items, size_t count, const char *note);

/* Tells of them, which were all opened or all closed: domain events and feed. (finding_tell.c) */
Status findings_tell(Ctx *ctx, const FindingNews *items, size_t count);
/* The feed, of what a person did about one: "watch.finding_changed". (finding_tell.c) */
Status finding_tell_changed(Ctx *ctx, const Finding *finding);

/* The words for people, zh and en, in ctx's arena. (finding_words.c) */
Status finding_explain(Ctx *ctx, Finding *finding);

/* --- rows --- */

/* Inserts; added[i] is 0 where it was there already. */
Status finding_store_add(Ctx *ctx, const FindingNew *items, size_t count, int64_t *added);

typedef Status FindingEach(void *user, size_t number, const FindingKey *key);
/* Calls for each finding of these parcels, by the parcel's place; texts are valid in the call. */
Status finding_store_of(Ctx *ctx, const int64_t *waybill_ids, size_t count, bool open_only,
                        FindingEach *each, void *user);

/* Closes; closed[i] is 0 where it is closed already. */
Status finding_store_close(Ctx *ctx, const FindingNews *items, size_t count, const char *note,
                           int64_t *closed);
/* Raises the version; *written is false where it is not `version`. Sets the time of the first
 * acknowledgement where `acknowledged_ms` is not NONE. */
Status finding_store_touch(Ctx *ctx, int64_t id, int64_t version, int64_t acknowledged_ms,
                           bool *written);

/* What to list, in numbers; 0 and "" where it does not matter. */
typedef struct FindingSearch {
    int64_t state, waybill_id, outlet_id, exception, severity, since_id, before_id, limit;
    int64_t hour, offset_min; /* of the day, in the zone that is so far from UTC; hour NONE: any */
    const char *rule, *origin, *destination, *carrier, *customer;
} FindingSearch;

/* Rows of Finding in scope, the newest first. */
Status finding_store_list(Ctx *ctx, const FindingSearch *search, List *out);
/* How many, up to the limit. */
Status finding_store_count(Ctx *ctx, const FindingSearch *search, int64_t *out);
/* One in scope. */
Status finding_store_by_id(Ctx *ctx, int64_t id, Finding *out);
/* … its plan, and what closing needs. */
Status finding_store_links(Ctx *ctx, int64_t id, FindingKey *key, int64_t *plan_id,
                           int64_t *plan_version);

/* What a person did. */
Status act_store_add(Ctx *ctx, int64_t finding_id, const FindingActInput *input);
/* All of it, in order; at most 1,000. */
Status act_store_list(Ctx *ctx, int64_t finding_id, List *out);

/* Counts each in its hour, place and lane. */
Status heat_store_add(Ctx *ctx, const FindingNews *items, size_t count);
/* Which cells: of the hours from `from_hour` up to `to_hour`; outlet_id 0: everywhere. */
typedef struct HeatSearch {
    HeatBy by;
    int64_t from_hour, to_hour, outlet_id;
    int64_t offset_min; /* how far the company's day is from UTC's */
} HeatSearch;
/* Those in scope. */
Status heat_store_list(Ctx *ctx, const HeatSearch *search, List *out);
