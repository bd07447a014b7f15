#include "oidc/ask.h"

#include "test.h"

#define NOBODY "http://127.0.0.1:1"

TEST(what_a_request_may_wait_for_the_provider_is_for_all_its_questions_together)
{
    Provider provider = {.private = true, .ask_until_us = monotonic_us() + 60000000};
    const char *answer;
    check_status(t, provider_get(t->ctx, &provider, NOBODY, NULL, &answer), UNAVAILABLE);
    check_text(t, t->ctx->problem.cause, "nobody answers there");
    problem_clear(t->ctx);
    provider.ask_until_us = monotonic_us();
    check_status(t, provider_get(t->ctx, &provider, NOBODY, NULL, &answer), UNAVAILABLE);
    check_text(t, t->ctx->problem.cause, "it took too long, all its answers together");
    problem_clear(t->ctx);
    check_status(t, provider_post(t->ctx, &provider, NOBODY, "a=1", false, &answer), UNAVAILABLE);
    check_text(t, t->ctx->problem.cause, "it took too long, all its answers together");
}
