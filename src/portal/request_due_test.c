#include <string.h>

#include "base/instant.h"
#include "desk/desk.h"
#include "desk/policy.h"
#include "portal/portal_page.h"
#include "portal/request.h"
#include "test.h"

#define PHONE "13800138001"
#define PARCEL "YT7100000000001"

static void given_parcel(T *t)
{
    WaybillInput input;
    shape_clear(&waybill_input_shape, &input);
    input.carrier = "yto";
    input.no = PARCEL;
    input.receiver_phone = PHONE;
    UpsertRow row = {.thing = &input, .number = 1};
    check_ok(t, waybill_apply(t->ctx, &row, 1));
}

static Ticket given_request(T *t, bool claim)
{
    Ticket ticket = {0};
    const Visitor visitor = {.contact = PHONE};
    RequestAsk ask = {.claim = claim,
                      .no = PARCEL,
                      .about = 2,
                      .description = "?",
                      .name = "王",
                      .demanded = 12000};
    check_ok(t, request_open(t->ctx, &visitor, &ask, &ticket));
    check_ok(t, request_find(t->ctx, &visitor, ticket.no, &ticket));
    return ticket;
}

static RequestDays promised(T *t, bool claim)
{
    RequestDays days;
    check_ok(t, request_answer_days(t->ctx, claim, &days));
    return days;
}

static int64_t due_of(T *t, const Ticket *ticket)
{
    int64_t due;
    check_ok(t, request_answer_due(t->ctx, ticket, &due));
    return due;
}

static Policy line_of(T *t, const char *code)
{
    Policy line;
    check_ok(t, policy_find(t->ctx, code, &line));
    return line;
}

static void changed_line(T *t, const Policy *line)
{
    Policy stored;
    check_ok(t, policy_change(t->ctx, line->code, line->version, line, &stored));
}

TEST_DB(a_form_promises_the_days_that_the_clock_of_its_request_has)
{
    given_parcel(t);
    for (int claim = 0; claim < 2; claim++) {
        RequestDays days = promised(t, claim);
        const Ticket ticket = given_request(t, claim);
        check_int(t, days.days, claim ? 15 : 7);
        check(t, days.pauses == claim);
        check_int(t, due_of(t, &ticket), ticket.created_at + days.days * DAY_MS);
    }
}

TEST_DB(another_service_level_is_another_promise)
{
    given_parcel(t);
    Policy line = line_of(t, "resolution-claim");
    line.minutes = 10 * 24 * 60 - 30;
    changed_line(t, &line);
    const Ticket ticket = given_request(t, true);
    check_int(t, promised(t, true).days, 10);
    check_int(t, due_of(t, &ticket), ticket.created_at + line.minutes * MINUTE_MS);
}

TEST_DB(of_the_causes_of_a_form_the_longest_is_promised)
{
    Policy line = line_of(t, "resolution-complaint");
    line.code = "resolution-damage";
    line.category = "damage";
    line.minutes = 9 * 24 * 60;
    check_ok(t, policy_create(t->ctx, &line));
    check_int(t, promised(t, false).days, 9);
    check_int(t, promised(t, true).days, 15);
}

TEST_DB(working_time_and_what_has_no_clock_are_promised_in_no_days)
{
    given_parcel(t);
    Policy line = line_of(t, "resolution-claim");
    line.minutes = line.warn_minutes = 0;
    changed_line(t, &line);
    check_int(t, promised(t, true).days, NONE);
    const Ticket ticket = given_request(t, true);
    check_int(t, due_of(t, &ticket), NONE);
    line = line_of(t, "resolution-complaint");
    line.calendar = "cn";
    changed_line(t, &line);
    check_int(t, promised(t, false).days, NONE);
}

static const char *form_of(T *t, int64_t days, bool pauses)
{
    Buf buf;
    const AskPage page = {.page = {.company = "Parceldesk", .zone = "+08:00", .here = "/my"},
                          .claim = true,
                          .answer_days = days,
                          .answer_pauses = pauses};
    buf_init(&buf, t->ctx->arena);
    portal_ask_write(&buf, &page);
    check_ok(t, buf_check(t->ctx, &buf));
    return buf.data;
}

TEST(a_form_says_the_days_that_it_has)
{
    const char *said = form_of(t, 15, true);
    check(t, strstr(said, "我们会在 15 天内答复处理结果。") != NULL);
    check(t, strstr(said, "等您补充材料的时间不计在内。") != NULL);
    check(t, strstr(form_of(t, 7, false), "等您补充材料") == NULL);
    check(t, strstr(form_of(t, NONE, false), "天内答复") == NULL);
}
