/* intake.h -- the durable door: what is received is kept as it came and acknowledged, then applied
 * in large sorted batches by one thread.
 *
 * Nothing acknowledged is lost: after a restart what was not applied yet is decoded and applied
 * again, and an event that was is a duplicate. Payloads are kept for the setting
 * intake_keep_hours. While more than INTAKE_ROWS_MAX rows or INTAKE_BYTES_MAX bytes wait to be
 * applied, what comes is neither kept nor answered until there is room; over INTAKE_PARKED_MAX
 * bytes of that are refused. */
#pragma once

#include "base/field.h"
#include "base/upsert.h"
#include "waybill/scan.h"

enum {
    INTAKE_ROWS_MAX = 200000,
    INTAKE_BATCH_ROWS = 50000, /* what one transaction applies, and the rest of its last payload */
    INTAKE_PROBLEMS_MAX = 100,
    INTAKE_WAIT_S = 10, /* for what was acknowledged to be applied */
    INTAKE_BYTES_MAX = 48 << 20,
    INTAKE_PARKED_MAX = 16 << 20
};

/* What a payload is: how its bytes become rows. A row in a table, so that it can be decoded again
 * after a restart. */
typedef struct IntakeKind {
    const char *name; /* "scans": stored */
    /* Decodes the body into rows, all in ctx's arena; bad rows are REJECTED ones among them. Any
     * Status but OK: the body as a whole is refused. `options` is the text stored with it. */
    Status (*decode)(Ctx *ctx, const char *body, size_t length, const char *options,
                     UpsertRow **rows, size_t *count);
} IntakeKind;

/* Ends with a NULL name; in intake_kind.c. */
extern const IntakeKind intake_kinds[];

typedef struct IntakePayload {
    const char *kind; /* name of an IntakeKind */
    const char *body;
    size_t length;
    const char *options; /* of the kind: of "scans" the Content-Type; NULL: none */
    int64_t principal;   /* id of the person or token; 0: nobody's */
    bool wait;           /* answer when it is applied */
} IntakePayload;

/* What became of a payload's rows. */
typedef struct IntakeOutcome {
    int64_t id; /* the receipt */
    bool applied;
    int64_t received, accepted, duplicate, quarantined, rejected;
    List problems; /* of IntakeProblem, the first 100 */
} IntakeOutcome;
extern const Shape intake_outcome_shape;

typedef struct IntakeProblem {
    int64_t row;
    const char *field, *reason;
} IntakeProblem;
extern const Shape intake_problem_shape;

typedef struct Intake Intake;

/* Opens the store of payloads for ctx->house and starts the applying thread, which first applies
 * what was left over. `url` is that of the main database: on a server the payloads are kept there
 * too, else in DATA/intake/. The caller sets house->intake. */
Status intake_open(Ctx *ctx, const char *url, Intake **out);
void intake_close(Intake *intake); /* applies what waits; NULL is allowed */

/* The process is about to end, though requests are still under way: when what waits cannot be
 * applied in half a second of attempts, it is left to the next start, and whoever waits for it is
 * answered with the receipt. NULL is allowed. */
void intake_end_soon(Intake *intake);

/* Called once, from a thread of the intake's: the payload is on disk (and applied, where it waits),
 * or `status` and the Problem of the submitter's ctx say why not. May use that ctx, without a
 * database. */
typedef void IntakeDone(void *user, Status status, const IntakeOutcome *outcome);

/* Decodes a payload in this thread and hands it over to be kept: many that come together are kept
 * by one commit, and nobody stands waiting (a route that defers answers from `done`). `ctx` and
 * `payload` must live until `done`. INVALID or TOO_LARGE, at once and without `done`, when the body
 * as a whole is refused: nothing is kept then; UNAVAILABLE when too much waits. A payload all of
 * whose rows are rejected is kept like any other. */
Status intake_submit(Ctx *ctx, Intake *intake, const IntakePayload *payload, IntakeDone *done,
                     void *user);

/* The same, and waits for it: for commands and tests. */
Status intake_take(Ctx *ctx, Intake *intake, const IntakePayload *payload, IntakeOutcome *out);

/* What became of it. NOT_FOUND when no such payload is kept, to who is limited to an outlet or a
 * customer when another brought it. */
Status intake_outcome(Ctx *ctx, Intake *intake, int64_t id, IntakeOutcome *out);

/* Whether something this principal was acknowledged is not applied yet; after a start, whether
 * anything that an earlier process left is not. Cheap. */
bool intake_waits(Intake *intake, int64_t principal);

/* Waits until what this principal was acknowledged is applied: so that who wrote sees it. Returns
 * at once when nothing of theirs waits. TIMED_OUT after 10 s. */
Status intake_wait_applied(Ctx *ctx, Intake *intake, int64_t principal);

/* In the transaction of ctx: forgets payloads received before an instant that were applied, and
 * what became of them. */
Status intake_prune(Ctx *ctx, Intake *intake, int64_t before_ms);

/* Other code of this process writes this parcel's facts, in a transaction: what is kept of them in
 * memory is forgotten. NULL is allowed. */
void intake_forget(Intake *intake, const char *carrier, const char *no);

/* Where the payloads are kept. */
struct Database *intake_database(Intake *intake);

typedef struct IntakeState {
    int64_t waiting_rows, waiting_bytes;
    int64_t taken, applied, batches;
    int64_t oldest_ms; /* receipt of the oldest that waits; NONE */
    Status status;     /* of the last batch: not OK while it cannot be applied and is tried again */
} IntakeState;

/* How it stands; /metrics tells most of it. */
void intake_state(Intake *intake, IntakeState *out);
