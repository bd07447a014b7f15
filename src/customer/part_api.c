#include <string.h>

#include "access/page.h"
#include "access/right.h"
#include "customer/class.h"
#include "customer/customer_api.h"
#include "customer/part.h"

/* The struct of any kind. */
typedef union AnyPart {
    Part head;
    Contact contact;
    Address address;
    ContactPerson person;
    Note note;
} AnyPart;

static Status list_parts(Ctx *ctx, Request *req, PartKind kind, const Shape *shape)
{
    const PageQuery *query = request_query(req);
    PartFilter filter = {.limit = page_limit(query->limit), .cursor = query->cursor};
    List list;
    const char *next;
    Status s = path_id(ctx, req, "id", &filter.customer_id);
    if (!s) s = part_list(ctx, kind, &filter, &list, &next);
    return s ? s : reply_list(ctx, req, &list, shape, next);
}

static AnyPart input_part(const Request *req, const Shape *shape)
{
    AnyPart part = {.head = {.id = 0}};
    memcpy(&part, request_input(req), shape->size);
    return part;
}

static Status add_part(Ctx *ctx, Request *req, PartKind kind, const Shape *shape)
{
    AnyPart part = input_part(req, shape);
    Status s = path_id(ctx, req, "id", &part.head.customer_id);
    if (!s) s = part_add(ctx, kind, &part);
    return s ? s : reply(ctx, req, &part, shape);
}

static Status which_part(Ctx *ctx, const Request *req, Part *which)
{
    Status s = path_id(ctx, req, "id", &which->customer_id);
    return s ? s : path_id(ctx, req, "part", &which->id);
}

static Status get_part(Ctx *ctx, Request *req, PartKind kind, const Shape *shape)
{
    Part which;
    AnyPart part;
    Status s = which_part(ctx, req, &which);
    if (!s) s = part_find(ctx, kind, &which, &part);
    return s ? s : reply(ctx, req, &part, shape);
}

static Status change_part(Ctx *ctx, Request *req, PartKind kind, const Shape *shape)
{
    AnyPart part = input_part(req, shape);
    Status s = which_part(ctx, req, &part.head);
    if (!s) s = part_change(ctx, kind, &part, request_version(req));
    return s ? s : reply(ctx, req, &part, shape);
}

static Status remove_part(Ctx *ctx, Request *req, PartKind kind)
{
    Part which;
    Status s = which_part(ctx, req, &which);
    if (!s) s = part_remove(ctx, kind, &which, request_version(req));
    return s ? s : reply_empty(req, 204);
}

/* The five handlers of a kind. */
#define HANDLERS(noun, kind)                                                                       \
    static Status api_##noun##_list(Ctx *ctx, Request *req)                                        \
    {                                                                                              \
        return list_parts(ctx, req, kind, &noun##_shape);                                          \
    }                                                                                              \
    static Status api_##noun##_add(Ctx *ctx, Request *req)                                         \
    {                                                                                              \
        return add_part(ctx, req, kind, &noun##_shape);                                            \
    }                                                                                              \
    static Status api_##noun(Ctx *ctx, Request *req)                                               \
    {                                                                                              \
        return get_part(ctx, req, kind, &noun##_shape);                                            \
    }                                                                                              \
    static Status api_##noun##_change(Ctx *ctx, Request *req)                                      \
    {                                                                                              \
        return change_part(ctx, req, kind, &noun##_shape);                                         \
    }                                                                                              \
    static Status api_##noun##_remove(Ctx *ctx, Request *req)                                      \
    {                                                                                              \
        return remove_part(ctx, req, kind);                                                        \
    }
HANDLERS(contact, PART_CONTACT)
HANDLERS(address, PART_ADDRESS)
HANDLERS(contact_person, PART_PERSON)
HANDLERS(note, PART_NOTE)

static Status api_classes(Ctx *ctx, Request *req)
{
    const PageQuery *query = request_query(req);
    int64_t id;
    List list;
    const char *next;
    Status s = path_id(ctx, req, "id", &id);
    if (!s) s = class_list(ctx, id, page_limit(query->limit), query->cursor, &list, &next);
    return s ? s : reply_list(ctx, req, &list, &classification_shape, next);
}

static Status api_classify(Ctx *ctx, Request *req)
{
    Classification class = *(const Classification *)request_input(req);
    Status s = path_id(ctx, req, "id", &class.customer_id);
    if (!s) s = class_set(ctx, &class, request_version(req));
    return s ? s : reply(ctx, req, &class, &classification_shape);
}

/* The five routes of a kind. */
#define ROUTES(path_, noun, one, many)                                                             \
    {GET,                                                                                          \
     path_,                                                                                        \
     .right = CUSTOMER_READ,                                                                       \
     .query = &page_query_shape,                                                                   \
     .out = &noun##_shape,                                                                         \
     .is_list = true,                                                                              \
     .run = api_##noun##_list,                                                                     \
     .doc = "The " many " of a customer"},                                                         \
        {POST,                                                                                     \
         path_,                                                                                    \
         .right = CUSTOMER_WRITE,                                                                  \
         .writes = true,                                                                           \
         .creates = true,                                                                          \
         .in = &noun##_shape,                                                                      \
         .out = &noun##_shape,                                                                     \
         .run = api_##noun##_add,                                                                  \
         .doc = "Enter " one},                                                                     \
        {GET,                                                                                      \
         path_ "/{part}",                                                                          \
         .right = CUSTOMER_READ,                                                                   \
         .out = &noun##_shape,                                                                     \
         .run = api_##noun,                                                                        \
         .doc = "See " one},                                                                       \
        {PUT,                                                                                      \
         path_ "/{part}",                                                                          \
         .right = CUSTOMER_WRITE,                                                                  \
         .writes = true,                                                                           \
         .if_match = true,                                                                         \
         .in = &noun##_shape,                                                                      \
         .out = &noun##_shape,                                                                     \
         .run = api_##noun##_change,                                                               \
         .doc = "Change " one},                                                                    \
    {                                                                                              \
        DELETE, path_ "/{part}", .right = CUSTOMER_WRITE, .writes = true, .if_match = true,        \
                                 .run = api_##noun##_remove, .doc = "Take away " one               \
    }

static const Route routes[] = {
    ROUTES("/api/v1/customers/{id}/contacts", contact, "a contact point", "contact points"),
    ROUTES("/api/v1/customers/{id}/addresses", address, "an address", "addresses"),
    ROUTES("/api/v1/customers/{id}/people", contact_person, "a contact person", "contact people"),
    ROUTES("/api/v1/customers/{id}/notes", note, "a note", "notes"),
    {GET, "/api/v1/customers/{id}/classifications", .right = CUSTOMER_READ,
     .query = &page_query_shape, .out = &classification_shape, .is_list = true, .run = api_classes,
     .doc = "How a customer was classified, and when"},
    {POST, "/api/v1/customers/{id}/classifications", .right = CUSTOMER_WRITE, .writes = true,
     .if_match = true, .in = &classification_shape, .out = &classification_shape,
     .run = api_classify, .doc = "Classify a customer; If-Match names the customer's version"},
    ROUTE_END};

const Slice customer_part_slice = {.name = "customer_part",
                                   .doc = "What belongs to customers, and what they are",
                                   .routes = routes};
