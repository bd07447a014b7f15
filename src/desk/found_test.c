#include "desk/found.h"

#include <string.h>

#include "access/person.h"
#include "access/testing_people.h"
#include "base/instant.h"
#include "customer/testing.h"
#include "desk/draft.h"
#include "desk/entry.h"
#include "desk/merge.h"
#include "desk/testing.h"
#include "search/segment.h"

static Ticket given_ticket(T *t, int64_t outlet_id, int64_t customer_id, const char *subject)
{
    TicketInput input = blank_ticket(TICKET_INQUIRY, CHANNEL_EMAIL);
    input.subject = subject;
    input.description = "三天没有更新";
    input.outlet_id = outlet_id;
    input.customer_id = customer_id;
    return opened_ticket(t, input);
}

static int64_t said(T *t, int64_t ticket_id, EntryKind kind, EntryVisibility visibility,
                    const char *text)
{
    TicketEdit edit;
    Entry entry = ticket_entry_of(kind, visibility);
    entry.text = text;
    if (kind == ENTRY_MESSAGE) entry.direction = ENTRY_IN;
    source_move(t->ctx->source, MINUTE_MS);
    check_ok(t, ticket_edit(t->ctx, ticket_id, NONE, &edit));
    check_ok(t, ticket_entry_say(t->ctx, &edit, &entry));
    check_ok(t, ticket_save(t->ctx, &edit));
    return entry.id;
}

static int64_t noted(T *t, int64_t ticket_id, const char *text)
{
    return said(t, ticket_id, ENTRY_NOTE, ENTRY_INTERNAL, text);
}

static const TicketFilter everything = {.sort = NONE, .limit = 20};

static List found(T *t, const char *q)
{
    TicketFilter filter = everything;
    List list = {NULL, 0};
    const char *next;
    filter.q = q;
    check_ok(t, ticket_list(t->ctx, &filter, &list, &next));
    check(t, next == NULL);
    return list;
}

/* The one ticket that has the words, where they stand in its log. */
static TicketFound found_once(T *t, const char *q, int64_t ticket_id)
{
    static const TicketFound nowhere = {0};
    List list = found(t, q);
    const Ticket *tickets = list.items;
    check_int(t, list.count, 1);
    if (list.count != 1) return nowhere;
    check_int(t, tickets[0].id, ticket_id);
    return tickets[0].found ? *tickets[0].found : nowhere;
}

TEST_DB(a_ticket_is_found_by_what_was_said_on_it_later)
{
    Ticket ticket = given_ticket(t, 0, 0, "包裹在哪里");
    const struct {
        EntryKind kind;
        EntryVisibility visibility;
        const char *text, *q;
    } cases[] = {{ENTRY_NOTE, ENTRY_INTERNAL, "收件人说放在驿站了", "驿站"},
                 {ENTRY_MESSAGE, ENTRY_PUBLIC, "I shall be at home on Friday", "friday"},
                 {ENTRY_CALL, ENTRY_PUBLIC, "來電：改地址到浦東", "浦东"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        check_int(t, found(t, cases[i].q).count, 0);
        int64_t id = said(t, ticket.id, cases[i].kind, cases[i].visibility, cases[i].text);
        TicketFound where = found_once(t, cases[i].q, ticket.id);
        check_int(t, where.entry_id, id);
        check_int(t, where.ticket_id, ticket.id);
        check_int(t, where.kind, cases[i].kind);
        check_int(t, where.at, ctx_now(t->ctx));
        check_text(t, where.excerpt, cases[i].text);
    }
}

TEST_DB(what_a_ticket_was_opened_with_comes_before_what_was_said_later)
{
    Ticket later = given_ticket(t, 0, 0, "包裹在哪里"), opened = given_ticket(t, 0, 0, "驿站");
    given_ticket(t, 0, 0, "别的");
    noted(t, later.id, "放在驿站");
    noted(t, opened.id, "驿站没有人");
    List list = found(t, "驿站");
    const Ticket *tickets = list.items;
    check_int(t, list.count, 2);
    check_int(t, tickets[0].id, opened.id);
    check_int(t, tickets[0].found->part, FOUND_SUBJECT);
    check_int(t, tickets[1].id, later.id);
    check_text(t, tickets[1].found->excerpt, "放在驿站");
}

TEST_DB(words_of_the_description_are_shown_where_they_stand)
{
    Ticket ticket = given_ticket(t, 0, 0, "包裹在哪里");
    TicketFound where = found_once(t, "更新", ticket.id);
    check_int(t, where.kind, ENTRY_OPENED);
    check_text(t, where.excerpt, "三天没有更新");
    check_int(t, found_once(t, "包裹", ticket.id).entry_id, 0);
}

TEST_DB(words_of_one_search_stand_in_one_entry)
{
    Ticket ticket = given_ticket(t, 0, 0, "包裹在哪里");
    noted(t, ticket.id, "放在驿站");
    noted(t, ticket.id, "客户同意");
    check_int(t, found(t, "驿站 同意").count, 0);
    noted(t, ticket.id, "客户同意放在驿站");
    found_once(t, "驿站 同意", ticket.id);
}

TEST_DB(of_what_is_said_again_and_again_the_latest_is_shown)
{
    Ticket ticket = given_ticket(t, 0, 0, "包裹在哪里");
    noted(t, ticket.id, "放在驿站，一");
    noted(t, ticket.id, "放在驿站，二");
    check_text(t, found_once(t, "驿站", ticket.id).excerpt, "放在驿站，二");
}

TEST_DB(a_filter_narrows_what_was_said_later_too)
{
    Ticket one = given_ticket(t, 0, 0, "一"), two = given_ticket(t, 0, 0, "二");
    TicketEdit edit;
    TicketFilter filter = everything;
    List list;
    const char *types[] = {"resolved"}, *next;
    noted(t, one.id, "放在驿站");
    noted(t, two.id, "放在驿站");
    check_ok(t, ticket_edit(t->ctx, one.id, NONE, &edit));
    check_ok(t, ticket_move_type(t->ctx, &edit, TYPE_RESOLVED, NULL));
    check_ok(t, ticket_save(t->ctx, &edit));
    filter.q = "驿站";
    filter.types = (Texts){types, 1};
    check_ok(t, ticket_list(t->ctx, &filter, &list, &next));
    check_int(t, list.count, 1);
    check_int(t, ((const Ticket *)list.items)[0].id, one.id);
}

TEST_DB(a_draft_is_not_found_before_it_is_sent)
{
    Ticket ticket = given_ticket(t, 0, 0, "包裹在哪里");
    Draft draft,
        begun = {
            .kind = ENTRY_MESSAGE, .direction = ENTRY_OUT, .channel = NONE, .text = "放在驿站"};
    const Person agent = {.kind = PERSON_HUMAN, .id = 6, .login = "agent", .rights = rights_all()};
    t->ctx->who = &agent;
    check_ok(t, draft_put(t->ctx, ticket.id, &begun, &draft));
    check_int(t, found(t, "驿站").count, 0);
    said(t, ticket.id, ENTRY_MESSAGE, ENTRY_PUBLIC, "放在驿站");
    found_once(t, "驿站", ticket.id);
    t->ctx->who = NULL;
}

/* --- who may see it --- */

TEST_DB(a_customer_does_not_find_what_colleagues_said)
{
    int64_t ours = given_customer(t, "C-1", NULL, NULL).id;
    Ticket ticket = given_ticket(t, 0, ours, "包裹在哪里");
    Person client = {
        .kind = PERSON_HUMAN, .id = 6, .rights = rights_all(), .scope_customer_id = ours};
    Person other = client;
    other.scope_customer_id = given_customer(t, "C-2", NULL, NULL).id;
    noted(t, ticket.id, "客户难缠，说放在驿站");
    t->ctx->who = &client;
    check_int(t, found(t, "驿站").count, 0);
    t->ctx->who = NULL;
    int64_t id = said(t, ticket.id, ENTRY_MESSAGE, ENTRY_PUBLIC, "请放在驿站");
    noted(t, ticket.id, "驿站已经联系");
    t->ctx->who = &client;
    check_int(t, found_once(t, "驿站", ticket.id).entry_id, id);
    t->ctx->who = &other;
    check_int(t, found(t, "驿站").count, 0);
    t->ctx->who = NULL;
}

TEST_DB(what_was_said_is_found_where_the_ticket_lies_now)
{
    given_outlet(t, "HQ"); /* the top: the others stand below it */
    int64_t here = given_outlet(t, "HERE"), there = given_outlet(t, "THERE");
    Ticket ticket = given_ticket(t, here, 0, "包裹在哪里");
    Person clerk = {.kind = PERSON_HUMAN, .id = 5, .rights = rights_all(), .scope_outlet_id = here};
    Person other = clerk;
    other.scope_outlet_id = there;
    noted(t, ticket.id, "放在驿站");
    t->ctx->who = &other;
    check_int(t, found(t, "驿站").count, 0);
    t->ctx->who = &clerk;
    found_once(t, "驿站", ticket.id);
    t->ctx->who = NULL;
    TicketEdit edit;
    check_ok(t, ticket_edit(t->ctx, ticket.id, NONE, &edit));
    edit.now.outlet_id = there;
    check_ok(t, ticket_save(t->ctx, &edit));
    t->ctx->who = &clerk;
    check_int(t, found(t, "驿站").count, 0);
    t->ctx->who = &other;
    found_once(t, "驿站", ticket.id);
    t->ctx->who = NULL;
}

TEST_DB(an_excerpt_is_masked_as_the_entry_is)
{
    Ticket ticket = given_ticket(t, 0, 0, "包裹在哪里");
    Person clerk = {.kind = PERSON_HUMAN, .id = 5, .rights = rights_all()};
    noted(t, ticket.id, "打了13812341234，没有人接，放在驿站");
    t->ctx->who = &clerk;
    check(t, strstr(found_once(t, "驿站", ticket.id).excerpt, "13812341234") != NULL);
    clerk.rights = (RightSet){0};
    rights_add(&clerk.rights, TICKET_READ);
    const char *masked = found_once(t, "驿站", ticket.id).excerpt;
    check(t, strstr(masked, "13812341234") == NULL && strstr(masked, "打了****，") != NULL);
    t->ctx->who = NULL;
}

/* --- merged and split --- */

TEST_DB(what_was_said_on_a_merged_ticket_is_found_as_the_one_that_goes_on)
{
    Ticket one = given_ticket(t, 0, 0, "一"), two = given_ticket(t, 0, 0, "二"),
           three = given_ticket(t, 0, 0, "三"), out;
    int64_t id = noted(t, one.id, "放在驿站");
    check_ok(t, ticket_merge(t->ctx, one.id, NONE, two.id, &out));
    check_ok(t, ticket_merge(t->ctx, two.id, NONE, three.id, &out));
    TicketFound where = found_once(t, "驿站", three.id);
    check_int(t, where.entry_id, id);
    check_int(t, where.ticket_id, one.id);
    check_text(t, where.excerpt, "放在驿站");
    noted(t, three.id, "驿站说没有");
    check_text(t, found_once(t, "驿站", three.id).excerpt, "驿站说没有");
    check_ok(t, ticket_unmerge(t->ctx, two.id, NONE, &out));
    check_int(t, found(t, "驿站").count, 2);
    found_once(t, "放在驿站", two.id);
}

TEST_DB(who_sees_the_merged_ticket_alone_finds_it_as_itself)
{
    given_outlet(t, "HQ");
    int64_t here = given_outlet(t, "HERE"), there = given_outlet(t, "THERE");
    Ticket one = given_ticket(t, here, 0, "一"), two = given_ticket(t, there, 0, "二"), out;
    Person clerk = {.kind = PERSON_HUMAN, .id = 5, .rights = rights_all(), .scope_outlet_id = here};
    noted(t, one.id, "放在驿站");
    noted(t, two.id, "驿站说没有");
    check_ok(t, ticket_merge(t->ctx, one.id, NONE, two.id, &out));
    t->ctx->who = &clerk;
    found_once(t, "驿站", one.id);
    clerk.scope_outlet_id = there;
    found_once(t, "驿站", two.id);
    check_int(t, found(t, "放在驿站").count, 0);
    t->ctx->who = NULL;
}

TEST_DB(what_a_split_repeats_is_found_on_both_tickets)
{
    Ticket ticket = given_ticket(t, 0, 0, "包裹在哪里"), part;
    int64_t id = noted(t, ticket.id, "放在驿站");
    const char *ids[] = {arena_format(t->ctx->arena, "%lld", (long long)id)};
    TicketSplit split = {.subject = "另一件", .kind = NONE, .entries = {ids, 1}};
    check_ok(t, ticket_split(t->ctx, ticket.id, NONE, &split, &part));
    List list = found(t, "驿站");
    check_int(t, list.count, 2);
    const Ticket *tickets = list.items;
    for (size_t i = 0; i < list.count; i++)
        check_int(t, tickets[i].found->ticket_id, tickets[i].id);
}

/* --- page by page --- */

enum { TICKETS = 30, SAYINGS = 120 };

static uint32_t roll(uint32_t *dice, uint32_t below)
{
    *dice = *dice * 1664525 + 1013904223;
    return (*dice >> 16) % below;
}

/* Tickets and sayings, some of which have the words; which tickets do. */
static void given_sayings(T *t, uint32_t *dice, Ticket tickets[TICKETS], bool has[TICKETS])
{
    for (int i = 0; i < TICKETS; i++) {
        has[i] = roll(dice, 6) == 0;
        tickets[i] = given_ticket(t, 0, 0, has[i] ? "放在驿站" : "包裹在哪里");
    }
    for (int i = 0; i < SAYINGS; i++) {
        uint32_t on = roll(dice, TICKETS);
        bool saying = roll(dice, 3) > 0 && on % 5;
        noted(t, tickets[on].id, saying ? "驿站说没有" : "客户同意");
        has[on] |= saying;
        bool more;
        if (i % 45 == 44) check_ok(t, segment_tidy(t->ctx, SEARCH_ENTRY, true, &more));
    }
}

TEST_DB(pages_of_what_was_said_hold_every_ticket_once)
{
    Ticket tickets[TICKETS];
    bool has[TICKETS];
    uint32_t dice = 11;
    given_sayings(t, &dice, tickets, has);
    for (int64_t limit = 1; limit <= 40; limit += 3) {
        TicketFilter filter = everything;
        int seen[TICKETS] = {0};
        filter.q = "驿站";
        filter.limit = limit;
        do {
            List list = {NULL, 0};
            check_ok(t, ticket_list(t->ctx, &filter, &list, &filter.cursor));
            const Ticket *rows = list.items;
            for (size_t n = 0; n < list.count; n++)
                for (int i = 0; i < TICKETS; i++)
                    seen[i] += tickets[i].id == rows[n].id;
        } while (filter.cursor);
        for (int i = 0; i < TICKETS; i++)
            check_int(t, seen[i], has[i]);
    }
}

/* How many fit on all pages, and what one after the other took of memory. */
static size_t found_of_priority(T *t, const char *priority, int64_t limit, size_t *bytes)
{
    TicketFilter filter = everything;
    size_t count = 0, before = arena_used(t->ctx->arena);
    filter.q = "驿站";
    filter.priorities = (Texts){&priority, 1};
    filter.limit = limit;
    do {
        List list = {NULL, 0};
        check_ok(t, ticket_list(t->ctx, &filter, &list, &filter.cursor));
        count += list.count;
    } while (filter.cursor);
    *bytes = arena_used(t->ctx->arena) - before;
    return count;
}

TEST_DB(what_a_filter_leaves_out_is_not_searched_again_for_every_page_of_it)
{
    enum { LEFT_OUT = 75 };
    size_t few, many;
    TicketChange change;
    shape_clear(&ticket_change_shape, &change);
    change.priority = PRIORITY_HIGH;
    for (int i = 0; i < LEFT_OUT; i++) {
        Ticket ticket = given_ticket(t, 0, 0, "放在驿站");
        if (i % 37 == 0) check_ok(t, ticket_change(t->ctx, ticket.id, NONE, &change, &ticket));
    }
    check_int(t, found_of_priority(t, "low", 1, &few), 0);
    check_int(t, found_of_priority(t, "low", 80, &many), 0);
    check(t, few < 3 * many);
    for (int64_t limit = 1; limit < 80; limit += 26)
        check_int(t, found_of_priority(t, "high", limit, &few), 3);
}

TEST_DB(a_cursor_of_another_list_finds_no_words)
{
    TicketFilter filter = everything;
    List list;
    const char *next;
    filter.q = "驿站";
    filter.cursor = "AAAA";
    check_status(t, ticket_list(t->ctx, &filter, &list, &next), INVALID);
    check_text(t, t->ctx->problem.field, "cursor");
}
