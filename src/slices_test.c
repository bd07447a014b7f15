#include "slices.h"

#include <string.h>

#include "access/right.h"
#include "http/router.h"
#include "test.h"

/* Runs `look` on every route of every slice. */
static void each_route(T *t, void (*look)(T *t, const Route *route))
{
    for (const Slice *const *slice = slices; *slice; slice++)
        for (const Route *route = (*slice)->routes; route && route->path; route++)
            look(t, route);
}

static void told(T *t, const Route *route, const char *what, bool holds)
{
    if (!holds) print_error("%s %s: %s\n", method_name(route->method), route->path, what);
    check(t, holds);
}

static void look_at_words(T *t, const Route *route)
{
    size_t length = route->doc ? strlen(route->doc) : 0;
    told(t, route, "has no line of documentation", length > 3);
    told(t, route, "is documented by a line, not a text", length < 100);
    told(t, route, "says what its answer is", route->out || route->media || route->method != GET);
}

static void look_at_right(T *t, const Route *route)
{
    bool known = route->right == RIGHT_PUBLIC || route->right == RIGHT_SIGNED_IN ||
                 (route->right > RIGHT_SIGNED_IN && route->right < RIGHT_COUNT);
    told(t, route, "has a right that there is", known);
    told(t, route, "is public where it has no database",
         !route->no_database || route->right == RIGHT_PUBLIC);
}

static void look_at_writing(T *t, const Route *route)
{
    told(t, route, "reads when it is a GET", route->method != GET || !route->writes);
    told(t, route, "writes, defers or waits, not two of them",
         route->writes + route->defers + route->waits <= 1);
    told(t, route, "creates by POST", !route->creates || route->method == POST);
}

/* Rights over what belongs to no outlet and no customer. */
static bool is_of_the_whole(const Route *route)
{
    static const int rights[] = {SCAN_REVIEW, SETTING_WRITE, JOB_READ, JOB_WRITE};
    for (size_t i = 0; i < sizeof rights / sizeof *rights; i++)
        if (route->right == rights[i] && (route->writes || strstr(route->path, "/quarantine")))
            return true;
    return route->writes && strstr(route->path, "/roles");
}

static void look_at_scope(T *t, const Route *route)
{
    told(t, route, "refuses who is limited to a part of what is the whole company's",
         !is_of_the_whole(route) || route->whole);
    told(t, route, "knows who asks before it looks at their limits",
         !route->whole || route->right != RIGHT_PUBLIC);
}

TEST(what_is_the_whole_companys_is_not_changed_by_who_is_limited)
{
    each_route(t, look_at_scope);
}

TEST(every_route_is_documented)
{
    each_route(t, look_at_words);
}

TEST(every_route_names_a_right)
{
    each_route(t, look_at_right);
}

TEST(routes_write_as_their_methods_promise)
{
    each_route(t, look_at_writing);
}

TEST(all_routes_together_make_one_tree)
{
    size_t count = 0;
    for (const Slice *const *slice = slices; *slice; slice++)
        count++;
    const Route **tables = ARENA_ARRAY(t->ctx->arena, count + 1, const Route *);
    check(t, tables != NULL);
    count = 0;
    for (const Slice *const *slice = slices; *slice; slice++)
        if ((*slice)->routes) tables[count++] = (*slice)->routes;
    tables[count] = NULL;
    Router *router;
    check_ok(t, router_new(t->ctx, tables, &router));
    check(t, router_count(router) > 0);
    router_release(router);
}
