#include "waybill/waybill_contact.h"

#include <string.h>

#include "access/audit.h"
#include "access/person.h"
#include "waybill/testing.h"

static const ContactAsk ask = {"回电 13900139000 确认地址"};

static void given_parties(T *t, const char *no)
{
    WaybillInput input = given_waybill(no);
    input.sender_name = "李雷";
    input.receiver_name = "韩梅梅";
    input.receiver_phone = "13800138000";
    take_waybill(t, input, NULL);
}

static Person given_clerk(void)
{
    Person clerk = {.kind = PERSON_HUMAN, .id = 5, .login = "li"};
    rights_add(&clerk.rights, PERSONAL_ASK);
    rights_add(&clerk.rights, WAYBILL_READ);
    return clerk;
}

static List looks(T *t)
{
    const AuditFilter filter = {.action = "waybill.contact", .limit = 9};
    List list;
    const char *next;
    check_ok(t, audit_list(t->ctx, &filter, &list, &next));
    return list;
}

TEST_DB(the_parties_of_a_parcel_are_shown_for_a_reason_that_the_audit_log_keeps)
{
    Person clerk = given_clerk();
    Waybill shown;
    given_parties(t, "771234567890123");
    t->ctx->who = &clerk;
    check_ok(t, waybill_contact_view(t->ctx, "STO", "7712 3456 7890 123", &ask, &shown));
    t->ctx->who = NULL;
    check_text(t, shown.sender_name, "李雷");
    check_text(t, shown.receiver_phone, "13800138000");
    List list = looks(t);
    const AuditRow *row = list.items;
    check_int(t, list.count, 1);
    check_text(t, row->who_login, "li");
    check_int(t, row->subject_id, shown.id);
    check_text(t, row->detail, "{\"reason\":\"回电 **** 确认地址\"}");
}

TEST_DB(who_may_not_read_the_parcel_is_not_shown_its_parties_either)
{
    Person clerk = given_clerk(), other = given_clerk();
    Waybill shown;
    given_parties(t, "771234567890123");
    clerk.rights = (RightSet){{0}};
    rights_add(&clerk.rights, PERSONAL_ASK);
    other.scope_customer_id = 9;
    t->ctx->who = &clerk;
    check_status(t, waybill_contact_view(t->ctx, "sto", "771234567890123", &ask, &shown),
                 FORBIDDEN);
    t->ctx->who = &other;
    check_status(t, waybill_contact_view(t->ctx, "sto", "771234567890123", &ask, &shown),
                 NOT_FOUND);
    t->ctx->who = NULL;
    check_status(t, waybill_contact_view(t->ctx, "sto", "771234567890124", &ask, &shown),
                 NOT_FOUND);
    check_int(t, looks(t).count, 0);
}
