#include "waybill/customer_parcels.h"

#include "access/right.h"
#include "waybill/customer_parcels_store.h"
#include "waybill/retain.h"
#include "waybill/status.h"

enum { PAGE = 200 };

static const Field parcel_fields[] = {
    FIELD_ID(ParcelRow, waybill_id, .doc = "The parcel"),
    FIELD_TEXT(ParcelRow, carrier, .doc = "Its carrier"),
    FIELD_TEXT(ParcelRow, no, .doc = "Its number"),
    FIELD_ENUM(ParcelRow, stage, stage_names, .doc = "Where it is in its life"),
    FIELD_TEXT(ParcelRow, origin, .doc = "Region it comes from"),
    FIELD_TEXT(ParcelRow, destination, .doc = "Region it goes to"),
    FIELD_TIME(ParcelRow, ordered_at, .doc = "When it was ordered"),
    FIELD_TIME(ParcelRow, collected_at, .doc = "When it was collected"),
    FIELD_TIME(ParcelRow, delivered_at, .doc = "When it was delivered"),
    FIELD_END};
const Shape parcel_row_shape = SHAPE(ParcelRow, parcel_fields, "A parcel of a customer");

static Status parcels_tell(Ctx *ctx, int64_t customer_id, Buf *out)
{
    int64_t before = INT64_MAX;
    List list;
    bool first = true;
    buf_char(out, '[');
    do {
        Status s = customer_parcels_page(ctx, customer_id, before, PAGE, &list);
        if (s) return s;
        contributor_rows(out, &parcel_row_shape, &list, first);
        first = false;
        if (list.count) before = ((const ParcelRow *)list.items)[list.count - 1].waybill_id;
    } while (list.count == PAGE);
    buf_char(out, ']');
    return buf_check(ctx, out);
}

/* All whose time is over, though the job by the clock may not have come to them. */
static Status parcels_empty_all(Ctx *ctx, ParcelsOver *over)
{
    Status s;
    do {
        s = parcels_empty(ctx, over);
    } while (!s && over->after_id);
    return s;
}

static Status parcels_erase(Ctx *ctx, int64_t customer_id, ErasureProof *proof)
{
    const int64_t kept_ms = parcels_kept_ms(ctx);
    ParcelsOver over = {.before_ms = ctx_now(ctx) - kept_ms, .customer_id = customer_id};
    ErasureRow kept = {.table = "waybill",
                       .action = ERASURE_KEPT,
                       .why = "records of a transaction are kept for three years after it: "
                              "E-Commerce Law (电子商务法) art. 31; setting parcel_keep_years"};
    int64_t last_ms;
    Status s = parcels_empty_all(ctx, &over);
    const ErasureRow emptied = {"waybill", ERASURE_EMPTIED, over.emptied, NULL, NONE};
    if (!s && over.emptied) s = erasure_note(ctx, proof, &emptied);
    if (!s) s = parcels_not_emptied(ctx, customer_id, &kept.rows, &last_ms);
    if (s || !kept.rows) return s;
    kept.until = last_ms + kept_ms;
    return erasure_note(ctx, proof, &kept);
}

static Status parcels_left(Ctx *ctx, int64_t customer_id, int64_t *rows)
{
    const ParcelsOver over = {.before_ms = ctx_now(ctx) - parcels_kept_ms(ctx),
                              .customer_id = customer_id};
    int64_t *ids;
    size_t count;
    Status s = retain_store_over(ctx, &over, &ids, &count);
    *rows = (int64_t)count;
    return s;
}

const CustomerContributor parcel_contributor = {
    .name = "parcels", .tell = parcels_tell, .erase = parcels_erase, .left = parcels_left};

const TimelineSource parcel_timeline = {
    .kinds = "waybill.", .right = WAYBILL_READ, .read = customer_parcels_facts};
