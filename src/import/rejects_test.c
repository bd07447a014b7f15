#include "import/rejects.h"

#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "test.h"

static const char *names[] = {"code", "city"};
static const Texts columns = {names, 2};

static Status refuse(Ctx *ctx, Rejects *rejects, int64_t line)
{
    Cell cells[2] = {{.text = "C1", .length = 2}, {.text = "x", .length = 1}};
    const Row row = {.line = line, .cells = cells, .count = 2};
    const Refusal refusal = {"in.csv", &row, "city", "is none"};
    return rejects_add(ctx, rejects, &refusal);
}

/* Whether the disk was told to be full, and nothing half written stays behind. */
static int fill(T *t, const char *path)
{
    Rejects *rejects = NULL;
    struct rlimit limit = {4096, 4096};
    signal(SIGXFSZ, SIG_IGN); /* as main() does */
    Status s = rejects_open(t->ctx, path, &rejects);
    if (!s) s = rejects_columns(t->ctx, rejects, &columns);
    setrlimit(RLIMIT_FSIZE, &limit);
    for (int64_t line = 2; !s && line < 10000; line++)
        s = refuse(t->ctx, rejects, line);
    if (!s) s = rejects_finish(t->ctx, rejects);
    rejects_close(rejects);
    const char *part = arena_format(t->ctx->arena, "%s.part", path);
    bool gone = access(path, F_OK) != 0 && access(part, F_OK) != 0;
    return s == NO_SPACE && strstr(t->ctx->problem.message, path) && gone ? 0 : 1;
}

TEST(where_the_disk_is_full_refused_rows_are_told_and_no_half_file_stays)
{
    int status = 0;
    const char *path = arena_format(t->ctx->arena, "%s/rejects.csv", t->folder);
    pid_t child = fork();
    if (child == 0) _exit(fill(t, path));
    check_int(t, waitpid(child, &status, 0), child);
    check(t, WIFEXITED(status));
    check_int(t, WEXITSTATUS(status), 0);
}

TEST(a_rejects_files_own_columns_are_known_at_its_end_alone)
{
    static const char *const now[] = {"a", "file", "line", "field", "reason"};
    static const char *const prefixed[] = {"line", "rejected_file", "rejected_line",
                                           "rejected_field", "rejected_reason"};
    static const char *const before[] = {"a", "line", "field", "reason"};
    static const char *const within[] = {"file", "line", "field", "reason", "a"};
    check_int(t, rejects_added(&(Texts){(const char **)now, 5}), 4);
    check_int(t, rejects_added(&(Texts){(const char **)prefixed, 5}), 4);
    check_int(t, rejects_added(&(Texts){(const char **)before, 4}), 3);
    check_int(t, rejects_added(&(Texts){(const char **)within, 5}), 0);
    check_int(t, rejects_added(&(Texts){(const char **)now, 1}), 0);
}
