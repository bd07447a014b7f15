#include "customer/testing.h"
#include "portal/newest.h"
#include "portal/portal.h"
#include "portal/request.h"
#include "test.h"

#define PHONE "13800138001"
#define MAIL "front@example.com"

static Customer given_owner(T *t, const char *code)
{
    Customer customer = blank_customer(code);
    customer.name = code;
    customer.phone = PHONE;
    customer.email = MAIL;
    return stored_customer(t, customer);
}

static void given_parcel(T *t, const char *no, const char *code)
{
    WaybillInput input;
    shape_clear(&waybill_input_shape, &input);
    input.carrier = "yto";
    input.no = no;
    input.customer_ref = code;
    input.receiver_phone = PHONE;
    UpsertRow row = {.thing = &input, .number = 1};
    check_ok(t, waybill_apply(t->ctx, &row, 1));
    check_int(t, row.outcome, UPSERT_CREATED);
}

static Ticket given_request(T *t, const Visitor *visitor, const char *no)
{
    Ticket ticket = {0};
    RequestAsk ask = {.no = no, .about = 2, .description = "还没到", .name = "王"};
    check_ok(t, request_open(t->ctx, visitor, &ask, &ticket));
    return ticket;
}

TEST_DB(a_request_by_a_phone_that_several_have_is_nobody_s)
{
    given_owner(t, "C-1");
    given_owner(t, "C-2");
    given_parcel(t, "YT7100000000001", NULL);
    const char *both[] = {"C-1", "C-2"};
    const Visitor visitor = {.contact = PHONE, .customers = {both, 2}};
    check_int(t, given_request(t, &visitor, "YT7100000000001").customer_id, 0);
}

TEST_DB(a_request_by_a_phone_that_one_has_is_theirs)
{
    Customer one = given_owner(t, "C-1");
    given_parcel(t, "YT7100000000001", "C-1");
    const char *code[] = {"C-1"};
    const Visitor visitor = {.contact = PHONE, .customers = {code, 1}, .customer_id = one.id};
    check_int(t, given_request(t, &visitor, "YT7100000000001").customer_id, one.id);
}

TEST_DB(by_mail_the_parcels_of_all_who_have_the_address_are_listed_the_newest_first)
{
    List list;
    given_owner(t, "C-1");
    given_owner(t, "C-2");
    const char *const numbers[] = {"YT7100000000001", "YT7100000000002", "YT7100000000003"};
    for (size_t i = 0; i < 3; i++) {
        given_parcel(t, numbers[i], i == 1 ? "C-2" : "C-1");
        source_move(t->ctx->source, 1000);
    }
    const char *both[] = {"C-1", "C-2"};
    const Visitor visitor = {.contact = MAIL, .by_mail = true, .customers = {both, 2}};
    check_ok(t, portal_parcels(t->ctx, &visitor, &list));
    check_int(t, list.count, 3);
    for (size_t i = 0; i < list.count; i++)
        check_text(t, ((const Waybill *)list.items)[i].no, numbers[2 - i]);
}

typedef struct Numbered {
    int64_t id;
} Numbered;

static int64_t number_of(const void *item)
{
    return ((const Numbered *)item)->id;
}

TEST(lists_are_joined_each_thing_once_and_no_more_than_asked_for)
{
    const NewestKind kind = {sizeof(Numbered), number_of};
    Numbered one[] = {{9}, {5}, {1}}, other[] = {{8}, {5}, {4}};
    const int64_t wanted[] = {9, 8, 5, 4};
    List to = {0};
    check_ok(t, newest_join(t->ctx, &kind, 4, &(List){one, 3}, &to));
    check_ok(t, newest_join(t->ctx, &kind, 4, &(List){other, 3}, &to));
    check_int(t, to.count, 4);
    for (size_t i = 0; i < to.count; i++)
        check_int(t, ((const Numbered *)to.items)[i].id, wanted[i]);
}
