#include "watch/incident_parcel.h"

#include "access/outlet.h"
#include "access/person.h"
#include "base/text.h"
#include "watch/incident_action.h"
#include "watch/incident_keep.h"
#include "watch/incident_parcel_store.h"
#include "waybill/number.h"

enum { UNKNOWN_SHOWN = 100 };

const Name bind_hows[] = {{"watch", BOUND_BY_WATCH, "The watch found it there"},
                          {"filter", BOUND_BY_FILTER, "Somebody bound all that fitted"},
                          {"number", BOUND_BY_NUMBER, "Somebody named it"},
                          {NULL, 0, NULL}};

static const Field parcel_fields[] = {
    FIELD_ID(IncidentParcel, waybill_id, .doc = "The parcel"),
    FIELD_TEXT(IncidentParcel, carrier, .doc = "Its carrier"),
    FIELD_TEXT(IncidentParcel, no, .doc = "… and number"),
    FIELD_ENUM(IncidentParcel, stage, stage_names, .doc = "Where in its life it is"),
    FIELD_TEXT(IncidentParcel, outlet, .doc = "Where it was seen last"),
    FIELD_TEXT(IncidentParcel, origin, .doc = "From this region"),
    FIELD_TEXT(IncidentParcel, destination, .doc = "To this region"),
    FIELD_TIME(IncidentParcel, promised_at, .doc = "What is promised"),
    FIELD_TIME(IncidentParcel, delivered_at, .doc = "When it was delivered"),
    FIELD_TIME(IncidentParcel, last_at, .doc = "When it was last heard of"),
    FIELD_TIME(IncidentParcel, bound_at, .doc = "Since when the incident binds it"),
    FIELD_ENUM(IncidentParcel, how, bind_hows, .doc = "How it came to"),
    FIELD_ID(IncidentParcel, finding_id, .doc = "The finding that brought it"),
    FIELD_TIME(IncidentParcel, told_at, .doc = "When its customer was sent a notice"),
    FIELD_END};
const Shape incident_parcel_shape =
    SHAPE(IncidentParcel, parcel_fields, "A parcel that an incident binds");

static const Field bind_fields[] = {
    FIELD_TEXTS(BindInput, numbers, .max = BIND_MAX, .doc = "Numbers of parcels"),
    FIELD_TEXT(BindInput, site, .max = 32, .doc = "Or all at this outlet or below it"),
    FIELD_TEXT(BindInput, origin, .max = 16, .doc = "Or from this region"),
    FIELD_TEXT(BindInput, destination, .max = 16, .doc = "… to this region"),
    FIELD_ENUM(BindInput, stage, stage_names, .doc = "Of these only those in this stage"),
    FIELD_TIME(BindInput, since, .doc = "… last heard of then or later"),
    FIELD_TIME(BindInput, until, .doc = "… last heard of before that"),
    FIELD_END};
const Shape bind_input_shape = SHAPE(BindInput, bind_fields, "Which parcels");

static const Field outcome_fields[] = {
    FIELD_INT(BindOutcome, changed, .doc = "Parcels that were bound, or taken out"),
    FIELD_BOOL(BindOutcome, more, .doc = "More fit: ask again"),
    FIELD_TEXTS(BindOutcome, unknown, .doc = "Numbers of no parcel; the first 100"),
    FIELD_INT(BindOutcome, version, .doc = "Of the incident, as it is now"), FIELD_END};
const Shape bind_outcome_shape = SHAPE(BindOutcome, outcome_fields, "What became of them");

Status incident_parcels(Ctx *ctx, int64_t id, int64_t limit, const char *cursor, List *out,
                        const char **next)
{
    Incident incident;
    int64_t after_id;
    Status s = incident_store_find(ctx, id, &incident);
    if (s == NOT_FOUND) return fail(ctx, NOT_FOUND, "there is no such incident");
    if (!s) s = page_start(ctx, cursor, 0, &after_id);
    if (!s) s = parcels_store_page(ctx, id, after_id, limit + 1, out);
    return s ? s : page_end(ctx, out, limit, &incident_parcel_shape, next);
}

/* --- which parcels --- */

static Status search_make(Ctx *ctx, const BindInput *input, ParcelSearch *out)
{
    *out = (ParcelSearch){.stage = input->stage == NONE ? 0 : input->stage,
                          .since = input->since,
                          .until = input->until,
                          .limit = BIND_MAX,
                          .origin = input->origin ? input->origin : "",
                          .destination = input->destination ? input->destination : ""};
    if (input->site) {
        const char *code = text_normal(ctx->arena, input->site);
        if (!code) return no_memory(ctx);
        out->outlet_id = outlet_id_of(ctx, code);
        if (!out->outlet_id || !outlet_visible(ctx, out->outlet_id))
            return fail_field(ctx, "site", "there is no outlet %s", code);
    }
    if (out->outlet_id || (input->origin && input->destination)) return OK;
    return fail_field(ctx, "site", "give numbers, a site, or both ends of a lane");
}

static Status numbers_normal(Ctx *ctx, const Texts *numbers, const char **out)
{
    char no[NUMBER_MAX + 1];
    for (size_t i = 0; i < numbers->count; i++) {
        bool good = number_normalise(ctx, numbers->items[i], no) == OK;
        if (!good) problem_clear(ctx);
        out[i] = good ? arena_text(ctx->arena, no) : numbers->items[i];
        if (!out[i]) return no_memory(ctx);
    }
    return OK;
}

static Status unknown_list(Ctx *ctx, const Texts *numbers, const bool *known, BindOutcome *out)
{
    const char **unknown = ARENA_ARRAY(ctx->arena, UNKNOWN_SHOWN, const char *);
    if (!unknown) return no_memory(ctx);
    out->unknown = (Texts){unknown, 0};
    for (size_t i = 0; i < numbers->count && out->unknown.count < UNKNOWN_SHOWN; i++)
        if (!known[i]) unknown[out->unknown.count++] = numbers->items[i];
    return OK;
}

typedef Status ByIds(Ctx *ctx, int64_t incident_id, const int64_t *ids, size_t count,
                     int64_t *changed);
typedef Status BySearch(Ctx *ctx, int64_t incident_id, const ParcelSearch *search,
                        int64_t *changed);

static Status by_number(Ctx *ctx, int64_t id, const Texts *numbers, ByIds *run, BindOutcome *out)
{
    enum { ROOM = 2 * BIND_MAX };
    size_t found = 0;
    const char **normal = ARENA_ARRAY(ctx->arena, numbers->count, const char *);
    bool *known = ARENA_ARRAY(ctx->arena, numbers->count, bool);
    int64_t *ids = ARENA_ARRAY(ctx->arena, ROOM, int64_t);
    if (!normal || !known || !ids) return no_memory(ctx);
    Status s = numbers_normal(ctx, numbers, normal);
    if (!s) s = parcels_store_numbers(ctx, normal, numbers->count, ids, ROOM, &found, known);
    if (!s) s = run(ctx, id, ids, found, &out->changed);
    return s ? s : unknown_list(ctx, numbers, known, out);
}

static Status by_search(Ctx *ctx, int64_t id, const BindInput *input, BySearch *run,
                        BindOutcome *out)
{
    ParcelSearch search;
    Status s = search_make(ctx, input, &search);
    if (!s) s = run(ctx, id, &search, &out->changed);
    out->more = out->changed == BIND_MAX;
    return s;
}

static Status bind_begin(Ctx *ctx, int64_t id, int64_t version, const BindInput *input,
                         Incident *incident)
{
    bool fits = input->site || input->origin || input->destination || input->stage != NONE ||
                input->since != NONE || input->until != NONE;
    if (input->numbers.count && fits)
        return fail_field(ctx, "numbers", "give either numbers, or what parcels must fit");
    Status s = incident_take(ctx, id, version, incident);
    return s ? s : incident_check_open(ctx, incident);
}

static Status bind_end(Ctx *ctx, Incident *incident, LoggedKind what, int64_t more,
                       BindOutcome *out)
{
    const IncidentEntry entry = {.what = what, .step = NONE, .count = out->changed};
    out->version = incident->version;
    if (!out->changed) return OK;
    Status s = incident_store_count(ctx, incident->id, more);
    incident->parcels += more;
    if (!s) s = incident_save(ctx, incident, &entry);
    out->version = incident->version;
    return s;
}

Status incident_bind(Ctx *ctx, int64_t id, int64_t version, const BindInput *input,
                     BindOutcome *out)
{
    Incident incident;
    *out = (BindOutcome){.changed = 0};
    Status s = bind_begin(ctx, id, version, input, &incident);
    if (s) return s;
    if (input->numbers.count)
        s = by_number(ctx, id, &input->numbers, parcels_store_bind_ids, out);
    else
        s = by_search(ctx, id, input, parcels_store_bind, out);
    if (!s) s = bind_end(ctx, &incident, LOGGED_BOUND, out->changed, out);
    return s || !out->changed ? s : incident_actions_follow(ctx, id);
}

Status incident_unbind(Ctx *ctx, int64_t id, int64_t version, const BindInput *input,
                       BindOutcome *out)
{
    Incident incident;
    *out = (BindOutcome){.changed = 0};
    Status s = bind_begin(ctx, id, version, input, &incident);
    if (s) return s;
    if (input->numbers.count)
        s = by_number(ctx, id, &input->numbers, parcels_store_unbind_ids, out);
    else
        s = by_search(ctx, id, input, parcels_store_unbind, out);
    return s ? s : bind_end(ctx, &incident, LOGGED_TAKEN_OUT, -out->changed, out);
}
