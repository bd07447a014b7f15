#include "db/db.h"
#include "watch/eta_told.h"
#include "watch/finding_store.h"
#include "watch/incident_parcel.h"
#include "waybill/raise.h"

static FindingKey key_of(const FindingNew *item, int64_t found_ms)
{
    const WatchRule *rule = &item->entry->rule;
    return (FindingKey){.id = item->id,
                        .waybill_id = item->facts->waybill_id,
                        .rule_id = rule->id,
                        .anchor_ms = item->anchor_ms,
                        .found_ms = found_ms,
                        .outlet_id = item->facts->outlet_id,
                        .exception = rule->exception,
                        .severity = rule->severity,
                        .rule = rule->code,
                        .origin = item->facts->origin,
                        .destination = item->facts->destination,
                        .is_open = true};
}

/* Whoever reads it can still do something about the promise. */
static bool is_warning(Ctx *ctx, const FindingNew *item)
{
    const WatchRule *rule = &item->entry->rule;
    const int64_t promised = item->facts->promised_ms;
    return (rule->kind == RULE_LATE_CHANCE || rule->exception == EXCEPTION_AT_RISK ||
            rule->exception == EXCEPTION_OVERDUE) &&
           promised != NONE && ctx_now(ctx) < promised;
}

static Status opened_tell(Ctx *ctx, const FindingNew *items, size_t count, const int64_t *added)
{
    FindingNews *news = ARENA_ARRAY(ctx->arena, count, FindingNews);
    int64_t *warned = ARENA_ARRAY(ctx->arena, count, int64_t);
    size_t told = 0, warnings = 0;
    if (!news || !warned) return no_memory(ctx);
    for (size_t i = 0; i < count; i++) {
        if (!added[i]) continue;
        news[told++] = (FindingNews){key_of(&items[i], ctx_now(ctx)), items[i].facts, NONE};
        if (is_warning(ctx, &items[i])) warned[warnings++] = items[i].facts->waybill_id;
    }
    Status s = heat_store_add(ctx, news, told);
    if (!s) s = findings_tell(ctx, news, told);
    return s ? s : watch_warned(ctx, warned, warnings);
}

Status findings_open(Ctx *ctx, FindingNew *items, size_t count)
{
    if (!count) return OK;
    int64_t *added = ARENA_ARRAY(ctx->arena, count, int64_t);
    WaybillRaise *raises = ARENA_ARRAY(ctx->arena, count, WaybillRaise);
    if (!added || !raises) return no_memory(ctx);
    for (size_t i = 0; i < count; i++)
        items[i].id = ctx_id(ctx);
    Status s = finding_store_add(ctx, items, count, added);
    size_t raised = 0;
    for (size_t i = 0; !s && i < count; i++) {
        if (!added[i]) continue;
        const WatchRule *rule = &items[i].entry->rule;
        raises[raised++] = (WaybillRaise){.waybill_id = items[i].facts->waybill_id,
                                          .exception = (int)rule->exception,
                                          .cause = (int)rule->cause};
    }
    if (!s) s = waybill_exceptions_raise(ctx, raises, raised);
    if (!s) s = opened_tell(ctx, items, count, added);
    return s || !raised ? s : incidents_look_soon(ctx);
}
