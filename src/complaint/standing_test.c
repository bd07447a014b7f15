/* What is spam, or goes on in another ticket, counts for nothing and is owed nothing meanwhile. */
#include "base/instant.h"
#include "complaint/complaint.h"
#include "complaint/tally.h"
#include "complaint/testing.h"
#include "desk/entry.h"
#include "desk/merge.h"
#include "insight/insight.h"
#include "job/testing.h"

static Status no_difference(void *user, const char *what, int64_t off_by)
{
    (void)off_by;
    check_text(user, what, "no difference");
    return OK;
}

/* So many complaints in the sums, in the figures, and at their first step. */
static void check_counted(T *t, int64_t expected)
{
    const TallyQuery query = {TALLY_MONTH, NONE, NONE, NONE, NONE};
    const ComplaintFilter filter = {.step = STEP_REGISTERED, .limit = 10};
    List list;
    const char *next;
    int64_t sum = 0, differences = -1;
    check_ok(t, tally_list(t->ctx, &query, &list));
    for (size_t i = 0; i < list.count; i++)
        sum += ((const TallyRow *)list.items)[i].complaints;
    check_int(t, sum, expected);
    check_ok(t, complaint_list(t->ctx, &filter, &list, &next));
    check_int(t, list.count, expected);
    check_ok(t, figures_verify(t->ctx, no_difference, t, &differences));
    check_int(t, differences, 0);
}

static void mark_spam(T *t, int64_t id, bool spam)
{
    Ticket out;
    check_ok(t, ticket_mark_spam(t->ctx, id, NONE, spam, &out));
}

static int64_t grown_older(T *t, int64_t id)
{
    return entries_of(t, id, ENTRY_COMPLAINT, "what", "aged");
}

TEST_DB(a_complaint_that_is_spam_counts_again_when_it_is_none)
{
    const int64_t id = given_complaint_ticket(t).id;
    given_complaint_ticket(t);
    check_counted(t, 2);
    mark_spam(t, id, true);
    check_counted(t, 1);
    mark_spam(t, id, false);
    check_counted(t, 2);
}

TEST_DB(a_complaint_that_is_merged_into_another_counts_again_when_that_is_undone)
{
    const int64_t id = given_complaint_ticket(t).id, into = given_complaint_ticket(t).id;
    Ticket out;
    check_ok(t, ticket_merge(t->ctx, id, NONE, into, &out));
    check_counted(t, 1);
    source_move(t->ctx->source, 2 * DAY_MS);
    run_jobs(t);
    check_int(t, grown_older(t, id), 0);
    check(t, grown_older(t, into) > 0);
    check_counted(t, 1);
    check_ok(t, ticket_unmerge(t->ctx, id, NONE, &out));
    check_counted(t, 2);
    run_jobs(t);
    check_int(t, grown_older(t, id), 1);
    check_counted(t, 2);
}

/* Its timer went off while it was nothing. */
TEST_DB(a_complaint_that_was_spam_when_its_answer_was_due_is_told_of_when_it_is_none)
{
    const int64_t id = given_complaint_ticket(t).id;
    Complaint complaint;
    mark_spam(t, id, true);
    source_move(t->ctx->source, 8 * DAY_MS);
    run_jobs(t);
    check_int(t, entries_of(t, id, ENTRY_COMPLAINT, "what", "answer_breached"), 0);
    mark_spam(t, id, false);
    run_jobs(t);
    check_int(t, entries_of(t, id, ENTRY_COMPLAINT, "what", "answer_breached"), 1);
    check_ok(t, complaint_find(t->ctx, id, &complaint));
    check_int(t, complaint.answer_breached_at, TEST_NOW + 7 * DAY_MS);
}
