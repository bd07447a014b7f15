#include "access/access_internal.h"
#include "test.h"

TEST_DB(codes_that_are_tried_at_the_same_time_are_counted_before_they_are_known)
{
    const Counted counted = {FAILURE_LOGIN, "code\nli.na"};
    for (int i = 0; i < 5; i++)
        check_ok(t, failures_take(t->ctx, &counted));
    check_status(t, failures_take(t->ctx, &counted), TOO_MANY);
    check_int(t, t->ctx->problem.retry_s, 1);
    failures_give_back(t->ctx, &counted);
    check_ok(t, failures_take(t->ctx, &counted));
}
