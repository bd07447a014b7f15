#include "customer/customer_jobs.h"

#include "customer/derive.h"

/* Customers a run takes, so that it keeps no other writer waiting for long. */
enum { BATCH = 200, EVERY_MS = 60000 };

static Status run_derive(Ctx *ctx, const Job *job)
{
    (void)job;
    List list;
    Status s = customer_store_underived(ctx, BATCH, &list);
    if (s || !list.count) return s;
    const Customer *customers = list.items;
    CustomerWrite *writes = ARENA_ARRAY(ctx->arena, list.count, CustomerWrite);
    if (!writes) return no_memory(ctx);
    for (size_t i = 0; i < list.count; i++)
        writes[i].customer = &customers[i];
    s = customer_derive(ctx, writes, list.count);
    return s ? s : customer_store_derived(ctx, customers, list.count);
}

const JobKind customer_jobs[] = {{.name = "customer.derive",
                                  .every_ms = EVERY_MS,
                                  .run = run_derive,
                                  .doc = "Make contact points, keys and search of customers that "
                                         "are older than those"},
                                 {.name = NULL}};
