#include "desk_work/hand_on.h"

#include <string.h>

#include "access/account.h"
#include "db/db.h"
#include "desk/queue.h"
#include "desk/team.h"
#include "desk_work/agent.h"
#include "desk_work/assign.h"
#include "desk_work/route.h"
#include "desk_work/route_jobs.h"
#include "job/job.h"
#include "test.h"

static Account given_account(T *t, const char *login, const char *role)
{
    const char *roles[] = {role};
    Account account = {.login = login, .name = "某某", .roles = {roles, 1}};
    check_ok(t, account_create(t->ctx, &account));
    return account;
}

static int64_t given_ticket(T *t)
{
    TicketInput input;
    Ticket ticket;
    ticket_input_init(&input);
    input.kind = TICKET_INQUIRY;
    input.channel = CHANNEL_EMAIL;
    input.subject = "包裹在哪里";
    check_ok(t, ticket_create(t->ctx, &input, &ticket));
    return ticket.id;
}

static int64_t given_ticket_of(T *t, int64_t account_id)
{
    TicketEdit edit;
    int64_t id = given_ticket(t);
    check_ok(t, ticket_edit(t->ctx, id, NONE, &edit));
    check_ok(t, ticket_assign(t->ctx, &edit, 0, account_id));
    check_ok(t, ticket_save(t->ctx, &edit));
    return id;
}

/* So that the others may be closed. */
static void given_boss(T *t)
{
    given_account(t, "boss", "administrator");
}

static void set_closed(T *t, const char *login, bool closed)
{
    Account account;
    check_ok(t, account_find_login(t->ctx, login, &account));
    account.closed = closed;
    check_ok(t, account_update(t->ctx, &account, account.version));
}

static void run_jobs(T *t)
{
    int64_t count;
    check_ok(t, database_return_writer(t->ctx, t->house->database, true));
    check_ok(t, jobs_run_due(t->ctx, &count));
    check_ok(t, database_borrow_writer(t->ctx, t->house->database));
}

static int64_t owner_of(T *t, int64_t id)
{
    Ticket ticket;
    check_ok(t, ticket_find(t->ctx, id, &ticket));
    return ticket.owner_id;
}

SQL(test_close, "UPDATE account SET closed = 1 WHERE id = $1");

TEST_DB(what_is_held_by_who_was_closed_before_anything_was_handed_on_goes_on_at_the_next_start)
{
    int64_t li = given_account(t, "li", "agent").id, wang = given_account(t, "wang", "agent").id;
    int64_t left = given_ticket_of(t, li), kept = given_ticket_of(t, wang);
    check_ok(t, db_run(t->ctx, &test_close, db_int(li)));
    run_jobs(t);
    check_int(t, owner_of(t, left), li);
    check_ok(t, left_seed(t->ctx));
    check_ok(t, left_seed(t->ctx));
    run_jobs(t);
    check_int(t, owner_of(t, left), 0);
    check_int(t, owner_of(t, kept), wang);
}

TEST_DB(who_is_open_again_before_anything_was_handed_on_keeps_what_they_have)
{
    given_boss(t);
    int64_t li = given_account(t, "li", "agent").id, id = given_ticket_of(t, li);
    set_closed(t, "li", true);
    set_closed(t, "li", false);
    run_jobs(t);
    check_int(t, owner_of(t, id), li);
}

SQL(test_spoil, "UPDATE ticket SET sealed = $2 WHERE id = $1");
SQL(test_owner, "SELECT owner_id FROM ticket WHERE id = $1");

TEST_DB(what_cannot_be_handed_on_stops_none_of_the_others_and_is_told_of)
{
    enum { OTHERS = 3 };
    const JobFilter waiting = {JOB_WAITING, NONE, 0, 50};
    int64_t others[OTHERS], owner;
    List list;
    given_boss(t);
    int64_t li = given_account(t, "li", "agent").id, spoilt = given_ticket_of(t, li);
    for (int i = 0; i < OTHERS; i++)
        others[i] = given_ticket_of(t, li);
    check_ok(t, db_run(t->ctx, &test_spoil, db_int(spoilt), db_blob("x", 1)));
    set_closed(t, "li", true);
    run_jobs(t);
    for (int i = 0; i < OTHERS; i++)
        check_int(t, owner_of(t, others[i]), 0);
    check_ok(t, db_get_int(t->ctx, &test_owner, &owner, db_int(spoilt)));
    check_int(t, owner, li);
    check_ok(t, job_list(t->ctx, &waiting, &list));
    const JobRow *rows = list.items;
    size_t told = 0;
    for (size_t i = 0; i < list.count; i++)
        told += strcmp(rows[i].kind, ROUTE_LEFT_JOB) == 0 && rows[i].attempt == 1 && rows[i].error;
    check_int(t, told, 1);
}

TEST_DB(fifty_are_handed_on_at_once)
{
    HandedOn handed;
    int64_t li = given_account(t, "li", "agent").id;
    for (int i = 0; i < 51; i++)
        given_ticket_of(t, li);
    check_ok(t, agent_hand_on(t->ctx, "li", &handed));
    check_int(t, handed.released, 50);
    check(t, handed.more);
    check_ok(t, agent_hand_on(t->ctx, "li", &handed));
    check_int(t, handed.released, 1);
    check(t, !handed.more);
}

static void given_member(T *t, const char *login)
{
    const TeamMember member = {.login = login};
    Person who;
    Agent agent;
    check_ok(t, account_person(t->ctx, given_account(t, login, "agent").id, &who));
    who.session_id = who.id + 1;
    t->ctx->who = &who;
    check_ok(t, agent_beat(t->ctx, AGENT_AVAILABLE, &agent));
    t->ctx->who = NULL;
    check_ok(t, team_member_put(t->ctx, "HOT", &member));
}

static long statements_to_route(T *t)
{
    enum { MANY = 1000000 };
    int64_t id = given_ticket(t);
    db_fail_at(MANY);
    check_ok(t, ticket_route(t->ctx, id));
    return MANY - db_fail_at(0);
}

TEST_DB(a_greater_team_costs_no_more_statements_for_a_ticket)
{
    static const char *const logins[] = {"a1", "a2", "a3", "a4"};
    Team team = {.code = "HOT", .name = "Hotline"};
    RouteRule rule = {.code = "all", .position = 1, .kind = NONE, .channel = NONE, .team = "HOT"};
    check_ok(t, team_create(t->ctx, &team));
    check_ok(t, route_rule_create(t->ctx, &rule));
    given_member(t, "li");
    check_ok(t, ticket_route(t->ctx, given_ticket(t)));
    long before = statements_to_route(t);
    for (size_t i = 0; i < sizeof logins / sizeof *logins; i++)
        given_member(t, logins[i]);
    check(t, before > 0);
    check_int(t, statements_to_route(t), before);
}
