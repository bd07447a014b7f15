#include "waybill/scan_scope.h"

#include "access/outlet.h"
#include "access/person.h"
#include "access/setting.h"
#include "db/db.h"
#include "house.h"
#include "waybill/number.h"
#include "waybill/scan.h"
#include "waybill/waybill_read_store.h"

static Status is_theirs(Ctx *ctx, const ScanInput *scan, bool *theirs)
{
    char no[NUMBER_MAX + 1], carrier[CARRIER_MAX + 1];
    *theirs = true;
    if (number_normalise(ctx, scan->no, no) || carrier_normalise(ctx, scan->carrier, carrier)) {
        problem_clear(ctx);
        return OK;
    }
    int64_t site = scan->site_code ? outlet_id_of(ctx, scan->site_code) : 0;
    if (site) *theirs = outlet_within(ctx, site, scope_outlet(ctx));
    return site ? OK : waybill_store_seen(ctx, carrier, no, theirs);
}

Status scan_scope_rows(Ctx *ctx, const UpsertRow *rows, size_t count)
{
    if (!scope_outlet(ctx) && !scope_customer(ctx)) return OK;
    if (scope_customer(ctx)) return fail(ctx, FORBIDDEN, "customers bring no events");
    for (size_t i = 0; i < count; i++) {
        bool theirs;
        if (rows[i].outcome != UPSERT_WAITING) continue;
        Status s = is_theirs(ctx, rows[i].thing, &theirs);
        if (s) return s;
        if (theirs) continue;
        s = fail(ctx, FORBIDDEN, "that event is not yours to bring");
        ctx->problem.row = rows[i].number;
        return s;
    }
    return OK;
}

Status scan_scope_check(Ctx *ctx, const char *type, const char *body, size_t length)
{
    UpsertRow *rows;
    size_t count;
    BodyRules rules = {.zone = setting_text(ctx, SETTING_NAMED_ZONE)};
    if (!scope_outlet(ctx) && !scope_customer(ctx)) return OK;
    if (scope_customer(ctx)) return fail(ctx, FORBIDDEN, "customers bring no events");
    Status s = body_rules_read(ctx, type, &rules);
    if (!s) s = upsert_decode(ctx, &scan_input_shape, &rules, body, length, &rows, &count);
    if (!s) s = database_reader(ctx, ctx->house->database);
    if (s) return s;
    s = scan_scope_rows(ctx, rows, count);
    database_give_back(ctx, ctx->house->database);
    return s;
}
