#include "customer/merge.h"

#include "customer/consent.h"
#include "customer/duplicate.h"
#include "customer/part.h"
#include "customer/testing.h"
#include "customer/timeline.h"

static List duplicates(T *t, DuplicateState state)
{
    const DuplicateFilter filter = {.state = (int64_t)state, .limit = 20};
    List list;
    const char *next;
    check_ok(t, duplicate_list(t->ctx, &filter, &list, &next));
    return list;
}

static Merge merged(T *t, int64_t survivor_id, int64_t merged_id)
{
    const MergeInput in = {.merged_id = merged_id, .why = "same person"};
    Customer survivor;
    Merge merge;
    check_ok(t, customer_find(t->ctx, survivor_id, &survivor));
    check_ok(t, customer_merge(t->ctx, survivor_id, survivor.version, &in, &merge));
    return merge;
}

static int64_t survivor_of(T *t, int64_t id)
{
    int64_t survivor;
    check_ok(t, customer_survivor(t->ctx, id, &survivor));
    return survivor;
}

TEST_DB(customers_with_the_same_phone_are_proposed_once_with_all_their_reasons)
{
    given_customer(t, "C-1", "张三", "+86 138 0013 8000");
    given_customer(t, "C-2", "李四", "13800138000");
    given_customer(t, "C-3", "王五", "13900139000");
    List list = duplicates(t, DUPLICATE_OPEN);
    const Duplicate *pair = list.items;
    check_int(t, list.count, 1);
    check_text(t, pair->one_code, "C-1");
    check_text(t, pair->other_name, "李四");
    check_int(t, pair->reasons.count, 1);
    check_text(t, pair->reasons.items[0], "same_phone");
    Customer more = blank_customer("C-2");
    more.email = "zs@example.com";
    stored_customer(t, more);
    more.code = "C-1";
    more.email = "ZS@example.com";
    stored_customer(t, more);
    list = duplicates(t, DUPLICATE_OPEN);
    pair = list.items;
    check_int(t, list.count, 1);
    check_int(t, pair->reasons.count, 2);
    check_text(t, pair->reasons.items[1], "same_email");
}

TEST_DB(a_name_alone_makes_no_duplicate_of_a_person_but_of_a_company)
{
    Customer customer = blank_customer("C-1");
    customer.name = "张三";
    customer.address = "武当路1号";
    stored_customer(t, customer);
    customer.code = "C-2";
    customer.address = "武当路2号";
    stored_customer(t, customer);
    check_int(t, duplicates(t, DUPLICATE_OPEN).count, 0);
    customer.code = "C-3";
    customer.address = "武当路1号";
    stored_customer(t, customer);
    List list = duplicates(t, DUPLICATE_OPEN);
    check_int(t, list.count, 1);
    check_text(t, ((Duplicate *)list.items)->reasons.items[0], "same_name_and_address");
    customer = blank_customer("K-1");
    customer.kind = CUSTOMER_COMPANY;
    customer.name = "Acme 物流";
    stored_customer(t, customer);
    customer.code = "K-2";
    customer.name = "ＡＣＭＥ 物流";
    stored_customer(t, customer);
    list = duplicates(t, DUPLICATE_OPEN);
    check_int(t, list.count, 2);
    check_text(t, ((Duplicate *)list.items)->reasons.items[0], "same_company_name");
}

TEST_DB(a_number_that_very_many_share_does_not_propose_them_all)
{
    for (int i = 0; i < DUPLICATE_CANDIDATES + 5; i++)
        given_customer(t, arena_format(t->ctx->arena, "C-%d", i), NULL, "01012345678");
    const DuplicateFilter filter = {.state = NONE, .limit = 200};
    List list;
    const char *next;
    check_ok(t, duplicate_list(t->ctx, &filter, &list, &next));
    check(t, list.count <= 200);
    Customer last;
    check_ok(t, customer_by_code(t->ctx, "C-24", &last));
    const DuplicateFilter own = {.state = NONE, .customer_id = last.id, .limit = 200};
    check_ok(t, duplicate_list(t->ctx, &own, &list, &next));
    check_int(t, list.count, DUPLICATE_CANDIDATES);
}

TEST_DB(a_pair_that_was_dismissed_is_not_proposed_again)
{
    given_customer(t, "C-1", NULL, "13800138000");
    given_customer(t, "C-2", NULL, "13800138000");
    Duplicate *pair = duplicates(t, DUPLICATE_OPEN).items, out;
    check_ok(t, duplicate_dismiss(t->ctx, pair->id, "father and son", &out));
    check_int(t, out.state, DUPLICATE_DISMISSED);
    given_customer(t, "C-2", NULL, "13900139000");
    given_customer(t, "C-2", NULL, "13800138000");
    check_int(t, duplicates(t, DUPLICATE_OPEN).count, 0);
    check_status(t, duplicate_dismiss(t->ctx, pair->id, "again", &out), CONFLICT);
    check_status(t, duplicate_dismiss(t->ctx, 1, "none", &out), NOT_FOUND);
}

static void called(T *t, int64_t customer_id, const char *key)
{
    const TimelineEntry entry = {
        .customer_id = customer_id, .at = TEST_NOW, .kind = "call.answered", .key = key};
    check_ok(t, timeline_add(t->ctx, &entry));
}

TEST_DB(a_merge_reads_both_histories_and_its_undoing_gives_each_its_own)
{
    Customer one = given_customer(t, "C-1", "张三", "13800138000");
    Customer other = given_customer(t, "C-2", "张三", "13800138000");
    called(t, one.id, "a");
    called(t, other.id, "b");
    Merge merge = merged(t, one.id, other.id);
    check_int(t, survivor_of(t, other.id), one.id);
    check_int(t, lines_of(t, one.id, "call.answered"), 2);
    check_int(t, duplicates(t, DUPLICATE_MERGED).count, 1);
    called(t, other.id, "c"); /* a slice that still knows the other id */
    called(t, one.id, "d");
    check_int(t, lines_of(t, one.id, "call.answered"), 4);
    check_ok(t, customer_unmerge(t->ctx, merge.id, "they are cousins", &merge));
    check_int(t, survivor_of(t, other.id), other.id);
    check_int(t, lines_of(t, one.id, "call.answered"), 2);
    check_int(t, lines_of(t, other.id, "call.answered"), 2);
    check_int(t, duplicates(t, DUPLICATE_DISMISSED).count, 1);
    Customer again;
    check_ok(t, customer_find(t->ctx, other.id, &again));
    check_text(t, again.name, other.name);
    check_text(t, again.phone, other.phone);
    check_int(t, again.merged_into, 0);
    check_status(t, customer_unmerge(t->ctx, merge.id, "again", &merge), CONFLICT);
}

TEST_DB(merges_of_merges_are_undone_in_any_order)
{
    Customer a = given_customer(t, "A", NULL, NULL), b = given_customer(t, "B", NULL, NULL);
    Customer c = given_customer(t, "C", NULL, NULL);
    Merge c_into_b = merged(t, b.id, c.id), b_into_a = merged(t, a.id, b.id);
    check_int(t, survivor_of(t, c.id), a.id);
    check_ok(t, customer_unmerge(t->ctx, b_into_a.id, "no", &b_into_a));
    check_int(t, survivor_of(t, b.id), b.id);
    check_int(t, survivor_of(t, c.id), b.id);
    b_into_a = merged(t, a.id, b.id);
    check_int(t, survivor_of(t, c.id), a.id);
    check_ok(t, customer_unmerge(t->ctx, c_into_b.id, "no", &c_into_b));
    check_int(t, survivor_of(t, c.id), c.id);
    check_int(t, survivor_of(t, b.id), a.id);
}

TEST_DB(a_merge_that_cannot_be_is_refused)
{
    Customer a = given_customer(t, "A", NULL, NULL), b = given_customer(t, "B", NULL, NULL);
    Customer c = given_customer(t, "C", NULL, NULL);
    Merge merge;
    MergeInput in = {.merged_id = a.id, .why = "x"};
    check_status(t, customer_merge(t->ctx, a.id, 1, &in, &merge), INVALID);
    in.merged_id = 1;
    check_status(t, customer_merge(t->ctx, a.id, 1, &in, &merge), NOT_FOUND);
    in.merged_id = b.id;
    check_status(t, customer_merge(t->ctx, a.id, 7, &in, &merge), STALE);
    check_ok(t, customer_merge(t->ctx, a.id, 1, &in, &merge));
    check_status(t, customer_merge(t->ctx, c.id, 1, &in, &merge), CONFLICT);
    in.merged_id = c.id;
    check_status(t, customer_merge(t->ctx, b.id, 2, &in, &merge), CONFLICT);
    Customer change = blank_customer(NULL), out;
    change.city = "上海";
    check_status(t, customer_change(t->ctx, b.id, 2, &change, &out), CONFLICT);
}

TEST_DB(a_consent_and_a_contact_point_of_either_count_for_both)
{
    Customer a = given_customer(t, "A", NULL, NULL);
    Customer b = given_customer(t, "B", NULL, "13800138000");
    Consent consent;
    shape_clear(&consent_shape, &consent);
    consent.customer_id = b.id;
    consent.purpose = CONSENT_MARKETING;
    consent.said = CONSENT_GIVEN;
    check_ok(t, consent_add(t->ctx, &consent));
    Merge merge = merged(t, a.id, b.id);
    bool holds;
    const char *phone;
    check_ok(t, consent_holds(t->ctx, a.id, CONSENT_MARKETING, CONSENT_SMS, &holds));
    check(t, holds);
    check_ok(t, contact_reach(t->ctx, a.id, CONTACT_PHONE, &phone));
    check_text(t, phone, "13800138000");
    check_ok(t, customer_unmerge(t->ctx, merge.id, "no", &merge));
    check_ok(t, consent_holds(t->ctx, a.id, CONSENT_MARKETING, CONSENT_SMS, &holds));
    check(t, !holds);
    check_ok(t, consent_holds(t->ctx, b.id, CONSENT_MARKETING, CONSENT_SMS, &holds));
    check(t, holds);
}

TEST_DB(who_has_a_contact_point_of_their_own_is_reached_there)
{
    Customer a = given_customer(t, "A", NULL, "13800138000");
    Customer b = given_customer(t, "B", NULL, "13900139000");
    const char *phone;
    merged(t, a.id, b.id);
    check_ok(t, contact_reach(t->ctx, a.id, CONTACT_PHONE, &phone));
    check_text(t, phone, "13800138000");
    check_ok(t, contact_reach(t->ctx, b.id, CONTACT_PHONE, &phone));
    check_text(t, phone, "13900139000");
}
