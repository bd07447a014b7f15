/* scan.h -- one immutable event of a parcel: what, where, when, who said so.
 *
 * Taken in as ScanInput rows, from whatever door, by scan_apply. The key of a scan is its hash,
 * over (carrier, number, leg, event time, code or action, site, text): SipHash-2-4 with the public
 * key SCAN_HASH_KEY, over the parts joined by 0x1F, text with its white space collapsed. The same
 * event again changes nothing. Rows are never updated or deleted; a correction is an event that
 * names the one it replaces. */
#pragma once

#include "base/field.h"
#include "base/upsert.h"
#include "waybill/status.h"

#define SCAN_HASH_KEY "parceldesk scan1" /* 16 bytes */

/* An event as it comes in. */
typedef struct ScanInput {
    const char *carrier, *no;
    int64_t at; /* event time */
    InstantOffset at_offset;
    const char *provider; /* whose codes: "kuaidi100"; NULL: "parceldesk" */
    const char *code, *action;
    int64_t leg, exception, cause, stage; /* said outright: over what the code means */
    const char *piece;
    const char *site_code, *site_name, *city, *next_site;
    const char *operator_name, *device;
    const char *text, *signer;
    const char *evidence;                  /* where a picture or signature is kept */
    const char *corrects, *correction_why; /* the id of the event that this replaces, and why */
    /* not fields: */
    int64_t payload; /* rows of one carrier's push share a number: identical repeats in it are told
                        apart. 0: a repeat is a duplicate */
    int64_t ingest_id; /* of the intake row; 0: one is made */
} ScanInput;
extern const Shape scan_input_shape;

/* An event as it is kept and shown. */
typedef struct Scan {
    int64_t id; /* its hash, never 0: names it within its parcel */
    int64_t at, recorded_at;
    int64_t at_offset; /* minutes */
    bool offset_inferred;
    const char *provider, *code, *action;
    int64_t mapping_version;
    int64_t stage, leg, exception, closes, cause; /* NONE: not said */
    const char *piece;
    const char *site_code, *site_name, *city, *next_site;
    const char *operator_name, *device;
    const char *text, *signer;
    const char *evidence;
    int64_t corrects; /* 0: none */
    const char *correction_why;
    bool void_; /* a correction took its place: it does not count */
} Scan;
extern const Shape scan_shape;

/* The key, without the ordinal among repeats: never 0. Parts that are NULL are empty. */
int64_t scan_hash(const ScanInput *scan);

/* The key of the nth repeat (0 the first) of that event in one payload. */
int64_t scan_hash_repeat(int64_t hash, int64_t ordinal);

/* Takes events in (an UpsertApply of ScanInput): CREATED for new, DUPLICATE, QUARANTINED (its code
 * is unknown, or it lies too far in the future), REJECTED (a number that cannot be, a correction of
 * what is not there). A parcel nobody knows is made ("orphan"). */
Status scan_apply(Ctx *ctx, UpsertRow *rows, size_t count);

/* The journey, the oldest first, in the order in which events count; at most `limit`, from after
 * `cursor`. */
Status scan_list(Ctx *ctx, int64_t waybill_id, int64_t limit, const char *cursor, List *out,
                 const char **next);

/* Why an event is kept aside. Stored: append only. */
typedef enum QuarantineReason { QUARANTINE_UNMAPPED = 1, QUARANTINE_FUTURE = 2 } QuarantineReason;
extern const Name quarantine_reasons[];

typedef struct QuarantinedScan {
    int64_t id;
    int64_t reason; /* QuarantineReason */
    int64_t received_at;
    const char *carrier, *no;
    const char *provider, *code, *action;
    int64_t at;
    const char *text; /* the event as it came, as JSON; personal */
} QuarantinedScan;
extern const Shape quarantined_scan_shape;

typedef struct QuarantineFilter {
    int64_t reason; /* NONE: any */
    const char *provider, *code;
    int64_t limit;
    const char *cursor;
} QuarantineFilter;

/* What waits, the oldest first. */
Status quarantine_list(Ctx *ctx, const QuarantineFilter *filter, List *out, const char **next);

/* In the transaction of ctx: applies what can be by now (mapped since, or no longer in the future),
 * at most `limit` events; all of one id where `id` is not 0, whatever its reason but unmapped.
 * `*released` counts. */
Status quarantine_release(Ctx *ctx, int64_t id, int64_t limit, int64_t *released);
