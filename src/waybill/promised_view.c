#include <string.h>

#include "access/setting.h"
#include "base/instant.h"
#include "waybill/milestone.h"
#include "waybill/promised_says.h"
#include "waybill/promised_store.h"
#include "waybill/scan_store.h"
#include "waybill/waybill_store.h"

static const Name milestone_kinds[] = {
    {"collection", MILESTONE_COLLECTION, NULL},
    {"first_visibility", MILESTONE_FIRST_VISIBILITY, "Seen here after its transport started"},
    {"destination_city", MILESTONE_DESTINATION_CITY, NULL},
    {"first_attempt", MILESTONE_FIRST_ATTEMPT, NULL},
    {"delivery", MILESTONE_DELIVERY, NULL},
    {NULL, 0, NULL}};
static const Name milestone_states[] = {
    {"none", MILESTONE_NONE, "Nothing is promised"},
    {"pending", MILESTONE_PENDING, "Not reached, and not due"},
    {"kept", MILESTONE_KEPT, NULL},
    {"broken", MILESTONE_BROKEN, "Reached late, or not reached and due"},
    {"excused", MILESTONE_EXCUSED, "The same, for a reason that excuses"},
    {NULL, 0, NULL}};
static const Name sources[] = {{"given", PROMISE_GIVEN, "Came with the parcel"},
                               {"computed", PROMISE_COMPUTED, "From its product and lane"},
                               {NULL, 0, NULL}};

static const Field milestone_fields[] = {
    FIELD_ENUM(Milestone, kind, milestone_kinds, .doc = "What is to be reached"),
    FIELD_ENUM(Milestone, state, milestone_states, .doc = "What became of it"),
    FIELD_TIME(Milestone, promised_at, .doc = "By when, as it is promised now"),
    FIELD_TIME(Milestone, original_at, .doc = "Before anybody changed it"),
    FIELD_TIME(Milestone, reached_at, .doc = "When it was"),
    FIELD_END};
static const Shape milestone_shape =
    SHAPE(Milestone, milestone_fields, "Something promised on a parcel's way");

static const Field change_fields[] = {
    FIELD_ID(PromiseChange, id, .doc = "Names it within the parcel"),
    FIELD_TIME(PromiseChange, at, .doc = "When it was changed"),
    FIELD_TEXT(PromiseChange, reason, .doc = "Code of the reason"),
    FIELD_ENUM(PromiseChange, effect, promise_effects, .doc = "What that does"),
    FIELD_TIME(PromiseChange, instant,
               .doc = "The new instant; of a move by hours or days: what was promised for earlier "
                      "stayed"),
    FIELD_INT(PromiseChange, move_hours, .doc = "By how many hours"),
    FIELD_INT(PromiseChange, move_days, .doc = "Or by how many working days"),
    FIELD_ID(PromiseChange, cause_id, .doc = "The mass cause behind it"),
    FIELD_ID(PromiseChange, undoes, .doc = "The change whose effect this takes back"),
    FIELD_TIME(PromiseChange, old_promised_at, .doc = "Promised before"),
    FIELD_TIME(PromiseChange, new_promised_at, .doc = "Promised after"),
    FIELD_BOOL(PromiseChange, old_excused, .doc = "Excused before"),
    FIELD_BOOL(PromiseChange, new_excused, .doc = "Excused after"),
    FIELD_TEXT(PromiseChange, text, .personal = PERSONAL_TEXT, .doc = "What was written with it"),
    FIELD_TEXT(PromiseChange, changed_by, .colleague = true, .doc = "Login; null: the system"),
    FIELD_TEXT(PromiseChange, says, .doc = "All of that in a sentence"),
    FIELD_END};
static const Shape change_shape =
    SHAPE(PromiseChange, change_fields, "A change of a promise, for ever");

static const Field rule_fields[] = {
    FIELD_OBJECT(PromiseRule, product, &product_shape, .doc = "The product, as it was then"),
    FIELD_OBJECT(PromiseRule, lane, &product_lane_shape, .doc = "Its lane, as it was then"),
    FIELD_TEXT(PromiseRule, calendar, .doc = "Code of the calendar; null: every day counts"),
    FIELD_INT(PromiseRule, calendar_version, .doc = "Its version then"), FIELD_END};
static const Shape rule_shape = SHAPE(PromiseRule, rule_fields, "The rule that promised");

static const Field view_fields[] = {
    FIELD_INT(PromiseView, version, .doc = "Of the parcel: rises with every write"),
    FIELD_TEXT(PromiseView, carrier, .doc = "The carrier's code"),
    FIELD_TEXT(PromiseView, no, .doc = "The waybill number"),
    FIELD_ENUM(PromiseView, promise_source, sources, .doc = "Where the promise is from"),
    FIELD_TIME(PromiseView, accepted_at, .doc = "From when it counts"),
    FIELD_TIME(PromiseView, promised_at, .doc = "Delivery, as it is promised now"),
    FIELD_TIME(PromiseView, original_promised_at, .doc = "… before anybody changed it"),
    FIELD_TIME(PromiseView, told_at, .doc = "When the customer was told to expect it"),
    FIELD_BOOL(PromiseView, excused, .doc = "The promise does not count"),
    FIELD_LIST(PromiseView, milestones, &milestone_shape, .max = MILESTONE_END,
               .doc = "All that was promised on its way"),
    FIELD_OBJECT(PromiseView, rule, &rule_shape, .doc = "By which rule; null where it was given"),
    FIELD_INT(PromiseView, first_visible_minutes,
              .doc = "A parcel is to be visible so long after its transport starts"),
    FIELD_TEXT(PromiseView, first_visible_source, .doc = "Who says so"),
    FIELD_LIST(PromiseView, changes, &change_shape, .max = PROMISE_CHANGES_MAX,
               .doc = "How it was changed, the oldest first"),
    FIELD_END};
const Shape promise_view_shape =
    SHAPE(PromiseView, view_fields, "What a parcel was promised, and what became of it");

/* --- events --- */

typedef struct Gathering {
    Ctx *ctx;
    JourneyEvent *events;
    size_t count, room;
} Gathering;

static Status event_gather(void *user, size_t number, const JourneyEvent *event)
{
    (void)number;
    Gathering *all = user;
    if (all->count == all->room) {
        size_t room = 2 * all->room + 16;
        JourneyEvent *more =
            arena_grow(all->ctx->arena, all->events, all->room * sizeof *more, room * sizeof *more);
        if (!more) return no_memory(all->ctx);
        all->events = more;
        all->room = room;
    }
    all->events[all->count++] = *event;
    return OK;
}

static Status reached_read(Ctx *ctx, int64_t waybill_id, Reached *out)
{
    Gathering all = {.ctx = ctx};
    Status s = scan_store_events(ctx, &waybill_id, 1, event_gather, &all);
    return s ? s : milestones_reached(ctx, all.events, all.count, out);
}

/* --- milestones --- */

static MilestoneState state_of(const Milestone *milestone, const WaybillFacts *facts, bool excused,
                               int64_t now_ms)
{
    int64_t promised_ms = milestone->promised_at, reached_ms = milestone->reached_at;
    if (promised_ms == NONE) return MILESTONE_NONE;
    if (reached_ms != NONE && reached_ms <= promised_ms) return MILESTONE_KEPT;
    if (reached_ms == NONE && facts->stage == STAGE_CANCELLED) return MILESTONE_NONE;
    if (reached_ms == NONE && now_ms <= promised_ms) return MILESTONE_PENDING;
    return excused ? MILESTONE_EXCUSED : MILESTONE_BROKEN;
}

/* What happened before the parcel was known here could not be visible here. */
static int64_t visible_by(Ctx *ctx, const Promised *parcel, const Reached *reached)
{
    if (reached->moved_ms == NONE || reached->moved_ms < parcel->created_ms) return NONE;
    return reached->moved_ms + setting_int(ctx, SETTING_NAMED_FIRST_VISIBLE_MINUTES) * MINUTE_MS;
}

static Status milestones_make(Ctx *ctx, const Promised *parcel, const PromiseNow *now,
                              PromiseView *out)
{
    Reached reached;
    const WaybillFacts *facts = &parcel->before;
    const Promise *first = &parcel->promise;
    Milestone *items = ARENA_ARRAY(ctx->arena, MILESTONE_END - 1, Milestone);
    Status s = items ? reached_read(ctx, facts->waybill_id, &reached) : no_memory(ctx);
    if (s) return s;
    int64_t visible_ms = visible_by(ctx, parcel, &reached), now_ms = ctx_now(ctx);
    const Milestone made[] = {
        {MILESTONE_COLLECTION, 0, now->collect_by, first->collect_by, facts->collected_ms},
        {MILESTONE_FIRST_VISIBILITY, 0, visible_ms, visible_ms, reached.visible_ms},
        {MILESTONE_DESTINATION_CITY, 0, now->city_by, first->city_by, reached.city_ms},
        {MILESTONE_FIRST_ATTEMPT, 0, now->attempt_by, first->attempt_by, reached.attempt_ms},
        {MILESTONE_DELIVERY, 0, now->deliver_by, first->deliver_by, facts->delivered_ms}};
    for (size_t i = 0; i < sizeof made / sizeof *made; i++) {
        items[i] = made[i];
        bool excused = facts->excused && made[i].kind != MILESTONE_FIRST_VISIBILITY;
        items[i].state = (int64_t)state_of(&made[i], facts, excused, now_ms);
    }
    out->milestones = (List){items, sizeof made / sizeof *made};
    return OK;
}

/* --- the rule --- */

static Status found_or_none(Ctx *ctx, Status s, bool *found)
{
    *found = !s;
    if (s != NOT_FOUND) return s;
    problem_clear(ctx);
    return OK;
}

/* Versions from before they were kept are not there. */
static Status rule_make(Ctx *ctx, const Promised *parcel, PromiseView *out)
{
    const Promise *promise = &parcel->promise;
    bool found;
    if (promise->lane_id == NONE) return OK;
    PromiseRule *rule = out->rule = ARENA_NEW(ctx->arena, PromiseRule);
    Product *product = ARENA_NEW(ctx->arena, Product);
    ProductLane *lane = ARENA_NEW(ctx->arena, ProductLane);
    if (!rule || !product || !lane) return no_memory(ctx);
    *rule = (PromiseRule){.calendar_version = promise->calendar_version};
    Status s = product_lane_at_version(ctx, promise->lane_id, promise->lane_version, lane);
    s = found_or_none(ctx, s, &found);
    if (s || !found) return s;
    rule->lane = lane;
    s = product_at_version(ctx, lane->product, promise->product_version, product);
    s = found_or_none(ctx, s, &found);
    if (s || !found) return s;
    rule->product = product;
    rule->calendar = product->calendar;
    return OK;
}

/* --- all of it --- */

static Status now_make(Ctx *ctx, const Promised *parcel, PromiseNow *out)
{
    PromiseBook *book;
    const Promise *first = &parcel->promise;
    Status s = promise_book_read(ctx, &book);
    if (s) return s;
    const PromiseClock clock = {promise_calendar(book, parcel->before.product),
                                setting_text(ctx, SETTING_NAMED_ZONE)};
    *out = (PromiseNow){first->collect_by, first->city_by, first->attempt_by,
                        first->deliver_by, NONE,           false};
    return promise_adjust(ctx, &clock, parcel->steps, parcel->step_count, out);
}

Status waybill_promise(Ctx *ctx, const char *carrier, const char *no, PromiseView *out)
{
    Waybill waybill;
    Promised parcel;
    PromiseNow now;
    Status s = waybill_find(ctx, carrier, no, &waybill);
    if (!s) s = promised_store_load(ctx, &waybill.id, 1, &parcel);
    if (!s) s = now_make(ctx, &parcel, &now);
    if (s) return s;
    *out = (PromiseView){.version = waybill.version,
                         .carrier = waybill.carrier,
                         .no = waybill.no,
                         .promise_source = waybill.promise_source,
                         .accepted_at = parcel.promise.accepted_at,
                         .promised_at = waybill.promised_at,
                         .original_promised_at = waybill.original_promised_at,
                         .told_at = now.told_by,
                         .excused = waybill.excused,
                         .first_visible_minutes =
                             setting_int(ctx, SETTING_NAMED_FIRST_VISIBLE_MINUTES)};
    SettingRow visible;
    s = setting_read(ctx, SETTING_NAMED_FIRST_VISIBLE_MINUTES, &visible);
    if (s) return s;
    out->first_visible_source = visible.source;
    s = milestones_make(ctx, &parcel, &now, out);
    if (!s) s = rule_make(ctx, &parcel, out);
    return s ? s : promised_changes_say(ctx, waybill.id, &out->changes);
}
