/* Runs the tests gathered by TEST and TEST_DB; arguments choose those whose file or name contains
 * one of them, PARCELDESK_TEST_ENGINE an engine for those that have a database. */
#include "test.h"

#include <ftw.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "access/keys.h"
#include "db/db.h"

#define SEED 20261122
#define NOTHING_CHOSEN 77 /* the exit code that means «skipped» to meson and to ./test */

extern const TestRow __start_test_rows[], __stop_test_rows[];

/* A migrated database of an engine, made once: each test's own is a copy. */
typedef struct Model {
    const char *engine, *server; /* NULL: files */
    char *folder;                /* NULL: not made yet */
    char *url;
} Model;

typedef struct Case {
    const TestRow *row;
    Model *model; /* NULL: no database */
} Case;

enum { MODELS = 2 };

typedef struct Suite {
    struct CMUnitTest *tests;
    Case *cases;
    size_t count;
    Model models[MODELS];
} Suite;

static bool chosen(const TestRow *row, int count, char **words)
{
    for (int i = 1; i < count; i++)
        if (strstr(row->file, words[i]) || strstr(row->name, words[i])) return true;
    return count < 2;
}

static int remove_one(const char *path, const struct stat *status, int kind, struct FTW *ftw)
{
    (void)status, (void)kind, (void)ftw;
    return remove(path);
}

static int no_database(T *t)
{
    print_error("no database: %s\n", t->ctx->problem.message);
    return -1;
}

static Status model_make(Ctx *ctx, Model *model)
{
    char folder[] = "/tmp/parceldesk-model-XXXXXX";
    const char *url;
    Database *database;
    if (!mkdtemp(folder)) return fail(ctx, INTERNAL, "no folder in /tmp");
    Status s = database_create(ctx, model->server, folder, &url);
    if (s) return s;
    DatabaseOptions options = {.url = url, .synchronous_off = true, .prepare_late = true};
    s = database_open(ctx, &options, &database);
    if (s) return s;
    database_close(database);
    model->folder = strdup(folder);
    model->url = strdup(url);
    return model->folder && model->url ? OK : no_memory(ctx);
}

static void model_release(Model *model)
{
    Ctx ctx;
    ctx_init(&ctx, arena_new(), NULL);
    if (model->url && database_drop(&ctx, model->url)) print_error("%s\n", ctx.problem.message);
    arena_release(ctx.arena);
    if (model->folder) nftw(model->folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
    free(model->folder);
    free(model->url);
}

/* The same each time, as the model's were: the test's source gives them. */
static Status make_keys(T *t)
{
    Keys *keys = NULL;
    Status s = keys_open(t->ctx, t->folder, true, &keys);
    keys_close(keys);
    return s;
}

static int open_database(T *t, Model *model)
{
    if (!model->url && model_make(t->ctx, model)) return no_database(t);
    if (database_create_like(t->ctx, model->url, t->folder, &t->url)) return no_database(t);
    if (make_keys(t)) return no_database(t);
    HouseOptions options = {.data = t->folder,
                            .database = t->url,
                            .throw_away = true,
                            .node = -1,
                            .source = t->ctx->source};
    if (house_open(t->ctx, &options)) return no_database(t);
    t->house = t->ctx->house;
    return database_borrow_writer(t->ctx, t->house->database) ? no_database(t) : 0;
}

void commit(T *t)
{
    check_ok(t, database_return_writer(t->ctx, t->house->database, true));
    check_ok(t, database_borrow_writer(t->ctx, t->house->database));
}

static void close_database(T *t)
{
    if (!t->ctx->house) return;
    if (t->ctx->db && database_return_writer(t->ctx, t->house->database, false)) no_database(t);
    house_close(t->ctx);
    if (database_drop(t->ctx, t->url)) no_database(t);
}

static int set_up(void **state)
{
    const Case *the_case = *state;
    T *t = calloc(1, sizeof *t);
    Ctx *ctx = calloc(1, sizeof *ctx);
    char *folder = strdup("/tmp/parceldesk-test-XXXXXX");
    if (!t || !ctx || !folder || !mkdtemp(folder)) return -1;
    ctx_init(ctx, arena_new(), source_fixed(TEST_NOW, SEED));
    Model *model = the_case->model;
    *t = (T){.row = the_case->row, .ctx = ctx, .folder = folder};
    if (model) t->engine = model->engine;
    *state = t;
    return model ? open_database(t, model) : 0;
}

static int tear_down(void **state)
{
    T *t = *state;
    memory_fail_at(0);
    close_database(t);
    arena_release(t->ctx->arena);
    source_release(t->ctx->source);
    nftw(t->folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
    free((char *)t->folder);
    free(t->ctx);
    free(t);
    return 0;
}

static void run(void **state)
{
    T *t = *state;
    Arena *around = t->ctx->arena;
    t->ctx->arena = arena_new();
    if (!t->ctx->arena) abort();
    t->row->run(t);
    /* what the test holds of the house is let go of before the house is closed */
    memory_fail_at(0);
    arena_release(t->ctx->arena);
    t->ctx->arena = around;
}

static void add(Suite *suite, const TestRow *row, Model *model)
{
    Case *the_case = &suite->cases[suite->count];
    char *name;
    if (asprintf(&name, "%s%s%s", row->name, model ? " on " : "", model ? model->engine : "") < 0)
        abort();
    *the_case = (Case){row, model};
    suite->tests[suite->count++] = (struct CMUnitTest){name, run, set_up, tear_down, the_case};
}

static void add_row(Suite *suite, const TestRow *row)
{
    const char *only = getenv("PARCELDESK_TEST_ENGINE");
    if (!row->db) {
        add(suite, row, NULL);
        return;
    }
    for (Model *model = suite->models; model < suite->models + MODELS; model++) {
        bool is_there = model == suite->models || model->server;
        if (is_there && (!only || strcmp(only, model->engine) == 0)) add(suite, row, model);
    }
}

int main(int argc, char **argv)
{
    size_t room = 2 * (size_t)(__stop_test_rows - __start_test_rows);
    Suite suite = {.tests = calloc(room, sizeof *suite.tests),
                   .cases = calloc(room, sizeof *suite.cases),
                   .models = {{.engine = "sqlite"},
                              {.engine = "postgresql", .server = getenv("PARCELDESK_TEST_PG")}}};
    if (!suite.tests || !suite.cases) return 1;
    for (const TestRow *row = __start_test_rows; row < __stop_test_rows; row++)
        if (chosen(row, argc, argv)) add_row(&suite, row);
    if (!suite.count) {
        fprintf(stderr, "no test has such a name\n");
        return NOTHING_CHOSEN;
    }
    int failed = _cmocka_run_group_tests("parceldesk", suite.tests, suite.count, NULL, NULL);
    for (size_t i = 0; i < suite.count; i++)
        free((char *)suite.tests[i].name);
    free(suite.tests);
    free(suite.cases);
    for (size_t i = 0; i < MODELS; i++)
        model_release(&suite.models[i]);
    printf("%zu passed, %d failed\n", suite.count - (size_t)failed, failed);
    return failed != 0;
}

bool comes_true(bool (*holds)(void *of), void *of)
{
    int64_t until_us = monotonic_us() + PATIENCE_US;
    bool held = holds(of);
    while (!held && monotonic_us() < until_us) {
        usleep(2000);
        held = holds(of);
    }
    return held;
}

void check_(T *t, bool condition, const char *what, const char *file, int line)
{
    (void)t;
    if (!condition) {
        print_error("%s:%d: %s is false\n", file, line, what);
        _fail(file, line);
    }
}

void check_status_(T *t, Status got, Status want, const char *what, const char *file, int line)
{
    if (got == want) return;
    print_error("%s:%d: %s is %s, not %s: %s %s\n", file, line, what, status_code(got),
                status_code(want), t->ctx->problem.field, t->ctx->problem.message);
    _fail(file, line);
}

void check_int_(T *t, int64_t got, int64_t want, const char *what, const char *file, int line)
{
    (void)t;
    if (got != want) {
        print_error("%s:%d: %s is %lld, not %lld\n", file, line, what, (long long)got,
                    (long long)want);
        _fail(file, line);
    }
}

void check_text_(T *t, const char *got, const char *want, const char *what, const char *file,
                 int line)
{
    (void)t;
    if (got == want || (got && want && strcmp(got, want) == 0)) return;
    print_error("%s:%d: %s is \"%s\", not \"%s\"\n", file, line, what, got ? got : "(null)",
                want ? want : "(null)");
    _fail(file, line);
}

void check_near_(T *t, double got, double want, double within, const char *what, const char *file,
                 int line)
{
    (void)t;
    if (!(fabs(got - want) <= within)) {
        print_error("%s:%d: %s is %.12g, not %.12g within %g\n", file, line, what, got, want,
                    within);
        _fail(file, line);
    }
}
