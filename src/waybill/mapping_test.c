#include "waybill/mapping.h"

#include <pthread.h>
#include <stdio.h>

#include "db/db.h"
#include "test.h"
#include "waybill/mapping_store.h"

enum { EDITORS = 8, EDITS = 10 };

typedef struct Editor {
    T *t;
    int number;
    int refused;
    pthread_t thread;
} Editor;

/* Without the audit log, before which writers take turns anyway. */
static Status edit(Ctx *ctx, void *work)
{
    CodeMapping *row = work;
    Status s = mapping_store_next(ctx, &row->version);
    return s ? s : mapping_store_insert(ctx, row);
}

/* Says something about codes of their own, each in a transaction. */
static void *editor_run(void *arg)
{
    Editor *editor = arg;
    for (int i = 0; i < EDITS; i++) {
        char code[16];
        Ctx ctx;
        Arena *arena = arena_new();
        ctx_init(&ctx, arena, editor->t->ctx->source);
        ctx.house = editor->t->house;
        ctx.request_id = "test";
        snprintf(code, sizeof code, "E%d-%d", editor->number, i);
        CodeMapping row = {
            .provider = "sto", .code = code, .action = "", .stage = 1, .note = "why"};
        row.exception = row.leg = row.cause = NONE;
        editor->refused += database_write(&ctx, editor->t->house->database, edit, &row) != OK;
        arena_release(arena);
    }
    return NULL;
}

SQL(versions_given, "SELECT COUNT(DISTINCT version) FROM code_mapping WHERE version > 1");

TEST_DB(two_who_edit_at_once_never_get_the_same_version)
{
    Editor editors[EDITORS];
    int64_t versions = 0, last = 0;
    check_ok(t, database_return_writer(t->ctx, t->house->database, true));
    for (int i = 0; i < EDITORS; i++) {
        editors[i] = (Editor){.t = t, .number = i};
        check(t, !pthread_create(&editors[i].thread, NULL, editor_run, &editors[i]));
    }
    for (int i = 0; i < EDITORS; i++) {
        pthread_join(editors[i].thread, NULL);
        check_int(t, editors[i].refused, 0);
    }
    check_ok(t, database_borrow_writer(t->ctx, t->house->database));
    check_ok(t, db_get_int_values(t->ctx, &versions_given, &versions, NULL, 0));
    check_ok(t, mapping_store_version(t->ctx, &last));
    check_int(t, versions, EDITORS * EDITS);
    check_int(t, last, EDITORS * EDITS + 1);
}
