#include "customer/timeline_store.h"

#include "access/keys.h"
#include "access/person.h"
#include "db/db.h"
#include "waybill/status.h"

#define PURPOSE "customer.timeline"
#define FACT_PURPOSE "customer.timeline.fact"

TimelineItem *timeline_item(Ctx *ctx, TimelineItems *items)
{
    if (items->count == items->room) {
        size_t room = items->room ? 2 * items->room : 64, size = sizeof *items->items;
        TimelineItem *more = arena_grow(ctx->arena, items->items, items->room * size, room * size);
        if (!more) return NULL;
        items->items = more;
        items->room = room;
    }
    TimelineItem *item = &items->items[items->count++];
    *item = (TimelineItem){.order = 0};
    return item;
}

SQL(timeline_insert,
    "INSERT INTO customer_timeline (customer_id, at_ms, id, kind, fact, subject_kind, subject_id,"
    " waybill_id, who_id, text, personal_sealed)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT DO NOTHING");

Status timeline_store_insert(Ctx *ctx, const TimelineEntry *entry)
{
    Sealed sealed;
    Status s = key_seal(ctx, PURPOSE, entry->personal, &sealed);
    if (s) return s;
    return db_run(ctx, &timeline_insert, db_int(entry->customer_id), db_int(entry->at),
                  db_int(ctx_id(ctx)), db_text(entry->kind),
                  db_int(key_index(ctx, FACT_PURPOSE, entry->key)), db_text(entry->subject_kind),
                  db_id(entry->subject_id), db_id(entry->waybill_id), db_id(entry->who),
                  db_text(entry->text), db_blob(sealed.bytes, sealed.length));
}

#define PAGE_OF(condition)                                                                         \
    "SELECT id, customer_id, at_ms, kind, subject_kind, subject_id, waybill_id, who_id, text,"     \
    " personal_sealed FROM customer_timeline WHERE customer_id = $1 AND " condition                \
    " AND (at_ms < $3 OR (at_ms = $3 AND id < $4)) ORDER BY at_ms DESC, id DESC LIMIT $5"
SQL(timeline_page, PAGE_OF("CAST($2 AS TEXT) IS NULL"));
SQL(timeline_page_of_kind, PAGE_OF("kind = CAST($2 AS TEXT)"));

static int64_t id_at(Rows *rows, int column)
{
    return rows_null(rows, column) ? 0 : rows_int(rows, column);
}

typedef struct Gathering {
    Ctx *ctx;
    TimelineItems *out;
} Gathering;

static Status each_entry(void *user, size_t number, Rows *rows)
{
    (void)number;
    Gathering *to = user;
    TimelineItem *item = timeline_item(to->ctx, to->out);
    if (!item) return no_memory(to->ctx);
    item->entry = (TimelineEntry){
        .id = rows_int(rows, 0),
        .customer_id = rows_int(rows, 1),
        .at = rows_int(rows, 2),
        .kind = rows_copy(rows, 3),
        .subject_kind = rows_copy(rows, 4),
        .subject_id = id_at(rows, 5),
        .waybill_id = id_at(rows, 6),
        .who = id_at(rows, 7),
        .text = rows_copy(rows, 8),
    };
    size_t length;
    const void *sealed = rows_blob(rows, 9, &length);
    return key_unseal(to->ctx, PURPOSE, sealed, length, &item->entry.personal);
}

Status timeline_store_page(Ctx *ctx, const TimelinePage *page, TimelineItems *out)
{
    enum { WIDTH = 5 };
    size_t kinds = page->kinds->count ? page->kinds->count : 1, count = 0;
    DbValue *values = ARENA_ARRAY(ctx->arena, page->customer_count * kinds * WIDTH, DbValue);
    if (!values) return no_memory(ctx);
    for (size_t i = 0; i < page->customer_count; i++)
        for (size_t k = 0; k < kinds; k++, count++) {
            DbValue *row = values + count * WIDTH;
            row[0] = db_int(page->customers[i]);
            row[1] = db_text(page->kinds->count ? page->kinds->items[k] : NULL);
            row[2] = db_int(page->before_at);
            row[3] = db_int(page->before_id);
            row[4] = db_int(page->limit);
        }
    Gathering to = {ctx, out};
    return db_query_many(ctx, page->kinds->count ? &timeline_page_of_kind : &timeline_page, values,
                         WIDTH, count, each_entry, &to);
}

#define LATEST_PARCELS                                                                             \
    "(SELECT waybill_id, no, carrier, customer_id, outlet_id, ordered_ms, collected_ms,"           \
    " delivered_ms FROM waybill_state WHERE customer_id = $1"                                      \
    " ORDER BY waybill_id DESC LIMIT $2) s"
#define PARCELS_IN_SCOPE                                                                           \
    OUTLET_IN_SCOPE("s.outlet_id", "$3") " AND " CUSTOMER_IN_SCOPE("s.customer_id", "$4")
SQL(timeline_parcels,
    "SELECT s.waybill_id, s.customer_id, s.carrier, s.no, s.ordered_ms, s.collected_ms,"
    " s.delivered_ms FROM " LATEST_PARCELS " WHERE " PARCELS_IN_SCOPE);
SQL(timeline_exceptions,
    "SELECT s.waybill_id, s.customer_id, s.carrier, s.no, e.opened_ms, e.exception"
    " FROM " LATEST_PARCELS " JOIN waybill_exception e ON e.waybill_id = s.waybill_id"
    " WHERE " PARCELS_IN_SCOPE);

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

Status timeline_store_parcels(Ctx *ctx, const TimelinePage *page, TimelineItems *out)
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
    Status s = db_query_many(ctx, &timeline_parcels, values, WIDTH, page->customer_count,
                             each_parcel, &to);
    return s ? s
             : db_query_many(ctx, &timeline_exceptions, values, WIDTH, page->customer_count,
                             each_exception, &to);
}
