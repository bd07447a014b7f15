/* Those asked hear of a handoff though its ticket is none of theirs, and of nothing else. */
#include "complaint/handoff.h"

#include <string.h>
#include <unistd.h>

#include "access/account.h"
#include "access/testing.h"
#include "complaint/testing.h"
#include "db/db.h"
#include "desk/team.h"

typedef struct Giving {
    int64_t ticket_id;
    HandoffInput input;
    Handoff handoff;
} Giving;

static Status give_write(Ctx *ctx, void *work)
{
    Giving *giving = work;
    return handoff_give(ctx, giving->ticket_id, &giving->input, &giving->handoff);
}

static Giving giving_of(int64_t ticket_id, const char *outlet, const char *team)
{
    Giving giving = {.ticket_id = ticket_id};
    shape_clear(&handoff_input_shape, &giving.input);
    giving.input.outlet = outlet;
    giving.input.team = team;
    giving.input.question = "谁签收的?";
    return giving;
}

static void given_team(T *t, const char *code, const char *login)
{
    Team team = {.code = code, .name = code};
    const TeamMember member = {.login = login};
    check_ok(t, team_create(t->ctx, &team));
    check_ok(t, team_member_put(t->ctx, code, &member));
}

/* What a listener of an outlet hears, up to the handoff of a ticket that is of no outlet. */
static const char *heard_at(T *t, const char *outlet, Giving *first, Giving *giving)
{
    const char *header = given_listener(t, outlet, 0);
    Site *site = given_feed(t);
    int ear = listen_as(site, header);
    check_ok(t, database_write(t->ctx, t->house->database, give_write, first));
    check_ok(t, database_write(t->ctx, t->house->database, give_write, giving));
    const char *mine =
        arena_format(t->ctx->arena, "\"id\":\"%lld\"", (long long)giving->handoff.id);
    const char *heard = receive_until(site, ear, mine);
    check(t, strstr(heard, mine));
    close(ear);
    close_feed(site);
    return heard;
}

TEST_DB(an_outlet_hears_of_what_it_is_asked_and_of_nothing_else)
{
    given_outlet(t, "TOP"); /* the others are below the first */
    given_outlet(t, "PD");
    given_outlet(t, "HP");
    int64_t ticket_id = given_ticket_at(t, 0, 0).id;
    Giving others = giving_of(ticket_id, "HP", NULL), ours = giving_of(ticket_id, "PD", NULL);
    const char *heard = heard_at(t, "PD", &others, &ours);
    check(t, strstr(heard, "event: handoff.changed"));
    check(t, strstr(heard, "\"state\":\"given\""));
    check(t, !strstr(heard, "ticket.changed"));
    check(t, !strstr(heard, arena_format(t->ctx->arena, "%lld", (long long)others.handoff.id)));
    check(t, !strstr(heard, "谁签收的"));
}

TEST_DB(the_members_of_a_team_that_is_asked_hear_of_it_wherever_they_are)
{
    given_outlet(t, "TOP"); /* the others are below the first */
    given_outlet(t, "PD");
    given_outlet(t, "HP");
    given_account(t, "wang", "agent", "PD");
    given_account(t, "li", "agent", "HP");
    given_team(t, "HOT", "wang");
    given_team(t, "COLD", "li");
    int64_t ticket_id = given_ticket_at(t, 0, 0).id;
    Giving others = giving_of(ticket_id, NULL, "COLD"), ours = giving_of(ticket_id, NULL, "HOT");
    const char *heard = heard_at(t, "PD", &others, &ours);
    check(t, !strstr(heard, arena_format(t->ctx->arena, "%lld", (long long)others.handoff.id)));
}

TEST_DB(a_team_of_more_outlets_than_can_be_named_is_heard_by_everybody)
{
    Team team = {.code = "HOT", .name = "HOT"};
    check_ok(t, team_create(t->ctx, &team));
    given_outlet(t, "TOP");
    for (int i = 0; i < 6; i++) {
        const char *code = arena_format(t->ctx->arena, "o%d", i);
        given_outlet(t, code);
        given_account(t, code, "agent", code);
        const TeamMember member = {.login = code};
        check_ok(t, team_member_put(t->ctx, "HOT", &member));
    }
    given_outlet(t, "PD");
    int64_t ticket_id = given_ticket_at(t, 0, 0).id;
    Giving first = giving_of(ticket_id, "PD", NULL), wide = giving_of(ticket_id, NULL, "HOT");
    heard_at(t, "PD", &first, &wide);
}

static Person given_agent(T *t, const char *login)
{
    Person who;
    check_ok(t, account_person(t->ctx, given_account(t, login, "agent", NULL), &who));
    return who;
}

static void move(T *t, const Person *who, Handoff *handoff, HandoffMoveKind kind, const char *text)
{
    const HandoffMove what = {kind, text};
    t->ctx->who = who;
    check_ok(t, handoff_move(t->ctx, handoff->id, handoff->version, &what, handoff));
    t->ctx->who = NULL;
}

TEST_DB(an_answer_is_news_to_who_asked_and_its_return_to_who_answered)
{
    given_outlet(t, "PD");
    Person asker = given_agent(t, "asker"), asked = given_agent(t, "asked");
    Giving giving = giving_of(given_ticket_at(t, 0, 0).id, "PD", NULL);
    t->ctx->who = &asker;
    check_ok(t, give_write(t->ctx, &giving));
    t->ctx->who = NULL;
    move(t, &asked, &giving.handoff, MOVE_ANSWER, "放在驿站");
    check_int(t, news_of(t, asker.id), 1);
    check_int(t, news_of(t, asked.id), 0);
    move(t, &asker, &giving.handoff, MOVE_RETURN, "哪个驿站?");
    check_int(t, news_of(t, asked.id), 1);
}
