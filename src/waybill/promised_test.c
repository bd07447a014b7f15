#include "waybill/promised.h"

#include <string.h>

#include "access/person.h"
#include "base/instant.h"
#include "db/db.h"
#include "house.h"
#include "slices.h"
#include "waybill/testing.h"

SQL(test_changes, "SELECT count(*) FROM promise_change WHERE reason = $1");

static void given_rules(T *t)
{
    Product product = {
        .code = "next", .name = "Next day", .cutoff_minute = 1080, .collect_minute = 1200};
    ProductLane lane = {.product = "next",
                        .origin = "*",
                        .destination = "*",
                        .city_days = NONE,
                        .city_minute = NONE,
                        .attempt_days = 1,
                        .attempt_minute = 1080,
                        .delivery_days = 1,
                        .delivery_minute = 1200};
    check_ok(t, product_create(t->ctx, &product));
    check_ok(t, product_lane_create(t->ctx, &lane));
}

static WaybillInput ordered(const char *no)
{
    WaybillInput input = given_waybill(no);
    input.product = "next";
    input.ordered_at = TEST_NOW; /* 16:00 in Shanghai: promised for 20:00 of the next day */
    return input;
}

#define PROMISED (TEST_NOW + DAY_MS + 4 * HOUR_MS)

static Status change(T *t, const char *no, const char *reason, int64_t promised_at)
{
    Waybill waybill = found_waybill(t, no);
    const PromiseInput input = {reason, promised_at, "because"};
    return waybill_promise_change(t->ctx, &waybill, waybill.version, &input);
}

static PromiseView view(T *t, const char *no)
{
    PromiseView out;
    check_ok(t, waybill_promise(t->ctx, "sto", no, &out));
    return out;
}

static Milestone milestone(T *t, const char *no, MilestoneKind kind)
{
    PromiseView out = view(t, no);
    return ((const Milestone *)out.milestones.items)[kind - 1];
}

TEST_DB(a_parcel_keeps_the_versions_that_promised)
{
    given_rules(t);
    take_waybill(t, ordered("W1"), NULL);
    Product change_to = {.code = "next",
                         .name = "Later",
                         .cutoff_minute = 60,
                         .collect_minute = 1200},
            now;
    check_ok(t, product_change(t->ctx, "next", 1, &change_to, &now));
    PromiseView out = view(t, "W1");
    check_text(t, out.rule->product->name, "Next day");
    check_int(t, out.rule->product->version, 1);
    check_int(t, out.rule->lane->attempt_minute, 1080);
    check_int(t, out.accepted_at, TEST_NOW);
    check_int(t, milestone(t, "W1", MILESTONE_COLLECTION).promised_at, TEST_NOW + 4 * HOUR_MS);
    check_int(t, milestone(t, "W1", MILESTONE_FIRST_ATTEMPT).promised_at, PROMISED - 2 * HOUR_MS);
    check_int(t, milestone(t, "W1", MILESTONE_DESTINATION_CITY).state, MILESTONE_NONE);
    check_int(t, milestone(t, "W1", MILESTONE_DELIVERY).state, MILESTONE_PENDING);
}

TEST_DB(an_order_that_says_more_is_not_promised_anew_by_later_rules)
{
    given_rules(t);
    take_waybill(t, ordered("W1"), NULL);
    Product later = {.code = "next", .name = "Later", .cutoff_minute = 60, .collect_minute = 1200},
            now;
    check_ok(t, product_change(t->ctx, "next", 1, &later, &now));
    WaybillInput heavier = ordered("W1");
    heavier.weight_g = 1200;
    check_int(t, take_waybill(t, heavier, NULL), UPSERT_CHANGED);
    check_int(t, found_waybill(t, "W1").promised_at, PROMISED);
}

TEST_DB(a_promise_is_changed_for_a_reason_and_the_first_is_kept)
{
    given_rules(t);
    take_waybill(t, ordered("W1"), NULL);
    check_ok(t, change(t, "W1", "customer_request", PROMISED + DAY_MS));
    Waybill waybill = found_waybill(t, "W1");
    check_int(t, waybill.promised_at, PROMISED + DAY_MS);
    check_int(t, waybill.original_promised_at, PROMISED);
    check_int(t, waybill.version, 2);
    check(t, !waybill.excused);
    check_ok(t, change(t, "W1", "force_majeure", NONE));
    check(t, found_waybill(t, "W1").excused);
    PromiseView out = view(t, "W1");
    check_int(t, out.changes.count, 2);
    const PromiseChange *first = out.changes.items;
    check_int(t, first->old_promised_at, PROMISED);
    check_int(t, first->new_promised_at, PROMISED + DAY_MS);
    check_text(t, first->text, "because");
    check_text(t, first->says, "moved to 2026-11-24 20:00: Another time, as asked");
    check(t, !first[1].old_excused && first[1].new_excused);
    check_int(t, milestone(t, "W1", MILESTONE_FIRST_ATTEMPT).promised_at, PROMISED + DAY_MS);
    check_int(t, milestone(t, "W1", MILESTONE_FIRST_ATTEMPT).original_at, PROMISED - 2 * HOUR_MS);
}

TEST_DB(a_customer_is_not_told_who_changed_a_promise)
{
    const Person client = {.kind = PERSON_HUMAN, .id = 5, .scope_customer_id = 9};
    const Person clerk = {.kind = PERSON_HUMAN, .id = 6, .login = "anna"};
    given_rules(t);
    t->ctx->who = &client;
    take_waybill(t, ordered("W1"), NULL);
    t->ctx->who = &clerk;
    check_ok(t, change(t, "W1", "customer_request", PROMISED + DAY_MS));
    const PromiseChange *made = view(t, "W1").changes.items;
    check_text(t, made->says, "moved to 2026-11-24 20:00: Another time, as asked, by anna");
    t->ctx->who = &client;
    made = view(t, "W1").changes.items;
    check_text(t, made->says, "moved to 2026-11-24 20:00: Another time, as asked");
    t->ctx->who = NULL;
}

SQL(test_hear, "INSERT INTO setting (name, version, value, changed_ms) VALUES ('heard', 1, $1, 0)");
SQL(test_heard, "SELECT count(*) FROM setting WHERE name = 'heard' AND value LIKE $1");

static Status hear(Ctx *ctx, const Job *job)
{
    return db_run(ctx, &test_hear, db_text(job->payload));
}

TEST_DB(whoever_subscribes_hears_that_a_promise_was_changed)
{
    static const JobKind kinds[] = {
        {"test.hear", .event = "waybill.promise_changed", .run = hear, .doc = "Hears"}, {NULL}};
    static const Slice slice = {.name = "test", .jobs = kinds};
    static const Slice *const only[] = {&slice, NULL};
    int64_t heard;
    t->house->slices = only;
    given_rules(t);
    take_waybill(t, ordered("W1"), NULL);
    check_ok(t, change(t, "W1", "force_majeure", NONE));
    check_ok(t, jobs_run_due(t->ctx, &heard));
    check_ok(
        t, db_get_int(t->ctx, &test_heard, &heard, db_text("%W1%force_majeure%\"excused\":true%")));
    check_int(t, heard, 1);
}

TEST_DB(what_a_customer_is_told_leaves_the_promise)
{
    given_rules(t);
    take_waybill(t, ordered("W1"), NULL);
    check_ok(t, change(t, "W1", "carrier_delay", PROMISED + DAY_MS));
    check_int(t, found_waybill(t, "W1").promised_at, PROMISED);
    check_int(t, view(t, "W1").told_at, PROMISED + DAY_MS);
}

TEST_DB(the_order_again_changes_nothing_of_a_changed_promise)
{
    WaybillInput input = given_waybill("W1");
    input.promised_at = PROMISED;
    take_waybill(t, input, NULL);
    check_ok(t, change(t, "W1", "customer_request", PROMISED + DAY_MS));
    check_int(t, take_waybill(t, input, NULL), UPSERT_UNCHANGED);
    input.weight_g = 5;
    check_int(t, take_waybill(t, input, NULL), UPSERT_CHANGED);
    check_int(t, found_waybill(t, "W1").promised_at, PROMISED + DAY_MS);
    check_int(t, found_waybill(t, "W1").original_promised_at, PROMISED);
    input.promised_at = PROMISED + HOUR_MS; /* the customer's word goes over the order's */
    check_int(t, take_waybill(t, input, NULL), UPSERT_CHANGED);
    check_int(t, found_waybill(t, "W1").promised_at, PROMISED + DAY_MS);
    check_int(t, found_waybill(t, "W1").original_promised_at, PROMISED + HOUR_MS);
}

TEST_DB(an_order_that_gives_another_promise_leaves_a_row)
{
    int64_t rows;
    WaybillInput input = given_waybill("W1");
    input.promised_at = PROMISED;
    take_waybill(t, input, NULL);
    check_ok(t, db_get_int(t->ctx, &test_changes, &rows, db_text("order")));
    check_int(t, rows, 0);
    input.promised_at = PROMISED + HOUR_MS;
    take_waybill(t, input, NULL);
    check_ok(t, db_get_int(t->ctx, &test_changes, &rows, db_text("order")));
    check_int(t, rows, 1);
    PromiseView out = view(t, "W1");
    const PromiseChange *only = out.changes.items;
    check_int(t, only->effect, PROMISE_REBASED);
    check_int(t, only->old_promised_at, PROMISED);
    check_int(t, only->new_promised_at, PROMISED + HOUR_MS);
}

TEST_DB(a_promise_is_not_changed_behind_somebodys_back_or_after_the_end)
{
    given_rules(t);
    take_waybill(t, ordered("W1"), NULL);
    Waybill old = found_waybill(t, "W1");
    const PromiseInput input = {"customer_request", PROMISED + DAY_MS, NULL};
    check_ok(t, waybill_promise_change(t->ctx, &old, old.version, &input));
    check_status(t, waybill_promise_change(t->ctx, &old, old.version, &input), STALE);
    old.version++; /* as if it had been read again meanwhile, and yet changed since */
    Waybill now = old;
    now.version++;
    check_status(t, waybill_promise_change(t->ctx, &now, now.version, &input), STALE);
    take_scan(t, given_scan("W1", 1, "delivered"), NULL);
    check_status(t, change(t, "W1", "customer_request", PROMISED), CONFLICT);
    check_ok(t, change(t, "W1", "correction", PROMISED + 2 * DAY_MS));
}

TEST_DB(a_change_without_sense_is_refused_with_its_field)
{
    given_rules(t);
    take_waybill(t, ordered("W1"), NULL);
    check_status(t, change(t, "W1", "mood", PROMISED), INVALID);
    check_text(t, t->ctx->problem.field, "reason");
    check_status(t, change(t, "W1", "order", PROMISED), INVALID);
    check_status(t, change(t, "W1", "correction", NONE), INVALID);
    check_text(t, t->ctx->problem.field, "promised_at");
    check_status(t, change(t, "W1", "correction", TEST_NOW - 1), INVALID);
    check_text(t, t->ctx->problem.field, "promised_at");
}
