#include "http/uri.h"

#include <string.h>

#include "http/router.h"
#include "test.h"

static UriCheck decode(T *t, const char *raw, Path *path)
{
    return path_decode(t->ctx->arena, raw, strlen(raw), path);
}

TEST(a_path_is_split_and_decoded)
{
    Path path;
    check_int(t, decode(t, "/api/v1/%E8%BF%90%20a", &path), URI_OK);
    check_int(t, path.count, 3);
    check_text(t, path.segments[2], "运 a");
    check_int(t, decode(t, "/", &path), URI_OK);
    check_int(t, path.count, 0);
}

TEST(a_slash_at_the_end_is_told_apart)
{
    Path path;
    check_int(t, decode(t, "/a/", &path), URI_OK);
    check_int(t, path.count, 1);
    check(t, path.open);
    check_int(t, decode(t, "/a", &path), URI_OK);
    check(t, !path.open);
}

TEST(a_path_that_climbs_or_is_not_text_is_refused)
{
    static const char *const bad[] = {
        "",           "api",           "//",      "/a//b",  "/a//",   "/..",
        "/a/../b",    "/%2e%2e/a",     "/.",      "/a%2fb", "/a%5cb", "/a\\b",
        "/%00",       "/a%0a",         "/%zz",    "/%2",    "/%ff",   "/%c0%ae",
        "/%ed%a0%80", "/%f4%90%80%80", "/%c2%85", "/\x7f"};
    Path path;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        check_int(t, decode(t, bad[i], &path), URI_BAD);
}

TEST(a_path_of_too_many_segments_is_refused)
{
    Path path;
    check_int(t, decode(t, "/1/2/3/4/5/6/7/8/9/10/11/12/13/14/15/16", &path), URI_OK);
    check_int(t, decode(t, "/1/2/3/4/5/6/7/8/9/10/11/12/13/14/15/16/17", &path), URI_BAD);
}

TEST(query_parameters_are_decoded)
{
    Query query;
    check_int(t, query_decode(t->ctx->arena, "a=1+2%2B&flag&b=x=y&&c=%0A", &query), URI_OK);
    check_int(t, query.count, 4);
    check_text(t, query.items[0].value, "1 2+");
    check_text(t, query.items[1].name, "flag");
    check_text(t, query.items[1].value, "");
    check_text(t, query.items[2].value, "x=y");
    check_text(t, query.items[3].value, "\n");
}

TEST(bad_query_parameters_are_refused)
{
    static const char *const bad[] = {"=1", "a=%", "a=%00", "a=%ff", "%0a=1", "a=%1"};
    Query query;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        check_int(t, query_decode(t->ctx->arena, bad[i], &query), URI_BAD);
    char many[QUERY_PARAMETERS * 2 + 3] = "";
    for (size_t i = 0; i <= QUERY_PARAMETERS; i++)
        strcat(many, "a&");
    check_int(t, query_decode(t->ctx->arena, many, &query), URI_BAD);
}

static Status run(Ctx *ctx, Request *req)
{
    (void)ctx, (void)req;
    return OK;
}

static const Route some_routes[] = {{GET, "/a/{x}", .run = run},
                                    {POST, "/a/{x}", .run = run},
                                    {GET, "/a/new", .run = run},
                                    {GET, "/a/new/deep", .run = run},
                                    {GET, "/a/{x}/b/{y}", .run = run},
                                    {GET, "/", .run = run},
                                    ROUTE_END};

static Match match(T *t, const Router *router, Method method, const char *raw)
{
    Path path;
    Match found;
    check_int(t, decode(t, raw, &path), URI_OK);
    router_match(router, method, &path, &found);
    for (size_t i = 0; found.endpoint && i < found.endpoint->name_count; i++)
        found.values[i] = arena_text(t->ctx->arena, found.values[i]);
    return found;
}

static const char *path_of(Match found)
{
    return found.endpoint ? found.endpoint->route->path : NULL;
}

TEST(a_literal_segment_wins_over_a_parameter)
{
    const Route *const tables[] = {some_routes, NULL};
    Router *router;
    check_ok(t, router_new(t->ctx, tables, &router));
    check_text(t, path_of(match(t, router, GET, "/a/new")), "/a/new");
    check_text(t, path_of(match(t, router, GET, "/a/other")), "/a/{x}");
    check_text(t, path_of(match(t, router, GET, "/")), "/");
    Match found = match(t, router, GET, "/a/new/b/2"); /* back from the literal */
    check_text(t, path_of(found), "/a/{x}/b/{y}");
    check_text(t, found.values[0], "new");
    check_text(t, found.endpoint->names[1], "y");
    check_text(t, found.values[1], "2");
    router_release(router);
}

TEST(a_path_without_the_method_tells_those_it_has)
{
    const Route *const tables[] = {some_routes, NULL};
    Router *router;
    check_ok(t, router_new(t->ctx, tables, &router));
    Match found = match(t, router, DELETE, "/a/1");
    check(t, !found.endpoint);
    check_int(t, found.allowed, 1 << GET | 1 << POST);
    check_int(t, match(t, router, GET, "/b").allowed, 0);
    check_text(t, path_of(match(t, router, POST, "/a/new")), "/a/{x}");
    router_release(router);
}

TEST(a_route_that_stands_twice_or_has_no_handler_is_refused)
{
    static const Route twice[] = {
        {GET, "/a/{x}", .run = run}, {GET, "/a/{other}", .run = run}, ROUTE_END};
    static const Route idle[] = {{GET, "/a"}, ROUTE_END};
    static const Route crooked[] = {{GET, "a//b", .run = run}, ROUTE_END};
    const Route *const tables[][2] = {{twice, NULL}, {idle, NULL}, {crooked, NULL}};
    Router *router;
    for (size_t i = 0; i < 3; i++)
        check_status(t, router_new(t->ctx, tables[i], &router), INVALID);
}
