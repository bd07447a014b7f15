/* appeal.h -- appeals to the postal regulator (邮政业消费者申诉) that it handed to the company.
 *
 * An appeal belongs to the ticket of the complaint behind it, and has a clock of its own: the
 * service level of the clock «appeal», fifteen days after the transfer as shipped. What was
 * replied is sealed. Times are UTC milliseconds, NONE where a thing has not happened. */
#pragma once

#include "base/ctx.h"
#include "base/field.h"

typedef enum AppealState { APPEAL_TRANSFERRED = 1, APPEAL_REPLIED, APPEAL_DECIDED } AppealState;

typedef enum AppealResult {
    APPEAL_FOUNDED = 1,
    APPEAL_UNFOUNDED,
    APPEAL_SETTLED,   /* by mediation */
    APPEAL_WITHDRAWN, /* by who appealed */
} AppealResult;

extern const Name appeal_states[], appeal_results[];

typedef struct Appeal {
    int64_t id, version;
    int64_t ticket_id;
    const char *ticket, *outlet; /* number; code */
    int64_t state;
    const char *reference; /* the regulator's number; unique */
    const char *authority; /* which regulator */
    int64_t transferred_at, due_at;
    bool late;         /* transferred later than an appeal is possible */
    const char *claim; /* what is demanded; personal, as the reply */
    const char *reply;
    int64_t replied_at, replied_by;
    bool overdue; /* replied too late, or not yet and past its deadline */
    int64_t result, result_at;
    int64_t keep_until; /* its files are kept so long; NONE until it is decided */
    int64_t changed_at;
    /* not fields: */
    int64_t warned_at, told_at; /* of its deadline, and that it passed */
    int64_t counted_outlet_id;  /* the outlet that the sums have it under */
} Appeal;
extern const Shape appeal_shape;

typedef struct AppealInput {
    const char *reference, *authority;
    int64_t transferred_at;
    const char *claim;
} AppealInput;
extern const Shape appeal_input_shape;

/* In the transaction of ctx: NOT_FOUND (no such ticket), CONFLICT (the reference is entered),
 * INVALID (transferred in the future, or no complaint). */
Status appeal_enter(Ctx *ctx, int64_t ticket_id, const AppealInput *input, Appeal *out);

/* In the scope of ctx's person. NOT_FOUND. */
Status appeal_find(Ctx *ctx, int64_t id, Appeal *out);

/* In the transaction of ctx: the company's reply, once. NOT_FOUND, STALE, CONFLICT. */
Status appeal_reply(Ctx *ctx, int64_t id, int64_t version, const char *reply, Appeal *out);

/* In the transaction of ctx: what the regulator decided; it may be put right. NOT_FOUND, STALE;
 * CONFLICT before the reply (unless it was withdrawn). */
Status appeal_decide(Ctx *ctx, int64_t id, int64_t version, AppealResult result, Appeal *out);

typedef struct AppealFilter {
    bool overdue;
    int64_t format; /* TableFormat, where it is taken out as a file */
    int64_t limit;
    const char *cursor;
} AppealFilter;
extern const Shape appeal_filter_shape, appeal_export_shape;

/* Those without a reply, by deadline. `next` NULL at the end. */
Status appeal_list(Ctx *ctx, const AppealFilter *filter, List *out, const char **next);

/* Those of a ticket; at most 100. NOT_FOUND where the ticket is out of scope. */
Status appeal_list_ticket(Ctx *ctx, int64_t ticket_id, List *out);

/* In the transaction of a timer: tells once that one is soon due, and once that it was not replied
 * to in time, as its service level says. */
Status appeal_look(Ctx *ctx, int64_t id);

/* The event of that; the subject is the ticket. */
#define APPEAL_OVERDUE "complaint.appeal_overdue"
