#include "waybill/customer_parcels.h"

#include "access/right.h"
#include "waybill/customer_parcels_store.h"
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

static Status parcels_erase(Ctx *ctx, int64_t customer_id, ErasureProof *proof)
{
    ErasureRow row = {"waybill", ERASURE_KEPT, 0,
                      "records of a transaction are kept for three years after it: "
                      "E-Commerce Law (电子商务法) art. 31"};
    Status s = customer_parcels_count(ctx, customer_id, &row.rows);
    return s || !row.rows ? s : erasure_note(ctx, proof, &row);
}

const CustomerContributor parcel_contributor = {
    .name = "parcels", .tell = parcels_tell, .erase = parcels_erase};

const TimelineSource parcel_timeline = {
    .kinds = "waybill.", .right = WAYBILL_READ, .read = customer_parcels_facts};
