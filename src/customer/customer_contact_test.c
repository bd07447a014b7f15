#include "customer/customer_contact.h"

#include <string.h>

#include "access/audit.h"
#include "access/person.h"
#include "customer/erase.h"
#include "customer/part.h"
#include "customer/testing.h"
#include "customer/timeline.h"

static const ContactAsk ask = {"回电 13900139000 确认地址"};

static Person given_clerk(void)
{
    Person clerk = {.kind = PERSON_HUMAN, .id = 5, .login = "li"};
    rights_add(&clerk.rights, PERSONAL_ASK);
    rights_add(&clerk.rights, CUSTOMER_READ);
    return clerk;
}

static List shown_entries(T *t, int64_t customer_id)
{
    static const char *const kinds[] = {"customer.shown"};
    const TimelineFilter filter = {.kinds = {(const char **)kinds, 1}, .limit = 9};
    List list;
    const char *next;
    check_ok(t, timeline_list(t->ctx, customer_id, &filter, &list, &next));
    return list;
}

TEST_DB(a_customer_is_shown_in_clear_for_a_reason_that_its_timeline_keeps)
{
    Customer customer = given_customer(t, "C-1", "李雷", "13800138000");
    Address address = {.customer_id = customer.id,
                       .text = "武当路1号",
                       .recipient = "韩梅梅",
                       .phone = "13700137000"};
    Person clerk = given_clerk();
    CustomerContact view;
    check_ok(t, part_add(t->ctx, PART_ADDRESS, &address));
    t->ctx->who = &clerk;
    check_ok(t, customer_contact_view(t->ctx, customer.id, &ask, &view));
    check_ok(t, customer_contact_view(t->ctx, customer.id, &ask, &view));
    t->ctx->who = NULL;
    check_text(t, view.name, "李雷");
    check_text(t, view.phone, "13800138000");
    check_int(t, view.contacts.count, 1);
    check_text(t, ((Contact *)view.contacts.items)->value, "13800138000");
    check_int(t, view.addresses.count, 1);
    check_text(t, ((Address *)view.addresses.items)->recipient, "韩梅梅");
    check_int(t, view.people.count, 0);
    List entries = shown_entries(t, customer.id);
    check_int(t, entries.count, 2); /* each time is noted */
    const TimelineEntry *entry = entries.items;
    check_text(t, entry->personal, ask.reason);
    check_text(t, entry->text, NULL);
    check_int(t, entry->who, 5);
}

TEST_DB(that_a_customer_was_shown_stands_in_the_audit_log_without_what_was_shown)
{
    Customer customer = given_customer(t, "C-1", "李雷", "13800138000");
    const AuditFilter filter = {.action = "customer.contact", .limit = 9};
    Person clerk = given_clerk();
    CustomerContact view;
    List list;
    const char *next;
    t->ctx->who = &clerk;
    check_ok(t, customer_contact_view(t->ctx, customer.id, &ask, &view));
    t->ctx->who = NULL;
    check_ok(t, audit_list(t->ctx, &filter, &list, &next));
    const AuditRow *row = list.items;
    check_int(t, list.count, 1);
    check_text(t, row->who_login, "li");
    check_int(t, row->subject_id, customer.id);
    check_text(t, row->detail, NULL);
}

TEST_DB(who_may_not_read_the_customer_is_not_shown_it_either_and_nothing_is_noted)
{
    Customer customer = given_customer(t, "C-1", "李雷", "13800138000");
    Person clerk = given_clerk(), other = given_clerk();
    CustomerContact view;
    clerk.rights = (RightSet){{0}};
    rights_add(&clerk.rights, PERSONAL_ASK);
    other.scope_customer_id = customer.id + 1;
    t->ctx->who = &clerk;
    check_status(t, customer_contact_view(t->ctx, customer.id, &ask, &view), FORBIDDEN);
    t->ctx->who = &other;
    check_status(t, customer_contact_view(t->ctx, customer.id, &ask, &view), NOT_FOUND);
    t->ctx->who = NULL;
    check_status(t, customer_contact_view(t->ctx, 1, &ask, &view), NOT_FOUND);
    check_int(t, shown_entries(t, customer.id).count, 0);
}

TEST_DB(a_reason_of_blanks_is_none)
{
    Customer customer = given_customer(t, "C-1", "李雷", "13800138000");
    CustomerContact view;
    const ContactAsk blank = {" \t　"};
    check_status(t, customer_contact_view(t->ctx, customer.id, &blank, &view), INVALID);
    check_text(t, t->ctx->problem.field, "reason");
    check_int(t, shown_entries(t, customer.id).count, 0);
}

TEST_DB(a_customer_that_was_erased_is_not_shown_and_keeps_no_reason)
{
    Customer customer = given_customer(t, "C-1", "李雷", "13800138000");
    const EraseInput in = {.reason = "asked"};
    Erasure erasure;
    CustomerContact view;
    check_ok(t, customer_contact_view(t->ctx, customer.id, &ask, &view));
    check_ok(t, customer_erase(t->ctx, customer.id, customer.version, &in, &erasure));
    const TimelineEntry *entry = shown_entries(t, customer.id).items;
    check_text(t, entry->personal, NULL);
    check_status(t, customer_contact_view(t->ctx, customer.id, &ask, &view), CONFLICT);
}
