#include "customer/erase.h"

#include <string.h>

#include "access/person.h"
#include "base/json.h"
#include "customer/consent.h"
#include "customer/customer_jobs.h"
#include "customer/merge.h"
#include "customer/overview.h"
#include "customer/part.h"
#include "customer/testing.h"
#include "customer/timeline.h"
#include "db/db.h"
#include "waybill/testing.h"

static Customer given_person(T *t, const char *code)
{
    Customer customer = blank_customer(code);
    customer.name = "Canary Bird";
    customer.phone = "13800138000";
    customer.email = "canary@example.com";
    customer.address = "Canary Wharf 1";
    customer = stored_customer(t, customer);
    Note note = {.customer_id = customer.id, .text = "Canary sings"};
    check_ok(t, part_add(t->ctx, PART_NOTE, &note));
    TimelineEntry entry = {.customer_id = customer.id,
                           .at = TEST_NOW,
                           .kind = "call.answered",
                           .key = "call/1",
                           .personal = "Canary called"};
    check_ok(t, timeline_add(t->ctx, &entry));
    Consent consent;
    shape_clear(&consent_shape, &consent);
    consent.customer_id = customer.id;
    consent.purpose = CONSENT_MARKETING;
    consent.said = CONSENT_GIVEN;
    consent.evidence = "Canary's form";
    check_ok(t, consent_add(t->ctx, &consent));
    return customer;
}

static const char *everything(T *t, int64_t id)
{
    Buf text;
    buf_init(&text, t->ctx->arena);
    check_ok(t, customer_everything(t->ctx, id, &text));
    return text.data;
}

static size_t times(const char *text, const char *word)
{
    size_t count = 0;
    for (; (text = strstr(text, word)); text++)
        count++;
    return count;
}

TEST_DB(everything_about_a_person_is_one_document)
{
    Customer customer = given_person(t, "C-1");
    WaybillInput parcel = given_waybill("771234567890123");
    parcel.customer_ref = "C-1";
    take_waybill(t, parcel, NULL);
    const char *text = everything(t, customer.id);
    Json *json;
    check_ok(t, json_parse(t->ctx, text, strlen(text), &json));
    check_int(t, json_get(json_get(json, "customer"), "contacts")->count, 2);
    check_int(t, json_get(json, "parcels")->count, 1);
    check(t, times(text, "Canary sings") == 1);
    check(t, times(text, "Canary called") == 1);
    check(t, times(text, "Canary's form") == 1);
    Person viewer = {.kind = PERSON_HUMAN, .login = "v"};
    rights_add(&viewer.rights, CUSTOMER_EXPORT);
    Buf none;
    buf_init(&none, t->ctx->arena);
    t->ctx->who = &viewer;
    check_status(t, customer_everything(t->ctx, customer.id, &none), FORBIDDEN);
    t->ctx->who = NULL;
    check_status(t, customer_everything(t->ctx, 1, &none), NOT_FOUND);
}

TEST_DB(what_is_personal_is_gone_after_an_erasure_and_the_proof_says_so)
{
    Customer customer = given_person(t, "C-1");
    given_customer(t, "C-2", "Canary Bird", "13800138000");
    WaybillInput parcel = given_waybill("771234567890123");
    parcel.customer_ref = "C-1";
    take_waybill(t, parcel, NULL);
    const EraseInput in = {.reason = "by letter of 3 May"};
    Erasure erasure;
    check_status(t, customer_erase(t->ctx, customer.id, 9, &in, &erasure), STALE);
    check_ok(t, customer_find(t->ctx, customer.id, &customer));
    check_ok(t, customer_erase(t->ctx, customer.id, customer.version, &in, &erasure));
    check_int(t, erasure.found, 0);
    check_int(t, erasure.searches, 13); /* three words in three kinds, four contacts */
    const char *text = everything(t, customer.id);
    check_int(t, times(text, "Canary"), 0);
    check_int(t, times(text, "canary"), 0);
    check_int(t, times(text, "13800138000"), 0);
    check_int(t, times(text, "consent.given"), 1);
    const CustomerFilter by_box = {.q = "canary", .limit = 9};
    const CustomerFilter by_phone = {.phone = "13800138000", .limit = 9};
    List list;
    const char *next;
    check_ok(t, customer_list(t->ctx, &by_box, &list, &next));
    check_int(t, list.count, 1);
    check_ok(t, customer_list(t->ctx, &by_phone, &list, &next));
    check_int(t, list.count, 1);
    check_text(t, ((Customer *)list.items)->code, "C-2");
    check_ok(t, erasure_list(t->ctx, customer.id, &list));
    const Erasure *kept = list.items;
    check_int(t, list.count, 1);
    check_text(t, kept->reason, "by letter of 3 May");
    const ErasureRow *last = (ErasureRow *)kept->tables.items + kept->tables.count - 1;
    check_text(t, last->table, "waybill");
    check_int(t, last->action, ERASURE_KEPT);
    check_int(t, last->rows, 1);
    check(t, last->why && strstr(last->why, "art. 31"));
    check_status(t, customer_erase(t->ctx, customer.id, customer.version + 1, &in, &erasure),
                 CONFLICT);
}

TEST_DB(an_erased_customer_takes_in_nothing_more)
{
    Customer customer = given_person(t, "C-1");
    const EraseInput in = {.reason = "asked"};
    Erasure erasure;
    check_ok(t, customer_erase(t->ctx, customer.id, 1, &in, &erasure));
    Customer again = blank_customer("C-1");
    again.phone = "13900139000";
    UpsertRow row = {.thing = &again, .number = 1};
    check_ok(t, customer_upsert(t->ctx, &row, 1));
    check_int(t, row.outcome, UPSERT_REJECTED);
    check_text(t, row.field, "code");
    Note note = {.customer_id = customer.id, .text = "x"};
    check_status(t, part_add(t->ctx, PART_NOTE, &note), CONFLICT);
}

TEST_DB(who_was_merged_into_the_erased_is_erased_with_it)
{
    Customer one = given_person(t, "C-1"), other = given_customer(t, "C-2", "Other", NULL);
    const MergeInput merge_in = {.merged_id = other.id, .why = "same"};
    Merge merge;
    check_ok(t, customer_merge(t->ctx, one.id, 1, &merge_in, &merge));
    const EraseInput in = {.reason = "asked"};
    Erasure erasure;
    check_status(t, customer_erase(t->ctx, other.id, 2, &in, &erasure), CONFLICT);
    check_ok(t, customer_erase(t->ctx, one.id, 2, &in, &erasure));
    check_ok(t, customer_find(t->ctx, other.id, &other));
    check(t, other.name == NULL && other.erased_at != NONE);
}

SQL(erase_test_forget, "UPDATE customer SET derived = NULL");
SQL(erase_test_parts, "DELETE FROM customer_part");
SQL(erase_test_keys, "DELETE FROM customer_key");

TEST_DB(customers_older_than_contact_points_get_theirs_by_the_clock)
{
    Customer customer = given_customer(t, "C-1", "张三", "13800138000");
    check_ok(t, db_run_values(t->ctx, &erase_test_forget, NULL, 0, NULL));
    check_ok(t, db_run_values(t->ctx, &erase_test_parts, NULL, 0, NULL));
    check_ok(t, db_run_values(t->ctx, &erase_test_keys, NULL, 0, NULL));
    for (int i = 0; i < 2; i++) {
        check_ok(t, customer_jobs[0].run(t->ctx, &(Job){.attempt = 1}));
        Overview overview;
        check_ok(t, customer_overview(t->ctx, customer.id, &overview));
        check_int(t, overview.contact_count, 1);
        check_text(t, ((Contact *)overview.contacts.items)->value, "13800138000");
    }
}

TEST_DB(a_customer_at_a_glance)
{
    Customer customer = given_person(t, "C-1");
    given_customer(t, "C-2", NULL, "13800138000");
    WaybillInput parcel = given_waybill("771234567890123");
    parcel.customer_ref = "C-1";
    take_waybill(t, parcel, NULL);
    ScanInput scan = given_scan("771234567890123", 40, "damaged");
    take_scans(t, NULL, &scan, 1, UPSERT_CREATED);
    Overview overview;
    check_ok(t, customer_overview(t->ctx, customer.id, &overview));
    check_int(t, overview.contact_count, 2);
    check_int(t, overview.address_count, 1);
    check_int(t, overview.note_count, 1);
    check_int(t, overview.duplicate_count, 1);
    check_int(t, overview.merged_count, 0);
    check_int(t, overview.open_parcels, 1);
    check_int(t, overview.troubled_parcels, 1);
    check_int(t, overview.last_contact_at, TEST_NOW);
    check(t, overview.latest.count >= 3);
}
