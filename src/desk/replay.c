#include "desk/replay.h"

#include <stdlib.h>
#include <string.h>

#include "desk/book.h"
#include "desk/clock_keep.h"
#include "desk/entry_store.h"

typedef struct Replay {
    const DeskBook *book;
    ClockEvent *events;
    size_t count, room;
} Replay;

static int64_t id_of(const Entry *entry, const char *key)
{
    const char *text = entry_detail(entry, key);
    return text ? strtoll(text, NULL, 10) : 0;
}

static Status read_terms(Ctx *ctx, const DeskBook *book, const Entry *entry, ClockEvent *event)
{
    Status s = OK;
    for (int i = 0; i < TICKET_CLOCKS && !s; i++)
        s = policy_terms(ctx, book, id_of(entry, name_of(clock_kinds, i + 1)), &event->terms[i]);
    return s;
}

static int64_t kind_of(const Entry *entry)
{
    switch (entry->kind) {
    case ENTRY_OPENED:
        return CLOCK_OPENED;
    case ENTRY_STATE:
        return CLOCK_TYPED;
    case ENTRY_ASSIGNED:
        return CLOCK_HELD;
    case ENTRY_TERMS:
        return CLOCK_TERMED;
    default:
        return entry_clock_event(entry);
    }
}

static Status add_event(Ctx *ctx, void *user, const Entry *entry)
{
    Replay *replay = user;
    int64_t kind = entry->origin_id ? 0 : kind_of(entry);
    if (!kind) return OK;
    if (replay->count == replay->room) {
        size_t room = replay->room ? replay->room * 2 : 32;
        ClockEvent *events = arena_grow(ctx->arena, replay->events, replay->room * sizeof *events,
                                        room * sizeof *events);
        if (!events) return no_memory(ctx);
        replay->events = events;
        replay->room = room;
    }
    ClockEvent *event = &replay->events[replay->count++];
    const char *type = entry_detail(entry, "type");
    *event = (ClockEvent){.at = entry->at,
                          .kind = (ClockEventKind)kind,
                          .type = type ? name_value(ticket_types, type) : NONE,
                          .holder_id = id_of(entry, "owner_id"),
                          .holder_team_id = id_of(entry, "team_id")};
    return kind == CLOCK_OPENED || kind == CLOCK_TERMED
               ? read_terms(ctx, replay->book, entry, event)
               : OK;
}

Status ticket_replay(Ctx *ctx, int64_t ticket_id, int64_t now_ms, List *out)
{
    Replay replay = {0};
    Status s = desk_book(ctx, &replay.book);
    if (!s) s = entry_store_each(ctx, ticket_id, add_event, &replay);
    if (s) return s;
    return ticket_clocks_replay(ctx, ticket_id, replay.events, replay.count, now_ms, out);
}

const char *clock_difference(const Clock *a, const Clock *b)
{
    const struct {
        const char *name;
        int64_t a, b;
    } parts[] = {
        {"clock", a->clock, b->clock},
        {"round", a->round, b->round},
        {"policy_id", a->policy_id, b->policy_id},
        {"started_at", a->started_at, b->started_at},
        {"running_at", a->running_at, b->running_at},
        {"used_ms", a->used_ms, b->used_ms},
        {"deadline_at", a->deadline_at, b->deadline_at},
        {"warn_at", a->warn_at, b->warn_at},
        {"met_at", a->met_at, b->met_at},
        {"breached_at", a->breached_at, b->breached_at},
        {"holder_id", a->holder_id, b->holder_id},
        {"holder_team_id", a->holder_team_id, b->holder_team_id},
    };
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (parts[i].a != parts[i].b) return parts[i].name;
    return NULL;
}

Status ticket_clocks_verify(Ctx *ctx, int64_t ticket_id, const char **why)
{
    List stored, replayed;
    Ticket ticket;
    *why = NULL;
    int64_t now = ctx_now(ctx);
    Status s = ticket_find(ctx, ticket_id, &ticket);
    if (!s) s = ticket_replay(ctx, ticket_id, now, &replayed);
    if (!s) s = clock_rounds(ctx, CLOCK_OF_TICKET, ticket_id, &stored);
    if (s) return s;
    if (stored.count != replayed.count) {
        *why = "the number of clocks";
        return OK;
    }
    Clock *a = stored.items;
    const Clock *b = replayed.items;
    for (size_t i = 0; i < stored.count && !*why; i++) {
        clock_advance(&a[i], ticket.owner_id, ticket.team_id, now); /* its timer may be late */
        const char *part = clock_difference(&a[i], &b[i]);
        if (part)
            *why = arena_format(ctx->arena, "%s %lld: %s", name_of(clock_kinds, a[i].clock),
                                (long long)a[i].round, part);
        if (part && !*why) return no_memory(ctx);
    }
    for (size_t i = 0; !s && !*why && clocks_verifiers[i]; i++)
        s = clocks_verifiers[i](ctx, ticket_id, why);
    return s;
}
