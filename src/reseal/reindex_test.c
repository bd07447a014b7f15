#include "reseal/reindex.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "access/keys.h"
#include "backup/backup.h"
#include "base/arena.h"
#include "base/instant.h"
#include "house.h"
#include "reseal/testing.h"

SQL(test_indexes,
    "SELECT name_key FROM customer UNION ALL SELECT phone_key FROM customer"
    " UNION ALL SELECT phone_tail_key FROM customer UNION ALL SELECT email_key FROM customer"
    " UNION ALL SELECT value FROM customer_key"
    " UNION ALL SELECT source FROM customer_key WHERE source <> 0 AND source NOT IN"
    " (SELECT id FROM customer_part)"
    " UNION ALL SELECT value_key FROM customer_part WHERE value_key <> id"
    " UNION ALL SELECT value_key FROM customer_value UNION ALL SELECT phone_key FROM ticket"
    " UNION ALL SELECT email_key FROM ticket"
    " UNION ALL SELECT value FROM waybill_party_index"
    " UNION ALL SELECT contact_key FROM portal_code"
    " UNION ALL SELECT contact_key FROM portal_session"
    " UNION ALL SELECT sender_key FROM incoming_message");

/* More than any change takes; a test whose change never ends fails. */
enum { STEPS_MAX = 1000 };

enum { INDEXES_MAX = 200 };
typedef struct Indexes {
    int64_t items[INDEXES_MAX];
    size_t count;
} Indexes;

static Indexes indexes_now(T *t)
{
    Rows *rows;
    Indexes all = {.count = 0};
    check_ok(t, db_query(t->ctx, &test_indexes, &rows));
    while (rows_next(rows))
        if (!rows_null(rows, 0) && all.count < INDEXES_MAX)
            all.items[all.count++] = rows_int(rows, 0);
    check_ok(t, rows_end(rows));
    check(t, all.count < INDEXES_MAX);
    return all;
}

static size_t common(const Indexes *a, const Indexes *b)
{
    size_t count = 0;
    for (size_t i = 0; i < a->count; i++)
        for (size_t k = 0; k < b->count; k++)
            count += a->items[i] == b->items[k];
    return count;
}

/* --- the change --- */

static IndexState state_of(T *t)
{
    IndexState state;
    check_ok(t, index_state(t->ctx, &state));
    return state;
}

static void check_stage(T *t, IndexStage stage, int64_t now, int64_t other)
{
    KeyGenerations live = key_generations(t->ctx);
    check_int(t, state_of(t).stage, stage);
    check_int(t, live.now, now);
    check_int(t, live.other, other);
}

static void step(T *t)
{
    bool done;
    check_ok(t, reindex_step(t->ctx, &done));
}

/* To the moment when the new key writes. */
static void turn(T *t)
{
    keys_rotated(t);
    step(t);
    step(t);
    check_int(t, state_of(t).stage, INDEX_TURNED);
}

static int steps_to_end(T *t)
{
    bool done = false;
    int steps = 0;
    for (; !done && steps < STEPS_MAX; steps++)
        check_ok(t, reindex_step(t->ctx, &done));
    check(t, done);
    return steps;
}

TEST_DB(all_is_found_and_kept_once_before_during_and_after_a_change_of_keys)
{
    bool done = false;
    Customer customer = given_all(t);
    check_found(t);
    check_once(t, customer.id);
    Indexes before = indexes_now(t);
    check(t, before.count > 40);
    keys_rotated(t);
    for (int steps = 0; !done && steps < STEPS_MAX; steps++) {
        check_ok(t, reindex_step(t->ctx, &done));
        check_found(t);
        check_once(t, customer.id);
    }
    check(t, done);
    check_stage(t, INDEX_DONE, 2, 2);
    Indexes after = indexes_now(t);
    check_int(t, after.count, before.count);
    check_int(t, common(&before, &after), 0);
    Customer kept;
    check_ok(t, customer_find(t->ctx, customer.id, &kept));
    check_text(t, kept.phone, PHONE);
}

TEST_DB(what_nobody_writes_meanwhile_is_made_anew_by_the_walk_alone)
{
    given_all(t);
    Indexes before = indexes_now(t);
    keys_rotated(t);
    steps_to_end(t);
    Indexes after = indexes_now(t);
    check_int(t, after.count, before.count);
    check_int(t, common(&before, &after), 0);
    check_found(t);
    check(t, state_of(t).moved >= 25);
}

TEST_DB(a_change_takes_its_time_so_that_everybody_knows_both_keys)
{
    given_parcel(t, "776000000001", NAME, PHONE);
    check(t, !reindex_is_due(t->ctx));
    check_stage(t, INDEX_DONE, 0, 0);
    keys_rotated(t);
    check(t, reindex_is_due(t->ctx));
    step(t);
    check_stage(t, INDEX_TOLD, 0, 2);
    check(t, !reindex_is_due(t->ctx));
    source_move(t->ctx->source, DAY_MS);
    check(t, reindex_is_due(t->ctx));
    step(t);
    check_stage(t, INDEX_TURNED, 2, 0);
    check(t, !reindex_is_due(t->ctx)); /* a server may write by the old one for a second */
    source_move(t->ctx->source, MINUTE_MS);
    for (int i = 0; i < STEPS_MAX && reindex_is_due(t->ctx); i++)
        step(t);
    check_int(t, state_of(t).walk, 2);
    check_stage(t, INDEX_TURNED, 2, 0);
    source_move(t->ctx->source, DAY_MS);
    for (int i = 0; i < STEPS_MAX && reindex_is_due(t->ctx); i++)
        step(t);
    check_stage(t, INDEX_DONE, 2, 2);
    check_int(t, parcels_by(t, PHONE, NULL, NULL), 1);
}

/* A command that began before the new key wrote, and goes on. */
static void given_late_parcel(T *t, const char *no)
{
    KeyGenerations live = key_generations(t->ctx);
    check_ok(t, key_generations_set(t->ctx, (KeyGenerations){live.other, live.now}));
    given_parcel(t, no, NAME, PHONE);
    check_ok(t, key_generations_set(t->ctx, live));
}

TEST_DB(what_was_written_by_the_old_key_behind_a_walk_is_found_and_made_anew)
{
    given_parcel(t, "776000000001", NAME, PHONE);
    turn(t);
    for (int i = 0; i < STEPS_MAX && state_of(t).walk == 1; i++)
        step(t);
    given_late_parcel(t, "776000000002");
    check_int(t, parcels_by(t, PHONE, NULL, NULL), 2);
    for (int i = 0; i < STEPS_MAX && state_of(t).walk == 2; i++)
        step(t);
    check_stage(t, INDEX_TURNED, 2, 0); /* it came upon something: once more */
    steps_to_end(t);
    check_stage(t, INDEX_DONE, 2, 2);
    check_int(t, state_of(t).walk, 4);
    check_int(t, parcels_by(t, PHONE, NULL, NULL), 2);
}

TEST_DB(a_parcel_that_changes_hands_meanwhile_is_found_by_the_new_only)
{
    given_parcel(t, "776000000001", NAME, PHONE);
    turn(t);
    given_parcel(t, "776000000001", "李娜", "13900139000");
    check_int(t, parcels_by(t, PHONE, NULL, NULL), 0);
    check_int(t, parcels_by(t, "13900139000", NULL, NULL), 1);
    given_late_parcel(t, "776000000001");
    check_int(t, parcels_by(t, PHONE, NULL, NULL), 1);
    check_int(t, parcels_by(t, "13900139000", NULL, NULL), 0);
    steps_to_end(t);
    check_int(t, parcels_by(t, PHONE, NULL, NULL), 1);
    check_int(t, parcels_by(t, "13900139000", NULL, NULL), 0);
}

TEST_DB(a_contact_that_stands_by_the_other_key_cannot_be_entered_again)
{
    Contact contact;
    Customer customer = given_customer(t, "C-1", NAME, PHONE);
    given_part(t, customer.id, CONTACT_WECHAT, WECHAT);
    keys_rotated(t);
    shape_clear(&contact_shape, &contact);
    contact.customer_id = customer.id;
    contact.kind = CONTACT_WECHAT;
    contact.value = WECHAT;
    step(t);
    step(t);
    commit(t);
    check_status(t, part_add(t->ctx, PART_CONTACT, &contact), CONFLICT);
}

SQL(test_contacts, "SELECT count(*) FROM customer_part WHERE customer_id = $1 AND kind = 1");
SQL(test_primaries, "SELECT count(*) FROM customer_part WHERE customer_id = $1 AND kind = 1"
                    " AND is_primary = 1");

static int64_t counted(T *t, const Sql *sql, int64_t id)
{
    int64_t count = -1;
    check_ok(t, db_get_int(t->ctx, sql, &count, db_int(id)));
    return count;
}

/* As two servers in the second of the change, neither of which sees what the other writes. */
TEST_DB(a_contact_that_two_entered_unseen_by_both_keys_is_kept_once_by_the_walk)
{
    Customer customer = given_customer(t, "C-1", NAME, NULL);
    turn(t);
    check_ok(t, key_generations_set(t->ctx, (KeyGenerations){2, 2}));
    given_part(t, customer.id, CONTACT_WECHAT, WECHAT);
    check_ok(t, key_generations_set(t->ctx, (KeyGenerations){0, 0}));
    given_part(t, customer.id, CONTACT_WECHAT, WECHAT);
    check_int(t, counted(t, &test_contacts, customer.id), 2);
    check_ok(t, index_state_refresh(t->ctx));
    steps_to_end(t);
    check_int(t, counted(t, &test_contacts, customer.id), 1);
    check_int(t, counted(t, &test_primaries, customer.id), 1);
}

static Status step_and_die(Ctx *ctx, void *work)
{
    Status s = reindex_step(ctx, work);
    return s ? s : fail(ctx, UNAVAILABLE, "it dies here");
}

/* Each step is done, undone with its transaction, and done again by a process that knows nothing
 * but the store and the key file. */
TEST_DB(a_process_that_dies_at_any_step_is_followed_by_one_that_goes_on_there)
{
    bool done = false;
    given_all(t);
    Indexes before = indexes_now(t);
    keys_rotated(t);
    struct Keys *own = t->house->keys;
    for (int steps = 0; !done && steps < STEPS_MAX; steps++) {
        struct Keys *fresh;
        check_status(t, db_attempt(t->ctx, step_and_die, &done), UNAVAILABLE);
        problem_clear(t->ctx);
        check_ok(t, keys_open(t->ctx, t->folder, false, &fresh));
        t->house->keys = fresh;
        check_ok(t, index_state_refresh(t->ctx));
        check_found(t);
        check_ok(t, reindex_step(t->ctx, &done));
        check_found(t);
        t->house->keys = own;
        keys_close(fresh);
        check_ok(t, index_state_refresh(t->ctx));
    }
    check(t, done);
    Indexes after = indexes_now(t);
    check_int(t, after.count, before.count);
    check_int(t, common(&before, &after), 0);
}

TEST_DB(old_keys_are_dropped_when_nothing_is_found_by_them_and_all_is_found_afterwards)
{
    bool ended;
    const char *kept;
    given_all(t);
    keys_rotated(t);
    steps_to_end(t);
    keys_rotated(t);
    check_status(t, reindex_check_over(t->ctx), CONFLICT);
    check_ok(t, reindex_all(t->ctx, NULL, &ended));
    check(t, ended);
    check_ok(t, reindex_check_over(t->ctx));
    check_ok(t, reseal_all(t->ctx, NULL));
    source_move(t->ctx->source, 7 * DAY_MS);
    check_ok(t, reseal_check_over(t->ctx));
    check_ok(t, keys_drop(t->ctx, t->folder, 3, &kept));
    struct Keys *own = t->house->keys, *now;
    check_ok(t, keys_open(t->ctx, t->folder, false, &now));
    t->house->keys = now;
    check_ok(t, index_state_refresh(t->ctx));
    check_stage(t, INDEX_DONE, 3, 3);
    check_found(t);
    t->house->keys = own;
    keys_close(now);
}

TEST_DB(a_key_that_is_added_meanwhile_waits_until_the_change_is_done)
{
    given_parcel(t, "776000000001", NAME, PHONE);
    turn(t);
    keys_rotated(t);
    step(t);
    check_stage(t, INDEX_TURNED, 2, 0);
    for (int i = 0; i < STEPS_MAX && state_of(t).stage == INDEX_TURNED; i++)
        step(t);
    check_stage(t, INDEX_DONE, 2, 2);
    check(t, reindex_is_due(t->ctx));
    step(t);
    check_stage(t, INDEX_TOLD, 2, 3);
    steps_to_end(t);
    check_stage(t, INDEX_DONE, 3, 3);
    check_int(t, parcels_by(t, PHONE, NULL, NULL), 1);
}

static void pause_noted(Ctx *ctx, int64_t ms)
{
    source_move(ctx->source, ms);
}

TEST_DB(a_command_does_what_is_due_and_waits_a_minute_but_no_day)
{
    bool ended;
    given_parcel(t, "776000000001", NAME, PHONE);
    check_ok(t, reindex_all(t->ctx, pause_noted, &ended));
    check(t, ended); /* there is one key */
    keys_rotated(t);
    check_ok(t, reindex_all(t->ctx, pause_noted, &ended));
    check(t, !ended);
    check_stage(t, INDEX_TOLD, 0, 2);
    source_move(t->ctx->source, DAY_MS);
    int64_t before = ctx_now(t->ctx);
    check_ok(t, reindex_all(t->ctx, pause_noted, &ended));
    check(t, !ended);
    check_int(t, ctx_now(t->ctx) - before, MINUTE_MS);
    check_int(t, state_of(t).walk, 2);
    source_move(t->ctx->source, DAY_MS);
    check_ok(t, reindex_all(t->ctx, pause_noted, &ended));
    check(t, ended);
    check_stage(t, INDEX_DONE, 2, 2);
}

TEST_DB(a_server_whose_key_file_was_not_copied_leaves_the_change_to_others)
{
    struct Keys *own = t->house->keys, *before;
    check_ok(t, keys_open(t->ctx, t->folder, false, &before));
    turn(t);
    const char *path = arena_format(t->ctx->arena, "%s/keys", t->folder);
    const char *away = arena_format(t->ctx->arena, "%s/keys.away", t->folder);
    check_int(t, rename(path, away), 0);
    t->house->keys = before;
    check(t, !reindex_is_due(t->ctx));
    check_status(t, index_state_refresh(t->ctx), CONFLICT);
    check(t, strstr(t->ctx->problem.message, "lacks key 2"));
    problem_clear(t->ctx);
    check_int(t, rename(away, path), 0);
    check_ok(t, index_state_refresh(t->ctx));
    t->house->keys = own;
    keys_close(before);
}

/* --- backups --- */

static const char *path_in(T *t, const char *name)
{
    return arena_format(t->ctx->arena, "%s/%s", t->folder, name);
}

static void given_house(T *t, const char *name)
{
    const HouseOptions options = {
        .data = path_in(t, name), .throw_away = true, .node = -1, .source = t->ctx->source};
    check_ok(t, house_open(t->ctx, &options));
    check_ok(t, database_borrow_writer(t->ctx, t->ctx->house->database));
}

static void house_end(T *t)
{
    check_ok(t, database_return_writer(t->ctx, t->ctx->house->database, true));
    house_close(t->ctx);
}

TEST(a_backup_out_of_the_midst_of_a_change_is_found_in_and_goes_on_with_it)
{
    Manifest made;
    Replay found;
    given_house(t, "data");
    given_all(t);
    turn(t);
    for (int i = 0; i < STEPS_MAX && !state_of(t).moved; i++)
        step(t);
    check(t, state_of(t).place != NULL);
    check_ok(t, database_return_writer(t->ctx, t->ctx->house->database, true));
    check_ok(t, backup_make(t->ctx, path_in(t, "backup"), &made));
    const Restoring restoring = {path_in(t, "backup"), path_in(t, "new"), path_in(t, "data"), NULL,
                                 0};
    check_ok(t, backup_restore(t->ctx, &restoring, &made, &found));
    house_close(t->ctx);
    given_house(t, "new");
    check_stage(t, INDEX_TURNED, 2, 0);
    check_found(t);
    steps_to_end(t);
    check_stage(t, INDEX_DONE, 2, 2);
    check_found(t);
    house_end(t);
}

TEST(a_backup_does_not_open_with_a_key_file_from_before_the_change)
{
    given_house(t, "data");
    check_int(t, link(path_in(t, "data/keys"), path_in(t, "keys.old")), 0);
    turn(t);
    house_end(t);
    check_int(t, rename(path_in(t, "keys.old"), path_in(t, "data/keys")), 0);
    const HouseOptions options = {.data = path_in(t, "data"), .read_only = true};
    check_status(t, house_open(t->ctx, &options), CONFLICT);
    check(t, strstr(t->ctx->problem.message, "lacks key 2"));
}
