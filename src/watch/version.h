/* version.h -- rules, plans and incident policies as they were: when each version was made, by
 * whom, and what it said. */
#pragma once

#include "access/page.h"

/* Of what a version is kept. Stored as numbers: append only. */
typedef enum VersionKind {
    VERSION_RULE = 1,
    VERSION_PLAN,
    VERSION_INCIDENT_POLICY, /* its subject is the kind of place */
} VersionKind;

typedef struct WatchVersion {
    int64_t version;
    int64_t changed_at;   /* NONE: shipped, or from before its versions were kept */
    int64_t changed_by;   /* account; NONE: nobody, or nobody who is known */
    const char *document; /* JSON, as the API gave it then */
} WatchVersion;
extern const Shape watch_version_shape;

/* Its versions, the newest first, a page of them. */
Status watch_versions(Ctx *ctx, VersionKind kind, int64_t id, const PageQuery *page, List *out,
                      const char **next);

/* Handlers of GET …/versions. */
Status api_rule_versions(Ctx *ctx, Request *req);
Status api_plan_versions(Ctx *ctx, Request *req);
Status api_incident_policy_versions(Ctx *ctx, Request *req);
