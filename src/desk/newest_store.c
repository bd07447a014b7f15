#include <string.h>

#include "access/keys.h"
#include "access/person.h"
#include "customer/customer.h"
#include "desk/entry_store.h"
#include "desk/queue_store.h"
#include "desk/ticket_indexed.h"

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
                         " WHERE q.ticket_id = t.id AND q.due_ms <= CAST($14 AS BIGINT)))"
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
SQL(newest_phones, BY_PHONE("$9") " UNION ALL " BY_PHONE("$15") " ORDER BY 1 DESC LIMIT $8");
SQL(newest_external, NEWEST("ticket t WHERE t.external_ref = $9"));
SQL(newest_incident, NEWEST("ticket t WHERE t.incident_id = $9"));

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
    return ctx->who && ctx->who->kind == PERSON_HUMAN ? ctx->who->id : -1;
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

/* value[1] is of the other key, where there is one; else it is not asked for. */
static Status of_phone(Ctx *ctx, const char *phone, const Sql **sql, DbValue *value)
{
    KeyIndex key;
    Status s = key_phone(ctx, TICKET_PHONE, phone, &key);
    *sql = key.other == key.now ? &newest_phone : &newest_phones;
    value[0] = db_int(key.now);
    value[1] = db_int(key.other);
    return s;
}

static Status anchor_value(Ctx *ctx, TicketAnchor anchor, const TicketFilter *filter,
                           const Sql **sql, DbValue *value)
{
    Status s = OK;
    switch (anchor) {
    case ANCHOR_CUSTOMER:
        s = of_customer(ctx, filter->customer, sql, value);
        break;
    case ANCHOR_WAYBILL:
        *sql = &newest_waybill, *value = db_text(filter->waybill);
        break;
    case ANCHOR_TAG:
        *sql = &newest_tag, *value = db_text(filter->tag);
        break;
    case ANCHOR_EXTERNAL:
        *sql = &newest_external, *value = db_text(filter->external_ref);
        break;
    case ANCHOR_INCIDENT:
        *sql = &newest_incident, *value = db_int(filter->incident_id);
        break;
    case ANCHOR_FOLLOWED:
    case ANCHOR_UNREAD:
        *sql = anchor == ANCHOR_UNREAD ? &newest_unread : &newest_followed;
        *value = db_int(own_id(ctx));
        break;
    case ANCHOR_PHONE:
        s = of_phone(ctx, filter->phone, sql, value);
        break;
    case ANCHOR_NONE:
        *sql = scope_customer(ctx) ? &newest_customer : &newest_any;
        *value = scope_customer(ctx) ? db_int(scope_customer(ctx)) : db_null();
        break;
    }
    return s;
}

enum { FIT_VALUES = 14 };

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
                                     db_int(s->due_until == INT64_MAX ? NONE : s->due_until)};
    memcpy(values, all, sizeof all);
}

Status queue_store_anchored(Ctx *ctx, TicketAnchor anchor, const TicketFilter *filter,
                            const QueueSearch *search, List *out)
{
    const Sql *sql = NULL;
    DbValue value[2] = {db_null(), db_null()};
    Rows *rows;
    QueueRow *items = ARENA_ARRAY(ctx->arena, (size_t)search->limit, QueueRow);
    size_t count = 0;
    if (!items) return no_memory(ctx);
    Status s = anchor_value(ctx, anchor, filter, &sql, value);
    DbValue values[FIT_VALUES + 1];
    fit_values(ctx, search, value[0], values);
    values[FIT_VALUES] = value[1];
    if (!s) s = db_query_values(ctx, sql, &rows, values, FIT_VALUES + (sql == &newest_phones));
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
