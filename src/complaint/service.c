#include "complaint/service.h"

#include "complaint/complaint_slice.h"
#include "complaint/service_store.h"

static void count_one(ServiceCounts *counts, ServiceMeasure measure, const Complaint *c)
{
    const ComplaintShare *shares = c->shares.items;
    int64_t at = c->received_at;
    service_count(counts, measure, at, 1, c->counted_outlet_id);
    service_count_by(counts, measure, DIMENSION_LANE, c->lane, at, 1);
    for (size_t i = 0; i < c->shares.count; i++) {
        bool hub = shares[i].party == PARTY_HUB && shares[i].outlet;
        bool courier = shares[i].party == PARTY_COURIER && shares[i].person;
        if (hub) service_count_by(counts, measure, DIMENSION_HUB, shares[i].outlet, at, 1);
        if (courier) service_count_by(counts, measure, DIMENSION_COURIER, shares[i].person, at, 1);
    }
}

static void count_all(ServiceCounts *counts, const Complaint *c)
{
    counts->count = 0;
    if (!c) return;
    count_one(counts, SERVICE_COMPLAINTS, c);
    if (c->founded == 1) count_one(counts, SERVICE_FOUNDED, c);
}

Status complaint_count(Ctx *ctx, const Complaint *before, const Complaint *after)
{
    ServiceCounts *was = ARENA_NEW(ctx->arena, ServiceCounts);
    ServiceCounts *now = ARENA_NEW(ctx->arena, ServiceCounts);
    if (!was || !now) return no_memory(ctx);
    count_all(was, before);
    count_all(now, after);
    return service_change(ctx, was, now);
}

enum { AT_ONCE = 500 };

typedef struct Telling {
    ServiceEach *each;
    void *user;
    ServiceCounts *counts;
} Telling;

static Status tell(Ctx *ctx, const Telling *telling, Complaint *c)
{
    Status s = complaint_service_shares(ctx, c->ticket_id, &c->shares);
    if (s) return s;
    count_all(telling->counts, c);
    return telling->each(telling->user, telling->counts);
}

static Status run(Ctx *ctx, ServiceEach *each, void *user)
{
    int64_t after = 0;
    List page = {.count = AT_ONCE};
    Telling telling = {each, user, ARENA_NEW(ctx->arena, ServiceCounts)};
    Status s = telling.counts ? OK : no_memory(ctx);
    while (!s && page.count == AT_ONCE) {
        s = complaint_service_page(ctx, after, AT_ONCE, &page);
        Complaint *items = page.items;
        for (size_t i = 0; !s && i < page.count; i++) {
            after = items[i].ticket_id;
            s = tell(ctx, &telling, &items[i]);
        }
    }
    return s;
}

const ServiceSource complaint_service = {"complaints", run};
