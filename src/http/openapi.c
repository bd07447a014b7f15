#include "http/openapi.h"

#include <string.h>

#include "base/json.h"
#include "base/table_out.h"
#include "http/list_file.h"
#include "http/openapi_schema.h"
#include "http/request.h"

static const char problem_schema[] =
    "\"Problem\":{\"type\":\"object\",\"description\":\"What went wrong (RFC 9457).\","
    "\"required\":[\"type\",\"title\",\"status\",\"detail\",\"code\"],\"properties\":{"
    "\"type\":{\"type\":\"string\",\"format\":\"uri\"},"
    "\"title\":{\"type\":\"string\"},"
    "\"status\":{\"type\":\"integer\",\"minimum\":400,\"maximum\":599},"
    "\"detail\":{\"type\":\"string\"},"
    "\"code\":{\"type\":\"string\",\"description\":\"For programs: never changes.\",\"enum\":[";

static const char problem_rest[] =
    "]},"
    "\"field\":{\"type\":\"string\",\"description\":\"Where the input is wrong.\"},"
    "\"row\":{\"type\":\"integer\",\"minimum\":1,\"description\":\"In which row of it.\"},"
    "\"hint\":{\"type\":\"string\",\"description\":\"What could be done about it.\"},"
    "\"request_id\":{\"type\":\"string\"}}}";

static const char fixed_components[] =
    "},\"responses\":{\"Problem\":{\"description\":\"It failed.\",\"content\":{"
    "\"application/problem+json\":{\"schema\":{\"$ref\":\"#/components/schemas/Problem\"}}}}},"
    "\"securitySchemes\":{"
    "\"bearer\":{\"type\":\"http\",\"scheme\":\"bearer\",\"description\":\"An API token.\"},"
    "\"cookie\":{\"type\":\"apiKey\",\"in\":\"cookie\",\"description\":\"The session of a person "
    "who has signed in.\",\"name\":";

/* What a list also comes as. */
static const char file_media[] = ",\"text/csv\":{},\"" XLSX_TYPE "\":{}";

typedef struct Document {
    Shapes shapes;
    const Router *router;
    const Gate *gate;
    Buf *out;
} Document;

static bool is_documented(const Route *route)
{
    return strncmp(route->path, "/api/", 5) == 0;
}

static void quoted(Buf *out, const char *key, const char *value)
{
    buf_format(out, ",\"%s\":", key);
    json_text(out, value);
}

/* "get_waybills_by_carrier_by_no" */
static void operation_id(const Route *route, Buf *out)
{
    buf_text(out, "\"operationId\":\"");
    for (const char *at = method_name(route->method); *at; at++)
        buf_char(out, (char)(*at | 0x20));
    const char *at = route->path + 4;
    if (strncmp(at, "/v1", 3) == 0) at += 3;
    for (; *at; at++) {
        if (*at == '{')
            buf_text(out, "by_");
        else if (*at != '}')
            buf_char(out, strchr("/.-", *at) ? '_' : *at);
    }
    buf_char(out, '"');
}

/* The first word after the version: "waybills". */
static void tag(const Route *route, Buf *out)
{
    const char *word = route->path + 5;
    const char *slash = strchr(word, '/');
    if (slash && *word == 'v') word = slash + 1;
    buf_format(out, ",\"tags\":[\"%.*s\"]", (int)strcspn(word, "/."), word);
}

/* Every code that a Problem may have. */
static void problem_codes(Buf *out)
{
    for (Status status = INVALID; status < STATUS_COUNT; status++) {
        buf_text(out, status == INVALID ? NULL : ",");
        json_text(out, status_code(status));
    }
    for (Refusal refusal = 0; refusal < REFUSAL_COUNT; refusal++) {
        buf_char(out, ',');
        json_text(out, refusal_code(refusal));
    }
}

typedef struct ListOpen {
    Buf *out;
    bool any;
} ListOpen;

/* Before each parameter: opens the list, or separates. */
static Buf *parameter_begin(ListOpen *list, const char *name, const char *in, bool required)
{
    buf_text(list->out, list->any ? "," : ",\"parameters\":[");
    list->any = true;
    buf_format(list->out, "{\"name\":\"%s\",\"in\":\"%s\",\"required\":%s", name, in,
               required ? "true" : "false");
    return list->out;
}

static void header_parameter(ListOpen *list, const char *name, bool required, const char *doc)
{
    Buf *out = parameter_begin(list, name, "header", required);
    quoted(out, "description", doc);
    buf_text(out, ",\"schema\":{\"type\":\"string\"}}");
}

static void query_parameters(Document *document, const Shape *query, ListOpen *list)
{
    for (const Field *field = query ? query->fields : NULL; field && field->name; field++) {
        if (field->read_only) continue;
        Buf *out = parameter_begin(list, field->name, "query", field->required);
        if (field->doc) quoted(out, "description", field->doc);
        buf_text(out, ",\"schema\":");
        schema_field(&document->shapes, field, false, out);
        buf_char(out, '}');
    }
}

static void parameters(Document *document, const Endpoint *endpoint)
{
    const Route *route = endpoint->route;
    ListOpen list = {.out = document->out};
    for (size_t i = 0; i < endpoint->name_count; i++) {
        Buf *out = parameter_begin(&list, endpoint->names[i], "path", true);
        buf_text(out, ",\"schema\":{\"type\":\"string\"}}");
    }
    query_parameters(document, route->query, &list);
    if (list_file_offered(route)) query_parameters(document, &list_file_query_shape, &list);
    if (route->if_match)
        header_parameter(&list, "If-Match", true, "The ETag of the version to change.");
    if (route->creates && route->writes)
        header_parameter(&list, "Idempotency-Key", false,
                         "The same key gives the same answer, for a day.");
    if (list.any) buf_char(document->out, ']');
}

static void request_body_schema(Document *document, const Route *route)
{
    Buf *out = document->out;
    if (!route->in && route->body == BODY_NONE) return;
    buf_text(out, ",\"requestBody\":{\"required\":true,\"content\":{");
    if (route->body == BODY_NONE) {
        buf_text(out, "\"application/json\":{\"schema\":");
        schema_reference(&document->shapes, route->in, out);
        buf_char(out, '}');
    } else if (route->in) {
        buf_text(out, "\"application/json\":{\"schema\":{\"type\":\"array\",\"items\":");
        schema_reference(&document->shapes, route->in, out);
        buf_text(out, "}},\"application/x-ndjson\":{},\"text/csv\":{}");
    } else {
        buf_text(out, "\"*/*\":{}");
    }
    buf_text(out, "}}");
}

static void answer_schema(Document *document, const Route *route)
{
    Buf *out = document->out;
    if (!route->is_list) {
        schema_reference(&document->shapes, route->out, out);
        return;
    }
    buf_text(out, "{\"type\":\"object\",\"required\":[\"items\",\"next\"],\"properties\":{"
                  "\"items\":{\"type\":\"array\",\"items\":");
    schema_reference(&document->shapes, route->out, out);
    buf_text(out, "},\"next\":{\"type\":[\"string\",\"null\"],\"description\":"
                  "\"The cursor of the next page; null at the end.\"}}}");
}

static void answer(Document *document, const Route *route, const char *status, const char *doc)
{
    Buf *out = document->out;
    buf_format(out, "\"%s\":{\"description\":\"%s\"", status, doc);
    const char *media = route->media ? route->media : route->out ? "application/json" : NULL;
    if (media) {
        buf_text(out, ",\"content\":{");
        json_text(out, media);
        buf_text(out, ":{");
        if (route->out) buf_text(out, "\"schema\":");
        if (route->out) answer_schema(document, route);
        buf_char(out, '}');
        if (list_file_offered(route)) buf_text(out, file_media);
        buf_char(out, '}');
    }
    buf_char(out, '}');
}

static void responses(Document *document, const Route *route)
{
    Buf *out = document->out;
    const char *good = route->creates ? "201" : route->out || route->media ? "200" : "204";
    buf_text(out, ",\"responses\":{");
    answer(document, route, good, "It is done.");
    if (route->may_be_none) buf_text(out, ",\"204\":{\"description\":\"There is nothing.\"}");
    if (route->defers) buf_char(out, ',');
    if (route->defers) answer(document, route, "202", "It is kept, and will be done.");
    buf_text(out, ",\"default\":{\"$ref\":\"#/components/responses/Problem\"}}");
}

static void security(const Document *document, const Route *route)
{
    Buf *out = document->out;
    if (route->right == RIGHT_PUBLIC) {
        buf_text(out, ",\"security\":[]");
        return;
    }
    buf_text(out, ",\"security\":[{\"bearer\":[]},{\"cookie\":[]}]");
    if (document->gate && document->gate->right_name)
        quoted(out, "x-right", document->gate->right_name(route->right));
}

static void operation(Document *document, const Endpoint *endpoint)
{
    const Route *route = endpoint->route;
    Buf *out = document->out;
    buf_char(out, '{');
    operation_id(route, out);
    tag(route, out);
    quoted(out, "summary", route->doc ? route->doc : "");
    parameters(document, endpoint);
    request_body_schema(document, route);
    responses(document, route);
    security(document, route);
    buf_char(out, '}');
}

/* Every method of the path of a route that is the first with that path. */
static void path_item(Document *document, size_t first)
{
    const char *path = router_endpoint(document->router, first)->route->path;
    Buf *out = document->out;
    json_text(out, path);
    buf_char(out, ':');
    for (size_t i = first; i < router_count(document->router); i++) {
        const Endpoint *endpoint = router_endpoint(document->router, i);
        if (strcmp(endpoint->route->path, path) != 0) continue;
        buf_char(out, i == first ? '{' : ',');
        buf_char(out, '"');
        for (const char *at = method_name(endpoint->route->method); *at; at++)
            buf_char(out, (char)(*at | 0x20));
        buf_text(out, "\":");
        operation(document, endpoint);
    }
    buf_char(out, '}');
}

static bool is_first_of_path(const Router *router, size_t number)
{
    const char *path = router_endpoint(router, number)->route->path;
    for (size_t i = 0; i < number; i++)
        if (strcmp(router_endpoint(router, i)->route->path, path) == 0) return false;
    return true;
}

static void paths(Document *document)
{
    const char *before = "";
    for (size_t i = 0; i < router_count(document->router); i++) {
        if (!is_documented(router_endpoint(document->router, i)->route)) continue;
        if (!is_first_of_path(document->router, i)) continue;
        buf_text(document->out, before);
        path_item(document, i);
        before = ",";
    }
}

Status openapi_write(Ctx *ctx, const Router *router, const ServerOptions *options, Buf *out)
{
    Document document = {{.arena = ctx->arena}, router, options->gate, out};
    buf_text(out, "{\"openapi\":\"3.1.0\",\"info\":{\"title\":");
    json_text(out, options->title ? options->title : "Parceldesk");
    quoted(out, "version", options->version ? options->version : "1");
    buf_text(out, "},\"servers\":[{\"url\":\"/\"}],\"paths\":{");
    paths(&document);
    buf_text(out, "},\"components\":{\"schemas\":{");
    schema_definitions(&document.shapes, out);
    buf_text(out, document.shapes.count ? "," : "");
    buf_text(out, problem_schema);
    problem_codes(out);
    buf_text(out, problem_rest);
    buf_text(out, fixed_components);
    json_text(out, options->gate && options->gate->cookie ? options->gate->cookie : "session");
    buf_text(out, "}}}}");
    return document.shapes.failed ? no_memory(ctx) : buf_check(ctx, out);
}
