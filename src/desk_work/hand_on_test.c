#include "desk_work/hand_on.h"

#include <string.h>

#include "access/testing_people.h"
#include "db/db.h"
#include "desk/team.h"
#include "desk/testing.h"
#include "desk_work/assign.h"
#include "desk_work/route.h"
#include "desk_work/route_jobs.h"
#include "desk_work/testing.h"
#include "job/job.h"
#include "job/testing.h"

static int64_t given_ticket(T *t)
{
    return opened_ticket(t, blank_ticket(TICKET_INQUIRY, CHANNEL_EMAIL)).id;
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
    given_account(t, "boss", "administrator", NULL);
}

static int64_t owner_of(T *t, int64_t id)
{
    return stored_ticket(t, id).owner_id;
}

SQL(test_close, "UPDATE account SET closed = 1 WHERE id = $1");

TEST_DB(what_is_held_by_who_was_closed_before_anything_was_handed_on_goes_on_at_the_next_start)
{
    int64_t li = given_account(t, "li", "agent", NULL),
            wang = given_account(t, "wang", "agent", NULL);
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
    int64_t li = given_account(t, "li", "agent", NULL), id = given_ticket_of(t, li);
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
    int64_t li = given_account(t, "li", "agent", NULL), spoilt = given_ticket_of(t, li);
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
    int64_t li = given_account(t, "li", "agent", NULL);
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
    agent_says(t, given_account(t, login, "agent", NULL), AGENT_AVAILABLE);
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
