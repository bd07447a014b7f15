#include "claim/service.h"

#include "claim/claim_api.h"
#include "claim/service_store.h"

static void count_all(ServiceCounts *counts, const Claim *claim)
{
    counts->count = 0;
    if (!claim) return;
    service_count(counts, SERVICE_CLAIMS, claim->created_at, 1, claim->outlet_id);
    service_count(counts, SERVICE_PAID, claim->created_at, claim->paid, claim->outlet_id);
    if (claim->freight == NONE) return;
    service_count(counts, SERVICE_FREIGHT, claim->created_at, claim->freight, claim->outlet_id);
    service_count(counts, SERVICE_FREIGHT_PAID, claim->created_at, claim->paid, claim->outlet_id);
}

Status claim_count(Ctx *ctx, const Claim *before, const Claim *after)
{
    ServiceCounts *was = ARENA_NEW(ctx->arena, ServiceCounts);
    ServiceCounts *now = ARENA_NEW(ctx->arena, ServiceCounts);
    if (!was || !now) return no_memory(ctx);
    count_all(was, before);
    count_all(now, after);
    return service_change(ctx, was, now);
}

enum { AT_ONCE = 500 };

static Status run(Ctx *ctx, ServiceEach *each, void *user)
{
    int64_t after = 0;
    List page = {.count = AT_ONCE};
    ServiceCounts *counts = ARENA_NEW(ctx->arena, ServiceCounts);
    Status s = counts ? OK : no_memory(ctx);
    while (!s && page.count == AT_ONCE) {
        s = claim_service_page(ctx, after, AT_ONCE, &page);
        const Claim *items = page.items;
        for (size_t i = 0; !s && i < page.count; i++) {
            after = items[i].id;
            count_all(counts, &items[i]);
            s = each(user, counts);
        }
    }
    return s;
}

const ServiceSource claim_service = {"claims", run};
