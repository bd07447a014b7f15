#include "watch/finding.h"

#include "access/listing.h"
#include "access/outlet.h"
#include "access/person.h"
#include "access/setting.h"
#include "base/instant.h"
#include "base/text.h"
#include "customer/customer.h"
#include "watch/finding_store.h"

const Name finding_outcomes[] = {
    {"recovered", FINDING_RECOVERED, "It went on"},
    {"delivered_on_time", FINDING_DELIVERED_ON_TIME, "Delivered within the promise"},
    {"delivered_late", FINDING_DELIVERED_LATE, "Delivered after the promise"},
    {"delivered", FINDING_DELIVERED, "Delivered, and nothing had been promised"},
    {"returned", FINDING_RETURNED, "It went back to the sender"},
    {"lost", FINDING_LOST, "It is lost"},
    {"ended", FINDING_ENDED, "Cancelled or terminated"},
    {"false_alarm", FINDING_FALSE_ALARM, "Said by hand: there was nothing wrong"},
    {"handled", FINDING_HANDLED, "Said by hand: done what could be done"},
    {"excused", FINDING_EXCUSED, "What it counted from was moved: another promise"},
    {NULL, 0, NULL}};

const Name finding_act_kinds[] = {{"acknowledge", ACT_ACKNOWLEDGE, "Somebody has seen it"},
                                  {"accept", ACT_ACCEPT, "A step will be done"},
                                  {"decline", ACT_DECLINE, "A step will not be done"},
                                  {"done", ACT_DONE, "A step is done"},
                                  {"close", ACT_CLOSE, "It is over, whatever the scans say"},
                                  {NULL, 0, NULL}};

static const Name states[] = {{"open", 1, "Still open"}, {"closed", 2, "Closed"}, {NULL, 0, NULL}};
static const Name heat_by_names[] = {
    {"outlet", HEAT_BY_OUTLET, "By where the parcels were"},
    {"lane", HEAT_BY_LANE, "By origin and destination"},
    {"hour", HEAT_BY_HOUR, "By the hour they were found in"},
    {"lane_hour", HEAT_BY_LANE_HOUR, "The hottest lanes by hour of the company's day"},
    {NULL, 0, NULL}};

static const Field step_fields[] = {
    FIELD_INT(FindingStep, step, .doc = "Its number, from 1"),
    FIELD_ENUM(FindingStep, action, plan_actions, .doc = "What is proposed"),
    FIELD_TEXT(FindingStep, text, .doc = "In words"),
    FIELD_TEXT(FindingStep, text_zh, .doc = "… in Chinese"),
    FIELD_TEXT(FindingStep, outlet, .doc = "Of a handoff: to whom"),
    FIELD_TIME(FindingStep, due_at,
               .doc = "To be done by; null without a time, or while it waits for another step"),
    FIELD_ENUM(FindingStep, act, finding_act_kinds, .doc = "The last that was said of it"),
    FIELD_END};
static const Shape step_shape = SHAPE(FindingStep, step_fields, "A proposed step");

static const Field act_fields[] = {
    FIELD_TIME(FindingAct, at, .doc = "When"),
    FIELD_ENUM(FindingAct, act, finding_act_kinds, .doc = "What was done"),
    FIELD_INT(FindingAct, step, .doc = "Of the step; null: of the finding as a whole"),
    FIELD_TEXT(FindingAct, note, .personal = PERSONAL_WORDS, .doc = "Why"),
    FIELD_TEXT(FindingAct, who, .colleague = true, .doc = "Login of who did"),
    FIELD_END};
const Shape finding_act_shape = SHAPE(FindingAct, act_fields, "What a person did about a finding");

static const Field finding_fields[] = {
    FIELD_ID(Finding, id, .doc = "Its id"),
    FIELD_INT(Finding, version, .doc = "Rises with every change"),
    FIELD_ID(Finding, waybill_id, .doc = "The parcel"),
    FIELD_TEXT(Finding, carrier, .doc = "The parcel's carrier"),
    FIELD_TEXT(Finding, no, .doc = "… and number"),
    FIELD_TEXT(Finding, rule, .doc = "Code of the rule"),
    FIELD_INT(Finding, rule_version, .doc = "… and its version"),
    FIELD_ENUM(Finding, kind, rule_kinds, .doc = "What the rule looks for"),
    FIELD_ENUM(Finding, exception, exception_names, .doc = "What was opened on the parcel"),
    FIELD_ENUM(Finding, severity, severity_names, .doc = "How bad it is"),
    FIELD_TIME(Finding, found_at, .doc = "When it was found"),
    FIELD_TIME(Finding, since_at, .doc = "From when on the rule counted"),
    FIELD_TIME(Finding, limit_at, .doc = "Until when it was allowed"),
    FIELD_ENUM(Finding, stage, stage_names, .doc = "Where in its life the parcel was"),
    FIELD_TEXT(Finding, outlet, .doc = "Where it was seen last; null: not known"),
    FIELD_TEXT(Finding, origin, .doc = "From this region"),
    FIELD_TEXT(Finding, destination, .doc = "To this region"),
    FIELD_TEXT(Finding, customer, .doc = "Code of who pays"),
    FIELD_TIME(Finding, promised_at, .doc = "What was promised then"),
    FIELD_REAL(Finding, late, .doc = "The chance to be late then; null where it was not asked"),
    FIELD_INT(Finding, samples, .doc = "Gaps that the limit was known from; null: a fixed limit"),
    FIELD_TIME(Finding, acknowledged_at, .doc = "Since when somebody knows; null: nobody does"),
    FIELD_TIME(Finding, closed_at, .doc = "Until when; null while it is open"),
    FIELD_ENUM(Finding, outcome, finding_outcomes, .doc = "What it turned out to be"),
    FIELD_TEXT(Finding, note, .personal = PERSONAL_WORDS, .doc = "Of who closed it by hand"),
    FIELD_INT(Finding, hours, .no_column = true, .doc = "For how many whole hours it was open"),
    FIELD_TEXT(Finding, explanation, .no_column = true, .doc = "The same in words"),
    FIELD_TEXT(Finding, explanation_zh, .no_column = true, .doc = "… in Chinese"),
    FIELD_LIST(Finding, steps, &step_shape, .doc = "What is proposed; only of one finding"),
    FIELD_LIST(Finding, acts, &finding_act_shape, .doc = "What was done; only of one finding"),
    FIELD_END};
const Shape finding_shape = SHAPE(Finding, finding_fields, "Trouble that the watch found");

static const Field act_input_fields[] = {
    FIELD_ENUM(FindingActInput, act, finding_act_kinds, .required = true, .doc = "What is done"),
    FIELD_INT(FindingActInput, step, .min = 1, .max = PLAN_STEPS_MAX,
              .doc = "Of which step: for accept, decline and done"),
    FIELD_ENUM(FindingActInput, outcome, finding_outcomes,
               .doc = "For close: false_alarm or handled"),
    FIELD_TEXT(FindingActInput, note, .writing = WRITING_LINES, .max = 500,
               .doc = "Why; needed to close or to decline"),
    FIELD_END};
const Shape finding_act_input_shape =
    SHAPE(FindingActInput, act_input_fields, "What a person does about a finding");

#define FILTER_FIELDS                                                                              \
    FIELD_ENUM(FindingFilter, state, states, .doc = "Open or closed; both where not given"),       \
        FIELD_TEXT(FindingFilter, rule, .max = 40, .doc = "Found by this rule"),                   \
        FIELD_TEXT(FindingFilter, outlet, .max = 32, .doc = "In this outlet's subtree"),           \
        FIELD_TEXT(FindingFilter, origin, .max = 16, .doc = "From this region"),                   \
        FIELD_TEXT(FindingFilter, destination, .max = 16, .doc = "To this region"),                \
        FIELD_TEXT(FindingFilter, carrier, .max = 16, .doc = "Of this carrier's parcels"),         \
        FIELD_TEXT(FindingFilter, customer, .max = 64,                                             \
                   .doc = "Of parcels this customer pays for"),                                    \
        FIELD_ENUM(FindingFilter, exception, exception_names, .doc = "That opened this"),          \
        FIELD_ENUM(FindingFilter, severity, severity_names, .doc = "At least that bad"),           \
        FIELD_TIME(FindingFilter, since, .doc = "Found then or later"),                            \
        FIELD_TIME(FindingFilter, until, .doc = "Found before then"),                              \
        FIELD_INT(FindingFilter, hour, .min = 0, .max = 23,                                        \
                  .doc = "Found in that hour of the company's day"),                               \
        FIELD_ID(FindingFilter, waybill_id, .doc = "Of this parcel"), PAGE_FIELDS(FindingFilter)

static const Field filter_fields[] = {FILTER_FIELDS, FIELD_END};
const Shape finding_filter_shape = SHAPE(FindingFilter, filter_fields, "Which findings");

static const Field export_fields[] = {FILTER_FIELDS, EXPORT_FORMAT_FIELD(FindingFilter), FIELD_END};
const Shape finding_export_shape =
    EXPORT_SHAPE(FindingFilter, "FindingExport", export_fields, "Which findings");

static const Field event_fields[] = {
    FIELD_ID(FindingEvent, finding_id, .doc = "The finding"),
    FIELD_ID(FindingEvent, waybill_id, .doc = "The parcel"),
    FIELD_ID(FindingEvent, customer_id, .doc = "Who pays"),
    FIELD_TEXT(FindingEvent, carrier, .doc = "The parcel's carrier"),
    FIELD_TEXT(FindingEvent, rule, .doc = "Code of the rule"),
    FIELD_TEXT(FindingEvent, outlet, .doc = "Where the parcel is"),
    FIELD_ENUM(FindingEvent, exception, exception_names, .doc = "What was opened"),
    FIELD_ENUM(FindingEvent, severity, severity_names, .doc = "How bad it is"),
    FIELD_ENUM(FindingEvent, outcome, finding_outcomes, .doc = "Null when it was opened"),
    FIELD_END};
const Shape finding_event_shape = SHAPE(FindingEvent, event_fields, "A finding opened or closed");

static const Field heat_fields[] = {
    FIELD_TEXT(HeatCell, outlet, .doc = "By outlet: its code; null: not known"),
    FIELD_TEXT(HeatCell, origin, .doc = "By lane: from"),
    FIELD_TEXT(HeatCell, destination, .doc = "By lane: to"),
    FIELD_TIME(HeatCell, hour_at, .doc = "By hour: when it began"),
    FIELD_INT(HeatCell, hour, .doc = "By lane and hour: of the company's day, 0 to 23"),
    FIELD_INT(HeatCell, found, .doc = "Findings of the span"),
    FIELD_INT(HeatCell, open, .doc = "… that are still open"),
    FIELD_END};
const Shape heat_cell_shape = SHAPE(HeatCell, heat_fields, "How many findings there were");

static const Field heat_query_fields[] = {
    FIELD_ENUM(HeatQuery, by, heat_by_names, .doc = "What is told apart; outlets"),
    FIELD_TIME(HeatQuery, from, .doc = "Found in the hour of this instant or later; a day ago"),
    FIELD_TIME(HeatQuery, to, .doc = "Found before the hour of this instant ends; now"),
    FIELD_TEXT(HeatQuery, outlet, .max = 32, .doc = "Only in this outlet's subtree"), FIELD_END};
const Shape heat_query_shape = SHAPE(HeatQuery, heat_query_fields, "Of what span, by what");

/* --- lists --- */

static const char *or_empty(const char *text)
{
    return text ? text : "";
}

static int64_t or_zero(int64_t value)
{
    return value == NONE ? 0 : value;
}

/* The id of a code; -1, which nothing has, where there is none. */
static Status outlet_of(Ctx *ctx, const char *code, int64_t *out)
{
    *out = 0;
    if (!code) return OK;
    const char *normal = text_normal(ctx->arena, code);
    if (!normal) return no_memory(ctx);
    *out = outlet_id_of(ctx, normal);
    if (!*out) *out = -1;
    return OK;
}

/* How far the company's day is from UTC's now; a span in which its clocks were changed is counted
 * as today's are. */
static int64_t day_offset_min(Ctx *ctx)
{
    return zone_offset_ms(setting_text(ctx, SETTING_NAMED_ZONE), ctx_now(ctx)) / MINUTE_MS;
}

static Status search_make(Ctx *ctx, const FindingFilter *filter, FindingSearch *out)
{
    *out = (FindingSearch){
        .state = or_zero(filter->state),
        .waybill_id = filter->waybill_id,
        .exception = filter->exception, /* NONE: any, as 0 is one */
        .severity = or_zero(filter->severity),
        .hour = filter->hour,
        .offset_min = day_offset_min(ctx),
        .since_id = filter->since == NONE ? 0 : id_floor(filter->since),
        .rule = or_empty(filter->rule),
        .origin = or_empty(filter->origin),
        .destination = or_empty(filter->destination),
        .carrier = or_empty(filter->carrier),
        .customer = or_empty(filter->customer),
    };
    int64_t end = or_zero(filter->until) ? id_floor(filter->until) : INT64_MAX;
    Status s = outlet_of(ctx, filter->outlet, &out->outlet_id);
    return s ? s : page_start(ctx, filter->cursor, end, &out->before_id);
}

static Status shown(Ctx *ctx, Finding *finding)
{
    if (finding->closed_at != NONE)
        finding->hours = (finding->closed_at - finding->found_at) / HOUR_MS;
    return finding_explain(ctx, finding);
}

Status finding_list(Ctx *ctx, const FindingFilter *filter, List *out, const char **next)
{
    FindingSearch search;
    int64_t limit = page_limit(filter->limit);
    Status s = search_make(ctx, filter, &search);
    search.limit = limit + 1;
    if (!s) s = finding_store_list(ctx, &search, out);
    if (!s) s = page_end(ctx, out, limit, &finding_shape, next);
    Finding *findings = out->items;
    for (size_t i = 0; !s && i < out->count; i++)
        s = shown(ctx, &findings[i]);
    return s;
}

Status finding_count(Ctx *ctx, const FindingFilter *filter, int64_t *out)
{
    FindingSearch search;
    Status s = search_make(ctx, filter, &search);
    search.limit = FINDINGS_COUNTED;
    return s ? s : finding_store_count(ctx, &search, out);
}

Status finding_heat(Ctx *ctx, const HeatQuery *query, List *out)
{
    int64_t to = query->to == NONE ? ctx_now(ctx) : query->to, outlet_id;
    int64_t from = query->from == NONE ? to - DAY_MS : query->from;
    if (from > to) return fail_field(ctx, "from", "the span ends before it begins");
    if (to - from > HEAT_DAYS_MAX * DAY_MS)
        return fail_field(ctx, "from", "at most %d days at once", HEAT_DAYS_MAX);
    if (scope_customer(ctx))
        return fail(ctx, FORBIDDEN, "the heat is of all customers' parcels together");
    Status s = outlet_of(ctx, query->outlet, &outlet_id);
    HeatBy by = query->by == NONE ? HEAT_BY_OUTLET : (HeatBy)query->by;
    if (s) return s;
    const HeatSearch search = {by, from / HOUR_MS, to / HOUR_MS + 1, outlet_id,
                               day_offset_min(ctx)};
    return heat_store_list(ctx, &search, out);
}
