/* What may change between a message's making and its sending. */
#include <string.h>

#include "base/instant.h"
#include "customer/consent.h"
#include "customer/testing.h"
#include "job/job.h"
#include "notify/notice_internal.h"
#include "notify/testing.h"

static int64_t written(T *t, int64_t customer_id, bool urgent)
{
    const NoticeWritten what = {.key = "k",
                                .channel = NOTICE_SMS,
                                .customer_id = customer_id,
                                .purpose = CONSENT_SERVICE,
                                .text = "hello",
                                .urgent = urgent};
    int64_t id;
    given_gateway(t, NOTICE_SMS);
    check_ok(t, notice_write(t->ctx, &what, &id));
    return id;
}

static Notice after_jobs(T *t, int64_t id)
{
    Notice notice;
    int64_t ran;
    check_ok(t, jobs_run_due(t->ctx, &ran));
    check_ok(t, notice_find(t->ctx, id, &notice));
    return notice;
}

TEST_DB(who_withdraws_consent_at_night_is_not_written_to_in_the_morning)
{
    Customer customer = given_customer(t, "C-1", "张三", "13800138000");
    source_move(t->ctx->source, 7 * HOUR_MS); /* 23:00 in Shanghai */
    int64_t id = written(t, customer.id, false);
    check_int(t, after_jobs(t, id).state, NOTICE_QUEUED);
    withdraw_consent(t, customer.id, CONSENT_SMS);
    source_move(t->ctx->source, 9 * HOUR_MS);
    Notice notice = after_jobs(t, id);
    check_int(t, notice.state, NOTICE_HELD_BACK);
    check_text(t, notice.why, "no consent to short messages");
    check_int(t, notice.attempts, 1); /* taken up, and not sent */
    check_int(t, notice.ended_at, TEST_NOW + 16 * HOUR_MS);
    check_int(t, lines_of(t, customer.id, "notice.suppressed"), 1);
}

TEST_DB(what_nobody_could_send_by_day_is_not_sent_at_night)
{
    Customer customer = given_customer(t, "C-1", "张三", "13800138000");
    int64_t id = written(t, customer.id, false);
    source_move(t->ctx->source, 7 * HOUR_MS); /* it was away until 23:00 in Shanghai */
    Notice notice = after_jobs(t, id);
    check_int(t, notice.state, NOTICE_QUEUED);
    check_text(t, notice.why, "the quiet hours have begun");
    check_int(t, notice.due_at, TEST_NOW + 16 * HOUR_MS);
}

TEST_DB(what_is_tried_again_waits_for_the_morning_unless_it_is_urgent)
{
    Customer customer = given_customer(t, "C-1", "张三", "13800138000");
    source_move(t->ctx->source, 5 * HOUR_MS - 10 * SECOND_MS); /* ten seconds before nine */
    int64_t id = written(t, customer.id, false);
    Notice notice = after_jobs(t, id);
    check_text(t, notice.why, "nobody answers there");
    check_int(t, notice.due_at, TEST_NOW + 16 * HOUR_MS);
}

TEST_DB(what_is_urgent_is_tried_again_at_night)
{
    Customer customer = given_customer(t, "C-1", "张三", "13800138000");
    source_move(t->ctx->source, 7 * HOUR_MS);
    int64_t id = written(t, customer.id, true);
    Notice notice = after_jobs(t, id);
    check_text(t, notice.why, "nobody answers there");
    check_int(t, notice.due_at, TEST_NOW + 7 * HOUR_MS + 30 * SECOND_MS);
}

TEST_DB(what_is_reported_before_the_gateway_answered_was_sent)
{
    Customer customer = given_customer(t, "C-1", "张三", "13800138000");
    int64_t id = written(t, customer.id, false);
    const char *token;
    Notice notice;
    check_ok(t, notice_token(t->ctx, id, &token));
    check_ok(t, notice_report(t->ctx, id, token, 2));
    check_ok(t, notice_find(t->ctx, id, &notice));
    check_int(t, notice.state, NOTICE_FAILED);
    check_int(t, notice.sent_at, TEST_NOW);
    check_int(t, lines_of(t, customer.id, "notice.sent"), 1);
    check_int(t, lines_of(t, customer.id, "notice.failed"), 1);
}
