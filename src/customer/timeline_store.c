#include "customer/timeline_store.h"

#include <string.h>

#include "access/keys.h"
#include "access/person.h"
#include "db/db.h"

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

enum { COLUMNS = 11 };

static Status entry_row(Ctx *ctx, const TimelineEntry *entry, DbValue *out)
{
    Sealed sealed;
    Status s = key_seal(ctx, PURPOSE, entry->personal, &sealed);
    if (s) return s;
    const DbValue row[COLUMNS] = {db_int(entry->customer_id),
                                  db_int(entry->at),
                                  db_int(ctx_id(ctx)),
                                  db_text(entry->kind),
                                  db_int(key_stamp(ctx, FACT_PURPOSE, entry->key)),
                                  db_text(entry->subject_kind),
                                  db_id(entry->subject_id),
                                  db_id(entry->waybill_id),
                                  db_id(entry->who),
                                  db_text(entry->text),
                                  db_blob(sealed.bytes, sealed.length)};
    memcpy(out, row, sizeof row);
    return OK;
}

Status timeline_store_insert(Ctx *ctx, const TimelineEntry *entries, size_t count)
{
    DbValue *rows = ARENA_ARRAY(ctx->arena, count * COLUMNS, DbValue);
    Status s = rows ? OK : no_memory(ctx);
    for (size_t i = 0; i < count && !s; i++)
        s = entry_row(ctx, &entries[i], rows + i * COLUMNS);
    return s ? s : db_run_many(ctx, &timeline_insert, rows, COLUMNS, count, NULL);
}

#define PAGE_OF(condition)                                                                         \
    "SELECT id, customer_id, at_ms, kind, subject_kind, subject_id, waybill_id, who_id, text,"     \
    " personal_sealed FROM customer_timeline WHERE customer_id = $1 AND " condition                \
    " AND (at_ms < $3 OR (at_ms = $3 AND id < $4)) ORDER BY at_ms DESC, id DESC LIMIT $5"
SQL(timeline_page, PAGE_OF("CAST($2 AS TEXT) IS NULL"));
SQL(timeline_page_of_kind, PAGE_OF("kind = CAST($2 AS TEXT)"));

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
        .subject_id = rows_id(rows, 5),
        .waybill_id = rows_id(rows, 6),
        .who = rows_id(rows, 7),
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
