#include "access/right.h"
#include "desk/ticket.h"
#include "knowledge/knowledge_api.h"
#include "knowledge/knowledge_internal.h"

#define TICKET "ticket"
enum { SUGGESTED = 5 };

/* The ticket that the path names, where ctx's person may see it. */
static Status visible_ticket(Ctx *ctx, const Request *req, int64_t *id)
{
    Status s = path_id(ctx, req, "id", id);
    return s ? s : ticket_visible(ctx, *id);
}

static Status api_links(Ctx *ctx, Request *req)
{
    int64_t id;
    List list;
    Status s = visible_ticket(ctx, req, &id);
    if (!s) s = article_link_list(ctx, TICKET, id, &list);
    return s ? s : reply_list(ctx, req, &list, &article_link_shape, NULL);
}

static Status api_link(Ctx *ctx, Request *req)
{
    int64_t id, article_id;
    Status s = visible_ticket(ctx, req, &id);
    if (!s) s = path_id(ctx, req, "article", &article_id);
    if (!s) s = article_link_add(ctx, TICKET, id, article_id);
    return s ? s : reply_empty(req, 204);
}

static Status api_unlink(Ctx *ctx, Request *req)
{
    int64_t id, article_id;
    Status s = visible_ticket(ctx, req, &id);
    if (!s) s = path_id(ctx, req, "article", &article_id);
    if (!s) s = article_link_remove(ctx, TICKET, id, article_id);
    return s ? s : reply_empty(req, 204);
}

static Status api_suggest(Ctx *ctx, Request *req)
{
    int64_t id;
    Ticket ticket;
    List list;
    Status s = path_id(ctx, req, "id", &id);
    if (!s) s = ticket_find(ctx, id, &ticket);
    if (s) return s;
    const char *text = arena_format(ctx->arena, "%s\n%s", ticket.subject ? ticket.subject : "",
                                    ticket.description ? ticket.description : "");
    if (!text) return no_memory(ctx);
    s = knowledge_suggest(ctx, text, NONE, SUGGESTED, &list);
    return s ? s : reply_list(ctx, req, &list, &article_row_shape, NULL);
}

static const Route routes[] = {
    {GET, "/api/v1/tickets/{id}/articles", .right = TICKET_READ, .out = &article_link_shape,
     .is_list = true, .run = api_links, .doc = "Articles that helped with a ticket"},
    {PUT, "/api/v1/tickets/{id}/articles/{article}", .right = TICKET_WRITE, .writes = true,
     .run = api_link, .doc = "Note that an article helped, at the version in force"},
    {DELETE, "/api/v1/tickets/{id}/articles/{article}", .right = TICKET_WRITE, .writes = true,
     .run = api_unlink, .doc = "It did not help"},
    {GET, "/api/v1/tickets/{id}/suggestions", .right = TICKET_READ, .out = &article_row_shape,
     .is_list = true, .run = api_suggest, .doc = "Articles most like what the ticket says"},
    ROUTE_END};

const Slice ticket_article_slice = {
    .name = "ticket_article", .doc = "Articles of tickets", .routes = routes};
