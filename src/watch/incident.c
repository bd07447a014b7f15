#include "watch/incident.h"

#include <string.h>

#include "access/audit.h"
#include "access/outlet.h"
#include "base/json.h"
#include "base/text.h"
#include "job/job.h"
#include "promise/cause.h"
#include "watch/incident_action_store.h"
#include "watch/incident_keep.h"

/* Which moves there are, what they say in the log, and to whom they are told. */
typedef struct IncidentMove {
    IncidentState from;
    IncidentMoveKind move;
    IncidentState to;
    LoggedKind entry;
    const char *event;
} IncidentMove;

static const IncidentMove moves[] = {
    {INCIDENT_PROPOSED, MOVE_CONFIRM, INCIDENT_CONFIRMED, LOGGED_CONFIRMED,
     INCIDENT_CONFIRMED_EVENT},
    {INCIDENT_PROPOSED, MOVE_DISMISS, INCIDENT_DISMISSED, LOGGED_DISMISSED, INCIDENT_CLOSED_EVENT},
    {INCIDENT_PROPOSED, MOVE_EXPIRE, INCIDENT_EXPIRED, LOGGED_EXPIRED, INCIDENT_CLOSED_EVENT},
    {INCIDENT_CONFIRMED, MOVE_HANDLE, INCIDENT_HANDLED, LOGGED_HANDLED, NULL},
    {INCIDENT_CONFIRMED, MOVE_END, INCIDENT_ENDED, LOGGED_ENDED, INCIDENT_CLOSED_EVENT},
    {INCIDENT_HANDLED, MOVE_REOPEN, INCIDENT_CONFIRMED, LOGGED_REOPENED, NULL},
    {INCIDENT_HANDLED, MOVE_END, INCIDENT_ENDED, LOGGED_ENDED, INCIDENT_CLOSED_EVENT},
};

static const IncidentMove *move_find(int64_t from, int64_t move)
{
    for (size_t i = 0; i < sizeof moves / sizeof *moves; i++)
        if ((int64_t)moves[i].from == from && (int64_t)moves[i].move == move) return &moves[i];
    return NULL;
}

/* --- keeping it --- */

static Status not_found(Ctx *ctx, Status s)
{
    return s == NOT_FOUND ? fail(ctx, NOT_FOUND, "there is no such incident") : s;
}

static Status stale(Ctx *ctx)
{
    return fail(ctx, STALE, "the incident was changed by somebody else");
}

Status incident_take(Ctx *ctx, int64_t id, int64_t version, Incident *out)
{
    Status s = not_found(ctx, incident_store_find(ctx, id, out));
    if (s) return s;
    if (!outlet_visible(ctx, out->outlet_id))
        return fail(ctx, FORBIDDEN, "this incident is not of your own sites alone");
    return out->version == version ? OK : stale(ctx);
}

Status incident_check_open(Ctx *ctx, const Incident *incident)
{
    if (incident->closed_at == NONE) return OK;
    return fail(ctx, CONFLICT, "the incident is %s", name_of(incident_states, incident->state));
}

static Status entry_audit(Ctx *ctx, const Incident *incident, const IncidentEntry *entry)
{
    const char *action =
        arena_format(ctx->arena, "incident.%s", name_of(logged_kinds, entry->what));
    const char *detail = arena_format(ctx->arena, "{\"number\":%lld}", (long long)incident->number);
    if (!action || !detail) return no_memory(ctx);
    Status s = log_store_add(ctx, incident->id, entry);
    return s ? s : audit_write(ctx, action, "incident", incident->id, detail);
}

static Status save(Ctx *ctx, Incident *incident, const IncidentEntry *entry, const char *event)
{
    bool written = false;
    incident->version++;
    Status s = incident_store_update(ctx, incident, &written);
    if (!s && !written) s = stale(ctx);
    if (!s) s = entry_audit(ctx, incident, entry);
    return s ? s : incident_tell(ctx, incident, event);
}

Status incident_save(Ctx *ctx, Incident *incident, const IncidentEntry *entry)
{
    return save(ctx, incident, entry, NULL);
}

Status incident_note(Ctx *ctx, const Incident *incident, const IncidentEntry *entry)
{
    Status s = log_store_add(ctx, incident->id, entry);
    return s ? s : incident_tell(ctx, incident, NULL);
}

Status incident_timer(Ctx *ctx, const char *kind, int64_t id, int64_t due_ms)
{
    const char *key = arena_format(ctx->arena, "%lld", (long long)id);
    if (!key) return no_memory(ctx);
    Status s = job_cancel(ctx, kind, key);
    return s ? s : job_add(ctx, kind, key, id, NULL, due_ms);
}

Status incident_add(Ctx *ctx, Incident *incident)
{
    const IncidentEntry entry = {.what = LOGGED_PROPOSED, .step = NONE, .count = NONE};
    incident->id = ctx_id(ctx);
    incident->version = 1;
    incident->state = INCIDENT_PROPOSED;
    incident->proposed_at = ctx_now(ctx);
    incident->proposed_by = ctx_login(ctx);
    Status s = incident_store_number(ctx, &incident->number);
    if (!s) s = incident_store_insert(ctx, incident);
    if (!s) s = entry_audit(ctx, incident, &entry);
    return s ? s : incident_tell(ctx, incident, INCIDENT_PROPOSED_EVENT);
}

/* --- moving it --- */

static Status move_check(Ctx *ctx, const Incident *incident, const IncidentMoveInput *input)
{
    if (input->move == MOVE_EXPIRE && ctx->who)
        return fail_field(ctx, "move", "only the clock does that");
    if (!move_find(incident->state, input->move))
        return fail(ctx, CONFLICT, "the move %s is none of an incident that is %s",
                    name_of(incident_moves, input->move),
                    name_of(incident_states, incident->state));
    bool why = input->move == MOVE_DISMISS || input->move == MOVE_END;
    if (why && !input->text) return fail_field(ctx, "text", "say why");
    if (input->turned_out != NONE && input->move != MOVE_END)
        return fail_field(ctx, "turned_out", "is only known at its end");
    return OK;
}

static Status causes_end(Ctx *ctx, const Incident *incident)
{
    List list;
    Cause ended;
    Status s = causes_of_incident(ctx, incident->id, &list);
    const Cause *causes = list.items;
    for (size_t i = 0; !s && i < list.count; i++) {
        const IncidentEntry entry = {
            .what = LOGGED_CAUSE_ENDED, .step = NONE, .count = NONE, .text = causes[i].text};
        s = cause_end(ctx, causes[i].id, causes[i].version, &ended);
        if (!s) s = log_store_add(ctx, incident->id, &entry);
    }
    return s;
}

static Status figures_keep(Ctx *ctx, Incident *incident)
{
    Buf json;
    IncidentFigures figures;
    Status s = incident_store_figures(ctx, incident, ctx_now(ctx), &figures);
    if (s) return s;
    buf_init(&json, ctx->arena);
    json_encode(&json, &incident_figures_shape, &figures, NULL);
    incident->figures_json = json.data;
    return buf_check(ctx, &json);
}

static Status close(Ctx *ctx, Incident *incident, const IncidentMoveInput *input)
{
    incident->closed_at = ctx_now(ctx);
    incident->conclusion = input->text;
    Status s = action_store_follow_end(ctx, incident->id, 0);
    if (s) return s;
    if (incident->state != INCIDENT_ENDED) return OK;
    incident->turned_out = input->turned_out == NONE ? incident->cause : input->turned_out;
    if (incident->until == NONE) incident->until = incident->closed_at;
    s = causes_end(ctx, incident);
    return s ? s : figures_keep(ctx, incident);
}

static Status move_apply(Ctx *ctx, Incident *incident, const IncidentMoveInput *input)
{
    const IncidentMove *move = move_find(incident->state, input->move);
    const IncidentEntry entry = {
        .what = move->entry, .step = NONE, .count = incident->parcels, .text = input->text};
    Status s = OK;
    incident->state = move->to;
    if (input->move == MOVE_CONFIRM) incident->confirmed_at = ctx_now(ctx);
    if (move->event && input->move != MOVE_CONFIRM) s = close(ctx, incident, input);
    if (!s) s = incident_report_due(ctx, incident);
    return s ? s : save(ctx, incident, &entry, move->event);
}

Status incident_move(Ctx *ctx, int64_t id, int64_t version, const IncidentMoveInput *input,
                     Incident *out)
{
    Status s = incident_take(ctx, id, version, out);
    if (!s) s = move_check(ctx, out, input);
    if (!s) s = move_apply(ctx, out, input);
    return s ? s : incident_by_id(ctx, id, out);
}

/* --- looking at it --- */

static Status figures_read(Ctx *ctx, Incident *incident)
{
    incident->figures = ARENA_NEW(ctx->arena, IncidentFigures);
    if (!incident->figures) return no_memory(ctx);
    const char *json = incident->figures_json;
    if (!json) return incident_store_figures(ctx, incident, ctx_now(ctx), incident->figures);
    return json_decode(ctx, &incident_figures_shape, incident->figures, json, strlen(json));
}

Status incident_by_id(Ctx *ctx, int64_t id, Incident *out)
{
    Status s = not_found(ctx, incident_store_find(ctx, id, out));
    if (!s) s = incident_steps(ctx, out);
    return s ? s : figures_read(ctx, out);
}

Status incident_exists(Ctx *ctx, int64_t id, bool *out)
{
    Incident incident;
    Status s = incident_store_find(ctx, id, &incident);
    *out = s == OK;
    return s == NOT_FOUND ? OK : s;
}

static Status search_make(Ctx *ctx, const IncidentFilter *filter, IncidentSearch *out)
{
    int64_t open = filter->open == NONE ? 0 : 2 - filter->open;
    *out = (IncidentSearch){.state = filter->state == NONE ? 0 : filter->state,
                            .open = open,
                            .cause = filter->cause == NONE ? 0 : filter->cause,
                            .severity = filter->severity == NONE ? 0 : filter->severity,
                            .report = filter->report == NONE ? 0 : filter->report,
                            .waybill_id = filter->waybill_id,
                            .owner = filter->owner ? filter->owner : ""};
    if (filter->site) {
        const char *code = text_normal(ctx->arena, filter->site);
        if (!code) return no_memory(ctx);
        out->outlet_id = outlet_id_of(ctx, code);
        if (!out->outlet_id) out->outlet_id = -1;
    }
    return page_start(ctx, filter->cursor, INT64_MAX, &out->before_id);
}

Status incident_list(Ctx *ctx, const IncidentFilter *filter, List *out, const char **next)
{
    IncidentSearch search;
    int64_t limit = page_limit(filter->limit);
    Status s = search_make(ctx, filter, &search);
    search.limit = limit + 1;
    if (!s) s = incident_store_list(ctx, &search, out);
    return s ? s : page_end(ctx, out, limit, &incident_shape, next);
}
