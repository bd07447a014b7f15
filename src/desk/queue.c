#include "desk/queue.h"

#include <string.h>

#include "access/audit.h"
#include "access/person.h"
#include "base/json.h"
#include "desk/queue_store.h"
#include "desk/ticket_refs.h"

static const Field queue_fields[] = {
    FIELD_ID(Queue, id, .read_only = true, .doc = "Its id"),
    FIELD_INT(Queue, version, .read_only = true, .doc = "Rises with every change"),
    FIELD_TEXT(Queue, name, .required = true, .min = 1, .max = 60, .doc = "As people call it"),
    FIELD_BOOL(Queue, shared, .doc = "Everybody has it; else it is yours"),
    FIELD_INT(Queue, position, .max = 1000, .doc = "Order among the queues"),
    FIELD_OBJECT(Queue, filter, &ticket_filter_shape, .required = true, .doc = "What is in it"),
    FIELD_INT(Queue, count, .read_only = true, .doc = "How many are in it"),
    FIELD_TIME(Queue, due_at, .read_only = true, .doc = "Deadline of the most urgent in it"),
    FIELD_END};
const Shape queue_shape = SHAPE(Queue, queue_fields, "A filter that was saved");

static int64_t own_id(Ctx *ctx)
{
    return ctx->who ? ctx->who->id : 0;
}

static Status read_saved(Ctx *ctx, const QueueSaved *row, Queue *out)
{
    *out = (Queue){.id = row->id,
                   .version = row->version,
                   .name = row->name,
                   .shared = !row->account_id,
                   .position = row->position,
                   .filter = ARENA_NEW(ctx->arena, TicketFilter),
                   .count = NONE,
                   .due_at = NONE};
    if (!out->filter) return no_memory(ctx);
    Status s =
        json_decode(ctx, &ticket_filter_shape, out->filter, row->filter, strlen(row->filter));
    return s ? fail(ctx, INTERNAL, "queue %lld cannot be read", (long long)row->id) : OK;
}

/* A team or owner that is there no more leaves its queue empty. */
static Status count(Ctx *ctx, Queue *queue)
{
    TicketCount counted;
    Status s = ticket_count(ctx, queue->filter, &counted);
    if (s && s != INVALID) return s;
    if (s) problem_clear(ctx);
    queue->count = s ? 0 : counted.count;
    queue->due_at = s ? NONE : counted.due_at;
    return OK;
}

Status queue_list(Ctx *ctx, bool counts, List *out)
{
    List saved;
    Status s = queue_store_list(ctx, own_id(ctx), &saved);
    if (s) return s;
    const QueueSaved *rows = saved.items;
    Queue *items = ARENA_ARRAY(ctx->arena, saved.count, Queue);
    if (!items) return no_memory(ctx);
    for (size_t i = 0; i < saved.count && !s; i++) {
        s = read_saved(ctx, &rows[i], &items[i]);
        if (!s && counts) s = count(ctx, &items[i]);
    }
    *out = (List){items, saved.count};
    return s;
}

Status queue_find(Ctx *ctx, int64_t id, Queue *out)
{
    QueueSaved row;
    Status s = queue_store_find(ctx, id, own_id(ctx), &row);
    if (s == NOT_FOUND) return fail(ctx, NOT_FOUND, "there is no such queue");
    return s ? s : read_saved(ctx, &row, out);
}

static Status check_writer(Ctx *ctx, const Queue *queue)
{
    if (queue->shared && !ctx_may(ctx, TICKET_ADMIN))
        return fail(ctx, FORBIDDEN, "shared queues need the right %s", right_name(TICKET_ADMIN));
    if (!queue->shared && !own_id(ctx))
        return fail_field(ctx, "shared", "a queue of one's own needs somebody whose it is");
    return queue->shared ? scope_check_whole(ctx, "shared queues are") : OK;
}

static Status check_times(Ctx *ctx, const TicketFilter *filter)
{
    const struct {
        const char *field;
        int64_t from, until;
    } times[] = {{"opened_until", filter->opened_from, filter->opened_until},
                 {"due_until", filter->due_from, filter->due_until},
                 {"answered_until", filter->answered_from, filter->answered_until},
                 {"resolved_until", filter->resolved_from, filter->resolved_until}};
    for (size_t i = 0; i < sizeof times / sizeof *times; i++) {
        if (times[i].until <= 0 || times[i].from <= times[i].until) continue;
        return fail_field(ctx, times[i].field, "must not be before the time begins");
    }
    return OK;
}

static Status check(Ctx *ctx, const Queue *queue)
{
    TicketCount unused;
    Status s = check_writer(ctx, queue);
    if (!s) s = ref_line(ctx, "name", queue->name);
    if (!s) s = check_times(ctx, queue->filter);
    if (s) return s;
    if (queue->filter->q || queue->filter->phone)
        return fail_field(ctx, "filter",
                          "what people search for is not kept: leave out q and phone");
    return ticket_count(ctx, queue->filter, &unused);
}

static Status to_saved(Ctx *ctx, const Queue *queue, QueueSaved *row)
{
    Buf buf;
    buf_init(&buf, ctx->arena);
    json_encode(&buf, &ticket_filter_shape, queue->filter, &(View){.unmask = true});
    *row = (QueueSaved){.id = queue->id,
                        .version = queue->version,
                        .name = queue->name,
                        .account_id = queue->shared ? 0 : own_id(ctx),
                        .position = queue->position == NONE ? 0 : queue->position,
                        .filter = buf.data};
    return buf_check(ctx, &buf);
}

Status queue_create(Ctx *ctx, Queue *queue)
{
    QueueSaved row;
    Status s = check(ctx, queue);
    if (s) return s;
    queue->id = ctx_id(ctx);
    queue->version = 1;
    queue->count = queue->due_at = NONE;
    s = to_saved(ctx, queue, &row);
    if (!s) s = queue_store_insert(ctx, &row);
    return s ? s : audit_write(ctx, "queue.create", "queue", queue->id, NULL);
}

static Status stale(Ctx *ctx, const Queue *queue, int64_t version)
{
    return fail(ctx, STALE, "the queue is at version %lld, not %lld", (long long)queue->version,
                (long long)version);
}

Status queue_change(Ctx *ctx, int64_t id, int64_t version, const Queue *change, Queue *out)
{
    Queue old;
    QueueSaved row;
    bool written = false;
    Status s = queue_find(ctx, id, &old);
    if (!s) s = check_writer(ctx, &old);
    if (!s) s = check(ctx, change);
    if (s) return s;
    *out = *change;
    out->id = id;
    out->version = version + 1;
    out->count = out->due_at = NONE;
    s = to_saved(ctx, out, &row);
    if (!s) s = queue_store_update(ctx, &row, version, &written);
    if (!s && !written) s = stale(ctx, &old, version);
    return s ? s : audit_write(ctx, "queue.change", "queue", id, NULL);
}

Status queue_remove(Ctx *ctx, int64_t id, int64_t version)
{
    Queue old;
    bool deleted = false;
    Status s = queue_find(ctx, id, &old);
    if (!s) s = check_writer(ctx, &old);
    if (!s) s = queue_store_delete(ctx, id, version, &deleted);
    if (!s && !deleted) s = stale(ctx, &old, version);
    return s ? s : audit_write(ctx, "queue.remove", "queue", id, NULL);
}
