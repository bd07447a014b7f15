#include "waybill/retain.h"

#include <string.h>

#include "access/audit.h"
#include "base/instant.h"
#include "customer/erase.h"
#include "customer/testing.h"
#include "waybill/testing.h"
#include "waybill/waybill_slice.h"

#define OLD "771234567890601"
#define KEPT_MS (3 * 366 * DAY_MS)
enum { MINUTE_AFTER = 60000 };

/* A delivered parcel with all that can be personal. */
static WaybillInput given_personal(T *t, const char *no)
{
    WaybillInput input = given_waybill(no);
    input.customer_ref = "C-1";
    input.sender_name = "Canary Sender";
    input.sender_phone = "13900139000";
    input.receiver_name = "Canary Bird";
    input.receiver_phone = "13800138000";
    input.receiver_address = "Canary Wharf 1";
    take_waybill(t, input, NULL);
    ScanInput scan = given_scan(no, 5, "delivered");
    scan.text = "已签收，签收人：张三，电话13812345678";
    scan.signer = "张三";
    check_int(t, take_scan(t, scan, NULL), UPSERT_CREATED);
    return input;
}

static void job_runs(T *t)
{
    const JobKind *kind = waybill_jobs;
    while (strcmp(kind->name, "waybill.retain") != 0)
        kind++;
    check_ok(t, kind->run(t->ctx, &(Job){.attempt = 1}));
}

static size_t found_by(T *t, const char *phone, const char *tail, const char *name)
{
    WaybillFilter filter;
    List list;
    const char *next;
    shape_clear(&waybill_filter_shape, &filter);
    filter.phone = phone;
    filter.phone_tail = tail;
    filter.name = name;
    filter.limit = 10;
    check_ok(t, waybill_list(t->ctx, &filter, &list, &next));
    return list.count;
}

static size_t found_in_any_way(T *t)
{
    return found_by(t, "13800138000", NULL, NULL) + found_by(t, "13900139000", NULL, NULL) +
           found_by(t, NULL, "8000", NULL) + found_by(t, NULL, "9000", NULL) +
           found_by(t, NULL, NULL, "Canary Bird") + found_by(t, NULL, NULL, "Canary Sender");
}

static Scan first_scan(T *t, const char *no)
{
    List page;
    const char *next;
    check_ok(t, scan_list(t->ctx, found_waybill(t, no).id, 10, NULL, &page, &next));
    check(t, page.count > 0);
    return *(const Scan *)page.items;
}

static int64_t audited(T *t)
{
    const AuditFilter filter = {.action = "waybill.empty", .from = NONE, .to = NONE, .limit = 50};
    List list;
    const char *next;
    check_ok(t, audit_list(t->ctx, &filter, &list, &next));
    return (int64_t)list.count;
}

TEST_DB(what_is_personal_of_a_parcel_is_emptied_when_its_time_is_over)
{
    given_personal(t, OLD);
    source_move(t->ctx->source, KEPT_MS - MINUTE_AFTER);
    job_runs(t);
    const Waybill before = found_waybill(t, OLD);
    check_int(t, found_in_any_way(t), 6);
    check_text(t, before.receiver_name, "Canary Bird");
    check_text(t, first_scan(t, OLD).signer, "张三");
    check_int(t, audited(t), 0);

    source_move(t->ctx->source, 2 * MINUTE_AFTER);
    job_runs(t);
    const Waybill after = found_waybill(t, OLD);
    check_int(t, found_in_any_way(t), 0);
    check(t, !after.sender_name && !after.sender_phone && !after.sender_address);
    check(t, !after.receiver_name && !after.receiver_phone && !after.receiver_address);
    check(t, !waybill_tail_matches(&after, "8000"));
    const Scan scan = first_scan(t, OLD);
    check(t, !scan.signer && !scan.text && !scan.full_text);
    check_int(t, after.version, before.version + 1);
    check_int(t, after.stage, before.stage);
    check_int(t, after.delivered_at, before.delivered_at);
    check_text(t, after.customer_ref, "C-1");
    check_int(t, stored_scans(t, OLD), 1);
    check_int(t, audited(t), 1);
    job_runs(t); /* there is nothing left to do */
    check_int(t, found_waybill(t, OLD).version, after.version);
    check_int(t, audited(t), 1);
}

TEST_DB(a_parcel_that_was_heard_of_since_is_kept)
{
    given_personal(t, OLD);
    source_move(t->ctx->source, KEPT_MS);
    take_scan(t, given_scan(OLD, (int)(-300 * DAY_MS / MINUTE_MS), "delivered"), NULL);
    source_move(t->ctx->source, DAY_MS);
    job_runs(t);
    check_int(t, found_in_any_way(t), 6);
}

TEST_DB(what_comes_in_after_that_is_emptied_in_its_turn)
{
    const WaybillInput input = given_personal(t, OLD);
    source_move(t->ctx->source, KEPT_MS + DAY_MS);
    job_runs(t);
    take_waybill(t, input, NULL);
    check_int(t, found_in_any_way(t), 6);
    job_runs(t);
    check_int(t, found_in_any_way(t), 0);
    ScanInput late = given_scan(OLD, 4, "delivered");
    late.signer = "李四";
    check_int(t, take_scan(t, late, NULL), UPSERT_CREATED);
    job_runs(t);
    List page;
    const char *next;
    check_ok(t, scan_list(t->ctx, found_waybill(t, OLD).id, 10, NULL, &page, &next));
    check_int(t, page.count, 2);
    for (size_t i = 0; i < page.count; i++)
        check(t, !((const Scan *)page.items)[i].signer);
}

TEST_DB(parcels_are_emptied_some_at_a_time)
{
    enum { MANY = PARCELS_EMPTIED_AT_ONCE + 3 };
    WaybillInput *inputs = ARENA_ARRAY(t->ctx->arena, MANY, WaybillInput);
    UpsertRow *rows = ARENA_ARRAY(t->ctx->arena, MANY, UpsertRow);
    check(t, inputs && rows);
    for (int i = 0; i < MANY; i++) {
        inputs[i] = given_waybill(arena_format(t->ctx->arena, "77%013d", i));
        inputs[i].receiver_phone = "13800138000";
        rows[i] = (UpsertRow){.thing = &inputs[i], .number = i + 1};
    }
    check_ok(t, waybill_apply(t->ctx, rows, MANY));
    source_move(t->ctx->source, KEPT_MS + DAY_MS);
    ParcelsOver over = {.before_ms = ctx_now(t->ctx) - parcels_kept_ms(t->ctx)};
    check_ok(t, parcels_empty(t->ctx, &over));
    check_int(t, over.emptied, PARCELS_EMPTIED_AT_ONCE);
    check(t, over.after_id > 0);
    check_int(t, found_by(t, "13800138000", NULL, NULL), 3);
    check_ok(t, parcels_empty(t->ctx, &over));
    check_int(t, over.emptied, MANY);
    check_int(t, over.after_id, 0);
    check_int(t, found_by(t, "13800138000", NULL, NULL), 0);
}

/* What became of the parcels. */
static ErasureRow row_of(T *t, const Erasure *erasure, ErasureAction action)
{
    const ErasureRow *rows = erasure->tables.items;
    for (size_t i = 0; i < erasure->tables.count; i++)
        if (!strcmp(rows[i].table, "waybill") && rows[i].action == (int64_t)action) return rows[i];
    check(t, false);
    return (ErasureRow){0};
}

TEST_DB(an_erased_customers_parcels_are_emptied_now_or_when_their_time_is_over)
{
    static const EraseInput in = {.reason = "asked"};
    Customer customer = given_customer(t, "C-1", "Canary Bird", "13800138000");
    given_personal(t, OLD);
    source_move(t->ctx->source, KEPT_MS + DAY_MS);
    const int64_t now = ctx_now(t->ctx);
    WaybillInput young = given_personal(t, "771234567890602");
    Erasure erasure;
    check_ok(t, customer_erase(t->ctx, customer.id, customer.version, &in, &erasure));
    check(t, !found_waybill(t, OLD).receiver_name);
    check_text(t, found_waybill(t, young.no).receiver_name, "Canary Bird");
    check_int(t, row_of(t, &erasure, ERASURE_EMPTIED).rows, 1);
    const ErasureRow kept = row_of(t, &erasure, ERASURE_KEPT);
    check_int(t, kept.rows, 1);
    check_int(t, kept.until, now + KEPT_MS);
    source_move(t->ctx->source, KEPT_MS + 1);
    job_runs(t);
    check_int(t, found_in_any_way(t), 0);
}
