#include "http/static.h"

#include <string.h>

#include "http/testing.h"

#define TEN "0123456789"
#define HUNDRED TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN
#define LONG_TEXT                                                                                  \
    HUNDRED HUNDRED HUNDRED HUNDRED HUNDRED HUNDRED HUNDRED HUNDRED HUNDRED HUNDRED HUNDRED

static const Embedded files[] = {
    {"index.html", (const unsigned char *)"<p>home", 7},
    {"app.3f9a1c07.js", (const unsigned char *)LONG_TEXT, sizeof LONG_TEXT - 1},
    {"app.3f9a1c07.js.br", (const unsigned char *)"brotli", 6},
    {"style.css", (const unsigned char *)"p{}", 3},
    {"empty.txt", (const unsigned char *)"", 0},
    {NULL, NULL, 0}};
static const StaticMount mounts[] = {
    {.prefix = "/console/", .files = files, .index = "index.html", .fallback = "index.html"},
    {.prefix = NULL}};

static Site *given_files(T *t)
{
    return given_site(t, &(ServerOptions){.mounts = mounts});
}

TEST(a_file_is_served_with_its_type_and_asked_for_again)
{
    Site *site = given_files(t);
    Answer answer = ask_get(site, "/console/style.css");
    check_int(t, answer.status, 200);
    check_text(t, answer.body, "p{}");
    check_text(t, answer_header(site, &answer, "Content-Type"), "text/css; charset=utf-8");
    check_text(t, answer_header(site, &answer, "Cache-Control"), "no-cache");
    const char *tag = answer_header(site, &answer, "ETag");
    Ask again = {.method = "GET", .path = "/console/style.css"};
    again.headers[0] = arena_format(t->ctx->arena, "If-None-Match: %s", tag);
    Answer same = ask(site, again);
    check_int(t, same.status, 304);
    check(t, !answer_header(site, &same, "Content-Security-Policy"));
    check_int(t, ask_get(site, "/console/empty.txt").status, 200);
    site_close(site);
}

TEST(a_file_with_a_hash_in_its_name_may_be_kept_for_ever)
{
    Site *site = given_files(t);
    Answer answer = ask_get(site, "/console/app.3f9a1c07.js");
    check_text(t, answer_header(site, &answer, "Cache-Control"),
               "public, max-age=31536000, immutable");
    check_int(t, answer.length, 1100);
    /* As a worker it is held to this: it asks the server, and loads nothing. */
    check_text(t, answer_header(site, &answer, "Content-Security-Policy"),
               "default-src 'none'; connect-src 'self'; frame-ancestors 'none'");
    site_close(site);
}

TEST(a_file_is_sent_in_the_smallest_form_that_is_accepted)
{
    Site *site = given_files(t);
    Ask get = {.method = "GET",
               .path = "/console/app.3f9a1c07.js",
               .headers = {"Accept-Encoding: gzip, br"}};
    Answer answer = ask(site, get);
    check_text(t, answer_header(site, &answer, "Content-Encoding"), "br");
    check_text(t, answer.body, "brotli");
    get.headers[0] = "Accept-Encoding: gzip";
    answer = ask(site, get);
    check_text(t, answer_header(site, &answer, "Content-Encoding"), "gzip");
    check_text(t, answer_header(site, &answer, "Vary"), "Accept-Encoding");
    check(t, answer.length < 100);
    check_int(t, ask_get(site, "/console/app.3f9a1c07.js.br").status, 404);
    site_close(site);
}

TEST(addresses_within_an_application_get_its_page_and_files_that_are_missing_do_not)
{
    Site *site = given_files(t);
    check_text(t, ask_get(site, "/console/").body, "<p>home");
    check_text(t, ask_get(site, "/console/parcels/12").body, "<p>home");
    check_problem(site, ask_get(site, "/console/missing.js"), 404, "not_found");
    check_problem(site, ask_get(site, "/elsewhere"), 404, "not_found");
    check_problem(site, ask(site, (Ask){.method = "POST", .path = "/console/"}), 404, "not_found");
    site_close(site);
}

TEST(the_folder_of_an_application_without_its_slash_leads_to_it)
{
    Site *site = given_files(t);
    Answer answer = ask_get(site, "/console");
    check_int(t, answer.status, 308);
    check_text(t, answer_header(site, &answer, "Location"), "/console/");
    check_problem(site, ask_get(site, "/consol"), 404, "not_found");
    check_problem(site, ask(site, (Ask){.method = "POST", .path = "/console"}), 404, "not_found");
    site_close(site);
}
