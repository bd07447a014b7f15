#include "desk_work/bulk.h"

#include "desk/testing.h"
#include "job/job.h"

static int64_t given_ticket(T *t)
{
    return opened_ticket(t, blank_ticket(TICKET_INQUIRY, CHANNEL_EMAIL)).id;
}

static BulkAct act_of(int64_t kind)
{
    BulkAct act;
    shape_clear(&bulk_act_shape, &act);
    act.act = kind;
    return act;
}

static Bulk started(T *t, BulkAct act, const int64_t *ids, size_t count)
{
    BulkInput input = {.action = &act,
                       .tickets = {ARENA_ARRAY(t->ctx->arena, count, const char *)}};
    Bulk bulk;
    for (size_t i = 0; i < count; i++)
        input.tickets.items[i] = arena_format(t->ctx->arena, "%lld", (long long)ids[i]);
    input.tickets.count = count;
    check_ok(t, bulk_start(t->ctx, &input, &bulk));
    return bulk;
}

static Bulk ran(T *t, int64_t id)
{
    int64_t count;
    Bulk bulk;
    check_ok(t, jobs_run_due(t->ctx, &count));
    check_ok(t, bulk_find(t->ctx, id, &bulk));
    return bulk;
}

static void note_priority(T *t, int64_t id, int64_t priority)
{
    TicketEdit edit;
    check_ok(t, ticket_edit(t->ctx, id, NONE, &edit));
    edit.now.priority = priority;
    check_ok(t, ticket_save(t->ctx, &edit));
}

TEST_DB(many_are_changed_and_taken_back_but_for_what_was_changed_since)
{
    enum { MANY = 60 };
    int64_t ids[MANY + 1];
    Bulk bulk;
    for (int i = 0; i < MANY; i++)
        ids[i] = given_ticket(t);
    ids[MANY] = 7; /* there is none */
    BulkAct act = act_of(BULK_PRIORITY);
    act.priority = PRIORITY_LOW;
    bulk = started(t, act, ids, MANY + 1);
    check_int(t, bulk.total, MANY + 1);
    bulk = ran(t, bulk.id);
    check_int(t, bulk.state, BULK_DONE);
    check_int(t, bulk.done, MANY);
    check_int(t, bulk.failed, 1);
    check_int(t, stored_ticket(t, ids[0]).priority, PRIORITY_LOW);
    note_priority(t, ids[3], PRIORITY_HIGH);
    check_ok(t, bulk_undo(t->ctx, bulk.id, &bulk));
    bulk = ran(t, bulk.id);
    check_int(t, bulk.state, BULK_UNDONE);
    check_int(t, bulk.undone, MANY - 1);
    check_int(t, bulk.left_alone, 1);
    check_int(t, stored_ticket(t, ids[0]).priority, PRIORITY_NORMAL);
    check_int(t, stored_ticket(t, ids[3]).priority, PRIORITY_HIGH);
    check_status(t, bulk_undo(t->ctx, bulk.id, &bulk), CONFLICT);
}

TEST_DB(what_was_closed_or_merged_together_is_open_again)
{
    int64_t ids[] = {given_ticket(t), given_ticket(t)}, into = given_ticket(t);
    Bulk bulk = started(t, act_of(BULK_CLOSE), ids, 2);
    int64_t first = bulk.id;
    check_int(t, ran(t, first).done, 2);
    check_int(t, stored_ticket(t, ids[1]).type, TYPE_CLOSED);
    check_ok(t, bulk_undo(t->ctx, first, &bulk));
    check_int(t, ran(t, first).undone, 2);
    check_int(t, stored_ticket(t, ids[1]).type, TYPE_NEW);
    BulkAct act = act_of(BULK_MERGE);
    act.into_id = into;
    bulk = started(t, act, ids, 2);
    check_int(t, ran(t, bulk.id).done, 2);
    check_int(t, stored_ticket(t, ids[0]).merged_into_id, into);
    check_ok(t, bulk_undo(t->ctx, bulk.id, &bulk));
    check_int(t, ran(t, bulk.id).undone, 2);
    check_int(t, stored_ticket(t, ids[0]).merged_into_id, 0);
}

TEST_DB(what_is_cancelled_changes_nothing_more)
{
    int64_t id = given_ticket(t);
    BulkAct act = act_of(BULK_PRIORITY);
    act.priority = PRIORITY_HIGH;
    Bulk bulk = started(t, act, &id, 1);
    check_ok(t, bulk_cancel(t->ctx, bulk.id, &bulk));
    check_int(t, ran(t, bulk.id).state, BULK_CANCELLED);
    check_int(t, stored_ticket(t, id).priority, PRIORITY_NORMAL);
    check_status(t, bulk_cancel(t->ctx, bulk.id, &bulk), CONFLICT);
}
