#include "pledge/pledge_slice.h"
#include "pledge/pledge_store.h"

/* What the shipped service statement promises: targets of a company's own, to be changed by it. The
 * 72 hours are those by which the State Post Bureau reports how fast parcels are. */
static const Pledge shipped[] = {
    {.code = "on-time",
     .position = 10,
     .zh = "快件在承诺的时刻或之前送达。",
     .en = "Parcels are delivered at or before the instant that was promised.",
     .figure = "promise_kept",
     .target = 0.95,
     .span = PLEDGE_MONTH,
     .least = 30},
    {.code = "within-72-hours",
     .position = 20,
     .zh = "快件在揽收后 72 小时内送达。",
     .en = "Parcels are delivered within 72 hours of their collection.",
     .figure = "hours72",
     .target = 0.8,
     .span = PLEDGE_MONTH,
     .settle_days = 3,
     .least = 30},
    {.code = "answered-in-time",
     .position = 30,
     .zh = "您的来电、留言和投诉在时限内得到答复。",
     .en = "Whoever asks or complains is answered within the time set.",
     .figure = "first_answer_kept",
     .target = 0.95,
     .span = PLEDGE_MONTH,
     .least = 30},
    {.code = "solved-in-time",
     .position = 40,
     .zh = "您的问题和投诉在时限内办结。",
     .en = "Questions and complaints are dealt with within the time set.",
     .figure = "resolution_kept",
     .target = 0.95,
     .span = PLEDGE_MONTH,
     .least = 30},
};

/* From the beginning of time, as the shipped statement is: whatever instant is asked for. */
static Status put_in(Ctx *ctx, const Pledge *from)
{
    int64_t last;
    Pledge pledge = *from;
    Status s = pledge_store_last(ctx, pledge.code, &last);
    if (s || last != 0) return s;
    pledge.version = 1;
    return pledge_store_insert(ctx, &pledge);
}

Status pledge_seed(Ctx *ctx)
{
    Status s = OK;
    for (size_t i = 0; !s && i < sizeof shipped / sizeof *shipped; i++)
        s = put_in(ctx, &shipped[i]);
    return s;
}
