#include "channel/incoming.h"

#include <stdlib.h>
#include <string.h>

#include "access/person.h"
#include "access/setting.h"
#include "base/instant.h"
#include "base/json.h"
#include "channel/channel_slice.h"
#include "channel/incoming_jobs.h"
#include "customer/consent.h"
#include "customer/testing.h"
#include "desk/entry.h"
#include "desk/merge.h"
#include "desk/state.h"
#include "desk/testing.h"
#include "notify/notice_internal.h"
#include "notify/testing.h"

static Incoming mail_of(const char *id, const char *from, const char *subject, const char *text)
{
    Incoming in;
    shape_clear(&incoming_shape, &in);
    in.channel = CHANNEL_EMAIL;
    in.message_id = id;
    in.from = from;
    in.subject = subject;
    in.text = text;
    return in;
}

static Incoming short_message(const char *id, const char *from, const char *text)
{
    Incoming in = mail_of(id, from, NULL, text);
    in.channel = CHANNEL_SMS;
    return in;
}

static IncomingRow taken(T *t, const Incoming *in)
{
    IncomingRow row = {0};
    check_ok(t, incoming_take(t->ctx, in, &row));
    return row;
}

static size_t tickets_opened(T *t)
{
    List list;
    const char *next;
    const IncomingFilter filter = {.outcome = INCOMING_OPENED, .limit = 100};
    check_ok(t, incoming_list(t->ctx, &filter, &list, &next));
    return list.count;
}

static void moved(T *t, int64_t id, const char *state)
{
    TicketEdit edit;
    check_ok(t, ticket_edit(t->ctx, id, NONE, &edit));
    check_ok(t, ticket_move(t->ctx, &edit, state, NULL));
    check_ok(t, ticket_save(t->ctx, &edit));
}

/* An answer of a person at the desk: the notice that carries it. */
static Notice answered(T *t, int64_t ticket_id, int64_t channel)
{
    TicketEdit edit;
    Notice notice = {0};
    const Person agent = {.kind = PERSON_HUMAN, .id = 7, .login = "mei", .rights = rights_all()};
    Entry entry = ticket_entry_of(ENTRY_MESSAGE, ENTRY_PUBLIC);
    entry.direction = ENTRY_OUT;
    entry.channel = channel;
    entry.text = "We look for it.";
    t->ctx->who = &agent;
    check_ok(t, ticket_edit(t->ctx, ticket_id, NONE, &edit));
    check_ok(t, ticket_entry_say(t->ctx, &edit, &entry));
    check_ok(t, ticket_save(t->ctx, &edit));
    t->ctx->who = NULL;
    if (!entry.detail.count || strcmp(entry.detail.items[0], "notice") != 0) return notice;
    check_ok(t, notice_find(t->ctx, strtoll(entry.detail.items[1], NULL, 10), &notice));
    return notice;
}

static const char *named(T *t, const Notice *notice)
{
    const char *token;
    check_ok(t, notice_token(t->ctx, notice->id, &token));
    return arena_format(t->ctx->arena, "<%lld.%s@example.com>", (long long)notice->id, token);
}

TEST_DB(a_mail_opens_a_ticket_of_the_customer_who_has_that_address)
{
    Customer li = blank_customer("C-1");
    li.email = "Li@Example.org";
    li = stored_customer(t, li);
    const Incoming in = mail_of("<1@x>", "li@example.org", "Where is it?", "Number 771");
    IncomingRow row = taken(t, &in);
    Ticket ticket = stored_ticket(t, row.ticket_id);
    check_int(t, row.outcome, INCOMING_OPENED);
    check_int(t, ticket.customer_id, li.id);
    check_int(t, ticket.kind, TICKET_INQUIRY);
    check_text(t, ticket.subject, "Where is it?");
    check_text(t, ticket.description, "Number 771");
    check_text(t, ticket.contact_email, "li@example.org");
    check_text(t, row.ticket_no, ticket.no);
    check(t, row.entry_id != 0);
}

TEST_DB(the_same_message_again_changes_nothing)
{
    const Incoming in = mail_of("<1@x>", "li@example.org", "Where?", "Here");
    IncomingRow first = taken(t, &in), again = taken(t, &in);
    check_int(t, again.id, first.id);
    check_int(t, again.ticket_id, first.ticket_id);
    check_int(t, again.entry_id, first.entry_id);
    check_int(t, tickets_opened(t), 1);
    check_int(t, stored_ticket(t, first.ticket_id).version, 1);
}

TEST_DB(a_mail_goes_on_in_the_ticket_of_the_one_it_answers)
{
    const Incoming first = mail_of("<1@x>", "li@example.org", "Where?", "Here");
    Incoming second = mail_of("<2@x>", "wang@example.org", "Re: Where?", "And there");
    const char *chain[] = {"<1@x>", "<unknown@x>"};
    second.references = (Texts){chain, 2};
    IncomingRow one = taken(t, &first), two = taken(t, &second);
    check_int(t, two.outcome, INCOMING_ADDED);
    check_int(t, two.ticket_id, one.ticket_id);
    Entry entry;
    check_ok(t, ticket_entry_find(t->ctx, two.ticket_id, two.entry_id, &entry));
    check_text(t, entry.text, "And there");
    check_int(t, entry.author_kind, AUTHOR_CUSTOMER);
    check_text(t, entry.detail.items[2], "by");
    check_text(t, entry.detail.items[3], "other");
}

TEST_DB(an_answer_to_our_mail_comes_back_to_its_ticket)
{
    given_gateway(t, NOTICE_EMAIL);
    const Incoming first = mail_of("<1@x>", "li@example.org", "Where?", "Here");
    IncomingRow one = taken(t, &first);
    Notice ours = answered(t, one.ticket_id, CHANNEL_EMAIL);
    check_int(t, ours.state, NOTICE_QUEUED);
    check_text(t, ours.to, "li@example.org");
    check_text(t, ours.in_reply_to, "<1@x>");
    check_text(t, ours.references, "<1@x>");
    check_text(t, ours.subject, arena_format(t->ctx->arena, "Re: Where? [%s]", one.ticket_no));
    Incoming second = mail_of("<2@x>", "li@example.org", "Re: Where?", "Thanks");
    second.in_reply_to = named(t, &ours);
    IncomingRow two = taken(t, &second);
    check_int(t, two.ticket_id, one.ticket_id);
    second = mail_of("<3@x>", "li@example.org", "Re: Where?", "Thanks");
    second.in_reply_to = arena_format(t->ctx->arena, "<%lld.%032d@x>", (long long)ours.id, 0);
    check(t, taken(t, &second).ticket_id != one.ticket_id); /* nobody guesses an id */
}

TEST_DB(a_number_in_the_subject_counts_for_who_is_known_there)
{
    const Incoming first = mail_of("<1@x>", "li@example.org", "Where?", "Here");
    IncomingRow one = taken(t, &first);
    const char *subject = arena_format(t->ctx->arena, "about %s!", one.ticket_no);
    const Incoming same = mail_of("<2@x>", "LI@example.org", subject, "More");
    const Incoming other = mail_of("<3@x>", "eve@example.org", subject, "More");
    check_int(t, taken(t, &same).ticket_id, one.ticket_id);
    IncomingRow three = taken(t, &other);
    check_int(t, three.outcome, INCOMING_OPENED);
    List links;
    check_ok(t, ticket_links(t->ctx, three.ticket_id, &links));
    check_int(t, links.count, 1);
    check_int(t, ((const TicketLink *)links.items)[0].ticket_id, one.ticket_id);
}

TEST_DB(a_conversation_stays_on_its_ticket)
{
    Incoming first = mail_of("m1", "visitor 9", NULL, "hello"), second = first, other = first;
    first.channel = second.channel = other.channel = CHANNEL_WEB_CHAT;
    first.conversation = second.conversation = "room-1";
    second.message_id = "m2";
    other.message_id = "m3";
    other.conversation = "room-2";
    IncomingRow one = taken(t, &first);
    check_text(t, stored_ticket(t, one.ticket_id).subject, "hello");
    check_text(t, stored_ticket(t, one.ticket_id).contact_name, "visitor 9");
    check_int(t, taken(t, &second).ticket_id, one.ticket_id);
    check(t, taken(t, &other).ticket_id != one.ticket_id);
}

TEST_DB(short_messages_of_a_phone_are_one_conversation)
{
    Customer li = given_customer(t, "C-1", "Li", "13812341234");
    const Incoming first = short_message("1", "+86 138 1234 1234", "where");
    const Incoming second = short_message("2", "13812341234", "still nothing");
    IncomingRow one = taken(t, &first);
    check_int(t, stored_ticket(t, one.ticket_id).customer_id, li.id);
    check_text(t, stored_ticket(t, one.ticket_id).contact_phone, "13812341234");
    check_int(t, taken(t, &second).ticket_id, one.ticket_id);
    const Incoming named = short_message("3", "TAOBAO", "sale");
    check_int(t, taken(t, &named).outcome, INCOMING_SET_ASIDE);
}

TEST_DB(a_ticket_answered_by_short_message_gets_the_reply)
{
    given_gateway(t, NOTICE_SMS);
    TicketInput input = blank_ticket(TICKET_INQUIRY, CHANNEL_PHONE);
    input.contact_phone = "13812341234";
    Ticket ticket = opened_ticket(t, input);
    check_int(t, answered(t, ticket.id, CHANNEL_PHONE).id, 0); /* nothing carries a call */
    check_text(t, answered(t, ticket.id, CHANNEL_SMS).to, "13812341234");
    const Incoming reply = short_message("1", "13812341234", "ok");
    check_int(t, taken(t, &reply).ticket_id, ticket.id);
}

/* A message as JSON, with one reference and one header of so many characters. */
static Status decoded(T *t, size_t reference, size_t header, Incoming *out)
{
    Buf json;
    buf_init(&json, t->ctx->arena);
    buf_text(&json, "{\"channel\":\"email\",\"message_id\":\"<1@x>\",\"from\":\"a@x.cn\","
                    "\"references\":[\"");
    while (reference--)
        buf_char(&json, 'r');
    buf_text(&json, "\"],\"headers\":{\"List-Id\":\"");
    while (header--)
        buf_char(&json, 'h');
    buf_text(&json, "\"}}");
    return json_decode(t->ctx, &incoming_shape, out, json.data, json.length);
}

TEST(ids_and_headers_may_be_as_long_as_mails_have_them)
{
    Incoming in;
    check_ok(t, decoded(t, INCOMING_ID_MAX, INCOMING_HEADER_MAX, &in));
    check_status(t, decoded(t, INCOMING_ID_MAX + 1, 1, &in), INVALID);
    check_text(t, t->ctx->problem.field, "references[0]");
    check_status(t, decoded(t, 1, INCOMING_HEADER_MAX + 1, &in), INVALID);
    check(t, strstr(t->ctx->problem.field, "headers"));
}

TEST_DB(an_answer_to_a_mail_with_the_longest_ids_can_be_read)
{
    char id[INCOMING_ID_MAX + 1];
    const char *chain[INCOMING_REFERENCES_MAX];
    memset(id, 'a', INCOMING_ID_MAX);
    id[INCOMING_ID_MAX] = 0;
    for (size_t i = 0; i < INCOMING_REFERENCES_MAX; i++)
        chain[i] = id;
    given_gateway(t, NOTICE_EMAIL);
    Incoming in = mail_of(id, "li@example.org", "Where?", "Here");
    in.references = (Texts){chain, INCOMING_REFERENCES_MAX};
    check_int(t, answered(t, taken(t, &in).ticket_id, CHANNEL_EMAIL).state, NOTICE_QUEUED);
}

TEST_DB(an_answer_that_cannot_leave_says_why)
{
    const Incoming first = mail_of("<1@x>", "li@example.org", "Where?", "Here");
    Notice held = answered(t, taken(t, &first).ticket_id, CHANNEL_EMAIL);
    check_int(t, held.state, NOTICE_HELD_BACK);
    check_text(t, held.why, "no mail server is set");
}

TEST_DB(a_message_opens_a_resolved_ticket_and_one_closed_not_long_ago)
{
    const Incoming first = mail_of("<1@x>", "li@example.org", "Where?", "Here");
    Incoming in = mail_of("<2@x>", "li@example.org", "Re", "No");
    IncomingRow one = taken(t, &first);
    in.in_reply_to = "<1@x>";
    moved(t, one.ticket_id, "resolved");
    check_int(t, taken(t, &in).ticket_id, one.ticket_id);
    check_int(t, stored_ticket(t, one.ticket_id).type, TYPE_OPEN);
    moved(t, one.ticket_id, "closed");
    in.message_id = "<3@x>";
    check_int(t, taken(t, &in).ticket_id, one.ticket_id);
    check_int(t, stored_ticket(t, one.ticket_id).type, TYPE_OPEN);
}

TEST_DB(a_ticket_closed_long_ago_is_tied_to_the_new_one)
{
    const Incoming first = mail_of("<1@x>", "li@example.org", "Where?", "Here");
    Incoming in = mail_of("<2@x>", "li@example.org", "Re: Where?", "Again");
    IncomingRow one = taken(t, &first);
    in.in_reply_to = "<1@x>";
    moved(t, one.ticket_id, "closed");
    source_move(t->ctx->source, 15 * DAY_MS);
    IncomingRow two = taken(t, &in);
    check_int(t, two.outcome, INCOMING_OPENED);
    check_int(t, stored_ticket(t, one.ticket_id).type, TYPE_CLOSED);
    List links;
    check_ok(t, ticket_links(t->ctx, one.ticket_id, &links));
    check_int(t, ((const TicketLink *)links.items)[0].ticket_id, two.ticket_id);
}

TEST_DB(where_no_move_leads_out_of_closed_nothing_is_opened_again)
{
    const Incoming first = mail_of("<1@x>", "li@example.org", "Where?", "Here");
    Incoming in = mail_of("<2@x>", "li@example.org", "Re: Where?", "Again");
    IncomingRow one = taken(t, &first);
    in.in_reply_to = "<1@x>";
    moved(t, one.ticket_id, "closed");
    check_ok(t, transition_remove(t->ctx, "closed", "open", 1));
    check_int(t, taken(t, &in).outcome, INCOMING_OPENED);
    check_int(t, stored_ticket(t, one.ticket_id).type, TYPE_CLOSED);
}

TEST_DB(what_answers_a_merged_ticket_is_written_where_it_goes_on)
{
    Ticket out;
    const Incoming first = mail_of("<1@x>", "li@example.org", "One", "1");
    const Incoming second = mail_of("<2@x>", "li@example.org", "Two", "2");
    Incoming in = mail_of("<3@x>", "li@example.org", "Re: One", "3");
    IncomingRow one = taken(t, &first), two = taken(t, &second);
    check_ok(t, ticket_merge(t->ctx, one.ticket_id, 1, two.ticket_id, &out));
    in.in_reply_to = "<1@x>";
    check_int(t, taken(t, &in).ticket_id, two.ticket_id);
    check_int(t, taken(t, &first).ticket_id, two.ticket_id);
}

TEST_DB(a_machine_that_answers_moves_nothing)
{
    const char *headers[] = {"Auto-Submitted", "auto-replied"};
    const Incoming first = mail_of("<1@x>", "li@example.org", "Where?", "Here");
    Incoming in = mail_of("<2@x>", "li@example.org", "Away", "I am away");
    IncomingRow one = taken(t, &first);
    moved(t, one.ticket_id, "resolved");
    in.headers = (Texts){headers, 2};
    check_int(t, taken(t, &in).outcome, INCOMING_SET_ASIDE); /* it belongs to nothing */
    in.message_id = "<3@x>";
    in.in_reply_to = "<1@x>";
    IncomingRow noted = taken(t, &in);
    check_int(t, noted.outcome, INCOMING_NOTED);
    check_int(t, stored_ticket(t, one.ticket_id).type, TYPE_RESOLVED);
    Entry entry;
    check_ok(t, ticket_entry_find(t->ctx, one.ticket_id, noted.entry_id, &entry));
    check_text(t, entry.text, "I am away");
    check_int(t, entry.visibility, ENTRY_INTERNAL);
}

TEST_DB(a_mail_that_came_back_has_failed)
{
    const char *headers[] = {"Return-Path", "<>"};
    given_gateway(t, NOTICE_EMAIL);
    const Incoming first = mail_of("<1@x>", "li@example.org", "Where?", "Here");
    IncomingRow one = taken(t, &first);
    Notice ours = answered(t, one.ticket_id, CHANNEL_EMAIL);
    Incoming in = mail_of("<2@x>", "mailer-daemon@example.org", "Undelivered", "no such user");
    in.headers = (Texts){headers, 2};
    in.in_reply_to = named(t, &ours);
    check_int(t, taken(t, &in).outcome, INCOMING_NOTED);
    check_ok(t, notice_find(t->ctx, ours.id, &ours));
    check_int(t, ours.state, NOTICE_FAILED);
    check_text(t, ours.why, "it came back");
}

TEST_DB(our_own_mail_is_set_aside)
{
    given_gateway(t, NOTICE_EMAIL);
    const Incoming in = mail_of("<1@x>", "DESK@example.com", "Re", "Hello");
    IncomingRow row = taken(t, &in);
    check_int(t, row.outcome, INCOMING_SET_ASIDE);
    check_text(t, row.why, "it came from this company");
}

TEST_DB(too_many_of_one_sender_stop_opening_tickets)
{
    check_ok(t, setting_write(t->ctx, SETTING_NAMED_INCOMING_PER_HOUR, "2", NONE));
    check_ok(t, settings_refresh(t->ctx, t->house->settings));
    Incoming in = mail_of("<1@x>", "li@example.org", "Where?", "Here");
    check_int(t, taken(t, &in).outcome, INCOMING_OPENED);
    in.message_id = "<2@x>";
    check_int(t, taken(t, &in).outcome, INCOMING_OPENED);
    in.message_id = "<3@x>";
    check_int(t, taken(t, &in).outcome, INCOMING_SET_ASIDE);
    source_move(t->ctx->source, HOUR_MS + 1);
    in.message_id = "<4@x>";
    check_int(t, taken(t, &in).outcome, INCOMING_OPENED);
}

TEST_DB(what_was_set_aside_becomes_a_ticket_when_somebody_says_so)
{
    IncomingRow row;
    const char *headers[] = {"Precedence", "bulk"};
    Incoming in = mail_of("<1@x>", "li@example.org", "Where?", "Here");
    in.headers = (Texts){headers, 2};
    row = taken(t, &in);
    check_ok(t, incoming_find(t->ctx, row.id, &row));
    check_text(t, row.text, "Here");
    check_ok(t, incoming_open(t->ctx, row.id, &row));
    check_int(t, row.outcome, INCOMING_OPENED);
    check_text(t, stored_ticket(t, row.ticket_id).description, "Here");
    check_status(t, incoming_open(t->ctx, row.id, &row), CONFLICT);
    check_status(t, incoming_open(t->ctx, 5, &row), NOT_FOUND);
}

TEST_DB(a_short_message_that_says_no_withdraws_consent)
{
    bool holds = true;
    Customer li = given_customer(t, "C-1", "Li", "13812341234");
    const Incoming in = short_message("1", "13812341234", " 退订\n");
    check_int(t, taken(t, &in).outcome, INCOMING_WITHDRAWN);
    check_ok(t, consent_holds(t->ctx, li.id, CONSENT_SURVEY, CONSENT_SMS, &holds));
    check(t, !holds);
    check_ok(t, consent_holds(t->ctx, li.id, CONSENT_SERVICE, CONSENT_SMS, &holds));
    check(t, holds);
    const Incoming unknown = short_message("2", "13900000000", "stop");
    check_int(t, taken(t, &unknown).outcome, INCOMING_SET_ASIDE);
    const Incoming words = short_message("3", "13812341234", "stop it at my door");
    check_int(t, taken(t, &words).outcome, INCOMING_OPENED);
}

TEST_DB(a_long_text_is_kept_whole)
{
    size_t length = ENTRY_TEXT_MAX + 10;
    char *text = arena_alloc(t->ctx->arena, length + 1);
    memset(text, 'a', length);
    const Incoming in = mail_of("<1@x>", "li@example.org", "Long", text);
    IncomingRow row = taken(t, &in);
    List entries;
    const char *next;
    const EntryFilter filter = {.limit = 10};
    check_int(t, strlen(stored_ticket(t, row.ticket_id).description), ENTRY_TEXT_MAX);
    check_ok(t, ticket_entry_list(t->ctx, row.ticket_id, &filter, &entries, &next));
    check_int(t, entries.count, 2);
    check_text(t, ((const Entry *)entries.items)[1].text, "aaaaaaaaaa");
}

TEST_DB(what_is_missing_is_named)
{
    IncomingRow row;
    Incoming in = mail_of(" ", "li@example.org", "Where?", "Here");
    check_status(t, incoming_take(t->ctx, &in, &row), INVALID);
    check_text(t, t->ctx->problem.field, "message_id");
    in.message_id = "<1@x>";
    in.from = "\t";
    check_status(t, incoming_take(t->ctx, &in, &row), INVALID);
    check_text(t, t->ctx->problem.field, "from");
    in.from = "li@example.org";
    in.channel = CHANNEL_REGULATOR;
    check_status(t, incoming_take(t->ctx, &in, &row), INVALID);
    check_text(t, t->ctx->problem.field, "channel");
    in.channel = CHANNEL_EMAIL;
    in.outlet = "NOWHERE";
    check_status(t, incoming_take(t->ctx, &in, &row), INVALID);
    check_text(t, t->ctx->problem.field, "outlet");
}

TEST_DB(erasing_a_customer_forgets_what_they_wrote)
{
    int64_t left = 0;
    ErasureProof proof = {.count = 0};
    IncomingRow row;
    Customer li = given_customer(t, "C-1", "Li", "13812341234");
    const Incoming in = short_message("1", "13812341234", "where");
    row = taken(t, &in);
    check_ok(t, incoming_contributor.left(t->ctx, li.id, &left));
    check_int(t, left, 2); /* the message and its conversation */
    check_ok(t, incoming_contributor.erase(t->ctx, li.id, &proof));
    check_ok(t, incoming_contributor.left(t->ctx, li.id, &left));
    check_int(t, left, 0);
    check_ok(t, incoming_find(t->ctx, row.id, &row));
    check_text(t, row.from, NULL);
}

TEST_DB(what_came_in_is_forgotten_when_its_time_is_over)
{
    List list;
    const char *next;
    const IncomingFilter filter = {.outcome = NONE, .limit = 10};
    const Incoming old = mail_of("<1@x>", "li@example.org", "Old", "1");
    const Incoming young = mail_of("<2@x>", "li@example.org", "Young", "2");
    Job job = {.kind = "channel.prune"};
    taken(t, &old);
    source_move(t->ctx->source, 1095 * DAY_MS + 1000);
    IncomingRow row = taken(t, &young);
    check_ok(t, incoming_jobs[0].run(t->ctx, &job));
    check_ok(t, incoming_list(t->ctx, &filter, &list, &next));
    check_int(t, list.count, 1);
    check_int(t, ((const IncomingRow *)list.items)[0].id, row.id);
}

TEST_DB(what_is_too_much_to_forget_at_once_is_forgotten_at_once_after)
{
    enum { MANY = 101 };
    List list;
    const char *next;
    Job job = {.kind = "channel.prune"};
    const JobFilter waiting = {.state = JOB_WAITING, .due_by = NONE, .limit = 100};
    for (int i = 0; i < MANY; i++) { /* from nobody: no ticket is opened */
        const Incoming in =
            short_message(arena_format(t->ctx->arena, "%d", i), "nobody", "no number");
        check_int(t, taken(t, &in).outcome, INCOMING_SET_ASIDE);
    }
    source_move(t->ctx->source, 1095 * DAY_MS + 1000);
    check_ok(t, incoming_jobs[0].run(t->ctx, &job));
    const IncomingFilter filter = {.outcome = NONE, .limit = MANY};
    check_ok(t, incoming_list(t->ctx, &filter, &list, &next));
    check_int(t, list.count, 1);
    size_t more = 0;
    check_ok(t, job_list(t->ctx, &waiting, &list));
    for (size_t i = 0; i < list.count; i++)
        more += strcmp(((const JobRow *)list.items)[i].kind, job.kind) == 0;
    check_int(t, more, 1);
    check_ok(t, incoming_jobs[0].run(t->ctx, &job));
    check_ok(t, incoming_list(t->ctx, &filter, &list, &next));
    check_int(t, list.count, 0);
}
