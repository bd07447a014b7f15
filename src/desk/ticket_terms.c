#include "desk/ticket_terms.h"

#include <string.h>

#include "base/text.h"
#include "desk/clock_keep.h"
#include "desk/entry.h"

Status terms_choose(Ctx *ctx, const DeskBook *book, const Ticket *ticket,
                    const ClockTerms *terms[TICKET_CLOCKS])
{
    Status s = OK;
    for (int i = 0; i < TICKET_CLOCKS && !s; i++) {
        PolicySubject subject = {.clock = i + 1,
                                 .kind = ticket->kind,
                                 .priority = ticket->priority,
                                 .channel = ticket->channel,
                                 .tier = ticket->tier,
                                 .category = ticket->category};
        s = policy_choose(ctx, book, &subject, &terms[i]);
    }
    return s;
}

Status terms_of_ids(Ctx *ctx, const DeskBook *book, const int64_t ids[TICKET_CLOCKS],
                    const ClockTerms *terms[TICKET_CLOCKS])
{
    Status s = OK;
    for (int i = 0; i < TICKET_CLOCKS && !s; i++)
        s = policy_terms(ctx, book, ids[i], &terms[i]);
    return s;
}

Status clocks_read(Ctx *ctx, const DeskBook *book, const Ticket *ticket, TicketClocks *out)
{
    List rows;
    ticket_clocks_init(out, ticket->id);
    out->type = ticket->type;
    out->opened_at = ticket->created_at;
    out->holder_id = ticket->owner_id;
    out->holder_team_id = ticket->team_id;
    Status s = terms_of_ids(ctx, book, ticket->policy_ids, out->terms);
    if (!s) s = clock_latest(ctx, CLOCK_OF_TICKET, ticket->id, &rows);
    if (s) return s;
    const Clock *clocks = rows.items;
    for (size_t i = 0; i < rows.count; i++)
        if (clocks[i].clock >= 1 && clocks[i].clock <= TICKET_CLOCKS)
            out->clocks[clocks[i].clock - 1] = clocks[i];
    return OK;
}

size_t terms_name(Ctx *ctx, const ClockTerms *const terms[TICKET_CLOCKS], const char **detail,
                  Status *s)
{
    size_t count = 0;
    for (int i = 0; i < TICKET_CLOCKS; i++) {
        if (!terms[i]) continue;
        const char *id = arena_format(ctx->arena, "%lld", (long long)terms[i]->policy_id);
        if (!id) {
            *s = no_memory(ctx);
            return 0;
        }
        detail[count++] = name_of(clock_kinds, i + 1);
        detail[count++] = id;
    }
    return count;
}

static bool same_subject(const Ticket *a, const Ticket *b)
{
    return a->kind == b->kind && a->priority == b->priority && a->channel == b->channel &&
           text_equal(a->category, b->category) && text_equal(a->tier, b->tier);
}

Status terms_follow(Ctx *ctx, TicketEdit *edit)
{
    const ClockTerms *terms[TICKET_CLOCKS];
    if (!edit->fresh && same_subject(&edit->before, &edit->now)) return OK;
    Status s = terms_choose(ctx, edit->book, &edit->now, terms);
    if (s) return s;
    bool differ = false;
    for (int i = 0; i < TICKET_CLOCKS; i++) {
        int64_t id = terms[i] ? terms[i]->policy_id : 0;
        differ |= id && id != edit->now.policy_ids[i];
        if (id) edit->now.policy_ids[i] = id;
    }
    if (!differ) return OK;
    const char *detail[2 * TICKET_CLOCKS];
    Entry entry = ticket_entry_of(ENTRY_TERMS, ENTRY_INTERNAL);
    entry.detail = (Texts){detail, terms_name(ctx, terms, detail, &s)};
    if (!s) s = ticket_entry_add(ctx, edit, &entry);
    ClockEvent event = {.at = edit->at, .kind = CLOCK_TERMED};
    memcpy(event.terms, terms, sizeof event.terms);
    if (!s) ticket_clocks_apply(&edit->clocks, &event);
    return s;
}
