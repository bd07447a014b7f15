#include "desk/desk_tell.h"

#include "access/hearing.h"
#include "access/setting.h"
#include "base/json.h"
#include "db/db.h"
#include "house.h"
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

Status desk_tell_entry(Ctx *ctx, const TicketEdit *edit, const Entry *entry)
{
    TicketEvent what = {.entry_id = entry->id, .clock = NONE};
    return publish(ctx, DESK_ENTRY_ADDED, &what, &edit->now);
}

/* What listeners are told: enough to know whether to look again. */
typedef struct News {
    int64_t id, version, type, priority;
    const char *no;
    int64_t due_at;
} News;

static const Field news_fields[] = {
    FIELD_ID(News, id, .doc = "The ticket"),
    FIELD_TEXT(News, no, .doc = "Its number"),
    FIELD_INT(News, version, .doc = "Rises with every change"),
    FIELD_ENUM(News, type, ticket_types, .doc = "What its state means"),
    FIELD_ENUM(News, priority, ticket_priorities, .doc = "How much it matters"),
    FIELD_TIME(News, due_at, .doc = "Deadline of its most urgent clock"),
    FIELD_END};
static const Shape news_shape = SHAPE(News, news_fields, "A ticket that changed");

typedef struct Telling {
    struct Feed *feed;
    FeedChange change;
} Telling;

static void tell_feed(void *work)
{
    const Telling *telling = work;
    feed_publish(telling->feed, &telling->change);
}

static Status tell_listeners(Ctx *ctx, const Ticket *ticket)
{
    struct Feed *feed = ctx->house ? ctx->house->feed : NULL;
    if (!feed_wanted(feed)) return OK;
    News news = {.id = ticket->id,
                 .version = ticket->version,
                 .type = ticket->type,
                 .priority = ticket->priority,
                 .no = ticket->no,
                 .due_at = ticket->due_at};
    Telling *telling = ARENA_NEW(ctx->arena, Telling);
    if (!telling) return no_memory(ctx);
    Buf buf;
    buf_init(&buf, ctx->arena);
    json_encode(&buf, &news_shape, &news, &(View){.zone = setting_text(ctx, SETTING_NAMED_ZONE)});
    Status s = buf_check(ctx, &buf);
    if (s) return s;
    *telling = (Telling){feed, {.event = "ticket.changed", .data = buf.data}};
    telling->change.keys[FEED_KEY_CUSTOMER] = ticket->customer_id;
    telling->change.keys[FEED_KEY_OUTLET] = ticket->outlet_id;
    return db_after_commit(ctx, tell_feed, telling);
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
    return s ? s : tell_listeners(ctx, now);
}
