/* incident_keep.h -- changing an incident, step by step. For the files of watch/ only; all in the
 * transaction of ctx. */
#pragma once

#include "watch/incident_store.h"

/* One that ctx's person may change, at that version. NOT_FOUND, FORBIDDEN, STALE. */
Status incident_take(Ctx *ctx, int64_t id, int64_t version, Incident *out);

/* CONFLICT when it is closed. */
Status incident_check_open(Ctx *ctx, const Incident *incident);

/* Writes it as its next version, with a line of its log; audited and told. STALE. */
Status incident_save(Ctx *ctx, Incident *incident, const IncidentEntry *entry);

/* Writes a new one, of which the description is whole: id, number and proposal are filled in. */
Status incident_add(Ctx *ctx, Incident *incident);

/* Looks its places up and tells whose it is. INVALID, FORBIDDEN. (incident_edit.c) */
Status incident_place(Ctx *ctx, Incident *incident);

/* A line of the log that changes nothing else; listeners are told. */
Status incident_note(Ctx *ctx, const Incident *incident, const IncidentEntry *entry);

/* Tells listeners, and whoever subscribes to `event` (NULL: nobody). (incident_tell.c) */
Status incident_tell(Ctx *ctx, const Incident *incident, const char *event);

/* Sets when the regulator is to be told, and the timer of that. (incident_step.c) */
Status incident_report_due(Ctx *ctx, Incident *incident);

/* Its plan's steps, and how they stand. (incident_step.c) */
Status incident_steps(Ctx *ctx, Incident *incident);

/* A job of that kind for one incident, in place of one that waits. */
Status incident_timer(Ctx *ctx, const char *kind, int64_t id, int64_t due_ms);

#define INCIDENT_EXPIRE_JOB "incident.expire"
#define INCIDENT_REPORT_JOB "incident.report"
