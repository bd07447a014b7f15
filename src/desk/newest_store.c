#include <string.h>

#include "access/keys.h"
#include "access/person.h"
#include "customer/customer.h"
#include "desk/entry_store.h"
#include "desk/queue_store.h"
#include "desk/ticket_indexed.h"

#define MORE                                                                                       \
    TICKET_ALSO("t.state =", "TEXT", "$15")                                                        \
    TICKET_ALSO("t.category =", "TEXT", "$16")                                                     \
    TICKET_ALSO("t.tier =", "TEXT", "$17") " AND t.id >= $19" TICKET_ALSO("t.id <", "BIGINT", "$20")
/* All that a filter asks of a ticket, and who asks may see. */
#define FITS                                                                                       \
    TICKET_MASKS("t", ".channel")                                                                  \
    " AND " OUTLET_IN_SCOPE("t.outlet_id", "$6") " AND " CUSTOMER_IN_SCOPE(                        \
        "t.customer_id",                                                                           \
        "$7") " AND (CAST($10 AS BIGINT) IS NULL OR COALESCE(t.owner_id, 0) = CAST($10 AS "        \
              "BIGINT))"                                                                           \
              " AND (CAST($11 AS BIGINT) IS NULL OR COALESCE(t.team_id, 0) = CAST($11 AS BIGINT))" \
              " AND (CAST($12 AS BIGINT) = 0 OR EXISTS (SELECT 1 FROM team_member m"               \
              " WHERE m.team_id = t.team_id AND m.account_id = CAST($12 AS BIGINT)))"              \
              " AND " OUTLET_IN_SCOPE(                                                             \
                  "t.outlet_id",                                                                   \
                  "$13") " AND (CAST($14 AS BIGINT) IS NULL OR EXISTS (SELECT 1 FROM "             \
                         "ticket_queue q"                                                          \
                         " WHERE q.ticket_id = t.id AND q.due_ms <= CAST($14 AS BIGINT)"           \
                         " AND q.due_ms >= CAST($18 AS BIGINT)))" MORE
#define NEWEST(from)                                                                               \
    "SELECT t.id, t.id FROM " from " AND t.id < $5 AND " FITS " ORDER BY t.id DESC LIMIT $8"

SQL(newest_any, NEWEST("ticket t WHERE CAST($9 AS BIGINT) IS NULL"));
SQL(newest_customer, NEWEST("ticket t WHERE t.customer_id = $9"));
SQL(newest_family, NEWEST("ticket t WHERE " CUSTOMER_FAMILY("t.customer_id", "$9")));
SQL(newest_waybill, NEWEST("ticket t WHERE t.id IN (SELECT x.ticket_id FROM ticket_waybill x"
                           " WHERE x.no = $9)"));
SQL(newest_tag, NEWEST("ticket_tag x JOIN ticket t ON t.id = x.ticket_id WHERE x.tag = $9"));
SQL(newest_phone, NEWEST("ticket t WHERE t.phone_key = $9"));
/* While the key of the index changes: both parts in the index's order, put together as they come.
 */
#define BY_PHONE(key)                                                                              \
    "SELECT t.id, t.id FROM ticket t WHERE t.phone_key = " key " AND t.id < $5 AND " FITS
SQL(newest_phones, BY_PHONE("$9") " UNION ALL " BY_PHONE("$21") " ORDER BY 1 DESC LIMIT $8");
SQL(newest_external, NEWEST("ticket t WHERE t.external_ref = $9"));
SQL(newest_incident, NEWEST("ticket t WHERE t.incident_id = $9"));

SQL(newest_category, NEWEST("ticket t WHERE t.category = $9"));
SQL(newest_tier, NEWEST("ticket t WHERE t.tier = $9"));
SQL(newest_state, NEWEST("ticket t WHERE t.state = $9"));

/* As service_store.c counts them: by the instant that a clock was met or breached. */
#define COUNTED_AT "COALESCE(k.breached_ms, k.met_ms)"
SQL(newest_counted,
    "SELECT " COUNTED_AT ", t.id FROM desk_clock k JOIN ticket t ON t.id = +k.subject_id"
    " WHERE k.subject_kind = 1 AND k.round = 1 AND k.clock = $9 AND k.policy_id <> 0"
    " AND " COUNTED_AT " >= $21 AND " COUNTED_AT " <= $22"
    " AND (" COUNTED_AT ", k.subject_id) < ($22, $5)"
    " AND t.spam = 0 AND t.merged_into_id IS NULL AND " FITS " ORDER BY " COUNTED_AT
    " DESC, k.subject_id DESC LIMIT $8");

SQL(newest_followed,
    NEWEST("ticket_follower x JOIN ticket t ON t.id = x.ticket_id WHERE x.account_id = $9"));

/* What goes on in place of a ticket that is followed: itself, where it was not merged. */
#define GOES_ON                                                                                    \
    "(WITH RECURSIVE up (id, into_id) AS (SELECT m.id, m.merged_into_id FROM ticket m"             \
    " WHERE m.id = x.ticket_id UNION ALL SELECT m.id, m.merged_into_id FROM up"                    \
    " JOIN ticket m ON m.id = up.into_id) SELECT up.id FROM up WHERE up.into_id IS NULL)"
/* Of all the tickets that anybody ever followed the newest: of older ones the list does not tell.
 */
#define FOLLOWED_LATELY                                                                            \
    "(SELECT * FROM ticket_follower WHERE account_id = $9 ORDER BY ticket_id DESC LIMIT 5000)"
#define FOLLOWED_WITH_NEWS                                                                         \
    "(SELECT DISTINCT f.root_id FROM (SELECT x.*, " GOES_ON " AS root_id"                          \
    " FROM " FOLLOWED_LATELY " x) f"                                                               \
    " WHERE (f.called_id > f.seen_id AND CAST($7 AS BIGINT) = 0)"                                  \
    " OR EXISTS (SELECT 1 FROM ticket_entry e WHERE e.ticket_id IN (f.ticket_id, f.root_id)"       \
    " AND e.id > f.seen_id AND e.kind IN " ENTRY_NEWS                                              \
    " AND COALESCE(e.author_id, 0) <> f.account_id"                                                \
    " AND (CAST($7 AS BIGINT) = 0 OR (e.visibility = 1 AND e.kind <> 14))))"

SQL(newest_unread, NEWEST(FOLLOWED_WITH_NEWS " r JOIN ticket t ON t.id = r.root_id WHERE 1 = 1"));

/* Machines follow nothing. */
static int64_t own_id(Ctx *ctx)
{
    return ctx_account_id(ctx) ? ctx_account_id(ctx) : -1;
}

/* Of the customer, of whom it was merged into and of all that were merged into the same. Most were
 * never merged: theirs stand in their order already, however many there are. */
static Status of_customer(Ctx *ctx, const char *code, const Sql **sql, DbValue *value)
{
    CustomerRef ref;
    int64_t survivor = 0, *members;
    size_t count = 0;
    Status s = customer_refs(ctx, &code, 1, &ref);
    if (!s && ref.id) s = customer_survivor(ctx, ref.id, &survivor);
    if (!s && ref.id) s = customer_members(ctx, survivor, &members, &count);
    *sql = count > 1 ? &newest_family : &newest_customer;
    *value = db_int(ref.id);
    return s;
}

enum { MORE_VALUES = 2 };

/* The statement of an anchor, its value ($9), and what else it takes behind what all take. */
typedef struct Anchored {
    const Sql *sql;
    DbValue value, more[MORE_VALUES];
    size_t more_count;
} Anchored;

/* The other key, where there is one; else it is not asked for. */
static Status of_phone(Ctx *ctx, const char *phone, Anchored *out)
{
    KeyIndex key;
    Status s = key_phone(ctx, TICKET_PHONE, phone, &key);
    bool both = key.other != key.now;
    *out = (Anchored){
        both ? &newest_phones : &newest_phone, db_int(key.now), {db_int(key.other)}, both};
    return s;
}

static Anchored of_counted(ClockKind clock, const QueueSearch *search)
{
    return (Anchored){&newest_counted,
                      db_int(clock),
                      {db_int(search->counted_from), db_int(search->after_key)},
                      2};
}

/* Nothing is named: what narrows it most is looked for by its index. */
static Anchored of_nothing(Ctx *ctx, const QueueSearch *s)
{
    if (scope_customer(ctx)) return (Anchored){&newest_customer, db_int(scope_customer(ctx))};
    if (s->category) return (Anchored){&newest_category, db_text(s->category)};
    if (s->tier) return (Anchored){&newest_tier, db_text(s->tier)};
    if (s->state) return (Anchored){&newest_state, db_text(s->state)};
    return (Anchored){&newest_any, db_null()};
}

static Status anchored(Ctx *ctx, TicketAnchor anchor, const TicketFilter *filter,
                       const QueueSearch *search, Anchored *out)
{
    switch (anchor) {
    case ANCHOR_CUSTOMER:
        *out = (Anchored){NULL};
        return of_customer(ctx, filter->customer, &out->sql, &out->value);
    case ANCHOR_WAYBILL:
        *out = (Anchored){&newest_waybill, db_text(filter->waybill)};
        return OK;
    case ANCHOR_TAG:
        *out = (Anchored){&newest_tag, db_text(filter->tag)};
        return OK;
    case ANCHOR_EXTERNAL:
        *out = (Anchored){&newest_external, db_text(filter->external_ref)};
        return OK;
    case ANCHOR_INCIDENT:
        *out = (Anchored){&newest_incident, db_int(filter->incident_id)};
        return OK;
    case ANCHOR_FOLLOWED:
        *out = (Anchored){&newest_followed, db_int(own_id(ctx))};
        return OK;
    case ANCHOR_UNREAD:
        *out = (Anchored){&newest_unread, db_int(own_id(ctx))};
        return OK;
    case ANCHOR_PHONE:
        return of_phone(ctx, filter->phone, out);
    case ANCHOR_ANSWERED:
        *out = of_counted(CLOCK_FIRST_RESPONSE, search);
        return OK;
    case ANCHOR_RESOLVED:
        *out = of_counted(CLOCK_RESOLUTION, search);
        return OK;
    case ANCHOR_NONE:
        break;
    }
    *out = of_nothing(ctx, search);
    return OK;
}

void queue_store_newest(QueueSearch *search, TicketAnchor anchor)
{
    bool counted = anchor == ANCHOR_ANSWERED || anchor == ANCHOR_RESOLVED;
    if (counted) search->after_key = search->counted_until;
    search->after_id = counted ? 0 : search->id_until == NONE ? INT64_MAX : search->id_until;
}

enum { FIT_VALUES = 20 };

static void fit_values(Ctx *ctx, const QueueSearch *s, DbValue anchor, DbValue values[FIT_VALUES])
{
    const DbValue all[FIT_VALUES] = {db_int(s->kinds),
                                     db_int(s->types),
                                     db_int(s->priorities),
                                     db_int(s->channels),
                                     db_int(s->after_id),
                                     db_int(scope_outlet(ctx)),
                                     db_int(scope_customer(ctx)),
                                     db_int(s->limit),
                                     anchor,
                                     db_int(s->owner_id),
                                     db_int(s->team_id),
                                     db_int(s->mine_id),
                                     db_int(s->outlet_id),
                                     db_int(s->due_until == INT64_MAX ? NONE : s->due_until),
                                     db_text(s->state),
                                     db_text(s->category),
                                     db_text(s->tier),
                                     db_int(s->due_from == NONE ? 0 : s->due_from),
                                     db_int(s->id_from == NONE ? 0 : s->id_from),
                                     db_int(s->id_until)};
    memcpy(values, all, sizeof all);
}

Status queue_store_anchored(Ctx *ctx, TicketAnchor anchor, const TicketFilter *filter,
                            const QueueSearch *search, List *out)
{
    Anchored by;
    Rows *rows;
    QueueRow *items = ARENA_ARRAY(ctx->arena, (size_t)search->limit, QueueRow);
    size_t count = 0;
    if (!items) return no_memory(ctx);
    Status s = anchored(ctx, anchor, filter, search, &by);
    if (s) return s;
    DbValue values[FIT_VALUES + MORE_VALUES];
    fit_values(ctx, search, by.value, values);
    memcpy(values + FIT_VALUES, by.more, sizeof by.more);
    s = db_query_values(ctx, by.sql, &rows, values, FIT_VALUES + by.more_count);
    if (s) return s;
    while (rows_next(rows))
        items[count++] = (QueueRow){rows_int(rows, 0), rows_int(rows, 1)};
    *out = (List){items, count};
    return rows_end(rows);
}

/* $5 and $8, which lists go on by, say nothing here. */
SQL(fitting_one, "SELECT t.id FROM ticket t WHERE t.id = $9 AND CAST($5 AS BIGINT) IS NOT NULL"
                 " AND CAST($8 AS BIGINT) IS NOT NULL AND " FITS);

typedef struct Fitting {
    int64_t *ids;
    size_t count;
} Fitting;

static Status each_fitting(void *user, size_t number, Rows *rows)
{
    Fitting *fitting = user;
    (void)number;
    fitting->ids[fitting->count++] = rows_int(rows, 0);
    return OK;
}

Status queue_store_fitting(Ctx *ctx, const QueueSearch *search, int64_t *ids, size_t *count)
{
    Fitting fitting = {.ids = ids};
    DbValue *values = ARENA_ARRAY(ctx->arena, *count * FIT_VALUES, DbValue);
    if (!values) return no_memory(ctx);
    for (size_t i = 0; i < *count; i++)
        fit_values(ctx, search, db_int(ids[i]), values + i * FIT_VALUES);
    Status s = db_query_many(ctx, &fitting_one, values, FIT_VALUES, *count, each_fitting, &fitting);
    *count = fitting.count;
    return s;
}
