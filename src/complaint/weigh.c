#include "complaint/weigh.h"

#include <string.h>

#include "access/audit.h"
#include "base/instant.h"
#include "complaint/complaint_store.h"
#include "desk/desk.h"
#include "desk/ticket_refs.h"

const Name complaint_weight_factors[] = {
    {"category", WEIGHT_CATEGORY, "Severity of a category"},
    {"tier", WEIGHT_TIER, "Of a customer's tier"},
    {"age", WEIGHT_AGE, "From so many hours after receipt on"},
    {"value", WEIGHT_VALUE, "From a parcel's value in fen on"},
    {"priority", WEIGHT_PRIORITY, "The score from which one holds"},
    {NULL, 0, NULL}};

static const Field weight_fields[] = {
    FIELD_ENUM(Weight, factor, complaint_weight_factors, .required = true, .doc = "What weighs"),
    FIELD_TEXT(Weight, tier, .max = 32, .doc = "Of tiers: its code"),
    FIELD_INT(Weight, at, .max = INT64_C(1000000000000),
              .doc = "Of a category or priority its number, of age hours, of value fen"),
    FIELD_INT(Weight, weight, .required = true, .max = 1000000,
              .doc = "Hundredths: 100 changes nothing; 0 takes it away"),
    FIELD_INT(Weight, version, .read_only = true, .doc = "Rises with every change"),
    FIELD_END};
const Shape complaint_weight_shape =
    SHAPE(Weight, weight_fields, "What makes a complaint matter more");

/* Our own judgement; a company sets its own. */
static const Weight shipped[] = {
    {WEIGHT_CATEGORY, "", CATEGORY_DELIVERY_SERVICE, 100},
    {WEIGHT_CATEGORY, "", CATEGORY_DELAY, 100},
    {WEIGHT_CATEGORY, "", CATEGORY_LOSS_SHORTAGE, 200},
    {WEIGHT_CATEGORY, "", CATEGORY_DAMAGE, 180},
    {WEIGHT_CATEGORY, "", CATEGORY_ACCEPTANCE_SERVICE, 80},
    {WEIGHT_CATEGORY, "", CATEGORY_OVERCHARGING, 120},
    {WEIGHT_CATEGORY, "", CATEGORY_COD, 200},
    {WEIGHT_CATEGORY, "", CATEGORY_OTHER, 80},
    {WEIGHT_TIER, "project", 0, 200},
    {WEIGHT_TIER, "vip", 0, 150},
    {WEIGHT_TIER, "mid", 0, 120},
    {WEIGHT_TIER, "regular", 0, 100},
    {WEIGHT_TIER, "floating", 0, 100},
    {WEIGHT_AGE, "", 0, 100},
    {WEIGHT_AGE, "", 48, 120},
    {WEIGHT_AGE, "", 96, 150},
    {WEIGHT_AGE, "", 144, 200},
    {WEIGHT_VALUE, "", 0, 100},
    {WEIGHT_VALUE, "", 100000, 120},
    {WEIGHT_VALUE, "", 1000000, 150},
    {WEIGHT_PRIORITY, "", PRIORITY_NORMAL, 90},
    {WEIGHT_PRIORITY, "", PRIORITY_HIGH, 180},
    {WEIGHT_PRIORITY, "", PRIORITY_URGENT, 350},
};

Status complaint_weight_list(Ctx *ctx, List *out)
{
    return complaint_weight_store_list(ctx, out);
}

static bool known(const Name *names, int64_t value)
{
    while (names->name && names->value != value)
        names++;
    return names->name;
}

/* Of a tier, category or priority that there is none of nothing would ever weigh. */
static Status check_place(Ctx *ctx, const Weight *weight)
{
    if (weight->factor == WEIGHT_TIER && weight->at)
        return fail_field(ctx, "at", "is not given for tiers");
    if (weight->factor == WEIGHT_TIER) return ref_tier(ctx, weight->tier);
    if (weight->factor == WEIGHT_CATEGORY && !known(complaint_categories, weight->at))
        return fail_field(ctx, "at", "complaints have no category %lld", (long long)weight->at);
    if (weight->factor == WEIGHT_PRIORITY && !known(ticket_priorities, weight->at))
        return fail_field(ctx, "at", "tickets have no priority %lld", (long long)weight->at);
    return OK;
}

/* A priority that needs no more than a lower one would leave that to nobody. */
static Status check_rising(Ctx *ctx, const Weight *weight, const List *have)
{
    const Weight *items = have->items;
    for (size_t i = 0; i < have->count && weight->factor == WEIGHT_PRIORITY; i++) {
        bool above = items[i].at > weight->at && items[i].weight <= weight->weight;
        bool below = items[i].at < weight->at && items[i].weight >= weight->weight;
        if (items[i].factor != WEIGHT_PRIORITY || (!above && !below)) continue;
        return fail_field(ctx, "weight", "must be %s that of %s, %lld", above ? "below" : "above",
                          name_of(ticket_priorities, items[i].at), (long long)items[i].weight);
    }
    return OK;
}

static Status check_weight(Ctx *ctx, Weight *weight)
{
    List have;
    if (weight->at == NONE) weight->at = 0;
    if (!weight->tier) weight->tier = "";
    if (weight->at < 0) return fail_field(ctx, "at", "must not be negative");
    if (weight->weight < 0) return fail_field(ctx, "weight", "must not be negative");
    if ((weight->factor == WEIGHT_TIER) != (*weight->tier != '\0'))
        return fail_field(ctx, "tier", "is given for tiers, and for nothing else");
    if (!weight->weight) return OK;
    Status s = check_place(ctx, weight);
    if (!s) s = complaint_weight_store_list(ctx, &have);
    return s ? s : check_rising(ctx, weight, &have);
}

static Status not_written(Ctx *ctx, const Weight *weight)
{
    if (!weight->version && !weight->weight) return fail(ctx, NOT_FOUND, "there is no such weight");
    if (!weight->version) return fail(ctx, CONFLICT, "there is such a weight already");
    return fail(ctx, STALE, "that weight is at another version than %lld",
                (long long)weight->version);
}

Status complaint_weight_put(Ctx *ctx, Weight *weight)
{
    bool written = false;
    Status s = scope_check_whole(ctx, "weights of complaints are");
    if (!s) s = check_weight(ctx, weight);
    if (!s && (weight->version || weight->weight))
        s = complaint_weight_store_put(ctx, weight, &written);
    if (!s && !written) s = not_written(ctx, weight);
    return s ? s
             : audit_write(ctx, "complaint_weight.put", "complaint_weight", weight->factor, NULL);
}

Status complaint_weight_seed(Ctx *ctx)
{
    List have;
    Status s = complaint_weight_store_list(ctx, &have);
    for (size_t i = 0; i < sizeof shipped / sizeof *shipped && !s && !have.count; i++) {
        Weight weight = shipped[i];
        bool written;
        s = complaint_weight_store_put(ctx, &weight, &written);
    }
    return s;
}

/* Of thresholds the highest that `value` reaches; 100 where there is none. */
static int64_t weight_from(const List *weights, WeightFactor factor, int64_t value)
{
    const Weight *items = weights->items;
    int64_t found = 100, from = INT64_MIN;
    for (size_t i = 0; i < weights->count; i++) {
        if (items[i].factor != factor || items[i].at > value || items[i].at < from) continue;
        from = items[i].at;
        found = items[i].weight;
    }
    return found;
}

static int64_t weight_exact(const List *weights, WeightFactor factor, const char *tier, int64_t at)
{
    const Weight *items = weights->items;
    for (size_t i = 0; i < weights->count; i++)
        if (items[i].factor == factor && items[i].at == at && strcmp(items[i].tier, tier) == 0)
            return items[i].weight;
    return 100;
}

/* The highest whose score is reached. */
static int64_t priority_of(const List *weights, int64_t score)
{
    const Weight *items = weights->items;
    int64_t priority = PRIORITY_LOW;
    for (size_t i = 0; i < weights->count; i++)
        if (items[i].factor == WEIGHT_PRIORITY && items[i].weight <= score &&
            items[i].at > priority && items[i].at <= PRIORITY_URGENT)
            priority = items[i].at;
    return priority;
}

static int64_t next_age(const List *weights, const Complaint *c, int64_t at)
{
    const Weight *items = weights->items;
    int64_t next = NONE;
    for (size_t i = 0; i < weights->count; i++) {
        if (items[i].factor != WEIGHT_AGE) continue;
        int64_t when = c->received_at + items[i].at * HOUR_MS;
        if (when > at && (next == NONE || when < next)) next = when;
    }
    return next;
}

static Status set_reasons(Ctx *ctx, Complaint *c, const int64_t weights[4])
{
    static const char *const names[] = {"category", "tier", "age", "value"};
    const char **items = ARENA_ARRAY(ctx->arena, 8, const char *);
    if (!items) return no_memory(ctx);
    for (size_t i = 0; i < 4; i++) {
        const char *text = arena_format(ctx->arena, "%lld.%02lld", (long long)weights[i] / 100,
                                        (long long)weights[i] % 100);
        if (!text) return no_memory(ctx);
        items[2 * i] = names[i];
        items[2 * i + 1] = text;
    }
    c->reasons = (Texts){items, 8};
    return OK;
}

Status complaint_weigh(Ctx *ctx, Complaint *c, int64_t at, int64_t *next)
{
    List weights;
    Status s = complaint_weight_store_list(ctx, &weights);
    if (s) return s;
    int64_t hours = at > c->received_at ? (at - c->received_at) / HOUR_MS : 0;
    const int64_t parts[4] = {
        c->category == NONE ? 100 : weight_exact(&weights, WEIGHT_CATEGORY, "", c->category),
        c->tier ? weight_exact(&weights, WEIGHT_TIER, c->tier, 0) : 100,
        weight_from(&weights, WEIGHT_AGE, hours),
        c->value == NONE ? 100 : weight_from(&weights, WEIGHT_VALUE, c->value),
    };
    double score = 100;
    for (int i = 0; i < 4; i++)
        score = score * (double)parts[i] / 100;
    c->score = score > 1e12 ? INT64_C(1000000000000) : (int64_t)(score + 0.5);
    c->priority = priority_of(&weights, c->score);
    *next = next_age(&weights, c, at);
    return set_reasons(ctx, c, parts);
}
