#include "start/inspection.h"

#include <unistd.h>

#include "base/arena.h"

static const Name severities[] = {{"ok", SEVERITY_OK},
                                  {"note", SEVERITY_NOTE},
                                  {"warning", SEVERITY_WARNING},
                                  {"error", SEVERITY_ERROR},
                                  {0}};

static const Field finding_fields[] = {
    FIELD_ENUM(Finding, severity, severities, .doc = "An error keeps the server from starting"),
    FIELD_TEXT(Finding, subject, .doc = "What was looked at"),
    FIELD_TEXT(Finding, message, .doc = "What was found"),
    FIELD_TEXT(Finding, hint, .doc = "What mends it"), FIELD_END};
static const Shape finding_shape = SHAPE(Finding, finding_fields, "What a look has found");

static const Field inspection_fields[] = {
    FIELD_ENUM(Inspection, worst, severities, .doc = "Of all findings"),
    FIELD_INT(Inspection, errors, .doc = "Findings that keep the server from starting"),
    FIELD_INT(Inspection, schema, .doc = "The newest migration that the database has"),
    FIELD_LIST(Inspection, findings, &finding_shape, .doc = "One after another"), FIELD_END};
const Shape inspection_shape = SHAPE(Inspection, inspection_fields, "What stands in the way");

typedef struct Look {
    void (*look)(Inspection *in);
    bool refuses; /* it may find an error */
} Look;

/* In the order in which things are put right. */
static const Look looks[] = {
    {look_at_address, true},     {look_at_certificate, true},  {look_at_folder, true},
    {look_at_disk, false},       {look_at_archive, true},      {look_at_store, true},
    {look_at_confinement, true}, {look_at_descriptors, false}, {look_at_clock, false},
};

static void finding_add(Inspection *in, const Finding *finding)
{
    List *list = &in->findings;
    size_t size = sizeof *finding;
    Finding *items =
        arena_grow(in->ctx->arena, list->items, list->count * size, (list->count + 1) * size);
    if (!items || !finding->message) {
        in->gone_wrong = no_memory(in->ctx);
        return;
    }
    items[list->count] = *finding;
    *list = (List){items, list->count + 1};
    if (finding->severity > in->worst) in->worst = finding->severity;
    in->errors += finding->severity == SEVERITY_ERROR;
}

void found(Inspection *in, Severity severity, const char *subject, const char *format, ...)
{
    va_list args;
    Finding finding = {.severity = severity, .subject = subject, .status = UNAVAILABLE};
    va_start(args, format);
    finding.message = arena_vformat(in->ctx->arena, format, args);
    va_end(args);
    finding_add(in, &finding);
}

void found_hint(Inspection *in, const char *format, ...)
{
    va_list args;
    Finding *items = in->findings.items;
    if (in->gone_wrong || !in->findings.count) return;
    va_start(args, format);
    const char *hint = arena_vformat(in->ctx->arena, format, args);
    va_end(args);
    items[in->findings.count - 1].hint = hint;
    if (!hint) in->gone_wrong = no_memory(in->ctx);
}

void found_problem(Inspection *in, const char *subject)
{
    const Problem *problem = &in->ctx->problem;
    Arena *arena = in->ctx->arena;
    const char *words = problem->message[0] ? problem->message : status_title(problem->status);
    Finding finding = {.severity = SEVERITY_ERROR,
                       .subject = subject,
                       .message = problem->cause[0]
                                      ? arena_format(arena, "%s: %s", words, problem->cause)
                                      : arena_text(arena, words),
                       .hint = problem->hint[0] ? arena_text(arena, problem->hint) : NULL,
                       .status = problem->status ? problem->status : INTERNAL};
    problem_clear(in->ctx);
    finding_add(in, &finding);
}

Status inspect(Ctx *ctx, const ServeOptions *options, bool serves, Inspection *out)
{
    *out = (Inspection){
        .ctx = ctx, .options = options, .serves = serves, .listener = -1, .schema = NONE};
    for (size_t i = 0; i < sizeof looks / sizeof *looks && !out->gone_wrong; i++)
        if (looks[i].refuses || !serves) looks[i].look(out);
    bool keeps = serves && !out->errors && !out->gone_wrong;
    if (!keeps && out->listener >= 0) {
        close(out->listener);
        out->listener = -1;
    }
    return out->gone_wrong;
}

Status inspection_refuse(Ctx *ctx, const Inspection *inspection)
{
    const Finding *finding = inspection->findings.items;
    for (size_t i = 0; i < inspection->findings.count; i++, finding++) {
        if (finding->severity != SEVERITY_ERROR) continue;
        Status s = fail(ctx, finding->status, "%s", finding->message);
        if (finding->hint) problem_hint(ctx, "%s", finding->hint);
        return s;
    }
    return OK;
}
