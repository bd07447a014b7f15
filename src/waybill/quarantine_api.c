#include <stddef.h>

#include "access/listing.h"
#include "access/page.h"
#include "access/right.h"
#include "base/instant.h"
#include "waybill/scan.h"
#include "waybill/waybill_api.h"

typedef struct QuarantineQuery {
    int64_t reason;
    const char *provider, *cursor;
    int64_t limit;
    int64_t format;
} QuarantineQuery;

#define FILTER_FIELDS                                                                              \
    FIELD_ENUM(QuarantineQuery, reason, quarantine_reasons, .doc = "Why they are kept aside"),     \
        FIELD_TEXT(QuarantineQuery, provider, .max = 32, .doc = "Only this provider's events"),    \
        PAGE_FIELDS(QuarantineQuery)

static const Field quarantine_fields[] = {FILTER_FIELDS, FIELD_END};
static const Shape quarantine_shape =
    SHAPE(QuarantineQuery, quarantine_fields, "Which kept events");

static const Field export_fields[] = {FILTER_FIELDS, EXPORT_FORMAT_FIELD(QuarantineQuery),
                                      FIELD_END};
static const Shape export_shape =
    EXPORT_SHAPE(QuarantineQuery, "QuarantineExport", export_fields, "Which kept events");

static Status page(Ctx *ctx, const void *of, List *out, const char **next)
{
    const QuarantineQuery *query = of;
    QuarantineFilter filter = {
        .reason = query->reason, .provider = query->provider, .limit = query->limit + 1};
    Status s = page_start(ctx, query->cursor, 0, &filter.after_id);
    if (!s) s = quarantine_list(ctx, &filter, out);
    return s ? s : page_end(ctx, out, query->limit, &quarantined_scan_shape, next);
}

static const Listing kept = {.name = "quarantine",
                             .action = "quarantine.export",
                             .subject_kind = "quarantine",
                             .shape = &quarantined_scan_shape,
                             .page = page};

static Status api_quarantined(Ctx *ctx, Request *req)
{
    int64_t id;
    QuarantinedScan scan;
    Status s = path_id(ctx, req, "id", &id);
    if (!s) s = quarantine_find(ctx, id, &scan);
    return s ? s : reply(ctx, req, &scan, &quarantined_scan_shape);
}

typedef struct Release {
    int64_t after;    /* where to go on */
    int64_t released; /* in the answer */
} Release;

static const Field release_fields[] = {
    FIELD_ID(Release, after, .doc = "`after` of the answer before; without it, from the oldest"),
    FIELD_END};
static const Shape release_shape = SHAPE(Release, release_fields, "Where to begin");

static const Field released_fields[] = {
    FIELD_INT(Release, released, .doc = "How many were applied"),
    FIELD_ID(Release, after, .doc = "Ask again with this; null when all were looked at"),
    FIELD_END};
static const Shape released_shape = {.name = "Released",
                                     .doc = "What was let go",
                                     .size = sizeof(Release),
                                     .fields = released_fields};

/* So many at once keep the transaction short. */
#define RELEASE_AT_ONCE 5000

static Status api_release(Ctx *ctx, Request *req)
{
    Release out = *(const Release *)request_input(req);
    Status s = quarantine_release(ctx, RELEASE_AT_ONCE, &out.after, &out.released);
    return s ? s : reply(ctx, req, &out, &released_shape);
}

/* --- one by one --- */

static const Field mend_fields[] = {
    FIELD_TEXT(ScanInput, carrier, .max = 32, .doc = "The carrier's code"),
    FIELD_TEXT(ScanInput, no, .max = 64, .doc = "The waybill number"),
    FIELD_TIME(ScanInput, at, INSTANT_PLAUSIBLE, .offset_to = offsetof(ScanInput, at_offset),
               .doc = "When it happened"),
    FIELD_TEXT(ScanInput, provider, .max = 32, .doc = "Whose codes these are"),
    FIELD_TEXT(ScanInput, code, .max = 64, .doc = "The provider's code"),
    FIELD_TEXT(ScanInput, action, .max = 64, .doc = "The provider's action"),
    FIELD_ENUM(ScanInput, stage, stage_names, .doc = "The stage reached, over what the code says"),
    FIELD_ENUM(ScanInput, exception, exception_names,
               .doc = "The exception opened, over what the code says"),
    FIELD_ENUM(ScanInput, cause, cause_names, .doc = "Whose doing the exception is"),
    FIELD_ENUM(ScanInput, leg, leg_names, .doc = "Forward or return"),
    FIELD_END};
static const Shape mend_shape = {.name = "QuarantineMend",
                                 .doc = "What is to be otherwise of a kept event; the rest stays",
                                 .size = sizeof(ScanInput),
                                 .fields = mend_fields};

static Status api_mend(Ctx *ctx, Request *req)
{
    int64_t id;
    Status s = path_id(ctx, req, "id", &id);
    if (!s) s = quarantine_mend(ctx, id, request_input(req));
    return s ? s : reply_empty(req, 204);
}

typedef struct Discard {
    const char *why;
} Discard;

static const Field discard_fields[] = {
    FIELD_TEXT(Discard, why, .writing = WRITING_LINES, .required = true, .min = 1, .max = 300,
               .doc = "Why it is of no use; nothing personal: it is kept"),
    FIELD_END};
static const Shape discard_shape = SHAPE(Discard, discard_fields, "Why an event is thrown away");

static Status api_discard(Ctx *ctx, Request *req)
{
    const Discard *discard = request_input(req);
    int64_t id;
    Status s = path_id(ctx, req, "id", &id);
    if (!s) s = quarantine_discard(ctx, id, discard->why);
    return s ? s : reply_empty(req, 204);
}

static const Route routes[] = {
    {GET, "/api/v1/quarantine", .right = SCAN_REVIEW, .whole = "events kept aside are",
     .query = &quarantine_shape, .out = &quarantined_scan_shape, .is_list = true,
     .run = listing_page, .of = &kept,
     .doc = "Events kept aside: of unknown codes, or too far in the future"},
    {GET, "/api/v1/quarantine-export", .right = SCAN_REVIEW, .whole = "events kept aside are",
     .query = &export_shape, .media = "text/csv", .run = listing_export, .of = &kept,
     .doc = "Events kept aside as CSV or XLSX, from after a cursor where one is given"},
    {GET, "/api/v1/quarantine/{id}", .right = SCAN_REVIEW, .whole = "events kept aside are",
     .out = &quarantined_scan_shape, .run = api_quarantined, .doc = "One kept event, as it came"},
    {POST, "/api/v1/quarantine/release", .right = SCAN_REVIEW, .writes = true, .lane = LANE_LONG,
     .whole = "events kept aside are", .in = &release_shape, .out = &released_shape,
     .run = api_release, .doc = "Apply kept events that can be applied by now"},
    {POST, "/api/v1/quarantine/{id}/mend", .right = SCAN_REVIEW, .writes = true, .lane = LANE_LONG,
     .whole = "events kept aside are", .in = &mend_shape, .run = api_mend,
     .doc = "Mend a kept event and apply it"},
    {POST, "/api/v1/quarantine/{id}/discard", .right = SCAN_REVIEW, .writes = true,
     .lane = LANE_LONG, .whole = "events kept aside are", .in = &discard_shape, .run = api_discard,
     .doc = "Throw a kept event away; who did and why stays in the audit log"},
    ROUTE_END};

const Slice quarantine_slice = {.name = "quarantine", .doc = "Events kept aside", .routes = routes};
