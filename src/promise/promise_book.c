#include <stdlib.h>
#include <string.h>

#include "access/setting.h"
#include "base/region.h"
#include "promise/promise.h"
#include "promise/promise_store.h"

typedef struct BookProduct {
    const Product *product;
    const Calendar *calendar; /* NULL: every day counts */
    int64_t calendar_version;
} BookProduct;

struct PromiseBook {
    BookProduct *products; /* by code */
    size_t product_count;
    const ProductLane *lanes; /* by product, origin, destination */
    size_t lane_count;
    const char *zone;
};

static int product_order(const void *a, const void *b)
{
    const BookProduct *one = a, *two = b;
    return strcmp(one->product->code, two->product->code);
}

static Status calendar_open(Ctx *ctx, BookProduct *of)
{
    CalendarRow row;
    Calendar *calendar;
    const char *code = of->product->calendar;
    of->calendar_version = NONE;
    if (!code) return OK;
    Status s = calendar_store_by_code(ctx, code, &row);
    if (s == NOT_FOUND) return fail(ctx, INTERNAL, "calendar %s is missing", code);
    if (!s) s = calendar_read(ctx, row.document, strlen(row.document), &calendar);
    if (s) return s;
    of->calendar = calendar;
    of->calendar_version = row.version;
    return OK;
}

static Status book_products(Ctx *ctx, PromiseBook *book)
{
    List list;
    Status s = product_store_list(ctx, &list);
    if (s) return s;
    const Product *products = list.items;
    book->products = ARENA_ARRAY(ctx->arena, list.count, BookProduct);
    if (!book->products) return no_memory(ctx);
    for (size_t i = 0; i < list.count && !s; i++) {
        BookProduct *row = &book->products[book->product_count++];
        row->product = &products[i];
        s = calendar_open(ctx, row);
    }
    if (!s && list.count) /* here, because the engines collate texts differently */
        qsort(book->products, list.count, sizeof *book->products, product_order);
    return s;
}

Status promise_book_read(Ctx *ctx, PromiseBook **out)
{
    PromiseBook *book = ARENA_NEW(ctx->arena, PromiseBook);
    if (!book) return no_memory(ctx);
    book->zone = setting_text(ctx, SETTING_NAMED_ZONE);
    Status s = book_products(ctx, book);
    List lanes = {NULL, 0};
    if (!s) s = lane_store_open(ctx, &lanes);
    if (s) return s;
    if (lanes.count) qsort(lanes.items, lanes.count, sizeof(ProductLane), lane_order);
    book->lanes = lanes.items;
    book->lane_count = lanes.count;
    *out = book;
    return OK;
}

Status promise_region_check(Ctx *ctx, const PromiseBook *book, const char *field, const char *code)
{
    int64_t outlets = 0;
    if (region_begins(code)) return OK;
    for (size_t i = 0; i < book->lane_count; i++)
        if (!strcmp(book->lanes[i].origin, code) || !strcmp(book->lanes[i].destination, code))
            return OK;
    Status s = region_store_outlets(ctx, code, &outlets);
    return s || outlets ? s : fail_field(ctx, field, "there is no region %s", code);
}

/* The most exact lane wins: both regions, then the origin alone, then the destination alone. */
static const ProductLane *best_lane(const PromiseBook *book, const ProductLane *key)
{
    const ProductLane tries[] = {
        *key,
        {.product = key->product, .origin = key->origin, .destination = "*"},
        {.product = key->product, .origin = "*", .destination = key->destination},
        {.product = key->product, .origin = "*", .destination = "*"}};
    for (size_t i = 0; i < sizeof tries / sizeof *tries; i++) {
        const ProductLane *lane =
            bsearch(&tries[i], book->lanes, book->lane_count, sizeof *book->lanes, lane_order);
        if (lane) return lane;
    }
    return NULL;
}

static const BookProduct *product_in(const PromiseBook *book, const char *code)
{
    const BookProduct sought = {.product = &(Product){.code = code}};
    return bsearch(&sought, book->products, book->product_count, sizeof *book->products,
                   product_order);
}

const Calendar *promise_calendar(const PromiseBook *book, const char *product)
{
    const BookProduct *row = product_in(book, product);
    return row ? row->calendar : NULL;
}

Status promise_find(Ctx *ctx, const PromiseBook *book, const char *product, const char *origin,
                    const char *destination, int64_t accepted_ms, Promise *out)
{
    const BookProduct *row = product_in(book, product);
    if (!row || row->product->closed)
        return fail(ctx, NOT_FOUND, "there is no open service product %s", product);
    const ProductLane key = {.product = product, .origin = origin, .destination = destination};
    const ProductLane *lane = best_lane(book, &key);
    if (!lane)
        return fail(ctx, NOT_FOUND, "product %s has no lane from %s to %s", product, origin,
                    destination);
    Status s =
        promise_compute(ctx, row->product, lane, row->calendar, book->zone, accepted_ms, out);
    out->calendar_version = row->calendar_version;
    return s;
}
