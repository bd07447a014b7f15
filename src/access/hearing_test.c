#include "access/hearing.h"

#include "access/outlet.h"
#include "access/person.h"
#include "test.h"

static bool heard_by(T *t, int64_t outlet, int64_t customer, const int64_t keys[FEED_KEYS])
{
    Person who = {.kind = PERSON_HUMAN, .scope_outlet_id = outlet, .scope_customer_id = customer};
    const Person *before = t->ctx->who;
    t->ctx->who = &who;
    bool heard = change_heard(t->ctx, keys);
    t->ctx->who = before;
    return heard;
}

TEST_DB(a_change_is_heard_by_those_who_may_see_its_customer_or_outlet)
{
    const int64_t keys[FEED_KEYS] = {[FEED_KEY_CUSTOMER] = 7, [FEED_KEY_OUTLET + 2] = 30};
    const int64_t nowhere[FEED_KEYS] = {0};
    check(t, heard_by(t, 0, 0, keys));
    check(t, heard_by(t, 0, 7, keys));
    check(t, !heard_by(t, 0, 8, keys));
    check(t, heard_by(t, 30, 0, keys));
    check(t, !heard_by(t, 31, 0, keys));
    check(t, !heard_by(t, 30, 8, keys));
    check(t, heard_by(t, 0, 0, nowhere));
    check(t, !heard_by(t, 30, 0, nowhere)); /* that nobody's outlet is not everybody's */
    check(t, !heard_by(t, 0, 7, nowhere));
}
