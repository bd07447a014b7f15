#include <string.h>

#include "base/json.h"
#include "base/upsert.h"

/* The rows that were decoded so far. */
typedef struct Decoded {
    Ctx *ctx;
    const Shape *shape;
    UpsertRow *rows;
    size_t count, room, most;
} Decoded;

static UpsertRow *row_add(Decoded *decoded, int64_t number, void *thing)
{
    if (decoded->count == decoded->room) {
        size_t room = decoded->room ? decoded->room * 2 : 256;
        UpsertRow *larger = arena_grow(decoded->ctx->arena, decoded->rows,
                                       decoded->room * sizeof *larger, room * sizeof *larger);
        if (!larger) return NULL;
        decoded->rows = larger;
        decoded->room = room;
    }
    UpsertRow *row = &decoded->rows[decoded->count++];
    *row = (UpsertRow){.thing = thing, .shape = decoded->shape, .number = number};
    return row;
}

static Status fail_rows(Ctx *ctx, size_t most)
{
    problem_clear(ctx);
    Status s = fail(ctx, TOO_LARGE, "the body has more than %zu rows", most);
    problem_hint(ctx, "send it in parts, or bring the file in by the command import");
    return s;
}

/* Keeps a row, as a rejected one when its Status says so. */
static Status row_keep(Decoded *decoded, int64_t number, Status status, void *thing)
{
    if (decoded->count == decoded->most) return fail_rows(decoded->ctx, decoded->most);
    UpsertRow *row = row_add(decoded, number, thing);
    if (!row) return no_memory(decoded->ctx);
    if (!status) return OK;
    if (status != INVALID && status != TOO_LARGE) return status;
    return upsert_reject(decoded->ctx, row);
}

/* --- JSON --- */

static void *json_fresh(void *user)
{
    Decoded *decoded = user;
    return arena_alloc(decoded->ctx->arena, decoded->shape->size);
}

/* The row's number says which object of the array it is: its field need not. */
static void drop_number(Problem *problem)
{
    const char *end = problem->field[0] == '[' ? strchr(problem->field, ']') : NULL;
    if (!end) return;
    end += end[1] == '.' ? 2 : 1;
    memmove(problem->field, end, strlen(end) + 1);
}

static Status json_row(void *user, int64_t number, Status status, void *thing)
{
    Decoded *decoded = user;
    if (status) drop_number(&decoded->ctx->problem);
    if (!status) status = shape_check_writing(decoded->ctx, decoded->shape, thing);
    return row_keep(decoded, number, status, thing);
}

static Status json_decode_rows(Decoded *decoded, bool lines, const char *body, size_t length)
{
    JsonStream *stream =
        json_stream_new(decoded->ctx, decoded->shape, lines, json_fresh, json_row, decoded);
    if (!stream) return no_memory(decoded->ctx);
    Status s = json_stream_feed(stream, body, length);
    return s ? s : json_stream_end(stream);
}

/* --- CSV --- */

static Status columns_bind(Ctx *ctx, const Shape *shape, const Texts *columns, const Field **fields)
{
    for (size_t i = 0; i < columns->count; i++) {
        fields[i] = shape_field(shape, columns->items[i]);
        if (fields[i] && !fields[i]->read_only) continue;
        Status s = fail_field(ctx, columns->items[i], "there is no such field");
        ctx->problem.row = 1;
        return s;
    }
    return OK;
}

static Status cells_decode(Ctx *ctx, const Shape *shape, const Field *const *fields, const Row *row,
                           const char *zone, void *thing)
{
    TextRules rules = {.zone = zone};
    shape_clear(shape, thing);
    for (size_t i = 0; i < row->count; i++) {
        Status s = field_from_text(ctx, fields[i], thing, row->cells[i].text, row->cells[i].length,
                                   &rules);
        if (s) return s;
    }
    Status s = shape_check(ctx, shape, thing);
    return s ? s : shape_check_writing(ctx, shape, thing);
}

static Status csv_decode_row(Decoded *decoded, const Field *const *fields, const Row *row,
                             const char *zone)
{
    Ctx *ctx = decoded->ctx;
    void *thing = arena_alloc(ctx->arena, decoded->shape->size);
    if (!thing) return no_memory(ctx);
    Status s = row->kind == ROW_BAD ? INVALID
                                    : cells_decode(ctx, decoded->shape, fields, row, zone, thing);
    return row_keep(decoded, row->line, s, thing);
}

static Status csv_decode_rows(Decoded *decoded, RowSource *source, const char *zone)
{
    Row row;
    Ctx *ctx = decoded->ctx;
    const Texts *columns = row_source_columns(source);
    const Field **fields = ARENA_ARRAY(ctx->arena, columns->count, const Field *);
    if (!fields) return no_memory(ctx);
    Status s = columns_bind(ctx, decoded->shape, columns, fields);
    while (!s) {
        s = row_source_next(ctx, source, &row);
        if (s || row.kind == ROW_END) return s;
        s = csv_decode_row(decoded, fields, &row, zone);
    }
    return s;
}

Status upsert_decode(Ctx *ctx, const Shape *shape, const BodyRules *rules, const char *body,
                     size_t length, UpsertRow **rows, size_t *count)
{
    size_t most = rules->rows_most ? rules->rows_most : UPSERT_ROWS_MAX;
    Decoded decoded = {.ctx = ctx, .shape = shape, .most = most};
    Status s;
    if (rules->format == ROWS_CSV) {
        RowSource *source = NULL;
        RowOptions options = {.format = ROWS_CSV, .encoding = rules->encoding};
        s = row_source_bytes(ctx, body, length, &options, &source);
        if (!s) s = csv_decode_rows(&decoded, source, rules->zone);
        row_source_close(source);
    } else {
        s = json_decode_rows(&decoded, rules->format == ROWS_NDJSON, body, length);
    }
    *rows = decoded.rows;
    *count = decoded.count;
    return s;
}
