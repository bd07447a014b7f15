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
    const char *vehicle; /* what carried it: a number plate, a trip */
    const char *text, *signer;
    const char *evidence; /* where a picture or signature is kept */
    int64_t corrects;     /* id of the event that this replaces; 0: none */
    const char *correction_why;
    /* not fields: */
    int64_t payload; /* rows of one carrier's push share a number: identical repeats in it are told
                        apart. 0: a repeat is a duplicate */
    int64_t ingest_id; /* of the intake row; 0: one is made */
} ScanInput;
extern const Shape scan_input_shape;

/* An event as it is kept and shown. */
typedef struct Scan {
    int64_t id; /* its hash: names it within its parcel */
    int64_t at, received_at;
    int64_t at_offset; /* minutes east of UTC */
    bool offset_inferred;
    const char *provider, *code, *action;
    int64_t mapping_version;
    int64_t stage, leg, exception, closes, cause; /* NONE: not said */
    const char *piece;
    const char *site_code, *site_name, *city, *next_site;
    const char *device, *vehicle;
    const char *text; /* what looks like a phone or a name is masked */
    const char *full_text, *signer,
        *operator_name; /* personal; full_text where `text` was masked */
    const char *evidence;
    int64_t corrects; /* 0: none */
    const char *correction_why;
    int64_t ingest_id; /* not a field */
} Scan;
extern const Shape scan_shape;

/* Whether a text may hold a phone number or a name: seven digits and more in a row, or a word such
 * as 签收人. */
bool text_is_personal(const char *text);

/* A copy in which such digits and names are stars. NULL if there is no memory. */
const char *text_masked(Ctx *ctx, const char *text);

/* Masks in an event's text the people that are known of it, where no word says that they are names:
 * those given (the parcel's; NULL ones are passed over), who signed and who did it. */
Status scan_mask_names(Ctx *ctx, Scan *scan, const char *const *names, size_t count);

/* The key, without the ordinal among repeats: never 0. Parts that are NULL are empty. */
int64_t scan_hash(const ScanInput *scan);

/* The key of the nth repeat (0 the first) of that event in one payload. */
int64_t scan_hash_repeat(int64_t hash, int64_t ordinal);

/* Takes events in (an UpsertApply of ScanInput): CREATED for new, DUPLICATE, QUARANTINED (its code
 * is unknown, or it lies too far in the future), REJECTED (a number that cannot be, a correction of
 * what is not there). A parcel nobody knows is made ("orphan"). */
Status scan_apply(Ctx *ctx, UpsertRow *rows, size_t count);

/* The journey, the oldest first, in the order in which events count: at most `limit` rows of Scan,
 * `cursor` NULL from the beginning. `next` is NULL at the end. */
Status scan_list(Ctx *ctx, int64_t waybill_id, int64_t limit, const char *cursor, List *out,
                 const char **next);

struct Waybill;
/* The first page of the same, of a parcel in hand: cheaper where none of its events is detailed. */
Status scan_list_first(Ctx *ctx, const struct Waybill *waybill, int64_t limit, List *out,
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
    const ScanInput *event; /* as it came; NULL in lists */
} QuarantinedScan;
extern const Shape quarantined_scan_shape;

typedef struct QuarantineFilter {
    int64_t reason;       /* NONE: any */
    const char *provider; /* NULL: any */
    int64_t limit;
    int64_t after_id; /* 0: from the oldest */
} QuarantineFilter;

/* What waits, the oldest first; and one of it, with the event. NOT_FOUND. */
Status quarantine_list(Ctx *ctx, const QuarantineFilter *filter, List *out);
Status quarantine_find(Ctx *ctx, int64_t id, QuarantinedScan *out);

/* In the transaction of ctx, audited: changes what `mend` gives (its texts that are not NULL, its
 * choices and time that are not NONE) of an event that waits, and applies it. NOT_FOUND; INVALID
 * when it is refused as it is then; CONFLICT when it would have to wait again. */
Status quarantine_mend(Ctx *ctx, int64_t id, const ScanInput *mend);

/* The same: throws it away. `why` is kept in the audit log. NOT_FOUND. */
Status quarantine_discard(Ctx *ctx, int64_t id, const char *why);

/* In the transaction of ctx: applies what can be applied by now (its code has a mapping, its time
 * has come), at most `limit` events of those after `*after_id`, which is set to the last one looked
 * at, 0 at the end. `*released` counts what left. */
Status quarantine_release(Ctx *ctx, int64_t limit, int64_t *after_id, int64_t *released);

/* In the transaction of ctx: forgets the oldest of those that were kept aside before an instant, at
 * most `limit`; audited, by their number, which `*forgotten` is. */
Status quarantine_forget(Ctx *ctx, int64_t before_ms, int64_t limit, int64_t *forgotten);
