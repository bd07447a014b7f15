/* service_store.h -- clocks of tickets as the figures count them, whatever the scope. For service.c
 * only. */
#pragma once

#include "db/db.h"

/* Rows of clock, policy, met, breached, outlet: of first responses and resolutions of tickets that
 * count. */
Status ticket_service_rows(Ctx *ctx, Rows **out);
