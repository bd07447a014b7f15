#include "watch/rule.h"

#include <string.h>

#include "base/instant.h"
#include "customer/customer.h"
#include "watch/rule_kind.h"

const Name rule_kinds[] = {
    {"no_scan_since_collected", RULE_NO_SCAN_SINCE_COLLECTED, "Collected, and no scan for `hours`"},
    {"hub_in_without_out", RULE_HUB_IN_WITHOUT_OUT, "In a hub for `hours`, and not out of it"},
    {"no_scan", RULE_NO_SCAN, "Under way, and no scan for `hours`"},
    {"out_for_delivery_until_evening", RULE_OUT_UNTIL_EVENING,
     "Out for delivery, and no word by `minute` of the day"},
    {"at_pickup_point_too_long", RULE_AT_PICKUP_POINT_LONG, "Not picked up for `hours`"},
    {"overdue", RULE_OVERDUE, "Not delivered when the promise is past (and `hours` of grace)"},
    {"late_chance", RULE_LATE_CHANCE,
     "The chance to come late is at least `threshold`; looked at every `hours` or more"},
    {"silence", RULE_SILENCE,
     "Silent for longer than 99 in 100 of the gaps on this lane, and for `hours` at least"},
    {"no_info", RULE_NO_INFO, "Ordered `hours` ago, and no scan"},
    {NULL, 0, NULL}};

const Name severity_names[] = {{"low", SEVERITY_LOW, NULL},
                               {"medium", SEVERITY_MEDIUM, NULL},
                               {"high", SEVERITY_HIGH, NULL},
                               {"critical", SEVERITY_CRITICAL, NULL},
                               {NULL, 0, NULL}};

static const Field rule_fields[] = {
    FIELD_ID(WatchRule, id, .read_only = true, .doc = "Its id"),
    FIELD_INT(WatchRule, version, .read_only = true, .doc = "Rises with every change"),
    FIELD_TEXT(WatchRule, code, .required = true, .max = 40, .example = "hub_without_departure",
               .doc = "Small letters, digits and _: the natural key"),
    FIELD_TEXT(WatchRule, name, .required = true, .max = 80, .doc = "What people call it"),
    FIELD_TEXT(WatchRule, name_zh, .required = true, .max = 80, .doc = "… in Chinese"),
    FIELD_ENUM(WatchRule, kind, rule_kinds, .required = true, .doc = "What must not happen"),
    FIELD_INT(WatchRule, hours, .min = 1, .max = 8760, .doc = "For how long it is allowed"),
    FIELD_TEXT(WatchRule, calendar, .max = 32,
               .doc = "Code of the calendar whose working hours count; without one all hours do"),
    FIELD_REAL(WatchRule, threshold, .min = 0, .above_min = true, .max = 1, .doc = "Of a chance"),
    FIELD_INT(WatchRule, minute, .min = 0, .max = CALENDAR_MINUTES,
              .doc = "Minute of the day in the company's zone"),
    FIELD_TEXT(WatchRule, carrier, .max = 16, .doc = "Only parcels of this carrier"),
    FIELD_TEXT(WatchRule, product, .max = 32, .doc = "Only of this service product"),
    FIELD_TEXT(WatchRule, origin, .max = 16, .doc = "Only from this region"),
    FIELD_TEXT(WatchRule, destination, .max = 16, .doc = "Only to this region"),
    FIELD_TEXT(WatchRule, outlet, .max = 32, .doc = "Only while in this outlet's subtree"),
    FIELD_TEXT(WatchRule, customer, .max = 64, .doc = "Only those that this customer pays for"),
    FIELD_MONEY(WatchRule, insured, .min = 0, .max = INT64_MAX,
                .doc = "Only those insured for at least that"),
    FIELD_ENUM(WatchRule, tier, customer_tiers, .doc = "Only those that such a customer pays for"),
    FIELD_ENUM(WatchRule, exception, exception_names,
               .doc = "What it opens on the parcel; the kind's usual one where it is not given"),
    FIELD_ENUM(WatchRule, cause, cause_names,
               .doc = "Whose doing; the exception's usual one where it is not given"),
    FIELD_ENUM(WatchRule, severity, severity_names, .required = true, .doc = "How bad it is"),
    FIELD_TEXT(WatchRule, plan, .max = 40, .doc = "Code of the plan that is proposed"),
    FIELD_TEXT(WatchRule, source, .writing = WRITING_LINES, .max = 300,
               .doc = "Why it is as it is"),
    FIELD_BOOL(WatchRule, is_off, .doc = "Finds nothing"),
    FIELD_END};
const Shape watch_rule_shape = SHAPE(WatchRule, rule_fields, "What the watch looks for");

/* --- the kinds --- */

#define AT(stage) (UINT32_C(1) << STAGE_##stage)
#define ON_THE_ROAD                                                                                \
    (AT(COLLECTED) | AT(IN_TRANSIT) | AT(HUB_IN) | AT(HUB_OUT) | AT(DEST_CITY) | AT(REDIRECTED) |  \
     AT(CUSTOMS_IN) | AT(CUSTOMS_OUT))
#define NOT_ENDED (AT(CREATED) | ON_THE_ROAD | AT(OUT_FOR_DELIVERY) | AT(AT_PICKUP_POINT))
#define OPENS(exception) EXCEPTION_BIT(EXCEPTION_##exception)

static const RuleKindRow kinds[] = {
    [RULE_NO_SCAN_SINCE_COLLECTED] = {AT(COLLECTED), PARAMETER_HOURS, PARAMETER_CALENDAR,
                                      EXCEPTION_STALLED, OPENS(STALLED) | OPENS(NETWORK)},
    [RULE_HUB_IN_WITHOUT_OUT] = {AT(HUB_IN), PARAMETER_HOURS, PARAMETER_CALENDAR, EXCEPTION_STALLED,
                                 OPENS(STALLED) | OPENS(NETWORK)},
    [RULE_NO_SCAN] = {ON_THE_ROAD | AT(RETURNING), PARAMETER_HOURS, PARAMETER_CALENDAR,
                      EXCEPTION_STALLED, OPENS(STALLED) | OPENS(NETWORK)},
    [RULE_OUT_UNTIL_EVENING] = {AT(OUT_FOR_DELIVERY), PARAMETER_MINUTE, 0, EXCEPTION_STALLED,
                                OPENS(STALLED) | OPENS(NETWORK)},
    [RULE_AT_PICKUP_POINT_LONG] = {AT(AT_PICKUP_POINT), PARAMETER_HOURS, PARAMETER_CALENDAR,
                                   EXCEPTION_PICKUP_OVERDUE, OPENS(PICKUP_OVERDUE)},
    [RULE_OVERDUE] = {NOT_ENDED, 0, PARAMETER_HOURS | PARAMETER_CALENDAR, EXCEPTION_OVERDUE,
                      OPENS(OVERDUE)},
    [RULE_LATE_CHANCE] = {NOT_ENDED, PARAMETER_HOURS | PARAMETER_THRESHOLD, 0, EXCEPTION_AT_RISK,
                          OPENS(AT_RISK)},
    [RULE_SILENCE] = {ON_THE_ROAD | AT(OUT_FOR_DELIVERY), PARAMETER_HOURS, 0, EXCEPTION_STALLED,
                      OPENS(STALLED) | OPENS(NETWORK)},
    [RULE_NO_INFO] = {AT(CREATED), PARAMETER_HOURS, PARAMETER_CALENDAR, EXCEPTION_NO_INFO,
                      OPENS(NO_INFO)},
};

const RuleKindRow *rule_kind_row(int64_t kind)
{
    return &kinds[kind];
}

/* --- what they mean for a parcel --- */

static bool text_fits(const char *wanted, const char *is)
{
    return wanted == NULL || strcmp(wanted, is) == 0;
}

static bool filters_fit(const WatchRule *rule, const WaybillFacts *facts)
{
    return text_fits(rule->carrier, facts->carrier) && text_fits(rule->product, facts->product) &&
           text_fits(rule->origin, facts->origin) &&
           text_fits(rule->destination, facts->destination);
}

/* When its way began; the id holds the instant at which a parcel became known. */
static int64_t ordered_at(const WaybillFacts *facts)
{
    return facts->ordered_ms != NONE ? facts->ordered_ms : id_ms(facts->waybill_id);
}

int64_t rule_anchor(const WatchRule *rule, const WaybillFacts *facts)
{
    if (!(kinds[rule->kind].stages >> facts->stage & 1) || !filters_fit(rule, facts)) return NONE;
    switch (rule->kind) {
    case RULE_OVERDUE:
    case RULE_LATE_CHANCE:
        return facts->leg == LEG_FORWARD ? facts->promised_ms : NONE;
    case RULE_NO_INFO:
        return ordered_at(facts);
    default:
        return facts->last_ms;
    }
}

/* That minute of the anchor's day, or of the next where the anchor is past it. */
static int64_t evening(int64_t anchor_ms, int64_t minute, const char *zone)
{
    int64_t day = instant_date(anchor_ms, zone);
    int64_t at = date_minute_instant(day, (int)minute, zone);
    return at > anchor_ms ? at : date_minute_instant(day + 1, (int)minute, zone);
}

static int64_t first_look(const WatchRule *rule, const WaybillFacts *facts)
{
    int64_t begun = facts->collected_ms != NONE ? facts->collected_ms : ordered_at(facts);
    int64_t look = begun + rule->hours * HOUR_MS;
    return look < facts->promised_ms ? look : NONE;
}

int64_t rule_look(const WatchRule *rule, const char *zone, const WaybillFacts *facts)
{
    int64_t anchor = rule_anchor(rule, facts);
    if (anchor == NONE) return NONE;
    if (rule->kind == RULE_OUT_UNTIL_EVENING) return evening(anchor, rule->minute, zone);
    if (rule->kind == RULE_LATE_CHANCE) return first_look(rule, facts);
    /* working hours never pass faster than plain ones */
    return rule->hours == NONE ? anchor : anchor + rule->hours * HOUR_MS;
}
