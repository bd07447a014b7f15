#include "promise/reason.h"

#include <string.h>

#include "access/audit.h"
#include "promise/reason_store.h"

const Name promise_effects[] = {
    {"moves", PROMISE_MOVES, "The promise is judged by its new instant"},
    {"excuses", PROMISE_EXCUSES, "The promise is not judged"},
    {"tells", PROMISE_TELLS, "The customer is told; the promise is judged as it was"},
    {"rebased", PROMISE_REBASED,
     "The order gave another promise; for no reason of a company's own"},
    {NULL, 0, NULL}};

static const Field reason_fields[] = {
    FIELD_TEXT(PromiseReason, code, .required = true, .min = 1, .max = 32,
               .example = "customer_request", .doc = "Names it"),
    FIELD_INT(PromiseReason, version, .read_only = true, .doc = "Rises with every change"),
    FIELD_TEXT(PromiseReason, name_zh, .required = true, .min = 1, .max = 60,
               .doc = "What customers are told, in Chinese"),
    FIELD_TEXT(PromiseReason, name_en, .required = true, .min = 1, .max = 60, .doc = "In English"),
    FIELD_ENUM(PromiseReason, effect, promise_effects, .required = true,
               .doc = "What it does to the promise"),
    FIELD_INT(PromiseReason, move_hours, .min = 1, .max = 8760,
              .doc = "Hours by which a mass cause usually moves promises"),
    FIELD_INT(PromiseReason, move_days, .min = 1, .max = 365,
              .doc = "Or working days of the product's calendar"),
    FIELD_BOOL(PromiseReason, mass, .doc = "May be declared for many parcels at once"),
    FIELD_BOOL(PromiseReason, after_end, .doc = "May be used of a parcel at its end"),
    FIELD_BOOL(PromiseReason, closed, .doc = "Not to be used by people"),
    FIELD_TEXT(PromiseReason, source, .writing = WRITING_LINES, .max = 200,
               .doc = "The law or rule that it rests on"),
    FIELD_END};
const Shape promise_reason_shape =
    SHAPE(PromiseReason, reason_fields, "A reason for which promises may be changed");

/* What a company begins with. The moves are habits of the trade, no law: each edits its own. */
static const PromiseReason shipped[] = {
    {"customer_request", 1, "应客户要求改约", "Another time, as asked", PROMISE_MOVES, NONE, NONE,
     false, false, false, NULL},
    {"address_change", 1, "应客户要求改址", "Another address, as asked", PROMISE_MOVES, NONE, NONE,
     false, false, false, NULL},
    {"correction", 1, "更正承诺时间", "The promise was entered wrongly", PROMISE_MOVES, NONE, NONE,
     false, true, false, NULL},
    {"carrier_delay", 1, "派送延误，预计时间变更", "Delayed; expected later", PROMISE_TELLS, NONE,
     NONE, false, false, false, NULL},
    {"force_majeure", 1, "不可抗力", "Force majeure", PROMISE_EXCUSES, NONE, NONE, true, true,
     false, "民法典 art. 180, 590"},
    {"weather", 1, "恶劣天气", "Severe weather", PROMISE_MOVES, 24, NONE, true, false, false, NULL},
    {"hub_closed", 1, "分拨中心停运", "Sorting centre closed", PROMISE_MOVES, 24, NONE, true, false,
     false, NULL},
    {"holiday_peak", 1, "节假日高峰", "Holiday peak", PROMISE_MOVES, NONE, 1, true, false, false,
     NULL},
    {"order", 1, "订单更改", "The order was changed", PROMISE_REBASED, NONE, NONE, false, true,
     true, NULL},
};

Status reason_list(Ctx *ctx, List *out)
{
    return reason_store_list(ctx, out);
}

Status reason_by_code(Ctx *ctx, const char *code, PromiseReason *out)
{
    Status s = reason_store_by_code(ctx, code, out);
    return s == NOT_FOUND ? fail(ctx, NOT_FOUND, "there is no reason %s", code) : s;
}

static Status reason_check(Ctx *ctx, const PromiseReason *reason)
{
    if (reason->code[strspn(reason->code, "abcdefghijklmnopqrstuvwxyz0123456789_")])
        return fail_field(ctx, "code", "small letters, digits and _ make a code");
    if (reason->effect == PROMISE_REBASED)
        return fail_field(ctx, "effect", "only orders give a promise anew");
    bool hours = reason->move_hours != NONE, days = reason->move_days != NONE;
    if (hours && days)
        return fail_field(ctx, "move_days", "a promise moves by hours or by days, not by both");
    if ((hours || days) && reason->effect != PROMISE_MOVES)
        return fail_field(ctx, "effect", "only what moves promises says by how much");
    if (reason->mass && reason->effect == PROMISE_MOVES && !hours && !days)
        return fail_field(ctx, "move_hours", "a mass cause says by how much promises move");
    if (reason->mass && reason->effect == PROMISE_TELLS)
        return fail_field(ctx, "mass", "many parcels cannot be told of one time");
    return OK;
}

static Status reason_create(Ctx *ctx, PromiseReason *reason)
{
    enum { REASONS_MAX = 200 };
    List all;
    bool written = false;
    reason->version = 1;
    Status s = reason_store_list(ctx, &all);
    if (!s && all.count == REASONS_MAX)
        return fail(ctx, CONFLICT, "there are %d reasons already", REASONS_MAX);
    if (!s) s = reason_store_insert(ctx, reason, &written);
    if (!s && !written) s = fail(ctx, CONFLICT, "there is a reason %s already", reason->code);
    return s;
}

static Status reason_change(Ctx *ctx, PromiseReason *reason, int64_t version)
{
    PromiseReason known;
    bool written = false;
    reason->version = version + 1;
    Status s = reason_by_code(ctx, reason->code, &known);
    if (!s) s = reason_store_update(ctx, reason, version, &written);
    if (!s && !written)
        s = fail(ctx, STALE, "reason %s is at version %lld", reason->code,
                 (long long)known.version);
    return s;
}

Status reason_put(Ctx *ctx, PromiseReason *reason, int64_t version)
{
    Status s = scope_check_whole(ctx, "reasons of promises are");
    if (!s) s = reason_check(ctx, reason);
    if (s) return s;
    s = version == NONE ? reason_create(ctx, reason) : reason_change(ctx, reason, version);
    if (s) return s;
    const char *detail = arena_format(ctx->arena, "{\"reason\":\"%s\"}", reason->code);
    if (!detail) return no_memory(ctx);
    return audit_write(ctx, version == NONE ? "reason.create" : "reason.change", "reason", 0,
                       detail);
}

Status reason_seed(Ctx *ctx)
{
    Status s = OK;
    for (size_t i = 0; !s && i < sizeof shipped / sizeof *shipped; i++) {
        PromiseReason known;
        bool written;
        s = reason_store_by_code(ctx, shipped[i].code, &known);
        if (s == NOT_FOUND) s = reason_store_insert(ctx, &shipped[i], &written);
    }
    return s;
}
