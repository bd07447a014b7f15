#include "complaint/contributor.h"

#include <string.h>

#include "base/instant.h"
#include "base/json.h"
#include "complaint/appeal.h"
#include "complaint/complaint.h"
#include "complaint/form.h"
#include "complaint/handoff.h"
#include "complaint/testing.h"
#include "customer/erase.h"
#include "customer/testing.h"
#include "desk/testing.h"

static int64_t given_ticket(T *t, const char *customer)
{
    TicketInput input = blank_ticket(TICKET_COMPLAINT, CHANNEL_PHONE);
    input.customer = customer;
    return opened_ticket(t, input).id;
}

static Handoff given_handoff(T *t, int64_t ticket_id)
{
    HandoffInput input;
    Handoff handoff;
    shape_clear(&handoff_input_shape, &input);
    input.outlet = "PD";
    input.question = "Who saw the canary?";
    check_ok(t, handoff_give(t->ctx, ticket_id, &input, &handoff));
    return handoff;
}

static Form given_form(T *t, int64_t ticket_id)
{
    static const char *filled[] = {"customer", "Form of a canary"};
    const FormChange input = {
        .kind = FORM_COMPLAINT, .ticket_id = ticket_id, .values = {filled, 2}};
    Form form;
    check_ok(t, form_create(t->ctx, &input, &form));
    return form;
}

static void given_complaint(T *t, int64_t ticket_id)
{
    ComplaintFacts facts;
    Complaint complaint;
    shape_clear(&complaint_facts_shape, &facts);
    facts.findings = "Findings on a canary";
    check_ok(t, complaint_register(t->ctx, ticket_id, &facts, &complaint));
}

static bool is_told(T *t, int64_t customer_id, const char *word)
{
    Buf text;
    Json *json;
    buf_init(&text, t->ctx->arena);
    check_ok(t, complaint_contributor.tell(t->ctx, customer_id, &text));
    check_ok(t, json_parse(t->ctx, text.data, strlen(text.data), &json));
    return strstr(text.data, word) != NULL;
}

static Erasure erased(T *t, const Customer *customer)
{
    const EraseInput in = {.reason = "asked"};
    Erasure erasure = {0};
    check_ok(t, customer_erase(t->ctx, customer->id, customer->version, &in, &erasure));
    return erasure;
}

TEST_DB(erasing_a_customer_empties_their_complaints_handoffs_and_forms)
{
    Customer one = given_customer(t, "C-1", "One", NULL),
             two = given_customer(t, "C-2", "Two", NULL);
    given_outlet(t, "PD");
    int64_t ours = given_ticket(t, "C-1"), theirs = given_ticket(t, "C-2");
    given_complaint(t, ours);
    Handoff handoff = given_handoff(t, ours);
    Form form = given_form(t, ours);
    given_form(t, theirs);
    check(t, is_told(t, one.id, "Findings on a canary"));
    check(t, is_told(t, one.id, "Who saw the canary?"));
    check(t, is_told(t, one.id, "Form of a canary"));
    check_int(t, erased(t, &one).found, 0);
    check(t, !is_told(t, one.id, "canary"));
    check(t, is_told(t, two.id, "Form of a canary"));
    check_ok(t, handoff_find(t->ctx, handoff.id, &handoff));
    check(t, !handoff.question);
    check_ok(t, form_find(t->ctx, form.id, &form));
    check_int(t, form.values.count, 0);
}

TEST_DB(an_appeal_outlives_its_customer_until_its_time_is_over)
{
    Customer one = given_customer(t, "C-1", "One", NULL),
             two = given_customer(t, "C-2", "Two", NULL);
    AppealInput input = {"A-1", "邮政管理局", TEST_NOW, "Claim of a canary"};
    Appeal appeal;
    check_ok(t, appeal_enter(t->ctx, given_ticket(t, "C-1"), &input, &appeal));
    input.reference = "A-2";
    check_ok(t, appeal_enter(t->ctx, given_ticket(t, "C-2"), &input, &appeal));
    check_ok(t, appeal_decide(t->ctx, appeal.id, 1, APPEAL_WITHDRAWN, &appeal));
    check_int(t, erased(t, &one).found, 0);
    check(t, is_told(t, one.id, "Claim of a canary"));
    source_move(t->ctx->source, appeal.keep_until - TEST_NOW);
    check_int(t, erased(t, &two).found, 0);
    check(t, !is_told(t, two.id, "canary"));
}
