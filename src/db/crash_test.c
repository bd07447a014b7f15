/* A process that dies or has no room left: nothing acknowledged is lost, nothing half is there.
 * Each test forks before a database is open, for no database survives a fork. */
#include <math.h>
#include <semaphore.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "db/testing.h"

enum { WAVE = 8, DEATHS = 20 };

typedef struct Row {
    Write write;
    Ctx ctx;
    Thing thing;
    int out;
    sem_t *done;
} Row;

static Status row_insert(Ctx *ctx, void *work)
{
    return thing_insert(ctx, &((Row *)work)->thing);
}

static void row_acknowledge(void *work, Status status)
{
    Row *row = work;
    int64_t id = row->thing.id;
    if (!status && write(row->out, &id, sizeof id) != sizeof id) abort();
    sem_post(row->done);
}

static Database *open_there(T *t, const char *url)
{
    DatabaseOptions options = {.url = url, .set = "dbtest", .migrations = testing_migrations};
    Database *database;
    check_ok(t, database_open(t->ctx, &options, &database));
    return database;
}

/* Writes until it is killed: waves of pieces, each acknowledged through the pipe. */
static void write_on(T *t, const char *url, int64_t id, int out)
{
    Row rows[WAVE];
    sem_t done;
    Database *database = open_there(t, url);
    sem_init(&done, 0, 0);
    for (;;) {
        for (int i = 0; i < WAVE; i++) {
            Row *row = &rows[i];
            *row = (Row){.out = out, .done = &done};
            ctx_init(&row->ctx, t->ctx->arena, t->ctx->source);
            row->thing = (Thing){.id = ++id, .weight = NAN, .at_ms = NONE};
            row->thing.name = arena_format(t->ctx->arena, "thing %lld", (long long)id);
            row->write = (Write){&row->ctx, row_insert, row_acknowledge, row};
            if (database_submit(database, &row->write)) abort();
        }
        for (int i = 0; i < WAVE; i++)
            sem_wait(&done);
    }
}

/* Starts a writer, kills it some time after its first word; returns how many ids it acknowledged.
 */
static size_t one_death(T *t, const char *url, int64_t first, unsigned after_us, int64_t *ids)
{
    int ends[2];
    size_t count = 0;
    check(t, pipe(ends) == 0);
    pid_t child = fork();
    if (child == 0) {
        close(ends[0]);
        write_on(t, url, first, ends[1]);
    }
    close(ends[1]);
    if (read(ends[0], &ids[0], sizeof *ids) == sizeof *ids) count++;
    usleep(after_us);
    kill(child, SIGKILL);
    waitpid(child, NULL, 0);
    while (read(ends[0], &ids[count], sizeof *ids) == sizeof *ids)
        count++;
    close(ends[0]);
    return count;
}

static int compare_ids(const void *a, const void *b)
{
    int64_t left = *(const int64_t *)a, right = ((const Thing *)b)->id;
    return (left > right) - (left < right);
}

static void survive_deaths(T *t)
{
    enum { ROOM = 65536 / 8 + 1 }; /* what a pipe holds */
    const char *url = given_url(t);
    int64_t *ids = ARENA_ARRAY(t->ctx->arena, ROOM, int64_t);
    size_t all = 0;
    for (int death = 0; death < DEATHS; death++) {
        List list;
        unsigned after_us = (unsigned)(death * 7919 % 23) * 500;
        size_t count = one_death(t, url, 1000000 * (int64_t)death, after_us, ids);
        check(t, count > 0);
        Database *database = open_there(t, url);
        check_ok(t, database_reader(t->ctx, database));
        check_ok(t, testing_list(t->ctx, &list));
        database_give_back(t->ctx, database);
        database_close(database);
        all += count;
        check(t, list.count >= all);
        for (size_t i = 0; i < count; i++)
            check(t, bsearch(&ids[i], list.items, list.count, sizeof(Thing), compare_ids));
    }
}

TEST(every_acknowledged_row_survives_kill_9)
{
    survive_deaths(t);
}

TEST(every_acknowledged_row_survives_kill_9_beside_a_server_of_the_database)
{
    if (!getenv("PARCELDESK_TEST_PG")) return;
    t->engine = "postgresql";
    survive_deaths(t);
}

/* What the child of the next test found wrong; 0: nothing. */
enum { FINE, NEVER_FULL, OTHER_STATUS, NO_RECOVERY };

static int fill_and_go_on(T *t, Database *database)
{
    struct rlimit limit;
    int64_t id = 0;
    Status s = OK;
    const char *name = arena_format(t->ctx->arena, "%0*d", 2000, 0);
    signal(SIGXFSZ, SIG_IGN); /* as main() does */
    getrlimit(RLIMIT_FSIZE, &limit);
    rlim_t before = limit.rlim_cur;
    limit.rlim_cur = 1 << 20;
    setrlimit(RLIMIT_FSIZE, &limit);
    while (!s && id < 2000) {
        ++id;
        s = thing_add(t->ctx, database, id, arena_format(t->ctx->arena, "%s%d", name, (int)id));
    }
    int64_t kept = thing_count(t, database);
    if (!s) return NEVER_FULL;
    if (s != NO_SPACE || kept != id - 1) return OTHER_STATUS;
    limit.rlim_cur = before;
    setrlimit(RLIMIT_FSIZE, &limit);
    s = thing_add(t->ctx, database, id, "again");
    return s || thing_count(t, database) != id ? NO_RECOVERY : FINE;
}

TEST(a_full_disk_refuses_a_write_and_the_next_one_works_when_there_is_room)
{
    const char *url = given_url(t);
    int status = 0;
    pid_t child = fork();
    if (child == 0) {
        Database *database = open_there(t, url);
        int found = fill_and_go_on(t, database);
        database_close(database);
        _exit(found);
    }
    waitpid(child, &status, 0);
    check(t, WIFEXITED(status));
    check_int(t, WEXITSTATUS(status), FINE);
    Database *database = open_there(t, url);
    check(t, thing_count(t, database) > 30);
    database_close(database);
}
