#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "access/print.h"
#include "access/setting.h"
#include "access/tables.h"
#include "access/token.h"
#include "base/arena.h"
#include "base/instant.h"
#include "db/db.h"
#include "house.h"

/* --- token create --- */

static Status add_right(Ctx *ctx, Texts *rights, const char *name, size_t length)
{
    size_t size = rights->count * sizeof *rights->items;
    const char **items = arena_grow(ctx->arena, rights->items, size, size + sizeof *rights->items);
    if (!items) return no_memory(ctx);
    rights->items = items;
    items[rights->count] = arena_text_n(ctx->arena, name, length);
    return items[rights->count++] ? OK : no_memory(ctx);
}

/* --right a,b --right c */
static Status read_rights(Ctx *ctx, const Cli *cli, Texts *out)
{
    Status s = OK;
    *out = (Texts){0};
    for (int i = 0; !s && cli_value_at(cli, "right", i); i++)
        for (const char *at = cli_value_at(cli, "right", i); !s && *at; at += *at == ',') {
            size_t length = strcspn(at, ",");
            if (length) s = add_right(ctx, out, at, length);
            at += length;
        }
    if (!s && !out->count) return fail_field(ctx, "--right", "at least one right is needed");
    return s;
}

static Status read_expiry(Ctx *ctx, const Cli *cli, int64_t *out)
{
    const char *text = cli_value(cli, "expires");
    *out = NONE;
    if (!text) return OK;
    Status s = instant_parse(ctx, text, strlen(text), setting_text(ctx, SETTING_NAMED_ZONE), out,
                             NULL, NULL);
    return s ? fail_field(ctx, "--expires", "a date or an instant, such as 2027-01-31") : OK;
}

static Status write_token(Ctx *ctx, void *work)
{
    return token_create(ctx, work);
}

static Status run_create(Ctx *ctx, Cli *cli)
{
    Token token = {.outlet = cli_value(cli, "outlet")};
    if (cli->argument_count != 1 || !*cli->arguments[0])
        return fail(ctx, INVALID, "token create takes one argument: NAME");
    token.name = cli->arguments[0];
    Status s = read_rights(ctx, cli, &token.rights);
    if (!s) s = read_expiry(ctx, cli, &token.expires_at);
    if (!s) s = database_write(ctx, ctx->house->database, write_token, &token);
    if (!s) printf("%s\n", token.secret);
    return s;
}

/* --- token revoke --- */

static Status write_revoke(Ctx *ctx, void *work)
{
    const int64_t *id = work;
    return token_revoke(ctx, *id);
}

static Status run_revoke(Ctx *ctx, Cli *cli)
{
    char *end = NULL;
    int64_t id = cli->argument_count == 1 ? strtoll(cli->arguments[0], &end, 10) : 0;
    if (!end || *end || id <= 0) return fail(ctx, INVALID, "token revoke takes one argument: ID");
    return database_write(ctx, ctx->house->database, write_revoke, &id);
}

/* --- token list --- */

static Status page_of_tokens(Ctx *ctx, const char *cursor, List *out, const char **next)
{
    return token_list(ctx, PRINT_PAGE, cursor, out, next);
}

static Status run_list(Ctx *ctx, Cli *cli)
{
    (void)cli;
    return print_pages(ctx, &token_shape, page_of_tokens);
}

static const Option create_options[] = {
    {"right", "RIGHT", "A right it holds, or several with commas; may be given again; * for all",
     true},
    {"outlet", "CODE", "It sees this outlet's subtree; everything where it is not given", false},
    {"expires", "WHEN", "Until when it holds; for ever where it is not given", false},
    {NULL}};
static const Option no_options[] = {{NULL}};

const Command token_commands[] = {
    {"token create", "NAME", "Make an API token and print it", NULL, create_options, NEEDS_WRITING,
     run_create},
    {"token list", "", "Print the API tokens, without their secrets", NULL, no_options,
     NEEDS_READING, run_list},
    {"token revoke", "ID", "Make a token worthless", NULL, no_options, NEEDS_PRESENT, run_revoke},
    {NULL}};
