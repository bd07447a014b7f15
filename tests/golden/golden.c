/* Plays golden transcripts, several at once: see README.md.
 *
 * golden --program FILE --engine sqlite|postgresql [--update] [--torture[=allocation|=statement]]
 * [--full-disk] [--jobs N] [WORD …] */
#include <errno.h>
#include <ftw.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "coverage.h"
#include "replay.h"

#define MAX_FILES 2000
#define NOTHING_CHOSEN 77

typedef struct Run {
    ReplayOptions options;
    const char *torture; /* what fails: "allocation", "statement", "" for both; NULL: nothing */
    int jobs;
    char **words;
    int word_count;
} Run;

/* A transcript played by a child process: its report and its score come back in a file. */
typedef struct Child {
    pid_t pid;
    const char *path;
    FILE *report;
} Child;

/* --- the files --- */

static int by_name(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static Status files_find(Ctx *ctx, const char *folder, char **out, size_t *count)
{
    FILE *found = popen(arena_format(ctx->arena, "find '%s' -name '*.http'", folder), "r");
    if (!found) return no_memory(ctx);
    char line[4096];
    while (fgets(line, sizeof line, found) && *count < MAX_FILES) {
        line[strcspn(line, "\n")] = 0;
        out[(*count)++] = arena_text(ctx->arena, line);
    }
    pclose(found);
    qsort(out, *count, sizeof *out, by_name);
    return OK;
}

static bool chosen(const Run *run, const char *path)
{
    for (int i = 0; i < run->word_count; i++)
        if (strstr(path, run->words[i])) return true;
    return run->word_count == 0;
}

/* --- children --- */

static int play_file(const Run *run, const char *path, FILE *report)
{
    Ctx ctx;
    ctx_init(&ctx, arena_new(), NULL);
    Score score = {0, 0};
    Status s = transcript_replay(&ctx, &run->options, path, report, &score);
    if (s) {
        fprintf(report, "%s: %s\n", path, ctx.problem.message);
        score.failed++;
    }
    fprintf(report, "%d %d", score.passed, score.failed);
    fflush(report);
    arena_release(ctx.arena);
    return 0;
}

static Child child_start(const Run *run, const char *path)
{
    Child child = {.path = path, .report = tmpfile()};
    fflush(stdout);
    child.pid = fork();
    if (child.pid == 0) exit(play_file(run, path, child.report));
    return child;
}

/* Prints what a child that has ended says; its last line is the score. */
static void child_end(Child *child, int status, Score *total)
{
    int passed = 0, failed = 0;
    char *text = NULL;
    size_t room = 0;
    rewind(child->report);
    if (getdelim(&text, &room, 0, child->report) > 0) {
        char *last = strrchr(text, '\n');
        char *rest;
        passed = (int)strtol(last ? last + 1 : text, &rest, 10);
        failed = (int)strtol(rest, NULL, 10);
        if (last) fwrite(text, 1, (size_t)(last - text) + 1, stdout);
    }
    if (!WIFEXITED(status) || WEXITSTATUS(status)) {
        printf("%s: the player itself ended with %d\n", child->path, status);
        failed++;
    }
    total->passed += passed;
    total->failed += failed;
    free(text);
    fclose(child->report);
}

static void wait_for_one(Child *children, int *running, Score *total)
{
    int status;
    pid_t pid = wait(&status);
    for (int i = 0; i < *running; i++) {
        if (children[i].pid != pid) continue;
        child_end(&children[i], status, total);
        children[i] = children[--*running];
        return;
    }
}

static int play_files(const Run *run, char **files, size_t count, Score *total)
{
    Child *children = calloc((size_t)run->jobs, sizeof *children);
    int running = 0, played = 0;
    if (!children) return 0;
    for (size_t i = 0; i < count; i++) {
        if (!chosen(run, files[i])) continue;
        if (running == run->jobs) wait_for_one(children, &running, total);
        children[running++] = child_start(run, files[i]);
        played++;
    }
    while (running)
        wait_for_one(children, &running, total);
    free(children);
    return played;
}

/* --- what to play --- */

static bool arguments_read(Run *run, int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        bool last = i + 1 == argc;
        if (strcmp(argv[i], "--update") == 0)
            run->options.update = true;
        else if (strcmp(argv[i], "--torture") == 0)
            run->torture = "";
        else if (strcmp(argv[i], "--torture=allocation") == 0)
            run->torture = "allocation";
        else if (strcmp(argv[i], "--torture=statement") == 0)
            run->torture = "statement";
        else if (strcmp(argv[i], "--full-disk") == 0)
            run->options.failing = "page";
        else if (strcmp(argv[i], "--program") == 0 && !last)
            run->options.program = argv[++i];
        else if (strcmp(argv[i], "--engine") == 0 && !last)
            run->options.engine = argv[++i];
        else if (strcmp(argv[i], "--jobs") == 0 && !last)
            run->jobs = (int)strtol(argv[++i], NULL, 10);
        else if (argv[i][0] == '-')
            return false;
        else
            argv[run->word_count++] = argv[i];
    }
    run->words = argv;
    return run->options.program && run->options.engine && run->jobs > 0;
}

static int play_everything(Ctx *ctx, Run *run)
{
    char **files = ARENA_ARRAY(ctx->arena, MAX_FILES, char *);
    size_t count = 0;
    Score total = {0, 0};
    int played = 0;
    Status s =
        files ? files_find(ctx, arena_format(ctx->arena, "%s/src", run->options.top), files, &count)
              : no_memory(ctx);
    if (s) return 1;
    static const char *const failures[] = {"allocation", "statement"};
    for (size_t i = 0; run->torture && i < 2; i++) {
        if (*run->torture && strcmp(run->torture, failures[i]) != 0) continue;
        run->options.failing = failures[i];
        played += play_files(run, files, count, &total);
    }
    if (!run->torture) played = play_files(run, files, count, &total);
    if (!run->torture && !run->options.failing && !run->word_count)
        routes_are_covered(ctx, &run->options, files, count, &total);
    if (!played) return NOTHING_CHOSEN;
    printf("%d passed, %d failed\n", total.passed, total.failed);
    return total.failed != 0;
}

int main(int argc, char **argv)
{
    Run run = {.jobs = (int)sysconf(_SC_NPROCESSORS_ONLN)};
    if (!arguments_read(&run, argc, argv)) {
        fprintf(stderr, "golden --program FILE --engine sqlite|postgresql [--update] "
                        "[--torture[=allocation|=statement]] [--full-disk] [--jobs N] [WORD …]\n");
        return 64;
    }
    Ctx ctx;
    ctx_init(&ctx, arena_new(), NULL);
    char *program = realpath(run.options.program, NULL), *top = realpath(".", NULL);
    run.options.program = program;
    run.options.top = top;
    int code = 1;
    if (program && top)
        code = play_everything(&ctx, &run);
    else
        fprintf(stderr, "%s: %s\n", argv[0], strerror(errno));
    free(program);
    free(top);
    arena_release(ctx.arena);
    return code;
}
