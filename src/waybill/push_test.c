#include "waybill/push.h"

#include <string.h>

#include "test.h"
#include "waybill/carrier.h"
#include "waybill/scan.h"

/* As kuaidi100 sends it: two events of one parcel, the newest first, the older without a code. */
#define KUAIDI100_FORM(sign) "sign=" sign "&param=" KUAIDI100_PARAM
#define KUAIDI100_PARAM                                                                            \
    "%7B%22status%22%3A%22polling%22%2C%22lastResult%22%3A%7B%22state%22%3A%223%2"                 \
    "2%2C%22com%22%3A%22yuantong%22%2C%22nu%22%3A%22YT1234567890123%22%2C%22data%"                 \
    "22%3A%5B%7B%22time%22%3A%222026-11-21%2010%3A00%3A00%22%2C%22context%22%3A%2"                 \
    "2%E5%B7%B2%E7%AD%BE%E6%94%B6%22%2C%22statusCode%22%3A%22301%22%2C%22areaName"                 \
    "%22%3A%22%E5%B9%BF%E4%B8%9C%2C%E6%B7%B1%E5%9C%B3%E5%B8%82%22%7D%2C%7B%22time"                 \
    "%22%3A%222026-11-20%2009%3A00%3A00%22%2C%22context%22%3A%22%E6%B4%BE%E4%BB%B"                 \
    "6%E4%B8%AD%22%7D%5D%7D%7D"

/* As KDNiao sends it: the oldest first, the newest without an action. */
#define KDNIAO_FORM(sign) "RequestType=102&DataSign=" sign "&RequestData=" KDNIAO_DATA
#define KDNIAO_DATA                                                                                \
    "%7B%22EBusinessID%22%3A%221151847%22%2C%22Count%22%3A%221%22%2C%22Data%22%3A"                 \
    "%5B%7B%22ShipperCode%22%3A%22STO%22%2C%22LogisticCode%22%3A%2277123456789012"                 \
    "3%22%2C%22StateEx%22%3A%22202%22%2C%22Traces%22%3A%5B%7B%22AcceptTime%22%3A%"                 \
    "222026-11-20%2009%3A00%3A00%22%2C%22AcceptStation%22%3A%22%E5%B7%B2%E6%8F%BD"                 \
    "%E6%94%B6%22%2C%22Action%22%3A%221%22%7D%2C%7B%22AcceptTime%22%3A%222026-11-"                 \
    "21%2010%3A00%3A00%22%2C%22AcceptStation%22%3A%22%E6%B4%BE%E4%BB%B6%E4%B8%AD%"                 \
    "22%2C%22Location%22%3A%22%E6%B7%B1%E5%9C%B3%22%7D%5D%7D%5D%7D"

static bool signed_well(T *t, const char *provider, const char *form, const char *secret)
{
    bool right;
    check_ok(t, push_provider(provider)->verify(t->ctx, form, strlen(form), secret, &right));
    return right;
}

TEST(a_push_of_kuaidi100_is_taken_only_with_its_signature)
{
    const char *form = KUAIDI100_FORM("BBDACA481F959A8FD7075B7FA501231E");
    check(t, signed_well(t, "kuaidi100", form, "salt"));
    check(t, !signed_well(t, "kuaidi100", form, "pepper"));
    check(t, !signed_well(t, "kuaidi100", KUAIDI100_FORM("0"), "salt"));
    check(t, !signed_well(t, "kuaidi100", "param=1", "salt"));
    check(t, !signed_well(t, "kuaidi100", "", "salt"));
}

TEST(a_push_of_kdniao_is_taken_only_with_its_signature)
{
    const char *form = KDNIAO_FORM("ODA1MmZhYjA2ZDljOTRhYjE2MGQzZTc2MjVmMzU5ZDY%3D");
    check(t, signed_well(t, "kdniao", form, "key"));
    check(t, !signed_well(t, "kdniao", form, "other"));
    check(t, !signed_well(t, "kdniao", KDNIAO_FORM("AAAA"), "key"));
}

static const ScanInput *scan_of(const UpsertRow *row)
{
    return row->thing;
}

TEST(a_push_of_kuaidi100_becomes_scans)
{
    const char *document =
        "{\"lastResult\":{\"state\":\"3\",\"com\":\"yuantong\",\"nu\":\"YT1234567890123\",\"data\":"
        "["
        "{\"time\":\"2026-11-21 10:00:00\",\"context\":\"已签收\",\"statusCode\":\"301\","
        "\"areaName\":\"深圳市\"},"
        "{\"time\":\"2026-11-20 09:00:00\",\"context\":\"派件中\"},"
        "{\"time\":\"2026-13-20 09:00:00\",\"context\":\"never\"}]}}";
    UpsertRow *rows;
    size_t count;
    check_ok(t, push_kuaidi100_decode(t->ctx, document, strlen(document), NULL, &rows, &count));
    check_int(t, count, 3);
    check_text(t, scan_of(&rows[0])->carrier, "yto");
    check_text(t, scan_of(&rows[0])->no, "YT1234567890123");
    check_text(t, scan_of(&rows[0])->provider, "kuaidi100");
    check_text(t, scan_of(&rows[0])->code, "301");
    check_text(t, scan_of(&rows[0])->city, "深圳市");
    check_int(t, scan_of(&rows[0])->at, INT64_C(1795226400000));
    check_text(t, scan_of(&rows[1])->code, "0");
    check_int(t, rows[2].outcome, UPSERT_REJECTED);
    check_int(t, rows[2].number, 3);
}

TEST(the_newest_event_without_a_code_has_the_state_of_the_whole)
{
    const char *document =
        "{\"lastResult\":{\"state\":\"3\",\"com\":\"yunda\",\"nu\":\"1\",\"data\":["
        "{\"time\":\"2026-11-21 10:00:00\",\"context\":\"a\"},"
        "{\"time\":\"2026-11-20 09:00:00\",\"context\":\"b\"}]}}";
    UpsertRow *rows;
    size_t count;
    check_ok(t, push_kuaidi100_decode(t->ctx, document, strlen(document), NULL, &rows, &count));
    check_text(t, scan_of(&rows[0])->code, "3");
    check_text(t, scan_of(&rows[1])->code, "0");
}

TEST(a_push_of_kdniao_becomes_scans)
{
    const char *document =
        "{\"Data\":[{\"ShipperCode\":\"STO\",\"LogisticCode\":\"771234567890123\",\"StateEx\":"
        "\"202\","
        "\"Traces\":[{\"AcceptTime\":\"2026-11-20 09:00:00\",\"AcceptStation\":\"a\","
        "\"Action\":\"1\"},{\"AcceptTime\":\"2026-11-21 10:00:00\",\"AcceptStation\":\"b\","
        "\"Location\":\"深圳\"}]},"
        "{\"ShipperCode\":\"XYZ\",\"LogisticCode\":\"1\",\"Traces\":[]}]}";
    UpsertRow *rows;
    size_t count;
    check_ok(t, push_kdniao_decode(t->ctx, document, strlen(document), NULL, &rows, &count));
    check_int(t, count, 2);
    check_text(t, scan_of(&rows[0])->carrier, "sto");
    check_text(t, scan_of(&rows[0])->code, "1");
    check_text(t, scan_of(&rows[1])->code, "202");
    check_text(t, scan_of(&rows[1])->city, "深圳");
}

TEST(a_push_that_names_no_parcel_is_refused)
{
    UpsertRow *rows;
    size_t count;
    const char *const bad[] = {"{}", "[]", "{\"lastResult\":{\"com\":\"yunda\"}}",
                               "{\"lastResult\":1}"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        check_status(t, push_kuaidi100_decode(t->ctx, bad[i], strlen(bad[i]), NULL, &rows, &count),
                     INVALID);
    const char *nameless = "{\"Data\":[{\"Traces\":[]}]}";
    check_status(t, push_kdniao_decode(t->ctx, nameless, strlen(nameless), NULL, &rows, &count),
                 INVALID);
    check_status(t, push_kdniao_decode(t->ctx, "{\"Data\":", 8, NULL, &rows, &count), INVALID);
}

static const char *reply_of(T *t, const char *provider, const char *problem)
{
    Buf buf;
    buf_init(&buf, t->ctx->arena);
    push_provider(provider)->reply(t->ctx, &buf, "1151847", problem);
    return buf.data;
}

TEST(each_provider_gets_the_reply_it_demands)
{
    check_text(t, reply_of(t, "kuaidi100", NULL),
               "{\"result\":true,\"returnCode\":\"200\",\"message\":\"成功\"}");
    check_text(t, reply_of(t, "kuaidi100", "no"),
               "{\"result\":false,\"returnCode\":\"500\",\"message\":\"no\"}");
    check_text(t, reply_of(t, "kdniao", NULL),
               "{\"EBusinessID\":\"1151847\",\"UpdateTime\":\"2026-11-22 16:00:00\","
               "\"Success\":true,\"Reason\":\"\"}");
}

TEST(carriers_of_providers_become_ours_and_unknown_ones_stay)
{
    char code[17];
    carrier_of_provider(CARRIER_KUAIDI100, "shentong", code);
    check_text(t, code, "sto");
    carrier_of_provider(CARRIER_KDNIAO, "YD", code);
    check_text(t, code, "yunda");
    carrier_of_provider(CARRIER_KDNIAO, "ANE66", code);
    check_text(t, code, "ane66");
    carrier_of_provider(CARRIER_KDNIAO, "A_VERY_LONG_CARRIER_CODE", code);
    check_int(t, strlen(code), 16);
    check_text(t, carrier_name("yto", LANGUAGE_ZH), "圆通速递");
    check_text(t, carrier_name("other", LANGUAGE_EN), "other");
}
