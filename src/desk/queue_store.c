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
#define ALSO_TIMES(due_from, due_until, id_from, id_until)                                         \
    " AND q.due_ms <= CAST(" due_until                                                             \
    " AS BIGINT)" TICKET_ALSO("q.due_ms >=", "BIGINT", due_from)                                   \
        TICKET_ALSO("q.ticket_id >=", "BIGINT", id_from)                                           \
            TICKET_ALSO("q.ticket_id <", "BIGINT", id_until)
#define ALSO_FACETS(state, category, tier)                                                         \
    TICKET_ALSO("q.state =", "TEXT", state)                                                        \
    TICKET_ALSO("q.category =", "TEXT", category) TICKET_ALSO("q.tier =", "TEXT", tier)
/* What is asked of a row of a cell that is not the same for all of it. */
#define ASKED(channels, due_from, due_until, id_from, id_until, state, category, tier)             \
    TICKET_HAS_BIT(channels, "q.channel")                                                          \
    ALSO_TIMES(due_from, due_until, id_from, id_until) ALSO_FACETS(state, category, tier)
#define ROW ASKED("$10", "$11", "$12", "$13", "$14", "$15", "$16", "$17")
#define FIRSTS(column, beyond)                                                                     \
    "SELECT f.id, f.first FROM (SELECT c.id, (SELECT " column " FROM ticket_queue q WHERE"         \
    " q.cell_id = c.id AND (" beyond ") AND " ROW " ORDER BY " column                              \
    ", q.ticket_id LIMIT 1) AS first FROM ticket_cell c WHERE " CELLS                              \
    ") f WHERE f.first IS NOT NULL ORDER BY f.first LIMIT $20"
#define OF_OWNER(column, beyond)                                                                   \
    "SELECT " column ", q.ticket_id FROM ticket_queue q JOIN ticket_cell c ON c.id = q.cell_id"    \
    " WHERE q.owner_id = $21 AND (" beyond ") AND " ROW " AND " CELLS " ORDER BY " column          \
    ", q.ticket_id LIMIT $20"
/* Those of which `only` ($1) holds. */
#define OF_ONLY(only, column, beyond)                                                              \
    "SELECT " column ", q.ticket_id FROM ticket_queue q WHERE " only " AND (" beyond               \
    ") AND " ASKED("$4", "$5", "$6", "$7", "$8", "$9", "$10", "$11") " ORDER BY " column           \
                                                                     ", q.ticket_id LIMIT $12"
#define OF_CELL "q.cell_id = $1"
#define OF_ALL "CAST($1 AS BIGINT) IS NULL"

#define DUE_AFTER(key, id) "(q.due_ms, q.ticket_id) > (" key ", " id ")"
#define URGENCY_AFTER(key, id) "(q.urgency, q.ticket_id) > (" key ", " id ")"
#define AGE_AFTER(key, id) "q.ticket_id > " id " AND CAST(" key " AS BIGINT) IS NOT NULL"

SQL(firsts_due, FIRSTS("q.due_ms", DUE_AFTER("$18", "$19")));
SQL(firsts_urgency, FIRSTS("q.urgency", URGENCY_AFTER("$18", "$19")));
SQL(firsts_age, FIRSTS("q.ticket_id", AGE_AFTER("$18", "$19")));
SQL(owner_due, OF_OWNER("q.due_ms", DUE_AFTER("$18", "$19")));
SQL(owner_urgency, OF_OWNER("q.urgency", URGENCY_AFTER("$18", "$19")));
SQL(owner_age, OF_OWNER("q.ticket_id", AGE_AFTER("$18", "$19")));

#define BY_DUE(only) OF_ONLY(only, "q.due_ms", DUE_AFTER("$2", "$3"))
#define BY_URGENCY(only) OF_ONLY(only, "q.urgency", URGENCY_AFTER("$2", "$3"))
#define BY_AGE(only) OF_ONLY(only, "q.ticket_id", AGE_AFTER("$2", "$3"))
SQL(cell_due, BY_DUE(OF_CELL));
SQL(cell_urgency, BY_URGENCY(OF_CELL));
SQL(cell_age, BY_AGE(OF_CELL));
SQL(all_due, BY_DUE(OF_ALL));
SQL(all_urgency, BY_URGENCY(OF_ALL));
SQL(all_age, BY_AGE(OF_ALL));
SQL(category_due, BY_DUE("q.category = $1"));
SQL(category_urgency, BY_URGENCY("q.category = $1"));
SQL(category_age, BY_AGE("q.category = $1"));
SQL(tier_due, BY_DUE("q.tier = $1"));
SQL(tier_urgency, BY_URGENCY("q.tier = $1"));
SQL(tier_age, BY_AGE("q.tier = $1"));
SQL(state_due, BY_DUE("q.state = $1"));
SQL(state_urgency, BY_URGENCY("q.state = $1"));
SQL(state_age, BY_AGE("q.state = $1"));

typedef struct SortStatements {
    const Sql *firsts, *owner, *cell, *all, *category, *tier, *state;
} SortStatements;

static SortStatements statements_of(TicketSort sort)
{
    if (sort == SORT_URGENCY)
        return (SortStatements){&firsts_urgency,   &owner_urgency, &cell_urgency, &all_urgency,
                                &category_urgency, &tier_urgency,  &state_urgency};
    if (sort == SORT_DUE)
        return (SortStatements){&firsts_due,   &owner_due, &cell_due, &all_due,
                                &category_due, &tier_due,  &state_due};
    return (SortStatements){&firsts_age,   &owner_age, &cell_age, &all_age,
                            &category_age, &tier_age,  &state_age};
}

enum { CELL_VALUES = 9, ROW_VALUES = 8, SEARCH_VALUES = 20, OWNER_VALUES = 21 };

/* Channels that cells do not tell apart. */
enum { OTHER_CHANNELS = 0xFE };

/* The sources that hold any of the channels. */
static int64_t sources_of(int64_t channels)
{
    int64_t named = INT64_C(1) << CHANNEL_REGULATOR | INT64_C(1) << CHANNEL_WATCH;
    return (channels & named) | ((channels & OTHER_CHANNELS) ? 1 : 0);
}

static void row_values(const QueueSearch *s, DbValue values[ROW_VALUES])
{
    const DbValue all[ROW_VALUES] = {
        db_int(s->channels), db_int(s->due_from), db_int(s->due_until), db_int(s->id_from),
        db_int(s->id_until), db_text(s->state),   db_text(s->category), db_text(s->tier)};
    memcpy(values, all, sizeof all);
}

static void search_values(Ctx *ctx, const QueueSearch *s, DbValue values[OWNER_VALUES])
{
    const DbValue cells[CELL_VALUES] = {db_int(s->kinds),
                                        db_int(s->types),
                                        db_int(s->priorities),
                                        db_int(sources_of(s->channels)),
                                        db_int(s->team_id),
                                        db_int(s->mine_id),
                                        db_int(scope_outlet(ctx)),
                                        db_int(s->outlet_id),
                                        db_int(s->owner_id == 0 ? 0 : NONE)};
    const DbValue page[] = {db_int(s->after_key), db_int(s->after_id), db_int(s->limit),
                            db_int(s->owner_id)};
    memcpy(values, cells, sizeof cells);
    row_values(s, values + CELL_VALUES);
    memcpy(values + CELL_VALUES + ROW_VALUES, page, sizeof page);
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

static Status read_rows(Ctx *ctx, const Sql *sql, DbValue only, const QueueSearch *s, Best *best)
{
    Rows *rows;
    DbValue values[3 + ROW_VALUES + 1] = {only, db_int(s->after_key), db_int(s->after_id)};
    row_values(s, values + 3);
    values[3 + ROW_VALUES] = db_int(s->limit);
    Status status = db_query_values(ctx, sql, &rows, values, sizeof values / sizeof *values);
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
            s = read_rows(ctx, of->cell, db_id(cells[i].id), search, best);
        }
    }
    return s;
}

/* What no cell is asked for is read in its order: of all, or of what one index says. */
static Status read_plain(Ctx *ctx, const SortStatements *of, const QueueSearch *s, Best *best)
{
    if (s->category) return read_rows(ctx, of->category, db_text(s->category), s, best);
    if (s->tier) return read_rows(ctx, of->tier, db_text(s->tier), s, best);
    if (s->state) return read_rows(ctx, of->state, db_text(s->state), s, best);
    return read_rows(ctx, of->all, db_null(), s, best);
}

static bool has_owner(const QueueSearch *search)
{
    return search->owner_id != NONE && search->owner_id != 0;
}

static bool is_plain(Ctx *ctx, const QueueSearch *search)
{
    return search->plain && search->owner_id == NONE && !scope_outlet(ctx);
}

Status queue_store_page(Ctx *ctx, const QueueSearch *search, List *out)
{
    SortStatements of = statements_of(search->sort);
    Best best = {.rows = ARENA_ARRAY(ctx->arena, (size_t)search->limit, QueueRow),
                 .room = (size_t)search->limit};
    if (!best.rows) return no_memory(ctx);
    Status s;
    if (has_owner(search)) {
        Rows *rows;
        DbValue values[OWNER_VALUES];
        search_values(ctx, search, values);
        s = db_query_values(ctx, of.owner, &rows, values, OWNER_VALUES);
        if (!s) s = read_into(rows, &best);
    } else if (is_plain(ctx, search)) {
        s = read_plain(ctx, &of, search, &best);
    } else {
        s = read_cells(ctx, &of, search, &best);
    }
    *out = (List){best.rows, best.count};
    return s;
}

SQL(count_cells, "SELECT CAST(COALESCE(SUM(c.n), 0) AS BIGINT) FROM ticket_cell c WHERE " CELLS);
#define COUNTED                                                                                    \
    "SELECT COUNT(*) FROM (SELECT 1 FROM ticket_queue q JOIN ticket_cell c ON c.id = q.cell_id"    \
    " WHERE " ROW " AND " CELLS
SQL(count_rows, COUNTED " LIMIT $18) counted");
SQL(count_owner, COUNTED " AND q.owner_id = $19 LIMIT $18) counted");
#define COUNTED_ONLY(only)                                                                         \
    "SELECT COUNT(*) FROM (SELECT 1 FROM ticket_queue q WHERE " only                               \
    " AND " ASKED("$2", "$3", "$4", "$5", "$6", "$7", "$8", "$9") " LIMIT $10) counted"
SQL(count_category, COUNTED_ONLY("q.category = $1"));
SQL(count_tier, COUNTED_ONLY("q.tier = $1"));
SQL(count_state, COUNTED_ONLY("q.state = $1"));

/* Whether the cells alone can say how many. */
static bool told_by_cells(const QueueSearch *s)
{
    int64_t others = s->channels & OTHER_CHANNELS;
    bool whole = s->due_from == NONE && s->due_until == INT64_MAX && s->id_from == NONE &&
                 s->id_until == NONE && !s->state && !s->category && !s->tier;
    return whole && !has_owner(s) && (!others || others == OTHER_CHANNELS);
}

static Status count_only(Ctx *ctx, const QueueSearch *s, int64_t *out)
{
    const char *only = s->category ? s->category : s->tier ? s->tier : s->state;
    const Sql *sql = s->category ? &count_category : s->tier ? &count_tier : &count_state;
    DbValue values[1 + ROW_VALUES + 1] = {db_text(only)};
    row_values(s, values + 1);
    values[1 + ROW_VALUES] = db_int(TICKETS_COUNTED_ONE_BY_ONE);
    return db_get_int_values(ctx, sql, out, values, sizeof values / sizeof *values);
}

Status queue_store_count(Ctx *ctx, const QueueSearch *search, int64_t *out)
{
    enum { LIMIT = CELL_VALUES + ROW_VALUES, OWNER };
    DbValue values[OWNER_VALUES];
    search_values(ctx, search, values);
    if (told_by_cells(search))
        return db_get_int_values(ctx, &count_cells, out, values, CELL_VALUES);
    if (is_plain(ctx, search) && (search->category || search->tier || search->state))
        return count_only(ctx, search, out);
    values[LIMIT] = db_int(TICKETS_COUNTED_ONE_BY_ONE);
    values[OWNER] = db_int(search->owner_id);
    return has_owner(search) ? db_get_int_values(ctx, &count_owner, out, values, OWNER + 1)
                             : db_get_int_values(ctx, &count_rows, out, values, OWNER);
}
