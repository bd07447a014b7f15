#include "desk_work/contributor.h"

#include <string.h>

#include "access/person.h"
#include "base/json.h"
#include "customer/erase.h"
#include "customer/overview.h"
#include "customer/testing.h"
#include "db/db.h"
#include "desk/draft.h"
#include "desk/entry.h"
#include "desk/testing.h"
#include "search/search.h"

static void say(T *t, int64_t id, int64_t kind, int64_t visibility, const char *text)
{
    TicketEdit edit;
    check_ok(t, ticket_edit(t->ctx, id, NONE, &edit));
    Entry entry = ticket_entry_of(kind, visibility);
    if (kind == ENTRY_MESSAGE) {
        entry.direction = ENTRY_OUT;
        entry.channel = CHANNEL_EMAIL;
    }
    entry.text = text;
    check_ok(t, ticket_entry_say(t->ctx, &edit, &entry));
    check_ok(t, ticket_save(t->ctx, &edit));
}

static Ticket given_ticket(T *t, const char *customer)
{
    Draft draft,
        begun = {.kind = ENTRY_NOTE, .direction = NONE, .channel = NONE, .text = "Canary, we"};
    TicketInput input = blank_ticket(TICKET_INQUIRY, CHANNEL_EMAIL);
    input.customer = customer;
    input.subject = "Canary's parcel";
    input.description = "Canary waits";
    input.contact_name = "Canary Bird";
    input.contact_phone = "13800138000";
    input.contact_email = "canary@example.com";
    const char *tags[] = {"canary bird"};
    input.tags = (Texts){tags, 1};
    Ticket ticket = opened_ticket(t, input);
    say(t, ticket.id, ENTRY_MESSAGE, ENTRY_PUBLIC, "Dear Canary");
    say(t, ticket.id, ENTRY_NOTE, ENTRY_INTERNAL, "Canary was upset");
    const Person agent = {.kind = PERSON_HUMAN, .id = 6, .login = "agent", .rights = rights_all()};
    t->ctx->who = &agent;
    check_ok(t, draft_put(t->ctx, ticket.id, &begun, &draft));
    t->ctx->who = NULL;
    TicketChange change;
    shape_clear(&ticket_change_shape, &change);
    change.external_ref = "canary-13800138000";
    check_ok(t, ticket_change(t->ctx, ticket.id, NONE, &change, &ticket));
    return ticket;
}

static const char *told(T *t, int64_t customer_id)
{
    Buf text;
    buf_init(&text, t->ctx->arena);
    check_ok(t, customer_everything(t->ctx, customer_id, &text));
    Json *json;
    check_ok(t, json_parse(t->ctx, text.data, strlen(text.data), &json));
    return text.data;
}

static size_t found_of(T *t, SearchKind kind, const char *text)
{
    const SearchQuery query = {
        .kind = (int)kind, .text = text, .since = NONE, .to = NONE, .unscoped = true, .limit = 10};
    List hits;
    const char *next;
    check_ok(t, search_find(t->ctx, &query, &hits, &next));
    return hits.count;
}

static size_t found(T *t, const char *text)
{
    return found_of(t, SEARCH_TICKET, text);
}

static int64_t left(T *t, int64_t customer_id)
{
    int64_t rows;
    check_ok(t, ticket_contributor.left(t->ctx, customer_id, &rows));
    return rows;
}

SQL(test_entries_saying, "SELECT count(*) FROM ticket_entry WHERE ticket_id = $1"
                         " AND detail LIKE '%canary%'");
SQL(test_bulk_kept, "INSERT INTO desk_bulk_item (bulk_id, ticket_id, state, before)"
                    " VALUES (1, $1, 2, '{\"tags\":[\"canary bird\"]}')");
SQL(test_bulk_left, "SELECT count(*) FROM desk_bulk_item WHERE ticket_id = $1"
                    " AND before IS NOT NULL");

static int64_t counted(T *t, const Sql *sql, int64_t ticket_id)
{
    int64_t count = 0;
    check_ok(t, db_get_int(t->ctx, sql, &count, db_int(ticket_id)));
    return count;
}

TEST_DB(what_tickets_of_an_erased_customer_were_tagged_and_numbered_is_gone)
{
    Customer one = given_customer(t, "C-1", "One", NULL),
             two = given_customer(t, "C-2", "Two", NULL);
    Ticket ticket = given_ticket(t, "C-1"), other = given_ticket(t, "C-2"), now;
    const EraseInput in = {.reason = "by letter of 3 May"};
    Erasure erasure;
    check_ok(t, db_run(t->ctx, &test_bulk_kept, db_int(ticket.id)));
    check_ok(t, db_run(t->ctx, &test_bulk_kept, db_int(other.id)));
    check_int(t, counted(t, &test_entries_saying, ticket.id), 1);
    check_int(t, left(t, one.id), left(t, two.id));
    check_ok(t, customer_erase(t->ctx, one.id, one.version, &in, &erasure));
    check_ok(t, ticket_find(t->ctx, ticket.id, &now));
    check_int(t, now.tags.count, 0);
    check_text(t, now.external_ref, NULL);
    check_int(t, counted(t, &test_entries_saying, ticket.id), 0);
    check_int(t, counted(t, &test_bulk_left, ticket.id), 0);
    check_ok(t, ticket_find(t->ctx, other.id, &now));
    check_int(t, now.tags.count, 1);
    check_text(t, now.external_ref, "canary-13800138000");
    check_int(t, counted(t, &test_entries_saying, other.id), 1);
    check_int(t, counted(t, &test_bulk_left, other.id), 1);
}

TEST_DB(a_persons_file_has_their_tickets_with_what_was_said_and_noted)
{
    Customer one = given_customer(t, "C-1", "One", NULL),
             two = given_customer(t, "C-2", "Two", NULL);
    int64_t count;
    given_ticket(t, "C-1");
    const char *text = told(t, one.id);
    check(t, strstr(text, "Canary's parcel") != NULL);
    check(t, strstr(text, "Dear Canary") != NULL);
    check(t, strstr(text, "Canary was upset") != NULL);
    check(t, strstr(told(t, two.id), "Canary") == NULL);
    check_ok(t, ticket_contributor.open(t->ctx, one.id, &count));
    check_int(t, count, 1);
    check_ok(t, ticket_contributor.open(t->ctx, two.id, &count));
    check_int(t, count, 0);
}

TEST_DB(erasing_a_customer_empties_their_tickets_and_no_one_elses)
{
    Customer one = given_customer(t, "C-1", "Canary Bird", "13800138000");
    Customer two = given_customer(t, "C-2", "Two", NULL);
    Ticket ticket = given_ticket(t, "C-1"), other = given_ticket(t, "C-2");
    const EraseInput in = {.reason = "by letter of 3 May"};
    Erasure erasure;
    int64_t kept = left(t, two.id);
    check_int(t, left(t, one.id), kept);
    check_int(t, found(t, "canary"), 2);
    check_int(t, found_of(t, SEARCH_ENTRY, "canary"), 4);
    check_ok(t, customer_erase(t->ctx, one.id, one.version, &in, &erasure));
    check_int(t, erasure.found, 0);
    check_int(t, left(t, one.id), 0);
    check_int(t, left(t, two.id), kept);
    check_int(t, found(t, "canary"), 1);
    check_int(t, found_of(t, SEARCH_ENTRY, "canary"), 2);
    check(t, strstr(told(t, one.id), "Canary") == NULL);
    check(t, strstr(told(t, one.id), "13800138000") == NULL);
    Ticket now;
    check_ok(t, ticket_find(t->ctx, ticket.id, &now));
    check(t, !now.subject && !now.description && !now.contact_name && !now.contact_phone);
    check_int(t, now.kind, TICKET_INQUIRY);
    check_int(t, now.clocks.count, ticket.clocks.count);
    check_ok(t, ticket_find(t->ctx, other.id, &now));
    check_text(t, now.contact_name, "Canary Bird");
}
