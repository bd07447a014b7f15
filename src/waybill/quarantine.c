#include "access/setting.h"
#include "base/instant.h"
#include "waybill/quarantine_store.h"

static const Field quarantined_scan_fields[] = {
    FIELD_ID(QuarantinedScan, id, .doc = "Names the event while it waits"),
    FIELD_ENUM(QuarantinedScan, reason, quarantine_reasons, .doc = "Why it waits"),
    FIELD_TIME(QuarantinedScan, received_at, .doc = "When it was received"),
    FIELD_TEXT(QuarantinedScan, carrier, .doc = "The carrier's code"),
    FIELD_TEXT(QuarantinedScan, no, .doc = "The waybill number"),
    FIELD_TEXT(QuarantinedScan, provider, .doc = "Whose code it is"),
    FIELD_TEXT(QuarantinedScan, code, .doc = "The provider's code"),
    FIELD_TEXT(QuarantinedScan, action, .doc = "The provider's action"),
    FIELD_TIME(QuarantinedScan, at, .doc = "When it happened, as it says"),
    FIELD_OBJECT(QuarantinedScan, event, &scan_input_shape, .doc = "The event as it came"),
    FIELD_END,
};
const Shape quarantined_scan_shape =
    SHAPE(QuarantinedScan, quarantined_scan_fields, "An event that waits for an operator");

Status quarantine_list(Ctx *ctx, const QuarantineFilter *filter, List *out)
{
    return quarantine_store_list(ctx, filter, out);
}

Status quarantine_find(Ctx *ctx, int64_t id, QuarantinedScan *out)
{
    Status s = quarantine_store_find(ctx, id, out);
    return s == NOT_FOUND ? fail(ctx, NOT_FOUND, "no such event waits") : s;
}

Status quarantine_release(Ctx *ctx, int64_t limit, int64_t *after_id, int64_t *released)
{
    int64_t latest_ms = ctx_now(ctx) + setting_int(ctx, SETTING_NAMED_FUTURE_MINUTES) * MINUTE_MS;
    List found;
    Status s = quarantine_store_ready(ctx, *after_id, latest_ms, limit, &found);
    if (s) return s;
    const QuarantinedScan *items = found.items;
    UpsertRow *rows = ARENA_ARRAY(ctx->arena, found.count, UpsertRow);
    int64_t *done = ARENA_ARRAY(ctx->arena, found.count, int64_t);
    if (!rows || !done) return no_memory(ctx);
    for (size_t i = 0; i < found.count; i++)
        rows[i] = (UpsertRow){.thing = (void *)(uintptr_t)items[i].event};
    s = scan_apply(ctx, rows, found.count);
    size_t count = 0;
    for (size_t i = 0; i < found.count; i++)
        if (rows[i].outcome == UPSERT_CREATED || rows[i].outcome == UPSERT_DUPLICATE)
            done[count++] = items[i].id;
    *after_id = found.count == (size_t)limit ? items[found.count - 1].id : 0;
    *released = (int64_t)count;
    return s ? s : quarantine_store_remove(ctx, done, count);
}
