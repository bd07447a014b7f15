#include "access/setting.h"
#include "waybill/intake.h"
#include "waybill/push.h"

/* Rows of ScanInput; `options` is the Content-Type that they came with. */
static Status scans_decode(Ctx *ctx, const char *body, size_t length, const char *options,
                           UpsertRow **rows, size_t *count)
{
    BodyRules rules = {.zone = setting_text(ctx, SETTING_NAMED_ZONE)};
    Status s = body_rules_read(ctx, options, &rules);
    return s ? s : upsert_decode(ctx, &scan_input_shape, &rules, body, length, rows, count);
}

const IntakeKind intake_kinds[] = {
    {"scans", scans_decode},
    {"push.kuaidi100", push_kuaidi100_decode},
    {"push.kdniao", push_kdniao_decode},
    {NULL, NULL},
};
