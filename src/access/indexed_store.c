#include "access/indexed.h"

SQL(read_index_key, "SELECT stage, old_no, new_no, began_ms, since_ms, walk, place, after_key,"
                    " found, moved FROM index_key WHERE one = 1");
SQL(write_index_key,
    "INSERT INTO index_key (one, stage, old_no, new_no, began_ms, since_ms, walk, place, after_key,"
    " found, moved) VALUES (1, $1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (one)"
    " DO UPDATE SET stage = excluded.stage, old_no = excluded.old_no, new_no = excluded.new_no,"
    " began_ms = excluded.began_ms, since_ms = excluded.since_ms, walk = excluded.walk,"
    " place = excluded.place, after_key = excluded.after_key, found = excluded.found,"
    " moved = excluded.moved");

Status index_state(Ctx *ctx, IndexState *out)
{
    Rows *rows;
    *out = (IndexState){.stage = INDEX_DONE};
    Status s = db_query(ctx, &read_index_key, &rows);
    if (s) return s;
    if (rows_next(rows))
        *out = (IndexState){.stage = rows_int(rows, 0),
                            .old_no = rows_int(rows, 1),
                            .new_no = rows_int(rows, 2),
                            .began_at = rows_int(rows, 3),
                            .since_at = rows_int(rows, 4),
                            .walk = rows_int(rows, 5),
                            .place = rows_copy(rows, 6),
                            .after_key = rows_copy(rows, 7),
                            .found = rows_int(rows, 8),
                            .moved = rows_int(rows, 9)};
    return rows_end(rows);
}

Status index_state_write(Ctx *ctx, const IndexState *state)
{
    return db_run(ctx, &write_index_key, db_int(state->stage), db_int(state->old_no),
                  db_int(state->new_no), db_int(state->began_at), db_int(state->since_at),
                  db_int(state->walk), db_text(state->place), db_text(state->after_key),
                  db_int(state->found), db_int(state->moved));
}
