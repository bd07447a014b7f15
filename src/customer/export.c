#include "customer/export.h"

#include <string.h>

#include "access/audit.h"
#include "access/person.h"
#include "db/db.h"
#include "house.h"

enum { PAGE = 200, REGION_MAX = 16, CURSOR_MAX = 400 };

/* Outlives the request: has its memory and its Ctx to itself. */
typedef struct Export {
    Arena *arena;
    Ctx ctx;
    Person person;
    View view;
    char region[REGION_MAX * 4 + 1], cursor[CURSOR_MAX + 1];
    bool ended;
    Buf text; /* what was read and not sent yet */
    size_t sent;
} Export;

static void export_close(void *state)
{
    Export *export = state;
    buf_release(&export->text);
    arena_release(export->arena);
    memory_free(export);
}

/* As RFC 4180 quotes; lines end as those of text files do. */
static void add_cell(Buf *out, const char *text)
{
    if (!strpbrk(text, "\",\r\n")) {
        buf_text(out, text);
        return;
    }
    buf_char(out, '"');
    for (; *text; text++) {
        if (*text == '"') buf_char(out, '"');
        buf_char(out, *text);
    }
    buf_char(out, '"');
}

static void add_header(Buf *out)
{
    bool first = true;
    for (const Field *field = customer_shape.fields; field->name; field++) {
        if (field->read_only) continue;
        if (!first) buf_char(out, ',');
        first = false;
        buf_text(out, field->name);
    }
    buf_text(out, "\n");
}

static Status add_customer(Export *export, const Customer *customer)
{
    bool first = true;
    for (const Field *field = customer_shape.fields; field->name; field++) {
        Buf cell;
        if (field->read_only) continue;
        buf_init(&cell, export->arena);
        buf_text(&cell, "");
        field_to_text(&cell, field, customer, &export->view);
        Status s = buf_check(&export->ctx, &cell);
        if (s) return s;
        if (!first) buf_char(&export->text, ',');
        first = false;
        add_cell(&export->text, cell.data ? cell.data : "");
    }
    buf_text(&export->text, "\n");
    return OK;
}

static Status add_customers(Export *export, const List *list, const char *next)
{
    Status s = OK;
    for (size_t i = 0; i < list->count && !s; i++)
        s = add_customer(export, (const Customer *)list->items + i);
    export->ended = !next;
    if (next) memcpy(export->cursor, next, strnlen(next, CURSOR_MAX) + 1);
    return s ? s : buf_check(&export->ctx, &export->text);
}

static Status read_page(Export *export)
{
    Ctx *ctx = &export->ctx;
    const CustomerFilter filter = {
        .region = *export->region ? export->region : NULL,
        .limit = PAGE,
        .cursor = *export->cursor ? export->cursor : NULL,
    };
    List list;
    const char *next;
    arena_clear(export->arena);
    buf_clear(&export->text);
    export->sent = 0;
    Status s = database_reader(ctx, ctx->house->database);
    if (s) return s;
    s = customer_list(ctx, &filter, &list, &next);
    if (!s) s = add_customers(export, &list, next);
    database_give_back(ctx, ctx->house->database);
    return s;
}

static int64_t export_read(void *state, char *into, size_t room)
{
    Export *export = state;
    while (export->sent == export->text.length && !export->ended)
        if (read_page(export)) return -1;
    size_t length = export->text.length - export->sent;
    if (length > room) length = room;
    if (length) memcpy(into, export->text.data + export->sent, length);
    export->sent += length;
    return (int64_t)length;
}

static Export *export_open(Ctx *ctx, const View *view, const char *region)
{
    Export *export = memory_alloc(sizeof *export);
    if (!export) return NULL;
    buf_init(&export->text, NULL);
    export->arena = arena_new();
    if (!export->arena) {
        export_close(export);
        return NULL;
    }
    ctx_init(&export->ctx, export->arena, ctx->source);
    export->ctx.house = ctx->house;
    if (ctx->who) {
        export->person = *ctx->who;
        export->person.login = "export";
        export->ctx.who = &export->person;
    }
    export->view = (View){.unmask = view->unmask};
    if (region) memcpy(export->region, region, strnlen(region, sizeof export->region - 1) + 1);
    add_header(&export->text);
    if (!export->text.failed) return export;
    export_close(export);
    return NULL;
}

static Status write_audit(Ctx *ctx, void *work)
{
    (void)work;
    return audit_write(ctx, "customer.export", "customer", 0, NULL);
}

Status customer_export(Ctx *ctx, Request *req, const char *region)
{
    Ctx own = *ctx;
    Status s = database_write(&own, ctx->house->database, write_audit, NULL);
    ctx->problem = own.problem;
    if (s) return s;
    Export *export = export_open(ctx, request_view(req), region);
    if (!export) return no_memory(ctx);
    const AnswerSource source = {-1, export_read, export_close, export};
    reply_header(req, "Content-Disposition", "attachment; filename=\"customers.csv\"");
    return reply_source(ctx, req, "text/csv; charset=utf-8", &source);
}
