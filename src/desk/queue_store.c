#include "desk/queue_store.h"

#include <string.h>

#include "access/person.h"

#define CELLS                                                                                      \
    "c.n > 0 AND " TICKET_MASKS(                                                                   \
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
    "(" beyond ") AND " TICKET_HAS_BIT(channels, "q.channel") " AND q.due_ms <= CAST(" until       \
                                                              " AS "                               \
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
    " WHERE " TICKET_HAS_BIT("$10", "q.channel") " AND q.due_ms <= CAST($11 AS BIGINT) AND " CELLS
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
