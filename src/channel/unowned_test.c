#include <string.h>

#include "channel/channel_slice.h"
#include "channel/incoming_internal.h"
#include "channel/incoming_store.h"
#include "claim/claim_files.h"
#include "claim/steps.h"
#include "claim/testing.h"
#include "customer/erase.h"
#include "customer/testing.h"
#include "db/db.h"
#include "desk/testing.h"
#include "desk/unowned.h"
#include "search/search.h"

#define PHONE "13744445555"
#define MAIL "wu11@example.com"

static Ticket given_ticket(T *t, const char *phone, const char *email)
{
    TicketInput input = blank_ticket(TICKET_INQUIRY, CHANNEL_PHONE);
    input.subject = "吴十一的包裹";
    input.contact_name = "吴十一";
    input.contact_phone = phone;
    input.contact_email = email;
    Ticket ticket = opened_ticket(t, input);
    check_int(t, ticket.customer_id, 0);
    return ticket;
}

static Claim withdrawn(T *t, Claim claim)
{
    check_ok(t, claim_withdraw(t->ctx, claim.id, claim.version, "found", &claim));
    return claim;
}

static IncomingRow given_message(T *t, int64_t channel, const char *from)
{
    Incoming in;
    IncomingRow row = {0};
    shape_clear(&incoming_shape, &in);
    in.channel = channel;
    in.message_id = from;
    in.from = from;
    in.text = "我是吴十一";
    check_ok(t, incoming_take(t->ctx, &in, &row));
    check_int(t, row.customer_id, 0);
    return row;
}

static int64_t given_notice(T *t, int64_t ticket_id)
{
    int64_t id = 0;
    const NoticeWritten written = {.key = "answer/1",
                                   .channel = NOTICE_SMS,
                                   .purpose = NONE,
                                   .subject_kind = "ticket",
                                   .subject_id = ticket_id,
                                   .to = PHONE,
                                   .text = "吴十一, it is here"};
    check_ok(t, notice_write(t->ctx, &written, &id));
    return id;
}

static Customer given_person(T *t, const char *code, const char *phone, const char *email)
{
    Customer customer = blank_customer(code);
    customer.name = "吴十一";
    customer.phone = phone;
    customer.email = email;
    return stored_customer(t, customer);
}

static void erase(T *t, int64_t customer_id)
{
    Erasure erasure;
    Customer customer;
    const EraseInput why = {.reason = "by letter of 3 May"};
    check_ok(t, customer_find(t->ctx, customer_id, &customer));
    check_ok(t, customer_erase(t->ctx, customer_id, customer.version, &why, &erasure));
    check_int(t, erasure.found, 0);
}

static size_t found(T *t)
{
    const SearchQuery query = {.kind = SEARCH_TICKET,
                               .text = "吴十一",
                               .since = NONE,
                               .to = NONE,
                               .unscoped = true,
                               .limit = 10};
    List hits;
    const char *next;
    check_ok(t, search_find(t->ctx, &query, &hits, &next));
    return hits.count;
}

static bool is_empty(T *t, int64_t ticket_id)
{
    Ticket ticket;
    check_ok(t, ticket_find(t->ctx, ticket_id, &ticket));
    return !ticket.subject && !ticket.contact_name && !ticket.contact_phone &&
           !ticket.contact_email;
}

static bool has_claimant(T *t, int64_t claim_id)
{
    Claim claim;
    check_ok(t, claim_find(t->ctx, claim_id, &claim));
    return claim.claimant != NULL;
}

static bool has_sender(T *t, int64_t message_id)
{
    IncomingRow row;
    check_ok(t, incoming_find(t->ctx, message_id, &row));
    return row.from != NULL;
}

TEST_DB(what_came_in_under_a_phone_before_there_was_a_customer_goes_with_them)
{
    Notice notice;
    Ticket ticket = given_ticket(t, "137 4444 5555", NULL),
           other = given_ticket(t, "13900139000", NULL);
    Claim by_ticket = withdrawn(t, claim_of_stranger(t, "吴十一", NULL, ticket.id));
    Claim by_phone = withdrawn(t, claim_of_stranger(t, "吴十一", "+86 13744445555", 0));
    Claim others = withdrawn(t, claim_of_stranger(t, "吴十一", "13900139000", 0));
    IncomingRow message = given_message(t, CHANNEL_SMS, PHONE);
    int64_t notice_id = given_notice(t, ticket.id);
    Customer wu = given_person(t, "C-1", PHONE, NULL);
    erase(t, wu.id);
    check(t, is_empty(t, ticket.id) && !is_empty(t, other.id));
    check(t, is_empty(t, message.ticket_id));
    check(t, !has_claimant(t, by_ticket.id) && !has_claimant(t, by_phone.id));
    check(t, has_claimant(t, others.id));
    check(t, !has_sender(t, message.id));
    check_ok(t, notice_find(t->ctx, notice_id, &notice));
    check(t, !notice.to && !notice.text);
    check_int(t, found(t), 1); /* the other's */
}

SQL(test_key_unknown, "UPDATE ticket SET email_key = 0 WHERE id = $1");

TEST_DB(what_came_in_under_an_address_goes_too_also_from_before_it_was_found_by_it)
{
    Ticket ticket = given_ticket(t, NULL, "Wu11@Example.com"), old = given_ticket(t, NULL, MAIL),
           other = given_ticket(t, NULL, "wu12@example.com");
    IncomingRow message = given_message(t, CHANNEL_EMAIL, MAIL);
    check_ok(t, db_run(t->ctx, &test_key_unknown, db_int(old.id)));
    check_ok(t, db_run(t->ctx, &test_key_unknown, db_int(other.id)));
    Customer wu = given_person(t, "C-1", NULL, MAIL);
    erase(t, wu.id);
    check(t, is_empty(t, ticket.id) && is_empty(t, old.id) && !is_empty(t, other.id));
    check(t, !has_sender(t, message.id));
}

SQL(test_keys_unknown, "SELECT count(*) FROM ticket WHERE email_key = 0");
SQL(test_email_key, "SELECT email_key FROM ticket WHERE id = $1");

TEST_DB(tickets_from_before_addresses_had_an_index_get_theirs)
{
    enum { OLD = 3, VERSION = 1 };
    static const char *const mails[OLD] = {MAIL, "wu12@example.com", NULL};
    const Job job = {.kind = UNOWNED_JOB};
    int64_t keys[OLD], ids[OLD], count, key;
    Ticket now;
    for (size_t i = 0; i < OLD; i++) {
        ids[i] = given_ticket(t, PHONE, mails[i]).id;
        check_ok(t, db_get_int(t->ctx, &test_email_key, &keys[i], db_int(ids[i])));
        check_ok(t, db_run(t->ctx, &test_key_unknown, db_int(ids[i])));
    }
    check_ok(t, unowned_index(t->ctx, &job));
    check_ok(t, db_get_int(t->ctx, &test_keys_unknown, &count));
    check_int(t, count, 0);
    for (size_t i = 0; i < OLD; i++) {
        check_ok(t, db_get_int(t->ctx, &test_email_key, &key, db_int(ids[i])));
        check_int(t, key, keys[i]);
    }
    check_ok(t, ticket_find(t->ctx, ids[0], &now));
    check_int(t, now.version, VERSION);
    erase(t, given_person(t, "C-1", NULL, MAIL).id);
    check(t, is_empty(t, ids[0]) && !is_empty(t, ids[1]));
}

TEST_DB(of_a_number_that_two_have_what_is_nobody_s_goes_and_what_is_the_other_s_stays)
{
    Ticket nobodys = given_ticket(t, PHONE, NULL);
    Customer wu = given_person(t, "C-1", PHONE, NULL), li = given_person(t, "C-2", PHONE, NULL);
    TicketInput input = blank_ticket(TICKET_INQUIRY, CHANNEL_PHONE);
    input.customer = "C-2";
    input.subject = "李的包裹";
    input.contact_phone = PHONE;
    Ticket theirs = opened_ticket(t, input);
    check_int(t, theirs.customer_id, li.id);
    erase(t, wu.id);
    check(t, is_empty(t, nobodys.id) && !is_empty(t, theirs.id));
}

TEST_DB(an_open_claim_of_nobody_is_forgotten_when_it_ends)
{
    int64_t count;
    Claim claim = claim_of_stranger(t, "吴十一", PHONE, 0);
    Customer wu = given_person(t, "C-1", PHONE, NULL);
    erase(t, wu.id);
    check(t, has_claimant(t, claim.id));
    check_ok(t, claim_withdraw(t->ctx, claim.id, claim.version, "found", &claim));
    check_ok(t, jobs_run_due(t->ctx, &count));
    check(t, !has_claimant(t, claim.id));
}

static size_t told(T *t, int64_t customer_id, const char *word)
{
    Buf text;
    size_t count = 0;
    buf_init(&text, t->ctx->arena);
    check_ok(t, customer_everything(t->ctx, customer_id, &text));
    for (const char *at = strstr(text.data, "\"unowned\":"); (at = strstr(at, word)); at++)
        count++;
    return count;
}

TEST_DB(a_persons_file_tells_what_is_nobody_s_under_a_number_that_they_alone_have)
{
    claim_of_stranger(t, "吴十一", NULL, given_ticket(t, PHONE, NULL).id);
    Customer wu = given_person(t, "C-1", PHONE, NULL);
    check_int(t, told(t, wu.id, "吴十一的包裹"), 1);
    check_int(t, told(t, wu.id, "\"claim\":{"), 1);
    given_person(t, "C-2", PHONE, NULL);
    check_int(t, told(t, wu.id, "吴十一"), 0);
}

TEST_DB(what_is_still_found_among_what_is_nobody_s_is_counted)
{
    int64_t rows = 0;
    List ids = {NULL, 0};
    Ticket ticket = given_ticket(t, PHONE, NULL);
    given_message(t, CHANNEL_SMS, PHONE);
    for (size_t i = 0; customer_contributors[i]; i++)
        if (customer_contributors[i]->unowned)
            check_ok(t, customer_contributors[i]->unowned(t->ctx, PHONE, &ids));
    check_int(t, ids.count, 3); /* two tickets and the message */
    for (size_t i = 0; customer_contributors[i]; i++) {
        int64_t more = 0;
        if (!customer_contributors[i]->of_unowned) continue;
        check_ok(t, customer_contributors[i]->left(t->ctx, ticket.id, &more));
        rows += more;
    }
    check(t, rows > 0);
}
