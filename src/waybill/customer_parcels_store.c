#include "waybill/customer_parcels_store.h"

#include "access/outlet.h"
#include "access/person.h"
#include "customer/customer.h"
#include "db/db.h"
#include "waybill/customer_parcels.h"
#include "waybill/status.h"

#define LATEST_PARCELS                                                                             \
    "(SELECT waybill_id, no, carrier, customer_id, outlet_id, ordered_ms, collected_ms,"           \
    " delivered_ms FROM waybill_state WHERE customer_id = $1"                                      \
    " ORDER BY waybill_id DESC LIMIT $2) s"
#define PARCELS_IN_SCOPE                                                                           \
    OUTLET_IN_SCOPE("s.outlet_id", "$3") " AND " CUSTOMER_IN_SCOPE("s.customer_id", "$4")
SQL(parcel_times,
    "SELECT s.waybill_id, s.customer_id, s.carrier, s.no, s.ordered_ms, s.collected_ms,"
    " s.delivered_ms FROM " LATEST_PARCELS " WHERE " PARCELS_IN_SCOPE);
SQL(parcel_troubles,
    "SELECT s.waybill_id, s.customer_id, s.carrier, s.no, e.opened_ms, e.exception"
    " FROM " LATEST_PARCELS " JOIN waybill_exception e ON e.waybill_id = s.waybill_id"
    " WHERE " PARCELS_IN_SCOPE);

typedef struct Gathering {
    Ctx *ctx;
    TimelineItems *out;
} Gathering;

/* One fact of the parcel that the row is about. */
static Status parcel_fact(Gathering *to, Rows *rows, const char *kind, int64_t at,
                          int64_t exception)
{
    if (at == NONE) return OK;
    const char *trouble = exception == NONE ? "" : name_of(exception_names, exception);
    TimelineItem *item = timeline_item(to->ctx, to->out);
    if (!item) return no_memory(to->ctx);
    item->order = exception == NONE ? 0 : 1 + exception;
    item->entry = (TimelineEntry){
        .id = rows_int(rows, 0),
        .customer_id = rows_int(rows, 1),
        .at = at,
        .kind = kind,
        .subject_kind = "waybill",
        .subject_id = rows_int(rows, 0),
        .waybill_id = rows_int(rows, 0),
        .text = arena_format(to->ctx->arena, "%s %s%s%s", rows_text(rows, 2), rows_text(rows, 3),
                             *trouble ? ": " : "", trouble),
    };
    return item->entry.text ? OK : no_memory(to->ctx);
}

static Status each_parcel(void *user, size_t number, Rows *rows)
{
    static const char *const kinds[] = {"waybill.ordered", "waybill.collected",
                                        "waybill.delivered"};
    (void)number;
    Status s = OK;
    for (int i = 0; i < 3 && !s; i++)
        s = parcel_fact(user, rows, kinds[i], rows_int(rows, 4 + i), NONE);
    return s;
}

static Status each_exception(void *user, size_t number, Rows *rows)
{
    (void)number;
    return parcel_fact(user, rows, "waybill.exception", rows_int(rows, 4), rows_int(rows, 5));
}

Status customer_parcels_facts(Ctx *ctx, const TimelinePage *page, TimelineItems *out)
{
    enum { WIDTH = 4 };
    DbValue *values = ARENA_ARRAY(ctx->arena, page->customer_count * WIDTH, DbValue);
    if (!values) return no_memory(ctx);
    for (size_t i = 0; i < page->customer_count; i++) {
        values[i * WIDTH] = db_int(page->customers[i]);
        values[i * WIDTH + 1] = db_int(TIMELINE_PARCELS);
        values[i * WIDTH + 2] = db_int(scope_outlet(ctx));
        values[i * WIDTH + 3] = db_int(scope_customer(ctx));
    }
    Gathering to = {ctx, out};
    Status s =
        db_query_many(ctx, &parcel_times, values, WIDTH, page->customer_count, each_parcel, &to);
    return s ? s
             : db_query_many(ctx, &parcel_troubles, values, WIDTH, page->customer_count,
                             each_exception, &to);
}

SQL(customer_parcel_page,
    "SELECT waybill_id, carrier, no, stage, origin, destination, ordered_ms AS ordered_at,"
    " collected_ms AS collected_at, delivered_ms AS delivered_at FROM waybill_state"
    " WHERE " CUSTOMER_FAMILY("customer_id",
                              "$1") " AND waybill_id < $2 ORDER BY waybill_id DESC LIMIT $3");

Status customer_parcels_page(Ctx *ctx, int64_t customer_id, int64_t before_id, int64_t limit,
                             List *out)
{
    return db_list(ctx, &customer_parcel_page, &parcel_row_shape, out, db_int(customer_id),
                   db_int(before_id), db_int(limit));
}
