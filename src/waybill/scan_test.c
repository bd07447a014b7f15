#include <string.h>

#include "access/person.h"
#include "base/instant.h"
#include "waybill/scan_store.h"
#include "waybill/testing.h"

/* --- the key --- */

TEST(the_key_of_an_event_is_over_what_it_says)
{
    ScanInput scan = given_scan("A1", 5, "hub_in"), other = scan;
    int64_t hash = scan_hash(&scan);
    check(t, hash != 0);
    other.device = "PDA-7";
    other.at_offset.inferred = true;
    check_int(t, scan_hash(&other), hash);
    ScanInput changed[8];
    for (size_t i = 0; i < 8; i++)
        changed[i] = scan;
    changed[0].carrier = "yto";
    changed[1].no = "A2";
    changed[2].at++;
    changed[3].code = "hub_out";
    changed[4].site_code = "H1";
    changed[5].text = "x";
    changed[6].leg = LEG_RETURN;
    changed[7].piece = "2";
    for (size_t i = 0; i < 8; i++)
        check(t, scan_hash(&changed[i]) != hash);
}

TEST(white_space_in_its_text_does_not_change_the_key)
{
    ScanInput scan = given_scan("A1", 5, "hub_in"), other = scan;
    scan.text = "arrived at  hub";
    other.text = " arrived\tat\nhub ";
    check_int(t, scan_hash(&scan), scan_hash(&other));
    other.text = "arrivedat hub";
    check(t, scan_hash(&scan) != scan_hash(&other));
}

TEST(repeats_of_an_event_have_keys_of_their_own)
{
    check_int(t, scan_hash_repeat(77, 0), 77);
    check(t, scan_hash_repeat(77, 1) != 77);
    check(t, scan_hash_repeat(77, 1) != scan_hash_repeat(77, 2));
}

/* --- idempotency --- */

TEST_DB(the_same_payload_twice_changes_nothing)
{
    ScanInput scans[] = {given_scan("A1", 30, "collected"), given_scan("A1", 20, "hub_in"),
                         given_scan("A1", 10, "attempt_failed")};
    check_int(t, take_scans(t, NULL, scans, 3, UPSERT_CREATED), 3);
    State before = known_state(t, "A1");
    check_int(t, before.version, 1);
    check_int(t, take_scans(t, NULL, scans, 3, UPSERT_DUPLICATE), 3);
    State after = known_state(t, "A1");
    check_int(t, after.version, before.version);
    check(t, !memcmp(&before.journey, &after.journey, sizeof after.journey));
    check_int(t, stored_scans(t, "A1"), 3);
    check_int(t, open_rows(t, "A1"), 1);
}

TEST_DB(full_traces_pushed_newest_first_again_and_again_come_out_right)
{
    static const char *const codes[] = {"collected", "hub_in",           "hub_out",  "dest_city",
                                        "hub_in",    "out_for_delivery", "delivered"};
    enum { COUNT = sizeof codes / sizeof codes[0] };
    for (int known = 1; known <= COUNT; known++) {
        ScanInput push[COUNT];
        for (int i = 0; i < known; i++)
            push[i] = given_scan("A1", 100 - 10 * (known - 1 - i), codes[known - 1 - i]);
        for (int i = 0; i < known; i++)
            push[i].payload = known;
        check_int(t, take_scans(t, NULL, push, (size_t)known, UPSERT_CREATED), 1);
    }
    State state = known_state(t, "A1");
    check_int(t, state.journey.facts.stage, STAGE_DELIVERED);
    check_int(t, state.journey.facts.collected_ms, TEST_NOW - 100 * MINUTE_MS);
    check_int(t, state.journey.facts.delivered_ms, TEST_NOW - 40 * MINUTE_MS);
    check_int(t, state.journey.facts.exceptions, 0);
    check_int(t, stored_scans(t, "A1"), COUNT);
}

TEST_DB(identical_repeats_in_one_payload_are_told_apart_and_stay_the_same)
{
    ScanInput scans[3] = {given_scan("A1", 9, "hub_in"), given_scan("A1", 9, "hub_in"),
                          given_scan("A1", 9, "hub_in")};
    for (size_t i = 0; i < 3; i++)
        scans[i].payload = 5;
    check_int(t, take_scans(t, NULL, scans, 3, UPSERT_CREATED), 3);
    check_int(t, take_scans(t, NULL, scans, 3, UPSERT_DUPLICATE), 3);
    scans[2].payload = 6; /* another payload brings the first again */
    check_int(t, take_scans(t, NULL, scans, 3, UPSERT_DUPLICATE), 3);
    check_int(t, stored_scans(t, "A1"), 3);
}

TEST_DB(two_payloads_of_one_batch_bring_an_event_once)
{
    ScanInput scans[4];
    for (size_t i = 0; i < 4; i++) {
        scans[i] = given_scan("A1", 9, "hub_in");
        scans[i].payload = 1 + (int64_t)i / 2;
    }
    check_int(t, take_scans(t, NULL, scans, 4, UPSERT_CREATED), 2);
    for (size_t i = 0; i < 4; i++)
        scans[i].payload = 0; /* of a file: a repeat is a duplicate */
    check_int(t, take_scans(t, NULL, scans, 4, UPSERT_DUPLICATE), 4);
    check_int(t, stored_scans(t, "A1"), 2);
}

/* --- parcels --- */

TEST_DB(an_event_of_an_unknown_parcel_makes_it)
{
    check_int(t, known_state(t, "A1").journey.facts.waybill_id, 0);
    check_int(t, take_scan(t, given_scan(" a1 ", 5, "damaged"), NULL), UPSERT_CREATED);
    State state = known_state(t, "A1");
    check(t, state.journey.facts.waybill_id > 0);
    check_int(t, state.journey.facts.stage, STAGE_CREATED);
    check_int(t, state.journey.facts.exceptions, EXCEPTION_BIT(EXCEPTION_DAMAGED));
}

TEST_DB(numbers_of_two_carriers_are_two_parcels)
{
    ScanInput scans[2] = {given_scan("A1", 5, "hub_in"), given_scan("A1", 5, "hub_in")};
    scans[1].carrier = "YTO";
    check_int(t, take_scans(t, NULL, scans, 2, UPSERT_CREATED), 2);
    check_int(t, stored_scans(t, "A1"), 1);
}

TEST_DB(a_late_event_is_kept_and_does_not_move_the_parcel_back)
{
    take_scan(t, given_scan("A1", 10, "out_for_delivery"), NULL);
    take_scan(t, given_scan("A1", 5, "attempt_failed"), NULL);
    check_int(t, take_scan(t, given_scan("A1", 60, "collected"), NULL), UPSERT_CREATED);
    WaybillFacts facts = known_state(t, "A1").journey.facts;
    check_int(t, facts.stage, STAGE_OUT_FOR_DELIVERY);
    check_int(t, facts.collected_ms, TEST_NOW - 60 * MINUTE_MS);
    check_int(t, facts.exceptions, EXCEPTION_BIT(EXCEPTION_ATTEMPT_FAILED));
    check_int(t, open_rows(t, "A1"), 1);
}

TEST_DB(a_correction_over_the_door_takes_the_place_of_what_it_names)
{
    ScanInput wrong = given_scan("A1", 10, "delivered");
    take_scan(t, wrong, NULL);
    ScanInput correction = given_scan("A1", 10, "out_for_delivery");
    correction.corrects = scan_hash(&wrong);
    correction.correction_why = "the wrong parcel was scanned";
    check_int(t, take_scan(t, correction, NULL), UPSERT_CREATED);
    check_int(t, known_state(t, "A1").journey.facts.stage, STAGE_OUT_FOR_DELIVERY);
    check_int(t, known_state(t, "A1").journey.facts.delivered_ms, NONE);
    check_int(t, stored_scans(t, "A1"), 2);
    take_scan(t, given_scan("A1", 5, "attempt_failed"), NULL);
    check_int(t, known_state(t, "A1").journey.facts.delivered_ms, NONE);
}

/* --- what is refused --- */

TEST_DB(a_bad_event_is_refused_by_field_and_the_others_are_taken)
{
    ScanInput scans[] = {given_scan("A1", 5, "hub_in"), given_scan("RB123456784GB", 5, "hub_in"),
                         given_scan("A1", 4, NULL), given_scan("A1", 3, "hub_out"),
                         given_scan("A*", 5, "hub_in")};
    UpsertRow rows[5];
    for (size_t i = 0; i < 5; i++)
        rows[i] = (UpsertRow){.thing = &scans[i]};
    check_ok(t, scan_apply(t->ctx, rows, 5));
    static const UpsertOutcome outcomes[] = {UPSERT_CREATED, UPSERT_REJECTED, UPSERT_REJECTED,
                                             UPSERT_CREATED, UPSERT_REJECTED};
    for (size_t i = 0; i < 5; i++)
        check_int(t, rows[i].outcome, outcomes[i]);
    check_text(t, rows[1].field, "no");
    check_text(t, rows[2].field, "code");
    check(t, rows[4].reason[0] != 0);
}

TEST_DB(rows_that_have_their_outcome_are_passed_over)
{
    ScanInput scan = given_scan("A1", 5, "hub_in");
    UpsertRow row = {.thing = &scan, .outcome = UPSERT_REJECTED};
    check_ok(t, scan_apply(t->ctx, &row, 1));
    check_int(t, known_state(t, "A1").journey.facts.waybill_id, 0);
}

/* --- what is shown --- */

TEST_DB(a_journey_is_listed_in_order_and_in_pages)
{
    ScanInput scans[] = {given_scan("A1", 5, "hub_out"), given_scan("A1", 5, "hub_in"),
                         given_scan("A1", 9, "collected")};
    take_scans(t, NULL, scans, 3, UPSERT_CREATED);
    int64_t id = known_state(t, "A1").journey.facts.waybill_id;
    List page;
    const char *next;
    check_ok(t, scan_list(t->ctx, id, 10, NULL, &page, &next));
    check_int(t, page.count, 3);
    const Scan *shown = page.items;
    check_int(t, shown[0].stage, STAGE_COLLECTED);
    check_int(t, shown[1].stage, STAGE_HUB_IN);
    check_int(t, shown[2].stage, STAGE_HUB_OUT);
    check(t, !next);
    check_ok(t, scan_list(t->ctx, id, 2, NULL, &page, &next));
    check_int(t, page.count, 2);
    check_ok(t, scan_list(t->ctx, id, 2, next, &page, &next));
    check_int(t, page.count, 1);
    check(t, !next);
    check_status(t, scan_list(t->ctx, id, 2, "nonsense", &page, &next), INVALID);
}

TEST_DB(what_is_personal_in_an_event_is_sealed_and_masked)
{
    ScanInput scan = given_scan("A1", 5, "delivered");
    scan.text = "已签收，签收人：张三，电话13812345678";
    scan.signer = "张三";
    take_scan(t, scan, NULL);
    List page;
    const char *next;
    check_ok(t, scan_list(t->ctx, known_state(t, "A1").journey.facts.waybill_id, 10, NULL, &page,
                          &next));
    const Scan *shown = page.items;
    check_text(t, shown->text, "已签收，签收人：*，电话138****5678");
    check_text(t, shown->full_text, scan.text);
    check_text(t, shown->signer, "张三");
}

TEST(a_text_without_phone_or_name_is_not_personal)
{
    check(t, !text_is_personal("快件到达 杭州转运中心 2026-11-2"));
    check(t, !text_is_personal(NULL));
    check(t, text_is_personal("联系 0571-8812345"));
    check(t, text_is_personal("Signed by: J. Doe"));
    check_text(t, text_masked(t->ctx, "call 0571-8812345 now"), "call 057****2345 now");
    check_text(t, text_masked(t->ctx, "Courier [Li Lei] 1234567"), "Courier [* Lei] ****4567");
    check_text(t, text_masked(t->ctx, ""), "");
}

/* --- the same whatever the batches --- */

static uint32_t draw(T *t, uint32_t below)
{
    uint32_t value;
    ctx_random(t->ctx, &value, sizeof value);
    return value % below;
}

static const char *const numbers[] = {"R1", "R2", "R3"};

static ScanInput random_scan(T *t, const ScanInput *earlier, size_t count)
{
    ScanInput scan = given_scan(numbers[draw(t, 3)], (int)draw(t, 40), NULL);
    scan.ingest_id = 1 + draw(t, 4);
    if (draw(t, 4)) scan.stage = 1 + draw(t, STAGE_TERMINATED);
    if (scan.stage == NONE || !draw(t, 4)) scan.exception = draw(t, EXCEPTION_COUNT);
    if (count && !draw(t, 20)) scan.corrects = scan_hash(&earlier[draw(t, (uint32_t)count)]);
    return scan;
}

typedef struct Stored {
    JourneyEvent events[400];
    size_t count;
} Stored;

static Status store_event(void *user, size_t number, const JourneyEvent *event)
{
    (void)number;
    Stored *stored = user;
    stored->events[stored->count++] = *event;
    return OK;
}

/* What is kept of a parcel must be what its stored events say. */
static void check_against_events(T *t, const char *no)
{
    Journey known = known_state(t, no).journey, folded;
    Stored stored = {.count = 0};
    ExceptionSpans spans = {0};
    check_ok(t, scan_store_events(t->ctx, &known.facts.waybill_id, 1, store_event, &stored));
    journey_init(&folded);
    folded.facts.waybill_id = known.facts.waybill_id;
    folded.facts.carrier = known.facts.carrier; /* all names are empty or the same */
    folded.facts.product = folded.facts.origin = folded.facts.destination = known.facts.product;
    check_ok(t, journey_fold(t->ctx, &folded, stored.events, stored.count, &spans));
    check(t, !memcmp(&known.facts, &folded.facts, sizeof known.facts));
    check_int(t, known.corrected, folded.corrected);
    check_int(t, known.tail.at_ms, folded.tail.at_ms);
    check_int(t, known.tail.stage, folded.tail.stage);
    check_int(t, all_rows(t, no), spans.count);
    check_int(t, open_rows(t, no), __builtin_popcountll(folded.facts.exceptions));
}

TEST_DB(batches_of_any_size_and_order_lead_to_what_the_events_say)
{
    enum { COUNT = 200 };
    ScanInput *scans = ARENA_ARRAY(t->ctx->arena, COUNT, ScanInput);
    Applier *applier;
    check_ok(t, applier_new(t->ctx, 1 << 16, &applier));
    for (size_t done = 0; done < COUNT;) {
        size_t part = 1 + draw(t, 12);
        if (part > COUNT - done) part = COUNT - done;
        for (size_t i = done; i < done + part; i++)
            scans[i] = random_scan(t, scans, i);
        bool aside = !draw(t, 4); /* another writer, of whom the applier is told */
        for (size_t i = 0; aside && i < 3; i++)
            applier_forget(applier, "sto", numbers[i]);
        take_scans(t, aside ? NULL : applier, scans + done, part, UPSERT_CREATED);
        done += part;
        for (size_t i = 0; i < 3; i++)
            if (known_state(t, numbers[i]).journey.facts.waybill_id)
                check_against_events(t, numbers[i]);
    }
    applier_release(applier);
}
