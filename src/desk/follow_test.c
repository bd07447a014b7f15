#include "access/outlet.h"
#include "access/person.h"
#include "access/testing_people.h"
#include "customer/customer.h"
#include "db/db.h"
#include "desk/entry.h"
#include "desk/follow.h"
#include "desk/merge.h"
#include "desk/queue.h"
#include "desk/testing.h"

static const Person anna = {.kind = PERSON_HUMAN, .id = 5, .login = "anna"};
static const Person ben = {.kind = PERSON_HUMAN, .id = 6, .login = "ben"};

static Person in_full(const Person *who)
{
    Person person = *who;
    person.rights = rights_all();
    return person;
}

/* Of the outlet, and of the customer that who follows it is limited to. */
static int64_t followed_ticket(T *t, Person *who, int64_t outlet_id)
{
    TicketInput input = blank_ticket(TICKET_INQUIRY, CHANNEL_EMAIL);
    input.outlet_id = outlet_id;
    input.customer_id = who->scope_customer_id;
    Ticket ticket = opened_ticket(t, input);
    t->ctx->who = who;
    check_ok(t, ticket_follow(t->ctx, ticket.id, true));
    return ticket.id;
}

static void add(T *t, int64_t ticket_id, Person *who, int64_t kind, int64_t visibility)
{
    TicketEdit edit;
    Entry entry = ticket_entry_of(kind, visibility);
    entry.text = "……";
    t->ctx->who = who;
    check_ok(t, ticket_edit(t->ctx, ticket_id, NONE, &edit));
    check_ok(t, ticket_entry_add(t->ctx, &edit, &entry));
    check_ok(t, ticket_save(t->ctx, &edit));
}

static size_t news(T *t, Person *who)
{
    TicketFilter filter = {.sort = NONE, .limit = 10, .unread = true};
    List list;
    const char *next;
    t->ctx->who = who;
    check_ok(t, ticket_list(t->ctx, &filter, &list, &next));
    return list.count;
}

/* The last entry of a ticket's log. */
static int64_t newest_entry(T *t, int64_t ticket_id)
{
    EntryFilter filter = {.limit = 1, .newest_first = true};
    List list;
    const char *next;
    check_ok(t, ticket_entry_list(t->ctx, ticket_id, &filter, &list, &next));
    check_int(t, list.count, 1);
    return ((const Entry *)list.items)->id;
}

static void see(T *t, int64_t ticket_id, Person *who)
{
    t->ctx->who = who;
    check_ok(t, ticket_seen(t->ctx, ticket_id, newest_entry(t, ticket_id)));
}

TEST_DB(what_others_write_is_news_to_who_follows_until_they_have_seen_it)
{
    Person one = in_full(&anna), other = in_full(&ben);
    int64_t id = followed_ticket(t, &one, 0);
    check_int(t, news(t, &one), 0);
    add(t, id, &one, ENTRY_NOTE, ENTRY_INTERNAL);
    check_int(t, news(t, &one), 0);
    add(t, id, &other, ENTRY_NOTE, ENTRY_INTERNAL);
    check_int(t, news(t, &one), 1);
    check_int(t, news(t, &other), 0); /* who does not follow */
    t->ctx->who = &one;
    check_ok(t, ticket_follow(t->ctx, id, true)); /* again: that is not to have seen it */
    check_int(t, news(t, &one), 1);
    see(t, id, &one);
    check_int(t, news(t, &one), 0);
    add(t, id, NULL, ENTRY_STATE, ENTRY_PUBLIC);
    check_int(t, news(t, &one), 1);
    t->ctx->who = &one;
    check_ok(t, ticket_follow(t->ctx, id, false));
    see(t, id, &one); /* which is not to follow */
    check_int(t, news(t, &one), 0);
    List followers;
    check_ok(t, ticket_followers(t->ctx, id, &followers));
    check_int(t, followers.count, 0);
    t->ctx->who = NULL;
}

TEST_DB(what_came_between_reading_and_saying_so_is_still_news)
{
    Person one = in_full(&anna), other = in_full(&ben);
    int64_t id = followed_ticket(t, &one, 0), elsewhere = followed_ticket(t, &one, 0);
    add(t, id, &other, ENTRY_NOTE, ENTRY_INTERNAL);
    int64_t shown = newest_entry(t, id);
    add(t, id, &other, ENTRY_NOTE, ENTRY_INTERNAL);
    int64_t later = newest_entry(t, id);
    t->ctx->who = &one;
    check_ok(t, ticket_seen(t->ctx, id, shown));
    check_int(t, news(t, &one), 1);
    check_ok(t, ticket_seen(t->ctx, id, later));
    check_ok(t, ticket_seen(t->ctx, id, shown)); /* another window: what was seen stays seen */
    check_int(t, news(t, &one), 0);
    check_status(t, ticket_seen(t->ctx, id, newest_entry(t, elsewhere)), INVALID);
    check_text(t, t->ctx->problem.field, "entry_id");
    t->ctx->who = NULL;
}

SQL(test_follow_many,
    "INSERT INTO ticket_follower (ticket_id, account_id) WITH RECURSIVE series (n) AS (SELECT 1"
    " UNION ALL SELECT n + 1 FROM series WHERE n < CAST($3 AS BIGINT))"
    " SELECT CAST($1 AS BIGINT) + n, CAST($2 AS BIGINT) FROM series");

TEST_DB(news_is_looked_for_among_the_five_thousand_newest_that_one_follows)
{
    Person one = in_full(&anna), other = in_full(&ben);
    int64_t id = followed_ticket(t, &one, 0);
    add(t, id, &other, ENTRY_NOTE, ENTRY_INTERNAL);
    check_ok(t, db_run(t->ctx, &test_follow_many, db_int(id), db_int(one.id), db_int(4999)));
    check_int(t, news(t, &one), 1);
    check_ok(t, db_run(t->ctx, &test_follow_many, db_int(id + 4999), db_int(one.id), db_int(1)));
    check_int(t, news(t, &one), 0);
    t->ctx->who = NULL;
}

TEST_DB(who_follows_a_ticket_that_was_merged_has_the_news_of_the_one_that_goes_on)
{
    Person one = in_full(&anna), other = in_full(&ben);
    Ticket out;
    int64_t from = followed_ticket(t, &one, 0), into = followed_ticket(t, &other, 0);
    int64_t further = followed_ticket(t, &other, 0);
    check_ok(t, ticket_merge(t->ctx, from, NONE, into, &out));
    check_ok(t, ticket_merge(t->ctx, into, NONE, further, &out));
    see(t, further, &one);
    check_int(t, news(t, &one), 0);
    add(t, further, &other, ENTRY_NOTE, ENTRY_INTERNAL);
    check_int(t, news(t, &one), 1);
    see(t, further, &one);
    check_int(t, news(t, &one), 0);
    t->ctx->who = &other;
    check_ok(t, ticket_unmerge(t->ctx, into, NONE, &out));
    check_ok(t, ticket_unmerge(t->ctx, from, NONE, &out));
    see(t, from, &one);
    add(t, further, &other, ENTRY_NOTE, ENTRY_INTERNAL);
    check_int(t, news(t, &one), 0);
    add(t, from, &other, ENTRY_NOTE, ENTRY_INTERNAL);
    check_int(t, news(t, &one), 1);
    t->ctx->who = NULL;
}

TEST_DB(who_follows_no_longer_does_not_by_a_ticket_that_was_merged)
{
    Person one = in_full(&anna), other = in_full(&ben);
    Ticket out;
    int64_t from = followed_ticket(t, &one, 0), into = followed_ticket(t, &other, 0);
    check_ok(t, ticket_merge(t->ctx, from, NONE, into, &out));
    t->ctx->who = &one;
    check_ok(t, ticket_follow(t->ctx, into, false));
    add(t, into, &other, ENTRY_NOTE, ENTRY_INTERNAL);
    check_int(t, news(t, &one), 0);
    t->ctx->who = NULL;
}

TEST_DB(what_clocks_and_forms_leave_is_no_news)
{
    static const int64_t quiet[] = {ENTRY_TERMS, ENTRY_CLOCK, ENTRY_LOOKED, ENTRY_FORM};
    Person one = in_full(&anna);
    int64_t id = followed_ticket(t, &one, 0);
    for (size_t i = 0; i < sizeof quiet / sizeof *quiet; i++)
        add(t, id, NULL, quiet[i], ENTRY_INTERNAL);
    check_int(t, news(t, &one), 0);
    t->ctx->who = NULL;
}

TEST_DB(who_sees_a_ticket_no_longer_is_told_no_longer)
{
    Person one = in_full(&anna);
    given_outlet(t, "HQ");
    int64_t here = given_outlet(t, "HERE"), there = given_outlet(t, "THERE");
    int64_t id = followed_ticket(t, &one, here);
    add(t, id, NULL, ENTRY_MESSAGE, ENTRY_PUBLIC);
    one.scope_outlet_id = here;
    check_int(t, news(t, &one), 1);
    one.scope_outlet_id = there;
    check_int(t, news(t, &one), 0);
    t->ctx->who = NULL;
}

TEST_DB(a_customer_who_follows_is_told_of_what_is_public_alone)
{
    Person one = in_full(&anna);
    Customer customer;
    UpsertRow row = {.thing = &customer, .number = 1};
    shape_clear(&customer_shape, &customer);
    customer.code = "C-1";
    check_ok(t, customer_upsert(t->ctx, &row, 1));
    check_ok(t, customer_by_code(t->ctx, "C-1", &customer));
    one.scope_customer_id = customer.id;
    int64_t id = followed_ticket(t, &one, 0);
    add(t, id, NULL, ENTRY_NOTE, ENTRY_INTERNAL);
    check_int(t, news(t, &one), 0);
    add(t, id, NULL, ENTRY_MESSAGE, ENTRY_PUBLIC);
    check_int(t, news(t, &one), 1);
    t->ctx->who = NULL;
}
