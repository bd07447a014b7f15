#include <string.h>

#include "waybill/waybill_batch.h"

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

static Status promise_complete(Ctx *ctx, ParcelBatch *work, Parcel *parcel)
{
    Kept *kept = &parcel->kept;
    WaybillFacts *facts = &kept->state.journey.facts;
    if (kept->given.promised_at != NONE) {
        facts->promised_ms = kept->given.promised_at;
        kept->promise_source = PROMISE_GIVEN;
        kept->lane_id = kept->lane_version = NONE;
        return OK;
    }
    if (!*facts->product || (!parcel->changed && facts->promised_ms != NONE)) return OK;
    Status s = work->book ? OK : promise_book_read(ctx, &work->book);
    if (s) return s;
    int64_t accepted_ms = facts->ordered_ms != NONE     ? facts->ordered_ms
                          : facts->collected_ms != NONE ? facts->collected_ms
                                                        : kept->created_ms;
    Promise promise;
    s = promise_find(ctx, work->book, facts->product, facts->origin, facts->destination,
                     accepted_ms, &promise);
    bool found = !s;
    if (s == NOT_FOUND) {
        problem_clear(ctx);
        s = OK;
    }
    facts->promised_ms = found ? promise.deliver_by : NONE;
    kept->promise_source = found ? PROMISE_COMPUTED : NONE;
    kept->lane_id = found ? promise.lane_id : NONE;
    kept->lane_version = found ? promise.lane_version : NONE;
    return s;
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
    Status s = name_complete(ctx, work, given->product, NULL, &facts->product);
    if (!s) s = name_complete(ctx, work, given->origin, parcel->sender.region, &facts->origin);
    if (!s)
        s = name_complete(ctx, work, given->destination, parcel->receiver.region,
                          &facts->destination);
    if (!s) s = promise_complete(ctx, work, parcel);
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
