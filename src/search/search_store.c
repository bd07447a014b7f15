#include "search/search_store.h"

#include <string.h>

#include "db/db.h"

#define DEAD_BYTES (SEGMENT_SIZE / 8)

SQL(search_wait,
    "INSERT INTO search_pending (kind, id, at, outlet_id, customer_id, flags, tokens, part_of)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (kind, id) DO UPDATE SET"
    " at = excluded.at, outlet_id = excluded.outlet_id, customer_id = excluded.customer_id,"
    " flags = excluded.flags, tokens = excluded.tokens, part_of = excluded.part_of");
SQL(search_forget, "DELETE FROM search_pending WHERE kind = $1 AND id = $2");
SQL(search_waiting_count, "SELECT count(*) FROM search_pending WHERE kind = $1");
SQL(search_waiting_bytes,
    "SELECT CAST(coalesce(sum(length(tokens)), 0) AS BIGINT) FROM search_pending WHERE kind = $1");
SQL(search_waiting_rows, "SELECT id, at, outlet_id, customer_id, flags, tokens, part_of"
                         " FROM search_pending WHERE kind = $1 ORDER BY id");
SQL(search_take_rows, "DELETE FROM search_pending WHERE kind = $1 AND id IN"
                      " (SELECT id FROM search_pending WHERE kind = $1 ORDER BY id LIMIT $2)"
                      " RETURNING id, at, outlet_id, customer_id, flags, tokens, part_of");

Status search_store_wait(Ctx *ctx, const SearchDocument *d, Bytes tokens)
{
    return db_run(ctx, &search_wait, db_int(d->kind), db_int(d->id), db_int(d->at),
                  db_id(d->outlet_id), db_id(d->customer_id), db_int((int64_t)d->flags),
                  db_blob(tokens.at, (size_t)(tokens.end - tokens.at)), db_id(d->part_of));
}

Status search_store_forget(Ctx *ctx, int kind, int64_t id)
{
    return db_run(ctx, &search_forget, db_int(kind), db_int(id));
}

Status search_store_waiting(Ctx *ctx, int kind, int64_t *count, int64_t *bytes)
{
    Status s = db_get_int(ctx, &search_waiting_count, count, db_int(kind));
    return s ? s : db_get_int(ctx, &search_waiting_bytes, bytes, db_int(kind));
}

static Bytes bytes_of(Rows *rows, int column)
{
    size_t length;
    const unsigned char *bytes = rows_blob(rows, column, &length);
    return (Bytes){bytes, bytes ? bytes + length : NULL};
}

static Status each_row(Rows *rows, int kind, EachWaiting *each, void *user)
{
    Status s = OK;
    while (!s && rows_next(rows)) {
        SearchDocument document = {.kind = kind,
                                   .id = rows_int(rows, 0),
                                   .at = rows_int(rows, 1),
                                   .outlet_id = rows_id(rows, 2),
                                   .customer_id = rows_id(rows, 3),
                                   .flags = (uint64_t)rows_int(rows, 4),
                                   .part_of = rows_id(rows, 6)};
        s = each(user, &document, bytes_of(rows, 5));
    }
    Status end = rows_end(rows);
    return s ? s : end;
}

Status search_store_each_waiting(Ctx *ctx, int kind, EachWaiting *each, void *user)
{
    Rows *rows;
    Status s = db_query(ctx, &search_waiting_rows, &rows, db_int(kind));
    return s ? s : each_row(rows, kind, each, user);
}

Status search_store_take(Ctx *ctx, int kind, int64_t limit, EachWaiting *each, void *user)
{
    Rows *rows;
    Status s = db_query(ctx, &search_take_rows, &rows, db_int(kind), db_int(limit));
    return s ? s : each_row(rows, kind, each, user);
}

/* --- segments --- */

SQL(search_segment_count, "SELECT count(*) FROM search_segment WHERE kind = $1");
SQL(search_segment_rows, "SELECT segment, size, newest_at, dead FROM search_segment"
                         " WHERE kind = $1 ORDER BY segment");
SQL(search_segment_document_bytes,
    "SELECT documents FROM search_segment_documents WHERE kind = $1 AND segment = $2");

Status search_store_segments(Ctx *ctx, int kind, Segments *out)
{
    Rows *rows;
    int64_t room;
    *out = (Segments){0};
    Status s = db_get_int(ctx, &search_segment_count, &room, db_int(kind));
    if (s || !room) return s;
    out->items = ARENA_ARRAY(ctx->arena, (size_t)room, Segment);
    unsigned char *dead = arena_array(ctx->arena, (size_t)room, DEAD_BYTES);
    if (!out->items || !dead) return no_memory(ctx);
    s = db_query(ctx, &search_segment_rows, &rows, db_int(kind));
    for (; !s && out->count < (size_t)room && rows_next(rows); dead += DEAD_BYTES) {
        Bytes bits = bytes_of(rows, 3);
        if (bits.end - bits.at == DEAD_BYTES) memcpy(dead, bits.at, DEAD_BYTES);
        out->items[out->count++] = (Segment){.segment = rows_int(rows, 0),
                                             .size = rows_int(rows, 1),
                                             .newest_at = rows_int(rows, 2),
                                             .dead = dead};
    }
    return s ? s : rows_end(rows);
}

Status search_store_documents(Ctx *ctx, int kind, const Segment *segment, SearchDocument **out)
{
    Rows *rows;
    Status s = db_query(ctx, &search_segment_document_bytes, &rows, db_int(kind),
                        db_int(segment->segment));
    if (s) return s;
    s = rows_next(rows)
            ? documents_decode(ctx, bytes_of(rows, 0), kind, (size_t)segment->size, out)
            : fail(ctx, INTERNAL, "the documents of a segment of the search index are missing");
    Status end = rows_end(rows);
    return end ? end : s;
}

/* The block that holds a token is the first whose last token is not smaller. */
#define BLOCK_OF(segment, token)                                                                   \
    "(SELECT min(x.last_token) FROM search_block x WHERE x.kind = $1 AND x.segment = " segment     \
    " AND x.last_token >= " token ")"
SQL(search_blocks,
    "SELECT s.segment, b.postings FROM search_segment s JOIN search_block b ON b.kind = s.kind"
    " AND b.segment = s.segment AND b.last_token >= $2 AND b.last_token <= coalesce(" BLOCK_OF(
        "s.segment", "$3") ", $3) WHERE s.kind = $1 ORDER BY s.segment, b.last_token");
SQL(search_segment_blocks, "SELECT segment, postings FROM search_block"
                           " WHERE kind = $1 AND segment = $2 ORDER BY last_token");

static Status each_block(Rows *rows, EachBlock *each, void *user)
{
    Status s = OK;
    while (!s && rows_next(rows))
        s = each(user, rows_int(rows, 0), bytes_of(rows, 1));
    Status end = rows_end(rows);
    return s ? s : end;
}

Status search_store_each_block(Ctx *ctx, int kind, TokenRange range, EachBlock *each, void *user)
{
    Rows *rows;
    Status s =
        db_query(ctx, &search_blocks, &rows, db_int(kind), db_int(range.low), db_int(range.high));
    return s ? s : each_block(rows, each, user);
}

Status search_store_segment_blocks(Ctx *ctx, int kind, int64_t segment, EachBlock *each, void *user)
{
    Rows *rows;
    Status s = db_query(ctx, &search_segment_blocks, &rows, db_int(kind), db_int(segment));
    return s ? s : each_block(rows, each, user);
}

SQL(search_document_number,
    "SELECT id, segment, number FROM search_document WHERE kind = $1 AND id = $2");

typedef struct Placing {
    SearchPlace *items;
    size_t count;
} Placing;

static Status each_place(void *user, size_t number, Rows *rows)
{
    Placing *placing = user;
    (void)number;
    placing->items[placing->count++] =
        (SearchPlace){rows_int(rows, 0), rows_int(rows, 1), rows_int(rows, 2)};
    return OK;
}

Status search_store_places(Ctx *ctx, int kind, const int64_t *ids, size_t count, List *out)
{
    enum { WIDTH = 2 };
    Placing placing = {ARENA_ARRAY(ctx->arena, count, SearchPlace), 0};
    DbValue *values = ARENA_ARRAY(ctx->arena, count * WIDTH, DbValue);
    if (!placing.items || !values) return no_memory(ctx);
    for (size_t i = 0; i < count; i++) {
        values[i * WIDTH] = db_int(kind);
        values[i * WIDTH + 1] = db_int(ids[i]);
    }
    Status s =
        db_query_many(ctx, &search_document_number, values, WIDTH, count, each_place, &placing);
    *out = (List){placing.items, placing.count};
    return s;
}

SQL(search_segment_insert,
    "INSERT INTO search_segment (kind, segment, size, newest_at, dead_count, dead)"
    " VALUES ($1, $2, $3, $4, 0, $5)");
SQL(search_segment_documents_insert,
    "INSERT INTO search_segment_documents (kind, segment, documents) VALUES ($1, $2, $3)");
SQL(search_document_insert,
    "INSERT INTO search_document (kind, id, segment, number) VALUES ($1, $2, $3, $4)");
SQL(search_block_insert, "INSERT INTO search_block (kind, segment, last_token, postings)"
                         " VALUES ($1, $2, $3, $4)");

static Status note_documents(Ctx *ctx, int64_t segment, const SearchDocument *documents,
                             size_t count)
{
    enum { WIDTH = 4 };
    DbValue *values = ARENA_ARRAY(ctx->arena, count * WIDTH, DbValue);
    if (!values) return no_memory(ctx);
    for (size_t i = 0; i < count; i++) {
        const DbValue row[WIDTH] = {db_int(documents[i].kind), db_int(documents[i].id),
                                    db_int(segment), db_int((int64_t)i)};
        memcpy(values + i * WIDTH, row, sizeof row);
    }
    return db_run_many(ctx, &search_document_insert, values, WIDTH, count, NULL);
}

Status search_store_segment_add(Ctx *ctx, int64_t segment, const SearchDocument *documents,
                                size_t count)
{
    static const unsigned char alive[DEAD_BYTES];
    int64_t newest_at = documents[0].at;
    for (size_t i = 1; i < count; i++)
        newest_at = documents[i].at > newest_at ? documents[i].at : newest_at;
    Bytes bytes;
    Status s = documents_encode(ctx, documents, count, &bytes);
    if (!s)
        s = db_run(ctx, &search_segment_insert, db_int(documents[0].kind), db_int(segment),
                   db_int((int64_t)count), db_int(newest_at), db_blob(alive, sizeof alive));
    if (!s)
        s = db_run(ctx, &search_segment_documents_insert, db_int(documents[0].kind),
                   db_int(segment), db_blob(bytes.at, (size_t)(bytes.end - bytes.at)));
    return s ? s : note_documents(ctx, segment, documents, count);
}

Status search_store_block_add(Ctx *ctx, int kind, int64_t segment, int64_t last_token,
                              const Buf *block)
{
    return db_run(ctx, &search_block_insert, db_int(kind), db_int(segment), db_int(last_token),
                  db_blob(block->data, block->length));
}
