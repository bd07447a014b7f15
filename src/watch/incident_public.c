#include "watch/incident_public.h"

#include "watch/incident_store.h"

Status incident_public(Ctx *ctx, int64_t waybill_id, Language language, const char **out)
{
    const char *notice, *notice_zh;
    *out = NULL;
    Status s = incident_store_notice(ctx, waybill_id, &notice, &notice_zh);
    if (s == NOT_FOUND) return OK;
    if (s) return s;
    const char *first = language == LANGUAGE_ZH ? notice_zh : notice;
    *out = first ? first : notice ? notice : notice_zh;
    return OK;
}
