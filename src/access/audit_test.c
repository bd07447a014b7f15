#include "access/audit.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "db/db.h"
#include "house.h"
#include "test.h"

SQL(test_change_audit, "UPDATE audit SET action = $2 WHERE no = $1");
SQL(test_remove_audit, "DELETE FROM audit WHERE no = $1");
SQL(test_move_audit, "UPDATE audit SET no = $2 WHERE no = $1");
SQL(test_append_audit,
    "INSERT INTO audit (no, at_ms, who_kind, action, subject_kind, hash)"
    " SELECT no + 1, at_ms, who_kind, action, subject_kind, hash FROM audit WHERE no = $1");
SQL(test_end_audit, "UPDATE audit_head SET no = $1,"
                    " hash = (SELECT hash FROM audit WHERE audit.no = CAST($1 AS BIGINT))");
SQL(test_renumber_audit, "UPDATE audit SET no = no - 1 WHERE no > $1");

static Status verify_all(T *t, int64_t *rows)
{
    AuditWalk walk = {.limit = INT64_MAX};
    Status s = audit_verify(t->ctx, &walk);
    *rows = walk.rows;
    check_int(t, walk.next, NONE);
    return s;
}

static void given_rows(T *t, int count)
{
    for (int i = 0; i < count; i++)
        check_ok(t, audit_write(t->ctx, "thing.change", "thing", i + 1, "{\"a\":1}"));
}

TEST_DB(an_untouched_log_is_unbroken)
{
    int64_t rows = -1;
    check_ok(t, verify_all(t, &rows));
    check_int(t, rows, 0);
    given_rows(t, 3);
    check_ok(t, verify_all(t, &rows));
    check_int(t, rows, 3);
}

TEST_DB(a_row_that_was_changed_is_found)
{
    int64_t rows;
    given_rows(t, 3);
    check_ok(t, db_run(t->ctx, &test_change_audit, db_int(2), db_text("thing.other")));
    check_status(t, verify_all(t, &rows), CONFLICT);
    check(t, strstr(t->ctx->problem.message, "row 2"));
}

TEST_DB(a_row_that_was_taken_away_is_found_wherever_it_stood)
{
    for (int64_t gone = 3; gone >= 1; gone--) {
        int64_t rows;
        if (gone == 3) given_rows(t, 3);
        check_ok(t, db_run(t->ctx, &test_remove_audit, db_int(gone)));
        check_status(t, verify_all(t, &rows), CONFLICT);
    }
}

TEST_DB(closing_the_gap_of_a_row_taken_away_does_not_hide_it)
{
    int64_t rows;
    given_rows(t, 3);
    check_ok(t, db_run(t->ctx, &test_remove_audit, db_int(2)));
    check_ok(t, db_run(t->ctx, &test_renumber_audit, db_int(2)));
    check_status(t, verify_all(t, &rows), CONFLICT);
}

static void check_broken_at(T *t, const char *row)
{
    int64_t rows;
    check_status(t, verify_all(t, &rows), CONFLICT);
    check(t, strstr(t->ctx->problem.message, row));
}

TEST_DB(rows_that_were_swapped_are_found)
{
    given_rows(t, 4);
    check_ok(t, db_run(t->ctx, &test_move_audit, db_int(2), db_int(99)));
    check_ok(t, db_run(t->ctx, &test_move_audit, db_int(3), db_int(2)));
    check_ok(t, db_run(t->ctx, &test_move_audit, db_int(99), db_int(3)));
    check_broken_at(t, "row 2");
}

TEST_DB(a_row_that_was_put_in_by_hand_is_found)
{
    given_rows(t, 3);
    check_ok(t, db_run(t->ctx, &test_append_audit, db_int(3)));
    check_broken_at(t, "row 4");
    check_ok(t, db_run(t->ctx, &test_end_audit, db_int(4))); /* and called the end */
    check_broken_at(t, "row 4");
}

/* The last rows are gone, and what is left was called the whole. */
static void given_cut_off(T *t, int64_t last, int64_t new_last)
{
    for (int64_t no = last; no > new_last; no--)
        check_ok(t, db_run(t->ctx, &test_remove_audit, db_int(no)));
    check_ok(t, db_run(t->ctx, &test_end_audit, db_int(new_last)));
}

TEST_DB(rows_cut_off_the_end_are_missed_by_who_knows_how_far_it_went)
{
    AuditHead end, read;
    const char *word;
    int64_t rows;
    given_rows(t, 5);
    check_ok(t, audit_end(t->ctx, &end));
    check_int(t, end.no, 5);
    check_ok(t, audit_end_text(t->ctx, &end, &word));
    check_ok(t, audit_end_parse(t->ctx, word, &read));
    check_ok(t, audit_check_end(t->ctx, &read));
    given_rows(t, 1);
    check_ok(t, audit_check_end(t->ctx, &read)); /* it went on */
    given_cut_off(t, 6, 4);
    check_ok(t, verify_all(t, &rows)); /* nothing in it tells */
    check_status(t, audit_check_end(t->ctx, &read), CONFLICT);
    check(t, strstr(t->ctx->problem.message, "row 5"));
    given_rows(t, 1); /* another row in its place */
    check_status(t, audit_check_end(t->ctx, &read), CONFLICT);
    check(t, strstr(t->ctx->problem.message, "row 5"));
}

TEST_DB(rows_cut_off_the_end_are_missed_where_the_data_folder_knows_of_them)
{
    AuditHead noted;
    int64_t rows;
    const char *path = arena_format(t->ctx->arena, "%s/audit-end", t->ctx->house->data_folder);
    given_rows(t, 3);
    check_ok(t, audit_end_note(t->ctx));
    check_ok(t, audit_end_noted(t->ctx, &noted));
    check_int(t, noted.no, 3);
    given_rows(t, 2);
    check_ok(t, verify_all(t, &rows));
    given_cut_off(t, 5, 3);
    check_ok(t, verify_all(t, &rows)); /* it was never noted how far it went then */
    given_cut_off(t, 3, 2);
    check_broken_at(t, "row 3");
    check_ok(t, audit_end_note(t->ctx)); /* which does not forget it */
    check_broken_at(t, "row 3");
    check_int(t, truncate(path, 20), 0);
    check_broken_at(t, "was changed");
    check_int(t, unlink(path), 0);
}

TEST_DB(a_note_that_a_power_cut_emptied_is_as_none_and_is_written_again)
{
    AuditHead noted;
    int64_t rows;
    const char *path = arena_format(t->ctx->arena, "%s/audit-end", t->ctx->house->data_folder);
    given_rows(t, 3);
    check_ok(t, audit_end_note(t->ctx));
    check_int(t, truncate(path, 0), 0);
    check_ok(t, audit_end_noted(t->ctx, &noted));
    check_int(t, noted.no, 0);
    check_ok(t, verify_all(t, &rows));
    check_ok(t, audit_end_note(t->ctx));
    check_ok(t, audit_end_noted(t->ctx, &noted));
    check_int(t, noted.no, 3);
    check_int(t, truncate(path, 1), 0);
    check_broken_at(t, "was changed");
}

static ino_t file_of(T *t, const char *path)
{
    struct stat stat_of;
    check_int(t, stat(path, &stat_of), 0);
    return stat_of.st_ino;
}

TEST_DB(a_note_is_written_where_the_log_went_on_and_not_otherwise)
{
    const char *path = arena_format(t->ctx->arena, "%s/audit-end", t->ctx->house->data_folder);
    given_rows(t, 1);
    check_ok(t, audit_end_note(t->ctx));
    int kept = open(path, O_RDONLY | O_CLOEXEC); /* no other file has its number meanwhile */
    ino_t first = file_of(t, path);
    check_ok(t, audit_end_note(t->ctx));
    check_int(t, file_of(t, path), first);
    given_rows(t, 1);
    check_ok(t, audit_end_note(t->ctx));
    check(t, file_of(t, path) != first);
    close(kept);
}

TEST_DB(what_is_no_end_of_the_log_is_refused)
{
    static const char *const words[] = {
        "", "5", ":", "5:", "5:ab", "-1:00", "x:00", "99999999999999999999:00"};
    AuditHead end;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        check_status(t, audit_end_parse(t->ctx, words[i], &end), INVALID);
}

TEST_DB(the_log_names_who_did_what_newest_first)
{
    Person person = {.kind = PERSON_TOKEN, .id = 77, .login = "erp"};
    AuditFilter filter = {.limit = 1};
    List rows;
    const char *next;
    given_rows(t, 1);
    t->ctx->who = &person;
    given_rows(t, 1);
    t->ctx->who = NULL;
    check_ok(t, audit_list(t->ctx, &filter, &rows, &next));
    const AuditRow *row = rows.items;
    check_int(t, rows.count, 1);
    check_int(t, row->no, 2);
    check_text(t, row->who_login, "erp");
    check_int(t, row->who_kind, PERSON_TOKEN);
    check_int(t, row->at, TEST_NOW);
    filter.cursor = next;
    check_ok(t, audit_list(t->ctx, &filter, &rows, &next));
    check_int(t, ((const AuditRow *)rows.items)->no, 1);
    check(t, !next);
}

TEST_DB(the_log_of_one_thing_leaves_out_the_others)
{
    AuditFilter filter = {.subject_kind = "thing", .subject_id = 2, .limit = 10};
    List rows;
    const char *next;
    given_rows(t, 3);
    check_ok(t, audit_list(t->ctx, &filter, &rows, &next));
    check_int(t, rows.count, 1);
    filter.cursor = "not ours";
    check_status(t, audit_list(t->ctx, &filter, &rows, &next), INVALID);
}

TEST_DB(the_log_is_not_for_who_is_limited_to_an_outlet_or_a_customer)
{
    Person person = {.kind = PERSON_HUMAN, .id = 5, .login = "east", .scope_outlet_id = 7};
    AuditFilter filter = {.limit = 10};
    List rows;
    const char *next;
    given_rows(t, 1);
    t->ctx->who = &person;
    check_status(t, audit_list(t->ctx, &filter, &rows, &next), FORBIDDEN);
    person.scope_outlet_id = 0;
    person.scope_customer_id = 7;
    check_status(t, audit_list(t->ctx, &filter, &rows, &next), FORBIDDEN);
    person.scope_customer_id = 0;
    check_ok(t, audit_list(t->ctx, &filter, &rows, &next));
    check_int(t, rows.count, 1);
}

TEST_DB(the_log_is_walked_a_stretch_at_a_time)
{
    AuditWalk walk = {.limit = 2};
    given_rows(t, 5);
    for (int64_t after = 0; after < 4; after += 2) {
        walk.after = after;
        check_ok(t, audit_verify(t->ctx, &walk));
        check_int(t, walk.rows, 2);
        check_int(t, walk.next, after + 2);
    }
    walk.after = walk.next;
    check_ok(t, audit_verify(t->ctx, &walk));
    check_int(t, walk.rows, 1);
    check_int(t, walk.next, NONE);
    walk = (AuditWalk){.limit = 5};
    check_ok(t, audit_verify(t->ctx, &walk));
    check_int(t, walk.next, NONE);
}

TEST_DB(a_stretch_ends_at_what_was_changed_and_begins_at_what_stands)
{
    AuditWalk walk = {.after = 2, .limit = 2};
    given_rows(t, 5);
    check_ok(t, db_run(t->ctx, &test_change_audit, db_int(4), db_text("thing.other")));
    check_status(t, audit_verify(t->ctx, &walk), CONFLICT);
    check(t, strstr(t->ctx->problem.message, "row 4"));
    check_int(t, walk.rows, 1);
    walk.after = 9;
    check_status(t, audit_verify(t->ctx, &walk), CONFLICT);
    check(t, strstr(t->ctx->problem.message, "row 9"));
    check_ok(t, db_run(t->ctx, &test_remove_audit, db_int(5)));
    walk.after = 4;
    check_status(t, audit_verify(t->ctx, &walk), CONFLICT);
    check(t, strstr(t->ctx->problem.message, "row 5"));
}

static size_t found(T *t, AuditFilter filter)
{
    List rows;
    const char *next;
    filter.limit = 10;
    check_ok(t, audit_list(t->ctx, &filter, &rows, &next));
    return rows.count;
}

TEST_DB(changes_are_found_by_any_of_their_marks_alone_and_together)
{
    Person erp = {.kind = PERSON_TOKEN, .id = 77, .login = "erp"};
    given_rows(t, 3);
    check_ok(t, audit_write(t->ctx, "token.create", "token", 1, NULL));
    t->ctx->who = &erp;
    check_ok(t, audit_write(t->ctx, "token.create", "token", 2, NULL));
    t->ctx->who = NULL;
    check_int(t, found(t, (AuditFilter){.who = "erp"}), 1);
    check_int(t, found(t, (AuditFilter){.who = "nobody"}), 0);
    check_int(t, found(t, (AuditFilter){.action = "token.create"}), 2);
    check_int(t, found(t, (AuditFilter){.action = "token.create", .who = "erp"}), 1);
    check_int(t, found(t, (AuditFilter){.subject_kind = "thing"}), 3);
    check_int(t, found(t, (AuditFilter){.subject_kind = "thing", .subject_id = 2}), 1);
    check_int(t, found(t, (AuditFilter){.subject_id = 2}), 2);
    check_int(t, found(t, (AuditFilter){.subject_kind = "thing", .who = "erp"}), 0);
    check_int(t, found(t, (AuditFilter){0}), 5);
}
