/* Pieces of writing that are in each other's way. */
#include <math.h>
#include <pthread.h>
#include <string.h>
#include <unistd.h>

#include "db/testing.h"

SQL_IN("dbtest", weigh, "SELECT CAST(weight AS BIGINT) AS weight FROM thing WHERE id = $1");
SQL_IN("dbtest", reweigh, "UPDATE thing SET weight = $2 WHERE id = $1");

static Status add_weight(Ctx *ctx, void *work)
{
    int64_t weight;
    (void)work;
    Status s = db_get_int(ctx, &weigh, &weight, db_int(1));
    return s ? s : db_run(ctx, &reweigh, db_int(1), db_real((double)weight + 1));
}

typedef struct Adder {
    pthread_t thread;
    Database *database;
    Source *source;
    Lane lane;
    int failures;
} Adder;

static void *add_often(void *argument)
{
    Adder *adder = argument;
    Arena *arena = arena_new();
    Ctx ctx;
    ctx_init(&ctx, arena, adder->source);
    for (int i = 0; i < 50; i++) {
        adder->failures +=
            database_write_in(&ctx, adder->database, adder->lane, add_weight, NULL) != OK;
        arena_clear(arena);
    }
    arena_release(arena);
    return NULL;
}

/* Each adds 50 to the weight of thing 1; returns how much heavier it is for all of them. */
static int64_t all_add(T *t, Adder *adders, size_t count)
{
    int64_t weight = 0;
    Database *database = adders->database;
    check_ok(t, thing_add(t->ctx, database, 1, "one"));
    check_ok(t, database_borrow_writer(t->ctx, database));
    check_ok(t, db_run(t->ctx, &reweigh, db_int(1), db_real(0)));
    check_ok(t, database_return_writer(t->ctx, database, true));
    for (size_t i = 0; i < count; i++) {
        adders[i].source = t->ctx->source;
        check(t, !pthread_create(&adders[i].thread, NULL, add_often, &adders[i]));
    }
    for (size_t i = 0; i < count; i++) {
        pthread_join(adders[i].thread, NULL);
        check_int(t, adders[i].failures, 0);
    }
    check_ok(t, database_reader(t->ctx, database));
    check_ok(t, db_get_int(t->ctx, &weigh, &weight, db_int(1)));
    database_give_back(t->ctx, database);
    return weight;
}

static int64_t collisions(Database *database)
{
    DatabaseState state;
    database_state(database, &state);
    return state.collisions;
}

TEST_DB(writers_of_one_lane_never_collide_whichever_process_they_are_of)
{
    const char *url = given_url(t);
    DatabaseOptions options = {.url = url, .synchronous_off = true, .busy_ms = 60000};
    Database *database = given_database_with(t, options);
    Database *other = given_database_with(t, options);
    Adder adders[] = {{.database = database}, {.database = database}, {.database = other}};
    check_int(t, all_add(t, adders, 3), 150);
    check_int(t, collisions(database) + collisions(other), 0);
}

TEST_DB(writers_of_two_lanes_that_collide_lose_nothing)
{
    Database *database = given_database(t);
    Adder adders[] = {{.database = database, .lane = LANE_SHORT},
                      {.database = database, .lane = LANE_LONG},
                      {.database = database, .lane = LANE_SHORT}};
    check_int(t, all_add(t, adders, 3), 150);
}

/* What a database says when it finds out at the end that another transaction was faster: the first
 * row that is committed meets it. */
SQL_IN("postgresql", make_meetings, "CREATE SEQUENCE meetings");
SQL_IN("postgresql", make_meet,
       "CREATE FUNCTION meet() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
       " IF nextval('meetings') = 1 THEN RAISE SQLSTATE '40001'; END IF; RETURN NULL; END $$");
SQL_IN("postgresql", make_trigger,
       "CREATE CONSTRAINT TRIGGER meets AFTER INSERT ON thing DEFERRABLE INITIALLY DEFERRED"
       " FOR EACH ROW EXECUTE FUNCTION meet()");

static void given_meeting(T *t, Database *database)
{
    check_ok(t, database_borrow_writer(t->ctx, database));
    check_ok(t, db_run(t->ctx, &make_meetings));
    check_ok(t, db_run(t->ctx, &make_meet));
    check_ok(t, db_run(t->ctx, &make_trigger));
    check_ok(t, database_return_writer(t->ctx, database, true));
}

typedef struct Piece {
    Write write;
    Ctx ctx;
    Thing thing;
    Status status;
    int runs, done;
} Piece;

static Status piece_run(Ctx *ctx, void *work)
{
    Piece *piece = work;
    piece->runs++;
    return thing_insert(ctx, &piece->thing);
}

static void piece_done(void *work, Status status)
{
    Piece *piece = work;
    piece->status = status;
    piece->done++;
}

static Status nothing(Ctx *ctx, void *work)
{
    (void)ctx, (void)work;
    return OK;
}

/* Four pieces that wait for one another, the third of a name that the second has. */
static void run_four(T *t, Database *database, Piece pieces[4])
{
    static const char *const names[] = {"one", "two", "two", "four"};
    check_ok(t, database_borrow_writer(t->ctx, database));
    for (int i = 0; i < 4; i++) {
        Piece *piece = &pieces[i];
        *piece = (Piece){.thing = {.id = i + 1, .name = names[i], .weight = NAN, .at_ms = NONE}};
        ctx_init(&piece->ctx, t->ctx->arena, t->ctx->source);
        piece->write = (Write){&piece->ctx, piece_run, piece_done, piece};
        check_ok(t, database_submit(database, &piece->write));
    }
    check_ok(t, database_return_writer(t->ctx, database, true));
    check_ok(t, database_write(t->ctx, database, nothing, NULL)); /* after all of them */
}

TEST_DB(pieces_whose_commit_collides_are_run_again_each_by_itself)
{
    Piece pieces[4];
    bool is_server = strcmp(t->engine, "postgresql") == 0;
    Database *database = given_database(t);
    if (is_server) given_meeting(t, database);
    run_four(t, database, pieces);
    for (int i = 0; i < 4; i++) {
        check_status(t, pieces[i].status, i == 2 ? CONFLICT : OK);
        check_int(t, pieces[i].done, 1);
    }
    check_int(t, thing_count(t, database), 3);
    check_int(t, pieces[0].runs, is_server ? 2 : 1);
    check(t, is_server ? collisions(database) >= 1 : collisions(database) == 0);
}
