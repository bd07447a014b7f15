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

/* --- names that nobody knows, by the word before them --- */

typedef struct Phrase {
    const char *said, *shown;
} Phrase;

static void check_phrases(T *t, const Phrase *phrases, size_t count)
{
    for (size_t i = 0; i < count; i++)
        check_text(t, text_masked(t->ctx, phrases[i].said), phrases[i].shown);
}

TEST(what_a_courier_does_is_no_name)
{
    static const char *const kept[] = {"快递员已揽收",
                                       "快递员正在派送，请保持电话畅通",
                                       "快递员将于今日送达",
                                       "快递员派送中",
                                       "派件员 正在派件",
                                       "快递员揽收失败，将再次上门",
                                       "收件人拒收",
                                       "收件人不在，派送员没有送达",
                                       "收件人已取件",
                                       "寄件人申请退回",
                                       "收件人约定派送时间",
                                       "快递员会再次联系您。",
                                       "快递员把件放在楼下，没有打电话。",
                                       "已通知派件员。",
                                       "收件人地址不详",
                                       "courier took it out"};
    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++)
        check_text(t, text_masked(t->ctx, kept[i]), kept[i]);
}

TEST(a_name_after_its_word_is_masked_and_what_follows_it_stays)
{
    static const Phrase phrases[] = {
        {"快递员：张三", "快递员：*"},
        {"快递员【张三】已揽收", "快递员【*】已揽收"},
        {"快递员张三13812345678", "快递员*138****5678"},
        {"快递员张三，电话13812345678，正在派送", "快递员*，电话138****5678，正在派送"},
        {"快递员张三已揽收", "快递员*已揽收"},
        {"派件员王小明正在为您派送", "派件员*正在为您派送"},
        {"派件员: 李四 电话: 13812345678", "派件员: * 电话: 138****5678"},
        {"签收人是欧阳娜娜", "签收人是*"},
        {"签收人：未先生", "签收人：*"},
        {"签收人：，已签收", "签收人：，已签收"},
        {"收件人姓名：张三", "收件人姓名：*"},
        {"快递员尼玛次仁派件", "快递员*派件"},
        {"Signed by Li, signed by li", "Signed by *, signed by *"},
        {"Courier Li took it", "Courier * took it"},
    };
    check_phrases(t, phrases, sizeof phrases / sizeof *phrases);
}
