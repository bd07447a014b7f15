/* complaint.h -- what a complaint is about, how far its handling is, and who is responsible.
 *
 * A complaint is one to a ticket of kind complaint. Its category is the postal regulator's, its
 * cause the company's (cause.h); its handling goes in eight steps, none of which is skipped, and
 * each of which has facts that it cannot do without. Words about people are sealed. Times are UTC
 * milliseconds, NONE where a thing has not happened; money is fen. */
#pragma once

#include "base/ctx.h"
#include "base/field.h"
#include "desk/category.h"

/* The eight steps; numbers are stored. */
#define COMPLAINT_STEPS(X)                                                                         \
    X(REGISTERED, "registered", 1, "受理登记")                                                     \
    X(CLASSIFIED, "classified", 2, "分类评估")                                                     \
    X(INVESTIGATING, "investigating", 3, "调查核实")                                               \
    X(PROPOSED, "proposed", 4, "提出方案")                                                         \
    X(TOLD, "told", 5, "答复客户")                                                                 \
    X(CONFIRMED, "confirmed", 6, "确认满意")                                                       \
    X(CLOSED, "closed", 7, "结案")                                                                 \
    X(REVIEWED, "reviewed", 8, "复核")

typedef enum ComplaintStep {
#define COMPLAINT_STEP_(constant, name, value, zh) STEP_##constant = value,
    COMPLAINT_STEPS(COMPLAINT_STEP_)
#undef COMPLAINT_STEP_
} ComplaintStep;

#define COMPLAINT_PARTIES(X)                                                                       \
    X(SHIPPER, "shipper", 1, "寄件人")                                                             \
    X(ORIGIN_OUTLET, "origin_outlet", 2, "收件网点")                                               \
    X(HUB, "hub", 3, "转运中心")                                                                   \
    X(LINEHAUL, "linehaul", 4, "干线运输")                                                         \
    X(DEST_OUTLET, "dest_outlet", 5, "派件网点")                                                   \
    X(COURIER, "courier", 6, "快递员")                                                             \
    X(STATION, "station", 7, "驿站")                                                               \
    X(CONSIGNEE, "consignee", 8, "收件人")                                                         \
    X(PLATFORM, "platform", 9, "电商平台")                                                         \
    X(FORCE_MAJEURE, "force_majeure", 10, "不可抗力")                                              \
    X(UNDETERMINED, "undetermined", 11, "无法认定")

typedef enum ComplaintParty {
#define COMPLAINT_PARTY_(constant, name, value, zh) PARTY_##constant = value,
    COMPLAINT_PARTIES(COMPLAINT_PARTY_)
#undef COMPLAINT_PARTY_
} ComplaintParty;

typedef enum Satisfaction {
    SATISFIED = 1,
    DISSATISFIED,
    SATISFACTION_UNANSWERED, /* asked, and there was no answer */
} Satisfaction;

extern const Name complaint_steps[], complaint_parties[];
extern const Name complaint_satisfactions[], complaint_verdicts[];

/* Who is responsible for how much of it, and how one knows. */
typedef struct ComplaintShare {
    int64_t party, percent;
    const char *outlet;        /* code, where one is known */
    const char *person;        /* staff number or login, where one is known */
    int64_t entry_id, file_id; /* evidence: an entry of the ticket, a file of the complaint; 0 */
    const char *note;          /* evidence in words; personal */
    /* not a field: */
    int64_t outlet_id;
} ComplaintShare;
extern const Shape complaint_share_shape;

typedef struct Complaint {
    int64_t ticket_id, version;
    const char *ticket; /* its number */
    const char *outlet; /* the ticket's */
    int64_t step;
    int64_t category;  /* ComplaintCategory; NONE until it is classified */
    const char *cause; /* code */
    int64_t value;     /* of the parcel, fen; NONE: unknown */
    int64_t founded;   /* 1, or 0; NONE until it is decided */
    const char *founded_why, *findings, *proposal;
    int64_t score;    /* severity × tier × age × value, hundredths */
    int64_t priority; /* that follows from it */
    Texts reasons;    /* alternating: factor and weight */
    List shares;      /* ComplaintShare; where one is read */
    int64_t received_at, answer_due_at;
    int64_t told_at, told_how, told_entry_id, told_by; /* how: a channel; by: account */
    int64_t answer_warned_at, answer_breached_at;      /* the law's clock: answer_clock.h */
    int64_t answer_holder_id, answer_holder_team_id;
    int64_t satisfaction;
    const char *satisfaction_note;
    int64_t satisfied_at;
    int64_t proposed_at;
    int64_t closed_at, closed_by, reviewed_at, reviewed_by;
    const char *review;
    int64_t cost; /* what it cost so far, fen: claims paid */
    int64_t changed_at;
    /* not fields: */
    const char *lane, *tier;
    int64_t month, outlet_id;
    const char *counted; /* the outlet that the sums have it under: code */
    int64_t counted_outlet_id;
    bool in_sums; /* they count it: not while its ticket is spam, or goes on in another */
} Complaint;
extern const Shape complaint_shape;
extern const Shape complaint_row_shape; /* in lists: without words and shares */

/* What is known so far; not given stays. */
typedef struct ComplaintFacts {
    int64_t category;
    const char *cause;
    int64_t value;
    int64_t founded; /* 1, or 0 */
    const char *founded_why, *findings, *proposal;
    int64_t told_entry_id; /* the entry that told the customer: a public message, call or notice */
    int64_t satisfaction;
    const char *satisfaction_note, *review;
} ComplaintFacts;
extern const Shape complaint_facts_shape;

/* A ticket that is opened as a complaint, or becomes one, has its complaint registered with it
 * (version 0), received when the ticket was opened. Its category is the ticket's, and follows it
 * until a cause is given, from when on the ticket's follows it; its value, what its first known
 * parcel is insured for. Until the customer was told, the ticket is neither resolved nor closed nor
 * of another kind, unless who has COMPLAINT_REVIEW gives a reason.
 *
 * In the transaction of ctx: says what is known of it at once. NOT_FOUND (no such ticket), INVALID
 * (no complaint by its kind; a wrong fact), CONFLICT (it was written since). */
Status complaint_register(Ctx *ctx, int64_t ticket_id, const ComplaintFacts *facts, Complaint *out);

/* In the scope of ctx's person. NOT_FOUND. */
Status complaint_find(Ctx *ctx, int64_t ticket_id, Complaint *out);

/* In the transaction of ctx: NOT_FOUND, STALE, INVALID (a cause of another category; an entry that
 * told the customer nothing), CONFLICT (it is closed: only `review` is written then). */
Status complaint_state_facts(Ctx *ctx, int64_t ticket_id, int64_t version,
                             const ComplaintFacts *facts, Complaint *out);

/* In the transaction of ctx: in place of the shares there are. INVALID: they do not sum to 100, a
 * party stands without evidence, an outlet, entry or file is none. CONFLICT: it is closed. */
Status complaint_share(Ctx *ctx, int64_t ticket_id, int64_t version, const List *shares,
                       Complaint *out);

/* In the transaction of ctx: to the next step, or back to investigating (with `why`, which lets it
 * be told again). CONFLICT: no such step from here. INVALID names the fact that is
 * missing. FORBIDDEN: the step needs another right, or another person than the one before. Closing
 * resolves the ticket, going back opens it. */
Status complaint_step(Ctx *ctx, int64_t ticket_id, int64_t version, ComplaintStep step,
                      const char *why, Complaint *out);

typedef struct ComplaintFilter {
    int64_t step;   /* NONE: those the customer was not told of yet */
    bool overdue;   /* past the law's deadline */
    int64_t format; /* TableFormat, where it is taken out as a file */
    int64_t limit;
    const char *cursor;
} ComplaintFilter;
extern const Shape complaint_filter_shape, complaint_export_shape;

/* By the deadline for the answer. */
Status complaint_list(Ctx *ctx, const ComplaintFilter *filter, List *out, const char **next);

/* The event that a complaint came to a step; the subject is the ticket, the payload says the step
 * and whether it was founded. */
#define COMPLAINT_STEPPED "complaint.stepped"
