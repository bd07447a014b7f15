/* consent.h -- what a customer agreed to: a ledger by purpose and channel, appended and never
 * changed.
 *
 * A withdrawal is a row like a consent; of a purpose and channel the newest row counts, and one for
 * all channels counts for each. Purposes that follow from the contract hold without a row until
 * they are withdrawn. Sources: Personal Information Protection Law (个人信息保护法) art. 13 to 16;
 * for station drops and signatures on behalf 快递市场管理办法 (2023) art. 28. */
#pragma once

#include <stdbool.h>

#include "base/ctx.h"
#include "base/field.h"

/* constant, name, stored number, whether it holds without consent, Chinese, English */
#define CONSENT_PURPOSES(X)                                                                        \
    X(MARKETING, "marketing", 1, false, "营销", "Offers and advertising")                          \
    X(SERVICE, "service", 2, true, "服务通知", "Notices about the customer's own parcels")         \
    X(SURVEY, "survey", 3, true, "满意度调查", "Being asked how it was")                           \
    X(STATION_DROP, "station_drop", 4, false, "代收点投递", "Leaving a parcel at a station")       \
    X(SIGNATURE, "signature", 5, false, "代签收", "Signing for the consignee")                     \
    X(PRIVACY_NOTICE, "privacy_notice", 6, false, "隐私政策", "The privacy notice")                \
    X(PROFILING, "profiling", 7, false, "用户画像", "Scores and segments made of behaviour")       \
    X(SHARING, "sharing", 8, false, "向第三方提供", "Giving data to third parties")

typedef enum ConsentPurpose {
#define CONSENT_PURPOSE_CONSTANT_(constant, name, number, holds, zh, en)                           \
    CONSENT_##constant = number,
    CONSENT_PURPOSES(CONSENT_PURPOSE_CONSTANT_)
#undef CONSENT_PURPOSE_CONSTANT_
} ConsentPurpose;

/* What a purpose may be served through. Numbers are stored: append only. */
typedef enum ConsentChannel {
    CONSENT_ANY = 1, /* all channels */
    CONSENT_SMS,
    CONSENT_EMAIL,
    CONSENT_PHONE,
    CONSENT_WECHAT,
    CONSENT_APP,
    CONSENT_POST,
    CONSENT_COUNTER,
} ConsentChannel;
typedef enum ConsentSaid { CONSENT_GIVEN = 1, CONSENT_WITHDRAWN = 2 } ConsentSaid;
extern const Name consent_purposes[], consent_channels[];

typedef struct Consent {
    int64_t id;
    int64_t customer_id;        /* whom it was written for */
    int64_t purpose;            /* ConsentPurpose */
    int64_t channel;            /* ConsentChannel; not given: CONSENT_ANY */
    int64_t said;               /* ConsentSaid */
    int64_t at;                 /* when; not given: now; not in the future */
    int64_t until;              /* it ends by itself then; NONE: it does not */
    int64_t waybill_id;         /* for this parcel only; 0: standing */
    const char *notice_version; /* of the notice that was agreed to */
    const char *evidence;       /* "recording 8841", "form of 3 May": sealed */
    int64_t who;                /* account that entered it; 0: the customer, or the system */
} Consent;
extern const Shape consent_shape;

/* In the transaction of ctx: appends a row for customer consent->customer_id and puts it on the
 * timeline; fills in the rest. Audited. NOT_FOUND (no customer, or none in scope, no such parcel),
 * INVALID. */
Status consent_add(Ctx *ctx, Consent *consent);

/* The same of what a file says, which may be known: nothing is appended where, of that purpose and
 * channel, the newest row (of the same second, where the file says when) says the same. INVALID
 * where it was withdrawn and is given without `at`. */
Status consent_record(Ctx *ctx, Consent *consent, bool *added);

/* Whether the customer (with those merged into it, or whom it was merged into) agrees now to
 * `purpose` through `channel`: standing consents only. */
Status consent_holds(Ctx *ctx, int64_t customer_id, ConsentPurpose purpose, ConsentChannel channel,
                     bool *holds);

/* The same for one parcel: what was said of that parcel counts before what stands. */
Status consent_holds_for(Ctx *ctx, int64_t customer_id, ConsentPurpose purpose,
                         ConsentChannel channel, int64_t waybill_id, bool *holds);

/* The ledger of a customer and those merged into it, newest first. NOT_FOUND. */
Status consent_list(Ctx *ctx, int64_t customer_id, int64_t limit, const char *cursor, List *out,
                    const char **next);

/* What holds now, by purpose. */
typedef struct ConsentState {
    int64_t purpose, channel;
    bool holds;
    bool by_default; /* no row says so: the purpose's own rule */
    int64_t at;      /* of the row that counts; NONE: none */
    int64_t until;
    const char *notice_version;
    const char *zh, *en; /* the purpose */
} ConsentState;
extern const Shape consent_state_shape;

/* For each purpose, each channel that a row was written of, and CONSENT_ANY. NOT_FOUND. */
Status consent_states(Ctx *ctx, int64_t customer_id, List *out);
