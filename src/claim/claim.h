/* claim.h -- a demand for compensation: what is demanded, what the rules say, who agreed, what was
 * paid, and who bears it inside.
 *
 * Money is whole minor units (fen) of the company's currency, at most AMOUNT_MAX; times are UTC
 * milliseconds, NONE where a thing has not happened. The claimant is sealed at rest. What a claim
 * owes is a ledger (ledger.h); its balances stand in the claim. Every function that changes a claim
 * asks for the version it was read at (STALE), for the right of its step (FORBIDDEN) and for a
 * state that allows it (CONFLICT); all are audited. A claim out of scope is NOT_FOUND. */
#pragma once

#include "base/ctx.h"
#include "base/field.h"
#include "claim/amount.h"

/* Numbers are stored: append only. Constant, name, number, Chinese, English. */
#define CLAIM_KINDS(X)                                                                             \
    X(LOSS, "loss", 1, "丢失", "Loss")                                                             \
    X(SHORTAGE, "shortage", 2, "短少", "Shortage")                                                 \
    X(DAMAGE, "damage", 3, "损毁", "Damage")                                                       \
    X(DELAY, "delay", 4, "延误", "Delay")

#define CLAIM_STATES(X)                                                                            \
    X(REGISTERED, "registered", 1, "已登记", "Registered")                                         \
    X(EVIDENCE, "evidence", 2, "收集证据", "Evidence wanted")                                      \
    X(ASSESSED, "assessed", 3, "已核定", "Assessed")                                               \
    X(PROPOSED, "proposed", 4, "待审批", "Proposed")                                               \
    X(APPROVED, "approved", 5, "已批准", "Approved")                                               \
    X(PAID, "paid", 6, "已支付", "Paid")                                                           \
    X(RECOVERING, "recovering", 7, "追偿中", "Recovering")                                         \
    X(CLOSED, "closed", 8, "已结案", "Closed")                                                     \
    X(REJECTED, "rejected", 9, "已拒赔", "Rejected")                                               \
    X(WITHDRAWN, "withdrawn", 10, "已撤回", "Withdrawn")

/* Why nothing would be owed; each must be shown by evidence (Civil Code art. 832). */
#define CLAIM_EXCLUSIONS(X)                                                                        \
    X(NOTHING, "none", 1, "无", "None")                                                            \
    X(FORCE_MAJEURE, "force_majeure", 2, "不可抗力", "Force majeure")                              \
    X(NATURE, "inherent_nature", 3, "货物本身性质或合理损耗", "Nature of the goods, usual loss")   \
    X(SHIPPER, "shipper_fault", 4, "寄件人过错", "The shipper's own fault")                        \
    X(CONSIGNEE, "consignee_fault", 5, "收件人过错", "The consignee's own fault")

/* Who answers to the claimant, whoever bears it inside. */
#define CLAIM_ANSWERABLE(X)                                                                        \
    X(BRAND, "brand", 1, "品牌企业", "The brand")                                                  \
    X(OPERATOR, "operator", 2, "实际经营者", "The actual operator")

#define CLAIM_OFFERS(X)                                                                            \
    X(OPEN, "open", 1, "待答复", "Not answered")                                                   \
    X(ACCEPTED, "accepted", 2, "已接受", "Accepted")                                               \
    X(DECLINED, "declined", 3, "已拒绝", "Declined")

/* What the parcel suffered: what causes are counted by. */
#define CLAIM_FAULTS(X)                                                                            \
    X(DAMAGED, "damaged", 1, "破损件", "Damaged")                                                  \
    X(MISROUTED, "misrouted", 2, "错发件", "Misrouted")                                            \
    X(RETURNED, "returned", 3, "退回件", "Returned")                                               \
    X(MISSING, "missing", 4, "丢失件", "Missing")                                                  \
    X(LATE, "late", 5, "延误件", "Late")                                                           \
    X(OTHER, "other", 6, "其他", "Other")

/* Who bears it inside: as responsibility for complaints is shared. */
#define CLAIM_PARTIES(X)                                                                           \
    X(SHIPPER, "shipper", 1, "寄件人", "Shipper")                                                  \
    X(ORIGIN_OUTLET, "origin_outlet", 2, "寄件网点", "Origin outlet")                              \
    X(HUB, "hub", 3, "分拨中心", "Hub")                                                            \
    X(LINEHAUL, "linehaul", 4, "干线运输", "Linehaul")                                             \
    X(DEST_OUTLET, "dest_outlet", 5, "派件网点", "Destination outlet")                             \
    X(COURIER, "courier", 6, "快递员", "Courier")                                                  \
    X(STATION, "station", 7, "驿站", "Station")                                                    \
    X(CONSIGNEE, "consignee", 8, "收件人", "Consignee")                                            \
    X(PLATFORM, "platform", 9, "平台", "Platform")                                                 \
    X(FORCE_MAJEURE, "force_majeure", 10, "不可抗力", "Force majeure")                             \
    X(UNDETERMINED, "undetermined", 11, "无法认定", "Undetermined")                                \
    X(INSURER, "insurer", 12, "保险公司", "Insurer")

#define CLAIM_CONSTANT_(prefix, constant, value) prefix##constant = value,
typedef enum ClaimKind {
#define X(constant, name, value, zh, en) CLAIM_CONSTANT_(CLAIM_KIND_, constant, value)
    CLAIM_KINDS(X)
#undef X
} ClaimKind;
typedef enum ClaimState {
#define X(constant, name, value, zh, en) CLAIM_CONSTANT_(CLAIM_, constant, value)
    CLAIM_STATES(X)
#undef X
} ClaimState;
typedef enum ClaimExclusion {
#define X(constant, name, value, zh, en) CLAIM_CONSTANT_(EXCLUSION_, constant, value)
    CLAIM_EXCLUSIONS(X)
#undef X
} ClaimExclusion;
typedef enum ClaimAnswerable {
#define X(constant, name, value, zh, en) CLAIM_CONSTANT_(ANSWERABLE_, constant, value)
    CLAIM_ANSWERABLE(X)
#undef X
} ClaimAnswerable;
typedef enum ClaimOffer {
#define X(constant, name, value, zh, en) CLAIM_CONSTANT_(OFFER_, constant, value)
    CLAIM_OFFERS(X)
#undef X
} ClaimOffer;
typedef enum ClaimFault {
#define X(constant, name, value, zh, en) CLAIM_CONSTANT_(FAULT_, constant, value)
    CLAIM_FAULTS(X)
#undef X
} ClaimFault;
typedef enum ClaimParty {
#define X(constant, name, value, zh, en) CLAIM_CONSTANT_(LIABLE_, constant, value)
    CLAIM_PARTIES(X)
#undef X
} ClaimParty;
#undef CLAIM_CONSTANT_

/* `doc` is the English words; claim_word() has the Chinese. */
extern const Name claim_kinds[], claim_states[], claim_exclusions[], claim_answerables[],
    claim_offers[], claim_faults[], claim_parties[];

/* What a value of one of these tables is called. "?" where there is none. */
const char *claim_word(const Name *names, int64_t value, bool chinese);

/* Who demands, and where the money goes: personal, sealed as one. */
typedef struct Claimant {
    const char *name, *phone;
    const char *account_name, *account_no, *bank; /* where it is paid to */
} Claimant;
extern const Shape claimant_shape;

typedef struct ClaimWaybill {
    const char *carrier; /* "" while nobody knows */
    const char *no;
    int64_t waybill_id; /* 0: no parcel of that number is known */
} ClaimWaybill;

typedef struct Claim {
    int64_t id, version;
    const char *no; /* C20261122-000123 */
    int64_t kind, state;
    int64_t rules; /* number of the rules it is judged by: those in force when it was registered */
    int64_t ticket_id, customer_id, outlet_id, owner_id; /* 0: none */
    const char *customer, *outlet, *owner;
    Claimant *claimant;
    List waybills; /* ClaimWaybill; only where one claim is read */
    const char *currency;
    int64_t demanded;                                   /* what is asked for */
    int64_t declared, insured, full_value, actual_loss; /* NONE: not known */
    int64_t freight, agreed, market_price;              /* NONE: not known */
    bool proportional;   /* the contract has partial loss paid in proportion to the insurance */
    int64_t delay_hours; /* NONE: not known */
    int64_t exclusion, answerable, offer;
    const char *operator; /* of ANSWERABLE_OPERATOR: who that is */
    bool fast;            /* went through the fast channel */
    int64_t fault;        /* ClaimFault; NONE until it is found */
    const char *cause;    /* found by whoever looked into it: never personal */
    const char *cause_outlet;
    int64_t assessed; /* what the rules said last; NONE: nothing yet */
    int64_t proposer_kind, proposer_id;
    /* balances of the ledger: */
    int64_t claimed, proposed, approved, paid, refused, due, recovered, written_off;
    int64_t created_at, changed_at, decided_at, closed_at;
    /* not fields: */
    int64_t entries, cause_outlet_id; /* rows of its ledger */
} Claim;
extern const Shape claim_shape, claim_row_shape; /* the second as it stands in lists */

typedef struct ClaimInput {
    int64_t kind, ticket_id;
    const char *customer, *outlet, *owner; /* codes; login */
    Claimant *claimant;
    List waybills;
    int64_t demanded, declared, insured, full_value, actual_loss, freight, agreed, market_price;
    bool proportional;
    int64_t delay_hours, exclusion, answerable;
    const char *operator;
    const char *despite; /* number of the claim that stands for the same parcel; NULL: none does */
    const char *despite_why; /* why there is to be another; needed with it; never personal */
} ClaimInput;
extern const Shape claim_input_shape;

/* Registers a claim; what it does not say of a parcel that is known (insured, freight, outlet)
 * comes from the first such parcel, else from the ticket. Its customer is the one given, else the
 * ticket's, else whom the claimant is known as (contact_customer). INVALID, naming the field:
 * `insured` also where no order bears it out, `customer` where they have nothing to do with the
 * parcels nor the ticket. CONFLICT while another stands for the
 * same parcel and the same loss, and `despite` is not it. */
Status claim_create(Ctx *ctx, const ClaimInput *input, Claim *out);

/* One claim in the scope of ctx's person, by id or number. */
Status claim_find(Ctx *ctx, int64_t id, Claim *out);
Status claim_find_no(Ctx *ctx, const char *no, Claim *out);

typedef struct ClaimChange {
    int64_t kind, demanded, declared, insured, full_value, actual_loss, freight, agreed,
        market_price;
    int64_t delay_hours, exclusion, answerable, proportional;
    const char *operator, * owner;
    const char *customer; /* code; "": none */
    Claimant *claimant;
} ClaimChange;
extern const Shape claim_change_shape;

/* Not given stays, of the claimant each field for itself ("" takes it away); only until it is
 * proposed. What its assessment rests on takes that away. A demand that changes is told to the
 * ledger, of the claimant which fields changed, never to what, to its ticket and the audit.
 * CONFLICT where another claim stands for what the kind is then about. */
Status claim_change(Ctx *ctx, int64_t id, int64_t version, const ClaimChange *change, Claim *out);

typedef enum ClaimSort { CLAIM_NEWEST = 1, CLAIM_OLDEST, CLAIM_LARGEST } ClaimSort;
typedef struct ClaimFilter {
    int64_t state, kind;
    const char *customer, *owner, *waybill, *outlet;
    int64_t ticket_id;
    int64_t from, until; /* registered; NONE */
    int64_t least, most; /* demanded; NONE */
    int64_t sort;        /* NONE: newest */
    int64_t limit;
    const char *cursor;
    int64_t format; /* TableFormat, of a file; NONE */
} ClaimFilter;
extern const Shape claim_filter_shape, claim_export_shape;

/* A page of claims in scope. `next` is NULL at the end. */
Status claim_list(Ctx *ctx, const ClaimFilter *filter, List *out, const char **next);

/* Events (job/job.h) of which the subject is the claim: the claimant is offered an amount, which
 * they have not accepted yet; was paid, in part or all; it ended, paid or not: for what counts
 * causes and costs. */
#define CLAIM_OFFERED_EVENT "claim.offered"
#define CLAIM_PAID_EVENT "claim.paid"
#define CLAIM_CLOSED_EVENT "claim.closed"
typedef struct ClaimEvent {
    int64_t claim_id, version; /* as it is then: another after it was reopened */
    const char *no;
    int64_t kind, state, fault;
    const char *category; /* the regulator's: "loss_shortage", "damage", "delay" */
    const char *cause, *cause_outlet;
    int64_t ticket_id, customer_id, outlet_id, waybill_id; /* 0: none */
    int64_t demanded, paid, recovered, written_off;
    int64_t amount;                 /* that is offered, or was paid now; NONE: it is about none */
    const char *result, *result_zh; /* the state in words; NULL: it did not end */
} ClaimEvent;
extern const Shape claim_event_shape;
