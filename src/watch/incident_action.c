#include "watch/incident_action.h"

#include "access/audit.h"
#include "base/json.h"
#include "job/job.h"
#include "watch/incident_action_store.h"
#include "watch/incident_keep.h"

const Name mass_kinds[] = {
    {"notify", MASS_NOTIFY, "Send each parcel's customer a notice"},
    {"change_promise", MASS_CHANGE_PROMISE, "Move or excuse the promises, by a mass cause"},
    {"open_tickets", MASS_OPEN_TICKETS, "Open a ticket for each, or bind the one there is"},
    {"close_findings", MASS_CLOSE_FINDINGS, "Close what the watch found, as handled"},
    {"raise_exception", MASS_RAISE_EXCEPTION, "Mark them: network or external"},
    {"clear_exception", MASS_CLEAR_EXCEPTION, "Take that mark back"},
    {NULL, 0, NULL}};

const Name mass_states[] = {{"running", MASS_RUNNING, "Parcels are gone through"},
                            {"done", MASS_DONE, "All were"},
                            {"cancelled", MASS_CANCELLED, "Stopped by somebody"},
                            {"following", MASS_FOLLOWING, "All were; others may be bound yet"},
                            {NULL, 0, NULL}};

static const Field input_fields[] = {
    FIELD_ENUM(MassInput, kind, mass_kinds, .required = true, .doc = "What is done"),
    FIELD_TEXT(MassInput, text, .writing = WRITING_LINES, .min = 1, .max = 300,
               .doc = "Of notify: the words, else the incident's notice; of close_findings: why"),
    FIELD_TEXT(MassInput, text_zh, .writing = WRITING_LINES, .min = 1, .max = 300,
               .doc = "… in Chinese"),
    FIELD_ENUM(MassInput, exception, exception_names,
               .doc = "Of an exception: network or external; network"),
    FIELD_ID(MassInput, cause_id, .doc = "Of change_promise: a mass cause of the incident"),
    FIELD_BOOL(MassInput, again, .doc = "Also to parcels that it was done to before"),
    FIELD_BOOL(MassInput, follow, .doc = "Also to parcels that are bound later"),
    FIELD_END};
const Shape mass_input_shape =
    SHAPE(MassInput, input_fields, "What is done to all parcels of an incident");

static const Field action_fields[] = {
    FIELD_ID(IncidentAction, id, .doc = "Its id"),
    FIELD_INT(IncidentAction, version, .doc = "Rises when it is cancelled or ends"),
    FIELD_ID(IncidentAction, incident_id, .doc = "The incident"),
    FIELD_ENUM(IncidentAction, kind, mass_kinds, .doc = "What is done"),
    FIELD_ENUM(IncidentAction, state, mass_states, .doc = "How far it is"),
    FIELD_BOOL(IncidentAction, again, .doc = "Also to parcels that it was done to before"),
    FIELD_BOOL(IncidentAction, follow, .doc = "Also to parcels that are bound later"),
    FIELD_INT(IncidentAction, total, .doc = "Parcels to go through"),
    FIELD_INT(IncidentAction, done, .doc = "… it was done to"),
    FIELD_INT(IncidentAction, passed_over, .doc = "… it does not apply to"),
    FIELD_INT(IncidentAction, failed, .doc = "… it could not be done to"),
    FIELD_TIME(IncidentAction, started_at, .doc = "When it was started"),
    FIELD_TEXT(IncidentAction, started_by, .colleague = true, .doc = "… and by whom"),
    FIELD_TIME(IncidentAction, ended_at, .doc = "When it was over"),
    FIELD_TEXT(IncidentAction, ended_by, .colleague = true, .doc = "Of a cancelled one: by whom"),
    FIELD_END};
const Shape incident_action_shape =
    SHAPE(IncidentAction, action_fields, "Something that is done to all parcels of an incident");

static const Field failure_fields[] = {
    FIELD_ID(MassFailure, waybill_id, .doc = "The parcel"),
    FIELD_TEXT(MassFailure, carrier, .doc = "Its carrier"),
    FIELD_TEXT(MassFailure, no, .doc = "… and number"),
    FIELD_TEXT(MassFailure, reason, .doc = "Why it could not be done"), FIELD_END};
const Shape mass_failure_shape =
    SHAPE(MassFailure, failure_fields, "A parcel that something could not be done to");

static const Field event_fields[] = {
    FIELD_ID(MassEvent, incident_id, .doc = "The incident"),
    FIELD_INT(MassEvent, number, .doc = "… as people call it"),
    FIELD_ID(MassEvent, action_id, .doc = "The action: a parcel has one event of each"),
    FIELD_ID(MassEvent, waybill_id, .doc = "The parcel"),
    FIELD_ID(MassEvent, customer_id, .doc = "Who pays"),
    FIELD_TEXT(MassEvent, text, .doc = "What customers are told"),
    FIELD_TEXT(MassEvent, text_zh, .doc = "… in Chinese"),
    FIELD_END};
const Shape mass_event_shape = SHAPE(MassEvent, event_fields, "A parcel that something is done to");

/* --- starting --- */

static Status action_not_found(Ctx *ctx, Status s)
{
    return s == NOT_FOUND ? fail(ctx, NOT_FOUND, "there is no such action") : s;
}

static Status cause_check(Ctx *ctx, const Incident *incident, int64_t cause_id)
{
    Cause cause;
    Status s = cause_id ? cause_find(ctx, cause_id, &cause) : NOT_FOUND;
    if (s == NOT_FOUND || (!s && cause.incident_id != incident->id))
        return fail_field(ctx, "cause_id", "give a mass cause of the incident");
    if (!s && cause.state != CAUSE_DECLARED)
        return fail_field(ctx, "cause_id", "that cause is over");
    return s;
}

static Status input_check(Ctx *ctx, const Incident *incident, MassInput *input)
{
    bool marks = input->kind == MASS_RAISE_EXCEPTION || input->kind == MASS_CLEAR_EXCEPTION;
    if (!marks && input->exception != NONE)
        return fail_field(ctx, "exception", "is only of an exception");
    if (input->kind != MASS_CHANGE_PROMISE && input->cause_id)
        return fail_field(ctx, "cause_id", "is only of change_promise");
    if (marks && input->exception == NONE) input->exception = EXCEPTION_NETWORK;
    if (marks && input->exception != EXCEPTION_NETWORK && input->exception != EXCEPTION_EXTERNAL)
        return fail_field(ctx, "exception", "an incident is network or external");
    if (input->kind == MASS_CLOSE_FINDINGS && !input->text)
        return fail_field(ctx, "text", "say why");
    if (input->kind == MASS_CHANGE_PROMISE) return cause_check(ctx, incident, input->cause_id);
    if (input->kind != MASS_NOTIFY) return OK;
    if (!input->text) input->text = incident->notice;
    if (!input->text_zh) input->text_zh = incident->notice_zh;
    if (!input->text) input->text = input->text_zh;
    if (!input->text_zh) input->text_zh = input->text;
    return input->text ? OK : fail_field(ctx, "text", "say what customers are told");
}

static Status job_want(Ctx *ctx, int64_t id)
{
    const char *key = arena_format(ctx->arena, "%lld", (long long)id);
    return key ? job_add(ctx, INCIDENT_ACTION_JOB, key, id, NULL, ctx_now(ctx)) : no_memory(ctx);
}

static Status action_audit(Ctx *ctx, const IncidentAction *action, const char *what)
{
    const char *detail =
        arena_format(ctx->arena, "{\"kind\":\"%s\",\"incident\":\"%lld\"}",
                     name_of(mass_kinds, action->kind), (long long)action->incident_id);
    if (!detail) return no_memory(ctx);
    return audit_write(ctx, what, "incident_action", action->id, detail);
}

static Status entry_write(Ctx *ctx, const Incident *incident, const IncidentAction *action,
                          LoggedKind what)
{
    const IncidentEntry entry = {.what = what,
                                 .step = NONE,
                                 .count =
                                     what == LOGGED_ACTION_STARTED ? action->total : action->done,
                                 .text = name_of(mass_kinds, action->kind)};
    return incident_note(ctx, incident, &entry);
}

static Status action_insert(Ctx *ctx, const MassInput *input, IncidentAction *action)
{
    Buf json;
    buf_init(&json, ctx->arena);
    json_encode(&json, &mass_input_shape, input, NULL);
    Status s = buf_check(ctx, &json);
    action->input = json.data;
    if (!s) s = action_store_count(ctx, action, &action->total);
    return s ? s : action_store_insert(ctx, action);
}

/* What is done to all of its parcels is for who sees all of them, and those that follow. */
static Status scope_check(Ctx *ctx, const Incident *incident, bool follow)
{
    bool beyond = false;
    if (!scope_outlet(ctx) && !scope_customer(ctx)) return OK;
    Status s = action_store_beyond(ctx, incident->id, &beyond);
    if (s || (!beyond && !follow)) return s;
    return scope_check_whole(ctx, "actions on parcels beyond your own are");
}

Status incident_action_begin(Ctx *ctx, const Incident *incident, const MassInput *given,
                             IncidentAction *out)
{
    MassInput input = *given;
    bool running = false;
    int64_t now_ms = ctx_now(ctx);
    Status s = scope_check(ctx, incident, given->follow);
    if (!s) s = input_check(ctx, incident, &input);
    if (!s) s = action_store_running(ctx, incident->id, input.kind, &running);
    if (!s && running) s = fail(ctx, CONFLICT, "that is being done to its parcels already");
    if (!s) s = action_store_follow_end(ctx, incident->id, input.kind);
    *out = (IncidentAction){.id = ctx_id(ctx),
                            .version = 1,
                            .incident_id = incident->id,
                            .kind = input.kind,
                            .state = MASS_RUNNING,
                            .again = input.again,
                            .follow = input.follow,
                            .started_at = now_ms,
                            .started_by = ctx_login(ctx),
                            .ended_at = NONE,
                            .upto_ms = now_ms};
    if (!s) s = action_insert(ctx, &input, out);
    if (!s) s = entry_write(ctx, incident, out, LOGGED_ACTION_STARTED);
    if (!s) s = action_audit(ctx, out, "incident.action_start");
    return s ? s : job_want(ctx, out->id);
}

static Status acting_take(Ctx *ctx, int64_t id, int64_t version, Incident *out)
{
    Status s = incident_take(ctx, id, version, out);
    if (s || out->state == INCIDENT_CONFIRMED || out->state == INCIDENT_HANDLED) return s;
    return fail(ctx, CONFLICT, "the incident is %s: it must be confirmed first",
                name_of(incident_states, out->state));
}

Status incident_action_start(Ctx *ctx, int64_t incident_id, int64_t version, const MassInput *input,
                             IncidentAction *out)
{
    Incident incident;
    Status s = acting_take(ctx, incident_id, version, &incident);
    return s ? s : incident_action_begin(ctx, &incident, input, out);
}

/* --- a mass cause --- */

static Status cause_places(Ctx *ctx, const Incident *incident, Cause *cause)
{
    const IncidentPlace *places = incident->places.items;
    const char **sites = ARENA_ARRAY(ctx->arena, incident->places.count, const char *);
    CauseLane *lanes = ARENA_ARRAY(ctx->arena, incident->places.count, CauseLane);
    if (!sites || !lanes) return no_memory(ctx);
    cause->sites = (Texts){sites, 0};
    cause->lanes = (List){lanes, 0};
    for (size_t i = 0; i < incident->places.count; i++) {
        if (places[i].kind == PLACE_SITE) sites[cause->sites.count++] = places[i].site;
        if (places[i].kind == PLACE_LANE)
            lanes[cause->lanes.count++] = (CauseLane){places[i].origin, places[i].destination};
    }
    return OK;
}

static Status bound_begin(Ctx *ctx, const Incident *incident, int64_t cause_id)
{
    IncidentAction action;
    const MassInput input = {.kind = MASS_CHANGE_PROMISE,
                             .exception = NONE,
                             .cause_id = cause_id,
                             .again = true,
                             .follow = true};
    return incident_action_begin(ctx, incident, &input, &action);
}

Status incident_cause_declare(Ctx *ctx, int64_t id, int64_t version,
                              const IncidentCauseInput *input, Cause *out)
{
    Incident incident;
    *out = (Cause){.reason = input->reason,
                   .text = input->text,
                   .effect = input->effect,
                   .move_hours = input->move_hours,
                   .move_days = input->move_days,
                   .incident_id = id};
    const IncidentEntry entry = {
        .what = LOGGED_CAUSE_DECLARED, .step = NONE, .count = NONE, .text = input->text};
    Status s = acting_take(ctx, id, version, &incident);
    if (s) return s;
    out->from = input->from == NONE ? incident.from : input->from;
    out->until = input->until == NONE ? incident.until : input->until;
    if (out->until == NONE) return fail_field(ctx, "until", "say until when");
    if (!input->bound_only) s = cause_places(ctx, &incident, out);
    if (!s && !input->bound_only && !out->sites.count && !out->lanes.count)
        s = fail_field(ctx, "bound_only", "it has neither sites nor lanes: only its parcels");
    if (!s) s = cause_declare(ctx, out);
    if (!s) s = incident_note(ctx, &incident, &entry);
    return s || !input->bound_only ? s : bound_begin(ctx, &incident, out->id);
}

/* --- looking at them, stopping them --- */

static Status action_read(Ctx *ctx, int64_t id, IncidentAction *out, Incident *incident)
{
    Status s = action_store_find(ctx, id, out);
    if (!s) s = incident_store_find(ctx, out->incident_id, incident);
    return action_not_found(ctx, s);
}

Status incident_action_find(Ctx *ctx, int64_t id, IncidentAction *out)
{
    Incident incident;
    return action_read(ctx, id, out, &incident);
}

Status incident_actions(Ctx *ctx, int64_t incident_id, List *out)
{
    bool exists;
    Status s = incident_exists(ctx, incident_id, &exists);
    if (!s && !exists) s = fail(ctx, NOT_FOUND, "there is no such incident");
    return s ? s : action_store_list(ctx, incident_id, out);
}

Status incident_action_failures(Ctx *ctx, int64_t id, int64_t limit, const char *cursor, List *out,
                                const char **next)
{
    IncidentAction action;
    int64_t after_id;
    Status s = incident_action_find(ctx, id, &action);
    if (!s) s = page_start(ctx, cursor, 0, &after_id);
    if (!s) s = failure_store_page(ctx, id, after_id, limit + 1, out);
    return s ? s : page_end(ctx, out, limit, &mass_failure_shape, next);
}

Status incident_action_cancel(Ctx *ctx, int64_t id, int64_t version, IncidentAction *out)
{
    Incident incident;
    Status s = action_read(ctx, id, out, &incident);
    if (!s) s = incident_take(ctx, incident.id, incident.version, &incident);
    if (s) return s;
    if (out->version != version) return fail(ctx, STALE, "the action was changed meanwhile");
    if (out->state == MASS_DONE || out->state == MASS_CANCELLED)
        return fail(ctx, CONFLICT, "the action is over already");
    out->state = MASS_CANCELLED;
    out->version++;
    out->ended_at = ctx_now(ctx);
    out->ended_by = ctx_login(ctx);
    s = action_store_update(ctx, out);
    if (!s) s = entry_write(ctx, &incident, out, LOGGED_ACTION_CANCELLED);
    return s ? s : action_audit(ctx, out, "incident.action_cancel");
}

Status incident_actions_follow(Ctx *ctx, int64_t incident_id)
{
    List list;
    Status s = action_store_list(ctx, incident_id, &list);
    const IncidentAction *actions = list.items;
    for (size_t i = 0; !s && i < list.count; i++)
        if (actions[i].state == MASS_FOLLOWING) s = job_want(ctx, actions[i].id);
    return s;
}

/* --- going through them: one batch of the job --- */

/* A pass over the parcels that were bound since the last: it reaches back a little, as who writes
 * at the same time may be committed later. What was done is known of each parcel. */
static Status pass_begin(Ctx *ctx, IncidentAction *action)
{
    enum { OVERLAP_MS = 60000 };
    int64_t more;
    action->state = MASS_RUNNING;
    action->again = false;
    action->from_ms = action->upto_ms - OVERLAP_MS;
    action->upto_ms = ctx_now(ctx);
    action->after_id = 0;
    Status s = action_store_count(ctx, action, &more);
    action->total += more;
    return s;
}

static Status pass_end(Ctx *ctx, const Incident *incident, IncidentAction *action)
{
    bool follows = action->follow && incident->closed_at == NONE;
    action->state = follows ? MASS_FOLLOWING : MASS_DONE;
    action->total = action->done + action->passed_over + action->failed;
    if (!follows) {
        action->ended_at = ctx_now(ctx);
        action->version++;
    }
    return entry_write(ctx, incident, action, LOGGED_ACTION_ENDED);
}

Status incident_action_run(Ctx *ctx, int64_t id)
{
    IncidentAction action;
    Incident incident;
    bool more = true;
    Status s = action_store_find(ctx, id, &action);
    if (!s) s = incident_store_any(ctx, action.incident_id, &incident);
    if (s || action.state == MASS_DONE || action.state == MASS_CANCELLED) return s;
    if (action.state == MASS_FOLLOWING) s = pass_begin(ctx, &action);
    if (!s) s = mass_batch(ctx, &incident, &action, &more);
    if (!s && !more) s = pass_end(ctx, &incident, &action);
    if (!s) s = action_store_update(ctx, &action);
    if (!s) s = incident_tell(ctx, &incident, NULL);
    return s || !more ? s : job_want(ctx, id);
}
