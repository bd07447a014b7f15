#include "notify/preference.h"

#include "access/audit.h"
#include "base/instant.h"
#include "customer/customer.h"
#include "customer/timeline.h"
#include "notify/preference_store.h"

static const Field fields[] = {
    FIELD_ID(NoticePreference, customer_id, .read_only = true, .doc = "The customer"),
    FIELD_INT(NoticePreference, version, .read_only = true, .doc = "Rises with every change"),
    FIELD_ENUM(NoticePreference, channel, notice_channels,
               .doc = "Tried first; the company's order follows"),
    FIELD_ENUM(NoticePreference, language, notice_languages,
               .doc = "Where there is a template in it; else the company's"),
    FIELD_TEXT(NoticePreference, zone, .min = 1, .max = 64, .example = "Asia/Urumqi",
               .doc = "Of the quiet hours; else the company's"),
    FIELD_INT(NoticePreference, quiet_from, .max = 1439,
              .doc = "Minute of the day from which notices wait; else the company's"),
    FIELD_INT(NoticePreference, quiet_to, .max = 1439,
              .doc = "Minute from which they are sent again; the same as quiet_from: they never "
                     "wait"),
    FIELD_TIME(NoticePreference, changed_at, .read_only = true, .doc = "When it was changed"),
    FIELD_END};
const Shape notice_preference_shape =
    SHAPE(NoticePreference, fields, "How a customer wants to be told");

static Status find(Ctx *ctx, int64_t customer_id, NoticePreference *out)
{
    Status s = customer_id ? preference_store_find(ctx, customer_id, out) : NOT_FOUND;
    if (s != NOT_FOUND) return s;
    problem_clear(ctx);
    shape_clear(&notice_preference_shape, out);
    out->customer_id = customer_id;
    out->version = 0;
    return OK;
}

Status preference_find(Ctx *ctx, int64_t customer_id, NoticePreference *out)
{
    Customer customer;
    Status s = customer_find(ctx, customer_id, &customer);
    return s ? s : find(ctx, customer_id, out);
}

static Status check(Ctx *ctx, const NoticePreference *given)
{
    if (given->zone && zone_check(ctx, given->zone))
        return fail_field(ctx, "zone", "there is no zone \"%.64s\"", given->zone);
    if ((given->quiet_from == NONE) != (given->quiet_to == NONE))
        return fail_field(ctx, given->quiet_to == NONE ? "quiet_to" : "quiet_from",
                          "quiet hours have both ends, or none");
    return OK;
}

Status preference_put(Ctx *ctx, int64_t customer_id, int64_t version, const NoticePreference *given,
                      NoticePreference *out)
{
    Customer customer;
    NoticePreference before = {.version = 0};
    bool written = false;
    Status s = customer_find(ctx, customer_id, &customer);
    if (!s && customer.erased_at != NONE) s = fail(ctx, CONFLICT, "the customer was erased");
    if (!s) s = check(ctx, given);
    if (!s) s = find(ctx, customer_id, &before);
    if (s) return s;
    *out = *given;
    out->customer_id = customer_id;
    out->version = version + 1;
    out->changed_at = ctx_now(ctx);
    /* A row that is new has nothing to compare with. */
    if (before.version == version) s = preference_store_put(ctx, out, version, &written);
    if (!s && !written) s = fail(ctx, STALE, "the preference was changed by someone else");
    if (!s) s = timeline_note(ctx, customer_id, "customer.preference", NULL, 0);
    return s ? s : audit_write(ctx, "customer.notice_preference", "customer", customer_id, NULL);
}

Status preference_of(Ctx *ctx, int64_t customer_id, NoticePreference *out)
{
    int64_t counts_as = customer_id;
    Status s = customer_id ? customer_survivor(ctx, customer_id, &counts_as) : OK;
    if (s == NOT_FOUND) {
        problem_clear(ctx);
        s = OK;
    }
    if (!s) s = find(ctx, counts_as, out);
    if (s || out->version || counts_as == customer_id) return s;
    return find(ctx, customer_id, out); /* whom it was merged into said nothing */
}

/* --- one person --- */

static Status tell(Ctx *ctx, int64_t customer_id, Buf *out)
{
    NoticePreference preference;
    Status s = preference_of(ctx, customer_id, &preference);
    const List list = {&preference, !s && preference.version > 0};
    if (s) return s;
    buf_char(out, '[');
    contributor_rows(out, &notice_preference_shape, &list, true);
    buf_char(out, ']');
    return buf_check(ctx, out);
}

static Status erase(Ctx *ctx, int64_t customer_id, ErasureProof *proof)
{
    int64_t rows = 0;
    Status s = preference_store_delete(ctx, customer_id, &rows);
    const ErasureRow row = {.table = "notice_preference", .action = ERASURE_DELETED, .rows = rows};
    return s ? s : erasure_note(ctx, proof, &row);
}

const CustomerContributor preference_contributor = {
    .name = "notice_preference", .tell = tell, .erase = erase, .left = preference_store_left};
