#include "waybill/status.h"

#define NAME_ROW_(constant, name, value) {name, value, NULL},

const Name stage_names[] = {WAYBILL_STAGES(NAME_ROW_){NULL, 0, NULL}};
const Name exception_names[] = {WAYBILL_EXCEPTIONS(NAME_ROW_){NULL, 0, NULL}};
const Name leg_names[] = {
    {"forward", LEG_FORWARD, NULL}, {"return", LEG_RETURN, NULL}, {NULL, 0, NULL}};
const Name cause_names[] = {{"carrier", CAUSE_CARRIER, NULL}, {"consignee", CAUSE_CONSIGNEE, NULL},
                            {"shipper", CAUSE_SHIPPER, NULL}, {"customs", CAUSE_CUSTOMS, NULL},
                            {"weather", CAUSE_WEATHER, NULL}, {NULL, 0, NULL}};

#define AT(stage) (UINT32_C(1) << STAGE_##stage)
#define DELIVERED_STAGES                                                                           \
    (AT(DELIVERED) | AT(DELIVERED_AFTER_EXCEPTION) | AT(DELIVERED_TO_AGENT) |                      \
     AT(COLLECTED_BY_CONSIGNEE))
#define ENDED (DELIVERED_STAGES | AT(RETURNED) | AT(CANCELLED) | AT(TERMINATED))
#define LAST_MILE (AT(OUT_FOR_DELIVERY) | AT(AT_PICKUP_POINT))
#define ON_THE_ROAD                                                                                \
    (AT(IN_TRANSIT) | AT(HUB_IN) | AT(HUB_OUT) | AT(DEST_CITY) | AT(REDIRECTED) | AT(CUSTOMS_IN) | \
     AT(CUSTOMS_OUT))
#define MOVING (AT(COLLECTED) | ON_THE_ROAD | LAST_MILE | AT(RETURNING))

/* Of each exception: whose doing it usually is, and the stages that show it is over. One that no
 * stage ends stays until an event says so: a parcel scanned again is not whole again. */
typedef struct ExceptionRule {
    ExceptionCause cause;
    uint32_t ends;
    bool by_clock;
} ExceptionRule;

static const ExceptionRule rules[EXCEPTION_COUNT] = {
    [EXCEPTION_NO_INFO] = {CAUSE_CARRIER, MOVING | ENDED, true},
    [EXCEPTION_STALLED] = {CAUSE_CARRIER, MOVING | ENDED, true},
    [EXCEPTION_OVERDUE] = {CAUSE_CARRIER, ENDED, true},
    [EXCEPTION_EXTERNAL] = {CAUSE_WEATHER, MOVING | ENDED, false},
    [EXCEPTION_NETWORK] = {CAUSE_CARRIER, MOVING | ENDED, false},
    [EXCEPTION_UNREACHABLE] = {CAUSE_CONSIGNEE, LAST_MILE | ENDED, false},
    [EXCEPTION_BAD_ADDRESS] = {CAUSE_SHIPPER, LAST_MILE | AT(REDIRECTED) | ENDED, false},
    [EXCEPTION_OUT_OF_AREA] = {CAUSE_SHIPPER, LAST_MILE | AT(REDIRECTED) | ENDED, false},
    [EXCEPTION_REFUSED] = {CAUSE_CONSIGNEE, LAST_MILE | ENDED, false},
    [EXCEPTION_ATTEMPT_FAILED] = {CAUSE_CONSIGNEE, LAST_MILE | ENDED, false},
    [EXCEPTION_HELD_AT_OUTLET] = {CAUSE_CARRIER, LAST_MILE | AT(HUB_OUT) | AT(RETURNING) | ENDED,
                                  false},
    [EXCEPTION_PICKUP_OVERDUE] = {CAUSE_CONSIGNEE, AT(OUT_FOR_DELIVERY) | AT(RETURNING) | ENDED,
                                  true},
    [EXCEPTION_DAMAGED] = {CAUSE_CARRIER, 0, false},
    [EXCEPTION_SHORT] = {CAUSE_CARRIER, 0, false},
    [EXCEPTION_LOST] = {CAUSE_CARRIER, 0, false},
    [EXCEPTION_PAYMENT_HELD] = {CAUSE_CONSIGNEE, LAST_MILE | ENDED, false},
    [EXCEPTION_CUSTOMS_HELD] = {CAUSE_CUSTOMS, AT(CUSTOMS_OUT) | AT(DEST_CITY) | LAST_MILE | ENDED,
                                false},
    [EXCEPTION_PROHIBITED] = {CAUSE_SHIPPER, AT(CUSTOMS_OUT) | LAST_MILE | ENDED, false},
    [EXCEPTION_FALSE_SIGNATURE] = {CAUSE_CARRIER, 0, false},
    [EXCEPTION_NO_CONSENT] = {CAUSE_CARRIER, 0, false},
    [EXCEPTION_MISDELIVERED] = {CAUSE_CARRIER, 0, false},
    [EXCEPTION_REOPENED] = {CAUSE_CARRIER, ENDED, false},
    [EXCEPTION_AT_RISK] = {CAUSE_CARRIER, ENDED, true},
};

Status exceptions_named(Ctx *ctx, uint64_t bits, Texts *out)
{
    *out = (Texts){ARENA_ARRAY(ctx->arena, EXCEPTION_COUNT, const char *), 0};
    if (!out->items) return no_memory(ctx);
    for (int i = 0; i < EXCEPTION_COUNT; i++)
        if (bits & EXCEPTION_BIT(i)) out->items[out->count++] = name_of(exception_names, i);
    return OK;
}

ExceptionCause exception_cause(int exception)
{
    return exception >= 0 && exception < EXCEPTION_COUNT ? rules[exception].cause : CAUSE_NONE;
}

uint64_t stage_closes(int stage)
{
    uint64_t closed = 0;
    for (int i = 0; stage != STAGE_NONE && i < EXCEPTION_COUNT; i++)
        if (rules[i].ends >> stage & 1) closed |= EXCEPTION_BIT(i);
    return closed;
}

bool exception_by_clock(int exception)
{
    return exception >= 0 && exception < EXCEPTION_COUNT && rules[exception].by_clock;
}
