/* Lists of tickets narrowed by state, category, tier and time. */
#include <string.h>

#include "access/person.h"
#include "access/testing_people.h"
#include "base/instant.h"
#include "db/db.h"
#include "desk/entry.h"
#include "desk/queue.h"
#include "desk/state.h"
#include "desk/team.h"
#include "desk/testing.h"

static TicketFilter any(void)
{
    TicketFilter filter;
    shape_clear(&ticket_query_shape, &filter);
    filter.limit = 50;
    return filter;
}

static Ticket given_complaint(T *t, const char *category, const char *tier)
{
    /* who phones is answered at once */
    TicketInput input = blank_ticket(TICKET_COMPLAINT, CHANNEL_EMAIL);
    input.category = category;
    input.tier = tier;
    Ticket ticket = opened_ticket(t, input);
    source_move(t->ctx->source, MINUTE_MS);
    return ticket;
}

static void move(T *t, int64_t id, const char *state)
{
    TicketEdit edit;
    check_ok(t, ticket_edit(t->ctx, id, NONE, &edit));
    check_ok(t, ticket_move(t->ctx, &edit, state, "…"));
    check_ok(t, ticket_save(t->ctx, &edit));
}

static void answer(T *t, int64_t id)
{
    TicketEdit edit;
    Entry said = ticket_entry_of(ENTRY_MESSAGE, ENTRY_PUBLIC);
    said.direction = ENTRY_OUT;
    said.channel = CHANNEL_EMAIL;
    said.text = "今天送到";
    check_ok(t, ticket_edit(t->ctx, id, NONE, &edit));
    check_ok(t, ticket_entry_say(t->ctx, &edit, &said));
    check_ok(t, ticket_save(t->ctx, &edit));
}

/* The ids on all pages of so many, in their order; as many as are counted. */
static List listed(T *t, TicketFilter filter)
{
    enum { ROOM = 40 };
    int64_t *ids = ARENA_ARRAY(t->ctx->arena, ROOM, int64_t);
    TicketCount count;
    size_t seen = 0;
    filter.limit = 2;
    do {
        List list;
        check_ok(t, ticket_list(t->ctx, &filter, &list, &filter.cursor));
        for (size_t i = 0; i < list.count && seen < ROOM; i++)
            ids[seen++] = ((const Ticket *)list.items)[i].id;
    } while (filter.cursor);
    check_ok(t, ticket_count(t->ctx, &filter, &count));
    check_int(t, (int64_t)seen, count.count);
    return (List){ids, seen};
}

static bool has(const List *ids, int64_t id)
{
    for (size_t i = 0; i < ids->count; i++)
        if (((const int64_t *)ids->items)[i] == id) return true;
    return false;
}

/* Whether a filter holds that ticket and not the other, in each order, plainly and by cells. */
static void check_holds(T *t, TicketFilter filter, int64_t in, int64_t out)
{
    const char *complaint[] = {"complaint"};
    for (int64_t sort = SORT_DUE; sort <= SORT_NEWEST; sort++) {
        filter.sort = sort;
        for (size_t by_cells = 0; by_cells < 2; by_cells++) {
            filter.kinds = (Texts){complaint, by_cells};
            List ids = listed(t, filter);
            check(t, has(&ids, in));
            check(t, !has(&ids, out));
        }
    }
}

TEST_DB(tickets_are_listed_and_counted_by_category_tier_and_state_in_every_order)
{
    Ticket lost, late;
    for (int i = 0; i < 3; i++) {
        lost = given_complaint(t, "loss_shortage", "vip");
        late = given_complaint(t, "delay", "regular");
    }
    TicketFilter category = any(), tier = any(), state = any(), all = any();
    category.category = all.category = "loss_shortage";
    tier.tier = all.tier = "vip";
    state.state = all.state = "open";
    move(t, lost.id, "open");
    check_holds(t, category, lost.id, late.id);
    check_holds(t, tier, lost.id, late.id);
    check_holds(t, state, lost.id, late.id);
    check_holds(t, all, lost.id, late.id);
    check_int(t, (int64_t)listed(t, category).count, 3);
    check_int(t, (int64_t)listed(t, all).count, 1);
    move(t, late.id, "open");
    check_int(t, (int64_t)listed(t, state).count, 2);
}

TEST_DB(who_is_limited_to_an_outlet_finds_its_own_by_category)
{
    int64_t here = given_outlet(t, "HERE");
    TicketInput input = blank_ticket(TICKET_COMPLAINT, CHANNEL_EMAIL);
    input.category = "delay";
    input.outlet = "HERE";
    Ticket own = opened_ticket(t, input), nowhere = given_complaint(t, "delay", NULL);
    Person person = {.kind = PERSON_HUMAN, .id = 5, .scope_outlet_id = here};
    TicketFilter filter = any();
    filter.category = "delay";
    check_int(t, (int64_t)listed(t, filter).count, 2);
    t->ctx->who = &person;
    check_holds(t, filter, own.id, nowhere.id);
    t->ctx->who = NULL;
}

TEST_DB(what_nobody_has_is_found_by_category)
{
    int64_t mei = given_account(t, "mei", "agent", NULL);
    Ticket taken = given_complaint(t, "delay", NULL), nobodys = given_complaint(t, "delay", NULL);
    TicketEdit edit;
    check_ok(t, ticket_edit(t->ctx, taken.id, NONE, &edit));
    check_ok(t, ticket_assign(t->ctx, &edit, 0, mei));
    check_ok(t, ticket_save(t->ctx, &edit));
    TicketFilter filter = any();
    filter.category = "delay";
    filter.owner = "none";
    check_holds(t, filter, nobodys.id, taken.id);
}

static void hand_to(T *t, int64_t id, int64_t team_id, int64_t owner_id)
{
    TicketEdit edit;
    check_ok(t, ticket_edit(t->ctx, id, NONE, &edit));
    check_ok(t, ticket_assign(t->ctx, &edit, team_id, owner_id));
    check_ok(t, ticket_save(t->ctx, &edit));
}

/* Both ways of reading what a team and a tier fit: there are less of the team, then less of the
 * tier. */
TEST_DB(what_a_team_and_a_tier_fit_is_listed_and_counted_from_either_side)
{
    Team team = {.code = "T1", .name = "team"};
    check_ok(t, team_create(t->ctx, &team));
    Ticket both = given_complaint(t, "delay", "vip"), other = given_complaint(t, NULL, "vip");
    Ticket plain = given_complaint(t, NULL, NULL);
    hand_to(t, both.id, team.id, 0);
    TicketFilter filter = any();
    filter.team = "T1";
    filter.tier = "vip";
    check_holds(t, filter, both.id, other.id);
    hand_to(t, plain.id, team.id, 0);
    hand_to(t, given_complaint(t, NULL, NULL).id, team.id, 0);
    check_holds(t, filter, both.id, plain.id);
    filter.category = "damage";
    check_int(t, (int64_t)listed(t, filter).count, 0);
    filter.team = "none";
    filter.category = NULL;
    check_holds(t, filter, other.id, both.id);
}

TEST_DB(what_somebody_has_is_narrowed_by_what_it_is)
{
    int64_t mei = given_account(t, "mei", "agent", NULL);
    Ticket vip = given_complaint(t, "delay", "vip"), plain = given_complaint(t, "delay", NULL);
    hand_to(t, vip.id, 0, mei);
    hand_to(t, plain.id, 0, mei);
    TicketFilter filter = any();
    filter.owner = "mei";
    filter.tier = "vip";
    check_holds(t, filter, vip.id, plain.id);
    filter.tier = NULL;
    filter.state = plain.state;
    move(t, vip.id, "pending_customer");
    check_holds(t, filter, plain.id, vip.id);
}

TEST_DB(many_of_many_sorts_are_listed_once_each_in_their_order)
{
    const char *categories[] = {"delay", "damage", "other", NULL}, *tiers[] = {"vip", "mid", NULL};
    for (int i = 0; i < 24; i++)
        given_complaint(t, categories[i % 4], tiers[i % 3]);
    for (int64_t sort = SORT_DUE; sort <= SORT_NEWEST; sort++) {
        TicketFilter filter = any();
        filter.sort = sort;
        filter.state = "new";
        List ids = listed(t, filter);
        const int64_t *items = ids.items;
        check_int(t, (int64_t)ids.count, 24);
        for (size_t i = 1; i < ids.count; i++)
            for (size_t k = 0; k < i; k++) {
                check(t, items[i] != items[k]);
                if (sort == SORT_OLDEST) check(t, items[k] < items[i]);
                if (sort == SORT_NEWEST) check(t, items[k] > items[i]);
            }
    }
}

TEST_DB(what_is_closed_is_neither_listed_nor_counted_newest_first_unless_asked_for)
{
    const char *types[] = {"new", "closed"};
    Ticket one = given_complaint(t, NULL, NULL), two = given_complaint(t, NULL, NULL);
    move(t, one.id, "closed");
    TicketFilter filter = any();
    filter.sort = SORT_NEWEST;
    List ids = listed(t, filter);
    check(t, !has(&ids, one.id));
    check(t, has(&ids, two.id));
    filter.types = (Texts){types, 2};
    ids = listed(t, filter);
    check(t, has(&ids, one.id));
    check(t, has(&ids, two.id));
}

TEST_DB(another_state_of_the_same_type_is_told_apart)
{
    TicketState carrier = {.code = "with_carrier",
                           .type = TYPE_OPEN,
                           .kind = NONE,
                           .name_zh = "待承运商",
                           .name_en = "With the carrier",
                           .position = 9};
    check_ok(t, ticket_state_create(t->ctx, &carrier));
    Ticket one = given_complaint(t, NULL, NULL), two = given_complaint(t, NULL, NULL);
    TicketFilter filter = any();
    move(t, one.id, "with_carrier");
    move(t, two.id, "open");
    filter.state = "with_carrier";
    check_holds(t, filter, one.id, two.id);
    move(t, one.id, "open");
    check_int(t, (int64_t)listed(t, filter).count, 0);
}

TEST_DB(what_is_closed_is_found_by_its_state_and_category)
{
    const char *closed[] = {"closed"};
    Ticket one = given_complaint(t, "delay", "vip");
    given_complaint(t, "delay", NULL);
    move(t, one.id, "closed");
    TicketFilter filter = any();
    filter.category = "delay";
    List ids = listed(t, filter);
    check(t, !has(&ids, one.id));
    filter.types = (Texts){closed, 1};
    List list;
    const char *next;
    check_ok(t, ticket_list(t->ctx, &filter, &list, &next));
    check_int(t, (int64_t)list.count, 1);
    check_int(t, ((const Ticket *)list.items)->id, one.id);
    filter.tier = "vip";
    filter.state = "closed";
    check_ok(t, ticket_list(t->ctx, &filter, &list, &next));
    check_int(t, (int64_t)list.count, 1);
}

TEST_DB(tickets_are_listed_by_when_they_were_opened_and_are_due)
{
    Ticket one = given_complaint(t, NULL, NULL), two;
    source_move(t->ctx->source, 5 * DAY_MS);
    two = given_complaint(t, NULL, NULL);
    TicketFilter filter = any();
    filter.opened_from = two.created_at;
    check_holds(t, filter, two.id, one.id);
    filter = any();
    filter.opened_until = two.created_at;
    check_holds(t, filter, one.id, two.id);
    filter = any();
    check(t, one.due_at < two.due_at);
    filter.due_from = two.due_at;
    check_holds(t, filter, two.id, one.id);
    filter = any();
    filter.due_until = two.due_at;
    check_holds(t, filter, one.id, two.id);
}

TEST_DB(tickets_are_listed_by_when_their_first_answer_and_resolution_were_counted)
{
    Ticket one = given_complaint(t, NULL, NULL), two = given_complaint(t, NULL, NULL);
    Ticket three = given_complaint(t, NULL, NULL);
    source_move(t->ctx->source, MINUTE_MS);
    int64_t first = ctx_now(t->ctx);
    answer(t, one.id);
    source_move(t->ctx->source, MINUTE_MS);
    int64_t second = ctx_now(t->ctx);
    answer(t, two.id);
    move(t, two.id, "resolved");
    TicketFilter filter = any();
    filter.answered_from = first;
    List ids = listed(t, filter);
    check_int(t, (int64_t)ids.count, 2);
    check_int(t, *(const int64_t *)ids.items, two.id); /* the last comes first */
    filter.answered_until = second;
    ids = listed(t, filter);
    check_int(t, (int64_t)ids.count, 1);
    check(t, has(&ids, one.id));
    filter = any();
    filter.resolved_from = second;
    filter.resolved_until = second + 1;
    ids = listed(t, filter);
    check_int(t, (int64_t)ids.count, 1);
    check(t, has(&ids, two.id));
    filter = any();
    filter.answered_until = first;
    ids = listed(t, filter);
    check(t, !has(&ids, three.id));
}

TEST_DB(what_is_no_state_category_or_tier_is_refused)
{
    const struct {
        const char *field;
        TicketFilter filter;
    } cases[] = {{"state", {.sort = NONE, .limit = 1, .state = "nowhere"}},
                 {"category", {.sort = NONE, .limit = 1, .category = "nothing"}},
                 {"tier", {.sort = NONE, .limit = 1, .tier = "nobody"}}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        List list;
        const char *next;
        check_status(t, ticket_list(t->ctx, &cases[i].filter, &list, &next), INVALID);
        check_text(t, t->ctx->problem.field, cases[i].field);
    }
}

TEST_DB(a_queue_keeps_what_it_is_narrowed_by)
{
    TicketFilter filter = any();
    Queue queue = {.name = "赔前", .shared = true, .filter = &filter}, read;
    filter.category = "delay";
    filter.state = "open";
    filter.opened_from = TEST_NOW;
    check_ok(t, queue_create(t->ctx, &queue));
    check_ok(t, queue_find(t->ctx, queue.id, &read));
    check_text(t, read.filter->category, "delay");
    check_text(t, read.filter->state, "open");
    check_int(t, read.filter->opened_from, TEST_NOW);
}
