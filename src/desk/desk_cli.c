#include <stdio.h>

#include "db/db.h"
#include "desk/desk_slice.h"
#include "desk/queue.h"
#include "desk/queue_store.h"
#include "desk/replay.h"
#include "house.h"

enum { AT_ONCE = 200 };

typedef struct Verifying {
    int64_t looked, wrong;
} Verifying;

static Status verify_one(Ctx *ctx, const Ticket *ticket, Verifying *verifying)
{
    const char *why;
    Status s = ticket_clocks_verify(ctx, ticket->id, &why);
    if (s) return s;
    verifying->looked++;
    if (!why) return OK;
    verifying->wrong++;
    printf("%s: %s\n", ticket->no, why);
    return OK;
}

static Status verify_all(Ctx *ctx, Verifying *verifying)
{
    const char *types[TYPE_MERGED];
    TicketFilter filter = {.sort = SORT_NEWEST, .limit = AT_ONCE, .types = {types, TYPE_MERGED}};
    Arena *kept = ctx->arena;
    Status s = OK;
    for (int64_t type = TYPE_NEW; type <= TYPE_MERGED; type++)
        types[type - TYPE_NEW] = name_of(ticket_types, type);
    do {
        List page = {NULL, 0};
        const char *next = NULL;
        Arena *arena = arena_new(); /* each page has memory of its own */
        if (!arena) return no_memory(ctx);
        ctx->arena = arena;
        s = ticket_list(ctx, &filter, &page, &next);
        const Ticket *tickets = page.items;
        for (size_t i = 0; i < page.count && !s; i++)
            s = verify_one(ctx, &tickets[i], verifying);
        ctx->arena = kept;
        filter.cursor = !s && next ? arena_text(kept, next) : NULL;
        if (!s && next && !filter.cursor) s = no_memory(ctx);
        arena_release(arena);
    } while (!s && filter.cursor);
    return s;
}

static Status run_clocks(Ctx *ctx, Cli *cli)
{
    Verifying verifying = {0, 0};
    (void)cli;
    Status s = database_reader(ctx, ctx->house->database);
    if (s) return s;
    s = verify_all(ctx, &verifying);
    database_give_back(ctx, ctx->house->database);
    if (s) return s;
    printf("%lld tickets, %lld whose clocks are not what their log says\n",
           (long long)verifying.looked, (long long)verifying.wrong);
    return verifying.wrong ? fail(ctx, CONFLICT, "clocks and logs differ") : OK;
}

static const Option no_options[] = {{NULL, NULL, NULL, false}};

const Command desk_commands[] = {
    {"desk verify", "", "Compute every ticket's and handoff's clocks from its log and compare",
     "The exit code tells whether all are the same. A calendar that was changed meanwhile shows "
     "here: clocks keep the deadlines that they were given.",
     no_options, NEEDS_READING, run_clocks},
    {NULL, NULL, NULL, NULL, NULL, NEEDS_NOTHING, NULL}};
