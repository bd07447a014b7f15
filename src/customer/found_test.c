#include "access/outlet.h"
#include "access/person.h"
#include "customer/merge.h"
#include "customer/part.h"
#include "customer/testing.h"

/* Codes of what is found, one after another. */
static const char *found(T *t, const char *q)
{
    const CustomerFilter filter = {.q = q, .limit = 20};
    List list;
    const char *next;
    Buf codes;
    check_ok(t, customer_list(t->ctx, &filter, &list, &next));
    buf_init(&codes, t->ctx->arena);
    buf_text(&codes, "");
    for (size_t i = 0; i < list.count; i++)
        buf_format(&codes, "%s%s", i ? " " : "", ((Customer *)list.items)[i].code);
    return codes.data ? codes.data : "";
}

TEST_DB(a_name_is_found_by_two_characters_by_pinyin_and_by_initials)
{
    given_customer(t, "C-1", "张三丰", NULL);
    given_customer(t, "C-2", "李四", NULL);
    given_customer(t, "C-3", "曾国藩", NULL);
    check_text(t, found(t, "张三丰"), "C-1");
    check_text(t, found(t, "三丰"), "C-1");
    check_text(t, found(t, "zhangsanfeng"), "C-1");
    check_text(t, found(t, "zhangs"), "C-1");
    check_text(t, found(t, "zhang san"), "C-1");
    check_text(t, found(t, "ZSF"), "C-1");
    check_text(t, found(t, "zs"), "C-1");
    check_text(t, found(t, "ls"), "C-2");
    check_text(t, found(t, "zeng"), "C-3");
    check_text(t, found(t, "cgf"), "C-3");
    check_text(t, found(t, "三四"), "");
}

TEST_DB(a_customer_is_found_by_phone_tail_email_and_code)
{
    Customer customer = blank_customer("KA-1001");
    customer.phone = "+86 138-0013-8000";
    customer.email = "Ship@Example.com";
    stored_customer(t, customer);
    check_text(t, found(t, "13800138000"), "KA-1001");
    check_text(t, found(t, "0086 138 0013 8000"), "KA-1001");
    check_text(t, found(t, "8000"), "KA-1001");
    check_text(t, found(t, "ship@example.com"), "KA-1001");
    check_text(t, found(t, "ka-1001"), "KA-1001");
    check_text(t, found(t, "1001"), "KA-1001");
    check_text(t, found(t, "9000"), "");
}

TEST_DB(a_landline_is_found_with_and_without_its_area_code)
{
    given_customer(t, "C-1", "张三", "021-6123 4567");
    given_customer(t, "C-2", "李四", "0571-61234567");
    check_text(t, found(t, "6123-4567"), "C-2 C-1");
    check_text(t, found(t, "(021) 61234567"), "C-1");
    check_text(t, found(t, "1234567"), "");
}

TEST_DB(a_company_is_found_by_words_of_its_name_and_by_its_people)
{
    Customer customer = blank_customer("K-1");
    customer.kind = CUSTOMER_COMPANY;
    customer.name = "上海东方物流有限公司 Oriental Logistics";
    customer = stored_customer(t, customer);
    ContactPerson person;
    shape_clear(&contact_person_shape, &person);
    person.customer_id = customer.id;
    person.name = "王五";
    person.phone = "13600136000";
    check_ok(t, part_add(t->ctx, PART_PERSON, &person));
    check_text(t, found(t, "东方"), "K-1");
    check_text(t, found(t, "oriental"), "K-1");
    check_text(t, found(t, "wangwu"), "K-1");
    check_text(t, found(t, "13600136000"), "K-1");
    check_ok(t, part_remove(t->ctx, PART_PERSON, (Part *)&person, person.version));
    check_text(t, found(t, "王五"), "");
    check_text(t, found(t, "物流"), "K-1");
}

TEST_DB(the_better_match_comes_first)
{
    given_customer(t, "C-1", "郑爽", NULL);    /* zs by its initials */
    given_customer(t, "ZS", "Somebody", NULL); /* by its code */
    check_text(t, found(t, "zs"), "ZS C-1");
}

TEST_DB(a_changed_name_is_found_and_the_former_is_not)
{
    given_customer(t, "C-1", "张三", NULL);
    given_customer(t, "C-1", "李四", NULL);
    check_text(t, found(t, "张三"), "");
    check_text(t, found(t, "李四"), "C-1");
}

TEST_DB(who_was_merged_is_found_as_the_one_it_counts_as)
{
    Customer one = given_customer(t, "C-1", "张三", NULL);
    Customer other = given_customer(t, "C-2", "张三", NULL);
    const MergeInput in = {.merged_id = other.id, .why = "x"};
    Merge merge;
    check_ok(t, customer_merge(t->ctx, one.id, 1, &in, &merge));
    check_text(t, found(t, "张三"), "C-1");
    check_ok(t, customer_unmerge(t->ctx, merge.id, "y", &merge));
    check_text(t, found(t, "张三"), "C-2 C-1");
}

TEST_DB(a_search_finds_only_what_its_person_may_see)
{
    Customer mine = given_customer(t, "C-1", "张三", NULL);
    given_customer(t, "C-2", "张三", NULL);
    const Person person = {.kind = PERSON_HUMAN,
                           .login = "client",
                           .rights = rights_all(),
                           .scope_customer_id = mine.id};
    t->ctx->who = &person;
    check_text(t, found(t, "张三"), "C-1");
    t->ctx->who = NULL;
}

TEST_DB(a_box_beside_another_filter_or_without_a_word_is_refused)
{
    List list;
    const char *next;
    CustomerFilter filter = {.q = "a", .code = "C-1", .limit = 1};
    check_status(t, customer_list(t->ctx, &filter, &list, &next), INVALID);
    filter = (CustomerFilter){.q = "…", .limit = 1};
    check_status(t, customer_list(t->ctx, &filter, &list, &next), INVALID);
}
