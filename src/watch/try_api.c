#include "watch/try_api.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "access/setting.h"
#include "base/instant.h"
#include "base/json.h"

/* So many parcels are looked at for a request; a command takes its time. */
enum { PARCELS_AT_ONCE = 20000, PARCELS_MOST = 10000000 };

typedef struct RuleTryInput {
    const char *code;      /* one that is kept … */
    const WatchRule *rule; /* … or one that is not */
    int64_t from, to;
} RuleTryInput;

static const Field input_fields[] = {
    FIELD_TEXT(RuleTryInput, code, .max = 40, .doc = "Code of a rule that is kept, or …"),
    FIELD_OBJECT(RuleTryInput, rule, &watch_rule_shape, .doc = "… a rule that is not"),
    FIELD_TIME(RuleTryInput, from, .doc = "Found from then on; 30 days before `to`"),
    FIELD_TIME(RuleTryInput, to, .doc = "Found before; now"), FIELD_END};
const Shape rule_try_input_shape =
    SHAPE(RuleTryInput, input_fields, "Which rule to try, and on what span");

static Status rule_pick(Ctx *ctx, const RuleTryInput *input, WatchRule *out)
{
    if ((input->code != NULL) == (input->rule != NULL))
        return fail_field(ctx, "code", "give either the code of a rule or a rule");
    if (input->code != NULL) return watch_rule_by_code(ctx, input->code, out);
    *out = *input->rule;
    return watch_rule_check(ctx, out);
}

Status api_rule_try(Ctx *ctx, Request *req)
{
    const RuleTryInput *input = request_input(req);
    WatchRule rule;
    RuleTry tried;
    TryOptions options = {.to_ms = input->to == NONE ? ctx_now(ctx) : input->to,
                          .most = PARCELS_AT_ONCE};
    options.from_ms = input->from == NONE ? options.to_ms - 30 * DAY_MS : input->from;
    Status s = rule_pick(ctx, input, &rule);
    if (!s) s = watch_rule_try(ctx, &rule, &options, &tried);
    return s ? s : reply(ctx, req, &tried, &rule_try_shape);
}

/* --- on the command line --- */

/* The place of what a Problem names: the byte of its message, or the last part of its field's path,
 * as a key or within a list of that name; NULL if it names neither. */
static const char *named_place(Ctx *ctx, const char *text, size_t length)
{
    static const char byte[] = "near byte ";
    const Problem *problem = &ctx->problem;
    const char *near = strstr(problem->message, byte);
    if (near) {
        size_t at = strtoul(near + strlen(byte), NULL, 10);
        return text + (at < length ? at : length);
    }
    const char *last = strrchr(problem->field, '.');
    last = last ? last + 1 : problem->field;
    const char *key = arena_format(ctx->arena, "\"%.*s\"", (int)strcspn(last, "["), last);
    return key && *last ? memmem(text, length, key, strlen(key)) : NULL;
}

/* A file is mended by its lines. */
static void hint_line(Ctx *ctx, const char *path, const char *text, size_t length)
{
    int64_t line = 1;
    const char *place = named_place(ctx, text, length);
    if (!place) return;
    for (const char *at = text; at < place; at++)
        line += *at == '\n';
    problem_hint(ctx, "line %lld of %.200s", (long long)line, path);
}

static Status file_rule(Ctx *ctx, const char *path, WatchRule *out)
{
    char text[1 << 16];
    FILE *file = fopen(path, "rb");
    if (file == NULL) return fail(ctx, NOT_FOUND, "the file %.200s cannot be read", path);
    size_t length = fread(text, 1, sizeof text, file);
    bool is_whole = feof(file) && !ferror(file);
    if (fclose(file) != 0 || !is_whole) return fail(ctx, TOO_LARGE, "a rule is 64 KiB at most");
    Status s = json_decode(ctx, &watch_rule_shape, out, text, length);
    if (!s) s = watch_rule_check(ctx, out);
    if (s == INVALID) hint_line(ctx, path, text, length);
    return s;
}

static Status cli_rule(Ctx *ctx, const Cli *cli, WatchRule *out)
{
    const char *name = cli_value(cli, "rule");
    if (name == NULL) return fail_field(ctx, "rule", "a rule's code, or a file that holds one");
    bool is_file = strchr(name, '/') != NULL || strchr(name, '.') != NULL;
    return is_file ? file_rule(ctx, name, out) : watch_rule_by_code(ctx, name, out);
}

static Status cli_span(Ctx *ctx, const Cli *cli, TryOptions *out)
{
    const char *zone = setting_text(ctx, SETTING_NAMED_ZONE);
    int64_t from, to, today = instant_date(ctx_now(ctx), zone);
    Status s = cli_date(ctx, cli, "to", today, &to);
    if (!s) s = cli_date(ctx, cli, "from", to - 30, &from);
    if (!s) s = cli_int(ctx, cli, "most", PARCELS_MOST, &out->most);
    if (s) return s;
    if (out->most < 1) return fail_field(ctx, "most", "1 parcel or more");
    out->from_ms = date_instant(from, zone);
    out->to_ms = date_instant(to + 1, zone);
    return OK;
}

static void try_text(Ctx *ctx, Buf *out, const RuleTry *tried)
{
    const View view = {.zone = setting_text(ctx, SETTING_NAMED_ZONE)};
    for (const Field *field = rule_try_shape.fields; field->name != NULL; field++) {
        if (field->kind == FIELD_KIND_LIST) continue;
        buf_format(out, "  %-12s", field->name);
        field_to_text(out, field, tried, &view);
        buf_format(out, "  (%s)\n", field->doc);
    }
    buf_text(out, "\n  day            found      right\n");
    const TryDay *day = tried->days.items;
    for (size_t i = 0; i < tried->days.count; i++, day++) {
        buf_text(out, "  ");
        date_format(out, day->day);
        buf_format(out, " %9lld %10lld\n", (long long)day->found, (long long)day->right);
    }
    buf_text(out, "\n  found at                   right  parcel\n");
    const TryExample *example = tried->examples.items;
    for (size_t i = 0; i < tried->examples.count; i++, example++) {
        buf_text(out, "  ");
        instant_format(out, example->found_at, view.zone);
        buf_format(out, "  %-5s  %s %s\n", example->right ? "yes" : "no", example->carrier,
                   example->no);
    }
}

static Status try_print(Ctx *ctx, const RuleTry *tried, bool json)
{
    Buf out;
    buf_init(&out, ctx->arena);
    if (json) {
        json_encode(&out, &rule_try_shape, tried,
                    &(View){.zone = setting_text(ctx, SETTING_NAMED_ZONE)});
        buf_char(&out, '\n');
    } else {
        try_text(ctx, &out, tried);
    }
    Status s = buf_check(ctx, &out);
    if (s) return s;
    if (fwrite(out.data, 1, out.length, stdout) != out.length)
        return fail(ctx, NO_SPACE, "what was asked for could not be written out");
    return OK;
}

static Status run_try(Ctx *ctx, Cli *cli)
{
    const char *format = cli_value(cli, "format");
    WatchRule rule;
    TryOptions options;
    RuleTry tried;
    if (format != NULL && strcmp(format, "json") != 0 && strcmp(format, "text") != 0)
        return fail_field(ctx, "format", "text or json");
    Status s = cli_rule(ctx, cli, &rule);
    if (!s) s = cli_span(ctx, cli, &options);
    if (!s) s = watch_rule_try(ctx, &rule, &options, &tried);
    return s ? s : try_print(ctx, &tried, format != NULL && strcmp(format, "json") == 0);
}

static const Option try_options[] = {
    {"rule", "FILE|CODE", "The rule: its code, or a JSON file (with a . or / in its name)", false},
    {"from", "DATE", "What would have been found from this day on; 30 days before --to", false},
    {"to", "DATE", "… to this day, included; today", false},
    {"most", "N", "Look at so many parcels at most, the newest", false},
    {"format", "text|json", "How to print; text when it is not given", false},
    {NULL, NULL, NULL, false}};

const Command try_commands[] = {
    {"watch try", "", "Show what a rule would have found of past parcels",
     "Nothing is written. Only what was known at each instant is looked at.", try_options,
     NEEDS_READING, run_try},
    {NULL, NULL, NULL, NULL, NULL, NEEDS_NOTHING, NULL}};
