#include "access/audit.h"

#include <string.h>

#include "db/db.h"
#include "test.h"

SQL(test_change_audit, "UPDATE audit SET action = $2 WHERE no = $1");
SQL(test_remove_audit, "DELETE FROM audit WHERE no = $1");
SQL(test_renumber_audit, "UPDATE audit SET no = no - 1 WHERE no > $1");

static void given_rows(T *t, int count)
{
    for (int i = 0; i < count; i++)
        check_ok(t, audit_write(t->ctx, "thing.change", "thing", i + 1, "{\"a\":1}"));
}

TEST_DB(an_untouched_log_is_unbroken)
{
    int64_t rows = -1;
    check_ok(t, audit_verify(t->ctx, &rows));
    check_int(t, rows, 0);
    given_rows(t, 3);
    check_ok(t, audit_verify(t->ctx, &rows));
    check_int(t, rows, 3);
}

TEST_DB(a_row_that_was_changed_is_found)
{
    int64_t rows;
    given_rows(t, 3);
    check_ok(t, db_run(t->ctx, &test_change_audit, db_int(2), db_text("thing.other")));
    check_status(t, audit_verify(t->ctx, &rows), CONFLICT);
    check(t, strstr(t->ctx->problem.message, "row 2"));
}

TEST_DB(a_row_that_was_taken_away_is_found_wherever_it_stood)
{
    for (int64_t gone = 3; gone >= 1; gone--) {
        int64_t rows;
        if (gone == 3) given_rows(t, 3);
        check_ok(t, db_run(t->ctx, &test_remove_audit, db_int(gone)));
        check_status(t, audit_verify(t->ctx, &rows), CONFLICT);
    }
}

TEST_DB(closing_the_gap_of_a_row_taken_away_does_not_hide_it)
{
    int64_t rows;
    given_rows(t, 3);
    check_ok(t, db_run(t->ctx, &test_remove_audit, db_int(2)));
    check_ok(t, db_run(t->ctx, &test_renumber_audit, db_int(2)));
    check_status(t, audit_verify(t->ctx, &rows), CONFLICT);
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
