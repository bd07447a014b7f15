#include "access/listing.h"

#include <string.h>

#include "access/audit.h"
#include "access/person.h"
#include "base/json.h"
#include "base/xlsx_write.h"
#include "db/db.h"
#include "house.h"

enum { PAGE = 200, CURSOR_MAX = 400 };
/* Outlives the request: has its memory and its Ctx to itself. */
typedef struct Export {
    const Listing *of;
    const Shape *shape, *query; /* of a row; of the filter */
    Columns columns;
    Arena *arena, *kept; /* of a page; of the whole */
    Ctx ctx;
    Person person;
    View view;
    void *filter;
    const char *asked;           /* what of the list, for the audit log: JSON */
    char cursor[CURSOR_MAX + 1]; /* where it goes on */
    int64_t left;                /* rows that may follow */
    bool ended;
    Buf text; /* what was read and not sent yet */
    size_t sent;
    XlsxOut *sheet;
} Export;

static void export_close(void *state)
{
    Export *export = state;
    buf_release(&export->text);
    xlsx_out_release(export->sheet);
    arena_release(export->arena);
    arena_release(export->kept);
    memory_free(export);
}

static bool is_column(const Listing *of, const Field *field)
{
    bool nested = field->kind == FIELD_KIND_OBJECT || field->kind == FIELD_KIND_LIST;
    bool holds = !field->write_only && (of->nested || !nested);
    bool secret = of->secret && strcmp(of->secret, field->name) == 0;
    return holds && !secret && !(of->inputs_only && field->read_only);
}

static Status find_columns(Export *export)
{
    size_t fields = 0;
    while (export->shape->fields[fields].name)
        fields++;
    export->columns.items = ARENA_ARRAY(export->kept, fields, const Field *);
    if (!export->columns.items) return NO_MEMORY;
    for (const Field *field = export->shape->fields; field->name; field++)
        if (is_column(export->of, field)) export->columns.items[export->columns.count++] = field;
    return OK;
}

/* --- rows of a sheet --- */

static Status add_xlsx(Export *export, const void *thing)
{
    Status s = xlsx_out_row(&export->ctx, export->sheet);
    for (size_t i = 0; !s && i < export->columns.count; i++)
        s = xlsx_out_cell(&export->ctx, export->sheet, export->columns.items[i], thing,
                          &export->view);
    return s;
}

/* --- reading --- */

static Status add_all(Export *export, const List *list, const char *next)
{
    Status s = OK;
    const char *items = list->items;
    for (size_t i = 0; i<list->count &&export->left> 0 && !s; i++, export->left--) {
        const void *thing = items + i * export->shape->size;
        s = export->sheet ? add_xlsx(export, thing)
                          : table_csv_row(&export->ctx, &export->text, &export->columns, thing,
                                          &export->view);
    }
    export->ended = !next || export->left <= 0;
    if (next) memcpy(export->cursor, next, strnlen(next, CURSOR_MAX) + 1);
    return s ? s : buf_check(&export->ctx, &export->text);
}

static int64_t *limit_of(const Export *export)
{
    return (int64_t *)((char *)export->filter + shape_field(export->query, "limit")->offset);
}

/* The filter's own `limit` and `cursor`. */
static void ask_for(Export *export, const char *cursor)
{
    char *filter = export->filter;
    *limit_of(export) = PAGE;
    *(const char **)(filter + shape_field(export->query, "cursor")->offset) = cursor;
}

static Status read_page(Export *export)
{
    Ctx *ctx = &export->ctx;
    List list;
    const char *next;
    arena_clear(export->arena);
    Status s = database_reader(ctx, ctx->house->database);
    if (s) return s;
    s = export->of->page(ctx, export->filter, &list, &next);
    if (!s && export->of->file_rows) s = export->of->file_rows(ctx, export->shape, &list);
    if (!s) s = add_all(export, &list, next);
    database_give_back(ctx, ctx->house->database);
    if (!s) ask_for(export, export->cursor);
    return s;
}

static int64_t export_read(void *state, char *into, size_t room)
{
    Export *export = state;
    while (export->sent == export->text.length && !export->ended) {
        buf_clear(&export->text);
        export->sent = 0;
        if (read_page(export)) return -1;
    }
    size_t length = export->text.length - export->sent;
    if (length > room) length = room;
    if (length) memcpy(into, export->text.data + export->sent, length);
    export->sent += length;
    return (int64_t)length;
}

/* --- beginning --- */

static Status keep_texts(Export *export, Texts *texts)
{
    const char **kept = ARENA_ARRAY(export->kept, texts->count, const char *);
    if (!kept) return NO_MEMORY;
    for (size_t i = 0; i < texts->count; i++) {
        kept[i] = arena_text(export->kept, texts->items[i]);
        if (!kept[i]) return NO_MEMORY;
    }
    texts->items = kept;
    return OK;
}

/* The filter's texts lie in the request's memory. */
static Status keep_filter(Export *export, const void *filter)
{
    const Shape *shape = export->query;
    export->filter = arena_alloc(export->kept, shape->size);
    if (!export->filter) return NO_MEMORY;
    memcpy(export->filter, filter, shape->size);
    for (const Field *field = shape->fields; field->name; field++) {
        void *member = (char *)export->filter + field->offset;
        const char **text = member;
        if (field->kind == FIELD_KIND_TEXTS && ((Texts *)member)->count &&
            keep_texts(export, member))
            return NO_MEMORY;
        if (field->kind != FIELD_KIND_TEXT || !*text) continue;
        *text = arena_text(export->kept, *text);
        if (!*text) return NO_MEMORY;
    }
    return OK;
}

/* What of the list was asked for, and as what file. Whose name, number or words were looked for is
 * nobody's business: only that they were. */
static Status say_asked(Export *export, int64_t format)
{
    Shape given = *export->query;
    Buf json;
    char *said = arena_alloc(export->kept, given.size);
    if (!said) return NO_MEMORY;
    memcpy(said, export->filter, given.size);
    for (const Field *field = given.fields; field->name; field++)
        if (field->personal && *(const char **)(said + field->offset))
            *(const char **)(said + field->offset) = "***";
    *(int64_t *)(said + shape_field(&given, "format")->offset) = format;
    *(const char **)(said + shape_field(&given, "cursor")->offset) = NULL;
    given.sparse = true;
    buf_init(&json, export->kept);
    json_encode(&json, &given, said, &(View){.unmask = true});
    export->asked = json.data;
    return buf_check(&export->ctx, &json);
}

static void keep_person(Export *export, const Ctx *ctx)
{
    ctx_init(&export->ctx, export->arena, ctx->source);
    export->ctx.house = ctx->house;
    export->ctx.currency = ctx->currency;
    export->ctx.list = export->of->name;
    if (!ctx->who) return;
    export->person = *ctx->who;
    export->person.login = "export";
    export->ctx.who = &export->person;
}

static Status choose_shape(Ctx *ctx, Export *export)
{
    Ctx own = *ctx;
    own.arena = export->kept;
    if (export->of->file_shape) {
        Status s = export->of->file_shape(&own, &export->shape);
        ctx->problem = own.problem;
        return s;
    }
    export->shape = listing_shape(ctx, export->of);
    return OK;
}

static Status export_open(Ctx *ctx, Request *req, int64_t format, Export **out)
{
    const Route *route = request_route(req);
    const View *view = request_view(req);
    Export *export = *out = memory_alloc(sizeof *export);
    if (!export) return no_memory(ctx);
    buf_init(&export->text, NULL);
    export->of = route->of;
    export->query = route->query;
    export->arena = arena_new();
    export->kept = arena_new();
    if (!export->arena || !export->kept) return no_memory(ctx);
    Status s = choose_shape(ctx, export);
    if (s) return s;
    keep_person(export, ctx);
    export->view = *view;
    export->view.zone = arena_text(export->kept, view->zone);
    if ((view->zone && !export->view.zone) || keep_filter(export, request_query(req)) ||
        find_columns(export) || say_asked(export, format))
        return no_memory(ctx);
    export->view.currency = ctx_currency(&export->ctx);
    const char *cursor =
        *(const char **)((char *)export->filter + shape_field(export->query, "cursor")->offset);
    bool all = *limit_of(export) == 0 || *limit_of(export) == NONE;
    export->left = all ? INT64_MAX : *limit_of(export);
    ask_for(export, cursor);
    return OK;
}

/* In the request's snapshot, so that its refusal is the answer. */
static Status read_within(Ctx *ctx, Export *export)
{
    export->ctx.db = ctx->db;
    Status s = read_page(export);
    export->ctx.db = NULL;
    if (s) ctx->problem = export->ctx.problem;
    return s;
}

static Status name_file(Ctx *ctx, Request *req, const Listing *listing, const char *ending)
{
    const char *value =
        arena_format(ctx->arena, "attachment; filename=\"%s.%s\"", listing->name, ending);
    if (!value) return no_memory(ctx);
    reply_header(req, "Content-Disposition", value);
    return OK;
}

static Status write_audit(Ctx *ctx, void *work)
{
    const Export *export = work;
    return audit_write(ctx, export->of->action, export->of->subject_kind, 0, export->asked);
}

/* Who takes this list away, on record before any of it is handed out. */
static Status export_audit(Ctx *ctx, Export *export)
{
    Ctx own = *ctx; /* the reading goes on in its snapshot */
    Status s = database_write(&own, ctx->house->database, write_audit, export);
    ctx->problem = own.problem;
    return s;
}

static Status reply_csv(Ctx *ctx, Request *req, Export *export)
{
    const AnswerSource source = {-1, export_read, export_close, export};
    table_csv_heads(&export->text, &export->columns);
    Status s = buf_check(ctx, &export->text);
    if (!s) s = read_within(ctx, export);
    if (!s) s = export_audit(ctx, export);
    if (!s) s = name_file(ctx, req, export->of, "csv");
    if (!s) return reply_source(ctx, req, CSV_TYPE, &source);
    export_close(export);
    return s;
}

/* --- a sheet --- */

static Status make_sheet(Ctx *ctx, Export *export, int *file, int64_t *length)
{
    Status s = xlsx_out_open(ctx, export->of->name, ctx->house->data_folder, &export->sheet);
    if (s) return s;
    for (size_t i = 0; i < export->columns.count; i++)
        xlsx_out_column(export->sheet, export->columns.items[i]->name);
    while (!s && !export->ended)
        s = read_within(ctx, export);
    if (!s) s = export_audit(ctx, export);
    return s ? s : xlsx_out_end(ctx, export->sheet, file, length);
}

static Status reply_xlsx(Ctx *ctx, Request *req, Export *export)
{
    ReplyFile file = {.name = export->of->name, .format = TABLE_XLSX};
    Status s = make_sheet(ctx, export, &file.file, &file.length);
    export_close(export);
    return s ? s : reply_file(ctx, req, &file);
}

Status listing_export(Ctx *ctx, Request *req)
{
    const Route *route = request_route(req);
    const char *accept = request_header(req, "Accept");
    size_t at = shape_field(route->query, "format")->offset;
    int64_t format = *(const int64_t *)((const char *)request_query(req) + at);
    if (format == NONE) format = accept && strstr(accept, XLSX_TYPE) ? TABLE_XLSX : TABLE_CSV;
    Export *export;
    Status s = export_open(ctx, req, format, &export);
    if (!s)
        return format == TABLE_XLSX ? reply_xlsx(ctx, req, export) : reply_csv(ctx, req, export);
    if (export) export_close(export);
    return s;
}
