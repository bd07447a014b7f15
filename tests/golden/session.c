#include "session.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "match.h"

/* --- before the first exchange --- */

static Status must_run(Ctx *ctx, Session *s, const char *arguments, CommandResult *result)
{
    Status status = program_run(ctx, &s->program, arguments, NULL, result);
    if (status) return status;
    if (!result->code) return OK;
    return fail(ctx, INVALID, "parceldesk %s ends with %d: %.200s", arguments, result->code,
                result->out);
}

/* "NAME: RIGHT…" becomes the variable {{NAME}}. */
static Status make_token(Ctx *ctx, Session *s, const char *line)
{
    const char *colon = strchr(line, ':');
    Buf arguments;
    buf_init(&arguments, ctx->arena);
    buf_format(&arguments, "token create %.*s", (int)(colon - line), line);
    char *rights = arena_text(ctx->arena, colon + 1), *rest = NULL;
    if (!rights) return no_memory(ctx);
    for (char *right = strtok_r(rights, " ", &rest); right; right = strtok_r(NULL, " ", &rest))
        buf_format(&arguments, " --right %s", right);
    Status status = buf_check(ctx, &arguments);
    CommandResult result;
    if (!status) status = must_run(ctx, s, arguments.data, &result);
    if (status) return status;
    const char *token = strstr(result.out, "pd_");
    if (!token) return fail(ctx, INVALID, "parceldesk %s prints no token", arguments.data);
    token = arena_text_n(ctx->arena, token, strcspn(token, " \r\n\"'"));
    const char *name = arena_text_n(ctx->arena, line, (size_t)(colon - line));
    if (!token || !name) return no_memory(ctx);
    return variable_set(&s->variables, name, token) ? OK : no_memory(ctx);
}

static Status set_variables(Ctx *ctx, Session *s, const char *top)
{
    const char *folder = s->program.folder, *path = s->transcript->path;
    const char *slash = strrchr(path, '/');
    const struct {
        const char *name, *value;
    } known[] = {{"folder", arena_format(ctx->arena, "%s/work", folder)},
                 {"data", arena_format(ctx->arena, "%s/data", folder)},
                 {"source", arena_text_n(ctx->arena, path, (size_t)(slash - path))},
                 {"top", top}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (!known[i].value || !variable_set(&s->variables, known[i].name, known[i].value))
            return no_memory(ctx);
    return OK;
}

Status session_start(Ctx *ctx, Session *s, const char *top)
{
    s->program.watch = s->transcript->watch;
    Status status = program_init(ctx, &s->program);
    if (!status) status = set_variables(ctx, s, top);
    for (const Line *l = s->transcript->tokens; l && !status; l = l->next)
        status = make_token(ctx, s, l->text);
    for (const Line *l = s->transcript->runs; l && !status; l = l->next) {
        CommandResult result;
        const char *arguments;
        status = variables_text(ctx, &s->variables, l->text, &arguments);
        if (!status) status = must_run(ctx, s, arguments, &result);
    }
    if (!status) status = program_serve(ctx, &s->program, s->transcript->serve);
    if (status) return status;
    const char *address = arena_format(ctx->arena, "http://127.0.0.1:%d", s->program.port);
    if (!address || !variable_set(&s->variables, "address", address)) return no_memory(ctx);
    return (s->client = client_new()) ? OK : no_memory(ctx);
}

/* --- an exchange --- */

static Status expand_headers(Ctx *ctx, Session *s, const Exchange *e, Line **out)
{
    for (const Line *l = e->headers; l; l = l->next) {
        const char *line;
        Status status = variables_text(ctx, &s->variables, l->text, &line);
        if (status) return status;
        if (strcasecmp(line, "Cookie: none") == 0)
            client_forget(s->client);
        else if (strcasecmp(line, "Authorization: none") != 0 && !line_add(ctx->arena, out, line))
            return no_memory(ctx);
    }
    const char *token = variable_get(&s->variables, "token");
    if (!token || header_value(e->headers, "Authorization")) return OK;
    return line_add(ctx->arena, out, arena_format(ctx->arena, "Authorization: Bearer %s", token))
               ? OK
               : no_memory(ctx);
}

static Status expand_body(Ctx *ctx, Session *s, const Exchange *e, Buf *out)
{
    if (!e->body) return OK;
    if (strncmp(e->body, "< ", 2) == 0 && !strchr(e->body, '\n')) {
        char *bytes;
        size_t length;
        const char *source = variable_get(&s->variables, "source");
        Status status =
            file_read(ctx, arena_format(ctx->arena, "%s/%s", source, e->body + 2), &bytes, &length);
        buf_add(out, bytes, length);
        return status;
    }
    return variables_expand(ctx, &s->variables, e->body, out);
}

static Status play_request(Ctx *ctx, Session *s, const Exchange *e, const char *failing,
                           Answer *out)
{
    Buf body, packed;
    Call call = {.method = e->method, .listen = e->listen};
    buf_init(&body, ctx->arena);
    buf_init(&packed, ctx->arena);
    const char *target;
    Status status = variables_text(ctx, &s->variables, e->target, &target);
    if (!status) status = expand_headers(ctx, s, e, &call.headers);
    if (!status) status = expand_body(ctx, s, e, &body);
    if (!status && e->gzip) status = gzip_body(ctx, body.data, body.length, &packed);
    if (status) return status;
    const char *extra[] = {
        failing ? arena_format(ctx->arena, "Parceldesk-Test-Fail: %s", failing) : NULL,
        e->gzip ? "Content-Encoding: gzip" : NULL,
        body.data && strchr("{[", *body.data) && !header_value(call.headers, "Content-Type")
            ? "Content-Type: application/json"
            : NULL};
    for (size_t i = 0; i < sizeof extra / sizeof *extra; i++)
        if (extra[i] && !line_add(ctx->arena, &call.headers, extra[i])) return no_memory(ctx);
    call.url = arena_format(ctx->arena, "%s%s", variable_get(&s->variables, "address"), target);
    if (!call.url) return no_memory(ctx);
    call.body = e->gzip ? packed.data : body.data;
    call.length = e->gzip ? packed.length : body.length;
    return client_call(ctx, s->client, &call, out);
}

static Status play_command(Ctx *ctx, Session *s, const Exchange *e, Answer *out)
{
    const char *arguments, *input;
    CommandResult result;
    Status status = variables_text(ctx, &s->variables, e->target, &arguments);
    if (!status) status = variables_text(ctx, &s->variables, e->body, &input);
    if (!status) status = program_run(ctx, &s->program, arguments, input, &result);
    if (!status) *out = (Answer){result.code, NULL, result.out, result.length};
    return status;
}

static Status play_file(Ctx *ctx, Session *s, const Exchange *e)
{
    Buf body;
    buf_init(&body, ctx->arena);
    Status status = expand_body(ctx, s, e, &body);
    if (status) return status;
    const char *path = arena_format(ctx->arena, "%s/work/%s", s->program.folder, e->target);
    FILE *file = path ? fopen(path, "wb") : NULL;
    if (!file) return fail(ctx, INVALID, "%s: %s", e->target, strerror(errno));
    fwrite(body.data ? body.data : "", 1, body.length, file);
    fputc('\n', file);
    return fclose(file) ? fail(ctx, NO_SPACE, "%s cannot be written", e->target) : OK;
}

Status session_play(Ctx *ctx, Session *s, const Exchange *e, const char *failing, Answer *out)
{
    *out = (Answer){.body = ""};
    if (e->kind == EXCHANGE_FILE) return play_file(ctx, s, e);
    if (e->kind == EXCHANGE_COMMAND) return play_command(ctx, s, e, out);
    return play_request(ctx, s, e, failing, out);
}

/* --- what came --- */

static bool match_headers(Match *m, const Exchange *e, const Answer *answer)
{
    bool same = true;
    for (const Line *l = e->answer_headers; l; l = l->next) {
        char name[80];
        snprintf(name, sizeof name, "%.*s", (int)strcspn(l->text, ":"), l->text);
        const char *want = header_value(e->answer_headers, name);
        const char *got = header_value(answer->headers, name);
        if (got && match_text(m, want, got)) continue;
        same = false;
        buf_format(m->differences, "  %s is %s, not %s\n", name, got ? got : "missing", want);
    }
    return same;
}

bool session_match(Session *s, const Exchange *e, const Answer *answer, Buf *differences)
{
    if (e->kind == EXCHANGE_FILE) return true;
    Match m = {&s->variables, differences};
    bool same = e->has_answer;
    if (!same) buf_text(differences, "  no answer is expected here: ./test --update writes it\n");
    if (e->has_answer && e->status != answer->status) {
        buf_format(differences, "  the status is %d, not %d: %.300s\n", answer->status, e->status,
                   answer->body);
        same = false;
    }
    if (e->has_answer && !match_headers(&m, e, answer)) same = false;
    const char *want = e->answer;
    size_t length = answer->length;
    while (length && answer->body[length - 1] == '\n')
        length--;
    char *body = arena_text_n(s->variables.arena, answer->body, length);
    if (same && (!body || !match_body(&m, want, body))) same = false;
    return same;
}
