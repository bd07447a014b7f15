#include "access/export.h"

#include <string.h>
#include <unistd.h>

#include "access/audit.h"
#include "access/person.h"
#include "base/csv.h"
#include "base/xlsx_write.h"
#include "db/db.h"
#include "house.h"

enum { PAGE = 200, CURSOR_MAX = 400 };
#define XLSX_TYPE "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

const Name export_formats[] = {{"csv", EXPORT_CSV, "Text, a row a line"},
                               {"xlsx", EXPORT_XLSX, "A spreadsheet"},
                               {NULL, 0, NULL}};

/* Outlives the request: has its memory and its Ctx to itself. */
typedef struct Export {
    const ExportPlan *plan;
    Arena *arena, *kept; /* of a page; of the whole */
    Ctx ctx;
    Person person;
    View view;
    void *filter;
    char cursor[CURSOR_MAX + 1]; /* "": from the first */
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

static bool has_column(const ExportPlan *plan, const Field *field)
{
    bool holds = field->kind != FIELD_KIND_OBJECT && field->kind != FIELD_KIND_LIST;
    return holds && !(plan->inputs_only && field->read_only);
}

/* --- rows of CSV --- */

static void add_header(const ExportPlan *plan, Buf *out)
{
    const char *separator = "";
    for (const Field *field = plan->shape->fields; field->name; field++) {
        if (!has_column(plan, field)) continue;
        buf_text(out, separator);
        buf_text(out, field->name);
        separator = ",";
    }
    buf_text(out, "\n");
}

static bool is_words(const Field *field)
{
    return field->kind == FIELD_KIND_TEXT || field->kind == FIELD_KIND_TEXTS ||
           field->kind == FIELD_KIND_MAP;
}

static Status add_csv(Export *export, const void *thing)
{
    Buf cell;
    const char *separator = "";
    buf_init(&cell, export->arena);
    for (const Field *field = export->plan->shape->fields; field->name; field++) {
        if (!has_column(export->plan, field)) continue;
        buf_text(&export->text, separator);
        separator = ",";
        buf_clear(&cell);
        field_to_text(&cell, field, thing, &export->view);
        if (!cell.length) continue;
        if (is_words(field))
            csv_cell(&export->text, cell.data, cell.length);
        else
            buf_add(&export->text, cell.data, cell.length);
    }
    buf_text(&export->text, "\n");
    return buf_check(&export->ctx, &cell);
}

/* --- rows of a sheet --- */

static Status add_xlsx(Export *export, const void *thing)
{
    Status s = xlsx_out_row(&export->ctx, export->sheet);
    for (const Field *field = export->plan->shape->fields; !s && field->name; field++)
        if (has_column(export->plan, field))
            s = xlsx_out_cell(&export->ctx, export->sheet, field, thing, &export->view);
    return s;
}

/* --- reading --- */

static Status add_all(Export *export, const List *list, const char *next)
{
    Status s = OK;
    const char *items = list->items;
    for (size_t i = 0; i < list->count && !s; i++) {
        const void *thing = items + i * export->plan->shape->size;
        s = export->sheet ? add_xlsx(export, thing) : add_csv(export, thing);
    }
    export->ended = !next;
    if (next) memcpy(export->cursor, next, strnlen(next, CURSOR_MAX) + 1);
    return s ? s : buf_check(&export->ctx, &export->text);
}

static Status read_page(Export *export)
{
    Ctx *ctx = &export->ctx;
    List list;
    const char *next;
    arena_clear(export->arena);
    buf_clear(&export->text);
    export->sent = 0;
    Status s = database_reader(ctx, ctx->house->database);
    if (s) return s;
    s = export->plan->page(ctx, export->filter, PAGE, *export->cursor ? export->cursor : NULL,
                           &list, &next);
    if (!s) s = add_all(export, &list, next);
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
    const Shape *shape = export->plan->filter_shape;
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

static void keep_person(Export *export, const Ctx *ctx)
{
    ctx_init(&export->ctx, export->arena, ctx->source);
    export->ctx.house = ctx->house;
    export->ctx.currency = ctx->currency;
    if (!ctx->who) return;
    export->person = *ctx->who;
    export->person.login = "export";
    export->ctx.who = &export->person;
}

static Status export_open(Ctx *ctx, Request *req, const ExportAsked *asked, Export **out)
{
    const View *view = request_view(req);
    Export *export = *out = memory_alloc(sizeof *export);
    if (!export) return no_memory(ctx);
    buf_init(&export->text, NULL);
    export->plan = asked->plan;
    export->arena = arena_new();
    export->kept = arena_new();
    if (!export->arena || !export->kept) return no_memory(ctx);
    keep_person(export, ctx);
    export->view = *view;
    export->view.zone = arena_text(export->kept, view->zone);
    if ((view->zone && !export->view.zone) || keep_filter(export, asked->filter))
        return no_memory(ctx);
    export->view.currency = ctx_currency(&export->ctx);
    if (asked->cursor) memcpy(export->cursor, asked->cursor, strnlen(asked->cursor, CURSOR_MAX));
    return OK;
}

static Status name_file(Ctx *ctx, Request *req, const ExportPlan *plan, const char *ending)
{
    const char *value =
        arena_format(ctx->arena, "attachment; filename=\"%s.%s\"", plan->name, ending);
    if (!value) return no_memory(ctx);
    reply_header(req, "Content-Disposition", value);
    return OK;
}

static Status reply_csv(Ctx *ctx, Request *req, Export *export)
{
    const AnswerSource source = {-1, export_read, export_close, export};
    add_header(export->plan, &export->text);
    Status s = buf_check(ctx, &export->text);
    if (!s) s = name_file(ctx, req, export->plan, "csv");
    if (!s) return reply_source(ctx, req, "text/csv; charset=utf-8", &source);
    export_close(export);
    return s;
}

/* --- a sheet --- */

typedef struct OpenFile {
    int file;
} OpenFile;

static int64_t file_read(void *state, char *into, size_t room)
{
    return read(((OpenFile *)state)->file, into, room);
}

static void file_close(void *state)
{
    close(((OpenFile *)state)->file);
    memory_free(state);
}

static Status make_sheet(Ctx *ctx, Export *export, int *file, int64_t *length)
{
    const ExportPlan *plan = export->plan;
    Status s = xlsx_out_open(ctx, plan->name, ctx->house->data_folder, &export->sheet);
    if (s) return s;
    for (const Field *field = plan->shape->fields; field->name; field++)
        if (has_column(plan, field)) xlsx_out_column(export->sheet, field->name);
    export->ctx.db = ctx->db; /* one snapshot: the request's */
    while (!s && !export->ended)
        s = read_page(export);
    if (s) ctx->problem = export->ctx.problem;
    return s ? s : xlsx_out_end(ctx, export->sheet, file, length);
}

static Status reply_xlsx(Ctx *ctx, Request *req, Export *export)
{
    int64_t length = 0;
    OpenFile *opened = memory_alloc(sizeof *opened);
    Status s = opened ? name_file(ctx, req, export->plan, "xlsx") : no_memory(ctx);
    if (!s) s = make_sheet(ctx, export, &opened->file, &length);
    export_close(export);
    if (s) {
        memory_free(opened);
        return s;
    }
    const AnswerSource source = {length, file_read, file_close, opened};
    return reply_source(ctx, req, XLSX_TYPE, &source);
}

static Status write_audit(Ctx *ctx, void *work)
{
    const ExportPlan *plan = work;
    return audit_write(ctx, plan->action, plan->subject_kind, 0, NULL);
}

/* Who takes this list away, on record before any of it is handed out. */
static Status export_audit(Ctx *ctx, const ExportPlan *plan)
{
    Ctx own = *ctx; /* the reading goes on in its snapshot */
    Status s = database_write(&own, ctx->house->database, write_audit, (void *)plan);
    ctx->problem = own.problem;
    return s;
}

Status reply_export(Ctx *ctx, Request *req, const ExportAsked *asked)
{
    Export *export;
    const char *accept = request_header(req, "Accept");
    int64_t format = asked->format;
    if (format == NONE) format = accept && strstr(accept, XLSX_TYPE) ? EXPORT_XLSX : EXPORT_CSV;
    Status s = export_audit(ctx, asked->plan);
    if (s) return s;
    s = export_open(ctx, req, asked, &export);
    if (!s)
        return format == EXPORT_XLSX ? reply_xlsx(ctx, req, export) : reply_csv(ctx, req, export);
    if (export) export_close(export);
    return s;
}
