#include "customer/contact_owner.h"

#include "customer/merge.h"
#include "customer/testing.h"

#define PHONE "13812341234"

static ContactOwners owners_of(T *t, const char *phone, const char *email)
{
    ContactOwners owners;
    check_ok(t, contact_owners(t->ctx, phone, email, &owners));
    return owners;
}

TEST_DB(a_phone_that_one_customer_has_is_theirs)
{
    Customer li = given_customer(t, "C-1", "Li", PHONE);
    check_int(t, owners_of(t, PHONE, NULL).only, li.id);
    check_int(t, owners_of(t, "13900139009", NULL).only, 0);
    check_int(t, owners_of(t, NULL, "li@example.org").only, 0);
    check_int(t, owners_of(t, NULL, NULL).only, 0);
}

TEST_DB(a_phone_that_several_have_is_nobody_s_until_they_are_merged)
{
    Customer li = given_customer(t, "C-1", "Li", PHONE);
    Customer wang = given_customer(t, "C-2", "Wang", PHONE);
    const MergeInput in = {.merged_id = wang.id, .why = "same"};
    Merge merge;
    check_int(t, owners_of(t, PHONE, NULL).customers.count, 2);
    check_int(t, owners_of(t, PHONE, NULL).only, 0);
    check_ok(t, customer_merge(t->ctx, li.id, li.version, &in, &merge));
    check_int(t, owners_of(t, PHONE, NULL).only, li.id);
}

TEST_DB(a_phone_that_more_have_than_are_looked_at_is_nobody_s)
{
    for (int i = 0; i <= CONTACT_OWNERS_MAX; i++)
        given_customer(t, arena_format(t->ctx->arena, "C-%d", i), "Li", PHONE);
    check_int(t, owners_of(t, PHONE, NULL).customers.count, CONTACT_OWNERS_MAX);
    check_int(t, owners_of(t, PHONE, NULL).only, 0);
}
