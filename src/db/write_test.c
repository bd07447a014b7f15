/* Pieces of writing: what is kept, what is undone, and who is told. */
#include <math.h>
#include <pthread.h>
#include <stdatomic.h>
#include <string.h>
#include <unistd.h>

#include "db/testing.h"

SQL_IN("dbtest", set_weight, "UPDATE thing SET weight = $2 WHERE id = $1");
SQL_IN("dbtest", last_id, "SELECT max(id) AS id FROM thing");

typedef struct Piece {
    Write write;
    Ctx ctx;
    Thing thing;
    Status status;
    atomic_int done;
} Piece;

static void piece_done(void *work, Status status)
{
    Piece *piece = work;
    piece->status = status;
    piece->done++;
}

static Status piece_insert(Ctx *ctx, void *work)
{
    return thing_insert(ctx, &((Piece *)work)->thing);
}

/* Pieces that insert these ids; they wait for one another, so that one group takes them. */
static Piece *given_pieces(T *t, Database *database, size_t count, const int64_t *ids)
{
    Piece *pieces = ARENA_ARRAY(t->ctx->arena, count, Piece);
    check_ok(t, database_borrow_writer(t->ctx, database));
    for (size_t i = 0; i < count; i++) {
        Piece *piece = &pieces[i];
        ctx_init(&piece->ctx, t->ctx->arena, t->ctx->source);
        piece->thing = (Thing){.id = ids[i], .weight = NAN, .at_ms = NONE};
        piece->thing.name = arena_format(t->ctx->arena, "thing %lld", (long long)ids[i]);
        piece->write = (Write){&piece->ctx, piece_insert, piece_done, piece};
        check_ok(t, database_submit(database, &piece->write));
    }
    return pieces;
}

static Status nothing(Ctx *ctx, void *work)
{
    (void)ctx, (void)work;
    return OK;
}

/* Lets them run, and waits until all are done: a last piece is run after them. */
static void run_pieces(T *t, Database *database)
{
    check_ok(t, database_return_writer(t->ctx, database, true));
    check_ok(t, database_write(t->ctx, database, nothing, NULL));
}

TEST_DB(a_piece_that_fails_is_undone_alone)
{
    Database *database = given_database(t);
    Piece *pieces = given_pieces(t, database, 4, (int64_t[]){1, 2, 1, 3});
    run_pieces(t, database);
    check_status(t, pieces[2].status, CONFLICT);
    check(t, strstr(pieces[2].ctx.problem.message, "insert_thing"));
    check(t, !pieces[0].status && !pieces[1].status && !pieces[3].status);
    for (int i = 0; i < 4; i++)
        check_int(t, pieces[i].done, 1);
    check_int(t, thing_count(t, database), 3);
    check_status(t, thing_add(t->ctx, database, 4, "thing 3"), CONFLICT);
    check_ok(t, thing_add(t->ctx, database, 5, "thing 5"));
}

TEST_DB(the_first_piece_that_fails_takes_no_other_with_it)
{
    Database *database = given_database(t);
    check_ok(t, thing_add(t->ctx, database, 1, "thing 1"));
    Piece *pieces = given_pieces(t, database, 4, (int64_t[]){1, 1, 2, 3});
    run_pieces(t, database);
    check_status(t, pieces[0].status, CONFLICT);
    check_status(t, pieces[1].status, CONFLICT);
    check(t, !pieces[2].status && !pieces[3].status);
    check_int(t, thing_count(t, database), 3);
}

/* Changes thing 1, and fails between two rows of the next statement. */
static Status change_and_fail(Ctx *ctx, void *unused)
{
    (void)unused;
    const DbValue rows[] = {db_int(1), db_real(7), db_int(2), {.kind = DB_TEXT}};
    Status s = db_run(ctx, &set_weight, db_int(1), db_real(5));
    return s ? s : db_run_many(ctx, &set_weight, rows, 2, 2, NULL);
}

static Status change(Ctx *ctx, void *unused)
{
    (void)unused;
    return db_run(ctx, &set_weight, db_int(1), db_real(3));
}

TEST_DB(a_piece_that_fails_between_two_rows_leaves_no_lock_to_others)
{
    const char *url = given_url(t);
    DatabaseOptions options = {.url = url, .synchronous_off = true, .busy_ms = 1000};
    Database *database = given_database_with(t, options);
    Database *other = given_database_with(t, options);
    check_ok(t, thing_add(t->ctx, database, 1, "one"));
    for (int i = 0; i < 3; i++) {
        check_status(t, database_write(t->ctx, database, change_and_fail, NULL), NO_MEMORY);
        problem_clear(t->ctx);
        check_ok(t, database_write(t->ctx, other, change, NULL));
    }
    check_ok(t, database_write(t->ctx, database, change, NULL));
}

TEST_DB(pieces_that_wait_together_share_commits)
{
    Database *database = given_database(t);
    DatabaseState before, after;
    int64_t ids[100];
    for (int i = 0; i < 100; i++)
        ids[i] = i + 1;
    given_pieces(t, database, 100, ids);
    database_state(database, &before);
    check_int(t, before.queued, 100);
    run_pieces(t, database);
    database_state(database, &after);
    check_int(t, after.queued, 0);
    check_int(t, after.pieces - before.pieces, 101);
    check(t, after.commits - before.commits < 100); /* a slow machine shares less */
    check_int(t, thing_count(t, database), 100);
}

/* Two pieces that insert two ids from `first` on, the seventh statement failing: which is their
 * commit (commit, begin, insert, savepoint, insert, release, commit) where they share one. */
static Piece *given_failing_commit(T *t, Database *database, int64_t first)
{
    Piece *pieces = given_pieces(t, database, 2, (int64_t[]){first, first + 1});
    db_fail_at(7);
    check_ok(t, database_return_writer(t->ctx, database, true));
    while (!atomic_load(&pieces[0].done) || !atomic_load(&pieces[1].done))
        usleep(100);
    db_fail_at(0);
    return pieces;
}

TEST_DB(a_commit_that_fails_fails_every_piece_in_it)
{
    Database *database = given_database(t);
    Piece *pieces = given_failing_commit(t, database, 1);
    int64_t kept = 0;
    for (int64_t id = 3; !pieces[0].status && id < 100; id += 2) { /* too slow to share it */
        kept += 1 + !pieces[1].status;
        pieces = given_failing_commit(t, database, id);
    }
    check_status(t, pieces[0].status, UNAVAILABLE);
    check(t, strstr(pieces[0].ctx.problem.message, "commit"));
    check_status(t, pieces[1].status, UNAVAILABLE);
    check_int(t, thing_count(t, database), kept);
}

static Status ignore_failure(Ctx *ctx, void *work)
{
    Status s = thing_insert(ctx, work);
    return s == CONFLICT ? OK : s;
}

TEST_DB(a_failure_that_is_passed_over_keeps_nothing)
{
    Database *database = given_database(t);
    Thing thing = {.id = 1, .name = "same", .weight = NAN, .at_ms = NONE};
    check_ok(t, database_write(t->ctx, database, ignore_failure, &thing));
    check_status(t, database_write(t->ctx, database, ignore_failure, &thing), INTERNAL);
    thing = (Thing){.id = 2, .name = "other", .weight = NAN, .at_ms = NONE};
    check_ok(t, database_write(t->ctx, database, ignore_failure, &thing));
    check_int(t, thing_count(t, database), 2);
}

static Status try_twice(Ctx *ctx, void *work)
{
    Thing *thing = work;
    Status s = thing_insert(ctx, thing);
    if (s) return s;
    s = db_attempt(ctx, thing_insert, thing);
    if (s != CONFLICT) return INTERNAL;
    thing->id++;
    thing->name = "a second";
    return db_attempt(ctx, thing_insert, thing);
}

TEST_DB(an_attempt_that_fails_leaves_its_transaction_whole)
{
    Database *database = given_database(t);
    Thing thing = {.id = 1, .name = "a first", .weight = NAN, .at_ms = NONE};
    check_ok(t, database_write(t->ctx, database, try_twice, &thing));
    check_int(t, thing_count(t, database), 2);
}

typedef struct Notes {
    char text[16];
    size_t length;
    bool fails;
} Notes;

static void note_a(void *work)
{
    Notes *notes = work;
    notes->text[notes->length++] = 'a';
}

static void note_b(void *work)
{
    Notes *notes = work;
    notes->text[notes->length++] = 'b';
}

static Status note_and_fail(Ctx *ctx, void *work)
{
    Status s = db_after_commit(ctx, note_a, work);
    return s ? s : fail(ctx, STALE, "on purpose");
}

static Status note(Ctx *ctx, void *work)
{
    Notes *notes = work;
    Status s = db_after_commit(ctx, note_a, notes);
    if (!s) s = db_attempt(ctx, note_and_fail, notes);
    if (s == STALE) s = db_after_commit(ctx, note_b, notes);
    if (notes->length) return INTERNAL; /* before the commit */
    return notes->fails ? fail(ctx, STALE, "on purpose") : s;
}

TEST_DB(what_follows_a_commit_is_done_in_order_and_forgotten_when_undone)
{
    Database *database = given_database(t);
    Notes kept = {0}, undone = {.fails = true};
    check_ok(t, database_write(t->ctx, database, note, &kept));
    check_text(t, kept.text, "ab");
    check_status(t, database_write(t->ctx, database, note, &undone), STALE);
    check_text(t, t->ctx->problem.message, "on purpose");
    check_ok(t, database_write(t->ctx, database, note, &(Notes){0}));
    check_text(t, undone.text, "");
}

TEST_DB(a_write_inside_a_transaction_is_part_of_it)
{
    Database *database = given_database(t);
    check_ok(t, database_borrow_writer(t->ctx, database));
    check_ok(t, thing_add(t->ctx, database, 1, "one"));
    check_status(t, thing_add(t->ctx, database, 1, "one"), CONFLICT);
    check_int(t, thing_count(t, database), 1);
    check_ok(t, database_return_writer(t->ctx, database, false));
    check_int(t, thing_count(t, database), 0);
}

TEST_DB(a_reader_sees_one_moment)
{
    Database *database = given_database(t);
    Ctx writer;
    int64_t id = 0;
    Db *outer = t->ctx->db;
    ctx_init(&writer, t->ctx->arena, t->ctx->source);
    check_ok(t, thing_add(&writer, database, 1, "one"));
    check_ok(t, database_reader(t->ctx, database));
    check_ok(t, db_get_int(t->ctx, &last_id, &id));
    check_ok(t, thing_add(&writer, database, 2, "two"));
    check_ok(t, db_get_int(t->ctx, &last_id, &id));
    check_int(t, id, 1);
    database_give_back(t->ctx, database);
    check(t, t->ctx->db == outer);
    check_ok(t, database_reader(t->ctx, database));
    check_ok(t, db_get_int(t->ctx, &last_id, &id));
    check_int(t, id, 2);
    database_give_back(t->ctx, database);
}

TEST_DB(a_reader_cannot_write)
{
    Database *database = given_database(t);
    Thing thing = {.id = 1, .name = "one", .weight = NAN, .at_ms = NONE};
    check_ok(t, database_reader(t->ctx, database));
    check_status(t, thing_insert(t->ctx, &thing), UNAVAILABLE);
    check_status(t, db_attempt(t->ctx, nothing, NULL), INTERNAL);
    database_give_back(t->ctx, database);
    check_int(t, thing_count(t, database), 0);
}

TEST_DB(two_databases_do_not_mix)
{
    Database *first = given_database(t), *second = given_database(t);
    Db *outer = t->ctx->db;
    check_ok(t, database_borrow_writer(t->ctx, first));
    check_ok(t, thing_add(t->ctx, second, 1, "one"));
    check_int(t, thing_count(t, second), 1);
    check_int(t, thing_count(t, first), 0);
    check_ok(t, database_return_writer(t->ctx, first, true));
    check(t, t->ctx->db == outer);
}

TEST_DB(every_failing_allocation_is_told_and_undone)
{
    Database *database = given_database(t);
    Status s = NO_MEMORY;
    check_ok(t, thing_add(t->ctx, database, 1, "one"));
    for (long nth = 1; s && nth < 100; nth++) {
        List list;
        Rows *rows;
        memory_fail_at(nth);
        s = database_reader(t->ctx, database);
        if (!s) {
            s = db_query(t->ctx, &last_id, &rows);
            while (!s && rows_next(rows))
                ;
            if (!s) s = rows_end(rows);
            if (!s) s = testing_list(t->ctx, &list);
            database_give_back(t->ctx, database);
        }
        memory_fail_at(0);
        if (s) check_status(t, s, NO_MEMORY);
        check_int(t, thing_count(t, database), 1);
    }
    check_ok(t, s);
}
