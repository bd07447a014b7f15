/* Who a ticket is given to because of whose it is, and who it is not given to. */
#include <string.h>

#include "access/account.h"
#include "access/testing_people.h"
#include "customer/merge.h"
#include "customer/testing.h"
#include "desk/queue.h"
#include "desk/team.h"
#include "desk/testing.h"
#include "desk_work/assign.h"
#include "desk_work/pull.h"
#include "desk_work/route.h"
#include "desk_work/testing.h"
#include "job/testing.h"

/* Somebody of an outlet (NULL: of the whole company) who is there. */
static int64_t given_agent(T *t, const char *login, const char *outlet)
{
    int64_t id = given_account(t, login, "agent", outlet);
    agent_says(t, id, AGENT_AVAILABLE);
    return id;
}

static void given_team(T *t, const char *const *logins, size_t count)
{
    Team team = {.code = "HOT", .name = "Hotline"};
    RouteRule rule = {.code = "all", .position = 1, .kind = NONE, .channel = NONE, .team = "HOT"};
    check_ok(t, team_create(t->ctx, &team));
    for (size_t i = 0; i < count; i++) {
        const TeamMember member = {.login = logins[i]};
        check_ok(t, team_member_put(t->ctx, "HOT", &member));
    }
    check_ok(t, route_rule_create(t->ctx, &rule));
}

static const char *owner_of(T *t, int64_t id)
{
    return stored_ticket(t, id).owner;
}

static const char *routed_to(T *t, int64_t id)
{
    check_ok(t, ticket_route(t->ctx, id));
    return owner_of(t, id);
}

static int64_t given_customer_of(T *t, const char *code, const char *specialist)
{
    Customer customer = blank_customer(code);
    customer.specialist = specialist;
    return stored_customer(t, customer).id;
}

static void merged(T *t, int64_t survivor_id, int64_t merged_id)
{
    Merge merge;
    const MergeInput input = {.merged_id = merged_id, .why = "同一人"};
    check_ok(t, customer_merge(t->ctx, survivor_id, 1, &input, &merge));
}

TEST_DB(a_ticket_is_given_to_nobody_who_does_not_see_it)
{
    static const char *const logins[] = {"here", "there"};
    int64_t here = given_outlet(t, "HERE"), there = given_outlet(t, "THERE");
    given_agent(t, "here", "HERE");
    given_agent(t, "there", "THERE");
    given_team(t, logins, 2);
    for (int i = 0; i < 3; i++) {
        check_text(t, routed_to(t, given_ticket_at(t, here, 0).id), "here");
        check_text(t, routed_to(t, given_ticket_at(t, there, 0).id), "there");
    }
    Ticket nobodys = given_ticket_at(t, 0, 0);
    TicketRoute route;
    check(t, routed_to(t, nobodys.id) == NULL);
    check_ok(t, ticket_route_find(t->ctx, nobodys.id, &route));
    check_text(t, route.why.items[0], "not here");
    check_text(t, route.why.items[1], "does not see the ticket");
}

TEST_DB(a_specialist_who_does_not_see_the_ticket_is_passed_over)
{
    static const char *const logins[] = {"li"};
    int64_t there = given_outlet(t, "THERE");
    given_outlet(t, "HERE");
    given_agent(t, "own", "HERE");
    given_agent(t, "li", NULL);
    given_team(t, logins, 1);
    int64_t customer = given_customer_of(t, "C-1", "own");
    check_text(t, routed_to(t, given_ticket_at(t, there, customer).id), "li");
}

TEST_DB(who_was_merged_into_a_customer_has_the_specialist_of_that_one)
{
    static const char *const logins[] = {"li"};
    given_agent(t, "own", NULL);
    given_agent(t, "li", NULL);
    given_team(t, logins, 1);
    int64_t customer = given_customer_of(t, "C-1", "own");
    int64_t other = given_customer_of(t, "C-2", "li");
    check_text(t, routed_to(t, given_ticket_at(t, 0, other).id), "li");
    merged(t, customer, other);
    check_text(t, routed_to(t, given_ticket_at(t, 0, other).id), "own");
    check_text(t, routed_to(t, given_ticket_at(t, 0, customer).id), "own");
}

TEST_DB(what_waits_of_who_was_merged_into_their_customer_a_specialist_takes_too)
{
    Person who;
    Ticket taken;
    bool found;
    int64_t own = given_agent(t, "own", NULL), li = given_agent(t, "li", NULL);
    int64_t customer = given_customer_of(t, "C-1", "own");
    int64_t other = given_customer_of(t, "C-2", "li");
    merged(t, customer, other);
    int64_t id = given_ticket_at(t, 0, other).id;
    check_ok(t, account_person(t->ctx, li, &who));
    t->ctx->who = &who;
    check_ok(t, ticket_next(t->ctx, &taken, &found));
    check(t, !found);
    check_ok(t, account_person(t->ctx, own, &who));
    check_ok(t, ticket_next(t->ctx, &taken, &found));
    t->ctx->who = NULL;
    check(t, found && taken.id == id);
}

/* The newest first. */
static int64_t of_customer(T *t, const char *code, int64_t *first)
{
    const TicketFilter filter = {.customer = code, .sort = NONE, .limit = 10};
    List list;
    const char *next;
    check_ok(t, ticket_list(t->ctx, &filter, &list, &next));
    *first = list.count ? ((const Ticket *)list.items)->id : 0;
    return (int64_t)list.count;
}

TEST_DB(tickets_of_customers_that_were_merged_are_listed_as_of_one)
{
    Merge merge;
    int64_t first;
    int64_t customer = given_customer_of(t, "C-1", NULL), other = given_customer_of(t, "C-2", NULL);
    given_ticket_at(t, 0, customer);
    int64_t last = given_ticket_at(t, 0, other).id;
    given_ticket_at(t, 0, given_customer_of(t, "C-3", NULL));
    check_int(t, of_customer(t, "C-1", &first), 1);
    const MergeInput input = {.merged_id = other, .why = "同一人"};
    check_ok(t, customer_merge(t->ctx, customer, 1, &input, &merge));
    check_int(t, of_customer(t, "C-1", &first), 2);
    check_int(t, first, last);
    check_int(t, of_customer(t, "C-2", &first), 2);
    check_ok(t, customer_unmerge(t->ctx, merge.id, "两个人", &merge));
    check_int(t, of_customer(t, "C-1", &first), 1);
    check_int(t, of_customer(t, "C-9", &first), 0);
}

/* --- who left --- */

/* While somebody is there who may do everything. */
static void given_left(T *t, const char *login)
{
    given_account(t, "boss", "administrator", NULL);
    set_closed(t, login, true);
}

static void move(T *t, int64_t id, const char *state)
{
    TicketEdit edit;
    check_ok(t, ticket_edit(t->ctx, id, NONE, &edit));
    check_ok(t, ticket_move(t->ctx, &edit, state, NULL));
    check_ok(t, ticket_save(t->ctx, &edit));
}

TEST_DB(what_somebody_had_whose_account_is_closed_is_routed_anew)
{
    static const char *const logins[] = {"li", "wang"};
    given_agent(t, "li", NULL);
    given_team(t, logins, 1);
    int64_t open = given_ticket_at(t, 0, 0).id, resolved = given_ticket_at(t, 0, 0).id;
    check_text(t, routed_to(t, open), "li");
    check_text(t, routed_to(t, resolved), "li");
    move(t, resolved, "resolved");
    given_agent(t, "wang", NULL);
    const TeamMember member = {.login = "wang"};
    check_ok(t, team_member_put(t->ctx, "HOT", &member));
    given_left(t, "li");
    check_text(t, owner_of(t, open), "li");
    run_jobs(t);
    check_text(t, owner_of(t, open), "wang");
    check_text(t, owner_of(t, resolved), "li"); /* who did it stays known */
    move(t, resolved, "open");
    run_jobs(t);
    check_text(t, owner_of(t, resolved), "wang");
}

TEST_DB(without_rules_what_somebody_had_who_left_is_nobodys)
{
    TicketEdit edit;
    int64_t id = given_ticket_at(t, 0, 0).id, li = given_agent(t, "li", NULL);
    check_ok(t, ticket_edit(t->ctx, id, NONE, &edit));
    check_ok(t, ticket_assign(t->ctx, &edit, 0, li));
    check_ok(t, ticket_save(t->ctx, &edit));
    given_left(t, "li");
    run_jobs(t);
    check(t, owner_of(t, id) == NULL);
}

TEST_DB(a_specialist_whose_account_is_closed_gets_nothing)
{
    static const char *const logins[] = {"li"};
    given_agent(t, "own", NULL);
    given_agent(t, "li", NULL);
    given_team(t, logins, 1);
    int64_t customer = given_customer_of(t, "C-1", "own");
    int64_t id = given_ticket_at(t, 0, customer).id;
    check_text(t, routed_to(t, id), "own");
    given_left(t, "own");
    run_jobs(t);
    check_text(t, owner_of(t, id), "li");
}
