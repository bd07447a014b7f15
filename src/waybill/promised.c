#include "waybill/promised.h"

#include <string.h>

#include "access/audit.h"
#include "base/instant.h"
#include "promise/reason.h"
#include "waybill/promised_edit.h"

static const Field input_fields[] = {
    FIELD_TEXT(PromiseInput, reason, .required = true, .min = 1, .max = 32,
               .example = "customer_request", .doc = "Code of the reason: says what it does"),
    FIELD_TIME(PromiseInput, promised_at, INSTANT_PLAUSIBLE,
               .doc = "The new instant of delivery; not needed to excuse"),
    FIELD_TEXT(PromiseInput, text, .writing = WRITING_LINES, .min = 1, .max = 500,
               .personal = PERSONAL_TEXT, .doc = "What the customer said, or what happened"),
    FIELD_END};
const Shape promise_input_shape =
    SHAPE(PromiseInput, input_fields, "A promise that is to be changed");

static Status reason_find(Ctx *ctx, const char *code, PromiseReason *out)
{
    Status s = reason_by_code(ctx, code, out);
    if (s == NOT_FOUND) return fail_field(ctx, "reason", "there is no reason %s", code);
    if (!s && out->closed)
        return fail_field(ctx, "reason", "reason %s is not to be used by people", code);
    return s;
}

static Status input_check(Ctx *ctx, const PromiseInput *input, const PromiseReason *reason,
                          const Promised *parcel)
{
    int64_t accepted_ms = parcel->promise.accepted_at != NONE ? parcel->promise.accepted_at
                          : parcel->before.ordered_ms != NONE ? parcel->before.ordered_ms
                                                              : parcel->before.collected_ms;
    if (reason->effect != PROMISE_EXCUSES && input->promised_at == NONE)
        return fail_field(ctx, "promised_at", "this reason needs the new instant");
    if (input->promised_at != NONE && accepted_ms != NONE && input->promised_at < accepted_ms)
        return fail_field(ctx, "promised_at", "the parcel was not accepted yet then");
    if (stage_is_terminal(parcel->before.stage) && !reason->after_end)
        return fail(ctx, CONFLICT, "the parcel is at its end: reason %s comes too late",
                    reason->code);
    return OK;
}

Status waybill_promise_change(Ctx *ctx, const Waybill *waybill, int64_t version,
                              const PromiseInput *input)
{
    PromiseReason reason;
    Promised parcel;
    if (waybill->version != version)
        return fail(ctx, STALE, "the parcel was changed by somebody else");
    Status s = reason_find(ctx, input->reason, &reason);
    if (!s) s = promised_store_load(ctx, &waybill->id, 1, &parcel);
    if (!s) s = input_check(ctx, input, &reason, &parcel);
    if (s) return s;
    if (parcel.state.version != version)
        return fail(ctx, STALE, "the parcel was changed by somebody else");
    PromiseChangeRow row = {.change = {.reason = reason.code,
                                       .effect = reason.effect,
                                       .instant = input->promised_at,
                                       .move_hours = NONE,
                                       .move_days = NONE,
                                       .text = input->text}};
    s = promised_edit(ctx, &parcel, &row, 1);
    if (s) return s;
    const char *detail = arena_format(ctx->arena, "{\"reason\":\"%s\"}", reason.code);
    return detail ? audit_write(ctx, "waybill.change_promise", "waybill", waybill->id, detail)
                  : no_memory(ctx);
}
