/* Builds stores, and measures what applies events to them without a server in between:
 *
 * ingest_bench build --data DIR --waybills N --scans M
 * ingest_bench bare  --data DIR --first I --count N [--seconds S] [--batch ROWS]
 * ingest_bench apply --data DIR --first I --count N [--seconds S] [--batch ROWS]
 *
 * Parcel i is of carrier sto, its number "77" and i in 13 digits. `bare` is a loop over the bare
 * library: already parsed, sorted batches of 10,000 into the tables of events and of states, with
 * the same durability. `apply` is Parceldesk's own way from decoded events on: numbers, codes,
 * duplicates, states, figures. Both take parcels at random from the window and count the time of
 * applying only. Each prints one JSON object. */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/instant.h"
#include "db/db.h"
#include "house.h"
#include "waybill/applier.h"
#include "waybill/waybill.h"

enum { BATCH = 10000, BUILD_PARCELS = 4000, SITES = 500, NUMBER_ROOM = 24, CACHE_MB = 1024 };

typedef struct Plan {
    const char *data;
    int64_t waybills, scans, first, count, seconds, batch;
    uint64_t random;
} Plan;

static void give_up(const char *what)
{
    fprintf(stderr, "ingest_bench: %s\n", what);
    exit(1);
}

static void must(Ctx *ctx, Status status)
{
    if (status) give_up(ctx->problem.message);
}

static uint64_t draw(Plan *plan)
{
    plan->random ^= plan->random << 13;
    plan->random ^= plan->random >> 7;
    plan->random ^= plan->random << 17;
    return plan->random;
}

/* --- the time that applying takes --- */

typedef struct Spent {
    int64_t wall_us, cpu_us; /* of all threads */
    int64_t wall_from, cpu_from;
} Spent;

static int64_t cpu_us(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

static void spent_begin(Spent *spent)
{
    spent->wall_from = monotonic_us();
    spent->cpu_from = cpu_us();
}

static void spent_end(Spent *spent)
{
    spent->wall_us += monotonic_us() - spent->wall_from;
    spent->cpu_us += cpu_us() - spent->cpu_from;
}

static void spent_print(const Spent *spent, int64_t rows)
{
    printf("{\"rate\":%.0f,\"rows\":%lld,\"seconds\":%.2f,\"cpu_us_each\":%.2f}\n",
           (double)rows * 1e6 / (double)spent->wall_us, (long long)rows,
           (double)spent->wall_us / 1e6, (double)spent->cpu_us / (double)rows);
}

/* --- a house of its own --- */

static void open_house(Ctx *ctx, const char *data, bool throw_away)
{
    ctx_init(ctx, arena_new(), NULL);
    ctx->request_id = "bench";
    const HouseOptions options = {.data = data, .throw_away = throw_away, .node = -1};
    must(ctx, house_open(ctx, &options));
}

static void close_house(Ctx *ctx)
{
    house_close(ctx);
    arena_release(ctx->arena);
}

typedef struct Batch {
    UpsertApply *apply; /* NULL: by the applier */
    Applier *applier;
    UpsertRow *rows;
    size_t count;
} Batch;

static Status batch_run(Ctx *ctx, void *work)
{
    Batch *batch = work;
    for (size_t i = 0; i < batch->count; i++)
        batch->rows[i].outcome = UPSERT_WAITING;
    if (batch->apply) return batch->apply(ctx, batch->rows, batch->count);
    return applier_apply(ctx, batch->applier, batch->rows, batch->count);
}

static Applier *open_applier(Ctx *ctx)
{
    Applier *applier;
    must(ctx, database_reader(ctx, ctx->house->database));
    must(ctx, applier_new(ctx, (size_t)64 << 20, &applier));
    database_give_back(ctx, ctx->house->database);
    return applier;
}

/* --- events --- */

static const char *number_write(char *room, int64_t parcel)
{
    snprintf(room, NUMBER_ROOM, "77%013lld", (long long)parcel);
    return room;
}

typedef struct Words {
    char number[NUMBER_ROOM], site[8];
} Words;

static void scan_make(ScanInput *scan, Words *words, int64_t parcel, int64_t at_ms, int64_t stage,
                      int site)
{
    shape_clear(&scan_input_shape, scan);
    scan->carrier = "sto";
    scan->no = number_write(words->number, parcel);
    scan->at = at_ms;
    snprintf(words->site, sizeof words->site, "HUB%03d", site);
    scan->site_code = words->site;
    scan->stage = stage;
    scan->text = "passed by";
}

/* --- build --- */

static const int64_t stages[] = {STAGE_COLLECTED,  STAGE_HUB_IN,           STAGE_HUB_OUT,
                                 STAGE_IN_TRANSIT, STAGE_HUB_IN,           STAGE_HUB_OUT,
                                 STAGE_DEST_CITY,  STAGE_HUB_IN,           STAGE_HUB_OUT,
                                 STAGE_HUB_IN,     STAGE_OUT_FOR_DELIVERY, STAGE_DELIVERED};
enum { JOURNEY = sizeof stages / sizeof stages[0] };

typedef struct Build {
    Plan *plan;
    int64_t now_ms, each; /* events of a parcel */
    WaybillInput *orders;
    ScanInput *scans;
    Words *words;
    UpsertRow *rows;
} Build;

/* Parcels are spread over 60 days; the last 100,000 are still on their way. */
static int64_t ordered_ms(const Build *build, int64_t parcel)
{
    return build->now_ms - 3 * DAY_MS -
           (build->plan->waybills - parcel) * (57 * DAY_MS / (build->plan->waybills + 1));
}

static void orders_make(Build *build, int64_t first, int64_t count)
{
    static const char *const regions[] = {"SH", "BJ", "GD", "ZJ", "JS", "SC", "HB", "SD"};
    for (int64_t i = 0; i < count; i++) {
        WaybillInput *order = &build->orders[i];
        shape_clear(&waybill_input_shape, order);
        order->carrier = "sto";
        order->no = number_write(build->words[i].number, first + i);
        order->product = "standard";
        order->origin = regions[draw(build->plan) % 8];
        order->destination = regions[draw(build->plan) % 8];
        order->ordered_at = ordered_ms(build, first + i);
        order->promised_at = order->ordered_at + 2 * DAY_MS + 12 * HOUR_MS;
        order->weight_g = 1000;
        build->rows[i] = (UpsertRow){.thing = order};
    }
}

static size_t scans_make(Build *build, int64_t first, int64_t count)
{
    size_t made = 0;
    for (int64_t i = 0; i < count; i++) {
        bool moving = first + i >= build->plan->waybills - 100000;
        int64_t at_ms = ordered_ms(build, first + i), each = build->each;
        for (int64_t j = 0; j < each; j++, made++) {
            int64_t stage = moving && j == each - 1 ? STAGE_HUB_OUT : stages[j * JOURNEY / each];
            at_ms += HOUR_MS + (int64_t)(draw(build->plan) % (8 * HOUR_MS));
            scan_make(&build->scans[made], &build->words[made], first + i, at_ms, stage,
                      (int)(draw(build->plan) % SITES));
            build->rows[made] = (UpsertRow){.thing = &build->scans[made]};
        }
    }
    return made;
}

static void build_store(Plan *plan)
{
    Ctx ctx;
    open_house(&ctx, plan->data, true);
    Build build = {.plan = plan, .now_ms = ctx_now(&ctx), .each = plan->scans / plan->waybills};
    if (build.each < 1) give_up("fewer events than parcels");
    size_t room = (size_t)(BUILD_PARCELS * build.each);
    build.orders = calloc(BUILD_PARCELS, sizeof *build.orders);
    build.scans = calloc(room, sizeof *build.scans);
    build.words = calloc(room, sizeof *build.words);
    build.rows = calloc(room, sizeof *build.rows);
    if (!build.orders || !build.scans || !build.words || !build.rows) give_up("no memory");
    Applier *applier = open_applier(&ctx);
    Arena *kept = ctx.arena, *arena = arena_new();
    int64_t began_us = monotonic_us();
    ctx.arena = arena;
    for (int64_t first = 0; first < plan->waybills; first += BUILD_PARCELS) {
        int64_t count = plan->waybills - first;
        if (count > BUILD_PARCELS) count = BUILD_PARCELS;
        orders_make(&build, first, count);
        Batch orders = {.apply = waybill_apply, .rows = build.rows, .count = (size_t)count};
        must(&ctx, database_write(&ctx, ctx.house->database, batch_run, &orders));
        Batch scans = {.applier = applier, .rows = build.rows};
        scans.count = scans_make(&build, first, count);
        must(&ctx, database_write(&ctx, ctx.house->database, batch_run, &scans));
        arena_clear(arena);
    }
    printf("{\"waybills\":%lld,\"scans\":%lld,\"seconds\":%.1f}\n", (long long)plan->waybills,
           (long long)(plan->waybills * build.each), (double)(monotonic_us() - began_us) / 1e6);
    applier_release(applier);
    arena_release(arena);
    ctx.arena = kept;
    close_house(&ctx);
}

/* --- apply --- */

static void apply_measure(Plan *plan)
{
    Ctx ctx;
    open_house(&ctx, plan->data, false);
    Applier *applier = open_applier(&ctx);
    Arena *kept = ctx.arena, *arena = arena_new();
    size_t batch = (size_t)plan->batch;
    ScanInput *inputs = calloc(batch, sizeof *inputs);
    Words *words = calloc(batch, sizeof *words);
    UpsertRow *rows = calloc(batch, sizeof *rows);
    if (!inputs || !words || !rows) give_up("no memory");
    ctx.arena = arena;
    Spent spent = {0};
    int64_t done = 0;
    while (spent.wall_us < plan->seconds * 1000000) {
        for (size_t i = 0; i < batch; i++) {
            int64_t parcel = plan->first + (int64_t)(draw(plan) % (uint64_t)plan->count);
            scan_make(&inputs[i], &words[i], parcel, ctx_now(&ctx),
                      draw(plan) & 1 ? STAGE_HUB_OUT : STAGE_HUB_IN, (int)(draw(plan) % SITES));
            rows[i] = (UpsertRow){.thing = &inputs[i]};
        }
        Batch work = {.applier = applier, .rows = rows, .count = batch};
        spent_begin(&spent);
        must(&ctx, database_write(&ctx, ctx.house->database, batch_run, &work));
        arena_clear(arena);
        spent_end(&spent);
        done += plan->batch;
    }
    spent_print(&spent, done);
    applier_release(applier);
    arena_release(arena);
    ctx.arena = kept;
    close_house(&ctx);
}

/* --- bare --- */

typedef struct BareRow {
    int64_t waybill_id, at_ms, hash;
    int site;
    int stage;
} BareRow;

typedef struct Bare {
    sqlite3 *db;
    sqlite3_stmt *insert, *update;
    int64_t *ids;
} Bare;

static void sql(sqlite3 *db, const char *text)
{
    if (sqlite3_exec(db, text, NULL, NULL, NULL)) give_up(sqlite3_errmsg(db));
}

static void bare_open(const Plan *plan, Bare *bare)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/parceldesk.db", plan->data);
    if (sqlite3_open(path, &bare->db)) give_up("the store cannot be opened");
    sql(bare->db, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size ="
                  " -1048576; PRAGMA wal_autocheckpoint = 64000; PRAGMA temp_store = MEMORY");
    static const char insert[] =
        "INSERT INTO scan (waybill_id, at_ms, hash, ingest_id, at_offset, stage, provider,"
        " site_code, text) VALUES (?, ?, ?, ?, 0, ?, 'parceldesk', ?, 'passed by')"
        " ON CONFLICT DO NOTHING";
    static const char update[] =
        "UPDATE waybill_state SET version = version + 1, stage = ?2, leg = 1, last_ms = ?3,"
        " tail_ms = ?3, tail_stage = ?2 WHERE waybill_id = ?1";
    if (sqlite3_prepare_v2(bare->db, insert, -1, &bare->insert, NULL) ||
        sqlite3_prepare_v2(bare->db, update, -1, &bare->update, NULL))
        give_up(sqlite3_errmsg(bare->db));
}

static void bare_ids(const Plan *plan, Bare *bare)
{
    sqlite3_stmt *find;
    bare->ids = calloc((size_t)plan->count, sizeof *bare->ids);
    sqlite3_prepare_v2(bare->db,
                       "SELECT waybill_id FROM waybill_state WHERE no = ? AND carrier = 'sto'", -1,
                       &find, NULL);
    for (int64_t i = 0; i < plan->count; i++) {
        char number[NUMBER_ROOM];
        sqlite3_bind_text(find, 1, number_write(number, plan->first + i), -1, SQLITE_TRANSIENT);
        if (sqlite3_step(find) != SQLITE_ROW) give_up("a parcel of the window is not there");
        bare->ids[i] = sqlite3_column_int64(find, 0);
        sqlite3_reset(find);
    }
    sqlite3_finalize(find);
}

static int compare_bare(const void *a, const void *b)
{
    const BareRow *one = a, *other = b;
    return (one->waybill_id > other->waybill_id) - (one->waybill_id < other->waybill_id);
}

static void bare_apply(Bare *bare, const BareRow *rows, size_t count)
{
    sql(bare->db, "BEGIN IMMEDIATE");
    for (size_t i = 0; i < count; i++) {
        char site[8];
        snprintf(site, sizeof site, "HUB%03d", rows[i].site);
        sqlite3_bind_int64(bare->insert, 1, rows[i].waybill_id);
        sqlite3_bind_int64(bare->insert, 2, rows[i].at_ms);
        sqlite3_bind_int64(bare->insert, 3, rows[i].hash);
        sqlite3_bind_int64(bare->insert, 4, rows[i].at_ms << 21);
        sqlite3_bind_int(bare->insert, 5, rows[i].stage);
        sqlite3_bind_text(bare->insert, 6, site, 6, SQLITE_STATIC);
        sqlite3_bind_int64(bare->update, 1, rows[i].waybill_id);
        sqlite3_bind_int(bare->update, 2, rows[i].stage);
        sqlite3_bind_int64(bare->update, 3, rows[i].at_ms);
        if (sqlite3_step(bare->insert) != SQLITE_DONE || sqlite3_step(bare->update) != SQLITE_DONE)
            give_up(sqlite3_errmsg(bare->db));
        sqlite3_reset(bare->insert);
        sqlite3_reset(bare->update);
    }
    sql(bare->db, "COMMIT");
}

static void bare_measure(Plan *plan)
{
    Bare bare;
    bare_open(plan, &bare);
    bare_ids(plan, &bare);
    size_t batch = (size_t)plan->batch;
    BareRow *rows = calloc(batch, sizeof *rows);
    if (!rows) give_up("no memory");
    Spent spent = {0};
    int64_t done = 0, at_ms = time(NULL) * SECOND_MS;
    while (spent.wall_us < plan->seconds * 1000000) {
        for (size_t i = 0; i < batch; i++)
            rows[i] = (BareRow){bare.ids[draw(plan) % (uint64_t)plan->count], at_ms++,
                                (int64_t)draw(plan), (int)(draw(plan) % SITES),
                                draw(plan) & 1 ? STAGE_HUB_OUT : STAGE_HUB_IN};
        qsort(rows, batch, sizeof *rows, compare_bare);
        spent_begin(&spent);
        bare_apply(&bare, rows, batch);
        spent_end(&spent);
        done += plan->batch;
    }
    spent_print(&spent, done);
    sqlite3_finalize(bare.insert);
    sqlite3_finalize(bare.update);
    sqlite3_close(bare.db);
}

/* --- the command line --- */

static void plan_read(Plan *plan, int count, char **words)
{
    const struct {
        const char *name;
        int64_t *to;
    } numbers[] = {{"--waybills", &plan->waybills}, {"--scans", &plan->scans},
                   {"--first", &plan->first},       {"--count", &plan->count},
                   {"--seconds", &plan->seconds},   {"--batch", &plan->batch}};
    for (int i = 0; i + 1 < count; i += 2) {
        if (!strcmp(words[i], "--data")) plan->data = words[i + 1];
        for (size_t j = 0; j < sizeof numbers / sizeof numbers[0]; j++)
            if (!strcmp(words[i], numbers[j].name))
                *numbers[j].to = strtoll(words[i + 1], NULL, 10);
    }
    if (!plan->data) give_up("--data is missing");
}

int main(int argc, char **argv)
{
    Plan plan = {.seconds = 10,
                 .random = 88172645463325252,
                 .waybills = 100000,
                 .scans = 1200000,
                 .count = 100000};
    const char *what = argc > 1 ? argv[1] : "";
    plan.batch = strcmp(what, "apply") ? BATCH : 5 * BATCH;
    if (argc > 2) plan_read(&plan, argc - 2, argv + 2);
    if (!strcmp(what, "build"))
        build_store(&plan);
    else if (!strcmp(what, "bare"))
        bare_measure(&plan);
    else if (!strcmp(what, "apply"))
        apply_measure(&plan);
    else
        give_up("build, bare or apply?");
    return 0;
}
