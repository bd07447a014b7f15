/* Servers that write and look up, while the keys of indexes change. */
#include <pthread.h>
#include <stdatomic.h>

#include "access/keys.h"
#include "base/arena.h"
#include "house.h"
#include "reseal/reindex.h"
#include "reseal/testing.h"
#include "waybill/testing.h"

enum { KINDS = 2, TURNS_EACH = 3 };

typedef struct Race Race;

/* One who works until told to stop. */
typedef struct Worker {
    Race *race;
    pthread_t thread;
    Lane lane;
    Status (*write)(Ctx *ctx, void *work);
    size_t (*found)(Ctx *ctx, const struct Worker *worker);
    int number;           /* of the turn */
    _Atomic int turns;    /* done by now */
    _Atomic int failures; /* of writing, and times it was not found, once */
} Worker;

struct Race {
    T *t;
    _Atomic bool over;
    Worker workers[KINDS];
};

static const char *phone_of(Ctx *ctx, int number)
{
    return arena_format(ctx->arena, "138001%05d", number);
}

/* The same customer with one of two phones, in turn. */
static Status write_customer(Ctx *ctx, void *work)
{
    const Worker *worker = work;
    Customer customer = blank_customer("C-9");
    customer.phone = phone_of(ctx, worker->number % 2);
    if (!customer.phone) return no_memory(ctx);
    UpsertRow row = {.thing = &customer, .number = 1};
    Status s = customer_upsert(ctx, &row, 1);
    return s ? s : row.outcome == UPSERT_REJECTED ? INTERNAL : OK;
}

static size_t found_customer(Ctx *ctx, const Worker *worker)
{
    List list = {.count = 0};
    const char *next;
    const CustomerFilter filter = {.phone = phone_of(ctx, worker->number % 2), .limit = 10};
    return customer_list(ctx, &filter, &list, &next) ? 0 : list.count;
}

/* A parcel that goes from hand to hand. */
static Status write_parcel(Ctx *ctx, void *work)
{
    const Worker *worker = work;
    WaybillInput input = given_waybill("776000000009");
    input.receiver_phone = phone_of(ctx, 100 + worker->number % 2);
    if (!input.receiver_phone) return no_memory(ctx);
    UpsertRow row = {.thing = &input, .number = 1};
    Status s = waybill_apply(ctx, &row, 1);
    return s ? s : row.outcome == UPSERT_REJECTED ? INTERNAL : OK;
}

static size_t found_parcel(Ctx *ctx, const Worker *worker)
{
    List list = {.count = 0};
    const char *next;
    WaybillFilter filter;
    shape_clear(&waybill_filter_shape, &filter);
    filter.limit = 10;
    filter.cursor = NULL;
    filter.phone = phone_of(ctx, 100 + worker->number % 2);
    return waybill_list(ctx, &filter, &list, &next) ? 0 : list.count;
}

/* What was written is found, by the next snapshot of its writer. */
static bool turn_done(Ctx *ctx, Worker *worker)
{
    struct Database *database = ctx->house->database;
    if (database_write_in(ctx, database, worker->lane, worker->write, worker)) return false;
    if (database_reader(ctx, database)) return false;
    size_t count = worker->found(ctx, worker);
    database_give_back(ctx, database);
    return count == 1;
}

static void *work(void *of)
{
    Ctx ctx;
    Worker *worker = of;
    Arena *arena = arena_new();
    ctx_init(&ctx, arena, worker->race->t->ctx->source);
    house_enter(&ctx, worker->race->t->house);
    for (; !atomic_load(&worker->race->over); worker->number++) {
        if (!turn_done(&ctx, worker)) atomic_fetch_add(&worker->failures, 1);
        problem_clear(&ctx);
        arena_clear(arena);
        atomic_fetch_add(&worker->turns, 1);
    }
    arena_release(arena);
    return NULL;
}

typedef struct Waiting {
    Race *race;
    int turns[KINDS];
} Waiting;

static bool all_went_on(void *of)
{
    const Waiting *waiting = of;
    for (int i = 0; i < KINDS; i++)
        if (atomic_load(&waiting->race->workers[i].turns) < waiting->turns[i]) return false;
    return true;
}

/* As long as a day is: whoever worked by what was known before is through, and has worked by what
 * is known now. */
static void wait_a_day(Race *race)
{
    Waiting waiting = {.race = race};
    for (int i = 0; i < KINDS; i++)
        waiting.turns[i] = atomic_load(&race->workers[i].turns) + TURNS_EACH;
    check(race->t, comes_true(all_went_on, &waiting));
}

static Status write_step(Ctx *ctx, void *done)
{
    return reindex_step(ctx, done);
}

static void change_keys(Race *race)
{
    T *t = race->t;
    IndexState state;
    bool done = false;
    keys_rotated(t);
    for (int steps = 0; !done && steps < 1000; steps++) {
        check_ok(t, database_write_in(t->ctx, t->house->database, LANE_LONG, write_step, &done));
        check_ok(t, database_reader(t->ctx, t->house->database));
        check_ok(t, index_state(t->ctx, &state));
        check_found(t);
        database_give_back(t->ctx, t->house->database);
        if (!state.place) wait_a_day(race); /* between stages, and between walks */
    }
    check(t, done);
}

static void begin(Race *race)
{
    for (int i = 0; i < KINDS; i++) {
        race->workers[i].race = race;
        check_int(race->t, pthread_create(&race->workers[i].thread, NULL, work, &race->workers[i]),
                  0);
    }
}

static void end(Race *race)
{
    atomic_store(&race->over, true);
    for (int i = 0; i < KINDS; i++)
        pthread_join(race->workers[i].thread, NULL);
    for (int i = 0; i < KINDS; i++) {
        check_int(race->t, atomic_load(&race->workers[i].failures), 0);
        check(race->t, atomic_load(&race->workers[i].turns) > 2 * TURNS_EACH);
    }
}

SQL(race_contacts, "SELECT count(*) FROM customer_part p JOIN customer c ON c.id = p.customer_id"
                   " WHERE c.code = 'C-9' AND p.kind = 1");

TEST_DB(writers_and_readers_miss_nothing_while_keys_change_twice)
{
    int64_t contacts = 0;
    given_all(t);
    check_ok(t, database_return_writer(t->ctx, t->house->database, true));
    Race race = {.t = t,
                 .workers = {{.lane = LANE_SHORT, .write = write_customer, .found = found_customer},
                             {.lane = LANE_LONG, .write = write_parcel, .found = found_parcel}}};
    begin(&race);
    change_keys(&race);
    change_keys(&race);
    end(&race);
    check_ok(t, database_borrow_writer(t->ctx, t->house->database));
    KeyGenerations live = key_generations(t->ctx);
    check_int(t, live.now, 3);
    check_int(t, live.other, 3);
    check_found(t);
    check_ok(t, db_get_int(t->ctx, &race_contacts, &contacts));
    check_int(t, contacts, 2);
}
