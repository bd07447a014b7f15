#include <string.h>

#include "access/person.h"
#include "access/right.h"
#include "base/instant.h"
#include "desk/entry.h"
#include "desk/entry_store.h"
#include "desk/queue.h"
#include "desk/testing.h"

static const TicketFilter everything = {.sort = NONE, .limit = 20};

static Ticket given_ticket(T *t, const char *subject, const char *description)
{
    TicketInput input = blank_ticket(TICKET_INQUIRY, CHANNEL_EMAIL);
    input.subject = subject;
    input.description = description;
    return opened_ticket(t, input);
}

static void noted(T *t, int64_t ticket_id, const char *text)
{
    TicketEdit edit;
    Entry entry = ticket_entry_of(ENTRY_NOTE, ENTRY_INTERNAL);
    entry.text = text;
    source_move(t->ctx->source, SECOND_MS);
    check_ok(t, ticket_edit(t->ctx, ticket_id, NONE, &edit));
    check_ok(t, ticket_entry_say(t->ctx, &edit, &entry));
    check_ok(t, ticket_save(t->ctx, &edit));
}

/* Sees tickets, and contact details masked. */
static Person given_clerk(void)
{
    Person clerk = {.kind = PERSON_HUMAN, .id = 5};
    rights_add(&clerk.rights, TICKET_READ);
    return clerk;
}

/* The first page of what `who` finds. */
static Status finding(T *t, const Person *who, const char *q, List *out)
{
    TicketFilter filter = everything;
    const char *next;
    filter.q = q;
    t->ctx->who = who;
    Status s = ticket_list(t->ctx, &filter, out, &next);
    t->ctx->who = NULL;
    return s;
}

static size_t count_of(T *t, const Person *who, const char *q)
{
    List list = {NULL, 0};
    check_ok(t, finding(t, who, q, &list));
    return list.count;
}

TEST_DB(a_number_that_is_masked_to_who_searches_finds_nothing)
{
    Person clerk = given_clerk();
    List list;
    Ticket said = given_ticket(t, "包裹在哪里", NULL);
    given_ticket(t, "包裹在哪里", "请打13812341234或写信到wang@example.com");
    noted(t, said.id, "打了13812341234，没有人接");
    check_int(t, count_of(t, NULL, "13812341234"), 2);
    check_status(t, finding(t, &clerk, "13812341234", &list), INVALID);
    check_text(t, t->ctx->problem.field, "q");
    problem_clear(t->ctx);
    check_status(t, finding(t, &clerk, "wang@example.com", &list), INVALID);
    problem_clear(t->ctx);
}

TEST_DB(a_part_of_what_is_masked_finds_nothing_either)
{
    Person clerk = given_clerk();
    Ticket said = given_ticket(t, "包裹在哪里", NULL);
    given_ticket(t, "包裹在哪里", "请打138-1234-5678或写信到wang@example.com");
    noted(t, said.id, "打了138 1234 5678，没有人接");
    const char *const parts[] = {"5678", "\"1234 5678\"", "\"138 1234\"", "wang", "exam*"};
    const size_t there[] = {2, 2, 2, 1, 1};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        check_int(t, count_of(t, NULL, parts[i]), there[i]);
        check_int(t, count_of(t, &clerk, parts[i]), 0);
    }
    check_int(t, count_of(t, &clerk, "没有人接"), 1);
    check_int(t, count_of(t, &clerk, "没有人接 5678"), 0);
}

TEST_DB(numbers_that_are_no_contact_details_are_found_by_all)
{
    Person clerk = given_clerk();
    Ticket ticket = given_ticket(t, "包裹在哪里", "单号SF1234567890123，一共5678元");
    check_int(t, count_of(t, &clerk, "SF1234567890123"), 1);
    check_int(t, count_of(t, &clerk, "5678"), 1);
    check_int(t, count_of(t, &clerk, ticket.no), 1);
}

TEST_DB(a_hit_says_in_which_part_of_the_ticket_the_words_stand)
{
    Person clerk = given_clerk();
    const char *tags[] = {"易碎"};
    TicketWaybill parcel = {.carrier = "sto", .no = "773000000000001"};
    TicketInput input = blank_ticket(TICKET_INQUIRY, CHANNEL_EMAIL);
    input.description = "三天没有更新";
    input.contact_name = "王小明";
    input.external_ref = "ERP-77";
    input.tags = (Texts){tags, 1};
    input.waybills = (List){&parcel, 1};
    Ticket ticket = opened_ticket(t, input);
    const struct {
        const char *q;
        FoundPart part;
        const char *excerpt;
    } cases[] = {{"更新", FOUND_LOG, "三天没有更新"},
                 {"包裹", FOUND_SUBJECT, "包裹在哪里"},
                 {"包裹 更新", FOUND_LOG, "三天没有更新"},
                 {ticket.no, FOUND_NUMBER, ticket.no},
                 {"erp", FOUND_REFERENCE, "ERP-77"},
                 {"773000000000001", FOUND_PARCEL, "773000000000001"},
                 {"易碎", FOUND_TAG, "易碎"},
                 {"小明", FOUND_CONTACT, "王*"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        List list = {NULL, 0};
        check_ok(t, finding(t, &clerk, cases[i].q, &list));
        check_int(t, list.count, 1);
        if (list.count != 1) continue;
        const TicketFound *found = ((const Ticket *)list.items)->found;
        check_int(t, found->part, cases[i].part);
        check_text(t, found->excerpt, cases[i].excerpt);
        check_int(t, found->entry_id != 0, cases[i].part == FOUND_LOG);
    }
}

enum { TICKETS = 30, SAYINGS = 160 };

/* How often each ticket stands on the pages that the clerk reads. */
static void read_pages(T *t, int64_t limit, const Ticket *tickets, int *seen)
{
    TicketFilter filter = everything;
    filter.q = "5678";
    filter.limit = limit;
    memset(seen, 0, TICKETS * sizeof *seen);
    do {
        List list = {NULL, 0};
        check_ok(t, ticket_list(t->ctx, &filter, &list, &filter.cursor));
        const Ticket *rows = list.items;
        for (size_t n = 0; n < list.count; n++)
            for (int i = 0; i < TICKETS; i++)
                seen[i] += tickets[i].id == rows[n].id;
    } while (filter.cursor);
}

TEST_DB(pages_hold_once_each_ticket_on_which_the_words_can_be_read)
{
    Person clerk = given_clerk();
    Ticket tickets[TICKETS];
    bool reads[TICKETS];
    int seen[TICKETS];
    static const char *const texts[] = {"一共5678元", "打138 1234 5678", "没有更新"};
    uint32_t dice = 7;
    for (int i = 0; i < TICKETS; i++) {
        dice = dice * 1664525 + 1013904223;
        uint32_t text = (dice >> 16) % 8;
        reads[i] = text == 0;
        tickets[i] = given_ticket(t, "包裹在哪里", texts[text < 2 ? text : 2]);
    }
    for (int i = 0; i < SAYINGS; i++) {
        dice = dice * 1664525 + 1013904223;
        uint32_t on = (dice >> 16) % TICKETS, text = (dice >> 24) % 6;
        reads[on] |= text == 0;
        noted(t, tickets[on].id, texts[text == 0 ? 0 : text < 5 ? 1 : 2]);
    }
    t->ctx->who = &clerk;
    for (int64_t limit = 1; limit <= 40; limit += 13) {
        read_pages(t, limit, tickets, seen);
        for (int i = 0; i < TICKETS; i++)
            check_int(t, seen[i], reads[i]);
    }
    t->ctx->who = NULL;
}

TEST_DB(a_ticket_on_which_much_was_said_since_is_not_listed_twice)
{
    Ticket one = given_ticket(t, "包裹在哪里", NULL), two = given_ticket(t, "包裹在哪里", NULL);
    TicketFilter filter = everything;
    List list;
    noted(t, one.id, "放在驿站");
    noted(t, two.id, "放在驿站");
    noted(t, one.id, "驿站说没有");
    for (int i = 0; i < ENTRIES_SINCE_MAX + 5; i++)
        noted(t, one.id, "客户同意");
    filter.q = "驿站";
    filter.limit = 1;
    check_ok(t, ticket_list(t->ctx, &filter, &list, &filter.cursor));
    check_int(t, ((const Ticket *)list.items)->id, one.id);
    check_ok(t, ticket_list(t->ctx, &filter, &list, &filter.cursor));
    check_int(t, ((const Ticket *)list.items)->id, two.id);
    while (filter.cursor) {
        check_ok(t, ticket_list(t->ctx, &filter, &list, &filter.cursor));
        check_int(t, list.count, 0);
    }
}
