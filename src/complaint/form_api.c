#include <string.h>

#include "access/listing.h"
#include "access/page.h"
#include "access/person.h"
#include "access/right.h"
#include "access/setting.h"
#include "complaint/complaint_slice.h"
#include "complaint/form.h"
#include "desk/contact_view.h"

#define VALUES(Type)                                                                               \
    FIELD_MAP(Type, values, .writing = WRITING_LINES, .max = FORM_LINES_MAX,                       \
              .personal = PERSONAL_WORDS,                                                          \
              .doc = "What was filled in, by the names of the form's lines")

static const Field form_fields[] = {
    FIELD_ID(Form, id, .doc = "Its id"),
    FIELD_INT(Form, version, .doc = "Rises with every change"),
    FIELD_ENUM(Form, kind, form_kinds, .doc = "Which form"),
    FIELD_INT(Form, layout, .doc = "Of the lines it was filled in by"),
    FIELD_TEXT(Form, no, .example = "SG20261122-0001", .doc = "Its number"),
    FIELD_ID(Form, ticket_id, .doc = "The ticket it is about"),
    FIELD_ID(Form, waybill_id, .doc = "The parcel it is about"),
    FIELD_TEXT(Form, outlet, .doc = "Code of the outlet whose paper it is"),
    VALUES(Form),
    FIELD_TIME(Form, created_at, .doc = "When it was begun"),
    FIELD_ID(Form, created_by, .doc = "By which account"),
    FIELD_TIME(Form, changed_at, .doc = "When it was last changed"),
    FIELD_TIME(Form, signed_at, .doc = "When it was signed; then it is not changed any more"),
    FIELD_ID(Form, signed_by, .doc = "By which account"),
    FIELD_TEXT(Form, signer, .colleague = true, .doc = "Its login"),
    FIELD_END};
const Shape form_shape = SHAPE(Form, form_fields, "A form that was filled in");

static const Field input_fields[] = {
    FIELD_ENUM(FormChange, kind, form_kinds, .required = true, .doc = "Which form"),
    FIELD_ID(FormChange, ticket_id, .doc = "The ticket it is about"),
    FIELD_ID(FormChange, waybill_id, .doc = "The parcel it is about"),
    FIELD_TEXT(FormChange, outlet, .max = 32, .doc = "Code of the outlet whose paper it is"),
    VALUES(FormChange),
    FIELD_END};
const Shape form_input_shape = {.name = "FormInput",
                                .doc = "A form to be begun",
                                .size = sizeof(FormChange),
                                .fields = input_fields};

static const Field change_fields[] = {VALUES(FormChange), FIELD_END};
const Shape form_change_shape = SHAPE(FormChange, change_fields, "All values of a form");

#define FILTER_FIELDS                                                                              \
    FIELD_ID(FormFilter, ticket_id, .doc = "About this ticket"),                                   \
        FIELD_ID(FormFilter, waybill_id, .doc = "About this parcel"),                              \
        FIELD_TEXT(FormFilter, outlet, .max = 32, .doc = "Of the outlet of this code"),            \
        PAGE_FIELDS(FormFilter)

static const Field filter_fields[] = {FILTER_FIELDS, FIELD_END};
const Shape form_filter_shape = SHAPE(FormFilter, filter_fields, "Which forms");

static const Field export_fields[] = {FILTER_FIELDS, EXPORT_FORMAT_FIELD(FormFilter), FIELD_END};
static const Shape export_shape =
    EXPORT_SHAPE(FormFilter, "FormExport", export_fields, "Which forms");

static Status api_kinds(Ctx *ctx, Request *req)
{
    List list;
    Status s = form_layouts(ctx, &list);
    return s ? s : reply_list(ctx, req, &list, &form_layout_shape, NULL);
}

static Status answer(Ctx *ctx, Request *req, Form *form)
{
    Status s = form_mask(ctx, request_view(req), form);
    return s ? s : reply(ctx, req, form, &form_shape);
}

static Status api_create(Ctx *ctx, Request *req)
{
    Form form;
    Status s = form_create(ctx, request_input(req), &form);
    return s ? s : answer(ctx, req, &form);
}

static Status page(Ctx *ctx, const void *filter, List *out, const char **next)
{
    const View view = {.unmask = ctx_may(ctx, PERSONAL_READ)};
    Status s = form_list(ctx, filter, out, next);
    for (size_t i = 0; !s && i < out->count; i++)
        s = form_mask(ctx, &view, &((Form *)out->items)[i]);
    return s;
}

static const Listing forms = {.name = "forms",
                              .action = "form.export",
                              .subject_kind = "form",
                              .shape = &form_shape,
                              .page = page};

static Status api_get(Ctx *ctx, Request *req)
{
    int64_t id;
    Form form;
    Status s = path_id(ctx, req, "id", &id);
    if (!s) s = form_find(ctx, id, &form);
    return s ? s : answer(ctx, req, &form);
}

static Status api_change(Ctx *ctx, Request *req)
{
    const FormChange *in = request_input(req);
    int64_t id;
    Form form;
    Status s = path_id(ctx, req, "id", &id);
    if (!s) s = form_change(ctx, id, request_version(req), &in->values, &form);
    return s ? s : answer(ctx, req, &form);
}

static Status api_sign(Ctx *ctx, Request *req)
{
    int64_t id;
    Form form;
    Status s = path_id(ctx, req, "id", &id);
    if (!s) s = form_sign(ctx, id, request_version(req), &form);
    return s ? s : answer(ctx, req, &form);
}

static Status api_contact(Ctx *ctx, Request *req)
{
    const ContactAsk *in = request_input(req);
    int64_t id;
    FormContact contact;
    Status s = path_id(ctx, req, "id", &id);
    if (!s) s = contact_ask_check(ctx, COMPLAINT_READ, in);
    if (!s) s = form_contact(ctx, id, in->reason, &contact);
    return s ? s : reply(ctx, req, &contact, &form_contact_shape);
}

typedef struct PrintQuery {
    int64_t lang;
} PrintQuery;

enum { PRINT_ZH = 1, PRINT_EN = 2 };

static const Name languages[] = {
    {"zh", PRINT_ZH, "Chinese"}, {"en", PRINT_EN, "English"}, {NULL, 0, NULL}};
static const Field print_fields[] = {
    FIELD_ENUM(PrintQuery, lang, languages, .doc = "Chinese where it is not given"), FIELD_END};
static const Shape print_shape = SHAPE(PrintQuery, print_fields, "How to print");

static Status api_print(Ctx *ctx, Request *req)
{
    const PrintQuery *query = request_query(req);
    int64_t id;
    Form form;
    Status s = path_id(ctx, req, "id", &id);
    if (!s) s = form_find(ctx, id, &form);
    if (s) return s;
    Buf *buf = reply_with(req, 200, "text/html; charset=utf-8");
    if (!buf) return no_memory(ctx);
    reply_header(req, "Cache-Control", "no-store");
    form_print(buf, &form, setting_text(ctx, SETTING_NAMED_COMPANY), query->lang != PRINT_EN,
               request_view(req));
    return buf_check(ctx, buf);
}

static const Route routes[] = {
    {GET, "/api/v1/form-kinds", .right = COMPLAINT_READ, .out = &form_layout_shape, .is_list = true,
     .run = api_kinds, .doc = "The forms there are, and what each asks"},
    {POST, "/api/v1/forms", .right = COMPLAINT_WRITE, .staff = true, .writes = true,
     .creates = true, .in = &form_input_shape, .out = &form_shape, .run = api_create,
     .doc = "Begin a form"},
    {GET, "/api/v1/forms", .right = COMPLAINT_READ, .query = &form_filter_shape, .out = &form_shape,
     .is_list = true, .run = listing_page, .of = &forms,
     .doc = "Forms about a ticket, a parcel or of an outlet; else all, the newest first"},
    {GET, "/api/v1/form-export", .right = COMPLAINT_READ, .query = &export_shape,
     .media = "text/csv", .run = listing_export, .of = &forms,
     .doc = "Forms as CSV or XLSX, with what was filled in"},
    {GET, "/api/v1/forms/{id}", .right = COMPLAINT_READ, .out = &form_shape, .run = api_get,
     .doc = "One form"},
    {PUT, "/api/v1/forms/{id}", .right = COMPLAINT_WRITE, .staff = true, .writes = true,
     .if_match = true, .in = &form_change_shape, .out = &form_shape, .run = api_change,
     .doc = "Fill in a form"},
    {POST, "/api/v1/forms/{id}/signature", .right = COMPLAINT_WRITE, .staff = true, .writes = true,
     .if_match = true, .out = &form_shape, .run = api_sign,
     .doc = "Sign a form: it is not changed any more"},
    {POST, "/api/v1/forms/{id}/contact", .right = PERSONAL_ASK, .writes = true,
     .in = &contact_ask_shape, .out = &form_contact_shape, .run = api_contact,
     .doc = "See a form in clear, for a reason that is kept in its ticket's log"},
    {GET, "/api/v1/forms/{id}/page", .right = COMPLAINT_READ, .query = &print_shape,
     .run = api_print, .doc = "A form as a page to print on A4", .media = "text/html"},
    ROUTE_END};

const Slice form_slice = {.name = "form",
                          .doc = "Forms of customer service: filled in, signed and printed",
                          .routes = routes};
