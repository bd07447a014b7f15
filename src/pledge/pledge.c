#include "pledge/pledge.h"

#include <math.h>
#include <string.h>

#include "access/audit.h"
#include "access/person.h"
#include "access/setting.h"
#include "base/instant.h"
#include "insight/insight.h"
#include "pledge/period.h"
#include "pledge/pledge_store.h"

#define CODE_LETTERS "abcdefghijklmnopqrstuvwxyz0123456789-"

/* The row of the figure over the whole company: what is public is not the asker's share of it. */
static Status company_row(Ctx *ctx, const Pledge *pledge, FigureRow *out)
{
    FigureAnswer answer;
    const FigureQuery query = {
        .name = pledge->figure, .from = pledge->from, .to = pledge->to, .limit = 1};
    const struct Person *asker = ctx->who;
    ctx->who = NULL;
    Status s = figure_answer(ctx, &query, &answer);
    ctx->who = asker;
    if (!s) *out = *(const FigureRow *)answer.rows.items;
    return s;
}

/* Against the company: what was missed by a hair never reads as reached. */
static int64_t tenths_of(const Figure *figure, const FigureRow *row)
{
    int64_t part = (int64_t)row->numerator * 1000;
    int64_t up = figure->good == GOOD_LOW ? row->denominator - 1 : 0;
    return (part + up) / row->denominator;
}

static Status tell_kept(Ctx *ctx, int64_t day, Pledge *pledge)
{
    const Figure *figure;
    FigureRow row;
    period_last((PledgeSpan)pledge->span, day - pledge->settle_days, &pledge->from, &pledge->to);
    Status s = figure_find(ctx, pledge->figure, &figure);
    if (!s) s = company_row(ctx, pledge, &row);
    if (s) return s;
    pledge->behind = row.denominator;
    pledge->share = NAN;
    pledge->tenths = NONE;
    pledge->outcome = PLEDGE_TOO_FEW;
    if (row.denominator < pledge->least) return OK;
    pledge->share = row.value;
    pledge->tenths = tenths_of(figure, &row);
    bool low = figure->good == GOOD_LOW;
    bool kept = low ? row.value <= pledge->target : row.value >= pledge->target;
    pledge->outcome = kept ? PLEDGE_KEPT : PLEDGE_MISSED;
    return OK;
}

Status pledge_list(Ctx *ctx, int64_t at, List *out)
{
    int64_t now = ctx_now(ctx);
    if (at == NONE || at > now) at = now;
    int64_t day = instant_date(at, setting_text(ctx, SETTING_NAMED_ZONE));
    Status s = pledge_store_list(ctx, at, out);
    Pledge *pledges = out->items;
    for (size_t i = 0; !s && i < out->count; i++)
        s = tell_kept(ctx, day, &pledges[i]);
    return s;
}

Status pledge_find(Ctx *ctx, const char *code, Pledge *out)
{
    Status s = pledge_store_find(ctx, code, out);
    if (s == NOT_FOUND) return fail(ctx, NOT_FOUND, "there is no pledge %.64s", code);
    if (s) return s;
    return tell_kept(ctx, instant_date(ctx_now(ctx), setting_text(ctx, SETTING_NAMED_ZONE)), out);
}

static Status check_pledge(Ctx *ctx, const Pledge *pledge)
{
    const Figure *figure;
    Status s = scope_check_whole(ctx, "pledges are");
    if (s) return s;
    if (strspn(pledge->code, CODE_LETTERS) != strlen(pledge->code))
        return fail_field(ctx, "code", "has other characters than small letters, digits and -");
    s = figure_find(ctx, pledge->figure, &figure);
    if (s == INVALID) return fail_field(ctx, "figure", "there is no figure %.40s", pledge->figure);
    if (s) return s;
    if (figure->share_of == SHARE_OF_NOTHING)
        return fail_field(ctx, "figure", "%s is no share of parcels or tickets", pledge->figure);
    return OK;
}

static Status audit(Ctx *ctx, const char *action, const char *code, int64_t version)
{
    const char *detail =
        arena_format(ctx->arena, "{\"code\":\"%s\",\"version\":%lld}", code, (long long)version);
    return detail ? audit_write(ctx, action, "pledge", 0, detail) : no_memory(ctx);
}

/* What was not said of a pledge. */
static void complete(Pledge *pledge)
{
    if (pledge->position == NONE) pledge->position = 0;
    if (pledge->settle_days == NONE) pledge->settle_days = 0;
}

Status pledge_create(Ctx *ctx, Pledge *pledge)
{
    List all;
    int64_t last;
    Status s = check_pledge(ctx, pledge);
    if (!s) s = pledge_store_list(ctx, ctx_now(ctx), &all);
    if (!s) s = pledge_store_last(ctx, pledge->code, &last);
    if (s) return s;
    if (all.count == PLEDGES_MAX)
        return fail(ctx, CONFLICT, "at most %d pledges can be in force", PLEDGES_MAX);
    complete(pledge);
    pledge->version = last + 1;
    pledge->begun_at = ctx_now(ctx);
    s = pledge_store_insert(ctx, pledge);
    if (s == CONFLICT) return fail(ctx, CONFLICT, "there is a pledge %s already", pledge->code);
    if (!s) s = audit(ctx, "pledge.create", pledge->code, pledge->version);
    return s ? s : pledge_find(ctx, pledge->code, pledge);
}

/* Ends the version that somebody has seen. */
static Status end_version(Ctx *ctx, const char *code, int64_t version)
{
    Pledge now;
    bool ended = false;
    Status s = pledge_store_find(ctx, code, &now);
    if (s == NOT_FOUND) return fail(ctx, NOT_FOUND, "there is no pledge %.64s", code);
    if (!s) s = pledge_store_end(ctx, code, version, ctx_now(ctx), &ended);
    if (s || ended) return s;
    return fail(ctx, STALE, "pledge %s was changed by someone else", code);
}

Status pledge_change(Ctx *ctx, const char *code, int64_t version, const Pledge *change, Pledge *out)
{
    Pledge next = *change;
    next.code = code;
    Status s = check_pledge(ctx, &next);
    if (!s) s = end_version(ctx, code, version);
    if (s) return s;
    complete(&next);
    next.version = version + 1;
    next.begun_at = ctx_now(ctx);
    s = pledge_store_insert(ctx, &next);
    if (!s) s = audit(ctx, "pledge.change", code, next.version);
    return s ? s : pledge_find(ctx, code, out);
}

Status pledge_end(Ctx *ctx, const char *code, int64_t version)
{
    Status s = scope_check_whole(ctx, "pledges are");
    if (!s) s = end_version(ctx, code, version);
    return s ? s : audit(ctx, "pledge.end", code, version);
}
