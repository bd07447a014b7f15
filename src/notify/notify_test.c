#include "notify/notify.h"

#include <string.h>

#include "access/setting.h"
#include "base/instant.h"
#include "customer/consent.h"
#include "customer/testing.h"
#include "customer/timeline.h"
#include "db/db.h"
#include "desk/entry.h"
#include "desk/testing.h"
#include "job/job.h"
#include "notify/contributor.h"
#include "notify/fact.h"
#include "notify/notice_internal.h"
#include "notify/template.h"
#include "notify/testing.h"
#include "notify/webhook.h"
#include "waybill/promised.h"
#include "waybill/testing.h"

static NoticeTemplate given_template(const char *fact, NoticeChannel channel, const char *body)
{
    NoticeTemplate given;
    shape_clear(&notice_template_shape, &given);
    given.fact = fact;
    given.channel = channel;
    given.language = NOTICE_ZH;
    given.audience = NOTICE_CUSTOMER;
    given.subject = channel == NOTICE_EMAIL ? "Subject {{company}}" : NULL;
    given.body = body;
    given.enabled = true;
    return given;
}

/* The shipped ones stand in the way of none of these. */
static NoticeTemplate created(T *t, NoticeTemplate given)
{
    check_ok(t, template_create(t->ctx, &given));
    return given;
}

static void tell(T *t, const char *key, int64_t customer_id)
{
    const char *payload = arena_format(t->ctx->arena, "{\"customer_id\":\"%lld\",\"no\":\"T-9\"}",
                                       (long long)customer_id);
    const FactGiven fact = {"desk.ticket_reopened", key, 9, payload};
    check_ok(t, notice_tell(t->ctx, &fact));
}

TEST_DB(a_fact_is_told_once_and_filled_in)
{
    Customer customer = given_customer(t, "C-1", "张三", "13800138000");
    given_gateway(t, NOTICE_SMS);
    created(t, given_template("desk.ticket_reopened", NOTICE_SMS, "{{company}}: {{ticket}}!"));
    tell(t, "9.1", customer.id);
    tell(t, "9.1", customer.id);
    Notice notice = only_notice(t);
    check_int(t, notice.state, NOTICE_QUEUED);
    check_text(t, notice.text, "Parceldesk: T-9!");
    check_text(t, notice.to, "13800138000");
    check_int(t, notice.customer_id, customer.id);
}

TEST_DB(without_consent_it_is_held_back_with_the_reason)
{
    Customer customer = given_customer(t, "C-1", "张三", "13800138000");
    withdraw_consent(t, customer.id, CONSENT_SMS);
    given_gateway(t, NOTICE_SMS);
    created(t, given_template("desk.ticket_reopened", NOTICE_SMS, "text"));
    tell(t, "9", customer.id);
    Notice notice = only_notice(t);
    check_int(t, notice.state, NOTICE_HELD_BACK);
    check_text(t, notice.why, "no consent to short messages");
}

TEST_DB(the_next_channel_is_taken_where_the_first_cannot_be)
{
    Customer customer = blank_customer("C-1");
    customer.email = "li@example.org";
    customer = stored_customer(t, customer);
    given_gateway(t, NOTICE_SMS);
    given_gateway(t, NOTICE_EMAIL);
    created(t, given_template("desk.ticket_reopened", NOTICE_SMS, "short"));
    created(t, given_template("desk.ticket_reopened", NOTICE_EMAIL, "long"));
    tell(t, "9", customer.id);
    Notice notice = only_notice(t);
    check_int(t, notice.channel, NOTICE_EMAIL);
    check_text(t, notice.to, "li@example.org");
    check_text(t, notice.subject, "Subject Parceldesk");
}

TEST_DB(without_a_gateway_nothing_is_queued)
{
    Customer customer = given_customer(t, "C-1", "张三", "13800138000");
    created(t, given_template("desk.ticket_reopened", NOTICE_SMS, "text"));
    tell(t, "9", customer.id);
    check_text(t, only_notice(t).why, "no gateway for messages is set");
}

TEST_DB(at_night_a_message_waits_for_the_morning)
{
    Customer customer = given_customer(t, "C-1", "张三", "13800138000");
    given_gateway(t, NOTICE_SMS);
    created(t, given_template("desk.ticket_reopened", NOTICE_SMS, "text"));
    source_move(t->ctx->source, 7 * HOUR_MS); /* 23:00 in Shanghai */
    tell(t, "9", customer.id);
    check_int(t, only_notice(t).due_at, TEST_NOW + 16 * HOUR_MS);
}

static void check_template_refused(T *t, NoticeTemplate given, const char *field,
                                   const char *message)
{
    check_status(t, template_create(t->ctx, &given), INVALID);
    check_text(t, t->ctx->problem.field, field);
    check_text(t, t->ctx->problem.message, message);
}

TEST_DB(a_template_that_could_not_be_filled_is_refused_naming_its_line)
{
    check_template_refused(t, given_template("desk.ticket_reopened", NOTICE_SMS, "a\n{{phone}}"),
                           "body", "line 2: desk.ticket_reopened has no {{phone}}");
    check_text(t, t->ctx->problem.hint, "it has: company, hotline, ticket");
    check_template_refused(t, given_template("desk.ticket_reopened", NOTICE_SMS, "{{no"), "body",
                           "line 1: {{ without its }}");
    check_template_refused(t, given_template("desk.ticket_reopened", NOTICE_SMS, "a\n[[b"), "body",
                           "line 2: [[ without its ]]");
    check_template_refused(t, given_template("desk.ticket_reopened", NOTICE_SMS, "[[a[[b]]]]"),
                           "body", "line 1: [[ without its ]]");
    check_template_refused(t, given_template("desk.nothing", NOTICE_SMS, "a"), "fact",
                           "there is no such fact to tell people of");
    check_template_refused(t, given_template("desk.clock_breached", NOTICE_SMS, "a"), "fact",
                           "there is no such fact to tell people of");
    NoticeTemplate given = given_template("desk.ticket_reopened", NOTICE_EMAIL, "a");
    given.subject = NULL;
    check_template_refused(t, given, "subject", "is required for an e-mail");
    given = given_template("desk.ticket_reopened", NOTICE_SMS, "a");
    given.audience = NOTICE_RECEIVER;
    check_template_refused(t, given, "audience", "only a parcel has a receiver");
}

static void check_filled(T *t, const char *text, const char *wanted, const char *wanting)
{
    const char *pairs[] = {"no", "T-9", "hotline", "", "amount", "5.00"}, *out, *missing;
    const Texts values = {pairs, sizeof pairs / sizeof *pairs};
    check_ok(t, fact_fill(t->ctx, text, &values, &out, &missing));
    check_text(t, out, wanted);
    check_text(t, missing, wanting);
}

TEST(a_clause_is_left_out_where_a_placeholder_in_it_has_no_value)
{
    check_filled(t, "{{no}}。[[请致电{{hotline}}。]]", "T-9。", NULL);
    check_filled(t, "[[{{hotline}}]]{{no}}[[，{{amount}}]]。", "T-9，5.00。", NULL);
    check_filled(t, "[[{{no}} {{hotline}}]]", "", NULL);
    check_filled(t, "[[a]] ]] b", "a ]] b", NULL);
    check_filled(t, "[[请致电{{hotline!}}。]]{{no!}}", "T-9", NULL);
}

TEST(a_placeholder_without_a_value_is_left_out_and_named_where_it_is_asked_for)
{
    check_filled(t, "{{no}}，请致电{{hotline}}，{{reason}}。", "T-9，请致电，。", NULL);
    check_filled(t, "{{no}}，请致电{{hotline}}，{{reason!}}。", "T-9，请致电，。", "reason");
    check_filled(t, "{{hotline!}}{{reason!}}", "", "hotline");
}

TEST_DB(a_message_that_cannot_be_sent_is_tried_again_for_a_day)
{
    Customer customer = given_customer(t, "C-1", "张三", "13800138000");
    given_gateway(t, NOTICE_SMS);
    created(t, given_template("desk.ticket_reopened", NOTICE_SMS, "text"));
    tell(t, "9", customer.id);
    int64_t ran;
    check_ok(t, jobs_run_due(t->ctx, &ran));
    Notice notice = only_notice(t);
    check_int(t, notice.state, NOTICE_QUEUED);
    check_int(t, notice.attempts, 1);
    check_text(t, notice.why, "nobody answers there");
    check_int(t, notice.due_at, TEST_NOW + 30 * SECOND_MS);
    source_move(t->ctx->source, 25 * HOUR_MS);
    check_ok(t, jobs_run_due(t->ctx, &ran));
    notice = only_notice(t);
    check_int(t, notice.state, NOTICE_FAILED);
    List steps;
    check_ok(t, notice_attempts(t->ctx, notice.id, &steps));
    check_int(t, steps.count, 2);
    check_ok(t, notice_retry(t->ctx, notice.id, notice.version, &notice));
    check_int(t, notice.state, NOTICE_QUEUED);
    check_status(t, notice_retry(t->ctx, notice.id, notice.version, &notice), CONFLICT);
}

TEST_DB(a_gateways_report_ends_a_message)
{
    const NoticeWritten written = {.key = "k",
                                   .channel = NOTICE_SMS,
                                   .to = "13900139000",
                                   .purpose = CONSENT_SERVICE,
                                   .text = "hello"};
    int64_t id, again;
    const char *token;
    given_gateway(t, NOTICE_SMS);
    check_ok(t, notice_write(t->ctx, &written, &id));
    check_ok(t, notice_write(t->ctx, &written, &again));
    check_int(t, again, id);
    check_ok(t, notice_token(t->ctx, id, &token));
    check_status(t, notice_report(t->ctx, id, "0123456789abcdef0123456789abcdef", 1), NOT_FOUND);
    check_ok(t, notice_report(t->ctx, id, token, 8));
    check_int(t, only_notice(t).state, NOTICE_QUEUED);
    check_ok(t, notice_report(t->ctx, id, token, 1));
    check_int(t, only_notice(t).state, NOTICE_DELIVERED);
    check_ok(t, notice_report(t->ctx, id, token, 2));
    check_int(t, only_notice(t).state, NOTICE_DELIVERED);
}

TEST_DB(each_step_stands_on_the_timeline)
{
    Customer customer = given_customer(t, "C-1", "张三", "13800138000");
    const NoticeWritten written = {.key = "k",
                                   .channel = NOTICE_SMS,
                                   .customer_id = customer.id,
                                   .purpose = CONSENT_SERVICE,
                                   .text = "hello"};
    const char *kinds[] = {"notice.queued", "notice.failed"}, *token, *next;
    const TimelineFilter filter = {.kinds = {kinds, 2}, .limit = 10};
    int64_t id;
    List list;
    given_gateway(t, NOTICE_SMS);
    check_ok(t, notice_write(t->ctx, &written, &id));
    check_ok(t, notice_token(t->ctx, id, &token));
    check_ok(t, notice_report(t->ctx, id, token, 2));
    check_ok(t, timeline_list(t->ctx, customer.id, &filter, &list, &next));
    check_int(t, list.count, 2);
    check_text(t, ((TimelineEntry *)list.items)[0].text,
               "notice.written sms: the network could not deliver it");
}

SQL(notify_sealed, "SELECT sealed FROM notify_message");

TEST_DB(what_a_message_says_is_sealed_and_forgotten_on_demand)
{
    Customer customer = given_customer(t, "C-1", "张三", "13800138000");
    const NoticeWritten written = {.key = "k",
                                   .channel = NOTICE_SMS,
                                   .customer_id = customer.id,
                                   .purpose = CONSENT_SERVICE,
                                   .text = "Canary"};
    int64_t id;
    size_t length;
    Rows *rows;
    given_gateway(t, NOTICE_SMS);
    check_ok(t, notice_write(t->ctx, &written, &id));
    check_ok(t, db_query_values(t->ctx, &notify_sealed, &rows, NULL, 0));
    check(t, rows_next(rows));
    const void *bytes = rows_blob(rows, 0, &length);
    check(t, memmem(bytes, length, "Canary", 6) == NULL);
    check_ok(t, rows_end(rows));
    check_ok(t, notice_erase(t->ctx, customer.id));
    Notice notice = only_notice(t);
    check(t, notice.text == NULL && notice.to == NULL);
    int64_t ran;
    check_ok(t, jobs_run_due(t->ctx, &ran));
    check_text(t, only_notice(t).why, "what it said was forgotten");
}

TEST_DB(messages_are_in_the_file_about_a_person_and_go_with_it)
{
    Customer customer = given_customer(t, "C-1", "张三", "13800138000");
    const NoticeWritten written = {.key = "k",
                                   .channel = NOTICE_SMS,
                                   .customer_id = customer.id,
                                   .purpose = CONSENT_SERVICE,
                                   .text = "Canary"};
    ErasureProof proof = {.count = 0};
    int64_t id, rows;
    Buf told;
    buf_init(&told, t->ctx->arena);
    given_gateway(t, NOTICE_SMS);
    check_ok(t, notice_write(t->ctx, &written, &id));
    check_ok(t, notice_contributor.tell(t->ctx, customer.id, &told));
    check(t, strstr(told.data, "\"text\":\"Canary\"") != NULL && told.data[0] == '[');
    check_ok(t, notice_contributor.left(t->ctx, customer.id, &rows));
    check_int(t, rows, 1);
    check_ok(t, notice_contributor.erase(t->ctx, customer.id, &proof));
    check_int(t, proof.count, 1);
    check_text(t, proof.rows[0].table, "notify_message");
    check_int(t, proof.rows[0].rows, 1);
    check_ok(t, notice_contributor.left(t->ctx, customer.id, &rows));
    check_int(t, rows, 0);
}

TEST_DB(a_parcel_out_for_delivery_tells_its_receiver)
{
    WaybillInput input = given_waybill("771234567890123");
    input.receiver_phone = "13900139000";
    check_int(t, take_waybill(t, input, NULL), UPSERT_CREATED);
    given_gateway(t, NOTICE_SMS);
    NoticeTemplate given =
        given_template("waybill.collected", NOTICE_SMS, "{{no}} {{carrier}} {{stage}}");
    given.audience = NOTICE_RECEIVER;
    created(t, given);
    ScanInput scan = given_scan("771234567890123", 5, "collected");
    take_scans(t, NULL, &scan, 1, UPSERT_CREATED);
    int64_t ran;
    check_ok(t, jobs_run_due(t->ctx, &ran));
    Notice notice = only_notice(t);
    check_text(t, notice.text, "771234567890123 申通快递 已揽收");
    check_text(t, notice.to, "13900139000");
    check_int(t, notice.audience, NOTICE_RECEIVER);
}

static Notice told_receiver(T *t, const char *phone)
{
    WaybillInput input = given_waybill("771234567890123");
    input.receiver_phone = phone;
    check_int(t, take_waybill(t, input, NULL), UPSERT_CREATED);
    given_gateway(t, NOTICE_SMS);
    NoticeTemplate given = given_template("waybill.collected", NOTICE_SMS, "{{no}}");
    given.audience = NOTICE_RECEIVER;
    created(t, given);
    const FactGiven fact = {"waybill.collected", "1", found_waybill(t, input.no).id, NULL};
    check_ok(t, notice_tell(t->ctx, &fact));
    return only_notice(t);
}

TEST_DB(a_phone_with_spaces_is_one_receiver)
{
    check_text(t, told_receiver(t, "+86 138 1234 5678").to, "13812345678");
}

TEST_DB(what_is_no_phone_is_sent_nothing)
{
    Notice notice = told_receiver(t, "138****5678");
    check_int(t, notice.state, NOTICE_HELD_BACK);
    check_text(t, notice.why, "the phone is no number");
    check(t, notice.to == NULL);
}

TEST_DB(a_promise_that_goes_to_and_fro_is_told_each_time)
{
    WaybillInput input = given_waybill("771234567890123");
    input.promised_at = TEST_NOW + DAY_MS;
    check_int(t, take_waybill(t, input, NULL), UPSERT_CREATED);
    created(t, given_template("waybill.promise_changed", NOTICE_EMAIL, "{{promised_at}}"));
    for (int i = 0; i < 4; i++) {
        int64_t ran;
        Waybill parcel = found_waybill(t, input.no);
        const PromiseInput asked = {"customer_request", TEST_NOW + (i % 2 ? 2 : 4) * DAY_MS, NULL};
        check_ok(t, waybill_promise_change(t->ctx, &parcel, parcel.version, &asked));
        check_ok(t, jobs_run_due(t->ctx, &ran));
    }
    check_int(t, all_notices(t).count, 4);
}

TEST_DB(every_fact_is_followed_by_a_job_of_its_own)
{
    size_t facts = 0, jobs = 0;
    for (const NoticeFact *fact = notice_facts; fact->event; fact++, facts++)
        for (const JobKind *kind = fact_jobs; kind->name; kind++)
            jobs += strcmp(kind->event, fact->event) == 0;
    check_int(t, jobs, facts);
    bool wanted;
    check_ok(t, fact_jobs[0].wanted(t->ctx, fact_jobs[0].event, &wanted));
    check(t, !wanted);
}

static Webhook given_webhook(T *t, const char *event, int64_t customer_id)
{
    Webhook webhook;
    shape_clear(&webhook_shape, &webhook);
    webhook.url = "http://127.0.0.1:9/x";
    webhook.events = (Texts){&event, event ? 1 : 0};
    webhook.customer_id = customer_id;
    webhook.enabled = true;
    check_ok(t, webhook_create(t->ctx, &webhook));
    return webhook;
}

static size_t posted(T *t, int64_t webhook_id)
{
    List list;
    check_ok(t, webhook_deliveries(t->ctx, webhook_id, INT64_MAX, 50, &list));
    return list.count;
}

TEST_DB(a_webhook_is_posted_the_events_it_asks_for)
{
    Customer customer = given_customer(t, "C-1", "张三", NULL);
    Webhook all = given_webhook(t, NULL, 0);
    Webhook one = given_webhook(t, "desk.ticket_closed", 0);
    Webhook own = given_webhook(t, "desk.ticket_closed", customer.id);
    check_ok(t, webhook_tell(t->ctx, "desk.ticket_opened", customer.id, "{}"));
    check_ok(t, webhook_tell(t->ctx, "desk.ticket_closed", 77, "{}"));
    check_ok(t, webhook_tell(t->ctx, "desk.ticket_closed", customer.id, "{}"));
    check_int(t, posted(t, all.id), 3);
    check_int(t, posted(t, one.id), 2);
    check_int(t, posted(t, own.id), 1);
}

static WebhookDelivery newest(T *t, int64_t webhook_id)
{
    List list;
    check_ok(t, webhook_deliveries(t->ctx, webhook_id, INT64_MAX, 1, &list));
    check_int(t, list.count, 1);
    return *(const WebhookDelivery *)list.items;
}

TEST_DB(who_answers_for_a_channel_hears_of_what_is_written)
{
    int64_t ran;
    List list;
    Webhook gateway = given_webhook(t, DESK_ENTRY_ADDED, 0);
    Ticket ticket = opened_ticket(t, blank_ticket(TICKET_INQUIRY, CHANNEL_WEB_CHAT));
    TicketEdit edit;
    Entry entry = ticket_entry_of(ENTRY_MESSAGE, ENTRY_PUBLIC);
    entry.direction = ENTRY_OUT;
    entry.text = "Canary";
    check_ok(t, ticket_edit(t->ctx, ticket.id, NONE, &edit));
    check_ok(t, ticket_entry_say(t->ctx, &edit, &entry));
    check_ok(t, ticket_save(t->ctx, &edit));
    check_ok(t, jobs_run_due(t->ctx, &ran));
    check_ok(t, webhook_deliveries(t->ctx, gateway.id, INT64_MAX, 50, &list));
    check(t, list.count > 0);
    const WebhookDelivery *newest = list.items;
    const char *id = arena_format(t->ctx->arena, "\"entry_id\":\"%lld\"", (long long)entry.id);
    check(t, newest && strstr(newest->body, id) != NULL);
    check(t, newest && strstr(newest->body, "Canary") == NULL);
}

static void written_on(T *t, int64_t ticket_id, int64_t kind, int64_t visibility)
{
    TicketEdit edit;
    int64_t ran;
    Entry entry = ticket_entry_of(kind, visibility);
    if (kind == ENTRY_MESSAGE) entry.direction = ENTRY_OUT;
    entry.text = "Canary";
    check_ok(t, ticket_edit(t->ctx, ticket_id, NONE, &edit));
    check_ok(t, ticket_entry_say(t->ctx, &edit, &entry));
    check_ok(t, jobs_run_due(t->ctx, &ran));
}

TEST_DB(a_webhook_of_a_customer_does_not_hear_that_a_note_was_written)
{
    Customer customer = given_customer(t, "C-1", "张三", NULL);
    TicketInput input = blank_ticket(TICKET_INQUIRY, CHANNEL_WEB_CHAT);
    input.customer = customer.code;
    Ticket ticket = opened_ticket(t, input);
    check_int(t, ticket.customer_id, customer.id);
    Webhook theirs = given_webhook(t, DESK_ENTRY_ADDED, customer.id);
    Webhook all_of_theirs = given_webhook(t, NULL, customer.id);
    Webhook ours = given_webhook(t, DESK_ENTRY_ADDED, 0);
    written_on(t, ticket.id, ENTRY_NOTE, ENTRY_INTERNAL);
    check_int(t, posted(t, theirs.id), 0);
    check_int(t, posted(t, all_of_theirs.id), 0);
    check_int(t, posted(t, ours.id), 1);
    check(t, strstr(newest(t, ours.id).body, "\"visibility\":\"internal\"") != NULL);
    written_on(t, ticket.id, ENTRY_MESSAGE, ENTRY_PUBLIC);
    check_int(t, posted(t, theirs.id), 1);
    check_int(t, posted(t, ours.id), 2);
}

TEST_DB(a_webhook_into_a_private_network_is_refused_and_tried_for_a_day)
{
    Webhook webhook = given_webhook(t, NULL, 0);
    WebhookDelivery delivery;
    int64_t ran;
    check_ok(t, webhook_test(t->ctx, webhook.id, &delivery));
    check_ok(t, jobs_run_due(t->ctx, &ran));
    delivery = newest(t, webhook.id);
    check_int(t, delivery.state, DELIVERY_QUEUED);
    check_text(t, delivery.why, "its address is none of the public internet");
    check_int(t, delivery.due_at, TEST_NOW + 10 * SECOND_MS);
    source_move(t->ctx->source, 24 * HOUR_MS);
    check_ok(t, jobs_run_due(t->ctx, &ran));
    delivery = newest(t, webhook.id);
    check_int(t, delivery.state, DELIVERY_FAILED);
    List attempts;
    check_ok(t, webhook_attempts(t->ctx, webhook.id, delivery.id, &attempts));
    check_int(t, attempts.count, 2);
    check_ok(t, webhook_retry(t->ctx, webhook.id, delivery.id, &delivery));
    check_int(t, delivery.state, DELIVERY_QUEUED);
}

TEST_DB(a_webhook_that_cannot_be_is_refused)
{
    static const char *const bad[] = {"ftp://example.com/", "https://u:p@example.com/",
                                      "https://example.com/a b", "example.com", NULL};
    const char *event = "no.such";
    Webhook webhook;
    shape_clear(&webhook_shape, &webhook);
    for (const char *const *url = bad; *url; url++) {
        webhook.url = *url;
        check_status(t, webhook_create(t->ctx, &webhook), INVALID);
        check_text(t, t->ctx->problem.field, "url");
    }
    webhook.url = "https://example.com/";
    webhook.events = (Texts){&event, 1};
    check_status(t, webhook_create(t->ctx, &webhook), INVALID);
    check_text(t, t->ctx->problem.field, "events");
    webhook.events = (Texts){0};
    webhook.customer_id = 4711;
    check_status(t, webhook_create(t->ctx, &webhook), INVALID);
    check_text(t, t->ctx->problem.field, "customer_id");
}
