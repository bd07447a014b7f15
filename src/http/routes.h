/* routes.h -- what the server answers by itself: /healthz, /readyz, /metrics and the OpenAPI
 * document; and the job that forgets old answers. For slices.c. */
#pragma once

#include "http/route.h"
#include "job/job.h"

extern const Route http_routes[];
extern const JobKind http_jobs[];
