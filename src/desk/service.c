#include "desk/service.h"

#include "desk/service_store.h"

static void count_clock(ServiceCounts *counts, const Clock *clock, int64_t outlet_id)
{
    bool late = clock->breached_at != NONE, first = clock->clock == CLOCK_FIRST_RESPONSE;
    int64_t at = late ? clock->breached_at : clock->met_at;
    if (!clock->policy_id || at == NONE) return;
    service_count(counts, first ? SERVICE_ANSWERS : SERVICE_SOLVED, at, 1, outlet_id);
    if (late) return;
    service_count(counts, first ? SERVICE_ANSWERS_KEPT : SERVICE_SOLVED_KEPT, at, 1, outlet_id);
}

static void count_all(ServiceCounts *counts, const Ticket *ticket, const TicketClocks *clocks)
{
    counts->count = 0;
    if (ticket->spam || ticket->merged_into_id) return;
    count_clock(counts, &clocks->clocks[CLOCK_FIRST_RESPONSE - 1], ticket->outlet_id);
    count_clock(counts, &clocks->clocks[CLOCK_RESOLUTION - 1], ticket->outlet_id);
}

Status ticket_service_count(Ctx *ctx, const TicketEdit *edit)
{
    ServiceCounts *was = ARENA_NEW(ctx->arena, ServiceCounts);
    ServiceCounts *now = ARENA_NEW(ctx->arena, ServiceCounts);
    if (!was || !now) return no_memory(ctx);
    if (!edit->fresh) count_all(was, &edit->before, &edit->clocks_before);
    count_all(now, &edit->now, &edit->clocks);
    return service_change(ctx, was, now);
}

static Status run(Ctx *ctx, ServiceEach *each, void *user)
{
    ServiceCounts *counts = ARENA_NEW(ctx->arena, ServiceCounts);
    Rows *rows;
    Status s = counts ? ticket_service_rows(ctx, &rows) : no_memory(ctx);
    if (s) return s;
    while (!s && rows_next(rows)) {
        const Clock clock = {.clock = rows_int(rows, 0),
                             .policy_id = rows_id(rows, 1),
                             .met_at = rows_int(rows, 2),
                             .breached_at = rows_int(rows, 3)};
        counts->count = 0;
        count_clock(counts, &clock, rows_id(rows, 4));
        s = each(user, counts);
    }
    Status end = rows_end(rows);
    return s ? s : end;
}

const ServiceSource ticket_service = {"tickets", run};
