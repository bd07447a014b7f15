#include "access/person.h"
#include "access/setting.h"
#include "base/instant.h"
#include "job/job.h"
#include "watch/incident_keep.h"

/* --- the duty to report --- */

/* Whose kind must be reported: service to customers has broken off. */
static bool is_reported(int64_t cause)
{
    return cause == INCIDENT_NETWORK;
}

Status incident_report_due(Ctx *ctx, Incident *incident)
{
    int64_t hours = setting_int(ctx, SETTING_NAMED_INCIDENT_REPORT_HOURS), old;
    if (incident->reported_at != NONE || incident->confirmed_at == NONE) return OK;
    old = incident->report_due_at;
    incident->report_due_at =
        is_reported(incident->cause) && hours ? incident->from + hours * HOUR_MS : NONE;
    if (incident->report_due_at == NONE || incident->report_due_at == old) return OK;
    return incident_timer(ctx, INCIDENT_REPORT_JOB, incident->id, incident->report_due_at);
}

/* --- the plan --- */

/* The last that was said of a step, and when it was done; NONE: not. */
static void entries_look(const List *entries, int64_t step, int64_t *last, int64_t *done_ms)
{
    const IncidentEntry *entry = entries->items;
    *last = *done_ms = NONE;
    for (size_t i = 0; i < entries->count; i++, entry++) {
        if (entry->step != step) continue;
        *last = entry->what;
        *done_ms = entry->what == LOGGED_STEP_DONE ? entry->at : NONE;
    }
}

static IncidentStep step_of(const Incident *incident, const List *entries, const PlanStep *step,
                            int64_t number)
{
    int64_t last, done_ms, before, begins_ms = incident->confirmed_at;
    entries_look(entries, number, &last, &done_ms);
    if (step->after != NONE) entries_look(entries, step->after, &before, &begins_ms);
    bool timed = begins_ms != NONE && step->minutes != NONE;
    return (IncidentStep){.step = number,
                          .action = step->action,
                          .text = step->text,
                          .text_zh = step->text_zh,
                          .outlet = step->outlet,
                          .due_at = timed ? begins_ms + step->minutes * MINUTE_MS : NONE,
                          .said = last};
}

static Status plan_read(Ctx *ctx, const Incident *incident, WatchPlan *plan, List *entries)
{
    *plan = (WatchPlan){.id = 0};
    *entries = (List){NULL, 0};
    if (!incident->plan_id) return OK;
    Status s = watch_plan_version(ctx, incident->plan_id, incident->plan_version, plan);
    return s ? s : log_store_steps(ctx, incident->id, entries);
}

Status incident_steps(Ctx *ctx, Incident *incident)
{
    WatchPlan plan;
    List entries;
    Status s = plan_read(ctx, incident, &plan, &entries);
    if (s || !plan.steps.count) return s;
    const PlanStep *from = plan.steps.items;
    IncidentStep *steps = ARENA_ARRAY(ctx->arena, plan.steps.count, IncidentStep);
    if (!steps) return no_memory(ctx);
    for (size_t i = 0; i < plan.steps.count; i++)
        steps[i] = step_of(incident, &entries, &from[i], (int64_t)i + 1);
    incident->steps = (List){steps, plan.steps.count};
    return OK;
}

static Status step_check(Ctx *ctx, const Incident *incident, const IncidentEntryInput *input)
{
    WatchPlan plan;
    List entries;
    int64_t last, done_ms;
    Status s = plan_read(ctx, incident, &plan, &entries);
    if (s) return s;
    if (input->step == NONE) return fail_field(ctx, "step", "say which");
    if ((size_t)input->step > plan.steps.count)
        return fail_field(ctx, "step", "its plan has %zu steps", plan.steps.count);
    if (input->what == LOGGED_STEP_DECLINED)
        return input->text ? OK : fail_field(ctx, "text", "say why");
    const PlanStep *step = (const PlanStep *)plan.steps.items + (input->step - 1);
    if (input->what != LOGGED_STEP_DONE || step->after == NONE) return OK;
    entries_look(&entries, step->after, &last, &done_ms);
    if (last == LOGGED_STEP_DONE || last == LOGGED_STEP_DECLINED) return OK;
    return fail(ctx, CONFLICT, "step %lld comes before it", (long long)step->after);
}

/* --- what people add --- */

static Status report_add(Ctx *ctx, Incident *incident, const IncidentEntryInput *input)
{
    if (!input->text) return fail_field(ctx, "text", "give the report's reference");
    if (incident->reported_at != NONE)
        return fail(ctx, CONFLICT, "the incident was reported already");
    incident->reported_at = ctx_now(ctx);
    incident->reported_by = ctx_login(ctx);
    return OK;
}

static Status entry_check(Ctx *ctx, Incident *incident, const IncidentEntryInput *input)
{
    bool of_step = false;
    Status s = OK;
    switch (input->what) {
    case LOGGED_NOTE:
        if (!input->text) s = fail_field(ctx, "text", "say what");
        break;
    case LOGGED_REPORTED:
        s = report_add(ctx, incident, input);
        break;
    case LOGGED_STEP_ACCEPTED:
    case LOGGED_STEP_DECLINED:
    case LOGGED_STEP_DONE:
        of_step = true;
        s = incident_check_open(ctx, incident);
        if (!s) s = step_check(ctx, incident, input);
        break;
    default:
        return fail_field(ctx, "what", "is written by what happens, not by hand");
    }
    if (!s && !of_step && input->step != NONE)
        return fail_field(ctx, "step", "this is of the whole incident");
    return s;
}

Status incident_entry_add(Ctx *ctx, int64_t id, int64_t version, const IncidentEntryInput *input,
                          Incident *out)
{
    const IncidentEntry entry = {
        .what = input->what, .step = input->step, .count = NONE, .text = input->text};
    Status s = incident_take(ctx, id, version, out);
    if (!s) s = entry_check(ctx, out, input);
    if (!s) s = incident_save(ctx, out, &entry);
    return s ? s : incident_by_id(ctx, id, out);
}

Status incident_log(Ctx *ctx, int64_t id, int64_t limit, const char *cursor, List *out,
                    const char **next)
{
    Incident incident;
    int64_t before_id;
    Status s = incident_store_find(ctx, id, &incident);
    if (s == NOT_FOUND) return fail(ctx, NOT_FOUND, "there is no such incident");
    if (!s) s = page_start(ctx, cursor, INT64_MAX, &before_id);
    if (!s) s = log_store_page(ctx, id, before_id, limit + 1, out);
    return s ? s : page_end(ctx, out, limit, &incident_entry_shape, next);
}
