#include "replay.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "ballast.h"
#include "base/instant.h"
#include "record.h"
#include "session.h"

#define DEFAULT_NOW "2026-11-22T08:00:00Z"
#define RETRY_US 20000
#define DENSE 48 /* failures tried one by one; beyond, in growing steps */
#define PAGES_MOST 4000

typedef struct Replay {
    Ctx *ctx; /* lives as long as the transcript; an attempt has its own */
    const ReplayOptions *options;
    Session session;
    FILE *report;
    Score *score;
    Buf updated;
    size_t copied; /* of the transcript's text, into `updated` */
} Replay;

static void count(Replay *r, bool passed)
{
    *(passed ? &r->score->passed : &r->score->failed) += 1;
}

/* With the server's last words where the failure is its own, or that of a job it should have done.
 */
static const char *fault_log(Replay *r, const Exchange *e, const Answer *answer)
{
    return answer->status == 500 || e->within_ms ? program_log(r->ctx, &r->session.program) : "";
}

static void report_failure(Replay *r, const Exchange *e, const char *words)
{
    fprintf(r->report, "%s:%d: %s (%s)\n%s\n", r->session.transcript->path, e ? e->line : 1,
            e ? e->name : "the server", r->options->engine, words);
}

/* The instant that the server's clock was started at. */
static int64_t start_of(Ctx *ctx, const Session *session)
{
    int64_t at = 0, offset;
    bool inferred;
    const char *now = session->program.now;
    if (instant_parse(ctx, now, strlen(now), NULL, &at, &offset, &inferred)) problem_clear(ctx);
    return at;
}

static Status record(Replay *r, Ctx *ctx, const Exchange *e, const Answer *answer)
{
    const char *text = r->session.transcript->text;
    bool gap = e->answer_from == e->answer_to;
    buf_add(&r->updated, text + r->copied, e->answer_from - r->copied);
    if (gap && r->updated.length && r->updated.data[r->updated.length - 1] != '\n')
        buf_char(&r->updated, '\n');
    if (gap && !(r->updated.length > 1 && r->updated.data[r->updated.length - 2] == '\n'))
        buf_char(&r->updated, '\n');
    r->copied = e->answer_to;
    return answer_record(ctx, &r->session.variables, e, answer, start_of(ctx, &r->session),
                         &r->updated);
}

/* --- torture --- */

/* What an answer to a request that met a failure may be: an error that says «try again», told as a
 * problem, or by the page that browsers are shown in its place. */
static bool is_decent_failure(const Answer *answer)
{
    const char *type = header_value(answer->headers, "Content-Type");
    bool told = type && strncmp(type, "application/problem+json", 24) == 0;
    bool shown = type && strncmp(type, "text/html", 9) == 0 &&
                 strstr(answer->body, "<h1 role=\"alert\">") != NULL;
    return (told || shown) &&
           (answer->status == 500 || answer->status == 503 || answer->status == 507);
}

bool failing_is_disk(const ReplayOptions *options)
{
    return options->failing && strcmp(options->failing, "page") == 0;
}

/* With only so many pages free, and room again behind it. */
static Status play_full(Replay *r, Ctx *ctx, const Exchange *e, long pages, Answer *out)
{
    const char *folder = r->session.program.folder;
    Status s = ballast_take(ctx, folder, pages);
    if (!s) s = session_play(ctx, &r->session, e, NULL, out);
    ballast_drop(folder);
    return s;
}

/* Asks with no page free, then one, two … until the answer is the expected one: it says that the
 * disk is full, or all is done. */
static Status torture_disk(Replay *r, Ctx *ctx, const Exchange *e, Answer *out)
{
    for (long pages = 0; pages < PAGES_MOST; pages += pages < DENSE ? 1 : pages / 8) {
        arena_clear(ctx->arena);
        Status s = play_full(r, ctx, e, pages, out);
        if (s) return s;
        if (out->status == e->status) return OK;
        if (out->status != 507 || !is_decent_failure(out))
            return fail(ctx, INTERNAL, "%d with %ld pages free: %.200s", out->status, pages,
                        out->body);
    }
    return fail(ctx, INTERNAL, "507 with %d pages free", PAGES_MOST);
}

/* Asks with the first, second, third … allocation or statement failing, until one answer comes that
 * no failure touched: that one must be as if nothing had happened before. */
static Status torture(Replay *r, Ctx *ctx, const Exchange *e, Answer *out)
{
    for (long n = 1;; n += n < DENSE ? 1 : n / 8) {
        arena_clear(ctx->arena);
        const char *failing = arena_format(ctx->arena, "%s %ld", r->options->failing, n);
        Status s = failing ? session_play(ctx, &r->session, e, failing, out) : no_memory(ctx);
        if (s) {
            const char *why = arena_text(ctx->arena, ctx->problem.message);
            return fail(ctx, s, "no answer when %s %ld fails: %s", r->options->failing, n, why);
        }
        const char *met = header_value(out->headers, "Parceldesk-Test-Failed");
        if (!met) return fail(ctx, INTERNAL, "the server does not say whether a failure was met");
        if (strcmp(met, "no") == 0 || out->status == e->status) return OK;
        if (!is_decent_failure(out) && e->within_ms) return OK;
        if (!is_decent_failure(out))
            return fail(ctx, INTERNAL, "%d when %s %ld fails: %.200s", out->status,
                        r->options->failing, n, out->body);
    }
}

/* Whether data that met failures is whole: figures agree with their rows, the audit log's chain
 * holds. */
static bool data_is_whole(Replay *r, Ctx *ctx)
{
    static const char *const proofs[] = {"figures --verify", "audit verify"};
    bool whole = true;
    for (size_t i = 0; i < sizeof proofs / sizeof *proofs; i++) {
        CommandResult result = {.out = ctx->problem.message};
        Status s = program_run(ctx, &r->session.program, proofs[i], NULL, &result);
        if (!s && !result.code) continue;
        whole = false;
        report_failure(r, NULL,
                       arena_format(ctx->arena, "  parceldesk %s ends with %d: %.500s", proofs[i],
                                    result.code, result.out));
    }
    return whole;
}

/* --- one exchange --- */

static Status attempt(Replay *r, Ctx *ctx, const Exchange *e, Answer *answer)
{
    bool tortured = r->options->failing && e->torture && e->kind == EXCHANGE_REQUEST;
    if (tortured)
        return failing_is_disk(r->options) ? torture_disk(r, ctx, e, answer)
                                           : torture(r, ctx, e, answer);
    return session_play(ctx, &r->session, e, NULL, answer);
}

static void play(Replay *r, Ctx *ctx, const Exchange *e)
{
    int64_t until = monotonic_us() + e->within_ms * 1000;
    Variable *before = r->session.variables.first;
    Answer answer;
    Buf differences;
    for (;;) {
        arena_clear(ctx->arena);
        problem_clear(ctx);
        buf_init(&differences, ctx->arena);
        Status s = attempt(r, ctx, e, &answer);
        if (s) buf_format(&differences, "  %s\n", ctx->problem.message);
        bool same = !s && session_match(&r->session, e, &answer, &differences);
        if (same) {
            count(r, true);
            return;
        }
        if (s || monotonic_us() >= until) break;
        r->session.variables.first = before;
        usleep(RETRY_US);
    }
    if (r->options->update && !ctx->problem.status) {
        r->session.variables.first = before;
        count(r, record(r, ctx, e, &answer) == OK);
        fprintf(r->report, "%s:%d: %s: written\n", r->session.transcript->path, e->line, e->name);
        return;
    }
    count(r, false);
    if (!ctx->problem.status) buf_text(&differences, fault_log(r, e, &answer));
    report_failure(r, e, differences.data ? differences.data : "  no memory\n");
}

/* --- a transcript --- */

static Status write_updated(Replay *r)
{
    const Transcript *t = r->session.transcript;
    if (!r->options->update || !r->updated.length) return OK;
    buf_text(&r->updated, t->text + r->copied);
    Status s = buf_check(r->ctx, &r->updated);
    if (s) return s;
    FILE *file = fopen(t->path, "wb");
    if (!file) return fail(r->ctx, FORBIDDEN, "%s cannot be written", t->path);
    fwrite(r->updated.data, 1, r->updated.length, file);
    return fclose(file) ? fail(r->ctx, NO_SPACE, "%s cannot be written", t->path) : OK;
}

static void play_all(Replay *r, const Transcript *t)
{
    Ctx one;
    ctx_init(&one, arena_new(), NULL);
    bool whole = true;
    for (const Exchange *e = t->exchanges; e; e = e->next)
        play(r, &one, e);
    if (r->options->failing) whole = data_is_whole(r, &one);
    arena_release(one.arena);
    Status s = program_stop(r->ctx, &r->session.program);
    if (s)
        report_failure(r, NULL,
                       arena_format(r->ctx->arena, "  %s\n%s", r->ctx->problem.message,
                                    program_log(r->ctx, &r->session.program)));
    count(r, !s && whole);
}

Status transcript_replay(Ctx *ctx, const ReplayOptions *options, const char *path, FILE *report,
                         Score *score)
{
    Transcript t;
    Status s = transcript_read(ctx, path, &t);
    if (s) return s;
    if (t.engines && !strstr(t.engines, options->engine)) return OK;
    if (t.is_spared && options->failing) return OK;
    Replay r = {.ctx = ctx, .options = options, .report = report, .score = score};
    buf_init(&r.updated, ctx->arena);
    r.session = (Session){.transcript = &t, .variables = {.arena = ctx->arena}};
    r.session.program = (Program){
        .path = options->program, .engine = options->engine, .now = t.now ? t.now : DEFAULT_NOW};
    s = session_start(ctx, &r.session, options->top);
    if (s && r.session.program.folder)
        fprintf(report, "%s\n", program_log(ctx, &r.session.program));
    if (!s) play_all(&r, &t);
    client_release(r.session.client);
    if (!s) s = write_updated(&r);
    program_clear(ctx, &r.session.program);
    return s;
}
