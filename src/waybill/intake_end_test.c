/* The end of a process whose database stays unwritable. */
#include <stdatomic.h>
#include <string.h>
#include <unistd.h>

#include "db/db.h"
#include "test.h"
#include "waybill/intake.h"

static const char body[] = "[{\"carrier\":\"sto\",\"no\":\"A1\",\"at\":\"2026-11-22T12:00:00+08:"
                           "00\",\"code\":\"hub_in\"}]";

SQL(lose_outcomes, "DROP TABLE intake_outcome");

typedef struct Answer {
    Ctx ctx;
    Status status;
    bool applied;
    atomic_bool given; /* last */
} Answer;

static void answer_note(void *user, Status status, const IntakeOutcome *outcome)
{
    Answer *answer = user;
    answer->applied = outcome->applied;
    answer->status = status;
    answer->given = true;
}

static void send_waiting(T *t, Answer *answer, const IntakePayload *payload)
{
    *answer = (Answer){.ctx = *t->ctx};
    check_ok(t, intake_submit(&answer->ctx, t->house->intake, payload, answer_note, answer));
}

typedef struct Failing {
    Intake *intake;
    int64_t rows;
} Failing;

/* So many rows were kept, and the intake fails. */
static bool is_failing(void *of)
{
    const Failing *wanted = of;
    IntakeState state;
    intake_state(wanted->intake, &state);
    return state.status && state.taken == wanted->rows;
}

static bool is_given(void *answer)
{
    return ((const Answer *)answer)->given;
}

TEST_DB(at_the_end_everybody_who_waits_in_the_queue_is_answered)
{
    check_ok(t, db_run_values(t->ctx, &lose_outcomes, NULL, 0, NULL));
    check_ok(t, database_return_writer(t->ctx, t->house->database, true));
    Intake *intake;
    check_ok(t, intake_open(t->ctx, t->url, &intake));
    t->house->intake = intake;
    const IntakePayload payload = {
        .kind = "scans", .body = body, .length = strlen(body), .wait = true};
    Answer answers[2];
    for (size_t i = 0; i < 2; i++) { /* the first fails, the other stands behind it */
        send_waiting(t, &answers[i], &payload);
        check(t, comes_true(is_failing, &(Failing){intake, (int64_t)(i + 1)}));
        check(t, !answers[i].given);
    }
    intake_end_soon(intake);
    check(t, comes_true(is_given, &answers[1]));
    for (size_t i = 0; i < 2; i++) /* both are kept */
        check(t, answers[i].given && answers[i].status == OK && !answers[i].applied);
    IntakeOutcome outcome;
    check_status(t, intake_take(t->ctx, intake, &payload, &outcome), UNAVAILABLE);
    intake_close(intake);
    t->house->intake = NULL;
}
