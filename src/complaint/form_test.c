#include "complaint/form.h"

#include <string.h>

#include "access/person.h"
#include "complaint/testing.h"
#include "desk/entry.h"
#include "test.h"

static const char *filled[] = {"received_on", "2026-11-22", "customer",      "李雷",
                               "content",     "未收到",     "investigation", "已查",
                               "responsible", "快递员",     "handling",      "道歉",
                               "answered_on", "2026-11-23", "contact_phone", "138-1234"};

static Form given_form(T *t, int64_t ticket_id, size_t values)
{
    const FormChange input = {
        .kind = FORM_COMPLAINT, .ticket_id = ticket_id, .values = {filled, values}};
    Form form;
    check_ok(t, form_create(t->ctx, &input, &form));
    return form;
}

TEST_DB(forms_are_numbered_by_kind_and_day_and_kept_sealed)
{
    Ticket ticket = given_complaint_ticket(t);
    Form one = given_form(t, ticket.id, 4), two = given_form(t, ticket.id, 4);
    check_text(t, one.no, "TS20261122-0001");
    check_text(t, two.no, "TS20261122-0002");
    check_text(t, one.values.items[3], "李雷");
    check_int(t, entries_of(t, ticket.id, ENTRY_FORM, "what", "filled_in"), 2);
}

TEST_DB(a_form_is_signed_once_by_somebody_when_it_is_filled_in)
{
    Person person = {.kind = PERSON_HUMAN, .id = 5, .login = "li", .rights = rights_all()};
    Ticket ticket = given_complaint_ticket(t);
    Form half = given_form(t, ticket.id, 4), whole = given_form(t, ticket.id, 16), out;
    check_status(t, form_sign(t->ctx, whole.id, 1, &out), FORBIDDEN);
    t->ctx->who = &person;
    check_status(t, form_sign(t->ctx, half.id, 1, &out), INVALID);
    check_text(t, t->ctx->problem.field, "values.content");
    check_status(t, form_sign(t->ctx, whole.id, 2, &out), STALE);
    check_ok(t, form_sign(t->ctx, whole.id, 1, &out));
    check_text(t, out.signer, "li");
    check_int(t, out.signed_at, TEST_NOW);
    check_status(t, form_sign(t->ctx, whole.id, 2, &out), CONFLICT);
    check_status(t, form_change(t->ctx, whole.id, 2, &half.values, &out), CONFLICT);
    t->ctx->who = NULL;
}

TEST_DB(a_form_out_of_sight_is_not_there)
{
    int64_t mine = given_outlet(t, "PD");
    Form form = given_form(t, given_complaint_ticket(t).id, 4), out;
    Person person = {.kind = PERSON_HUMAN, .id = 5, .scope_outlet_id = mine};
    person.rights = rights_all();
    t->ctx->who = &person;
    check_status(t, form_find(t->ctx, form.id, &out), NOT_FOUND);
    t->ctx->who = NULL;
}

TEST(who_is_shown_no_contacts_reads_the_words_of_a_form)
{
    const char *values[] = {"customer",    "李雷",       "contact_phone", "13800138000",
                            "content",     "未收到",     "handling",      "回电 13800138000",
                            "received_on", "2026-11-22", "answered_on",   ""};
    Form form = {.kind = FORM_COMPLAINT, .values = {values, 12}}, open = form;
    check_ok(t, form_mask(t->ctx, &(View){.unmask = true}, &open));
    check_text(t, map_value(&open.values, "customer"), "李雷");
    check_ok(t, form_mask(t->ctx, &(View){0}, &form));
    check_text(t, map_value(&form.values, "customer"), "李*");
    check_text(t, map_value(&form.values, "contact_phone"), "138****8000");
    check_text(t, map_value(&form.values, "content"), "未收到");
    check_text(t, map_value(&form.values, "received_on"), "2026-11-22");
    check_text(t, values[1], "李雷"); /* a copy was masked */
}

TEST_DB(who_sees_a_form_masked_and_fills_it_in_writes_over_nothing_with_stars)
{
    const char *given[] = {"customer", "李*", "contact_phone", "139-1", "content", "到了"};
    Person clerk = {.kind = PERSON_HUMAN, .id = 5, .login = "li"};
    Form form = given_form(t, given_complaint_ticket(t).id, 16), out;
    t->ctx->who = &clerk;
    check_ok(t, form_change(t->ctx, form.id, 1, &(Texts){given, 6}, &out));
    t->ctx->who = NULL;
    check_text(t, map_value(&out.values, "customer"), "李雷");
    check_text(t, map_value(&out.values, "contact_phone"), "139-1");
    check_text(t, map_value(&out.values, "content"), "到了");
}

TEST_DB(a_form_is_seen_in_clear_for_a_reason_that_its_ticket_keeps)
{
    Ticket ticket = given_complaint_ticket(t);
    Form form = given_form(t, ticket.id, 16), out;
    FormContact contact;
    given_outlet(t, "PD");
    check_ok(t, form_contact(t->ctx, form.id, "客户要求回电", &contact));
    check_text(t, contact.values.items[3], "李雷");
    check_int(t, entries_of(t, ticket.id, ENTRY_LOOKED, "no", form.no), 1);
    const FormChange alone = {.kind = FORM_NOTICE, .outlet = "PD"};
    check_ok(t, form_create(t->ctx, &alone, &out));
    check_status(t, form_contact(t->ctx, out.id, "客户要求回电", &contact), CONFLICT);
    check_status(t, form_contact(t->ctx, 1, "客户要求回电", &contact), NOT_FOUND);
}

TEST_DB(a_printed_form_masks_what_its_reader_may_not_see_and_escapes_the_rest)
{
    const char *values[] = {"customer", "<李雷雷雷雷雷雷>", "content", "丢了, 回电 13800138000"};
    Form form = {.kind = FORM_COMPLAINT, .no = "TS1", .values = {values, 4}, .signed_at = NONE};
    Buf open, masked;
    buf_init(&open, t->ctx->arena);
    buf_init(&masked, t->ctx->arena);
    form_print(&open, &form, "Co", true, &(View){.unmask = true});
    form_print(&masked, &form, "Co", false, &(View){0});
    check(t, strstr(open.data, "&lt;李雷雷雷雷雷雷&gt;") != NULL);
    check(t, strstr(open.data, "客户投诉处理单") != NULL);
    check(t, strstr(masked.data, "Customer complaint record") != NULL);
    check(t, strstr(masked.data, "雷雷雷雷雷雷&gt;") == NULL);
    check(t, strstr(masked.data, "<td>丢了, 回电 ****</td>") != NULL);
}

TEST_DB(a_printed_form_shows_nobody_whole_contact_details)
{
    const char *values[] = {"customer",      "李雷",    "content", "打 13900001111 找他",
                            "contact_phone", "138-1234"};
    Form form = {.kind = FORM_COMPLAINT, .no = "TS1", .values = {values, 6}, .signed_at = NONE};
    Buf page;
    buf_init(&page, t->ctx->arena);
    form_print(&page, &form, "Co", true, &(View){.unmask = true});
    check(t, strstr(page.data, "李雷") != NULL);
    check(t, strstr(page.data, "找他") != NULL);
    check(t, strstr(page.data, "13900001111") == NULL);
    check(t, strstr(page.data, "138-1234") == NULL);
    check(t, strstr(page.data, "****1234") != NULL);
}
