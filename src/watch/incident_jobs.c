#include "job/job.h"
#include "watch/incident_action_store.h"
#include "watch/incident_keep.h"
#include "watch/incident_parcel.h"
#include "watch/incident_slice.h"

static Status look_run(Ctx *ctx, const Job *job)
{
    (void)job;
    return incidents_look(ctx);
}

static Status act_run(Ctx *ctx, const Job *job)
{
    return incident_action_run(ctx, job->subject_id);
}

static Status expire_run(Ctx *ctx, const Job *job)
{
    Incident incident;
    const IncidentMoveInput input = {.move = MOVE_EXPIRE, .turned_out = NONE};
    Status s = incident_store_any(ctx, job->subject_id, &incident);
    if (s || incident.state != INCIDENT_PROPOSED) return s;
    return incident_move(ctx, incident.id, incident.version, &input, &incident);
}

static Status report_run(Ctx *ctx, const Job *job)
{
    Incident incident;
    const IncidentEntry entry = {.what = LOGGED_REPORT_OVERDUE, .step = NONE, .count = NONE};
    Status s = incident_store_any(ctx, job->subject_id, &incident);
    if (s || incident.report_due_at == NONE || incident.reported_at != NONE) return s;
    if (incident.report_due_at > ctx_now(ctx))
        return incident_timer(ctx, INCIDENT_REPORT_JOB, incident.id, incident.report_due_at);
    s = log_store_add(ctx, incident.id, &entry);
    return s ? s : incident_tell(ctx, &incident, INCIDENT_REPORT_OVERDUE_EVENT);
}

const JobKind incident_jobs[] = {
    {.name = "incident.look",
     .lane = LANE_LONG,
     .run = look_run,
     .doc = "Groups what the watch found: findings join incidents, or become a proposal"},
    {.name = INCIDENT_ACTION_JOB,
     .lane = LANE_LONG,
     .run = act_run,
     .doc = "Does something to all parcels of an incident, in batches"},
    {.name = INCIDENT_EXPIRE_JOB,
     .lane = LANE_LONG,
     .run = expire_run,
     .doc = "Ends the proposal of an incident that nobody confirmed"},
    {.name = INCIDENT_REPORT_JOB,
     .lane = LANE_LONG,
     .run = report_run,
     .doc = "Tells of an incident that should have been reported by now"},
    {.name = NULL},
};
