#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/csv.h"
#include "base/instant.h"
#include "base/json.h"
#include "db/db.h"
#include "house.h"
#include "insight/insight_slice.h"

typedef enum Format { FORMAT_TEXT, FORMAT_JSON, FORMAT_CSV } Format;
static const Name formats[] = {{"text", FORMAT_TEXT, NULL},
                               {"json", FORMAT_JSON, NULL},
                               {"csv", FORMAT_CSV, NULL},
                               {NULL, 0, NULL}};

static Status print(Ctx *ctx, const Buf *text)
{
    Status s = buf_check(ctx, text);
    if (s) return s;
    if (text->length > 0 && fwrite(text->data, 1, text->length, stdout) != text->length)
        return fail(ctx, NO_SPACE, "what was asked for could not be written out");
    return OK;
}

static void real_text(Buf *out, const char *format, double value)
{
    if (!isnan(value)) buf_format(out, format, value);
}

static void rows_text_table(Buf *out, const FigureAnswer *answer)
{
    const FigureRow *rows = answer->rows.items;
    bool time = answer->rows.count > 0 && !isnan(rows[0].mean);
    buf_format(out, "  %-16s %14s %12s %12s", answer->by, "numerator", "denominator", answer->unit);
    buf_text(out, time ? "      p50      p90      p95      p99\n" : "\n");
    for (size_t i = 0; i < answer->rows.count; i++) {
        const FigureRow *row = &rows[i];
        buf_format(out, "  %-16s %14.10g ", row->by, row->numerator);
        if (row->denominator == NONE)
            buf_format(out, "%12s ", "");
        else
            buf_format(out, "%12lld ", (long long)row->denominator);
        if (isnan(row->value))
            buf_format(out, "%12s", "none");
        else
            buf_format(out, "%12.9g", row->value);
        const double quantiles[] = {row->p50, row->p90, row->p95, row->p99};
        for (size_t q = 0; q < 4; q++)
            real_text(out, " %8.4f", quantiles[q]);
        if (!isnan(row->error)) buf_format(out, "  (within %.4f)", row->error);
        buf_char(out, '\n');
    }
}

static void answer_text(Buf *out, const FigureAnswer *answer)
{
    buf_format(out, "%s: %s (%s)\n  %s\n", answer->name, answer->title, answer->title_zh,
               answer->definition);
    rows_text_table(out, answer);
    if (answer->note != NULL) buf_format(out, "  (%s)\n", answer->note);
    buf_char(out, '\n');
}

static void answer_csv(Buf *out, const FigureAnswer *answer)
{
    const FigureRow *rows = answer->rows.items;
    for (size_t i = 0; i < answer->rows.count; i++) {
        const FigureRow *row = &rows[i];
        buf_format(out, "%s,%s,", answer->name, answer->by);
        csv_cell(out, row->by, strlen(row->by));
        buf_format(out, ",%.17g,", row->numerator);
        if (row->denominator != NONE) buf_int(out, row->denominator);
        const double values[] = {row->value, row->p50, row->p90, row->p95, row->p99, row->error};
        for (size_t v = 0; v < sizeof values / sizeof values[0]; v++) {
            buf_char(out, ',');
            real_text(out, "%.17g", values[v]);
        }
        buf_text(out, "\r\n");
    }
}

static Status answers_print(Ctx *ctx, const FigureAnswers *answers, Format format)
{
    Buf out;
    buf_init(&out, ctx->arena);
    if (format == FORMAT_CSV)
        buf_text(&out, "figure,dimension,by,numerator,denominator,value,p50,p90,p95,p99,error\r\n");
    const FigureAnswer *each = answers->figures.items;
    for (size_t i = 0; format != FORMAT_JSON && i < answers->figures.count; i++) {
        if (format == FORMAT_TEXT)
            answer_text(&out, &each[i]);
        else
            answer_csv(&out, &each[i]);
    }
    if (format == FORMAT_JSON) {
        json_encode(&out, &figure_answers_shape, answers, NULL);
        buf_char(&out, '\n');
    }
    return print(ctx, &out);
}

static Status query_read(Ctx *ctx, const Cli *cli, FigureQuery *query, Format *format)
{
    *query = (FigureQuery){.by = cli_value(cli, "by"), .limit = NONE};
    Status s = cli_date(ctx, cli, "from", NONE, &query->from);
    if (!s) s = cli_date(ctx, cli, "to", NONE, &query->to);
    if (s) return s;
    const char *name = cli_value(cli, "format");
    int64_t value = name == NULL ? FORMAT_TEXT : name_value(formats, name);
    if (value == NONE) return fail_field(ctx, "format", "one of text, json, csv");
    *format = (Format)value;
    return OK;
}

/* Figures that cannot be broken down so are passed over when all are asked for. */
static Status answer_add(Ctx *ctx, FigureQuery *query, const Figure *figure, bool named,
                         FigureAnswers *answers)
{
    int64_t by = query->by == NULL ? DIMENSION_ALL : name_value(dimension_names, query->by);
    if (!named && by != NONE && !figure_allows(figure, (Dimension)by)) return OK;
    query->name = figure->name;
    FigureAnswer *place = (FigureAnswer *)answers->figures.items + answers->figures.count;
    Status s = figure_answer(ctx, query, place);
    if (!s) answers->figures.count++;
    return s;
}

static Status answers_make(Ctx *ctx, const Cli *cli, FigureQuery *query, FigureAnswers *answers)
{
    size_t room = (size_t)cli->argument_count;
    for (const Figure *f = figures; f->name != NULL; f++)
        room++;
    *answers = (FigureAnswers){{ARENA_ARRAY(ctx->arena, room, FigureAnswer), 0}};
    if (answers->figures.items == NULL) return no_memory(ctx);
    Status s = OK;
    for (int i = 0; !s && i < cli->argument_count; i++) {
        const Figure *figure;
        s = figure_find(ctx, cli->arguments[i], &figure);
        if (!s) s = answer_add(ctx, query, figure, true, answers);
    }
    for (const Figure *f = figures; !s && cli->argument_count == 0 && f->name != NULL; f++)
        s = answer_add(ctx, query, f, false, answers);
    return s;
}

static void warn_of_zone(const FigureAnswers *answers)
{
    const FigureAnswer *first = answers->figures.items;
    if (answers->figures.count == 0 || first->company_zone == NULL) return;
    fprintf(stderr,
            "figures: days are those of %s, the company's zone is %s by now: the server is to "
            "count them anew, or \"parceldesk figures rebuild\"\n",
            first->zone, first->company_zone);
}

static Status print_difference(void *user, const char *what, int64_t off_by)
{
    (void)user;
    printf("%s: off by %lld\n", what, (long long)off_by);
    return OK;
}

static Status run_verify(Ctx *ctx)
{
    int64_t differences = 0;
    Status s = figures_verify(ctx, print_difference, NULL, &differences);
    if (s) return s;
    if (differences > 0)
        return fail(ctx, CONFLICT, "%lld rows of the roll-ups differ from what the parcels say",
                    (long long)differences);
    puts("every figure agrees with the parcels");
    return OK;
}

static Status run_figures(Ctx *ctx, Cli *cli)
{
    if (cli_flag(cli, "verify")) return run_verify(ctx);
    FigureQuery query;
    FigureAnswers answers;
    Format format = FORMAT_TEXT;
    Status s = query_read(ctx, cli, &query, &format);
    if (!s) s = answers_make(ctx, cli, &query, &answers);
    if (s) return s;
    warn_of_zone(&answers);
    return answers_print(ctx, &answers, format);
}

static Status run_definitions(Ctx *ctx, Cli *cli)
{
    (void)cli;
    Buf page;
    buf_init(&page, ctx->arena);
    figure_page(&page);
    return print(ctx, &page);
}

static Status rebuild(Ctx *ctx, void *work)
{
    (void)work;
    return figures_rebuild(ctx);
}

static Status run_rebuild(Ctx *ctx, Cli *cli)
{
    (void)cli;
    return database_write_in(ctx, ctx->house->database, LANE_LONG, rebuild, NULL);
}

static const Option figures_options[] = {
    {"from", "DATE", "First day, in the company's zone", false},
    {"to", "DATE", "Last day, included", false},
    {"by", "DIMENSION",
     "One row for each day, month, lane, origin, destination, outlet, product, carrier or "
     "exception",
     false},
    {"format", "text|json|csv", "How to print; text when it is not given", false},
    {"verify", NULL, "Count everything from the parcels and compare; the exit code tells", false},
    {NULL, NULL, NULL, false}};
static const Option no_options[] = {{NULL, NULL, NULL, false}};

const Command insight_commands[] = {
    {"figures", "[NAME…]", "Print figures: on time, 72 hours, times, what stands open",
     "Without a name every figure is printed. \"figures definitions\" explains each.",
     figures_options, NEEDS_READING, run_figures},
    {"figures definitions", "", "Print what each figure means, as Markdown", NULL, no_options,
     NEEDS_NOTHING, run_definitions},
    {"figures rebuild", "", "Count every figure anew from the parcels, in the company's zone", NULL,
     no_options, NEEDS_PRESENT, run_rebuild},
    {NULL, NULL, NULL, NULL, NULL, NEEDS_NOTHING, NULL}};
