#include <stdlib.h>

#include "access/page.h"
#include "waybill/scan_store.h"

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

Status scan_list(Ctx *ctx, int64_t waybill_id, int64_t limit, const char *cursor, List *out,
                 const char **next)
{
    int64_t keys[2] = {0};
    *next = NULL;
    Status s = cursor ? cursor_read(ctx, cursor, keys, 2) : OK;
    const ScanPlace after = {keys[0], keys[1]};
    if (!s) s = scan_store_page(ctx, waybill_id, cursor ? &after : NULL, limit + 1, out);
    if (s || !out->count) return s;
    Scan *scans = out->items;
    if (page_cut(out, limit)) {
        const int64_t last[2] = {scans[limit - 1].at, scans[limit - 1].id};
        *next = cursor_make(ctx, last, 2);
        if (!*next) return no_memory(ctx);
    }
    if (!in_order(scans, out->count)) qsort(scans, out->count, sizeof *scans, compare_scans);
    return OK;
}
