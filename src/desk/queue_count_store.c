#include <string.h>

#include "desk/queue_row_store.h"

/* Channels that cells do not tell apart. */
enum { OTHER_CHANNELS = 0xFE };

/* The sources that hold any of the channels. */
static int64_t sources_of(int64_t channels)
{
    int64_t named = INT64_C(1) << CHANNEL_REGULATOR | INT64_C(1) << CHANNEL_WATCH;
    return (channels & named) | ((channels & OTHER_CHANNELS) ? 1 : 0);
}

static bool has_owner(const QueueSearch *s)
{
    return s->owner_id != NONE && s->owner_id != 0;
}

/* What cells alone tell. */
static bool asks_cell(Ctx *ctx, const QueueSearch *s)
{
    return s->team_id != NONE || s->mine_id || s->outlet_id || scope_outlet(ctx) ||
           sources_of(s->channels) != sources_of(INT64_MAX);
}

/* What facets alone tell. */
static bool asks_facet(const QueueSearch *s)
{
    return s->state || s->category || s->tier;
}

/* What both tell. */
static bool asks_both(const QueueSearch *s)
{
    return s->kinds != INT64_MAX || s->types != INT64_MAX || s->priorities != INT64_MAX ||
           s->owner_id == 0;
}

void queue_values_add(QueueValues *to, DbValue value)
{
    to->items[to->count++] = value;
}

void queue_values_both(QueueValues *to, const QueueSearch *s)
{
    queue_values_add(to, db_int(s->kinds));
    queue_values_add(to, db_int(s->types));
    queue_values_add(to, db_int(s->priorities));
    queue_values_add(to, db_int(s->owner_id == 0 ? 0 : NONE));
}

void queue_values_cells(Ctx *ctx, QueueValues *to, const QueueSearch *s)
{
    queue_values_add(to, db_int(s->team_id));
    queue_values_add(to, db_int(sources_of(s->channels)));
    queue_values_add(to, db_int(s->mine_id));
    queue_values_add(to, db_int(scope_outlet(ctx)));
    queue_values_add(to, db_int(s->outlet_id));
}

void queue_values_facets(QueueValues *to, const QueueSearch *s)
{
    queue_values_add(to, db_text(s->state));
    queue_values_add(to, db_text(s->category));
    queue_values_add(to, db_text(s->tier));
}

void queue_values_row(QueueValues *to, const QueueSearch *s)
{
    queue_values_add(to, db_int(s->channels == INT64_MAX ? NONE : s->channels));
    queue_values_add(to, db_int(s->due_from == NONE ? 0 : s->due_from));
    queue_values_add(to, db_int(s->due_until));
    queue_values_add(to, db_int(s->id_from == NONE ? 0 : s->id_from));
    queue_values_add(to, db_int(s->id_until == NONE ? INT64_MAX : s->id_until));
}

void queue_values_owner(Ctx *ctx, QueueValues *to, const QueueSearch *s)
{
    queue_values_add(to, db_int(s->owner_id));
    queue_values_add(to, db_bool(asks_cell(ctx, s)));
    queue_values_add(to, db_bool(asks_facet(s) || asks_both(s)));
}

#define OF_FACETS QUEUE_FACETS("$5", "$6", "$7")
SQL(sum_cells,
    "SELECT CAST(COALESCE(SUM(c.n), 0) AS BIGINT) FROM ticket_cell c WHERE " QUEUE_CELLS);
SQL(sum_facets,
    "SELECT CAST(COALESCE(SUM(f.n), 0) AS BIGINT) FROM ticket_facet f WHERE " OF_FACETS);

static Status sum_of_cells(Ctx *ctx, const QueueSearch *search, int64_t *out)
{
    QueueValues values = {.count = 0};
    queue_values_both(&values, search);
    queue_values_cells(ctx, &values, search);
    return db_get_int_values(ctx, &sum_cells, out, values.items, values.count);
}

static Status sum_of_facets(Ctx *ctx, const QueueSearch *search, int64_t *out)
{
    QueueValues values = {.count = 0};
    queue_values_both(&values, search);
    queue_values_facets(&values, search);
    return db_get_int_values(ctx, &sum_facets, out, values.items, values.count);
}

Status queue_store_side(Ctx *ctx, const QueueSearch *search, QueueSide *out)
{
    int64_t in_cells = 0, in_facets = 0;
    bool cell = asks_cell(ctx, search), facet = asks_facet(search);
    if (has_owner(search))
        *out = BY_OWNER;
    else
        *out = cell ? BY_CELL : facet || asks_both(search) ? BY_FACET : BY_ALL;
    if (*out != BY_CELL || !facet) return OK;
    Status s = sum_of_cells(ctx, search, &in_cells);
    if (!s) s = sum_of_facets(ctx, search, &in_facets);
    *out = in_cells <= in_facets ? BY_CELL_THEN_FACET : BY_FACET_THEN_CELL;
    return s;
}

/* One by one. */
#define COUNTED(from, row, limit)                                                                  \
    "SELECT COUNT(*) FROM (SELECT 1 FROM " from " AND " row " LIMIT " limit ") counted"
#define DUE_IN(from, until)                                                                        \
    "q.due_ms >= CAST(" from " AS BIGINT) AND q.due_ms <= CAST(" until " AS BIGINT) AND "
#define ID_IN(from, until)                                                                         \
    "q.ticket_id >= CAST(" from " AS BIGINT) AND q.ticket_id < CAST(" until " AS BIGINT) AND "
#define ROW_1 QUEUE_ROW("$1", "$2", "$3", "$4", "$5")
#define ROW_8 QUEUE_ROW("$8", "$9", "$10", "$11", "$12")
#define ROW_10 QUEUE_ROW("$10", "$11", "$12", "$13", "$14")
#define OF_BOTH QUEUE_FACETS("$16", "$17", "$18")
#define IN_ALL "ticket_queue q WHERE 1 = 1"
#define IN_CELLS "ticket_cell c CROSS JOIN ticket_queue q WHERE q.cell_id = c.id AND " QUEUE_CELLS
#define IN_FACETS "ticket_facet f CROSS JOIN ticket_queue q WHERE q.facet_id = f.id AND "
#define IN_OWNERS                                                                                  \
    "ticket_queue q WHERE q.owner_id = $19 AND (CAST($20 AS BIGINT) = 0 OR " QUEUE_IN_CELL         \
    ") AND (CAST($21 AS BIGINT) = 0 OR " QUEUE_IN_FACET(OF_BOTH) ")"
/* By the deadline where that is asked for, else by the id. */
SQL(all_by_due, COUNTED(IN_ALL, DUE_IN("$2", "$3") ROW_1, "$6"));
SQL(all_by_id, COUNTED(IN_ALL, ID_IN("$4", "$5") ROW_1, "$6"));
SQL(cells_by_due, COUNTED(IN_CELLS, DUE_IN("$11", "$12") ROW_10, "$15"));
SQL(cells_by_id, COUNTED(IN_CELLS, ID_IN("$13", "$14") ROW_10, "$15"));
SQL(facets_by_due, COUNTED(IN_FACETS OF_FACETS, DUE_IN("$9", "$10") ROW_8, "$13"));
SQL(facets_by_id, COUNTED(IN_FACETS OF_FACETS, ID_IN("$11", "$12") ROW_8, "$13"));
SQL(both_by_cell, COUNTED(IN_CELLS " AND " QUEUE_IN_FACET(OF_BOTH), ROW_10, "$15"));
SQL(both_by_facet, COUNTED(IN_FACETS OF_BOTH " AND " QUEUE_IN_CELL, ROW_10, "$15"));
SQL(of_owner, COUNTED(IN_OWNERS, ROW_10, "$15"));

/* Whether the cells or the facets can say how many. */
static bool told_by_sums(const QueueSearch *s, QueueSide side)
{
    int64_t others = s->channels & OTHER_CHANNELS;
    bool whole = s->due_from == NONE && s->due_until == INT64_MAX && s->id_from == NONE &&
                 s->id_until == NONE;
    return whole && side <= BY_FACET && (!others || others == OTHER_CHANNELS);
}

Status queue_store_count(Ctx *ctx, const QueueSearch *search, int64_t *out)
{
    const Sql *const sql[QUEUE_SIDES][2] = {
        {&all_by_id, &all_by_due},        {&cells_by_id, &cells_by_due},
        {&facets_by_id, &facets_by_due},  {&both_by_cell, &both_by_cell},
        {&both_by_facet, &both_by_facet}, {&of_owner, &of_owner}};
    QueueValues values = {.count = 0};
    QueueSide side;
    Status s = queue_store_side(ctx, search, &side);
    if (s) return s;
    if (told_by_sums(search, side))
        return side == BY_CELL ? sum_of_cells(ctx, search, out) : sum_of_facets(ctx, search, out);
    bool by_due = search->due_from != NONE || search->due_until != INT64_MAX;
    if (side != BY_ALL) queue_values_both(&values, search);
    if (side == BY_FACET) queue_values_facets(&values, search);
    if (side > BY_ALL && side != BY_FACET) queue_values_cells(ctx, &values, search);
    queue_values_row(&values, search);
    queue_values_add(&values, db_int(TICKETS_COUNTED_ONE_BY_ONE));
    if (side > BY_FACET) queue_values_facets(&values, search);
    if (side == BY_OWNER) queue_values_owner(ctx, &values, search);
    return db_get_int_values(ctx, sql[side][by_due], out, values.items, values.count);
}
