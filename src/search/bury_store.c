#include <string.h>

#include "db/db.h"
#include "search/search_store.h"

SQL(search_document_place, "DELETE FROM search_document WHERE kind = $1 AND id = $2"
                           " RETURNING segment, number");
SQL(search_segment_dead, "SELECT dead FROM search_segment WHERE kind = $1 AND segment = $2");
SQL(search_segment_bury, "UPDATE search_segment SET dead = $3, dead_count = dead_count + 1"
                         " WHERE kind = $1 AND segment = $2");

/* Where the document lay, and that it lies there no longer; 0 where it lay nowhere. */
static Status leave_place(Ctx *ctx, int kind, int64_t id, int64_t *segment, int64_t *number)
{
    Rows *rows;
    *segment = 0;
    Status s = db_query(ctx, &search_document_place, &rows, db_int(kind), db_int(id));
    while (!s && rows_next(rows)) {
        *segment = rows_int(rows, 0);
        *number = rows_int(rows, 1);
    }
    return s ? s : rows_end(rows);
}

static Status read_dead(Ctx *ctx, int kind, int64_t segment, unsigned char bits[SEGMENT_SIZE / 8])
{
    Rows *rows;
    Status s = db_query(ctx, &search_segment_dead, &rows, db_int(kind), db_int(segment));
    while (!s && rows_next(rows)) {
        size_t length;
        const void *bytes = rows_blob(rows, 0, &length);
        if (bytes && length == SEGMENT_SIZE / 8) memcpy(bits, bytes, length);
    }
    return s ? s : rows_end(rows);
}

Status search_store_bury(Ctx *ctx, int kind, int64_t id, int64_t *segment)
{
    unsigned char bits[SEGMENT_SIZE / 8] = {0};
    int64_t place, number = 0;
    Status s = leave_place(ctx, kind, id, &place, &number);
    if (segment) *segment = place;
    if (s || !place) return s;
    s = read_dead(ctx, kind, place, bits);
    if (s) return s;
    bits[number / 8] = (unsigned char)(bits[number / 8] | 1u << (number % 8));
    return db_run(ctx, &search_segment_bury, db_int(kind), db_int(place),
                  db_blob(bits, sizeof bits));
}

SQL(search_segment_mostly_dead,
    "SELECT segment FROM search_segment"
    " WHERE kind = $1 AND dead_count * 2 > size ORDER BY segment LIMIT 1");
SQL(search_block_delete, "DELETE FROM search_block WHERE kind = $1 AND segment = $2");
SQL(search_segment_documents_delete,
    "DELETE FROM search_segment_documents WHERE kind = $1 AND segment = $2");
SQL(search_segment_delete, "DELETE FROM search_segment WHERE kind = $1 AND segment = $2");
SQL(search_document_delete, "DELETE FROM search_document WHERE kind = $1 AND id = $2"
                            " AND segment = $3");

Status search_store_mostly_dead(Ctx *ctx, int kind, int64_t *segment)
{
    *segment = 0;
    Status s = db_get_int(ctx, &search_segment_mostly_dead, segment, db_int(kind));
    return s == NOT_FOUND ? OK : s;
}

static Status delete_documents(Ctx *ctx, int64_t segment, const SearchDocument *documents,
                               size_t count)
{
    enum { WIDTH = 3 };
    DbValue *values = ARENA_ARRAY(ctx->arena, count * WIDTH, DbValue);
    if (!values) return no_memory(ctx);
    for (size_t i = 0; i < count; i++) {
        const DbValue row[WIDTH] = {db_int(documents[i].kind), db_int(documents[i].id),
                                    db_int(segment)};
        memcpy(values + i * WIDTH, row, sizeof row);
    }
    return db_run_many(ctx, &search_document_delete, values, WIDTH, count, NULL);
}

Status search_store_segment_remove(Ctx *ctx, int kind, int64_t segment,
                                   const SearchDocument *documents, size_t count)
{
    Status s = db_run(ctx, &search_block_delete, db_int(kind), db_int(segment));
    if (!s) s = db_run(ctx, &search_segment_documents_delete, db_int(kind), db_int(segment));
    if (!s) s = db_run(ctx, &search_segment_delete, db_int(kind), db_int(segment));
    return s ? s : delete_documents(ctx, segment, documents, count);
}
