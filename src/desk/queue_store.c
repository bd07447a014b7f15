#include "desk/queue_store.h"

#include <string.h>

#include "access/keys.h"
#include "access/person.h"
#include "desk/entry_store.h"

#define HAS_BIT(mask, column) "((CAST(" mask " AS BIGINT) >> CAST(" column " AS INTEGER)) & 1) = 1"
#define MASKS(of, source)                                                                          \
    HAS_BIT("$1", of ".kind")                                                                      \
    " AND " HAS_BIT("$2", of ".type") " AND " HAS_BIT("$3", of ".priority") " AND " HAS_BIT(       \
        "$4", of source)
#define CELLS                                                                                      \
    "c.n > 0 AND " MASKS(                                                                          \
        "c",                                                                                       \
        ".source") " AND (CAST($5 AS BIGINT) IS NULL OR"                                           \
                   " c.team_id = CAST($5 AS BIGINT)) AND (CAST($6 AS BIGINT) = 0 OR EXISTS "       \
                   "(SELECT 1"                                                                     \
                   " FROM team_member m WHERE m.team_id = c.team_id AND m.account_id = CAST($6 "   \
                   "AS BIGINT)))"                                                                  \
                   " AND " OUTLET_IN_SCOPE("c.outlet_id", "$7") " AND " OUTLET_IN_SCOPE(           \
                       "c.outlet_id",                                                              \
                       "$8") " AND (CAST($9 AS BIGINT) IS NULL OR c.owned = CAST($9 AS BIGINT))"
/* What is asked of a row of a cell that is not the same for all of it. */
#define ROW(beyond, channels, until)                                                               \
    "(" beyond ") AND " HAS_BIT(channels, "q.channel") " AND q.due_ms <= CAST(" until " AS "       \
                                                       "BIGINT)"
#define FIRSTS(column, beyond)                                                                     \
    "SELECT f.id, f.first FROM (SELECT c.id, (SELECT " column " FROM ticket_queue q WHERE"         \
    " q.cell_id = c.id AND " ROW(                                                                  \
        beyond, "$12", "$13") " ORDER BY " column                                                  \
                              ", q.ticket_id LIMIT 1) AS first FROM ticket_cell c WHERE " CELLS    \
                              ") f WHERE f.first IS NOT NULL ORDER BY f.first LIMIT $14"
#define OF_CELL(column, beyond)                                                                    \
    "SELECT " column ", q.ticket_id FROM ticket_queue q WHERE q.cell_id = $1 AND " ROW(            \
        beyond, "$4", "$5") " ORDER BY " column ", q.ticket_id LIMIT $6"
#define OF_ALL(column, beyond)                                                                     \
    "SELECT " column                                                                               \
    ", q.ticket_id FROM ticket_queue q WHERE CAST($1 AS BIGINT) IS NULL AND " ROW(                 \
        beyond, "$4", "$5") " ORDER BY " column ", q.ticket_id LIMIT $6"
#define OF_OWNER(column, beyond)                                                                   \
    "SELECT " column ", q.ticket_id FROM ticket_queue q JOIN ticket_cell c ON c.id = q.cell_id"    \
    " WHERE q.owner_id = $15 AND " ROW(beyond, "$12", "$13") " AND " CELLS " ORDER BY " column     \
                                                             ", q.ticket_id LIMIT $14"

#define DUE_AFTER(key, id) "(q.due_ms, q.ticket_id) > (" key ", " id ")"
#define URGENCY_AFTER(key, id) "(q.urgency, q.ticket_id) > (" key ", " id ")"
#define AGE_AFTER(key, id) "q.ticket_id > " id " AND CAST(" key " AS BIGINT) IS NOT NULL"

SQL(firsts_due, FIRSTS("q.due_ms", DUE_AFTER("$10", "$11")));
SQL(firsts_urgency, FIRSTS("q.urgency", URGENCY_AFTER("$10", "$11")));
SQL(firsts_age, FIRSTS("q.ticket_id", AGE_AFTER("$10", "$11")));
SQL(cell_due, OF_CELL("q.due_ms", DUE_AFTER("$2", "$3")));
SQL(cell_urgency, OF_CELL("q.urgency", URGENCY_AFTER("$2", "$3")));
SQL(cell_age, OF_CELL("q.ticket_id", AGE_AFTER("$2", "$3")));
SQL(all_due, OF_ALL("q.due_ms", DUE_AFTER("$2", "$3")));
SQL(all_urgency, OF_ALL("q.urgency", URGENCY_AFTER("$2", "$3")));
SQL(all_age, OF_ALL("q.ticket_id", AGE_AFTER("$2", "$3")));
SQL(owner_due, OF_OWNER("q.due_ms", DUE_AFTER("$10", "$11")));
SQL(owner_urgency, OF_OWNER("q.urgency", URGENCY_AFTER("$10", "$11")));
SQL(owner_age, OF_OWNER("q.ticket_id", AGE_AFTER("$10", "$11")));

typedef struct SortStatements {
    const Sql *firsts, *cell, *all, *owner;
} SortStatements;

static SortStatements statements_of(TicketSort sort)
{
    if (sort == SORT_URGENCY)
        return (SortStatements){&firsts_urgency, &cell_urgency, &all_urgency, &owner_urgency};
    if (sort == SORT_DUE) return (SortStatements){&firsts_due, &cell_due, &all_due, &owner_due};
    return (SortStatements){&firsts_age, &cell_age, &all_age, &owner_age};
}

enum { CELL_VALUES = 9, SEARCH_VALUES = 14, OWNER_VALUES = 15 };

/* Channels that cells do not tell apart. */
enum { OTHER_CHANNELS = 0xFE };

/* The sources that hold any of the channels. */
static int64_t sources_of(int64_t channels)
{
    int64_t named = INT64_C(1) << CHANNEL_REGULATOR | INT64_C(1) << CHANNEL_WATCH;
    return (channels & named) | ((channels & OTHER_CHANNELS) ? 1 : 0);
}

static void search_values(Ctx *ctx, const QueueSearch *s, DbValue values[OWNER_VALUES])
{
    const DbValue all[OWNER_VALUES] = {db_int(s->kinds),
                                       db_int(s->types),
                                       db_int(s->priorities),
                                       db_int(sources_of(s->channels)),
                                       db_int(s->team_id),
                                       db_int(s->mine_id),
                                       db_int(scope_outlet(ctx)),
                                       db_int(s->outlet_id),
                                       db_int(s->owner_id == 0 ? 0 : NONE),
                                       db_int(s->after_key),
                                       db_int(s->after_id),
                                       db_int(s->channels),
                                       db_int(s->due_until),
                                       db_int(s->limit),
                                       db_int(s->owner_id)};
    memcpy(values, all, sizeof all);
}

/* The best so far, in order; never more than `room`. */
typedef struct Best {
    QueueRow *rows;
    size_t count, room;
} Best;

static bool comes_before(const QueueRow *a, const QueueRow *b)
{
    return a->key < b->key || (a->key == b->key && a->id < b->id);
}

static void best_add(Best *best, QueueRow row)
{
    if (best->count == best->room) {
        if (!comes_before(&row, &best->rows[best->count - 1])) return;
        best->count--;
    }
    size_t at = best->count++;
    for (; at > 0 && comes_before(&row, &best->rows[at - 1]); at--)
        best->rows[at] = best->rows[at - 1];
    best->rows[at] = row;
}

static Status read_into(Rows *rows, Best *best)
{
    while (rows_next(rows))
        best_add(best, (QueueRow){rows_int(rows, 0), rows_int(rows, 1)});
    return rows_end(rows);
}

static Status read_rows(Ctx *ctx, const Sql *sql, int64_t cell_id, const QueueSearch *s, Best *best)
{
    Rows *rows;
    Status status =
        db_query(ctx, sql, &rows, db_id(cell_id), db_int(s->after_key), db_int(s->after_id),
                 db_int(s->channels), db_int(s->due_until), db_int(s->limit));
    return status ? status : read_into(rows, best);
}

/* The first cells, at most `room`, in the order of their first row. */
static Status read_firsts(Ctx *ctx, const Sql *sql, const QueueSearch *search, int64_t room,
                          List *out)
{
    Rows *rows;
    DbValue values[OWNER_VALUES];
    QueueRow *cells = ARENA_ARRAY(ctx->arena, (size_t)room, QueueRow);
    size_t count = 0;
    if (!cells) return no_memory(ctx);
    search_values(ctx, search, values);
    values[SEARCH_VALUES - 1] = db_int(room);
    Status s = db_query_values(ctx, sql, &rows, values, SEARCH_VALUES);
    if (s) return s;
    while (rows_next(rows))
        cells[count++] = (QueueRow){.id = rows_int(rows, 0), .key = rows_int(rows, 1)};
    *out = (List){cells, count};
    return rows_end(rows);
}

static bool lies_behind(const Best *best, int64_t key)
{
    return best->count == best->room && key > best->rows[best->count - 1].key;
}

/* As soon as a cell begins behind the whole page, the page is done. No more cells than rows can
 * have a part in it, but for those that begin with the same key as the last: then more are asked
 * for. */
static Status read_cells(Ctx *ctx, const SortStatements *of, const QueueSearch *search, Best *best)
{
    bool done = false;
    Status s = OK;
    for (int64_t room = search->limit; !s && !done; room *= 4) {
        List list = {NULL, 0};
        s = read_firsts(ctx, of->firsts, search, room, &list);
        const QueueRow *cells = list.items;
        best->count = 0;
        done = !s && (int64_t)list.count < room;
        for (size_t i = 0; !s && i < list.count; i++) {
            if (lies_behind(best, cells[i].key)) {
                done = true;
                break;
            }
            s = read_rows(ctx, of->cell, cells[i].id, search, best);
        }
    }
    return s;
}

Status queue_store_page(Ctx *ctx, const QueueSearch *search, List *out)
{
    SortStatements of = statements_of(search->sort);
    Best best = {.rows = ARENA_ARRAY(ctx->arena, (size_t)search->limit, QueueRow),
                 .room = (size_t)search->limit};
    if (!best.rows) return no_memory(ctx);
    Status s;
    if (search->owner_id != NONE && search->owner_id != 0) {
        Rows *rows;
        DbValue values[OWNER_VALUES];
        search_values(ctx, search, values);
        s = db_query_values(ctx, of.owner, &rows, values, OWNER_VALUES);
        if (!s) s = read_into(rows, &best);
    } else if (search->plain && search->owner_id == NONE && !scope_outlet(ctx)) {
        s = read_rows(ctx, of.all, 0, search, &best);
    } else {
        s = read_cells(ctx, &of, search, &best);
    }
    *out = (List){best.rows, best.count};
    return s;
}

SQL(count_cells, "SELECT CAST(COALESCE(SUM(c.n), 0) AS BIGINT) FROM ticket_cell c WHERE " CELLS);
#define COUNTED                                                                                    \
    "SELECT COUNT(*) FROM (SELECT 1 FROM ticket_queue q JOIN ticket_cell c ON c.id = q.cell_id"    \
    " WHERE " HAS_BIT("$10", "q.channel") " AND q.due_ms <= CAST($11 AS BIGINT) AND " CELLS
SQL(count_rows, COUNTED " LIMIT $12) counted");
SQL(count_owner, COUNTED " AND q.owner_id = $13 LIMIT $12) counted");

/* Whether the cells alone can say how many. */
static bool told_by_cells(const QueueSearch *search)
{
    int64_t others = search->channels & OTHER_CHANNELS;
    bool one_owner = search->owner_id != NONE && search->owner_id != 0;
    return !one_owner && search->due_until == INT64_MAX && (!others || others == OTHER_CHANNELS);
}

Status queue_store_count(Ctx *ctx, const QueueSearch *search, int64_t *out)
{
    DbValue values[OWNER_VALUES];
    search_values(ctx, search, values);
    if (told_by_cells(search))
        return db_get_int_values(ctx, &count_cells, out, values, CELL_VALUES);
    bool one_owner = search->owner_id != NONE && search->owner_id != 0;
    values[CELL_VALUES] = db_int(search->channels);
    values[CELL_VALUES + 1] = db_int(search->due_until);
    values[CELL_VALUES + 2] = db_int(TICKETS_COUNTED_ONE_BY_ONE);
    values[CELL_VALUES + 3] = db_int(search->owner_id);
    return db_get_int_values(ctx, one_owner ? &count_owner : &count_rows, out, values,
                             one_owner ? CELL_VALUES + 4 : CELL_VALUES + 3);
}

/* --- newest first, by one thing --- */

/* All that a filter asks of a ticket, and who asks may see. */
#define FITS                                                                                       \
    MASKS("t", ".channel")                                                                         \
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
SQL(newest_customer, NEWEST("ticket t JOIN customer u ON u.id = t.customer_id WHERE u.code = $9"));
SQL(newest_scoped, NEWEST("ticket t WHERE t.customer_id = $9"));
SQL(newest_waybill, NEWEST("ticket t WHERE t.id IN (SELECT x.ticket_id FROM ticket_waybill x"
                           " WHERE x.no = $9)"));
SQL(newest_tag, NEWEST("ticket_tag x JOIN ticket t ON t.id = x.ticket_id WHERE x.tag = $9"));
SQL(newest_phone, NEWEST("ticket t WHERE t.phone_key = $9"));
SQL(newest_external, NEWEST("ticket t WHERE t.external_ref = $9"));
SQL(newest_incident, NEWEST("ticket t WHERE t.incident_id = $9"));

SQL(newest_followed,
    NEWEST("ticket_follower x JOIN ticket t ON t.id = x.ticket_id WHERE x.account_id = $9"));

SQL(newest_unread,
    NEWEST("ticket_follower x JOIN ticket t ON t.id = x.ticket_id WHERE x.account_id = $9"
           " AND EXISTS (SELECT 1 FROM ticket_entry e WHERE e.ticket_id = x.ticket_id"
           " AND e.id > x.seen_id AND e.kind IN " ENTRY_NEWS
           " AND COALESCE(e.author_id, 0) <> x.account_id"
           " AND (CAST($7 AS BIGINT) = 0 OR e.visibility = 1))"));

/* Machines follow nothing. */
static int64_t own_id(Ctx *ctx)
{
    return ctx->who && ctx->who->kind == PERSON_HUMAN ? ctx->who->id : -1;
}

static Status anchor_value(Ctx *ctx, TicketAnchor anchor, const TicketFilter *filter,
                           const Sql **sql, DbValue *value)
{
    int64_t key = NONE;
    Status s = OK;
    switch (anchor) {
    case ANCHOR_CUSTOMER:
        *sql = &newest_customer, *value = db_text(filter->customer);
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
        s = key_phone(ctx, "ticket.phone", filter->phone, &key);
        *sql = &newest_phone, *value = db_int(key);
        break;
    case ANCHOR_NONE:
        *sql = scope_customer(ctx) ? &newest_scoped : &newest_any;
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
    DbValue value = db_null();
    Rows *rows;
    QueueRow *items = ARENA_ARRAY(ctx->arena, (size_t)search->limit, QueueRow);
    size_t count = 0;
    if (!items) return no_memory(ctx);
    Status s = anchor_value(ctx, anchor, filter, &sql, &value);
    DbValue values[FIT_VALUES];
    fit_values(ctx, search, value, values);
    if (!s) s = db_query_values(ctx, sql, &rows, values, FIT_VALUES);
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
