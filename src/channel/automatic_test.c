#include "channel/automatic.h"

#include "test.h"

static Automatic judged(const char *name, const char *value, const char *from)
{
    const char *both[] = {name, value};
    const Texts headers = {both, name ? 2 : 0};
    return automatic_of(&headers, from, "desk@example.com");
}

TEST(what_a_person_writes_is_not_taken_for_a_machines)
{
    static const char *const both[][2] = {{NULL, NULL},
                                          {"Auto-Submitted", "no"},
                                          {"auto-submitted", "No; x=y"},
                                          {"Precedence", "first"},
                                          {"Return-Path", "<li@x.y>"},
                                          {"Content-Type", "multipart/mixed"},
                                          {"X-Loop", "li@x.y"},
                                          {"X-Mailer", "auto"}};
    for (size_t i = 0; i < sizeof both / sizeof *both; i++)
        check_int(t, judged(both[i][0], both[i][1], "li@x.y"), AUTOMATIC_NO);
}

TEST(machines_that_answer_are_told_by_their_headers)
{
    static const char *const both[][2] = {{"Auto-Submitted", "auto-replied"},
                                          {"Auto-Submitted", "auto-generated; owner"},
                                          {"Auto-Submitted", "nothing"},
                                          {"Precedence", "BULK"},
                                          {"X-Autoreply", "yes"},
                                          {"List-Id", "<news.x.y>"}};
    for (size_t i = 0; i < sizeof both / sizeof *both; i++)
        check_int(t, judged(both[i][0], both[i][1], "li@x.y"), AUTOMATIC_ANSWER);
}

TEST(reports_of_what_did_not_arrive_are_told_by_where_they_come_from)
{
    check_int(t, judged("Return-Path", "<>", "li@x.y"), AUTOMATIC_BOUNCE);
    check_int(t, judged("Return-Path", "", "li@x.y"), AUTOMATIC_BOUNCE);
    check_int(t, judged(NULL, NULL, "MAILER-DAEMON@x.y"), AUTOMATIC_BOUNCE);
    check_int(t, judged(NULL, NULL, "postmaster"), AUTOMATIC_BOUNCE);
    check_int(t, judged("Content-Type", "multipart/report; report-type=delivery-status", "l@x.y"),
              AUTOMATIC_BOUNCE);
    check_int(t, judged(NULL, NULL, "postmaster-general-of-the-kingdom@x.y"), AUTOMATIC_NO);
}

TEST(a_mail_of_our_own_that_comes_back_is_a_loop)
{
    check_int(t, judged(NULL, NULL, "Desk@Example.com"), AUTOMATIC_LOOP);
    check_int(t, judged("X-Loop", "desk@example.com", "li@x.y"), AUTOMATIC_LOOP);
    const Texts none = {NULL, 0};
    check_int(t, automatic_of(&none, "li@x.y", NULL), AUTOMATIC_NO);
}
