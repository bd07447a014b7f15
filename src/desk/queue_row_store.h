/* queue_row_store.h -- what a search asks of the rows of ticket_queue, as statements say it. For
 * queue_store.c and queue_count_store.c only.
 *
 * A row stands in a cell (where it is, and what it is) and in a facet (what it is, and what its
 * state, category and tier are). There are few of either beside the rows, and each says how many it
 * holds. A list is merged from the cells or from the facets that fit; where both are asked for, it
 * is read from whichever hold less. Statements that are asked many times a page name no other
 * table: PostgreSQL would plan them anew each time. */
#pragma once

#include "access/person.h"
#include "desk/queue_store.h"

/* What cells and facets both say. */
#define QUEUE_BOTH(of)                                                                             \
    " AND " TICKET_HAS_BIT("$1", of ".kind") " AND " TICKET_HAS_BIT(                               \
        "$2", of ".type") " AND " TICKET_HAS_BIT("$3", of ".priority")                             \
        TICKET_ALSO(of ".owned =", "BIGINT", "$4")
#define QUEUE_CELLS                                                                                \
    "c.n > 0" TICKET_ALSO("c.team_id =", "BIGINT", "$5") QUEUE_BOTH("c") " AND " TICKET_HAS_BIT(   \
        "$6", "c.source") " AND (CAST($7 AS BIGINT) = 0 OR c.team_id IN (SELECT m.team_id"         \
                          " FROM team_member m WHERE m.account_id = CAST($7 AS BIGINT)))"          \
                          " AND " QUEUE_OUTLET("$8") " AND " QUEUE_OUTLET("$9")
#define QUEUE_OUTLET(top)                                                                          \
    "(CAST(" top " AS BIGINT) = 0 OR c.outlet_id IN (SELECT o.descendant_id"                       \
    " FROM outlet_closure o WHERE o.ancestor_id = CAST(" top " AS BIGINT)))"
#define QUEUE_FACETS(state, category, tier)                                                        \
    "f.n > 0" TICKET_ALSO("f.state =", "TEXT", state)                                              \
        TICKET_ALSO("f.category =", "TEXT", category) TICKET_ALSO("f.tier =", "TEXT", tier)        \
            QUEUE_BOTH("f")
/* What no index tells. PostgreSQL takes what stands in COALESCE to hold of every second row, where
 * it would take it to hold of next to none, and sort all rest instead of reading it in order. */
#define QUEUE_ROW(channels, due_from, due_until, id_from, id_until)                                \
    "COALESCE(q.due_ms >= CAST(" due_from " AS BIGINT) AND q.due_ms <= CAST(" due_until            \
    " AS BIGINT) AND q.ticket_id >= CAST(" id_from " AS BIGINT) AND q.ticket_id < CAST(" id_until  \
    " AS BIGINT) AND (CAST(" channels                                                              \
    " AS BIGINT) IS NULL OR " TICKET_HAS_BIT(channels, "q.channel") "), FALSE)"
#define QUEUE_IN_CELL                                                                              \
    "COALESCE(q.cell_id IN (SELECT c.id FROM ticket_cell c WHERE " QUEUE_CELLS "), FALSE)"
#define QUEUE_IN_FACET(facets)                                                                     \
    "COALESCE(q.facet_id IN (SELECT f.id FROM ticket_facet f WHERE " facets "), FALSE)"

/* What a search is read by. */
typedef enum QueueSide {
    BY_ALL,
    BY_CELL,
    BY_FACET,
    BY_CELL_THEN_FACET,
    BY_FACET_THEN_CELL,
    BY_OWNER,
    QUEUE_SIDES
} QueueSide;

/* Of cells and facets the side that holds less, where both are asked for. */
Status queue_store_side(Ctx *ctx, const QueueSearch *search, QueueSide *out);

/* The values of a statement, in their order; each adds what it names. */
typedef struct QueueValues {
    DbValue items[24];
    size_t count;
} QueueValues;

void queue_values_both(QueueValues *to, const QueueSearch *s);            /* 4, of QUEUE_BOTH */
void queue_values_cells(Ctx *ctx, QueueValues *to, const QueueSearch *s); /* 5 more */
void queue_values_facets(QueueValues *to, const QueueSearch *s);          /* 3 more */
void queue_values_row(QueueValues *to, const QueueSearch *s);             /* 5, of QUEUE_ROW */
void queue_values_owner(Ctx *ctx, QueueValues *to, const QueueSearch *s); /* the owner, and
                                                   whether cells and facets are asked: 3 */
void queue_values_add(QueueValues *to, DbValue value);
