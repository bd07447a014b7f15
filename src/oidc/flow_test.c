#include "oidc/flow.h"

#include <string.h>

#include "base/arena.h"
#include "oidc/ask.h"
#include "test.h"

static const Provider desk = {.version = 3};

TEST_DB(a_sign_in_on_its_way_is_sealed_and_holds_a_quarter_of_an_hour)
{
    Flow flow, read;
    const char *cookie;
    check_ok(t, flow_begin(t->ctx, &desk, &flow));
    check_int(t, strlen(flow.state), 43);
    check(t, strcmp(flow.state, flow.nonce) != 0 && strcmp(flow.nonce, flow.verifier) != 0);
    check_ok(t, flow_seal(t->ctx, &flow, &cookie));
    check(t, !strstr(cookie, flow.state));
    source_move(t->ctx->source, FLOW_MS);
    check_ok(t, flow_open(t->ctx, cookie, &desk, &read));
    check_text(t, read.state, flow.state);
    check_text(t, read.nonce, flow.nonce);
    check_text(t, read.verifier, flow.verifier);
    check_int(t, read.account_id, 0);
    source_move(t->ctx->source, 1);
    check_status(t, flow_open(t->ctx, cookie, &desk, &read), UNAUTHENTICATED);
}

TEST_DB(what_is_no_sign_in_of_ours_ends_none)
{
    Flow flow, read;
    const char *cookie;
    check_ok(t, flow_begin(t->ctx, &desk, &flow));
    check_ok(t, flow_seal(t->ctx, &flow, &cookie));
    char *bent = arena_text(t->ctx->arena, cookie);
    bent[60] = bent[60] == 'A' ? 'B' : 'A';
    char *longer = arena_alloc(t->ctx->arena, 3001);
    memset(longer, 'A', 3000);
    const char *const bad[] = {NULL, "", "A", "AAAA", "not base64!", bent, longer};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        check_status(t, flow_open(t->ctx, bad[i], &desk, &read), UNAUTHENTICATED);
}

TEST_DB(a_sign_in_ends_only_at_the_provider_that_it_was_begun_at)
{
    const Provider changed = {.version = 4};
    Flow flow, read;
    const char *cookie;
    check_ok(t, flow_begin(t->ctx, &desk, &flow));
    check_ok(t, flow_seal(t->ctx, &flow, &cookie));
    check_ok(t, flow_open(t->ctx, cookie, &desk, &read));
    check_status(t, flow_open(t->ctx, cookie, &changed, &read), UNAUTHENTICATED);
}

/* The verifier and its challenge are those of RFC 7636, appendix B. */
TEST_DB(the_browser_is_led_to_the_provider_with_all_that_binds_its_answer)
{
    const Provider provider = {.client_id = "desk & co",
                               .scopes = "openid profile",
                               .redirect_uri = "https://d.example.com/console/sign-in/answer"};
    const Metadata plain = {.authorization = "https://login.example.com/auth"};
    const Metadata tenant = {.authorization = "https://login.example.com/auth?p=1"};
    const Flow flow = {
        .state = "s", .nonce = "n", .verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"};
    const char *url;
    check_ok(t, flow_address(t->ctx, &provider, &plain, &flow, &url));
    check_text(t, url,
               "https://login.example.com/auth?response_type=code&client_id=desk%20%26%20co"
               "&redirect_uri=https%3A%2F%2Fd.example.com%2Fconsole%2Fsign-in%2Fanswer"
               "&scope=openid%20profile&state=s&nonce=n"
               "&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
               "&code_challenge_method=S256");
    check_ok(t, flow_address(t->ctx, &provider, &tenant, &flow, &url));
    check(t, strstr(url, "/auth?p=1&response_type=code"));
}

TEST(what_stands_in_a_form_is_escaped)
{
    Buf out;
    buf_init(&out, t->ctx->arena);
    form_put(&out, "aZ9-._~ +&=%/é");
    check_text(t, out.data, "aZ9-._~%20%2B%26%3D%25%2F%C3%A9");
}
