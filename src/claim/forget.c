#include "claim/forget.h"

#include <string.h>

#include "access/audit.h"
#include "access/setting.h"
#include "base/instant.h"
#include "base/phone.h"
#include "claim/claim_files.h"

enum { AT_ONCE = 100 };

static int year_of(Ctx *ctx, int64_t at)
{
    int year, month, day;
    date_parts(instant_date(at, setting_text(ctx, SETTING_NAMED_ZONE)), &year, &month, &day);
    return year;
}

static int64_t year_begins(Ctx *ctx, int64_t year)
{
    return date_instant(date_days((int)year, 1, 1), setting_text(ctx, SETTING_NAMED_ZONE));
}

/* Counted from the end of the accounting year (会计档案管理办法 art. 14). */
static int64_t vouchers_until(Ctx *ctx, int64_t closed_at)
{
    return year_begins(ctx, year_of(ctx, closed_at) + 1 +
                                setting_int(ctx, SETTING_NAMED_CLAIM_VOUCHER_YEARS));
}

static Status forget_files(Ctx *ctx, const ClaimHeld *held, ClaimErased *out)
{
    if (held->paid && held->files) {
        int64_t until = vouchers_until(ctx, held->closed_at);
        out->vouchers += held->files;
        if (out->until == NONE || out->until < until) out->until = until;
        return OK;
    }
    out->files += held->files;
    return held->files ? claim_store_forget_files(ctx, held->id) : OK;
}

static Status forget_one(Ctx *ctx, const ClaimHeld *held, ClaimErased *out)
{
    int64_t words = 0;
    if (held->state < CLAIM_CLOSED) {
        out->open += held->claimant || held->files;
        return OK;
    }
    Status s = held->claimant ? claim_store_empty(ctx, held->id) : OK;
    if (!s) s = claim_store_forget_words(ctx, held->id, &words);
    out->emptied += held->claimant;
    out->words += words;
    return s ? s : forget_files(ctx, held, out);
}

Status claim_erase(Ctx *ctx, int64_t whose, ClaimErased *out)
{
    int64_t after = 0;
    List page = {.count = AT_ONCE};
    Status s = claim_store_mark(ctx, whose);
    if (!s) s = claim_store_entries(ctx, whose, &out->entries);
    while (!s && page.count == AT_ONCE) {
        s = claim_store_held(ctx, whose, after, AT_ONCE, &page);
        const ClaimHeld *held = page.items;
        for (size_t i = 0; !s && i < page.count; i++) {
            after = held[i].id;
            s = forget_one(ctx, &held[i], out);
        }
    }
    return s;
}

Status claim_forget_ended(Ctx *ctx, int64_t id, bool *emptied)
{
    ClaimErased erased = {.until = NONE};
    ClaimHeld held;
    Status s = claim_store_marked(ctx, id, &held);
    *emptied = false;
    if (s) return s == NOT_FOUND ? OK : s;
    s = forget_one(ctx, &held, &erased);
    *emptied = erased.emptied || erased.words || erased.files;
    return s;
}

Status claim_forget_vouchers(Ctx *ctx, const Job *job)
{
    int64_t years = setting_int(ctx, SETTING_NAMED_CLAIM_VOUCHER_YEARS);
    int64_t before = year_begins(ctx, year_of(ctx, ctx_now(ctx)) - years);
    List page;
    Status s = claim_store_over(ctx, before, AT_ONCE, &page);
    const ClaimHeld *held = page.items;
    for (size_t i = 0; !s && i < page.count; i++) {
        s = claim_store_forget_files(ctx, held[i].id);
        if (!s) s = audit_write(ctx, "claim.forget", "claim", held[i].id, NULL);
    }
    if (s || page.count < AT_ONCE) return s;
    return job_more(ctx, job, NULL);
}

/* --- what belongs to nobody --- */

static Status has_phone(Ctx *ctx, const Claim *claim, const char *phone, bool *out)
{
    const char *said = claim->claimant ? claim->claimant->phone : NULL;
    *out = false;
    if (!said || !*said) return OK;
    Status s = phone_normal(ctx, said, &said);
    if (s == INVALID) problem_clear(ctx);
    if (s) return s == INVALID ? OK : s;
    *out = strcmp(said, phone) == 0;
    return OK;
}

static Status add_theirs(Ctx *ctx, const char *phone, List *ids)
{
    int64_t after = 0;
    List page = {.count = AT_ONCE};
    Status s = OK;
    while (!s && page.count == AT_ONCE) {
        s = claim_store_unowned(ctx, after, AT_ONCE, &page);
        const Claim *claims = page.items;
        for (size_t i = 0; !s && i < page.count; i++) {
            bool theirs;
            after = claims[i].id;
            s = has_phone(ctx, &claims[i], phone, &theirs);
            if (!s && theirs) s = unowned_add(ctx, ids, after);
        }
    }
    return s;
}

Status claim_find_unowned(Ctx *ctx, const char *contact, List *ids)
{
    const char *phone;
    Status s = phone_normal(ctx, contact, &phone);
    if (s == INVALID) problem_clear(ctx);
    if (s) return s == INVALID ? OK : s;
    return add_theirs(ctx, phone, ids);
}
