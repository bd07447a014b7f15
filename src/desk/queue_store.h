/* queue_store.h -- the rows behind queues. For queue.c and page.c only. */
#pragma once

#include "db/db.h"
#include "desk/queue.h"

/* A filter as statements take it. */
typedef struct QueueSearch {
    int64_t kinds, types, priorities, channels; /* bits by value; all set: any */
    int64_t team_id;                            /* NONE any, 0 none */
    int64_t mine_id;                            /* account whose teams; 0: not asked */
    int64_t owner_id;                           /* NONE any, 0 none */
    int64_t outlet_id;                          /* subtree; 0: any */
    int64_t due_from, due_until;                /* deadline, both in it; NONE, INT64_MAX: any */
    int64_t id_from, id_until;                  /* opened: from that id, before that one; NONE */
    const char *state, *category, *tier;        /* NULL: any */
    int64_t counted_from, counted_until;        /* of ANCHOR_ANSWERED and ANCHOR_RESOLVED */
    TicketSort sort;
    int64_t after_key, after_id;
    int64_t limit;
} QueueSearch;

/* What a search asks of kind ($1), type ($2), priority ($3) and a source ($4), each a set of bits.
 */
#define TICKET_HAS_BIT(mask, column)                                                               \
    "((CAST(" mask " AS BIGINT) >> CAST(" column " AS INTEGER)) & 1) = 1"
#define TICKET_MASKS(of, source)                                                                   \
    TICKET_HAS_BIT("$1", of ".kind")                                                               \
    " AND " TICKET_HAS_BIT("$2", of ".type") " AND " TICKET_HAS_BIT(                               \
        "$3", of ".priority") " AND " TICKET_HAS_BIT("$4", of source)

/* And what is asked unless its value is NULL. */
#define TICKET_ALSO(asked, type, value)                                                            \
    " AND (CAST(" value " AS " type ") IS NULL OR " asked " CAST(" value " AS " type "))"

/* A ticket and the key that its list goes by. */
typedef struct QueueRow {
    int64_t key, id;
} QueueRow;

/* At most search->limit rows (QueueRow) in order. */
Status queue_store_page(Ctx *ctx, const QueueSearch *search, List *out);
Status queue_store_count(Ctx *ctx, const QueueSearch *search, int64_t *out);

typedef enum TicketAnchor {
    ANCHOR_NONE,
    ANCHOR_CUSTOMER,
    ANCHOR_WAYBILL,
    ANCHOR_TAG,
    ANCHOR_PHONE,
    ANCHOR_EXTERNAL,
    ANCHOR_INCIDENT,
    ANCHOR_FOLLOWED,
    ANCHOR_UNREAD,
    ANCHOR_ANSWERED, /* the latest counted first, as the figures count them */
    ANCHOR_RESOLVED
} TicketAnchor;

/* Where the first page of an anchored list begins. */
void queue_store_newest(QueueSearch *search, TicketAnchor anchor);

/* Newest first, closed ones too: by what one thing names. */
Status queue_store_anchored(Ctx *ctx, TicketAnchor anchor, const TicketFilter *filter,
                            const QueueSearch *search, List *out);

/* Leaves of `ids` those that fit the search, in their order; what it says of pages and order counts
 * for nothing. */
Status queue_store_fitting(Ctx *ctx, const QueueSearch *search, int64_t *ids, size_t *count);

/* Saved ones. */
typedef struct QueueSaved {
    int64_t id, version;
    const char *name;
    int64_t account_id, position;
    const char *filter; /* JSON */
} QueueSaved;

/* *written and *deleted are false where none of that id is at that version. */
Status queue_store_insert(Ctx *ctx, const QueueSaved *row);
Status queue_store_update(Ctx *ctx, const QueueSaved *row, int64_t version, bool *written);
Status queue_store_delete(Ctx *ctx, int64_t id, int64_t version, bool *deleted);

/* Those that an account may see: its own, and those of all. NOT_FOUND; at most 200, by position. */
Status queue_store_find(Ctx *ctx, int64_t id, int64_t account_id, QueueSaved *out);
Status queue_store_list(Ctx *ctx, int64_t account_id, List *out);
