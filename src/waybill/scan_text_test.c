/* People's names in carriers' own words. */
#include "test.h"
#include "waybill/scan.h"

static const char *masked(T *t, Scan scan, const char *sender, const char *receiver)
{
    const char *const names[] = {sender, receiver};
    check_ok(t, scan_mask_names(t->ctx, &scan, names, 2));
    return scan.text;
}

TEST(a_known_name_is_masked_wherever_it_stands_in_a_text)
{
    Scan scan = {.text = "王小明 137****2222 已揽收，王小明"};
    check_text(t, masked(t, scan, "王小明", NULL), "王* 137****2222 已揽收，王*");
    check_text(t, masked(t, scan, NULL, "王小明"), "王* 137****2222 已揽收，王*");
    scan.text = "李四把件交给张三";
    scan.signer = "张三";
    scan.operator_name = "李四";
    check_text(t, masked(t, scan, NULL, NULL), "李*把件交给张*");
}

TEST(of_names_that_begin_alike_the_longest_is_masked)
{
    const Scan scan = {.text = "王小明与王小", .signer = "王小"};
    check_text(t, masked(t, scan, "王小明", NULL), "王*与王*");
    check_text(t, masked(t, scan, "王小", "王小明"), "王*与王*");
}

TEST(a_text_that_names_nobody_stays_as_it_is)
{
    const Scan scan = {.text = "快件已到达杭州"};
    check(t, masked(t, scan, "王小明", NULL) == scan.text);
    check(t, masked(t, scan, "", NULL) == scan.text);
    check(t, !masked(t, (Scan){.signer = "王小明"}, NULL, NULL));
}
