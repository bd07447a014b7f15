#include "insight/proof.h"

#include <inttypes.h>

#include "access/setting.h"
#include "house.h"
#include "insight/insight_slice.h"
#include "insight/observer.h"
#include "insight/service.h"
#include "insight/sketch.h"

/* Parcels whose cells are gathered apart before they are added to the whole. */
enum { PARCELS_AT_ONCE = 512 };

typedef struct Proving {
    Ctx *ctx;
    const char *zone;
    Gather some;  /* of the parcels since it was last emptied */
    Gather whole; /* what the roll-ups should hold, less what they hold */
    int parcels;
    bool sketched;
    int64_t sign; /* of arrivals: 1 as they should be, −1 as they stand */
} Proving;

static Status whole_sketched(void *user, const CellKey *key, const Bin *bin)
{
    Proving *proving = user;
    const int64_t proof[] = {bin_proof(bin)};
    return gather_add(proving->ctx, &proving->whole, key, proof, proving->sign);
}

static Status whole_arrived(void *user, const RollupCell *arrival)
{
    Proving *proving = user;
    Status s = OK;
    for (Dimension d = DIMENSION_CARRIER; !s && d <= DIMENSION_OUTLET; d++)
        s = arrival_each(arrival, d, whole_sketched, proving);
    return s;
}

static Status whole_add(Proving *proving, const RollupCell *cell)
{
    CellKey key = cell->key;
    if (key.set == CELL_ARRIVAL) return proving->sketched ? whole_arrived(proving, cell) : OK;
    if (key.set != CELL_PARCEL) return gather_add(proving->ctx, &proving->whole, &key, cell->n, 1);
    int64_t proof = parcel_proof(key.number[2], key.number[3]);
    key.number[2] = key.number[3] = 0;
    Status s = gather_add(proving->ctx, &proving->whole, &key, (const int64_t[]){1}, 1);
    if (s) return s;
    key.number[2] = 1;
    return gather_add(proving->ctx, &proving->whole, &key, &proof, 1);
}

static Status some_empty(Proving *proving)
{
    Status s = OK;
    for (size_t i = 0; !s && i < proving->some.room; i++)
        if (proving->some.slots[i] != NULL) s = whole_add(proving, proving->some.slots[i]);
    gather_clear(&proving->some);
    proving->parcels = 0;
    return s;
}

static Status prove_parcel(void *user, const WaybillFacts *facts)
{
    Proving *proving = user;
    Status s = booking_change(proving->ctx, &proving->some, proving->zone, NULL, facts);
    if (s || ++proving->parcels < PARCELS_AT_ONCE) return s;
    return some_empty(proving);
}

static Status prove_stored(void *user, const RollupCell *cell)
{
    Proving *proving = user;
    return gather_add(proving->ctx, &proving->whole, &cell->key, cell->n, -1);
}

static Status prove_sketch(void *user, const Sketch *sketch)
{
    Status s = OK;
    const Bin *bins = sketch->bins.items;
    for (size_t i = 0; !s && i < sketch->bins.count; i++)
        s = whole_sketched(user, &sketch->key, &bins[i]);
    return s;
}

/* Arrivals stand for days alone: they are taken off before months are made. */
static Status prove_arrivals(Proving *proving)
{
    proving->sign = -1;
    if (!proving->sketched) return OK;
    return store_arrivals(proving->ctx, DAY_FIRST, DAY_LAST, whole_arrived, proving);
}

static Status prove_service(void *user, const ServiceCounts *counts)
{
    Proving *proving = user;
    return service_gather(proving->ctx, &proving->whole, proving->zone, counts, 1);
}

static Status prove_all(Proving *proving, const FactsSource *source)
{
    Status s = source->run(proving->ctx, source->from, prove_parcel, proving);
    if (!s) s = some_empty(proving);
    if (!s) s = service_all(proving->ctx, prove_service, proving);
    if (!s) s = prove_arrivals(proving);
    if (!s) s = gather_months(proving->ctx, &proving->whole);
    if (!s) s = store_all(proving->ctx, prove_stored, proving);
    return s || !proving->sketched ? s : store_sketches_all(proving->ctx, prove_sketch, proving);
}

static const char *cell_text(Ctx *ctx, const CellKey *key)
{
    static const char *const sets[] = {"tally", "bin",     "standing", "hour",
                                       "list",  "service", "arrival",  "sketch"};
    const char *text = arena_format(
        ctx->arena, "%s %" PRId64 " %" PRId64 " %" PRId64 " %" PRId64 " %s", sets[key->set],
        key->number[0], key->number[1], key->number[2], key->number[3], key->value);
    return text == NULL ? sets[key->set] : text;
}

static Status tell_differences(Proving *proving, FigureDifference *tell, void *user,
                               int64_t *differences)
{
    RollupCells cells;
    Status s = gather_sorted(proving->ctx, &proving->whole, &cells);
    if (s) return s;
    *differences = (int64_t)cells.count;
    for (size_t i = 0; !s && i < cells.count; i++) {
        const int64_t *off = cells.items[i]->n;
        while (*off == 0)
            off++;
        s = tell(user, cell_text(proving->ctx, &cells.items[i]->key), -*off);
    }
    return s;
}

Status proof_compare(Ctx *ctx, const FactsSource *source, FigureDifference *tell, void *user,
                     int64_t *differences)
{
    FigureBook book = {.zone = setting_text(ctx, SETTING_NAMED_ZONE)};
    Status s = store_book(ctx, &book);
    if (s && s != NOT_FOUND) return s;
    Proving proving = {.ctx = ctx,
                       .zone = s ? setting_text(ctx, SETTING_NAMED_ZONE) : book.zone,
                       .sketched = s ? false : book.sketched,
                       .sign = 1};
    s = gather_init(ctx, &proving.some);
    if (s) return s;
    s = gather_init(ctx, &proving.whole);
    if (!s) s = prove_all(&proving, source);
    if (!s) s = tell_differences(&proving, tell, user, differences);
    gather_release(&proving.some);
    gather_release(&proving.whole);
    return s;
}

/* How often is told how far a rebuild is. */
enum { PARCELS_TOLD = 1000 };

typedef struct Rebuilding {
    Ctx *ctx;
    void *observer;
    int64_t parcels;
} Rebuilding;

static void rebuild_tell(Ctx *ctx, int64_t parcels)
{
    if (ctx->house != NULL) metric_set(ctx->house->metrics, insight_metrics, 0, parcels);
}

static Status rebuild_parcel(void *user, const WaybillFacts *facts)
{
    Rebuilding *rebuilding = user;
    if (++rebuilding->parcels % PARCELS_TOLD == 0)
        rebuild_tell(rebuilding->ctx, rebuilding->parcels);
    return insight_observer.changed(rebuilding->ctx, rebuilding->observer, NULL, facts);
}

Status proof_rebuild(Ctx *ctx, const FactsSource *source)
{
    SettingRow zone;
    Status s = setting_read(ctx, SETTING_NAMED_ZONE, &zone);
    if (!s) s = store_book_write(ctx, zone.value); /* first: who counts meanwhile waits for it */
    if (!s) s = store_clear(ctx);
    Rebuilding rebuilding = {ctx, NULL, 0};
    if (!s) s = insight_observer.open(ctx, &rebuilding.observer);
    if (s) return s;
    s = source->run(ctx, source->from, rebuild_parcel, &rebuilding);
    if (!s) s = insight_observer.flush(ctx, rebuilding.observer);
    if (!s) s = sketch_fold(ctx);
    insight_observer.close(rebuilding.observer);
    rebuild_tell(ctx, 0);
    return s ? s : service_recount(ctx, zone.value);
}

static Status stored_facts(Ctx *ctx, void *from, FactsEach *each, void *user)
{
    (void)from;
    return store_facts(ctx, each, user);
}

Status figures_verify(Ctx *ctx, FigureDifference *tell, void *user, int64_t *differences)
{
    return proof_compare(ctx, &(FactsSource){stored_facts, NULL}, tell, user, differences);
}

Status figures_rebuild(Ctx *ctx)
{
    return proof_rebuild(ctx, &(FactsSource){stored_facts, NULL});
}
