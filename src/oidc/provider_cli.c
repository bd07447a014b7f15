#include "access/account.h"
#include "access/account_link.h"
#include "db/db.h"
#include "house.h"
#include "oidc/oidc_slice.h"
#include "oidc/provider.h"

typedef struct Linking {
    const char *login, *subject;
} Linking;

static Status write_link(Ctx *ctx, void *work)
{
    const Linking *linking = work;
    Provider provider;
    Account account;
    Status s = provider_find(ctx, &provider);
    if (!s && !provider.version) return fail(ctx, NOT_FOUND, "there is no sign-in provider");
    if (!s) s = account_find_login(ctx, linking->login, &account);
    return s ? s : account_link_put(ctx, account.id, provider.issuer, linking->subject);
}

static Status run_link(Ctx *ctx, Cli *cli)
{
    if (cli->argument_count != 2 || !*cli->arguments[1])
        return fail(ctx, INVALID, "provider link takes two arguments: LOGIN SUBJECT");
    Linking linking = {cli->arguments[0], cli->arguments[1]};
    return database_write(ctx, ctx->house->database, write_link, &linking);
}

static Status write_unlink(Ctx *ctx, void *work)
{
    const Linking *linking = work;
    Account account;
    Status s = account_find_login(ctx, linking->login, &account);
    return s ? s : account_link_remove(ctx, account.id);
}

static Status run_unlink(Ctx *ctx, Cli *cli)
{
    if (cli->argument_count != 1) return fail(ctx, INVALID, "provider unlink takes a LOGIN");
    Linking linking = {cli->arguments[0], NULL};
    return database_write(ctx, ctx->house->database, write_unlink, &linking);
}

static Status write_off(Ctx *ctx, void *work)
{
    (void)work;
    return provider_disable(ctx);
}

static Status run_off(Ctx *ctx, Cli *cli)
{
    if (cli->argument_count) return fail(ctx, INVALID, "provider off takes no argument");
    return database_write(ctx, ctx->house->database, write_off, NULL);
}

static const Option no_options[] = {{NULL}};

const Command provider_commands[] = {
    {"provider link", "LOGIN SUBJECT", "Link a person to their subject at the sign-in provider",
     "Who may do everything, and a customer's people, are linked in no other way. SUBJECT is the "
     "claim sub of the provider's tokens.",
     no_options, NEEDS_PRESENT, run_link},
    {"provider unlink", "LOGIN", "Forget who a person is at the sign-in provider", NULL, no_options,
     NEEDS_PRESENT, run_unlink},
    {"provider off", "", "Let nobody sign in by the provider, and everybody by password again",
     "For when it is set wrongly, or gone.", no_options, NEEDS_PRESENT, run_off},
    {NULL}};
