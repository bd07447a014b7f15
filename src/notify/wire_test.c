#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>

#include "base/instant.h"
#include "http/address.h"
#include "http/testing.h"
#include "notify/mail.h"
#include "notify/notice_internal.h"
#include "notify/reach.h"
#include "notify/sign.h"
#include "notify/transfer.h"
#include "notify/webhook_jobs.h"
#include "test.h"

/* The vector of docs/notices.md, made with Python's hmac. */
TEST(a_webhook_is_signed_as_the_published_vector_says)
{
    char signature[SIGNATURE_ROOM];
    webhook_sign("whsec_000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f",
                 1795334400,
                 "{\"event\":\"webhook.test\",\"occurred_at\":\"2026-11-22T08:00:00Z\","
                 "\"id\":\"215866100000000000\",\"payload\":{}}",
                 signature);
    check_text(t, signature,
               "t=1795334400,"
               "v1=6d3235e43881d0c1691c9138df51937c61cc06db869d820ee26eca0d6b0b071d");
}

TEST(a_webhook_is_tried_again_with_growing_pauses)
{
    check_int(t, webhook_wait_ms(1), 10 * SECOND_MS);
    check_int(t, webhook_wait_ms(2), 30 * SECOND_MS);
    check_int(t, webhook_wait_ms(3), 90 * SECOND_MS);
    check_int(t, webhook_wait_ms(8), 4 * HOUR_MS);
    check_int(t, webhook_wait_ms(1000), 4 * HOUR_MS);
}

static void check_reach(T *t, const Reach *reach, const char *text, bool may)
{
    Address address;
    check(t, address_parse(text, &address));
    struct sockaddr_in6 six = {.sin6_family = AF_INET6};
    struct sockaddr_in four = {.sin_family = AF_INET};
    memcpy(&six.sin6_addr, address.bytes, 16);
    memcpy(&four.sin_addr, address.bytes + 12, 4);
    bool is_four = strchr(text, '.') && !strchr(text, ':');
    const void *socket_address = is_four ? (const void *)&four : (const void *)&six;
    if (reach_may(reach, socket_address) != may) print_error("%s\n", text);
    check(t, reach_may(reach, socket_address) == may);
}

TEST(only_the_public_internet_is_reached)
{
    static const char *const closed[] = {"127.0.0.1",
                                         "10.1.2.3",
                                         "192.168.1.1",
                                         "172.16.0.1",
                                         "172.31.255.255",
                                         "169.254.1.1",
                                         "0.0.0.0",
                                         "100.64.0.1",
                                         "224.0.0.1",
                                         "255.255.255.255",
                                         "198.18.0.1",
                                         "::1",
                                         "::",
                                         "fe80::1",
                                         "fd00::1",
                                         "ff02::1",
                                         "2002::1",
                                         "64:ff9b::7f00:1",
                                         "2001:db8::1",
                                         "::ffff:127.0.0.1",
                                         "::ffff:10.0.0.1"};
    static const char *const open[] = {"8.8.8.8",     "172.15.255.255",  "172.32.0.1",
                                       "100.128.0.1", "2606:4700::1111", "::ffff:8.8.8.8"};
    const Reach *reach, *wide;
    check_ok(t, reach_open(t->ctx, false, &reach));
    check_ok(t, reach_open(t->ctx, true, &wide));
    for (size_t i = 0; i < sizeof closed / sizeof *closed; i++) {
        check_reach(t, reach, closed[i], false);
        check_reach(t, wide, closed[i], true);
    }
    for (size_t i = 0; i < sizeof open / sizeof *open; i++)
        check_reach(t, reach, open[i], true);
}

TEST(a_name_that_leads_to_this_machine_is_refused_when_it_is_resolved)
{
    Transfer transfers[] = {{.url = "http://localhost:9/", .body = ""},
                            {.url = "http://127.0.0.1:9/", .body = ""},
                            {.url = "http://[::ffff:127.0.0.1]:9/", .body = ""}};
    const Reach *reach;
    check_ok(t, reach_open(t->ctx, false, &reach));
    for (size_t i = 0; i < 3; i++)
        transfers[i].reach = reach;
    check_ok(t, transfers_run(t->ctx, transfers, 3, 2000));
    for (size_t i = 0; i < 3; i++)
        check_text(t, transfers[i].error, "its address is none of the public internet");
}

TEST(what_cannot_be_reached_says_why)
{
    Transfer transfers[] = {{.url = "http://127.0.0.1:9/", .body = ""},
                            {.url = "ftp://127.0.0.1/", .body = ""},
                            {.url = "http://no-such-machine.invalid/", .body = ""}};
    check_ok(t, transfers_run(t->ctx, transfers, 3, 60000));
    check_text(t, transfers[0].error, "nobody answers there");
    check_text(t, transfers[1].error, "the address cannot be read");
    check_text(t, transfers[2].error, "there is no machine of that name");
    check_ok(t, transfers_run(t->ctx, transfers, 0, 2000));
}

TEST(a_redirect_is_not_followed)
{
    Site *site = given_site(t, NULL);
    const char *url = arena_format(t->ctx->arena, "%s/api/v1/elsewhere", server_url(site->server));
    Transfer transfer = {.url = url, .body = "{}"};
    check_ok(t, transfers_run(t->ctx, &transfer, 1, 60000));
    check(t, !transfer.error);
    check_int(t, transfer.status, 303);
    site_close(site);
}

TEST(a_server_whose_certificate_nobody_vouches_for_is_sent_nothing)
{
    const char *certificate = arena_format(t->ctx->arena, "%s/cert.pem", t->folder);
    const char *key = arena_format(t->ctx->arena, "%s/key.pem", t->folder);
    const char *command = arena_format(
        t->ctx->arena,
        "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2"
        " -subj /CN=localhost -addext subjectAltName=IP:127.0.0.1 -keyout %s -out %s 2>/dev/null",
        key, certificate);
    check_int(t, system(command), 0);
    Site *site = given_site(t, &(ServerOptions){.certificate = certificate, .key = key});
    const char *url = arena_format(t->ctx->arena, "%s/api/v1/elsewhere", server_url(site->server));
    Transfer transfer = {.url = url, .body = "{}"};
    check_ok(t, transfers_run(t->ctx, &transfer, 1, 60000));
    check_text(t, transfer.error, "TLS could not be agreed upon");
    check_int(t, transfer.status, 0);
    site_close(site);
}

TEST(a_header_that_would_be_two_is_not_sent)
{
    static const char *const two[] = {"X-To: 1\r\nX-To: 2", NULL}, *const tab[] = {"X-To:\t1",
                                                                                   NULL};
    Transfer transfers[] = {{.url = "http://127.0.0.1:9/", .body = "", .headers = two},
                            {.url = "http://127.0.0.1:9/", .body = "", .headers = tab}};
    check_ok(t, transfers_run(t->ctx, transfers, 2, 2000));
    check_text(t, transfers[0].error, "a header has a control character");
    check_text(t, transfers[1].error, "nobody answers there");
}

TEST(a_mail_is_written_as_its_standards_say)
{
    const char *text;
    const Mail mail = {.from_name = "快递",
                       .from = "desk@example.com",
                       .to = "li@example.org",
                       .subject = "您的快件",
                       .text = "Hello",
                       .id = "7",
                       .automatic = true,
                       .at = TEST_NOW};
    check_ok(t, mail_make(t->ctx, &mail, &text));
    check_text(t, text,
               "From: =?UTF-8?B?5b+r6YCS?= <desk@example.com>\r\nTo: <li@example.org>\r\n"
               "Subject: =?UTF-8?B?5oKo55qE5b+r5Lu2?=\r\n"
               "Date: Sun, 22 Nov 2026 08:00:00 +0000\r\nMessage-ID: <7@example.com>\r\n"
               "X-Loop: desk@example.com\r\nAuto-Submitted: auto-generated\r\n"
               "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n"
               "Content-Transfer-Encoding: base64\r\n\r\nSGVsbG8=\r\n");
}

TEST(a_mail_that_answers_names_what_it_answers)
{
    const char *text;
    Mail mail = {.from = "a@b.c",
                 .to = "a@b.c",
                 .subject = "",
                 .text = "",
                 .id = "8",
                 .in_reply_to = "<2@x.y>",
                 .references = "<1@x.y>  <二@x.y>\n<2@x.y>"};
    check_ok(t, mail_make(t->ctx, &mail, &text));
    check(t, strstr(text, "In-Reply-To: <2@x.y>\r\nReferences: <1@x.y>\r\n <2@x.y>\r\nX-Loop"));
    check(t, !strstr(text, "Auto-Submitted"));
    mail.references = "二";
    check_ok(t, mail_make(t->ctx, &mail, &text));
    check(t, !strstr(text, "References"));
}

TEST(a_long_subject_is_cut_between_characters)
{
    const char *text;
    const Mail mail = {.from = "a@b.c",
                       .to = "a@b.c",
                       .text = "",
                       .id = "9",
                       .subject = "一二三四五六七八九十一二三四五六七八九十"};
    check_ok(t, mail_make(t->ctx, &mail, &text));
    check(t, strstr(text, "Subject: =?UTF-8?B?"
                          "5LiA5LqM5LiJ5Zub5LqU5YWt5LiD5YWr5Lmd5Y2B5LiA5LqM5LiJ5Zub5LqU?=\r\n "
                          "=?UTF-8?B?5YWt5LiD5YWr5Lmd5Y2B?=\r\n") != NULL);
}

TEST(quiet_hours_end_in_the_morning)
{
    const char *zone = "Asia/Shanghai"; /* TEST_NOW is 16:00 there */
    int64_t ten = TEST_NOW + 6 * HOUR_MS, seven = TEST_NOW - 9 * HOUR_MS;
    check_int(t, quiet_end(TEST_NOW, 1260, 480, zone), TEST_NOW);
    check_int(t, quiet_end(ten, 1260, 480, zone), TEST_NOW + 16 * HOUR_MS);
    check_int(t, quiet_end(seven, 1260, 480, zone), TEST_NOW - 8 * HOUR_MS);
    check_int(t, quiet_end(seven + HOUR_MS, 1260, 480, zone), seven + HOUR_MS);
    check_int(t, quiet_end(TEST_NOW, 900, 1020, zone), TEST_NOW + HOUR_MS);
    check_int(t, quiet_end(TEST_NOW, 600, 600, zone), TEST_NOW);
}
