#include "http/router.h"

#include <string.h>

typedef struct Node {
    const char *text;       /* the segment that leads here; of a {name} none */
    struct Node **children; /* sorted by text */
    size_t child_count;
    struct Node *any; /* behind a {name} */
    const Endpoint *endpoints[DELETE + 1];
    unsigned allowed;
} Node;

struct Router {
    Arena *arena;
    Node root;
    Endpoint *endpoints;
    size_t count;
};

static const char *const method_names[] = {
    [GET] = "GET", [POST] = "POST", [PUT] = "PUT", [PATCH] = "PATCH", [DELETE] = "DELETE"};

const char *method_name(Method method)
{
    return method >= GET && method <= DELETE ? method_names[method] : "?";
}

Method method_of(const char *name)
{
    for (Method method = GET; method <= DELETE; method++)
        if (strcmp(name, method_names[method]) == 0) return method;
    return strcmp(name, "HEAD") == 0 ? GET : 0;
}

/* Where `text` stands among the children, or would. */
static size_t child_place(const Node *node, const char *text, bool *found)
{
    size_t low = 0, high = node->child_count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        int order = strcmp(text, node->children[middle]->text);
        if (order == 0) return *found = true, middle;
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return *found = false, low;
}

static Node *literal_child(Arena *arena, Node *node, const char *text)
{
    bool found;
    size_t place = child_place(node, text, &found);
    if (found) return node->children[place];
    Node *child = ARENA_NEW(arena, Node);
    Node **children = ARENA_ARRAY(arena, node->child_count + 1, Node *);
    if (!child || !children) return NULL;
    child->text = text;
    if (place) memcpy(children, node->children, place * sizeof *children);
    children[place] = child;
    if (node->child_count > place)
        memcpy(children + place + 1, node->children + place,
               (node->child_count - place) * sizeof *children);
    node->children = children;
    node->child_count++;
    return child;
}

/* The name within "{name}", or NULL where the segment is a literal. */
static const char *parameter_name(Arena *arena, const char *segment)
{
    size_t length = strlen(segment);
    if (length < 3 || segment[0] != '{' || segment[length - 1] != '}') return NULL;
    return arena_text_n(arena, segment + 1, length - 2);
}

static Status place_endpoint(Ctx *ctx, Node *node, Endpoint *endpoint)
{
    const Route *route = endpoint->route;
    if (node->endpoints[route->method])
        return fail(ctx, INVALID, "%s %s stands twice among the routes", method_name(route->method),
                    route->path);
    node->endpoints[route->method] = endpoint;
    node->allowed |= 1u << route->method;
    return OK;
}

static Status router_add(Ctx *ctx, Router *router, Endpoint *endpoint)
{
    const Route *route = endpoint->route;
    Path path;
    UriCheck check = path_decode(router->arena, route->path, strlen(route->path), &path);
    if (check == URI_NO_MEMORY) return no_memory(ctx);
    if (check || !route->run || route->method < GET || route->method > DELETE)
        return fail(ctx, INVALID, "the route %s cannot be served", route->path);
    Node *node = &router->root;
    for (size_t i = 0; i < path.count; i++) {
        const char *name = parameter_name(router->arena, path.segments[i]);
        if (name && endpoint->name_count == ROUTE_PARAMETERS)
            return fail(ctx, INVALID, "the route %s has too many parameters", route->path);
        if (name) endpoint->names[endpoint->name_count++] = name;
        if (name && !node->any) node->any = ARENA_NEW(router->arena, Node);
        node = name ? node->any : literal_child(router->arena, node, path.segments[i]);
        if (!node) return no_memory(ctx);
    }
    return place_endpoint(ctx, node, endpoint);
}

static size_t count_routes(const Route *const *tables)
{
    size_t count = 0;
    for (; *tables; tables++)
        for (const Route *route = *tables; route->path; route++)
            count++;
    return count;
}

static Status router_fill(Ctx *ctx, Router *router, const Route *const *tables)
{
    router->endpoints = ARENA_ARRAY(router->arena, count_routes(tables) + 1, Endpoint);
    if (!router->endpoints) return no_memory(ctx);
    for (; *tables; tables++) {
        for (const Route *route = *tables; route->path; route++) {
            Endpoint *endpoint = &router->endpoints[router->count];
            *endpoint = (Endpoint){.route = route, .number = router->count++};
            Status s = router_add(ctx, router, endpoint);
            if (s) return s;
        }
    }
    return OK;
}

Status router_new(Ctx *ctx, const Route *const *tables, Router **out)
{
    Arena *arena = arena_new();
    Router *router = arena ? ARENA_NEW(arena, Router) : NULL;
    if (!router) {
        arena_release(arena);
        return no_memory(ctx);
    }
    router->arena = arena;
    Status s = router_fill(ctx, router, tables);
    if (s) {
        arena_release(arena);
        return s;
    }
    *out = router;
    return OK;
}

void router_release(Router *router)
{
    if (router) arena_release(router->arena);
}

static const Node *literal_of(const Node *node, const char *segment)
{
    bool found;
    size_t place = child_place(node, segment, &found);
    return found ? node->children[place] : NULL;
}

/* The depth is bounded by PATH_SEGMENTS. */
static void search(const Node *node, const Path *path, size_t at, size_t values, Method method,
                   Match *match)
{
    if (at == path->count) {
        match->allowed |= node->allowed;
        match->endpoint = node->endpoints[method];
        return;
    }
    const Node *literal = literal_of(node, path->segments[at]);
    if (literal) search(literal, path, at + 1, values, method, match);
    if (match->endpoint || !node->any) return;
    match->values[values] = path->segments[at];
    search(node->any, path, at + 1, values + 1, method, match);
}

void router_match(const Router *router, Method method, const Path *path, Match *out)
{
    *out = (Match){0};
    search(&router->root, path, 0, 0, method, out);
}

size_t router_count(const Router *router)
{
    return router->count;
}

const Endpoint *router_endpoint(const Router *router, size_t number)
{
    return &router->endpoints[number];
}
