#include <string.h>

#include "access/audit.h"
#include "access/person.h"
#include "base/instant.h"
#include "waybill/scan_store.h"
#include "waybill/testing.h"

static ScanInput foreign_scan(const char *no, int minutes, const char *code)
{
    ScanInput scan = given_scan(no, minutes, code);
    scan.provider = "elsewhere";
    scan.text = "at the hub";
    return scan;
}

static int64_t release(T *t)
{
    int64_t after = 0, released;
    check_ok(t, quarantine_release(t->ctx, 100, &after, &released));
    check_int(t, after, 0);
    return released;
}

TEST_DB(an_unknown_code_waits_for_its_mapping)
{
    for (int i = 0; i < 2; i++)
        check_int(t, take_scan(t, foreign_scan("A1", 5, "X9"), NULL), UPSERT_QUARANTINED);
    check_int(t, waiting_scans(t), 1);
    check_int(t, known_state(t, "A1").journey.facts.waybill_id, 0);
    check_int(t, release(t), 0);

    CodeMapping mapping;
    shape_clear(&code_mapping_shape, &mapping);
    mapping.provider = "elsewhere";
    mapping.code = "X9";
    mapping.stage = STAGE_HUB_IN;
    check_ok(t, mapping_write(t->ctx, &mapping));
    check_int(t, release(t), 1);
    check_int(t, waiting_scans(t), 0);
    check_int(t, known_state(t, "A1").journey.facts.stage, STAGE_HUB_IN);
    check_int(t, take_scan(t, foreign_scan("A1", 5, "X9"), NULL), UPSERT_DUPLICATE);
    List scans;
    const char *next;
    check_ok(t, scan_list(t->ctx, known_state(t, "A1").journey.facts.waybill_id, 10, NULL, &scans,
                          &next));
    const Scan *scan = scans.items;
    check_int(t, scan->mapping_version, mapping.version);
    check_int(t, scan->at_offset, 480);
    check_text(t, scan->text, "at the hub");
}

TEST_DB(what_codes_mean_is_the_whole_companys_and_not_for_who_is_limited)
{
    Person person = {.kind = PERSON_TOKEN, .id = 5, .login = "east", .scope_outlet_id = 7};
    CodeMapping mapping;
    shape_clear(&code_mapping_shape, &mapping);
    mapping.provider = "elsewhere";
    mapping.code = "X9";
    mapping.stage = STAGE_HUB_IN;
    t->ctx->who = &person;
    check_status(t, mapping_write(t->ctx, &mapping), FORBIDDEN);
    person.scope_outlet_id = 0;
    check_ok(t, mapping_write(t->ctx, &mapping));
}

TEST_DB(an_event_of_the_future_waits_until_its_time_has_come)
{
    check_int(t, take_scan(t, given_scan("A1", -10, "hub_in"), NULL), UPSERT_CREATED);
    check_int(t, take_scan(t, given_scan("A1", -11, "delivered"), NULL), UPSERT_QUARANTINED);
    check_int(t, known_state(t, "A1").journey.facts.stage, STAGE_HUB_IN);
    List waiting;
    QuarantineFilter filter = {.reason = QUARANTINE_FUTURE, .limit = 10};
    check_ok(t, quarantine_list(t->ctx, &filter, &waiting));
    check_int(t, waiting.count, 1);
    check_int(t, release(t), 0);
    source_move(t->ctx->source, MINUTE_MS);
    check_int(t, release(t), 1);
    check_int(t, known_state(t, "A1").journey.facts.stage, STAGE_DELIVERED);
}

/* How many of those kept aside `days` ago or longer are forgotten now, one at a time. */
static int64_t forgotten(T *t, int64_t days)
{
    int64_t count, sum = 0;
    do {
        check_ok(t, quarantine_forget(t->ctx, ctx_now(t->ctx) - days * DAY_MS, 1, &count));
        sum += count;
    } while (count);
    return sum;
}

TEST_DB(what_was_kept_aside_is_forgotten_when_its_time_is_over_and_not_before)
{
    take_scan(t, foreign_scan("A1", 5, "X9"), NULL);
    take_scan(t, foreign_scan("A2", 5, "X9"), NULL);
    source_move(t->ctx->source, 40 * DAY_MS);
    take_scan(t, foreign_scan("A3", 5, "X9"), NULL);
    source_move(t->ctx->source, 50 * DAY_MS - MINUTE_MS);
    check_int(t, forgotten(t, 90), 0);
    check_int(t, waiting_scans(t), 3);
    source_move(t->ctx->source, 2 * MINUTE_MS);
    check_int(t, forgotten(t, 90), 2);
    check_int(t, waiting_scans(t), 1);
    List rows;
    const char *next;
    const AuditFilter filter = {.action = "quarantine.forget", .limit = 10};
    check_ok(t, audit_list(t->ctx, &filter, &rows, &next));
    check_int(t, rows.count, 2);
    check_text(t, ((const AuditRow *)rows.items)[0].detail, "{\"events\": 1}");
}

TEST_DB(an_event_that_waits_can_be_looked_at)
{
    take_scan(t, foreign_scan("A1", 5, "X9"), NULL);
    List waiting;
    QuarantineFilter filter = {.reason = NONE, .provider = "elsewhere", .limit = 10};
    check_ok(t, quarantine_list(t->ctx, &filter, &waiting));
    check_int(t, waiting.count, 1);
    const QuarantinedScan *listed = waiting.items;
    check_text(t, listed->code, "X9");
    QuarantinedScan found;
    check_ok(t, quarantine_find(t->ctx, listed->id, &found));
    check_text(t, found.event->text, "at the hub");
    check_status(t, quarantine_find(t->ctx, listed->id + 1, &found), NOT_FOUND);
}

static int64_t waiting_id(T *t)
{
    List waiting;
    QuarantineFilter filter = {.reason = NONE, .limit = 10};
    check_ok(t, quarantine_list(t->ctx, &filter, &waiting));
    check_int(t, waiting.count, 1);
    return ((const QuarantinedScan *)waiting.items)->id;
}

TEST_DB(an_event_that_waits_is_mended_and_counts_with_all_else_it_said)
{
    take_scan(t, foreign_scan("A1", 5, "X9"), NULL);
    int64_t id = waiting_id(t);
    ScanInput mend;
    shape_clear(&scan_input_shape, &mend);
    check_status(t, quarantine_mend(t->ctx, id, &mend), CONFLICT);
    mend.no = "A2";
    mend.stage = STAGE_HUB_IN;
    check_ok(t, quarantine_mend(t->ctx, id, &mend));
    check_int(t, known_state(t, "A1").journey.facts.waybill_id, 0);
    check_int(t, known_state(t, "A2").journey.facts.stage, STAGE_HUB_IN);
    check_int(t, waiting_scans(t), 0);
    check_status(t, quarantine_mend(t->ctx, id, &mend), NOT_FOUND);
    List scans;
    const char *next;
    check_ok(t, scan_list(t->ctx, known_state(t, "A2").journey.facts.waybill_id, 10, NULL, &scans,
                          &next));
    check_text(t, ((const Scan *)scans.items)->text, "at the hub");
}

TEST_DB(an_event_that_waits_is_thrown_away_with_a_reason_that_is_kept)
{
    take_scan(t, foreign_scan("A1", 5, "X9"), NULL);
    int64_t id = waiting_id(t);
    check_ok(t, quarantine_discard(t->ctx, id, "their test system"));
    check_int(t, waiting_scans(t), 0);
    check_status(t, quarantine_discard(t->ctx, id, "again"), NOT_FOUND);
    AuditFilter filter = {.action = "quarantine.discard", .limit = 10};
    List rows;
    const char *next;
    check_ok(t, audit_list(t->ctx, &filter, &rows, &next));
    check_int(t, rows.count, 1);
    check(t, strstr(((const AuditRow *)rows.items)->detail, "their test system"));
}

TEST_DB(a_code_is_changed_only_by_who_read_what_holds)
{
    CodeMapping mapping;
    shape_clear(&code_mapping_shape, &mapping);
    mapping.provider = "elsewhere";
    mapping.code = "X9";
    mapping.stage = STAGE_HUB_IN;
    check_ok(t, mapping_write(t->ctx, &mapping));
    int64_t read = mapping.version;
    check_ok(t, mapping_write(t->ctx, &mapping));
    mapping.was = read;
    check_status(t, mapping_write(t->ctx, &mapping), STALE);
    List versions;
    check_ok(t, mapping_versions(t->ctx, &mapping, INT64_MAX, 10, &versions));
    check_int(t, versions.count, 2);
    mapping.was = ((const CodeMapping *)versions.items)->version;
    check_ok(t, mapping_write(t->ctx, &mapping));
}
