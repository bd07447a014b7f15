/* Whoever asks is told, recorded customer or not. */
#include "access/setting.h"
#include "claim/steps.h"
#include "claim/testing.h"
#include "customer/consent.h"
#include "customer/part.h"
#include "customer/testing.h"
#include "desk/testing.h"
#include "job/testing.h"
#include "notify/template.h"
#include "notify/testing.h"

static Ticket given_ticket(T *t, const char *phone, const char *email)
{
    TicketInput input = blank_ticket(TICKET_INQUIRY, CHANNEL_PHONE);
    input.contact_name = "路人";
    input.contact_phone = phone;
    input.contact_email = email;
    return opened_ticket(t, input);
}

static void resolved(T *t, const Ticket *ticket)
{
    TicketEdit edit;
    check_ok(t, ticket_edit(t->ctx, ticket->id, NONE, &edit));
    check_ok(t, ticket_move_type(t->ctx, &edit, TYPE_RESOLVED, NULL));
    check_ok(t, ticket_save(t->ctx, &edit));
}

TEST_DB(who_asks_without_being_a_customer_is_told_once_where_they_said)
{
    given_gateway(t, NOTICE_SMS);
    enable_templates(t, "desk.ticket_resolved");
    Ticket ticket = given_ticket(t, "139 0013 9000", NULL);
    check_int(t, ticket.customer_id, 0);
    resolved(t, &ticket);
    run_jobs(t);
    run_jobs(t);
    Notice notice = only_notice(t);
    check_int(t, notice.state, NOTICE_QUEUED);
    check_text(t, notice.to, "13900139000");
    check_int(t, notice.customer_id, 0);
    check_text(t, notice.text, "【Parceldesk】您的问题T20261122-000001已处理完毕。");
}

TEST_DB(what_names_the_hotline_says_so_where_there_is_one)
{
    check_ok(t, setting_write(t->ctx, SETTING_NAMED_HOTLINE, "95543", NONE));
    given_gateway(t, NOTICE_SMS);
    enable_templates(t, "desk.ticket_resolved");
    Ticket ticket = given_ticket(t, "13900139000", NULL);
    resolved(t, &ticket);
    run_jobs(t);
    check_text(t, only_notice(t).text,
               "【Parceldesk】您的问题T20261122-000001已处理完毕。如仍未解决，请致电95543。");
}

static Notice said_of_opened(T *t, const char *body)
{
    List list;
    NoticeTemplate changed;
    given_gateway(t, NOTICE_SMS);
    enable_templates(t, "desk.ticket_opened");
    check_ok(t, template_list(t->ctx, "desk.ticket_opened", 0, 10, &list));
    for (size_t i = 0; i < list.count; i++) {
        NoticeTemplate given = ((const NoticeTemplate *)list.items)[i];
        given.body = body;
        check_ok(t, template_change(t->ctx, given.id, given.version, &given, &changed));
    }
    given_ticket(t, "13900139000", NULL);
    run_jobs(t);
    return only_notice(t);
}

TEST_DB(what_asks_for_a_value_is_held_back_without_it_and_names_it)
{
    Notice notice = said_of_opened(t, "{{ticket}}，详情请致电{{hotline!}}。");
    check_int(t, notice.state, NOTICE_HELD_BACK);
    check_text(t, notice.why, "{{hotline}} has no value");
}

TEST_DB(what_does_not_ask_for_a_value_goes_out_without_it)
{
    Notice notice = said_of_opened(t, "{{ticket}}，详情请致电{{hotline}}。");
    check_int(t, notice.state, NOTICE_QUEUED);
    check_text(t, notice.text, "T20261122-000001，详情请致电。");
}

TEST_DB(who_left_no_phone_is_sent_nothing_by_short_message)
{
    given_gateway(t, NOTICE_SMS);
    enable_templates(t, "desk.ticket_opened");
    given_ticket(t, NULL, "someone@example.org");
    run_jobs(t);
    Notice notice = only_notice(t);
    check_int(t, notice.state, NOTICE_HELD_BACK);
    check_text(t, notice.why, "no phone is known");
}

TEST_DB(a_phone_whose_owner_withdrew_consent_is_sent_nothing_though_two_have_it)
{
    Customer one = given_customer(t, "C-1", "张三", "13800138000");
    given_customer(t, "C-2", "张四", "13800138000");
    given_gateway(t, NOTICE_SMS);
    enable_templates(t, "desk.ticket_opened");
    withdraw_consent(t, one.id, CONSENT_SMS);
    check_int(t, given_ticket(t, "+86 138 0013 8000", NULL).customer_id, 0);
    run_jobs(t);
    Notice notice = only_notice(t);
    check_int(t, notice.state, NOTICE_HELD_BACK);
    check_text(t, notice.why, "no consent to short messages");
}

TEST_DB(consent_that_is_withdrawn_before_it_is_sent_counts)
{
    given_gateway(t, NOTICE_SMS);
    enable_templates(t, "desk.ticket_opened");
    given_ticket(t, "13800138000", NULL);
    run_jobs(t);
    check_int(t, only_notice(t).state, NOTICE_QUEUED);
    withdraw_consent(t, given_customer(t, "C-1", "张三", "13800138000").id, CONSENT_SMS);
    source_move(t->ctx->source, 10 * 60000);
    run_jobs(t);
    Notice notice = only_notice(t);
    check_int(t, notice.state, NOTICE_HELD_BACK);
    check_text(t, notice.why, "no consent to short messages");
}

TEST_DB(a_number_that_one_of_its_owners_opted_out_of_is_sent_nothing)
{
    Customer one = given_customer(t, "C-1", "张三", NULL);
    given_customer(t, "C-2", "张四", "13900139000");
    Contact contact;
    shape_clear(&contact_shape, &contact);
    contact.customer_id = one.id;
    contact.kind = CONTACT_PHONE;
    contact.value = "13900139000";
    contact.opted_out = true;
    check_ok(t, part_add(t->ctx, PART_CONTACT, &contact));
    given_gateway(t, NOTICE_SMS);
    enable_templates(t, "desk.ticket_opened");
    check_int(t, given_ticket(t, "13900139000", NULL).customer_id, 0);
    run_jobs(t);
    check_text(t, only_notice(t).why, "the phone is opted out or invalid");
}

TEST_DB(a_claimant_who_is_no_customer_is_told_how_it_ended)
{
    given_gateway(t, NOTICE_SMS);
    enable_templates(t, "claim.closed");
    Claim claim = claim_of_stranger(t, "路人", "13900139000", 0);
    check_ok(t, claim_reject(t->ctx, claim.id, claim.version, "not ours", &claim));
    run_jobs(t);
    Notice notice = only_notice(t);
    check_int(t, notice.state, NOTICE_QUEUED);
    check_text(t, notice.to, "13900139000");
    check_text(t, notice.text, "【Parceldesk】您的理赔C20261122-000001已拒赔。");
}

TEST_DB(a_claimant_who_left_no_phone_is_told_where_the_ticket_says)
{
    given_gateway(t, NOTICE_SMS);
    enable_templates(t, "claim.closed");
    Claim claim = claim_of_stranger(t, "路人", NULL, given_ticket(t, "13700137000", NULL).id);
    check_ok(t, claim_reject(t->ctx, claim.id, claim.version, "not ours", &claim));
    run_jobs(t);
    check_text(t, only_notice(t).to, "13700137000");
}
