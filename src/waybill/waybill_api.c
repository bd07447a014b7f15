#include "waybill/waybill_api.h"

#include "access/listing.h"
#include "access/person.h"
#include "access/right.h"
#include "db/db.h"
#include "house.h"
#include "waybill/intake.h"
#include "waybill/number.h"
#include "waybill/waybill_contact.h"
#include "waybill/waybill_view.h"

static const Field view_fields[] = {
    FIELD_INT(WaybillView, version, .doc = "Of the parcel: rises with every write"),
    FIELD_OBJECT(WaybillView, waybill, &waybill_shape, .doc = "What is known of it now"),
    FIELD_LIST(WaybillView, journey, &scan_shape, .max = JOURNEY_SHOWN,
               .doc = "Its events, the oldest first"),
    FIELD_TEXT(WaybillView, journey_next, .max = 200,
               .doc = "Cursor of the events after these; null when these are all"),
    FIELD_LIST(WaybillView, exceptions, &waybill_exception_shape,
               .doc = "Which faults were open from when to when"),
    FIELD_END};
const Shape waybill_view_shape = SHAPE(WaybillView, view_fields, "A parcel with its journey");

static Status find_normalised(Ctx *ctx, const char *carrier, const char *no, Waybill *out)
{
    char code[CARRIER_MAX + 1], number[NUMBER_MAX + 1];
    Status s = carrier_normalise(ctx, carrier, code);
    if (!s) s = number_normalise(ctx, no, number);
    return s ? s : waybill_find(ctx, code, number, out);
}

Status waybill_view(Ctx *ctx, const char *carrier, const char *no, WaybillView *out)
{
    *out = (WaybillView){.waybill = ARENA_NEW(ctx->arena, Waybill)};
    if (!out->waybill) return no_memory(ctx);
    Status s = find_normalised(ctx, carrier, no, out->waybill);
    out->version = out->waybill->version;
    if (!s)
        s = scan_list_first(ctx, out->waybill, JOURNEY_SHOWN, &out->journey, &out->journey_next);
    return s ? s : waybill_exceptions(ctx, out->waybill->id, &out->exceptions);
}

/* For who may not see personal data: carriers' words name people whom only the parcel tells to be
 * such. */
static Status journey_mask(Ctx *ctx, Request *req, const Waybill *waybill, List *journey)
{
    const char *const names[] = {waybill->sender_name, waybill->receiver_name};
    Scan *scans = journey->items;
    Status s = OK;
    if (request_view(req)->unmask) return OK;
    for (size_t i = 0; !s && i < journey->count; i++)
        s = scan_mask_names(ctx, &scans[i], names, 2);
    return s;
}

/* The connection is given back meanwhile, because what it sees is as old as its first look. */
Status waybill_own_writes(Ctx *ctx)
{
    const Person *who = ctx->who;
    House *house = ctx->house;
    if (!who || !house->intake || !intake_waits(house->intake, who->id)) return OK;
    database_give_back(ctx, house->database);
    Status s = intake_wait_applied(ctx, house->intake, who->id);
    Status again = database_reader(ctx, house->database);
    return s ? s : again;
}

static Status page(Ctx *ctx, const void *filter, List *out, const char **next)
{
    return waybill_list(ctx, filter, out, next);
}

static const Listing parcels = {.name = "parcels",
                                .action = "waybill.export",
                                .subject_kind = "waybill",
                                .shape = &waybill_shape,
                                .page = page};

static Status api_list(Ctx *ctx, Request *req)
{
    Status s = waybill_own_writes(ctx);
    return s ? s : listing_page(ctx, req);
}

static Status api_view(Ctx *ctx, Request *req)
{
    WaybillView view;
    Status s = waybill_own_writes(ctx);
    if (!s) s = waybill_view(ctx, path_text(req, "carrier"), path_text(req, "no"), &view);
    if (!s) s = journey_mask(ctx, req, view.waybill, &view.journey);
    return s ? s : reply(ctx, req, &view, &waybill_view_shape);
}

typedef struct PageQuery {
    int64_t limit;
    const char *cursor;
} PageQuery;

static const Field page_fields[] = {
    FIELD_INT(PageQuery, limit, .min = 1, .max = 200, .doc = "Items a page (200)"),
    FIELD_TEXT(PageQuery, cursor, .max = 200, .doc = "`next` of the page before"), FIELD_END};
static const Shape page_shape = SHAPE(PageQuery, page_fields, "Which page");

static Status api_journey(Ctx *ctx, Request *req)
{
    const PageQuery *query = request_query(req);
    Waybill waybill;
    List list;
    const char *next;
    Status s = waybill_own_writes(ctx);
    if (!s) s = find_normalised(ctx, path_text(req, "carrier"), path_text(req, "no"), &waybill);
    if (!s)
        s = scan_list(ctx, waybill.id, query->limit == NONE ? JOURNEY_SHOWN : query->limit,
                      query->cursor, &list, &next);
    if (!s) s = journey_mask(ctx, req, &waybill, &list);
    return s ? s : reply_list(ctx, req, &list, &scan_shape, next);
}

typedef struct CarrierInput {
    const char *carrier, *why;
} CarrierInput;

static const Field carrier_fields[] = {
    FIELD_TEXT(CarrierInput, carrier, .required = true, .min = 1, .max = CARRIER_MAX,
               .doc = "Whose parcel it really is"),
    FIELD_TEXT(CarrierInput, why, .writing = WRITING_LINES, .required = true, .min = 1, .max = 200,
               .doc = "Kept with the parcel's history"),
    FIELD_END};
static const Shape carrier_shape =
    SHAPE(CarrierInput, carrier_fields, "The right carrier of a parcel");

static Status api_carrier(Ctx *ctx, Request *req)
{
    const CarrierInput *in = request_input(req);
    char code[CARRIER_MAX + 1];
    Waybill waybill;
    Status s = find_normalised(ctx, path_text(req, "carrier"), path_text(req, "no"), &waybill);
    if (!s) s = carrier_normalise(ctx, in->carrier, code);
    if (!s) s = waybill_correct_carrier(ctx, waybill.id, request_version(req), code, in->why);
    if (!s) s = waybill_find_id(ctx, waybill.id, &waybill);
    return s ? s : reply(ctx, req, &waybill, &waybill_shape);
}

static Status api_contact(Ctx *ctx, Request *req)
{
    Waybill waybill;
    Status s = waybill_contact_view(ctx, path_text(req, "carrier"), path_text(req, "no"),
                                    request_input(req), &waybill);
    return s ? s : reply(ctx, req, &waybill, &waybill_contact_shape);
}

typedef struct NumberHint {
    const char *no;
    Texts carriers;
} NumberHint;

static const Field hint_fields[] = {
    FIELD_TEXT(NumberHint, no, .max = NUMBER_MAX, .doc = "The number in its normal form"),
    FIELD_TEXTS(NumberHint, carriers, .doc = "Whose it may be, the likeliest first"), FIELD_END};
static const Shape hint_shape = SHAPE(NumberHint, hint_fields, "Whose a number may be");

static Status api_hint(Ctx *ctx, Request *req)
{
    enum { ROOM = 16 };
    char number[NUMBER_MAX + 1];
    const char *carriers[ROOM];
    Status s = number_normalise(ctx, path_text(req, "no"), number);
    if (s) return s;
    if (number_s10(number) == S10_WRONG) return fail_field(ctx, "no", "the check digit is wrong");
    NumberHint hint = {number, {carriers, number_carriers(number, carriers, ROOM)}};
    return reply(ctx, req, &hint, &hint_shape);
}

const Route waybill_routes[] = {
    {GET, "/api/v1/waybill-export", .right = WAYBILL_READ, .query = &waybill_export_shape,
     .media = "text/csv", .run = listing_export, .of = &parcels,
     .doc = "Parcels as CSV or XLSX, from after a cursor where one is given"},
    {GET, "/api/v1/waybills", .right = WAYBILL_READ, .query = &waybill_filter_shape,
     .out = &waybill_shape, .is_list = true, .run = api_list, .of = &parcels,
     .doc =
         "Parcels by stage, exception, outlet, lane, customer, due time, silence, party or order"},
    {GET, "/api/v1/waybills/{carrier}/{no}", .right = WAYBILL_READ, .out = &waybill_view_shape,
     .run = api_view, .doc = "One parcel with its journey"},
    {GET, "/api/v1/waybills/{carrier}/{no}/scans", .right = WAYBILL_READ, .query = &page_shape,
     .out = &scan_shape, .is_list = true, .run = api_journey,
     .doc = "The events of one parcel, the oldest first"},
    {POST, "/api/v1/waybills/{carrier}/{no}/carrier", .right = WAYBILL_WRITE, .writes = true,
     .lane = LANE_LONG, .if_match = true, .in = &carrier_shape, .out = &waybill_shape,
     .run = api_carrier, .doc = "Correct whose parcel it is; the old carrier stays in its history"},
    {POST, "/api/v1/waybills/{carrier}/{no}/contact", .right = PERSONAL_ASK, .writes = true,
     .in = &contact_ask_shape, .out = &waybill_contact_shape, .run = api_contact,
     .doc = "See who sends and receives a parcel in clear, for a reason that is kept in the log"},
    {GET, "/api/v1/numbers/{no}", .right = WAYBILL_READ, .out = &hint_shape, .run = api_hint,
     .doc = "Which carriers have numbers of this look"},
    ROUTE_END};
