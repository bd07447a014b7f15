#include "access/audit.h"
#include "access/setting.h"
#include "base/instant.h"
#include "base/json.h"
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

/* --- one by one --- */

static void mend_into(ScanInput *event, const ScanInput *mend)
{
    if (mend->carrier) event->carrier = mend->carrier;
    if (mend->no) event->no = mend->no;
    if (mend->provider) event->provider = mend->provider;
    if (mend->code) event->code = mend->code;
    if (mend->action) event->action = mend->action;
    if (mend->stage != NONE) event->stage = mend->stage;
    if (mend->exception != NONE) event->exception = mend->exception;
    if (mend->cause != NONE) event->cause = mend->cause;
    if (mend->leg != NONE) event->leg = mend->leg;
    if (mend->at == NONE) return;
    event->at = mend->at;
    event->at_offset = mend->at_offset;
}

Status quarantine_mend(Ctx *ctx, int64_t id, const ScanInput *mend)
{
    QuarantinedScan kept;
    Status s = quarantine_find(ctx, id, &kept);
    if (s) return s;
    ScanInput event = *kept.event;
    mend_into(&event, mend);
    UpsertRow row = {.thing = &event};
    s = scan_apply(ctx, &row, 1);
    if (s) return s;
    if (row.outcome == UPSERT_REJECTED) return fail_field(ctx, row.field, "%s", row.reason);
    if (row.outcome == UPSERT_QUARANTINED)
        return fail(ctx, CONFLICT,
                    "so it would wait again: its code is unknown, or its time has "
                    "not come");
    s = quarantine_store_remove(ctx, &id, 1);
    return s ? s : audit_write(ctx, "quarantine.mend", "quarantine", id, NULL);
}

typedef struct Thrown {
    const char *carrier, *no, *provider, *code, *why;
} Thrown;

static const Field thrown_fields[] = {
    FIELD_TEXT(Thrown, carrier), FIELD_TEXT(Thrown, no),  FIELD_TEXT(Thrown, provider),
    FIELD_TEXT(Thrown, code),    FIELD_TEXT(Thrown, why), FIELD_END,
};
static const Shape thrown_shape = SHAPE(Thrown, thrown_fields, "What was thrown away, and why");

Status quarantine_discard(Ctx *ctx, int64_t id, const char *why)
{
    QuarantinedScan kept;
    Status s = quarantine_find(ctx, id, &kept);
    if (!s) s = quarantine_store_remove(ctx, &id, 1);
    if (s) return s;
    Thrown thrown = {kept.carrier, kept.no, kept.provider, kept.code, why};
    Buf json;
    buf_init(&json, ctx->arena);
    json_encode(&json, &thrown_shape, &thrown, NULL);
    s = buf_check(ctx, &json);
    return s ? s : audit_write(ctx, "quarantine.discard", "quarantine", id, json.data);
}

Status quarantine_forget(Ctx *ctx, int64_t before_ms, int64_t limit, int64_t *forgotten)
{
    Status s = quarantine_store_forget(ctx, before_ms, limit, forgotten);
    if (s || !*forgotten) return s;
    const char *detail = arena_format(ctx->arena, "{\"events\": %lld}", (long long)*forgotten);
    if (!detail) return no_memory(ctx);
    return audit_write(ctx, "quarantine.forget", "quarantine", 0, detail);
}
