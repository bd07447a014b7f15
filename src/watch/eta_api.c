#include "access/person.h"
#include "access/right.h"
#include "access/setting.h"
#include "base/instant.h"
#include "watch/eta_slice.h"
#include "watch/eta_told.h"
#include "watch/evidence.h"
#include "watch/watch.h"

typedef struct AccuracyQuery {
    int64_t from, to, stage;
} AccuracyQuery;

static const Field accuracy_fields[] = {
    FIELD_DATE(AccuracyQuery, from, .doc = "Delivered from this day on; a month ago"),
    FIELD_DATE(AccuracyQuery, to, .doc = "… to this day, included; today"),
    FIELD_ENUM(AccuracyQuery, stage, eta_starts, .doc = "Announced at; collected"), FIELD_END};
static const Shape accuracy_shape = SHAPE(AccuracyQuery, accuracy_fields, "Which announcements");

enum { DAYS_SHOWN = 30 };

static Status api_accuracy(Ctx *ctx, Request *req)
{
    const AccuracyQuery *query = request_query(req);
    const int64_t today = eta_day(ctx_now(ctx));
    const int64_t to = query->to == NONE ? today : query->to;
    const int64_t from = query->from == NONE ? to - DAYS_SHOWN : query->from;
    const int64_t start = query->stage == NONE ? ETA_FROM_COLLECTED : query->stage;
    if (to < from) return fail_field(ctx, "to", "not before the first day");
    Replay accuracy;
    Status s = scope_check_whole(ctx, "how right expectations were is");
    if (!s) s = watch_accuracy(ctx, (EtaStart)start, from, to, &accuracy);
    return s ? s : reply(ctx, req, &accuracy, &replay_shape);
}

static const Route eta_routes[] = {
    {GET, "/api/v1/watch/accuracy", .right = FIGURE_READ, .query = &accuracy_shape,
     .out = &replay_shape, .run = api_accuracy,
     .doc = "How right was what was announced of parcels: the replay's figures on live data"},
    ROUTE_END};

const Slice eta_slice = {.name = "eta",
                         .doc = "What is expected of parcels, and how right it was",
                         .routes = eta_routes,
                         .jobs = eta_jobs};
