#include "http/list_file.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/field_set.h"
#include "base/json.h"
#include "base/table_out.h"
#include "base/xlsx_write.h"
#include "http/server_state.h"

enum { PAGE = 200, CURSOR_MAX = 400, NAME_MAX_LENGTH = 31 };

struct ListFile {
    int64_t format;
    Arena *kept, *page; /* of the request; of a page */
    const char *name;   /* of the file and its sheet */
    Columns columns;    /* none before the first page */
    XlsxOut *sheet;     /* NULL: CSV, in `file` */
    int file;           /* -1: none */
    Buf text;           /* of a page, in its arena */
    int64_t rows, length;
    bool answered, goes_on;
    char cursor[CURSOR_MAX + 1]; /* where it goes on */
};

typedef struct FormatQuery {
    int64_t format;
} FormatQuery;

static const Field format_fields[] = {
    FIELD_ENUM(FormatQuery, format, table_formats,
               .doc = "The whole list as a file, instead of a page of JSON"),
    FIELD_END};
const Shape list_file_query_shape =
    SHAPE(FormatQuery, format_fields, "As what file a list is taken out");

bool list_file_offered(const Route *route)
{
    bool reads = route->method == GET && !route->writes && !route->defers && !route->waits;
    bool own = route->of || (route->query && shape_field(route->query, "format"));
    return route->is_list && reads && !own;
}

static void list_file_close(void *thing)
{
    ListFile *list = thing;
    xlsx_out_release(list->sheet);
    if (list->file >= 0) close(list->file);
    arena_release(list->page);
}

/* The last word of the route's path. */
static const char *name_of_route(const Route *route)
{
    const char *name = strrchr(route->path, '/') + 1;
    return *name && *name != '{' && strlen(name) <= NAME_MAX_LENGTH ? name : "list";
}

Status list_file_ask(Request *req, const char *format, size_t length)
{
    Ctx *ctx = &req->ctx;
    FormatQuery asked;
    shape_clear(&list_file_query_shape, &asked);
    Status s = field_from_text(ctx, format_fields, &asked, format, length, NULL);
    if (s || asked.format == NONE) return s;
    if (req->list_file) return fail_field(ctx, "format", "is given twice");
    ListFile *list = ARENA_NEW(ctx->arena, ListFile);
    if (!list) return no_memory(ctx);
    *list = (ListFile){.format = asked.format,
                       .kept = ctx->arena,
                       .page = arena_new(),
                       .name = name_of_route(request_route(req)),
                       .file = -1};
    if (!list->page) return no_memory(ctx);
    req->list_file = list;
    return arena_defer(ctx->arena, list_file_close, list) ? no_memory(ctx) : OK;
}

/* --- rows --- */

static Status columns_find(Ctx *ctx, ListFile *list, const Shape *shape)
{
    size_t width = shape_width(shape);
    list->columns.items = ARENA_ARRAY(list->kept, width, const Field *);
    if (!list->columns.items) return no_memory(ctx);
    for (const Field *field = shape->fields; field->name; field++)
        if (!field->write_only) list->columns.items[list->columns.count++] = field;
    return OK;
}

static Status begin(Ctx *ctx, ListFile *list, const Shape *shape)
{
    const char *folder = ctx->house->data_folder;
    Status s = columns_find(ctx, list, shape);
    if (s) return s;
    if (list->format == TABLE_CSV) {
        table_csv_heads(&list->text, &list->columns);
        return table_file(ctx, folder, &list->file);
    }
    ctx->arena = list->kept; /* what the sheet notes is needed to its end */
    s = xlsx_out_open(ctx, list->name, folder, &list->sheet);
    ctx->arena = list->page;
    for (size_t i = 0; !s && i < list->columns.count; i++)
        xlsx_out_column(list->sheet, list->columns.items[i]->name);
    return s;
}

static Status row_add(Ctx *ctx, ListFile *list, const void *thing, const View *view)
{
    if (list->rows++ == LIST_FILE_ROWS)
        return fail(ctx, TOO_LARGE, "a list has at most %d rows in a file", LIST_FILE_ROWS);
    if (!list->sheet) return table_csv_row(ctx, &list->text, &list->columns, thing, view);
    Status s = xlsx_out_row(ctx, list->sheet);
    for (size_t i = 0; !s && i < list->columns.count; i++)
        s = xlsx_out_cell(ctx, list->sheet, list->columns.items[i], thing, view);
    return s;
}

static Status text_write(Ctx *ctx, ListFile *list)
{
    Status s = buf_check(ctx, &list->text);
    const char *at = list->text.data;
    for (size_t left = list->text.length; !s && left;) {
        ssize_t put = write(list->file, at, left);
        if (put < 0 && errno == EINTR) continue;
        if (put <= 0) return fail(ctx, NO_SPACE, "the disk is full: the file was not written");
        at += put;
        left -= (size_t)put;
        list->length += put;
    }
    buf_clear(&list->text);
    return s;
}

Status list_file_add(Ctx *ctx, Request *req, const List *from, const Shape *shape,
                     const char *cursor)
{
    ListFile *list = req->list_file;
    const View *view = request_view(req);
    const char *item = from->items;
    buf_init(&list->text, ctx->arena);
    Status s = list->columns.count ? OK : begin(ctx, list, shape);
    for (size_t i = 0; !s && i < from->count; i++, item += shape->size)
        s = row_add(ctx, list, item, view);
    if (!s && !list->sheet) s = text_write(ctx, list);
    if (s) return s;
    list->answered = true;
    list->goes_on = cursor && strlen(cursor) <= CURSOR_MAX;
    if (list->goes_on) memcpy(list->cursor, cursor, strlen(cursor) + 1);
    return OK;
}

/* --- pages --- */

/* In the query, where the list comes in pages: the most of it, from there on. */
static void page_set(const Request *req, const char *cursor)
{
    const Shape *shape = request_route(req)->query;
    const Field *limit = shape ? shape_field(shape, "limit") : NULL;
    const Field *from = shape ? shape_field(shape, "cursor") : NULL;
    char *query = req->query;
    if (limit) *(int64_t *)(query + limit->offset) = PAGE;
    if (from && cursor) *(const char **)(query + from->offset) = cursor;
}

static bool is_paged(const Route *route)
{
    return route->query && shape_field(route->query, "cursor");
}

static Status pages_read(Ctx *ctx, Request *req)
{
    ListFile *list = req->list_file;
    const Route *route = request_route(req);
    Status s = OK;
    page_set(req, NULL);
    do {
        arena_clear(list->page);
        ctx->arena = list->page; /* given back when the request ends: a Problem may lie in it */
        list->answered = false;
        req->reply.header_count = 0;
        s = route->run(ctx, req);
        ctx->arena = list->kept;
        if (!s && !list->answered) s = fail(ctx, INTERNAL, "the list was not given as one");
        page_set(req, list->cursor);
    } while (!s && list->goes_on && is_paged(route));
    req->reply.header_count = 0;
    return s;
}

/* --- the answer --- */

/* What of the list was asked for; whose name or words were looked for is nobody's business. */
static Status asked_add(Ctx *ctx, const Request *req, Buf *json)
{
    const Shape *shape = request_route(req)->query;
    char *asked = shape ? arena_alloc(ctx->arena, shape->size) : NULL;
    if (!shape) return OK;
    if (!asked) return no_memory(ctx);
    memcpy(asked, req->query, shape->size);
    for (const Field *field = shape->fields; field->name; field++) {
        bool page = strcmp(field->name, "limit") == 0 || strcmp(field->name, "cursor") == 0;
        bool given = field->personal && field_given(field, asked);
        if (page || field->personal) field_clear(field, asked);
        if (given && field->kind == FIELD_KIND_TEXT)
            *(const char **)(asked + field->offset) = "***";
    }
    Shape given = *shape;
    given.sparse = true;
    buf_text(json, ",\"asked\":");
    json_encode(json, &given, asked, &(View){.unmask = true});
    return OK;
}

/* Who takes it away, on record before any of it is handed out. */
static Status record(Ctx *ctx, Request *req)
{
    const Gate *gate = req->server->options.gate;
    Buf json;
    if (!gate || !gate->took) return OK;
    buf_init(&json, ctx->arena);
    buf_text(&json, "{\"list\":");
    json_text(&json, req->path_text);
    buf_format(&json, ",\"format\":\"%s\"", name_of(table_formats, req->list_file->format));
    Status s = asked_add(ctx, req, &json);
    buf_char(&json, '}');
    if (!s) s = buf_check(ctx, &json);
    return s ? s : gate->took(ctx, json.data);
}

Status list_file_run(Ctx *ctx, Request *req)
{
    ListFile *list = req->list_file;
    Status s = pages_read(ctx, req);
    if (!s && list->sheet) s = xlsx_out_end(ctx, list->sheet, &list->file, &list->length);
    if (!s) s = record(ctx, req);
    if (s) return s;
    if (lseek(list->file, 0, SEEK_SET) < 0)
        return fail(ctx, INTERNAL, "the file cannot be read again");
    ReplyFile file = {list->file, list->length, list->name, list->format};
    list->file = -1; /* taken over */
    return reply_file(ctx, req, &file);
}
