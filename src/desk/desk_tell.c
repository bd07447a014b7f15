#include "desk/desk_tell.h"

#include "access/hearing.h"
#include "base/json.h"
#include "job/job.h"

static Status publish(Ctx *ctx, const char *event, TicketEvent *what, const Ticket *ticket)
{
    if (!event_wanted(ctx, event)) return OK;
    what->ticket_id = ticket->id;
    what->no = ticket->no;
    what->kind = ticket->kind;
    what->type = ticket->type;
    what->priority = ticket->priority;
    what->customer_id = ticket->customer_id;
    what->outlet_id = ticket->outlet_id;
    what->team_id = ticket->team_id;
    what->owner_id = ticket->owner_id;
    Buf buf;
    buf_init(&buf, ctx->arena);
    json_encode(&buf, &ticket_event_shape, what, NULL);
    Status s = buf_check(ctx, &buf);
    return s ? s : event_publish(ctx, event, ticket->id, buf.data);
}

Status desk_tell(Ctx *ctx, const TicketEdit *edit, const char *event)
{
    return desk_tell_one(ctx, edit, event, 0, NONE);
}

Status desk_tell_one(Ctx *ctx, const TicketEdit *edit, const char *event, int64_t account_id,
                     int64_t clock)
{
    TicketEvent what = {.entry_id = edit->entry_id, .account_id = account_id, .clock = clock};
    return publish(ctx, event, &what, &edit->now);
}

Status desk_tell_other(Ctx *ctx, const TicketEdit *edit, const char *event, int64_t other_id)
{
    TicketEvent what = {.entry_id = edit->entry_id, .clock = NONE, .other_id = other_id};
    return publish(ctx, event, &what, &edit->now);
}

/* What listeners are told: enough to know whether to look again. */
typedef struct News {
    int64_t id, version, type, priority, customer_id;
    const char *no;
    int64_t due_at;
    List waybills;
} News;

static const Field parcel_fields[] = {
    FIELD_ID(TicketWaybill, waybill_id, .doc = "Where it is known"),
    FIELD_TEXT(TicketWaybill, no, .doc = "The number"), FIELD_END};
static const Shape parcel_shape = SHAPE(TicketWaybill, parcel_fields, "A parcel it is about");

static const Field news_fields[] = {
    FIELD_ID(News, id, .doc = "The ticket"),
    FIELD_TEXT(News, no, .doc = "Its number"),
    FIELD_INT(News, version, .doc = "Rises with every change"),
    FIELD_ENUM(News, type, ticket_types, .doc = "What its state means"),
    FIELD_ENUM(News, priority, ticket_priorities, .doc = "How much it matters"),
    FIELD_TIME(News, due_at, .doc = "Deadline of its most urgent clock"),
    FIELD_ID(News, customer_id, .doc = "Who it is of"),
    FIELD_LIST(News, waybills, &parcel_shape, .doc = "What it is about"),
    FIELD_END};
static const Shape news_shape = SHAPE(News, news_fields, "A ticket that changed");

static Status tell_listeners(Ctx *ctx, const Ticket *ticket, bool customers_too)
{
    const News news = {.id = ticket->id,
                       .version = ticket->version,
                       .type = ticket->type,
                       .priority = ticket->priority,
                       .customer_id = ticket->customer_id,
                       .no = ticket->no,
                       .due_at = ticket->due_at,
                       .waybills = ticket->waybills};
    const int64_t keys[FEED_KEYS] = {[FEED_KEY_CUSTOMER] = customers_too ? ticket->customer_id : 0,
                                     [FEED_KEY_OUTLET] = ticket->outlet_id};
    return change_tell(ctx, "ticket.changed", &news_shape, &news, keys);
}

/* Colleagues hear of every entry, also of one that leaves the ticket as it was; the customer of
 * what it may read alone, so that when a note was written is not learnt either. */
Status desk_tell_entry(Ctx *ctx, const TicketEdit *edit, const Entry *entry)
{
    TicketEvent what = {.entry_id = entry->id,
                        .clock = NONE,
                        .visibility = name_of(entry_visibilities, entry->visibility)};
    Status s = publish(ctx, DESK_ENTRY_ADDED, &what, &edit->now);
    return s ? s : tell_listeners(ctx, &edit->now, entry->visibility == ENTRY_PUBLIC);
}

/* The event of a change of type; NULL for one that nobody is told of by itself. */
static const char *type_event(int64_t before, int64_t now)
{
    bool was_over = before == TYPE_RESOLVED || before == TYPE_CLOSED;
    if (before == now) return NULL;
    if (now == TYPE_RESOLVED) return DESK_TICKET_RESOLVED;
    if (now == TYPE_CLOSED) return DESK_TICKET_CLOSED;
    return was_over && now != TYPE_MERGED ? DESK_TICKET_REOPENED : NULL;
}

Status desk_tell_saved(Ctx *ctx, const TicketEdit *edit)
{
    const Ticket *before = &edit->before, *now = &edit->now;
    Status s = desk_tell(ctx, edit, edit->fresh ? DESK_TICKET_OPENED : DESK_TICKET_CHANGED);
    const char *event = edit->fresh ? NULL : type_event(before->type, now->type);
    if (!s && event) s = desk_tell(ctx, edit, event);
    bool held = before->owner_id != now->owner_id || before->team_id != now->team_id;
    if (!s && held && (now->owner_id || now->team_id))
        s = desk_tell_one(ctx, edit, DESK_TICKET_ASSIGNED, now->owner_id, NONE);
    return s ? s : tell_listeners(ctx, now, true);
}
