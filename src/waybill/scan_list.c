#include <stdlib.h>

#include "access/page.h"
#include "waybill/scan_store.h"
#include "waybill/waybill.h"

static JourneyEvent event_of(const Scan *scan)
{
    return (JourneyEvent){.at_ms = scan->at,
                          .ingest_id = scan->ingest_id,
                          .hash = scan->id,
                          .stage = scan->stage == NONE ? STAGE_NONE : (int)scan->stage};
}

static int compare_scans(const void *a, const void *b)
{
    const JourneyEvent one = event_of(a), other = event_of(b);
    return journey_compare(&one, &other);
}

/* Rows come by time and hash: only events of one millisecond can be out of order. */
static bool in_order(const Scan *scans, size_t count)
{
    for (size_t i = 1; i < count; i++)
        if (scans[i - 1].at == scans[i].at) return false;
    return true;
}

/* One more than `limit` was asked for: it tells that there are others. */
static Status page_finish(Ctx *ctx, int64_t limit, List *page, const char **next)
{
    Scan *scans = page->items;
    if (page_cut(page, limit)) {
        const int64_t last[2] = {scans[limit - 1].at, scans[limit - 1].id};
        *next = cursor_make(ctx, last, 2);
        if (!*next) return no_memory(ctx);
    }
    if (!in_order(scans, page->count)) qsort(scans, page->count, sizeof *scans, compare_scans);
    return OK;
}

Status scan_list(Ctx *ctx, int64_t waybill_id, int64_t limit, const char *cursor, List *out,
                 const char **next)
{
    int64_t keys[2] = {0};
    *next = NULL;
    Status s = cursor ? cursor_read(ctx, cursor, keys, 2) : OK;
    if (s) return s;
    const ScanPlace after = {keys[0], keys[1]};
    s = cursor ? scan_store_page(ctx, waybill_id, &after, limit + 1, out)
               : scan_store_first(ctx, waybill_id, true, limit + 1, out);
    return s ? s : page_finish(ctx, limit, out, next);
}

Status scan_list_first(Ctx *ctx, const Waybill *waybill, int64_t limit, List *out,
                       const char **next)
{
    *next = NULL;
    Status s = scan_store_first(ctx, waybill->id, waybill->detailed, limit + 1, out);
    return s ? s : page_finish(ctx, limit, out, next);
}
