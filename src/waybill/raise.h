/* raise.h -- exceptions that no carrier told but the watch found: beside the events, not among
 * them.
 *
 * A journey is folded from its events and from these, each after the event that was the last when
 * it was raised; so that whatever ends the exception of a carrier ends that of the watch, and what
 * comes late changes neither. In the history they are rows of source "watch". */
#pragma once

#include "waybill/status.h"

/* One exception to be raised, or taken back. */
typedef struct WaybillRaise {
    int64_t waybill_id;
    int exception;
    int cause;  /* CAUSE_NONE: the exception's usual one */
    bool clear; /* take it back */
    bool done;  /* out: it was raised, or taken back; false where it stood so already, or the
                   parcel is unknown or at its end */
} WaybillRaise;

/* In the transaction of ctx: raises and clears, and tells observers and the feed. One that a
 * carrier's event opened is not raised again, and not cleared. A parcel may stand several times. */
Status waybill_exceptions_raise(Ctx *ctx, WaybillRaise *raises, size_t count);
