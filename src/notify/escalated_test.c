/* A ticket that is late, or asked about, and who is told: by the desk, and by mail. */
#include <string.h>

#include "access/account.h"
#include "access/testing_people.h"
#include "base/instant.h"
#include "complaint/handoff.h"
#include "db/db.h"
#include "desk/entry.h"
#include "desk/follow.h"
#include "desk/team.h"
#include "desk/testing.h"
#include "job/testing.h"
#include "notify/template.h"
#include "notify/testing.h"

static void given_member(T *t, const char *login, bool lead)
{
    const TeamMember member = {.login = login, .lead = lead};
    check_ok(t, team_member_put(t->ctx, "HOT", &member));
}

static int64_t given_ticket_of(T *t, const char *team, const char *owner, int64_t outlet_id)
{
    TicketInput input = blank_ticket(TICKET_INQUIRY, CHANNEL_PHONE);
    input.team = team;
    input.owner = owner;
    input.outlet_id = outlet_id;
    return opened_ticket(t, input).id;
}

static int64_t given_ticket(T *t, const char *owner)
{
    return given_ticket_of(t, "HOT", owner, 0);
}

TEST_DB(a_late_ticket_is_news_to_who_leads_its_team_and_to_who_has_it)
{
    Team team = {.code = "HOT", .name = "Hotline"};
    check_ok(t, team_create(t->ctx, &team));
    int64_t lead = given_account(t, "lead", "agent", NULL),
            boss = given_account(t, "boss", "supervisor", NULL);
    int64_t owner = given_account(t, "owner", "agent", NULL),
            mate = given_account(t, "mate", "agent", NULL);
    given_member(t, "lead", true);
    given_member(t, "boss", false);
    given_member(t, "owner", false);
    given_member(t, "mate", false);
    int64_t id = given_ticket(t, "owner");
    source_move(t->ctx->source, 2 * DAY_MS); /* the deadline itself is in time */
    run_jobs(t);
    check_int(t, news_of(t, lead) + news_of(t, boss) + news_of(t, mate), 0);
    check_int(t, news_of(t, owner), 1); /* the warning */
    source_move(t->ctx->source, 1);
    run_jobs(t);
    check_int(t, news_of(t, lead), 1);
    check_int(t, news_of(t, boss), 1);
    check_int(t, news_of(t, owner), 1);
    check_int(t, news_of(t, mate), 0);
    Person who;
    EntryFilter filter = {.limit = 1, .newest_first = true};
    List last;
    const char *next;
    check_ok(t, ticket_entry_list(t->ctx, id, &filter, &last, &next));
    check_ok(t, account_person(t->ctx, lead, &who));
    t->ctx->who = &who;
    check_ok(t, ticket_seen(t->ctx, id, ((const Entry *)last.items)->id));
    check_int(t, news_of(t, lead), 0);
    run_jobs(t);
    check_int(t, news_of(t, lead), 0); /* once for each fact */
}

TEST_DB(a_late_ticket_that_nobody_has_is_news_to_the_supervisors_of_its_outlet)
{
    int64_t here_id = given_outlet(t, "HERE");
    given_outlet(t, "THERE");
    int64_t here = given_account(t, "here", "supervisor", "HERE");
    int64_t there = given_account(t, "there", "supervisor", "THERE");
    int64_t mate = given_account(t, "mate", "agent", "HERE");
    int64_t boss = given_account(t, "boss", "supervisor", NULL);
    given_ticket_of(t, NULL, NULL, here_id);
    source_move(t->ctx->source, 2 * DAY_MS + 1);
    run_jobs(t);
    check_int(t, news_of(t, boss), 1);
    check_int(t, news_of(t, here), 1);
    check_int(t, news_of(t, there) + news_of(t, mate), 0);
    given_ticket_of(t, NULL, NULL, 0); /* no outlet's: the whole company's */
    source_move(t->ctx->source, 2 * DAY_MS + 1);
    run_jobs(t);
    check_int(t, news_of(t, here), 1);
    check_int(t, news_of(t, boss), 2);
}

TEST_DB(those_whose_login_is_an_address_are_told_of_a_late_ticket_by_mail_once_each)
{
    Team team = {.code = "HOT", .name = "Hotline"};
    check_ok(t, team_create(t->ctx, &team));
    given_account(t, "lead@example.com", "agent", NULL);
    given_account(t, "boss", "supervisor", NULL);
    given_account(t, "owner@example.com", "agent", NULL);
    given_member(t, "lead@example.com", true);
    given_member(t, "boss", false);
    given_member(t, "owner@example.com", true); /* leads it and has it: that is one */
    given_gateway(t, NOTICE_EMAIL);
    check_int(t, enable_templates(t, "desk.escalated"), 2);
    given_ticket(t, "owner@example.com");
    source_move(t->ctx->source, 2 * DAY_MS + 1);
    run_jobs(t);
    run_jobs(t);
    List list = all_notices(t);
    const Notice *notices = list.items;
    int mails = 0, held = 0;
    check_int(t, list.count, 3);
    for (size_t i = 0; i < list.count; i++) {
        mails += notices[i].state != NOTICE_HELD_BACK;
        held += notices[i].state == NOTICE_HELD_BACK;
        if (notices[i].state == NOTICE_HELD_BACK)
            check_text(t, notices[i].why, "no e-mail address is known");
        else
            check_text(t, notices[i].text,
                       "工单T20261122-000001已超过处理期限。请在Parceldesk客服工作台查看，并"
                       "尽快处理或指派。");
    }
    check_int(t, mails, 2);
    check_int(t, held, 1);
}

/* A complaint of HOT that came so, and the mails that are written when its answer is late. */
static size_t mails_of_late_answer(T *t, int64_t channel)
{
    Team team = {.code = "HOT", .name = "Hotline"};
    check_ok(t, team_create(t->ctx, &team));
    given_account(t, "lead@example.com", "agent", NULL);
    given_account(t, "owner@example.com", "agent", NULL);
    given_member(t, "lead@example.com", true);
    given_member(t, "owner@example.com", false);
    given_gateway(t, NOTICE_EMAIL);
    check_int(t, enable_templates(t, "desk.escalated"), 2);
    TicketInput input = blank_ticket(TICKET_COMPLAINT, channel);
    input.team = "HOT";
    input.owner = "owner@example.com";
    opened_ticket(t, input);
    source_move(t->ctx->source, 7 * DAY_MS + 1);
    run_jobs(t);
    run_jobs(t);
    return all_notices(t).count;
}

TEST_DB(a_complaint_that_is_late_by_two_clocks_at_once_is_told_of_once)
{
    check_int(t, mails_of_late_answer(t, CHANNEL_PHONE), 2);
}

/* Its own clock has fifteen days: the law's alone says that the answer is late. */
TEST_DB(a_complaint_whose_answer_alone_is_late_is_told_of)
{
    check(t, mails_of_late_answer(t, CHANNEL_REGULATOR) >= 2);
}

static void moved(T *t, const Person *who, Handoff *handoff, HandoffMoveKind kind)
{
    const HandoffMove move = {kind, "…"};
    t->ctx->who = who;
    check_ok(t, handoff_move(t->ctx, handoff->id, handoff->version, &move, handoff));
    t->ctx->who = NULL;
}

static Handoff given_handoff(T *t, const Person *giver, const char *outlet)
{
    HandoffInput input;
    Handoff handoff;
    shape_clear(&handoff_input_shape, &input);
    input.outlet = outlet;
    input.question = "谁签收的?";
    t->ctx->who = giver;
    check_ok(t, handoff_give(t->ctx, given_ticket_of(t, NULL, NULL, 0), &input, &handoff));
    t->ctx->who = NULL;
    return handoff;
}

/* Mails of a fact to an address. */
static int mails_to(T *t, const char *fact, const char *to)
{
    List list = all_notices(t);
    const Notice *notices = list.items;
    int count = 0;
    for (size_t i = 0; i < list.count; i++)
        count +=
            notices[i].to && strcmp(notices[i].fact, fact) == 0 && strcmp(notices[i].to, to) == 0;
    return count;
}

#define BOSS "boss@example.com"
#define ASKER "asker@example.com"

TEST_DB(those_asked_by_a_handoff_are_told_by_mail_though_its_ticket_is_none_of_theirs)
{
    Person boss, asker;
    given_outlet(t, "HERE");
    check_ok(t, account_person(t->ctx, given_account(t, BOSS, "supervisor", "HERE"), &boss));
    check_ok(t, account_person(t->ctx, given_account(t, ASKER, "agent", NULL), &asker));
    given_gateway(t, NOTICE_EMAIL);
    check_int(t, enable_templates(t, "complaint.handoff_asked"), 2);
    check_int(t, enable_templates(t, "complaint.handoff_due"), 2);
    check_int(t, enable_templates(t, "complaint.handoff_replied"), 2);
    Handoff handoff = given_handoff(t, &asker, "HERE");
    run_jobs(t);
    run_jobs(t);
    check_int(t, mails_to(t, "complaint.handoff_asked", BOSS), 1);
    check(t, strstr(((const Notice *)all_notices(t).items)->text, handoff.ticket));
    check_int(t, news_of(t, boss.id), 0);
    source_move(t->ctx->source, DAY_MS + 1);
    run_jobs(t);
    run_jobs(t);
    check(t, mails_to(t, "complaint.handoff_due", BOSS) > 0);
    moved(t, &boss, &handoff, MOVE_ANSWER);
    run_jobs(t);
    check_int(t, mails_to(t, "complaint.handoff_replied", ASKER), 1);
    moved(t, &asker, &handoff, MOVE_RETURN);
    run_jobs(t);
    check_int(t, mails_to(t, "complaint.handoff_asked", BOSS), 2);
    check_int(t, all_notices(t).count, mails_to(t, "complaint.handoff_due", BOSS) + 3);
}

SQL(test_told, "SELECT COUNT(*) FROM job WHERE subject_id = $1 AND payload LIKE $2");

/* Events of a handoff that name the account they are meant for. */
static int64_t told_to(T *t, const Handoff *handoff, int64_t account_id)
{
    int64_t count = 0;
    check_ok(t, db_get_int(t->ctx, &test_told, &count, db_int(handoff->id),
                           db_text(arena_format(t->ctx->arena, "%%\"account_id\":\"%lld\"%%",
                                                (long long)account_id))));
    return count;
}

static void leave(T *t, int64_t account_id)
{
    Account account;
    check_ok(t, account_find(t->ctx, account_id, &account));
    account.closed = true;
    check_ok(t, account_update(t->ctx, &account, account.version));
}

TEST_DB(who_left_is_told_of_no_handoff_of_their_team_or_of_their_own)
{
    Person asker, here;
    Team team = {.code = "HOT", .name = "HOT"};
    HandoffInput input;
    Handoff handoff;
    given_account(t, "root", "administrator", NULL); /* there is always one */
    check_int(t, enable_templates(t, "complaint.handoff_asked"), 2);
    check_int(t, enable_templates(t, "complaint.handoff_replied"), 2);
    check_ok(t, team_create(t->ctx, &team));
    check_ok(t, account_person(t->ctx, given_account(t, ASKER, "agent", NULL), &asker));
    check_ok(t, account_person(t->ctx, given_account(t, "here", "agent", NULL), &here));
    int64_t gone = given_account(t, "gone", "agent", NULL);
    check_ok(t, team_member_put(t->ctx, "HOT", &(const TeamMember){.login = "gone"}));
    check_ok(t, team_member_put(t->ctx, "HOT", &(const TeamMember){.login = "here"}));
    leave(t, gone);
    shape_clear(&handoff_input_shape, &input);
    input.team = "HOT";
    input.question = "谁签收的?";
    t->ctx->who = &asker;
    check_ok(t, handoff_give(t->ctx, given_ticket_of(t, NULL, NULL, 0), &input, &handoff));
    t->ctx->who = NULL;
    check(t, told_to(t, &handoff, here.id) > 0);
    check_int(t, told_to(t, &handoff, gone), 0);
    leave(t, asker.id);
    moved(t, &here, &handoff, MOVE_ANSWER);
    check_int(t, told_to(t, &handoff, asker.id), 0);
}

TEST_DB(a_mail_about_a_handoff_names_the_page_where_it_is_answered)
{
    static const char *const facts[] = {"complaint.handoff_asked", "complaint.handoff_due"};
    for (size_t i = 0; i < sizeof facts / sizeof *facts; i++) {
        List list;
        check_ok(t, template_list(t->ctx, facts[i], 0, 10, &list));
        check_int(t, list.count, 2);
        const NoticeTemplate *items = list.items;
        const char *zh = items[items[0].language == NOTICE_ZH ? 0 : 1].body;
        check(t, strstr(zh, "“协同任务”"));
    }
}

/* As a database is in which a company began before handoffs had one name. */
SQL(test_handoff_was, "UPDATE notify_template SET body = $1, subject = $2"
                      " WHERE fact = 'complaint.handoff_replied' AND language = 1");

static NoticeTemplate reopened_with(T *t, const char *subject)
{
    List list;
    check_ok(t, db_run(t->ctx, &test_handoff_was,
                       db_text("您就工单{{ticket}}发起的转交已有答复或被拒绝。请在{{company}}客服"
                               "工作台查看。"),
                       db_text(subject)));
    check_ok(t, template_seed(t->ctx));
    check_ok(t, template_list(t->ctx, "complaint.handoff_replied", 0, 10, &list));
    const NoticeTemplate *items = list.items;
    return items[items[0].language == NOTICE_ZH ? 0 : 1];
}

TEST_DB(a_handoff_has_one_name_in_mails_and_what_people_worded_stays)
{
    NoticeTemplate said = reopened_with(t, "工单{{ticket}}的转交已有答复");
    check_text(t, said.subject, "工单{{ticket}}的协同任务已有答复");
    check(t, strstr(said.body, "发起的协同任务已有答复"));
    said = reopened_with(t, "{{ticket}}：看答复");
    check_text(t, said.subject, "{{ticket}}：看答复");
    check(t, strstr(said.body, "发起的协同任务已有答复"));
}

/* As a database is in which a company began before this one was shipped. */
SQL(test_templates_lose,
    "DELETE FROM notify_template WHERE fact = 'desk.escalated' AND language = $1");

TEST_DB(a_template_that_is_shipped_later_is_put_in_once_and_over_nobodys_words)
{
    List list;
    NoticeTemplate own, changed, read;
    check_int(t, enable_templates(t, "desk.escalated"), 2);
    check_ok(t, template_list(t->ctx, "desk.escalated", 0, 10, &list));
    own = ((const NoticeTemplate *)list.items)[0];
    own.body = "马上看{{ticket}}";
    check_ok(t, template_change(t->ctx, own.id, 2, &own, &changed));
    int64_t lost = own.language == NOTICE_ZH ? NOTICE_EN : NOTICE_ZH;
    check_ok(t, db_run(t->ctx, &test_templates_lose, db_int(lost)));
    for (int opened = 0; opened < 2; opened++)
        check_ok(t, template_seed(t->ctx));
    check_ok(t, template_list(t->ctx, "desk.escalated", 0, 10, &list));
    check_int(t, list.count, 2);
    check_ok(t, template_find(t->ctx, own.id, &read));
    check_text(t, read.body, own.body);
    check_int(t, read.version, 3);
    const NoticeTemplate *back = (const NoticeTemplate *)list.items + 1;
    check_int(t, back->language, lost);
    check(t, !back->enabled);
}

static NoticeTemplate resolved_template(T *t, int64_t language)
{
    List list;
    check_ok(t, template_list(t->ctx, "desk.ticket_resolved", 0, 10, &list));
    check_int(t, list.count, 2);
    const NoticeTemplate *items = list.items;
    return items[items[0].language == language ? 0 : 1];
}

static void given_words(T *t, NoticeTemplate given, const char *body)
{
    NoticeTemplate changed;
    given.body = body;
    given.enabled = true;
    check_ok(t, template_change(t->ctx, given.id, given.version, &given, &changed));
}

TEST_DB(a_template_as_it_was_shipped_before_is_reworded_once_and_stays_enabled)
{
    NoticeTemplate zh = resolved_template(t, NOTICE_ZH), en = resolved_template(t, NOTICE_EN);
    given_words(t, zh,
                "【{{company}}】您的问题{{ticket}}已处理完毕。如仍未解决，请致电{{hotline}}。");
    given_words(t, en, "Settled: {{ticket}}. Call {{hotline}}.");
    for (int opened = 0; opened < 2; opened++)
        check_ok(t, template_seed(t->ctx));
    NoticeTemplate now = resolved_template(t, NOTICE_ZH);
    check_text(t, now.body, zh.body);
    check(t, now.enabled);
    check_int(t, now.version, 3);
    List versions;
    check_ok(t, template_versions(t->ctx, zh.id, INT64_MAX, 10, &versions));
    check_int(t, versions.count, 3);
    now = resolved_template(t, NOTICE_EN);
    check_text(t, now.body, "Settled: {{ticket}}. Call {{hotline}}.");
    check_int(t, now.version, 2);
}
