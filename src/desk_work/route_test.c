#include <pthread.h>
#include <string.h>

#include "access/account.h"
#include "access/outlet.h"
#include "access/setting.h"
#include "access/testing_people.h"
#include "base/instant.h"
#include "db/db.h"
#include "desk/team.h"
#include "desk/testing.h"
#include "desk_work/hand_on.h"
#include "desk_work/looking.h"
#include "desk_work/pull.h"
#include "desk_work/testing.h"
#include "job/job.h"

static void given_team(T *t, const char *code)
{
    Team team = {.code = code, .name = code};
    check_ok(t, team_create(t->ctx, &team));
}

static int64_t given_member(T *t, const char *team, const char *login, const char *skill)
{
    int64_t id = given_account(t, login, "agent", NULL);
    TeamMember member = {.login = login, .skills = {&skill, skill ? 1 : 0}};
    check_ok(t, team_member_put(t->ctx, team, &member));
    return id;
}

static void given_rule(T *t, const char *code, int64_t kind, const char *team, const char *skill)
{
    RouteRule rule = {.code = code, .position = 1, .kind = kind, .channel = NONE, .team = team};
    rule.skills = (Texts){&skill, skill ? 1 : 0};
    check_ok(t, route_rule_create(t->ctx, &rule));
}

static int64_t given_ticket(T *t, int64_t kind, int64_t priority, const char *tier)
{
    TicketInput input = blank_ticket(kind, CHANNEL_EMAIL);
    input.priority = priority;
    input.tier = tier;
    return opened_ticket(t, input).id;
}

static int64_t next_of(T *t, int64_t id)
{
    Person who;
    Ticket ticket;
    bool found;
    check_ok(t, account_person(t->ctx, id, &who));
    t->ctx->who = &who;
    check_ok(t, ticket_next(t->ctx, &ticket, &found));
    t->ctx->who = NULL;
    return found ? ticket.id : 0;
}

static Agent candidate(int64_t id, const char *login, int64_t load, int64_t last_at)
{
    return (Agent){.account_id = id,
                   .login = login,
                   .status = AGENT_AVAILABLE,
                   .capacity = 10,
                   .load = load,
                   .last_at = last_at};
}

TEST(the_least_loaded_gets_it_then_who_waited_longest_then_the_lowest_id)
{
    Texts why;
    Agent agents[] = {candidate(1, "a", 2, 5), candidate(2, "b", 1, 9), candidate(3, "c", 1, 7),
                      candidate(4, "d", 1, 7)};
    Choice choice = {.agents = agents, .count = 4, .weight = 1};
    check_int(t, agent_choose(t->ctx, &choice, &why)->account_id, 3);
    agents[2].status = AGENT_BUSY;
    check_int(t, agent_choose(t->ctx, &choice, &why)->account_id, 4);
    choice.weight = 9;
    check_int(t, agent_choose(t->ctx, &choice, &why)->account_id, 4); /* 1 + 9 is what 4 may hold */
    choice.weight = 10;
    check(t, !agent_choose(t->ctx, &choice, &why));
}

TEST(a_team_s_skills_count_for_all_of_its_members)
{
    static const char *words[] = {"claims", "english"};
    Texts why, needs = {words, 2}, claims = {words, 1}, english = {words + 1, 1};
    Agent agent = candidate(1, "a", 0, NONE);
    Choice choice = {.agents = &agent, .count = 1, .weight = 1, .skills = needs};
    agent.skills = english;
    check(t, !agent_choose(t->ctx, &choice, &why));
    check_text(t, why.items[1], "claims");
    choice.team_skills = claims;
    check(t, agent_choose(t->ctx, &choice, &why) == &agent);
}

TEST(what_a_customer_wrote_in_is_told_from_its_characters)
{
    check_text(t, route_language("where is 包裹"), "zh");
    check_text(t, route_language("where is it — “now”"), "en");
    check_text(t, route_language(NULL), "en");
}

TEST_DB(a_new_ticket_goes_to_who_is_there_and_has_the_skill)
{
    TicketRoute route;
    int64_t ran;
    given_team(t, "CLAIMS");
    int64_t li = given_member(t, "CLAIMS", "li", "damage");
    int64_t wang = given_member(t, "CLAIMS", "wang", NULL);
    given_member(t, "CLAIMS", "zhao", "damage");
    given_rule(t, "claims", TICKET_CLAIM, "CLAIMS", "damage");
    agent_says(t, li, AGENT_AVAILABLE);
    agent_says(t, wang, AGENT_AVAILABLE);
    int64_t id = given_ticket(t, TICKET_CLAIM, NONE, NULL);
    int64_t other = given_ticket(t, TICKET_INQUIRY, NONE, NULL);
    check_ok(t, jobs_run_due(t->ctx, &ran));
    check_text(t, stored_ticket(t, id).team, "CLAIMS");
    check_text(t, stored_ticket(t, id).owner, "li");
    check_int(t, stored_ticket(t, other).team_id, 0);
    check_ok(t, ticket_route_find(t->ctx, id, &route));
    check_text(t, route.rule, "claims");
    check_text(t, map_value(&route.why, "chosen"), "li");
    check_text(t, map_value(&route.why, "not wang"), "damage");
    check_text(t, map_value(&route.why, "not zhao"), "offline");
}

TEST_DB(what_nobody_can_take_waits_and_is_pulled_by_the_most_urgent_clock)
{
    int64_t ran;
    Agent agent;
    given_team(t, "ALL");
    int64_t li = given_member(t, "ALL", "li", NULL);
    given_rule(t, "all", NONE, "ALL", NULL);
    check_ok(t, agent_set_capacity(t->ctx, "li", 0, 2, &agent));
    int64_t urgent = given_ticket(t, TICKET_INQUIRY, PRIORITY_URGENT, NULL);
    int64_t normal = given_ticket(t, TICKET_INQUIRY, PRIORITY_NORMAL, NULL);
    int64_t late = given_ticket(t, TICKET_INQUIRY, PRIORITY_NORMAL, NULL);
    check_ok(t, jobs_run_due(t->ctx, &ran));
    check_text(t, stored_ticket(t, urgent).team, "ALL");
    check_int(t, stored_ticket(t, urgent).owner_id, 0);
    check_int(t, agent_says(t, li, AGENT_AVAILABLE).load, 0);
    check_ok(t, jobs_run_due(t->ctx, &ran));
    check_int(t, stored_ticket(t, urgent).owner_id, li);
    check_int(t, stored_ticket(t, normal).owner_id, li);
    check_int(t, stored_ticket(t, late).owner_id, 0); /* 2 is all that li may hold */
    TicketEdit edit;
    check_ok(t, ticket_edit(t->ctx, urgent, NONE, &edit));
    check_ok(t, ticket_move_type(t->ctx, &edit, TYPE_RESOLVED, NULL));
    check_ok(t, ticket_save(t->ctx, &edit));
    check_ok(t, jobs_run_due(t->ctx, &ran));
    check_int(t, stored_ticket(t, late).owner_id, li);
}

TEST_DB(the_green_channel_goes_before_more_urgent_clocks)
{
    int64_t ran;
    check_ok(t, setting_write(t->ctx, SETTING_NAMED_GREEN_TIERS, "gold platinum", NONE));
    check_ok(t, setting_write(t->ctx, SETTING_NAMED_ROUTE_PUSH, "0", NONE));
    check_ok(t, settings_refresh(t->ctx, t->house->settings));
    given_team(t, "ALL");
    int64_t li = given_member(t, "ALL", "li", NULL);
    given_rule(t, "all", NONE, "ALL", NULL);
    int64_t urgent = given_ticket(t, TICKET_INQUIRY, PRIORITY_URGENT, "gol");
    int64_t green = given_ticket(t, TICKET_INQUIRY, PRIORITY_LOW, "gold");
    agent_says(t, li, AGENT_AVAILABLE);
    check_ok(t, jobs_run_due(t->ctx, &ran));
    check_int(t, stored_ticket(t, green).owner_id, 0); /* nobody is given anything */
    check_int(t, next_of(t, li), green);
    check_int(t, next_of(t, li), urgent);
    check_int(t, next_of(t, li), 0);
}

TEST_DB(who_was_not_heard_for_a_while_is_gone_and_what_they_have_is_handed_on)
{
    int64_t ran;
    HandedOn handed;
    given_team(t, "ALL");
    int64_t li = given_member(t, "ALL", "li", NULL);
    int64_t wang = given_member(t, "ALL", "wang", NULL);
    given_rule(t, "all", NONE, "ALL", NULL);
    agent_says(t, li, AGENT_AVAILABLE);
    int64_t id = given_ticket(t, TICKET_INQUIRY, NONE, NULL);
    check_ok(t, jobs_run_due(t->ctx, &ran));
    check_int(t, stored_ticket(t, id).owner_id, li);
    check_status(t, agent_hand_on(t->ctx, "li", &handed), CONFLICT);
    source_move(t->ctx->source, 91 * 1000);
    agent_says(t, wang, AGENT_AVAILABLE);
    check_ok(t, agent_hand_on(t->ctx, "li", &handed));
    check_int(t, handed.released, 1);
    check_int(t, handed.given, 1);
    check_int(t, stored_ticket(t, id).owner_id, wang);
}

TEST_DB(a_rule_is_superseded_never_changed)
{
    RouteRule rule, change = {.position = 2, .kind = NONE, .channel = NONE, .team = "ALL"};
    given_team(t, "ALL");
    given_rule(t, "all", NONE, "ALL", NULL);
    check_ok(t, route_rule_change(t->ctx, "all", 1, &change, &rule));
    check_int(t, rule.version, 2);
    check_status(t, route_rule_change(t->ctx, "all", 1, &change, &rule), STALE);
    change.team = "GHOSTS";
    check_status(t, route_rule_change(t->ctx, "all", 2, &change, &rule), INVALID);
    change.team = "ALL";
    change.language = "fr";
    check_status(t, route_rule_change(t->ctx, "all", 2, &change, &rule), INVALID);
    check_ok(t, route_rule_remove(t->ctx, "all", 2));
    check_status(t, route_rule_find(t->ctx, "all", &rule), NOT_FOUND);
}

typedef struct Puller {
    pthread_t thread;
    Database *database;
    House *house;
    int64_t account_id, took[40];
    size_t count;
    int failures;
} Puller;

static Status pull_one(Ctx *ctx, void *work)
{
    Puller *puller = work;
    Person who;
    Ticket ticket;
    bool found;
    Status s = account_person(ctx, puller->account_id, &who);
    const Person *before = ctx->who;
    ctx->who = &who;
    if (!s) s = ticket_next(ctx, &ticket, &found);
    ctx->who = before;
    puller->took[puller->count] = !s && found ? ticket.id : 0;
    return s;
}

static void *pull_all(void *argument)
{
    Puller *puller = argument;
    Arena *arena = arena_new();
    Ctx ctx;
    ctx_init(&ctx, arena, puller->house->source);
    house_enter(&ctx, puller->house);
    for (bool more = true; more && puller->count < 40;) {
        more = false;
        if (database_write(&ctx, puller->database, pull_one, puller) != OK)
            more = ++puller->failures < 20;
        else if (puller->took[puller->count])
            more = ++puller->count;
        arena_clear(arena);
    }
    arena_release(arena);
    return NULL;
}

enum { PULLERS = 3, WAITING = 24 };

TEST_DB(no_two_who_ask_at_once_get_the_same_ticket)
{
    static const char *const logins[PULLERS] = {"li", "wang", "zhao"};
    Puller pullers[PULLERS];
    int64_t took[PULLERS * 40];
    size_t count = 0;
    Agent agent;
    given_team(t, "ALL");
    for (int i = 0; i < PULLERS; i++) {
        pullers[i] = (Puller){.database = t->house->database, .house = t->house};
        pullers[i].account_id = given_member(t, "ALL", logins[i], NULL);
        check_ok(t, agent_set_capacity(t->ctx, logins[i], 0, 100, &agent));
    }
    check_ok(t, setting_write(t->ctx, SETTING_NAMED_ROUTE_PUSH, "0", NONE));
    given_rule(t, "all", NONE, "ALL", NULL);
    for (int i = 0; i < WAITING; i++)
        check_ok(t, ticket_route(t->ctx, given_ticket(t, TICKET_INQUIRY, NONE, NULL)));
    check_ok(t, database_return_writer(t->ctx, t->house->database, true));
    for (int i = 0; i < PULLERS; i++)
        check(t, !pthread_create(&pullers[i].thread, NULL, pull_all, &pullers[i]));
    for (int i = 0; i < PULLERS; i++)
        pthread_join(pullers[i].thread, NULL);
    check_ok(t, database_borrow_writer(t->ctx, t->house->database));
    for (int i = 0; i < PULLERS; i++)
        for (size_t n = 0; n < pullers[i].count; n++)
            took[count++] = pullers[i].took[n];
    check_int(t, count, WAITING);
    for (size_t a = 0; a < count; a++)
        for (size_t b = a + 1; b < count; b++)
            check(t, took[a] != took[b]);
}

TEST_DB(two_on_one_ticket_see_each_other_until_one_falls_silent)
{
    List list;
    Person li = {.kind = PERSON_HUMAN, .session_id = 1}, wang = {.kind = PERSON_HUMAN};
    li.id = given_account(t, "li", "agent", NULL);
    wang.id = given_account(t, "wang", "agent", NULL);
    wang.session_id = 2;
    int64_t id = given_ticket(t, TICKET_INQUIRY, NONE, NULL);
    t->ctx->who = &li;
    check_ok(t, looking_beat(t->ctx, id, LOOKING_READS, &list));
    check_int(t, list.count, 1);
    source_move(t->ctx->source, 60 * 1000);
    t->ctx->who = &wang;
    check_ok(t, looking_beat(t->ctx, id, LOOKING_WRITES, &list));
    check_int(t, list.count, 2);
    const Looking *both = list.items;
    check_text(t, both[0].login, "li");
    check(t, !both[0].self && both[1].self);
    check_int(t, both[1].doing, LOOKING_WRITES);
    source_move(t->ctx->source, 31 * 1000);
    check_ok(t, looking_list(t->ctx, id, &list));
    check_int(t, list.count, 1);
    check_ok(t, looking_beat(t->ctx, id, LOOKING_LEFT, &list));
    check_int(t, list.count, 0);
    wang.kind = PERSON_TOKEN;
    check_status(t, looking_beat(t->ctx, id, LOOKING_READS, &list), FORBIDDEN);
    t->ctx->who = NULL;
}

SQL(test_outlet_region, "UPDATE outlet SET region = $2 WHERE id = $1");

static Status rule_of_region(T *t, const char *code, const char *region)
{
    RouteRule rule = {.code = code, .kind = NONE, .channel = NONE, .team = "ALL", .region = region};
    Status s = route_rule_create(t->ctx, &rule);
    if (s == INVALID) check_text(t, t->ctx->problem.field, "region");
    problem_clear(t->ctx);
    return s;
}

TEST_DB(a_rule_names_a_region_that_there_is)
{
    given_team(t, "ALL");
    check_status(t, rule_of_region(t, "a", "31"), OK);
    check_status(t, rule_of_region(t, "b", "440305"), OK);
    check_status(t, rule_of_region(t, "c", "SP"), INVALID);
    check_status(t, rule_of_region(t, "d", "990000"), INVALID);
    int64_t id;
    check_ok(t, outlet_ensure(t->ctx, "SAO", "SAO", OUTLET_BRANCH, &id));
    check_ok(t, db_run(t->ctx, &test_outlet_region, db_int(id), db_text("SP-01")));
    check_status(t, rule_of_region(t, "c", "SP"), OK);
    check_status(t, rule_of_region(t, "d", "SP-1"), INVALID);
    RouteRule change = {.kind = NONE, .channel = NONE, .team = "ALL", .region = "99"}, out;
    check_status(t, route_rule_change(t->ctx, "a", 1, &change, &out), INVALID);
    check_text(t, t->ctx->problem.field, "region");
}

TEST(a_rule_of_a_province_takes_customers_of_its_districts)
{
    Ticket ticket = {.kind = TICKET_INQUIRY};
    RouteRule rule = {.kind = NONE, .channel = NONE, .region = "310000"};
    RouteSubject subject = {.ticket = &ticket, .region = "310115"};
    check(t, route_rule_fits(t->ctx, &rule, &subject));
    subject.region = "320100";
    check(t, !route_rule_fits(t->ctx, &rule, &subject));
    subject.region = NULL;
    check(t, !route_rule_fits(t->ctx, &rule, &subject));
}
