/* Bulk loads: COPY in binary into a temporary table, and from there what is new into the real one.
 */
#include <endian.h>
#include <string.h>

#include "db/postgres.h"

/* Bytes gathered before they are handed to libpq. */
#define GATHERED (64 << 10)

/* --- COPY's binary format: a header, rows of (count, then length and bytes for each), a trailer
 * --- */

static void copy_header(Buf *out)
{
    static const char header[] = "PGCOPY\n\377\r\n\0\0\0\0\0\0\0\0";
    buf_add(out, header, 11 + 8);
}

static void copy_count(Buf *out, uint16_t count)
{
    uint16_t number = htobe16(count);
    buf_add(out, &number, sizeof number);
}

static void copy_bytes(Buf *out, const void *bytes, size_t length)
{
    uint32_t number = htobe32((uint32_t)length);
    buf_add(out, &number, sizeof number);
    buf_add(out, bytes, length);
}

static void copy_value(Buf *out, const DbValue *value)
{
    uint64_t bits;
    switch (value->kind) {
    case DB_NULL:
        buf_add(out, "\377\377\377\377", 4);
        return;
    case DB_INT:
    case DB_REAL:
        memcpy(&bits, value->kind == DB_INT ? (const void *)&value->i : &value->r, sizeof bits);
        bits = htobe64(bits);
        copy_bytes(out, &bits, sizeof bits);
        return;
    case DB_TEXT:
    case DB_BLOB:
        out->failed |= !value->p;
        copy_bytes(out, value->p, value->length);
        return;
    }
}

static bool copy_put(PostgresDb *db, Buf *out)
{
    bool put = PQputCopyData(db->conn, out->data, (int)out->length) == 1;
    buf_clear(out);
    return put;
}

/* The rows, each with its number behind its values. */
static Status copy_rows(Ctx *ctx, PostgresDb *db, const Load *load, const DbValue *values,
                        size_t count)
{
    Buf out;
    bool put = true;
    buf_init(&out, NULL);
    copy_header(&out);
    for (size_t i = 0; i < count && put; i++) {
        DbValue number = db_int(db->loaded + (int64_t)i);
        copy_count(&out, (uint16_t)(load->width + 1));
        for (size_t k = 0; k < load->width; k++)
            copy_value(&out, &values[i * load->width + k]);
        copy_value(&out, &number);
        if (out.failed) break;
        if (out.length > GATHERED) put = copy_put(db, &out);
    }
    copy_count(&out, UINT16_MAX);
    Status s = buf_check(ctx, &out);
    if (!s && !(put && copy_put(db, &out))) s = postgres_fail(ctx, db, NULL, load->table);
    buf_release(&out);
    return s;
}

/* --- outside pipeline mode --- */

static Status plain_command(Ctx *ctx, PostgresDb *db, const char *name, const char *command,
                            ExecStatusType want)
{
    PGresult *result = PQexec(db->conn, command);
    Status s = PQresultStatus(result) == want ? OK : postgres_fail(ctx, db, result, name);
    PQclear(result);
    return s;
}

static Status copy_end(Ctx *ctx, PostgresDb *db, const Load *load, Status status)
{
    bool ended = PQputCopyEnd(db->conn, status ? "given up" : NULL) == 1;
    Status s = ended ? OK : postgres_fail(ctx, db, NULL, load->table);
    for (PGresult *result = PQgetResult(db->conn); result; result = PQgetResult(db->conn)) {
        if (!s && !status && PQresultStatus(result) != PGRES_COMMAND_OK)
            s = postgres_fail(ctx, db, result, load->table);
        PQclear(result);
    }
    return status ? status : s;
}

/* The temporary table lasts as long as the connection, its rows as long as the transaction. */
static Status copy_into_temporary(Ctx *ctx, PostgresDb *db, const Load *load, const DbValue *values,
                                  size_t count)
{
    const char *name = load->insert->name;
    const char *create =
        arena_format(ctx->arena,
                     "CREATE TEMPORARY TABLE IF NOT EXISTS load_%s ON COMMIT DELETE ROWS AS"
                     " SELECT %s, CAST(0 AS BIGINT) AS load_row FROM %s WITH NO DATA",
                     name, load->columns, load->table);
    const char *copy = arena_format(ctx->arena, "COPY load_%s FROM STDIN (FORMAT binary)", name);
    if (!create || !copy) return no_memory(ctx);
    Status s = plain_command(ctx, db, load->table, create, PGRES_COMMAND_OK);
    if (!s) s = plain_command(ctx, db, load->table, copy, PGRES_COPY_IN);
    if (s) return s;
    return copy_end(ctx, db, load, copy_rows(ctx, db, load, values, count));
}

/* --- in it again --- */

static Status insert_new(Ctx *ctx, PostgresDb *db, const Load *load, PGresult **out)
{
    const char *name = load->insert->name;
    const char *insert = arena_format(
        ctx->arena,
        "WITH fresh AS (INSERT INTO %s (%s) SELECT %s FROM load_%s WHERE load_row >= $1"
        " ORDER BY load_row ON CONFLICT DO NOTHING RETURNING %s)"
        " SELECT min(load_row) FROM load_%s JOIN fresh USING (%s) WHERE load_row >= $1"
        " GROUP BY %s",
        load->table, load->columns, load->columns, name, load->key, name, load->key, load->key);
    if (!insert) return no_memory(ctx);
    static const Oid bigint = 20;
    uint64_t first = htobe64((uint64_t)db->loaded);
    const char *value = (const char *)&first;
    unsigned leads;
    Status s = round_begin(ctx, db, &leads);
    if (s) return s;
    if (!PQsendQueryParams(db->conn, insert, 1, &bigint, &value, (const int[]){sizeof first},
                           (const int[]){1}, 1))
        return postgres_fail(ctx, db, NULL, load->table);
    s = round_send(ctx, db);
    if (!s) s = round_leads(ctx, db, leads);
    if (!s) s = round_result(ctx, db, load->table, out);
    if (s) return s;
    if (round_end(db)) return OK;
    PQclear(*out);
    return postgres_fail(ctx, db, NULL, load->table);
}

Status postgres_load(Ctx *ctx, const Load *load, const DbValue *values, size_t count, bool *added)
{
    PostgresDb *db = (PostgresDb *)ctx->db;
    PGresult *result;
    Status s = pipeline_leave(ctx, db);
    if (s) return s;
    s = copy_into_temporary(ctx, db, load, values, count);
    Problem problem = ctx->problem;
    Status entered = pipeline_enter(ctx, db);
    if (s) ctx->problem = problem;
    if (!s) s = entered;
    if (!s) s = insert_new(ctx, db, load, &result);
    if (s) return s;
    memset(added, 0, count * sizeof *added);
    for (int row = 0; row < PQntuples(result); row++)
        added[result_value(result, row, 0).i - db->loaded] = true;
    PQclear(result);
    db->loaded += (int64_t)count;
    return OK;
}
