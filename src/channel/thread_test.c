#include "base/instant.h"
#include "channel/channel_slice.h"
#include "channel/incoming_internal.h"
#include "channel/incoming_jobs.h"
#include "channel/incoming_store.h"
#include "customer/erase.h"
#include "customer/testing.h"
#include "test.h"

#define PHONE "13812341234"

static IncomingRow taken(T *t, const char *id, const char *from, const char *conversation)
{
    Incoming in;
    IncomingRow row = {0};
    shape_clear(&incoming_shape, &in);
    in.channel = conversation ? CHANNEL_WEB_CHAT : CHANNEL_SMS;
    in.message_id = id;
    in.from = from;
    in.conversation = conversation;
    in.text = "where is it";
    check_ok(t, incoming_take(t->ctx, &in, &row));
    check(t, row.ticket_id != 0);
    return row;
}

static void erased(T *t, int64_t customer_id, Erasure *erasure)
{
    Customer customer;
    const EraseInput in = {.reason = "by letter of 3 May"};
    check_ok(t, customer_find(t->ctx, customer_id, &customer));
    check_ok(t, customer_erase(t->ctx, customer_id, customer.version, &in, erasure));
    check_int(t, erasure->found, 0);
}

static int64_t ticket_bound(T *t, int64_t channel, const char *conversation)
{
    int64_t ticket_id = 0;
    const char *key = incoming_key(t->ctx, "thread", channel, conversation);
    check_ok(t, incoming_store_thread(t->ctx, key, &ticket_id));
    return ticket_id;
}

TEST_DB(after_an_erasure_the_same_phone_begins_a_ticket_of_its_own)
{
    Erasure erasure;
    int64_t left = 0;
    Customer li = given_customer(t, "C-1", "Li", PHONE);
    IncomingRow message = taken(t, "1", PHONE, NULL), chat = taken(t, "2", PHONE, "room-1");
    check_ok(t, incoming_contributor.left(t->ctx, li.id, &left));
    check_int(t, left, 4); /* two messages, two conversations */
    erased(t, li.id, &erasure);
    check_ok(t, incoming_contributor.left(t->ctx, li.id, &left));
    check_int(t, left, 0);
    check(t, taken(t, "3", PHONE, NULL).ticket_id != message.ticket_id);
    check(t, taken(t, "4", "visitor 9", "room-1").ticket_id != chat.ticket_id);
}

TEST_DB(a_phone_of_several_is_unbound_from_the_ticket_that_is_nobody_s)
{
    Erasure erasure;
    int64_t left = 0;
    Customer li = given_customer(t, "C-1", "Li", PHONE);
    given_customer(t, "C-2", "Wang", PHONE);
    IncomingRow one = taken(t, "1", PHONE, NULL);
    check_int(t, one.customer_id, 0);
    check_ok(t, incoming_contributor.left_contact(t->ctx, "+86 138-1234-1234", &left));
    check_int(t, left, 1);
    erased(t, li.id, &erasure);
    check_ok(t, incoming_contributor.left_contact(t->ctx, PHONE, &left));
    check_int(t, left, 0);
    check(t, taken(t, "2", PHONE, NULL).ticket_id != one.ticket_id);
}

TEST_DB(a_conversation_is_forgotten_when_nothing_was_said_in_it_for_its_time)
{
    Job job = {.kind = "channel.prune"};
    taken(t, "1", "visitor 1", "silent");
    IncomingRow spoken = taken(t, "2", "visitor 2", "spoken");
    source_move(t->ctx->source, 1000 * DAY_MS);
    check_int(t, taken(t, "3", "visitor 2", "spoken").ticket_id, spoken.ticket_id);
    source_move(t->ctx->source, 95 * DAY_MS + 1000);
    check_ok(t, incoming_jobs[0].run(t->ctx, &job));
    check_int(t, ticket_bound(t, CHANNEL_WEB_CHAT, "silent"), 0);
    check_int(t, ticket_bound(t, CHANNEL_WEB_CHAT, "spoken"), spoken.ticket_id);
}
