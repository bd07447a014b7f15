#include "access/tables.h"

#include "access/session.h"
#include "base/instant.h"

static Status prune_sessions(Ctx *ctx, const Job *job)
{
    (void)job;
    return session_prune(ctx);
}

static const JobKind session_jobs[] = {{"session.prune", .every_ms = HOUR_MS, .run = prune_sessions,
                                        .doc = "Takes away sessions that have ended"},
                                       {NULL}};

const Slice people_slice = {.name = "people",
                            .doc = "Who may sign in, and what they may do",
                            .routes = account_routes,
                            .commands = account_commands};
const Slice colleague_slice = {
    .name = "colleague", .doc = "What those one works with are called", .routes = colleague_routes};
const Slice session_slice = {
    .name = "session", .doc = "Signing in and out", .routes = session_routes, .jobs = session_jobs};
const Slice session_list_slice = {
    .name = "session_list", .doc = "Where people are signed in", .routes = session_list_routes};
const Slice factor_slice = {
    .name = "factor", .doc = "The second factor of a sign-in", .routes = factor_routes};
const Slice token_slice = {
    .name = "token", .doc = "How machines ask", .routes = token_routes, .commands = token_commands};
const Slice outlet_slice = {.name = "outlet",
                            .doc = "The company and its tree of outlets",
                            .routes = outlet_routes,
                            .commands = outlet_commands};
const Slice setting_slice = {.name = "setting",
                             .doc = "What a company decides for itself",
                             .routes = setting_routes,
                             .commands = setting_commands};
const Slice audit_slice = {
    .name = "audit", .doc = "Who changed what", .routes = audit_routes, .commands = audit_commands};
const Slice job_slice = {.name = "job",
                         .doc = "Work that must happen",
                         .metrics = job_metrics,
                         .routes = job_routes,
                         .commands = job_commands};
const Slice key_slice = {.name = "keys", .doc = "The key file", .commands = key_commands};
