#include "access/right.h"
#include "customer/custom.h"
#include "customer/customer_api.h"

static Status api_fields(Ctx *ctx, Request *req)
{
    List list;
    Status s = custom_fields(ctx, &list);
    return s ? s : reply_list(ctx, req, &list, &custom_field_shape, NULL);
}

static Status api_declare(Ctx *ctx, Request *req)
{
    CustomField field = *(const CustomField *)request_input(req);
    Status s = custom_field_declare(ctx, &field);
    return s ? s : reply(ctx, req, &field, &custom_field_shape);
}

static Status api_field_change(Ctx *ctx, Request *req)
{
    CustomField field = *(const CustomField *)request_input(req);
    field.name = path_text(req, "name");
    Status s = custom_field_change(ctx, &field, request_version(req));
    return s ? s : reply(ctx, req, &field, &custom_field_shape);
}

static Status api_values(Ctx *ctx, Request *req)
{
    int64_t id;
    List list;
    Status s = path_id(ctx, req, "id", &id);
    if (!s) s = custom_values(ctx, id, &list);
    return s ? s : reply_list(ctx, req, &list, &custom_value_shape, NULL);
}

static Status api_values_write(Ctx *ctx, Request *req)
{
    int64_t id;
    List list;
    Status s = path_id(ctx, req, "id", &id);
    if (!s) s = custom_values_write(ctx, id, request_version(req), request_input(req), &list);
    return s ? s : reply_list(ctx, req, &list, &custom_value_shape, NULL);
}

static const Route routes[] = {
    {GET, "/api/v1/customer-fields", .right = CUSTOMER_READ, .out = &custom_field_shape,
     .is_list = true, .run = api_fields, .doc = "Fields that the company declared"},
    {POST, "/api/v1/customer-fields", .right = SETTING_WRITE, .writes = true,
     .whole = "customers' fields are", .creates = true, .in = &custom_field_shape,
     .out = &custom_field_shape, .run = api_declare, .doc = "Declare a field for customers"},
    {PUT, "/api/v1/customer-fields/{name}", .right = SETTING_WRITE, .writes = true,
     .whole = "customers' fields are", .if_match = true, .in = &custom_field_shape,
     .out = &custom_field_shape, .run = api_field_change,
     .doc = "Change a declared field, or retire it"},
    {GET, "/api/v1/customers/{id}/fields", .right = CUSTOMER_READ, .out = &custom_value_shape,
     .is_list = true, .run = api_values, .doc = "What a customer's declared fields hold"},
    {PATCH, "/api/v1/customers/{id}/fields", .right = CUSTOMER_WRITE, .writes = true,
     .if_match = true, .in = &custom_input_shape, .out = &custom_value_shape, .is_list = true,
     .run = api_values_write,
     .doc = "Write declared fields of a customer; If-Match names the customer's version"},
    ROUTE_END};

const Slice customer_custom_slice = {.name = "customer_custom",
                                     .doc = "Fields that the company declares for its customers",
                                     .routes = routes};
