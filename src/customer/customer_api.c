#include "customer/customer_api.h"

#include "access/listing.h"
#include "access/page.h"
#include "access/right.h"
#include "customer/customer.h"
#include "customer/customer_contact.h"
#include "customer/customer_jobs.h"
#include "customer/record.h"

#define SORT_FIELD                                                                                 \
    FIELD_ENUM(CustomerFilter, sort, customer_sorts, .doc = "By created_at where it is not given")

/* What narrows the list, its files as its pages. */
#define NARROWING                                                                                  \
    FIELD_TEXT(CustomerFilter, region, .max = 16, .doc = "Region code: it and those within"),      \
        FIELD_ENUM(CustomerFilter, kind, customer_kinds, .doc = "Persons, or companies"),          \
        FIELD_ENUM(CustomerFilter, role, customer_roles, .doc = "What they are to the company"),   \
        FIELD_ENUM(CustomerFilter, tier, customer_tiers, .doc = "What they are entitled to"),      \
        FIELD_ENUM(CustomerFilter, lifecycle, customer_lifecycles,                                 \
                   .doc = "How far they have come"),                                               \
        FIELD_ENUM(CustomerFilter, relationship, customer_relationships,                           \
                   .doc = "How the company keeps in touch"),                                       \
        FIELD_TEXT(CustomerFilter, outlet, .max = 32, .doc = "Code: the outlet and those below"),  \
        FIELD_TEXT(CustomerFilter, specialist, .colleague = true, .max = 64,                       \
                   .doc = "Login of the account that looks after them"),                           \
        FIELD_TIME(CustomerFilter, created_from, .doc = "Entered then or later"),                  \
        FIELD_TIME(CustomerFilter, created_to, .doc = "Entered before then"), SORT_FIELD

static const Field list_fields[] = {
    FIELD_TEXT(CustomerFilter, q, .min = 1, .max = 200, .personal = PERSONAL_TEXT,
               .doc =
                   "One box: name, also in pinyin or by its initials, phone, tail, e-mail, code"),
    FIELD_TEXT(CustomerFilter, code, .max = 64, .doc = "The customer with this code"),
    FIELD_TEXT(CustomerFilter, name, .max = 120, .personal = PERSONAL_NAME,
               .doc = "Whole name; case and width do not matter"),
    FIELD_TEXT(CustomerFilter, phone, .max = 40, .personal = PERSONAL_PHONE,
               .doc = "Whole phone number"),
    FIELD_TEXT(CustomerFilter, phone_tail, .min = 4, .max = 4, .personal = PERSONAL_PHONE,
               .doc = "Last four digits of the phone"),
    FIELD_TEXT(CustomerFilter, email, .max = 254, .personal = PERSONAL_TEXT,
               .doc = "E-mail address"),
    FIELD_TEXT(CustomerFilter, field, .max = 40, .doc = "A declared field, with `value`"),
    FIELD_TEXT(CustomerFilter, value, .max = 300, .personal = PERSONAL_TEXT,
               .doc = "What that field holds"),
    NARROWING,
    PAGE_FIELDS(CustomerFilter),
    FIELD_END};
static const Shape list_shape = SHAPE(CustomerFilter, list_fields, "Which customers");

static const Field export_fields[] = {NARROWING, PAGE_FIELDS(CustomerFilter),
                                      EXPORT_FORMAT_FIELD(CustomerFilter), FIELD_END};
static const Shape export_shape =
    EXPORT_SHAPE(CustomerFilter, "CustomerExport", export_fields, "Which customers");

static Status page(Ctx *ctx, const void *filter, List *out, const char **next)
{
    return customer_list(ctx, filter, out, next);
}

/* Files have the columns that the import takes. */
static const Listing customers = {.name = "customers",
                                  .action = "customer.export",
                                  .subject_kind = "customer",
                                  .shape = &customer_shape,
                                  .file_shape = record_shape,
                                  .file_rows = record_rows,
                                  .inputs_only = true,
                                  .page = page};

static Status api_get(Ctx *ctx, Request *req)
{
    int64_t id;
    Customer customer;
    Status s = path_id(ctx, req, "id", &id);
    if (!s) s = customer_find(ctx, id, &customer);
    return s ? s : reply(ctx, req, &customer, &customer_shape);
}

static Status api_change(Ctx *ctx, Request *req)
{
    int64_t id;
    Customer customer;
    Status s = path_id(ctx, req, "id", &id);
    if (!s) s = customer_change(ctx, id, request_version(req), request_input(req), &customer);
    return s ? s : reply(ctx, req, &customer, &customer_shape);
}

static Status api_contact(Ctx *ctx, Request *req)
{
    int64_t id;
    CustomerContact view;
    Status s = path_id(ctx, req, "id", &id);
    if (!s) s = customer_contact_view(ctx, id, request_input(req), &view);
    return s ? s : reply(ctx, req, &view, &customer_contact_shape);
}

static const Route routes[] = {
    {GET, "/api/v1/customers/export", .right = CUSTOMER_EXPORT, .query = &export_shape,
     .media = "text/csv", .run = listing_export, .of = &customers,
     .doc = "All customers as CSV or XLSX, with the columns that the import takes"},
    {GET, "/api/v1/customers", .right = CUSTOMER_READ, .query = &list_shape, .out = &customer_shape,
     .is_list = true, .run = listing_page, .of = &customers,
     .doc = "Find customers by code, name, phone, phone tail or e-mail"},
    {GET, "/api/v1/customers/{id}", .right = CUSTOMER_READ, .out = &customer_shape, .run = api_get,
     .doc = "One customer"},
    {PATCH, "/api/v1/customers/{id}", .right = CUSTOMER_WRITE, .writes = true, .if_match = true,
     .in = &customer_change_shape, .out = &customer_shape, .run = api_change,
     .doc = "Change a customer"},
    {POST, "/api/v1/customers/{id}/contact", .right = PERSONAL_ASK, .writes = true,
     .in = &contact_ask_shape, .out = &customer_contact_shape, .run = api_contact,
     .doc = "See how a customer is reached in clear, for a reason that is kept in the timeline"},
    ROUTE_END};

const Slice customer_slice = {.name = "customer",
                              .doc = "Persons and companies that ship, receive, pay or ask",
                              .routes = routes,
                              .jobs = customer_jobs};
