#include "desk/queue_store.h"

#include <string.h>

#include "desk/queue_row_store.h"

#define ROW_1 QUEUE_ROW("$1", "$2", "$3", "$4", "$5")
#define ROW_8 QUEUE_ROW("$8", "$9", "$10", "$11", "$12")
#define ROW_10 QUEUE_ROW("$10", "$11", "$12", "$13", "$14")
#define OF_FACETS QUEUE_FACETS("$5", "$6", "$7")
#define OF_BOTH QUEUE_FACETS("$18", "$19", "$20")
#define IN_CELLS                                                                                   \
    "ticket_cell c CROSS JOIN ticket_queue q WHERE q.cell_id = c.id AND " QUEUE_CELLS              \
    " AND " QUEUE_IN_FACET(OF_BOTH)
#define IN_FACETS                                                                                  \
    "ticket_facet f CROSS JOIN ticket_queue q WHERE q.facet_id = f.id AND " OF_BOTH                \
    " AND " QUEUE_IN_CELL
#define IN_OWNERS                                                                                  \
    "ticket_queue q WHERE q.owner_id = $21 AND (CAST($22 AS BIGINT) = 0 OR " QUEUE_IN_CELL         \
    ") AND (CAST($23 AS BIGINT) = 0 OR " QUEUE_IN_FACET(OF_BOTH) ")"

/* The key of the first row, the greatest where there is none. */
#define FIRST(column, of, row, order)                                                              \
    "COALESCE((SELECT " column " FROM ticket_queue q WHERE " of " AND " row " ORDER BY " order     \
    " LIMIT 1), 9223372036854775807)"
#define ROWS_OF(from, column, row, order, limit)                                                   \
    "SELECT " column ", q.ticket_id FROM " from " AND " row " ORDER BY " order " LIMIT " limit
/* The first row of each cell or facet; the rows of one ($9), and of all; those that fit both, and
 * those of an owner. AFTER(key, id, due_until, id_from, id_until) is what lies behind the last that
 * was shown, and where the index ends. */
#define STATEMENTS(name, column, AFTER, order)                                                     \
    SQL(name##_cells, "SELECT c.id, " FIRST(column, "q.cell_id = c.id",                            \
                                            AFTER("$15", "$16", "$12", "$13", "$14") ROW_10,       \
                                            order) " FROM ticket_cell c WHERE " QUEUE_CELLS        \
                                                   " ORDER BY 2 LIMIT $17");                       \
    SQL(name##_facets, "SELECT f.id, " FIRST(column, "q.facet_id = f.id",                          \
                                             AFTER("$13", "$14", "$10", "$11", "$12") ROW_8,       \
                                             order) " FROM ticket_facet f WHERE " OF_FACETS        \
                                                    " ORDER BY 2 LIMIT $15");                      \
    SQL(name##_cell, ROWS_OF("ticket_queue q WHERE q.cell_id = $9", column,                        \
                             AFTER("$6", "$7", "$3", "$4", "$5") ROW_1, order, "$8"));             \
    SQL(name##_facet, ROWS_OF("ticket_queue q WHERE q.facet_id = $9", column,                      \
                              AFTER("$6", "$7", "$3", "$4", "$5") ROW_1, order, "$8"));            \
    SQL(name##_all, ROWS_OF("ticket_queue q WHERE 1 = 1", column,                                  \
                            AFTER("$6", "$7", "$3", "$4", "$5") ROW_1, order, "$8"));              \
    SQL(name##_both_by_cell,                                                                       \
        ROWS_OF(IN_CELLS, column, AFTER("$15", "$16", "$12", "$13", "$14") ROW_10, order, "$17")); \
    SQL(name##_both_by_facet,                                                                      \
        ROWS_OF(IN_FACETS, column, AFTER("$15", "$16", "$12", "$13", "$14") ROW_10, order,         \
                "$17"));                                                                           \
    SQL(name##_owner,                                                                              \
        ROWS_OF(IN_OWNERS, column, AFTER("$15", "$16", "$12", "$13", "$14") ROW_10, order, "$17"))

#define DUE_AFTER(key, id, due_until, id_from, id_until)                                           \
    "(q.due_ms, q.ticket_id) > (" key ", " id ") AND q.due_ms <= CAST(" due_until " AS BIGINT) "   \
    "AND "
#define URGENCY_AFTER(key, id, due_until, id_from, id_until)                                       \
    "(q.urgency, q.ticket_id) > (" key ", " id ") AND "
#define OLDEST_AFTER(key, id, due_until, id_from, id_until)                                        \
    "q.ticket_id > " id " AND q.ticket_id < CAST(" id_until " AS BIGINT) AND CAST(" key            \
    " AS BIGINT) IS NOT NULL AND "
#define NEWEST_AFTER(key, id, due_until, id_from, id_until)                                        \
    "q.ticket_id < " id " AND q.ticket_id >= CAST(" id_from " AS BIGINT) AND CAST(" key            \
    " AS BIGINT) IS NOT NULL AND "
STATEMENTS(due, "q.due_ms", DUE_AFTER, "q.due_ms, q.ticket_id");
STATEMENTS(urgency, "q.urgency", URGENCY_AFTER, "q.urgency, q.ticket_id");
STATEMENTS(oldest, "q.ticket_id", OLDEST_AFTER, "q.ticket_id");
STATEMENTS(newest, "-q.ticket_id", NEWEST_AFTER, "q.ticket_id DESC");

/* What says the first rows (NULL where there is one list), and what says the rows. */
typedef struct SideStatements {
    const Sql *firsts, *rows;
} SideStatements;

#define SIDES(name)                                                                                \
    {                                                                                              \
        [BY_ALL] = {NULL, &name##_all}, [BY_CELL] = {&name##_cells, &name##_cell},                 \
        [BY_FACET] = {&name##_facets, &name##_facet},                                              \
        [BY_CELL_THEN_FACET] = {NULL, &name##_both_by_cell},                                       \
        [BY_FACET_THEN_CELL] = {NULL, &name##_both_by_facet}, [BY_OWNER] = {                       \
            NULL,                                                                                  \
            &name##_owner                                                                          \
        }                                                                                          \
    }

static SideStatements statements_of(TicketSort sort, QueueSide side)
{
    static const SideStatements sides[][QUEUE_SIDES] = {[SORT_DUE] = SIDES(due),
                                                        [SORT_URGENCY] = SIDES(urgency),
                                                        [SORT_OLDEST] = SIDES(oldest),
                                                        [SORT_NEWEST] = SIDES(newest)};
    return sides[sort][side];
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

static void add_page(QueueValues *values, const QueueSearch *search, int64_t limit)
{
    queue_values_row(values, search);
    queue_values_add(values, db_int(search->after_key));
    queue_values_add(values, db_int(search->after_id));
    queue_values_add(values, db_int(limit));
}

static Status read_values(Ctx *ctx, const Sql *sql, const QueueValues *values, Best *best)
{
    Rows *rows;
    Status s = db_query_values(ctx, sql, &rows, values->items, values->count);
    return s ? s : read_into(rows, best);
}

static Status read_all(Ctx *ctx, const Sql *sql, const QueueSearch *search, Best *best)
{
    QueueValues values = {.count = 0};
    add_page(&values, search, search->limit);
    return read_values(ctx, sql, &values, best);
}

/* Cells or facets that are asked for in one round trip. */
enum { GROUPS_AT_ONCE = 16, GROUP_VALUES = 9 };

static Status each_row(void *user, size_t number, Rows *rows)
{
    (void)number;
    best_add(user, (QueueRow){rows_int(rows, 0), rows_int(rows, 1)});
    return OK;
}

/* Of some cells or facets in the order of their first rows, of which `before` came before: of those
 * each has a row before these, which leaves so much less room. */
static Status read_some(Ctx *ctx, const Sql *sql, const QueueSearch *search, const QueueRow *groups,
                        size_t count, size_t before, Best *best)
{
    DbValue values[GROUPS_AT_ONCE * GROUP_VALUES];
    for (size_t i = 0; i < count; i++) {
        int64_t taken = (int64_t)(before + i);
        QueueValues one = {.count = 0};
        add_page(&one, search, taken < search->limit ? search->limit - taken : 1);
        queue_values_add(&one, db_int(groups[i].id));
        memcpy(values + i * GROUP_VALUES, one.items, sizeof *values * GROUP_VALUES);
    }
    return db_query_many(ctx, sql, values, GROUP_VALUES, count, each_row, best);
}

static Status read_both(Ctx *ctx, const Sql *sql, const QueueSearch *search, QueueSide side,
                        Best *best)
{
    QueueValues values = {.count = 0};
    queue_values_both(&values, search);
    queue_values_cells(ctx, &values, search);
    add_page(&values, search, search->limit);
    queue_values_facets(&values, search);
    if (side == BY_OWNER) queue_values_owner(ctx, &values, search);
    return read_values(ctx, sql, &values, best);
}

/* The first cells or facets, at most `room`, in the order of their first row. */
static Status read_firsts(Ctx *ctx, const Sql *sql, const QueueSearch *search, QueueSide side,
                          Best *out)
{
    QueueValues values = {.count = 0};
    queue_values_both(&values, search);
    if (side == BY_CELL)
        queue_values_cells(ctx, &values, search);
    else
        queue_values_facets(&values, search);
    add_page(&values, search, (int64_t)out->room);
    Rows *rows;
    Status s = db_query_values(ctx, sql, &rows, values.items, values.count);
    if (s) return s;
    while (rows_next(rows))
        out->rows[out->count++] = (QueueRow){.id = rows_int(rows, 0), .key = rows_int(rows, 1)};
    return rows_end(rows);
}

/* Where there is no row at all, too. */
static bool lies_behind(const Best *best, int64_t key)
{
    return key == INT64_MAX || (best->count == best->room && key > best->rows[best->count - 1].key);
}

/* As soon as a cell begins behind the whole page, the page is done. No more cells than rows can
 * have a part in it, but for those that begin with the same key as the last: then more are asked
 * for. Of facets the same. */
static Status read_merged(Ctx *ctx, const SideStatements *of, const QueueSearch *search,
                          QueueSide side, Best *best)
{
    bool done = false;
    Status s = OK;
    for (size_t room = best->room; !s && !done; room *= 4) {
        Best firsts = {.rows = ARENA_ARRAY(ctx->arena, room, QueueRow), .room = room};
        if (!firsts.rows) return no_memory(ctx);
        s = read_firsts(ctx, of->firsts, search, side, &firsts);
        best->count = 0;
        done = !s && firsts.count < room;
        for (size_t i = 0, count; !s && i < firsts.count; i += count) {
            for (count = 0; count < GROUPS_AT_ONCE && i + count < firsts.count; count++)
                if (lies_behind(best, firsts.rows[i + count].key)) break;
            s = count ? read_some(ctx, of->rows, search, firsts.rows + i, count, i, best) : OK;
            done = done || count == 0;
            if (count == 0) break;
        }
    }
    return s;
}

Status queue_store_page(Ctx *ctx, const QueueSearch *search, List *out)
{
    QueueSide side;
    Best best = {.rows = ARENA_ARRAY(ctx->arena, (size_t)search->limit, QueueRow),
                 .room = (size_t)search->limit};
    if (!best.rows) return no_memory(ctx);
    Status s = queue_store_side(ctx, search, &side);
    if (s) return s;
    SideStatements of = statements_of(search->sort, side);
    if (of.firsts)
        s = read_merged(ctx, &of, search, side, &best);
    else if (side == BY_ALL)
        s = read_all(ctx, of.rows, search, &best);
    else
        s = read_both(ctx, of.rows, search, side, &best);
    *out = (List){best.rows, best.count};
    return s;
}
