#include "access/right.h"
#include "desk/contact_view.h"
#include "desk/desk_slice.h"
#include "desk/draft.h"
#include "desk/follow.h"
#include "desk/merge.h"

typedef struct MergeInput {
    int64_t into_id;
} MergeInput;

static const Field merge_fields[] = {
    FIELD_ID(MergeInput, into_id, .required = true, .doc = "The ticket that goes on"), FIELD_END};
static const Shape merge_shape = SHAPE(MergeInput, merge_fields, "Where a ticket goes on");

static Status api_merge(Ctx *ctx, Request *req)
{
    const MergeInput *in = request_input(req);
    int64_t id;
    Ticket ticket;
    Status s = path_id(ctx, req, "id", &id);
    if (!s) s = ticket_merge(ctx, id, request_version(req), in->into_id, &ticket);
    return s ? s : reply(ctx, req, &ticket, &ticket_shape);
}

static Status api_unmerge(Ctx *ctx, Request *req)
{
    int64_t id;
    Ticket ticket;
    Status s = path_id(ctx, req, "id", &id);
    if (!s) s = ticket_unmerge(ctx, id, request_version(req), &ticket);
    return s ? s : reply(ctx, req, &ticket, &ticket_shape);
}

static Status api_split(Ctx *ctx, Request *req)
{
    int64_t id;
    Ticket ticket;
    Status s = path_id(ctx, req, "id", &id);
    if (!s) s = ticket_split(ctx, id, request_version(req), request_input(req), &ticket);
    return s ? s : reply(ctx, req, &ticket, &ticket_shape);
}

typedef struct SpamInput {
    bool spam;
} SpamInput;

static const Field spam_fields[] = {FIELD_BOOL(SpamInput, spam, .required = true,
                                               .doc = "It is nothing; or false: it is something"),
                                    FIELD_END};
static const Shape spam_shape = SHAPE(SpamInput, spam_fields, "Whether a ticket is spam");

static Status api_spam(Ctx *ctx, Request *req)
{
    const SpamInput *in = request_input(req);
    int64_t id;
    Ticket ticket;
    Status s = path_id(ctx, req, "id", &id);
    if (!s) s = ticket_mark_spam(ctx, id, request_version(req), in->spam, &ticket);
    return s ? s : reply(ctx, req, &ticket, &ticket_shape);
}

static Status reply_links(Ctx *ctx, Request *req, int64_t id)
{
    List list;
    Status s = ticket_links(ctx, id, &list);
    return s ? s : reply_list(ctx, req, &list, &ticket_link_shape, NULL);
}

static Status api_links(Ctx *ctx, Request *req)
{
    int64_t id;
    Status s = path_id(ctx, req, "id", &id);
    return s ? s : reply_links(ctx, req, id);
}

static Status api_link(Ctx *ctx, Request *req)
{
    const TicketLink *in = request_input(req);
    int64_t id;
    Status s = path_id(ctx, req, "id", &id);
    if (!s) s = ticket_link(ctx, id, in->ticket_id, in->kind);
    return s ? s : reply_links(ctx, req, id);
}

static Status api_unlink(Ctx *ctx, Request *req)
{
    int64_t id, to_id;
    const Field *kind = shape_field(&ticket_link_shape, "kind");
    int64_t value = name_value(kind->names, path_text(req, "kind"));
    Status s = path_id(ctx, req, "id", &id);
    if (!s) s = path_id(ctx, req, "to", &to_id);
    if (!s && value == NONE) s = fail(ctx, NOT_FOUND, "there is no such kind of link");
    if (!s) s = ticket_unlink(ctx, id, to_id, value);
    return s ? s : reply_empty(req, 204);
}

static Status api_draft(Ctx *ctx, Request *req)
{
    int64_t id;
    Draft draft;
    Status s = path_id(ctx, req, "id", &id);
    if (!s) s = draft_find(ctx, id, &draft);
    return s ? s : reply(ctx, req, &draft, &draft_shape);
}

static Status api_draft_put(Ctx *ctx, Request *req)
{
    const Draft *in = request_input(req);
    int64_t id;
    Draft draft;
    Status s = path_id(ctx, req, "id", &id);
    if (!s && in->version == NONE) s = fail_field(ctx, "version", "is required; 0 for the first");
    if (!s && in->version < 0) s = fail_field(ctx, "version", "must not be negative");
    if (!s) s = draft_put(ctx, id, in, &draft);
    return s ? s : reply(ctx, req, &draft, &draft_shape);
}

static Status api_draft_remove(Ctx *ctx, Request *req)
{
    int64_t id;
    Status s = path_id(ctx, req, "id", &id);
    if (!s) s = draft_remove(ctx, id, request_version(req));
    return s ? s : reply_empty(req, 204);
}

static Status api_followers(Ctx *ctx, Request *req)
{
    int64_t id;
    List list;
    Status s = path_id(ctx, req, "id", &id);
    if (!s) s = ticket_followers(ctx, id, &list);
    return s ? s : reply_list(ctx, req, &list, &follower_shape, NULL);
}

static Status set_following(Ctx *ctx, Request *req, bool follows)
{
    int64_t id;
    Status s = path_id(ctx, req, "id", &id);
    if (!s) s = ticket_follow(ctx, id, follows);
    return s ? s : reply_empty(req, 204);
}

static Status api_follow(Ctx *ctx, Request *req)
{
    return set_following(ctx, req, true);
}

static Status api_unfollow(Ctx *ctx, Request *req)
{
    return set_following(ctx, req, false);
}

typedef struct SeenInput {
    int64_t entry_id;
} SeenInput;
static const Field seen_fields[] = {
    FIELD_ID(SeenInput, entry_id, .required = true, .doc = "The last entry that was shown"),
    FIELD_END};
static const Shape seen_shape = SHAPE(SeenInput, seen_fields, "How far a log was read");

static Status api_seen(Ctx *ctx, Request *req)
{
    const SeenInput *in = request_input(req);
    int64_t id;
    Status s = path_id(ctx, req, "id", &id);
    if (!s) s = ticket_seen(ctx, id, in->entry_id);
    return s ? s : reply_empty(req, 204);
}

static Status api_contact(Ctx *ctx, Request *req)
{
    const ContactAsk *in = request_input(req);
    int64_t id;
    ContactView view;
    Status s = path_id(ctx, req, "id", &id);
    if (!s) s = contact_ask_check(ctx, TICKET_READ, in);
    if (!s) s = ticket_contact_view(ctx, id, in->reason, &view);
    return s ? s : reply(ctx, req, &view, &contact_view_shape);
}

static const Route routes[] = {
    {POST, "/api/v1/tickets/{id}/merge", .right = TICKET_WRITE, .staff = true, .writes = true,
     .if_match = true, .in = &merge_shape, .out = &ticket_shape, .run = api_merge,
     .doc = "Let a ticket go on in another; both logs are kept"},
    {POST, "/api/v1/tickets/{id}/unmerge", .right = TICKET_WRITE, .staff = true, .writes = true,
     .if_match = true, .out = &ticket_shape, .run = api_unmerge, .doc = "Take a merge back"},
    {POST, "/api/v1/tickets/{id}/split", .right = TICKET_WRITE, .staff = true, .writes = true,
     .if_match = true, .in = &ticket_split_shape, .out = &ticket_shape, .run = api_split,
     .doc = "Make a ticket of its own out of a part of one"},
    {POST, "/api/v1/tickets/{id}/spam", .right = TICKET_CLOSE, .staff = true, .writes = true,
     .if_match = true, .in = &spam_shape, .out = &ticket_shape, .run = api_spam,
     .doc = "Mark a ticket as spam, or take that back"},
    {GET, "/api/v1/tickets/{id}/links", .right = TICKET_READ, .out = &ticket_link_shape,
     .is_list = true, .run = api_links, .doc = "Tickets tied to this one"},
    {PUT, "/api/v1/tickets/{id}/links", .right = TICKET_WRITE, .staff = true, .writes = true,
     .in = &ticket_link_shape, .out = &ticket_link_shape, .is_list = true, .run = api_link,
     .doc = "Tie a ticket to another"},
    {DELETE, "/api/v1/tickets/{id}/links/{to}/{kind}", .right = TICKET_WRITE, .staff = true,
     .writes = true, .run = api_unlink, .doc = "Untie a ticket"},
    {GET, "/api/v1/tickets/{id}/draft", .right = TICKET_READ, .out = &draft_shape, .run = api_draft,
     .doc = "What you have begun to write"},
    {PUT, "/api/v1/tickets/{id}/draft", .right = TICKET_WRITE, .writes = true, .in = &draft_shape,
     .out = &draft_shape, .run = api_draft_put, .doc = "Keep what you have begun to write"},
    {DELETE, "/api/v1/tickets/{id}/draft", .right = TICKET_WRITE, .writes = true, .if_match = true,
     .run = api_draft_remove, .doc = "Forget what you have begun to write"},
    {GET, "/api/v1/tickets/{id}/followers", .right = TICKET_READ, .out = &follower_shape,
     .is_list = true, .run = api_followers, .doc = "Who follows a ticket"},
    {PUT, "/api/v1/tickets/{id}/following", .right = TICKET_READ, .writes = true, .run = api_follow,
     .doc = "Be told what happens to a ticket"},
    {DELETE, "/api/v1/tickets/{id}/following", .right = TICKET_READ, .writes = true,
     .run = api_unfollow, .doc = "Be told no longer"},
    {PUT, "/api/v1/tickets/{id}/seen", .right = TICKET_READ, .writes = true, .in = &seen_shape,
     .run = api_seen,
     .doc = "What stands on a ticket that you follow, up to an entry, is no news any more"},
    {POST, "/api/v1/tickets/{id}/contact", .right = PERSONAL_ASK, .writes = true,
     .in = &contact_ask_shape, .out = &contact_view_shape, .run = api_contact,
     .doc = "See who asks in clear, for a reason that is kept in the log"},
    ROUTE_END};

const Slice desk_work_slice = {.name = "desk-work",
                               .doc = "Merging, splitting and tying tickets; drafts; followers",
                               .routes = routes};
