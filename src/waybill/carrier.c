#include "waybill/carrier.h"

#include <ctype.h>
#include <string.h>

#include "waybill/number.h"
#include "waybill/waybill_read_store.h"

const Carrier known_carriers[] = {
    {"sf", {"顺丰速运", "SF Express"}, "shunfeng", "SF"},
    {"sto", {"申通快递", "STO Express"}, "shentong", "STO"},
    {"yto", {"圆通速递", "YTO Express"}, "yuantong", "YTO"},
    {"zto", {"中通快递", "ZTO Express"}, "zhongtong", "ZTO"},
    {"yunda", {"韵达快递", "Yunda Express"}, "yunda", "YD"},
    {"jd", {"京东物流", "JD Logistics"}, "jd", "JD"},
    {"jt", {"极兔速递", "J&T Express"}, "jtexpress", "JTSD"},
    {"ems", {"邮政特快专递", "EMS"}, "ems", "EMS"},
    {"chinapost", {"中国邮政", "China Post"}, "youzhengguonei", "YZPY"},
    {"deppon", {"德邦快递", "Deppon Express"}, "debangkuaidi", "DBLKY"},
    {NULL, {NULL, NULL}, NULL, NULL}};

const char *carrier_name(const char *code, Language language)
{
    for (const Carrier *carrier = known_carriers; carrier->code; carrier++)
        if (strcmp(carrier->code, code) == 0) return carrier->names[language];
    return code;
}

Status carrier_check(Ctx *ctx, const char *code)
{
    bool used;
    for (const Carrier *carrier = known_carriers; carrier->code; carrier++)
        if (strcmp(carrier->code, code) == 0) return OK;
    Status s = waybill_store_carrier_used(ctx, code, &used);
    if (s || used) return s;
    return fail_field(ctx, "carrier", "there is no such carrier: %s", code);
}

void carrier_of_provider(CarrierProvider provider, const char *code, char *out)
{
    const char *ours = code;
    for (const Carrier *carrier = known_carriers; carrier->code; carrier++) {
        const char *theirs = provider == CARRIER_KUAIDI100 ? carrier->kuaidi100 : carrier->kdniao;
        if (theirs && strcmp(theirs, code) == 0) ours = carrier->code;
    }
    size_t length = 0;
    for (; ours[length] && length < CARRIER_MAX; length++)
        out[length] = (char)tolower((unsigned char)ours[length]);
    out[length] = 0;
}
