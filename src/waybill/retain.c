#include "waybill/retain.h"

#include "access/audit.h"
#include "access/setting.h"
#include "base/instant.h"
#include "waybill/waybill_store.h"

enum { YEAR_DAYS = 366 };

int64_t parcels_kept_ms(Ctx *ctx)
{
    return setting_int(ctx, SETTING_NAMED_PARCEL_KEEP_YEARS) * YEAR_DAYS * DAY_MS;
}

/* The keys by which parties are found follow from what is sealed. */
static Status keys_remove(Ctx *ctx, Kept *const *parcels, size_t count)
{
    PartyChange *gone = ARENA_ARRAY(ctx->arena, count * PARTY_KEYS, PartyChange);
    size_t gone_count = 0;
    if (!gone) return no_memory(ctx);
    for (size_t i = 0; i < count; i++) {
        KeyIndex keys[PARTY_KEYS];
        Status s = party_keys(ctx, &parcels[i]->given, keys);
        if (s) return s;
        for (int j = 0; j < PARTY_KEYS; j++)
            if (keys[j].now != NONE)
                gone[gone_count++] =
                    (PartyChange){parcels[i]->state.journey.facts.waybill_id, keys[j], j + 1};
    }
    return party_store_remove(ctx, gone, gone_count);
}

static Status ids_empty(Ctx *ctx, const int64_t *ids, size_t count)
{
    Kept *kept = ARENA_ARRAY(ctx->arena, count, Kept);
    Kept **parcels = ARENA_ARRAY(ctx->arena, count, Kept *);
    if (!kept || !parcels) return no_memory(ctx);
    for (size_t i = 0; i < count; i++) {
        parcels[i] = &kept[i];
        kept_init(parcels[i]);
        kept[i].state.journey.facts.waybill_id = ids[i];
    }
    Status s = waybill_store_load(ctx, parcels, count);
    if (!s) s = keys_remove(ctx, parcels, count);
    return s ? s : retain_store_empty(ctx, ids, count);
}

Status parcels_empty(Ctx *ctx, ParcelsOver *over)
{
    int64_t *ids;
    size_t count;
    Status s = retain_store_over(ctx, over, &ids, &count);
    if (s) return s;
    over->after_id = count == PARCELS_EMPTIED_AT_ONCE ? ids[count - 1] : 0;
    if (!count) return OK;
    const char *detail = arena_format(ctx->arena, "{\"parcels\": %zu}", count);
    if (!detail) return no_memory(ctx);
    over->emptied += (int64_t)count;
    s = ids_empty(ctx, ids, count);
    const char *subject = over->customer_id ? "customer" : "waybill";
    return s ? s : audit_write(ctx, "waybill.empty", subject, over->customer_id, detail);
}
