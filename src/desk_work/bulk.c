#include "desk_work/bulk.h"

#include <stdlib.h>

#include "access/audit.h"
#include "access/person.h"
#include "desk_work/bulk_jobs.h"
#include "desk_work/bulk_store.h"
#include "desk_work/macro.h"
#include "job/job.h"

static const Name acts[] = {{"assign", BULK_ASSIGN, "To a team or an owner"},
                            {"state", BULK_STATE, "To another state"},
                            {"tag", BULK_TAG, "Give and take tags"},
                            {"priority", BULK_PRIORITY, "Another priority"},
                            {"macro", BULK_MACRO, "Use a macro"},
                            {"close", BULK_CLOSE, "Close them"},
                            {"merge", BULK_MERGE, "Let them go on in one"},
                            {NULL, 0, NULL}};
static const Name states[] = {{"running", BULK_RUNNING, "It goes on"},
                              {"done", BULK_DONE, "All were looked at"},
                              {"cancelled", BULK_CANCELLED, "It was stopped on the way"},
                              {"undoing", BULK_UNDOING, "It is being taken back"},
                              {"undone", BULK_UNDONE, "It was taken back"},
                              {NULL, 0, NULL}};
static const Name item_states[] = {{"waiting", ITEM_WAITING, "Not yet"},
                                   {"done", ITEM_DONE, "It was changed"},
                                   {"failed", ITEM_FAILED, "It refused: `reason`"},
                                   {"undone", ITEM_UNDONE, "It is as it was"},
                                   {"left", ITEM_LEFT, "Changed since: left as it is"},
                                   {NULL, 0, NULL}};

static const Field act_fields[] = {
    FIELD_ENUM(BulkAct, act, acts, .required = true, .doc = "What is done"),
    FIELD_TEXT(BulkAct, team, .max = 32, .doc = "assign: code of the team; empty: none"),
    FIELD_TEXT(BulkAct, owner, .max = 64, .doc = "assign: login; empty: nobody"),
    FIELD_TEXT(BulkAct, state, .max = 40, .doc = "state: its code"),
    FIELD_TEXTS(BulkAct, add_tags, .max = 20, .doc = "tag: that they get"),
    FIELD_TEXTS(BulkAct, remove_tags, .max = 20, .doc = "tag: that they lose"),
    FIELD_ENUM(BulkAct, priority, ticket_priorities, .doc = "priority: the new one"),
    FIELD_ID(BulkAct, macro_id, .doc = "macro: which"),
    FIELD_ENUM(BulkAct, language, macro_languages, .doc = "macro: of the answer"),
    FIELD_ID(BulkAct, into_id, .doc = "merge: the ticket that goes on"),
    FIELD_END};
const Shape bulk_act_shape = SHAPE(BulkAct, act_fields, "One action");

static const Field input_fields[] = {
    FIELD_OBJECT(BulkInput, action, &bulk_act_shape, .required = true, .doc = "What is done"),
    FIELD_TEXTS(BulkInput, tickets, .max = BULK_TICKETS_MAX, .doc = "Ids of tickets"),
    FIELD_ID(BulkInput, queue_id, .doc = "Or a saved filter: all that is in it now"), FIELD_END};
const Shape bulk_input_shape = SHAPE(BulkInput, input_fields, "One action on many tickets");

static const Field bulk_fields[] = {
    FIELD_ID(Bulk, id, .doc = "Its id"),
    FIELD_INT(Bulk, version, .doc = "Rises as it goes on"),
    FIELD_ENUM(Bulk, state, states, .doc = "How it stands"),
    FIELD_TEXT(Bulk, login, .doc = "Who asked for it"),
    FIELD_OBJECT(Bulk, action, &bulk_act_shape, .doc = "What is done"),
    FIELD_INT(Bulk, total, .doc = "How many tickets"),
    FIELD_INT(Bulk, done, .doc = "How many were changed"),
    FIELD_INT(Bulk, failed, .doc = "How many refused"),
    FIELD_INT(Bulk, undone, .doc = "How many are as they were"),
    FIELD_INT(Bulk, left_alone, .doc = "How many had changed since, and were left"),
    FIELD_TIME(Bulk, created_at, .doc = "Since when"),
    FIELD_TIME(Bulk, ended_at, .doc = "Until when"),
    FIELD_END};
const Shape bulk_shape = SHAPE(Bulk, bulk_fields, "How an action on many tickets goes");

static const Field item_fields[] = {
    FIELD_ID(BulkItem, ticket_id, .doc = "The ticket"),
    FIELD_TEXT(BulkItem, no, .doc = "Its number"),
    FIELD_ENUM(BulkItem, state, item_states, .doc = "What became of it"),
    FIELD_INT(BulkItem, version_before, .doc = "Its version before"),
    FIELD_INT(BulkItem, version_after, .doc = "And after"),
    FIELD_TEXT(BulkItem, reason, .doc = "Why it refused, or was left"),
    FIELD_END};
const Shape bulk_item_shape = SHAPE(BulkItem, item_fields, "One of the tickets");

/* What an action needs is there. */
static Status check(Ctx *ctx, const BulkAct *act)
{
    const struct {
        int64_t act;
        bool given;
        const char *field, *message;
    } needs[] = {
        {BULK_ASSIGN, act->team || act->owner, "action.owner", "say to which team or owner"},
        {BULK_STATE, act->state, "action.state", "is required"},
        {BULK_TAG, act->add_tags.count || act->remove_tags.count, "action.add_tags",
         "say which tags"},
        {BULK_PRIORITY, act->priority != NONE, "action.priority", "is required"},
        {BULK_MACRO, act->macro_id, "action.macro_id", "is required"},
        {BULK_MERGE, act->into_id, "action.into_id", "is required"},
    };
    Macro macro;
    for (size_t i = 0; i < sizeof needs / sizeof *needs; i++)
        if (needs[i].act == act->act && !needs[i].given)
            return fail_field(ctx, needs[i].field, "%s", needs[i].message);
    if (act->act == BULK_MERGE) return ticket_visible(ctx, act->into_id);
    return act->act == BULK_MACRO ? macro_find(ctx, act->macro_id, &macro) : OK;
}

static Status add_selected(Ctx *ctx, int64_t bulk_id, const Texts *given)
{
    int64_t *ids = ARENA_ARRAY(ctx->arena, given->count, int64_t);
    if (!ids) return no_memory(ctx);
    for (size_t i = 0; i < given->count; i++) {
        char *end;
        ids[i] = strtoll(given->items[i], &end, 10);
        if (ids[i] <= 0 || *end || end == given->items[i])
            return fail_field(ctx, "tickets", "\"%.30s\" is no id", given->items[i]);
    }
    return item_store_insert(ctx, bulk_id, ids, given->count);
}

/* All that is in the filter now, page by page. */
static Status add_queue(Ctx *ctx, int64_t bulk_id, int64_t queue_id)
{
    Queue queue;
    size_t count = 0;
    Status s = queue_find(ctx, queue_id, &queue);
    if (s) return s;
    TicketFilter filter = *queue.filter;
    filter.limit = PAGE_MAX;
    filter.cursor = NULL;
    do {
        List list;
        s = ticket_list(ctx, &filter, &list, &filter.cursor);
        int64_t *ids = s ? NULL : ARENA_ARRAY(ctx->arena, list.count, int64_t);
        if (!s && !ids) s = no_memory(ctx);
        for (size_t i = 0; !s && i < list.count; i++)
            ids[i] = ((const Ticket *)list.items)[i].id;
        if (!s) s = item_store_insert(ctx, bulk_id, ids, list.count);
        if (!s && (count += list.count) > BULK_TICKETS_MAX)
            s = fail(ctx, TOO_LARGE, "at most %d tickets at once", BULK_TICKETS_MAX);
    } while (!s && filter.cursor);
    return s;
}

static Status start_job(Ctx *ctx, int64_t id)
{
    const char *key = arena_format(ctx->arena, "%lld", (long long)id);
    return key ? job_add(ctx, BULK_JOB, key, id, NULL, ctx_now(ctx)) : no_memory(ctx);
}

Status bulk_start(Ctx *ctx, const BulkInput *input, Bulk *out)
{
    static const Person system = {.kind = PERSON_SYSTEM};
    BulkRow row = {.who = ctx->who ? *ctx->who : system};
    if (scope_customer(ctx)) return fail(ctx, FORBIDDEN, "that is for colleagues");
    if ((input->tickets.count != 0) == (input->queue_id != 0))
        return fail_field(ctx, "tickets", "give either tickets or a queue_id");
    Status s = check(ctx, input->action);
    if (s) return s;
    row.bulk = (Bulk){.id = ctx_id(ctx),
                      .state = BULK_RUNNING,
                      .action = input->action,
                      .created_at = ctx_now(ctx)};
    s = input->queue_id ? add_queue(ctx, row.bulk.id, input->queue_id)
                        : add_selected(ctx, row.bulk.id, &input->tickets);
    if (!s) s = item_store_total(ctx, row.bulk.id, &row.bulk.total);
    if (!s) s = bulk_store_insert(ctx, &row);
    if (!s) s = start_job(ctx, row.bulk.id);
    if (!s) s = audit_write(ctx, "bulk.start", "bulk", row.bulk.id, NULL);
    return s ? s : bulk_find(ctx, row.bulk.id, out);
}

Status bulk_find(Ctx *ctx, int64_t id, Bulk *out)
{
    BulkRow row;
    int64_t own_id = ctx->who && !ctx_may(ctx, TICKET_ADMIN) ? ctx->who->id : 0;
    Status s = bulk_store_find(ctx, id, own_id, &row);
    if (s == NOT_FOUND) return fail(ctx, NOT_FOUND, "there is no such bulk action");
    *out = row.bulk;
    return s;
}

Status bulk_items(Ctx *ctx, int64_t id, int64_t state, const PageQuery *page, List *out,
                  const char **next)
{
    Bulk bulk;
    int64_t after, limit = page_limit(page->limit);
    Status s = bulk_find(ctx, id, &bulk);
    if (!s) s = page_start(ctx, page->cursor, 0, &after);
    if (!s) s = item_store_list(ctx, id, state, after, limit + 1, out);
    return s ? s : page_end(ctx, out, limit, &bulk_item_shape, next);
}

static Status go(Ctx *ctx, Bulk *bulk, int64_t to, const char *action)
{
    bool written = false;
    Status s = bulk_store_state(ctx, bulk->id, bulk->state, to, &written);
    if (!s && !written) s = fail(ctx, STALE, "it went on in the meantime: look again");
    if (!s) s = audit_write(ctx, action, "bulk", bulk->id, NULL);
    return s ? s : bulk_find(ctx, bulk->id, bulk);
}

Status bulk_cancel(Ctx *ctx, int64_t id, Bulk *out)
{
    Status s = bulk_find(ctx, id, out);
    if (s) return s;
    if (out->state != BULK_RUNNING) return fail(ctx, CONFLICT, "it does not run any more");
    return go(ctx, out, BULK_CANCELLED, "bulk.cancel");
}

Status bulk_undo(Ctx *ctx, int64_t id, Bulk *out)
{
    Status s = bulk_find(ctx, id, out);
    if (s) return s;
    if (out->state != BULK_DONE && out->state != BULK_CANCELLED)
        return fail(ctx, CONFLICT,
                    out->state == BULK_RUNNING ? "it still runs: cancel it first"
                                               : "it was taken back already");
    s = start_job(ctx, id);
    return s ? s : go(ctx, out, BULK_UNDOING, "bulk.undo");
}
