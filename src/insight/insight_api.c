#include <string.h>

#include "access/listing.h"
#include "access/person.h"
#include "access/right.h"
#include "insight/answer.h"
#include "insight/insight.h"
#include "insight/insight_slice.h"

/* A figure as it is listed. */
typedef struct FigureInfo {
    const char *name, *title, *title_zh, *definition, *definition_zh, *unit;
    int64_t kind, booked, good, share_of, behind;
    int64_t quiet_since;
    Texts by;
} FigureInfo;

static const Field info_fields[] = {
    FIELD_TEXT(FigureInfo, name, .doc = "As in the address"),
    FIELD_TEXT(FigureInfo, title, .doc = "What it is called in English"),
    FIELD_TEXT(FigureInfo, title_zh, .doc = "What it is called in Chinese"),
    FIELD_TEXT(FigureInfo, definition, .doc = "Numerator, denominator and day, in English"),
    FIELD_TEXT(FigureInfo, definition_zh, .doc = "The same in Chinese"),
    FIELD_TEXT(FigureInfo, unit, .doc = "ratio, days or parcels"),
    FIELD_ENUM(FigureInfo, kind, figure_kinds, .doc = "A ratio, a time with quantiles, or a count"),
    FIELD_ENUM(FigureInfo, booked, booked_names, .doc = "On which day a parcel counts"),
    FIELD_ENUM(FigureInfo, good, good_names, .doc = "Which direction is the better one"),
    FIELD_ENUM(FigureInfo, share_of, share_names,
               .doc = "What its denominator counts, where it is a share of them"),
    FIELD_ENUM(FigureInfo, behind, behind_names,
               .doc = "Which list shows what it counts: the parcels of its days, or another"),
    FIELD_TIME(FigureInfo, quiet_since,
               .doc = "Of the stall rate: last heard of then or earlier is stalled by now"),
    FIELD_TEXTS(FigureInfo, by, .doc = "What it can be broken down by"),
    FIELD_END};
static const Shape info_shape = SHAPE(FigureInfo, info_fields, "A figure and its definition");

typedef struct FigureRange {
    const char *name;
    int64_t from, to;
    const char *by;
    int64_t format; /* TableFormat, where they are taken out as a file */
    int64_t limit;
    const char *cursor;
} FigureRange;

/* Where a figure's name is no part of the address. */
#define NAME_FIELD(Type) FIELD_TEXT(Type, name, .required = true, .max = 40, .doc = "The figure's")
#define RANGE_FIELDS                                                                               \
    FIELD_DATE(FigureRange, from, .doc = "First day, in the company's zone"),                      \
        FIELD_DATE(FigureRange, to, .doc = "Last day, included"),                                  \
        FIELD_TEXT(FigureRange, by, .max = 16,                                                     \
                   .doc = "What the rows are by; all when it is not given"),                       \
        FIELD_INT(FigureRange, limit, .min = 1, .max = 1000,                                       \
                  .doc = "Rows; 1000 when it is not given"),                                       \
        FIELD_TEXT(FigureRange, cursor, .max = 200, .doc = "`next` of the page before")

static const Field range_fields[] = {RANGE_FIELDS, FIELD_END};
static const Shape range_shape = SHAPE(FigureRange, range_fields, "Which rows of a figure");

static const Field range_export_fields[] = {NAME_FIELD(FigureRange), RANGE_FIELDS,
                                            EXPORT_FORMAT_FIELD(FigureRange), FIELD_END};
static const Shape range_export_shape =
    EXPORT_SHAPE(FigureRange, "FigureExport", range_export_fields, "Which rows of which figure");

static const Field answers_fields[] = {
    FIELD_LIST(FigureAnswers, figures, &figure_answer_shape, .doc = "The figures asked for"),
    FIELD_END};
const Shape figure_answers_shape = SHAPE(FigureAnswers, answers_fields, "Figures and their rows");

static Status info_by(Ctx *ctx, const Figure *figure, Texts *out)
{
    out->items = ARENA_ARRAY(ctx->arena, DIMENSION_MONTH, const char *);
    if (out->items == NULL) return no_memory(ctx);
    for (const Name *n = dimension_names; n->name != NULL; n++)
        if (figure_allows(figure, (Dimension)n->value)) out->items[out->count++] = n->name;
    return OK;
}

static Status info_make(Ctx *ctx, const Figure *figure, FigureInfo *out)
{
    *out = (FigureInfo){.name = figure->name,
                        .title = figure->title,
                        .title_zh = figure->title_zh,
                        .definition = figure->definition,
                        .definition_zh = figure->definition_zh,
                        .unit = figure_unit(figure),
                        .kind = figure->kind,
                        .booked = figure->booked,
                        .good = figure->good,
                        .share_of = figure->share_of ? (int64_t)figure->share_of : NONE,
                        .behind = figure->behind,
                        .quiet_since = figure_quiet_since(ctx, figure)};
    return info_by(ctx, figure, &out->by);
}

/* What is the company's alone is not listed to whoever sees one customer only. */
static Status api_list(Ctx *ctx, Request *req)
{
    size_t room = 0, count = 0;
    while (figures[room].name != NULL)
        room++;
    FigureInfo *infos = ARENA_ARRAY(ctx->arena, room, FigureInfo);
    if (infos == NULL) return no_memory(ctx);
    for (const Figure *f = figures; f->name != NULL; f++) {
        if (f->booked == BOOKED_SERVICE && scope_customer(ctx) != 0) continue;
        Status s = info_make(ctx, f, &infos[count++]);
        if (s) return s;
    }
    return reply_list(ctx, req, &(List){infos, count}, &info_shape, NULL);
}

static Status not_found_by_name(Ctx *ctx, Status s)
{
    if (s != INVALID || strcmp(ctx->problem.field, "name") != 0) return s;
    ctx->problem.status = NOT_FOUND;
    return NOT_FOUND;
}

static Status answer_range(Ctx *ctx, const char *name, const FigureRange *range, FigureAnswer *out)
{
    const FigureQuery query = {.name = name,
                               .by = range->by,
                               .from = range->from,
                               .to = range->to,
                               .limit = range->limit == NONE ? 1000 : range->limit,
                               .cursor = range->cursor};
    return figure_answer(ctx, &query, out);
}

static Status api_figure(Ctx *ctx, Request *req)
{
    FigureAnswer answer;
    Status s = answer_range(ctx, path_text(req, "name"), request_query(req), &answer);
    if (s) return not_found_by_name(ctx, s);
    return reply(ctx, req, &(FigureAnswers){{&answer, 1}}, &figure_answers_shape);
}

static Status row_page(Ctx *ctx, const void *filter, List *out, const char **next)
{
    FigureAnswer answer;
    const FigureRange *range = filter;
    Status s = answer_range(ctx, range->name, range, &answer);
    if (s) return s;
    *out = answer.rows;
    *next = answer.next;
    return OK;
}

static const Listing rows = {.name = "figure",
                             .action = "figure.export",
                             .subject_kind = "figure",
                             .shape = &figure_row_shape,
                             .page = row_page};

typedef struct FigureChoice {
    const char *name;
    int64_t from, to;
    const char *by, *value;
    int64_t counted;
    int64_t format; /* TableFormat */
    int64_t limit;
    const char *cursor;
} FigureChoice;

static const Name yes_no[] = {{"true", 1, NULL}, {"false", 0, NULL}, {NULL, 0, NULL}};

#define CHOICE_FIELDS                                                                              \
    FIELD_DATE(FigureChoice, from, .doc = "First day, in the company's zone"),                     \
        FIELD_DATE(FigureChoice, to, .doc = "Last day, included"),                                 \
        FIELD_TEXT(FigureChoice, by, .max = 16,                                                    \
                   .doc = "Only one lane's, carrier's … : which of these"),                        \
        FIELD_TEXT(FigureChoice, value, .max = 140,                                                \
                   .doc = "… and its name, as the figure's rows have it"),                         \
        FIELD_ENUM(FigureChoice, counted, yes_no,                                                  \
                   .doc = "Only those in the numerator, or only the others"),                      \
        FIELD_INT(FigureChoice, limit, .min = 1, .max = 200,                                       \
                  .doc = "Parcels; 50 when it is not given"),                                      \
        FIELD_TEXT(FigureChoice, cursor, .max = 200, .doc = "`next` of the page before")

static const Field choice_fields[] = {CHOICE_FIELDS, FIELD_END};
static const Shape choice_shape = SHAPE(FigureChoice, choice_fields, "Which parcels of a figure");

static const Field choice_export_fields[] = {NAME_FIELD(FigureChoice), CHOICE_FIELDS,
                                             EXPORT_FORMAT_FIELD(FigureChoice), FIELD_END};
static const Shape choice_export_shape = EXPORT_SHAPE(
    FigureChoice, "FigureParcelExport", choice_export_fields, "Which parcels of which figure");

static Status choose_parcels(Ctx *ctx, const char *name, const FigureChoice *choice, List *out,
                             const char **next)
{
    const FigureParcelsQuery query = {.name = name,
                                      .from = choice->from,
                                      .to = choice->to,
                                      .by = choice->by,
                                      .value = choice->value,
                                      .counted = choice->counted,
                                      .limit = choice->limit == NONE ? 50 : choice->limit,
                                      .cursor = choice->cursor};
    return figure_parcels(ctx, &query, out, next);
}

static Status api_parcels(Ctx *ctx, Request *req)
{
    List parcels;
    const char *next;
    Status s = choose_parcels(ctx, path_text(req, "name"), request_query(req), &parcels, &next);
    if (s) return not_found_by_name(ctx, s);
    return reply_list(ctx, req, &parcels, &figure_parcel_shape, next);
}

static Status parcel_page(Ctx *ctx, const void *filter, List *out, const char **next)
{
    return choose_parcels(ctx, ((const FigureChoice *)filter)->name, filter, out, next);
}

static const Listing parcels_behind = {.name = "figure-parcels",
                                       .action = "figure.export",
                                       .subject_kind = "figure",
                                       .shape = &figure_parcel_shape,
                                       .page = parcel_page};

const Route insight_routes[] = {
    {GET, "/api/v1/figures", .right = FIGURE_READ, .is_list = true, .out = &info_shape,
     .run = api_list, .doc = "Every figure and its definition"},
    {GET, "/api/v1/figure-export", .right = FIGURE_READ, .query = &range_export_shape,
     .media = "text/csv", .run = listing_export, .of = &rows,
     .doc = "A figure's rows as CSV or XLSX"},
    {GET, "/api/v1/figure-parcel-export", .right = FIGURE_READ, .query = &choice_export_shape,
     .media = "text/csv", .run = listing_export, .of = &parcels_behind,
     .doc = "The parcels behind a figure as CSV or XLSX"},
    {GET, "/api/v1/figures/{name}", .right = FIGURE_READ, .query = &range_shape,
     .out = &figure_answers_shape, .run = api_figure,
     .doc = "A figure over a range of days, as one row or broken down"},
    {GET, "/api/v1/figures/{name}/parcels", .right = FIGURE_READ, .is_list = true,
     .query = &choice_shape, .out = &figure_parcel_shape, .run = api_parcels,
     .doc = "The parcels behind a figure, by day"},
    ROUTE_END};
