#include <string.h>

#include "waybill/promised_edit.h"

static bool wants_customers(const Parcel *parcel)
{
    const WaybillFacts *facts = &parcel->kept.state.journey.facts;
    const WaybillInput *given = &parcel->kept.given;
    return parcel->changed || (given->customer_ref && !facts->customer_id) ||
           (given->sender_ref && !given->origin) || (given->receiver_ref && !given->destination);
}

static Status customers_find(Ctx *ctx, ParcelBatch *work)
{
    size_t count = 3 * work->parcel_count;
    const char **codes = ARENA_ARRAY(ctx->arena, count, const char *);
    CustomerRef *refs = ARENA_ARRAY(ctx->arena, count, CustomerRef);
    if (!codes || !refs) return no_memory(ctx);
    for (size_t i = 0; i < work->parcel_count; i++) {
        const WaybillInput *given = &work->parcels[i]->kept.given;
        if (!wants_customers(work->parcels[i])) continue;
        codes[3 * i] = given->customer_ref;
        codes[3 * i + 1] = given->origin ? NULL : given->sender_ref;
        codes[3 * i + 2] = given->destination ? NULL : given->receiver_ref;
    }
    Status s = customer_refs(ctx, codes, count, refs);
    for (size_t i = 0; !s && i < work->parcel_count; i++) {
        work->parcels[i]->payer = refs[3 * i];
        work->parcels[i]->sender = refs[3 * i + 1];
        work->parcels[i]->receiver = refs[3 * i + 2];
    }
    return s;
}

static Status name_complete(Ctx *ctx, ParcelBatch *work, const char *given, const char *otherwise,
                            const char **out)
{
    *out = name_pooled(work->names, given ? given : otherwise);
    return *out ? OK : no_memory(ctx);
}

/* Of the customer whose region it is; none where another region was given. */
static int64_t zone_complete(int64_t zone, const char *given, const char *before,
                             const CustomerRef *customer)
{
    if (!given) return waybill_zone(customer->postcode);
    return strcmp(given, before) == 0 ? zone : 0;
}

static Status parcel_complete(Ctx *ctx, ParcelBatch *work, Parcel *parcel)
{
    Kept *kept = &parcel->kept;
    Journey *journey = &kept->state.journey;
    WaybillFacts *facts = &journey->facts;
    const WaybillInput *given = &kept->given;
    if (parcel->is_new) kept->created_ms = ctx_now(ctx);
    if (parcel->payer.id) facts->customer_id = parcel->payer.id;
    if (given->ordered_at != NONE) {
        facts->ordered_ms = given->ordered_at;
        journey->ordered_given = true;
    }
    facts->origin_zone =
        zone_complete(facts->origin_zone, given->origin, facts->origin, &parcel->sender);
    facts->destination_zone = zone_complete(facts->destination_zone, given->destination,
                                            facts->destination, &parcel->receiver);
    Status s = name_complete(ctx, work, given->product, NULL, &facts->product);
    if (!s) s = name_complete(ctx, work, given->origin, parcel->sender.region, &facts->origin);
    if (!s)
        s = name_complete(ctx, work, given->destination, parcel->receiver.region,
                          &facts->destination);
    if (!s) s = parcel_promise(ctx, work, parcel);
    if (!s && !parcel->changed && memcmp(facts, &parcel->before, sizeof *facts) != 0) {
        parcel->changed = true;
        parcel->last->outcome = UPSERT_CHANGED;
    }
    return s;
}

Status parcels_complete(Ctx *ctx, ParcelBatch *work)
{
    Status s = customers_find(ctx, work);
    for (size_t i = 0; !s && i < work->parcel_count; i++)
        if (work->parcels[i]->last) s = parcel_complete(ctx, work, work->parcels[i]);
    return s;
}
