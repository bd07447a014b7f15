/* service.h -- what tickets count for in the figures (insight/service.h): whether they were
 * answered and resolved in time. */
#pragma once

#include "desk/ticket.h"
#include "insight/service.h"

/* In the transaction of ctx: the difference that an edit makes. */
Status ticket_service_count(Ctx *ctx, const TicketEdit *edit);

extern const ServiceSource ticket_service;
