/* service_store.h -- complaints as the figures count them, whatever the scope. For service.c only.
 */
#pragma once

#include "complaint/complaint.h"

/* Those that count, from after a ticket's id: id, received_at, founded, lane and counted_outlet_id
 * alone. */
Status complaint_service_page(Ctx *ctx, int64_t after, int64_t limit, List *out);

/* Party, outlet and person of a complaint's shares. */
Status complaint_service_shares(Ctx *ctx, int64_t ticket_id, List *out);
