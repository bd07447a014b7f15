/* facts.h -- what is known of a parcel that promises, figures and the watch count from.
 *
 * The narrow, hot half of a waybill: what every scan changes, and what a scan's meaning depends on.
 * The row behind it is waybill_state. Times are UTC milliseconds; NONE where a thing has not
 * happened. Names of stages and exceptions, and how they follow from each other, are in status.h.
 */
#pragma once

#include "base/ctx.h"
#include "base/field.h"

/* Where the parcel is in its life; see domain words in docs/data.md. The order is the stage rank:
 * among events of the same instant the later in this list is the later in the journey. Stored as
 * numbers: append only. */
#define WAYBILL_STAGES(X)                                                                          \
    X(CREATED, "created", 1)                                                                       \
    X(COLLECTED, "collected", 2)                                                                   \
    X(IN_TRANSIT, "in_transit", 3)                                                                 \
    X(HUB_IN, "hub_in", 4)                                                                         \
    X(HUB_OUT, "hub_out", 5)                                                                       \
    X(DEST_CITY, "dest_city", 6)                                                                   \
    X(REDIRECTED, "redirected", 7)                                                                 \
    X(CUSTOMS_IN, "customs_in", 8)                                                                 \
    X(CUSTOMS_OUT, "customs_out", 9)                                                               \
    X(OUT_FOR_DELIVERY, "out_for_delivery", 10)                                                    \
    X(AT_PICKUP_POINT, "at_pickup_point", 11)                                                      \
    X(DELIVERED, "delivered", 12)                                                                  \
    X(DELIVERED_AFTER_EXCEPTION, "delivered_after_exception", 13)                                  \
    X(DELIVERED_TO_AGENT, "delivered_to_agent", 14)                                                \
    X(COLLECTED_BY_CONSIGNEE, "collected_by_consignee", 15)                                        \
    X(RETURNING, "returning", 16)                                                                  \
    X(RETURNED, "returned", 17)                                                                    \
    X(CANCELLED, "cancelled", 18)                                                                  \
    X(TERMINATED, "terminated", 19)

typedef enum WaybillStage {
    STAGE_NONE = 0, /* a scan that says nothing about the stage */
#define WAYBILL_STAGE_CONSTANT_(constant, name, value) STAGE_##constant = value,
    WAYBILL_STAGES(WAYBILL_STAGE_CONSTANT_)
#undef WAYBILL_STAGE_CONSTANT_
} WaybillStage;

typedef enum WaybillLeg { LEG_FORWARD = 1, LEG_RETURN = 2 } WaybillLeg;

/* Open faults, separate from the stage; a set of bits (1 << number). Numbers are stored: append
 * only. */
#define WAYBILL_EXCEPTIONS(X)                                                                      \
    X(NO_INFO, "no_info", 0)                                                                       \
    X(STALLED, "stalled", 1)                                                                       \
    X(OVERDUE, "overdue", 2)                                                                       \
    X(EXTERNAL, "external", 3)                                                                     \
    X(NETWORK, "network", 4)                                                                       \
    X(UNREACHABLE, "unreachable", 5)                                                               \
    X(BAD_ADDRESS, "bad_address", 6)                                                               \
    X(OUT_OF_AREA, "out_of_area", 7)                                                               \
    X(REFUSED, "refused", 8)                                                                       \
    X(ATTEMPT_FAILED, "attempt_failed", 9)                                                         \
    X(HELD_AT_OUTLET, "held_at_outlet", 10)                                                        \
    X(PICKUP_OVERDUE, "pickup_overdue", 11)                                                        \
    X(DAMAGED, "damaged", 12)                                                                      \
    X(SHORT, "short", 13)                                                                          \
    X(LOST, "lost", 14)                                                                            \
    X(PAYMENT_HELD, "payment_held", 15)                                                            \
    X(CUSTOMS_HELD, "customs_held", 16)                                                            \
    X(PROHIBITED, "prohibited", 17)                                                                \
    X(FALSE_SIGNATURE, "false_signature", 18)                                                      \
    X(NO_CONSENT, "no_consent", 19)                                                                \
    X(MISDELIVERED, "misdelivered", 20)                                                            \
    X(REOPENED, "reopened", 21)                                                                    \
    X(AT_RISK, "at_risk", 22)

typedef enum WaybillException {
#define WAYBILL_EXCEPTION_CONSTANT_(constant, name, value) EXCEPTION_##constant = value,
    WAYBILL_EXCEPTIONS(WAYBILL_EXCEPTION_CONSTANT_)
#undef WAYBILL_EXCEPTION_CONSTANT_
        EXCEPTION_COUNT
} WaybillException;

#define EXCEPTION_BIT(number) (UINT64_C(1) << (number))

typedef struct WaybillFacts {
    int64_t waybill_id;
    const char *carrier;              /* "sto" … */
    const char *product;              /* code of the service product; "" when unknown */
    const char *origin, *destination; /* region codes, at most 16 characters; "" when unknown */
    int64_t origin_zone, destination_zone; /* waybill_zone(); 0 when unknown */
    int64_t origin_outlet_id, destination_outlet_id;
    int64_t outlet_id;   /* where it was last seen; 0 when unknown */
    int64_t customer_id; /* who pays for the shipment; 0 when unknown */
    WaybillStage stage;
    WaybillLeg leg;
    uint64_t exceptions; /* the open ones, EXCEPTION_BITs */
    int64_t ordered_ms;  /* the order was placed */
    int64_t collected_ms;
    int64_t
        delivered_ms; /* handed to the consignee or their agent, the first that was not revoked */
    int64_t promised_ms; /* delivery */
    int64_t excused;     /* 1: the promise does not count, for a reason that excuses; else 0 */
    int64_t last_ms;     /* event time of the last scan that moved or confirmed the journey */
    int64_t attempts;    /* delivery attempts so far, the successful one included */
} WaybillFacts;

/* The postal zone of a post code, by its first three letters and digits (in China the 邮区); 0 of
 * NULL and of one that has fewer. */
int64_t waybill_zone(const char *postcode);

/* Delivered, returned, cancelled or terminated: nothing more is expected. */
bool stage_is_terminal(WaybillStage stage);
/* One of the four that count as received by the consignee or their agent. */
bool stage_is_delivered(WaybillStage stage);

/* Told of every parcel whose facts change, in the transaction that changes them: how figures stay
 * true with the writes while waybill/ knows nothing of them. `before` is NULL for a new parcel.
 * `changed` may gather; `flush` is called once before each commit and writes what was gathered;
 * `forget` when the transaction is undone. `state` is the observer's own, one per writing thread,
 * made by `open`. */
typedef struct WaybillObserver {
    const char *name;
    Status (*open)(Ctx *ctx, void **state);
    Status (*changed)(Ctx *ctx, void *state, const WaybillFacts *before, const WaybillFacts *after);
    Status (*flush)(Ctx *ctx, void *state);
    void (*forget)(void *state);
    void (*close)(void *state);
} WaybillObserver;

/* Listed in slices.c, the only place that knows both sides; ends with NULL. */
extern const WaybillObserver *const waybill_observers[];

/* What an order says its parcel is insured for. */
typedef struct WaybillValue {
    int64_t waybill_id;
    const char *carrier, *no;
    int64_t insured; /* fen */
} WaybillValue;

/* Told of every order that says such a value, where it is new, in the transaction that takes it in:
 * what has nothing to do with the parcel must find that out cheaply. Listed in slices.c; ends with
 * NULL. */
typedef Status WaybillValued(Ctx *ctx, const WaybillValue *value);
extern WaybillValued *const waybill_valued[];
