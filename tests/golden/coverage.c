#include "coverage.h"

#include <string.h>
#include <strings.h>

#include <yajl/yajl_tree.h>

#include "match.h"
#include "session.h"

typedef struct Coverage {
    Ctx *ctx;
    const Exchange **exchanges; /* each transcript's first */
    size_t count;
    Score *score;
} Coverage;

/* Whether a request's target is one of the path's: segment by segment, {name} standing for any. */
static bool is_of_path(const char *path, const char *target)
{
    while (*path == '/' && *target == '/') {
        path++, target++;
        size_t length = strcspn(path, "/"), came = strcspn(target, "/?");
        bool any = *path == '{';
        if (!any && (length != came || strncmp(path, target, length) != 0)) return false;
        path += length;
        target += came;
    }
    return !*path && (!*target || *target == '?');
}

static bool is_asked(const Coverage *c, const char *method, const char *path)
{
    for (size_t i = 0; i < c->count; i++)
        for (const Exchange *e = c->exchanges[i]; e; e = e->next)
            if (e->kind == EXCHANGE_REQUEST && strcasecmp(e->method, method) == 0 &&
                is_of_path(path, e->target))
                return true;
    return false;
}

static void check_path(Coverage *c, const char *path, yajl_val methods)
{
    static const char *const known[] = {"get", "post", "put", "patch", "delete"};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        if (!json_member(methods, known[i])) continue;
        bool asked = is_asked(c, known[i], path);
        *(asked ? &c->score->passed : &c->score->failed) += 1;
        if (!asked) printf("no transcript asks for %s %s\n", known[i], path);
    }
}

static Status check_document(Coverage *c, const char *text)
{
    char words[200];
    yajl_val document = yajl_tree_parse(text, words, sizeof words);
    yajl_val paths = document && YAJL_IS_OBJECT(document) ? json_member(document, "paths") : NULL;
    for (size_t i = 0; paths && YAJL_IS_OBJECT(paths) && i < YAJL_GET_OBJECT(paths)->len; i++)
        check_path(c, YAJL_GET_OBJECT(paths)->keys[i], YAJL_GET_OBJECT(paths)->values[i]);
    yajl_tree_free(document);
    return paths ? OK : fail(c->ctx, INVALID, "openapi.json has no paths: %s", words);
}

static Status ask_for_document(Ctx *ctx, Session *session, Answer *out)
{
    Transcript none = {.path = "tests/golden/none.http"};
    Exchange get = {.method = "GET", .target = "/api/v1/openapi.json"};
    session->transcript = &none;
    Status s = session_start(ctx, session, ".");
    if (!s) s = session_play(ctx, session, &get, NULL, out);
    client_release(session->client);
    if (!s) s = program_stop(ctx, &session->program);
    program_clear(ctx, &session->program);
    return s;
}

void routes_are_covered(Ctx *ctx, const ReplayOptions *options, char **files, size_t count,
                        Score *score)
{
    Coverage c = {.ctx = ctx, .score = score, .count = count};
    c.exchanges = ARENA_ARRAY(ctx->arena, count ? count : 1, const Exchange *);
    Session session = {.variables = {.arena = ctx->arena}};
    session.program = (Program){
        .path = options->program, .engine = options->engine, .now = "2026-11-22T08:00:00Z"};
    Answer answer;
    Status s = c.exchanges ? OK : no_memory(ctx);
    for (size_t i = 0; i < count && !s; i++) {
        Transcript t;
        s = transcript_read(ctx, files[i], &t);
        c.exchanges[i] = t.exchanges;
    }
    if (!s) s = ask_for_document(ctx, &session, &answer);
    if (!s) s = check_document(&c, answer.body);
    if (!s) return;
    printf("routes: %s\n", ctx->problem.message);
    score->failed++;
}
