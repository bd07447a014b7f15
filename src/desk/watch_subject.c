#include "desk/watch_subject.h"

#include <string.h>

#include "access/setting.h"
#include "waybill/carrier.h"

const char *watch_subject(Ctx *ctx, const Waybill *parcel, const char *const what[LANGUAGE_COUNT])
{
    bool english = !strncmp(setting_text(ctx, SETTING_NAMED_NOTICE_LANGUAGE), "en", 2);
    Language language = english ? LANGUAGE_EN : LANGUAGE_ZH;
    if (!what[language]) return NULL;
    return arena_format(ctx->arena, english ? "%s %s: %s" : "%s %s：%s",
                        carrier_name(parcel->carrier, language), parcel->no, what[language]);
}
