#include "customer/merge.h"

#include "access/audit.h"
#include "access/page.h"
#include "access/person.h"
#include "customer/derive.h"
#include "customer/duplicate_store.h"
#include "customer/merge_store.h"
#include "customer/timeline.h"

static const Field merge_fields[] = {
    FIELD_ID(Merge, id, .doc = "The merge's number"),
    FIELD_ID(Merge, survivor_id, .doc = "The customer that both count as"),
    FIELD_ID(Merge, merged_id, .doc = "The customer that was merged into it"),
    FIELD_TEXT(Merge, survivor_code, .doc = "Code of the one"),
    FIELD_TEXT(Merge, merged_code, .doc = "Code of the other"),
    FIELD_TIME(Merge, at, .doc = "When they were merged"),
    FIELD_ID(Merge, who, .doc = "The account that did it"),
    FIELD_TEXT(Merge, why, .personal = PERSONAL_WORDS, .doc = "Why"),
    FIELD_TIME(Merge, undone_at, .doc = "When it was undone; null while it stands"),
    FIELD_ID(Merge, undone_by, .doc = "The account that undid it"),
    FIELD_TEXT(Merge, undone_why, .personal = PERSONAL_WORDS, .doc = "Why it was undone"),
    FIELD_END};
const Shape merge_shape = SHAPE(Merge, merge_fields, "Two customers that count as one");

static const Field input_fields[] = {
    FIELD_ID(MergeInput, merged_id, .required = true, .doc = "The customer to merge into this"),
    FIELD_TEXT(MergeInput, why, .writing = WRITING_LINES, .required = true, .min = 1, .max = 300,
               .doc = "Why they are one"),
    FIELD_END};
const Shape merge_input_shape = SHAPE(MergeInput, input_fields, "A customer that is the same");

static const Field undo_fields[] = {FIELD_TEXT(UndoInput, why, .writing = WRITING_LINES,
                                               .required = true, .min = 1, .max = 300,
                                               .doc = "Why they are two"),
                                    FIELD_END};
const Shape undo_input_shape = SHAPE(UndoInput, undo_fields, "Why a merge is undone");

static Status check_pair(Ctx *ctx, const Customer *survivor, const MergeInput *in)
{
    Customer merged;
    int64_t *members;
    size_t mine, others;
    if (in->merged_id == survivor->id)
        return fail_field(ctx, "merged_id", "is this customer itself");
    Status s = customer_find(ctx, in->merged_id, &merged);
    if (!s) s = customer_check_alive(ctx, survivor);
    if (!s) s = customer_check_alive(ctx, &merged);
    if (!s) s = customer_members(ctx, survivor->id, &members, &mine);
    if (!s) s = customer_members(ctx, in->merged_id, &members, &others);
    if (!s && mine + others > CUSTOMER_MERGED_MAX)
        s = fail(ctx, CONFLICT, "at most %d customers can count as one", CUSTOMER_MERGED_MAX);
    return s;
}

static Status tell_one(Ctx *ctx, const Merge *merge, int64_t customer_id, const char *other)
{
    bool undone = merge->undone_at != NONE;
    TimelineEntry entry = {
        .customer_id = customer_id,
        .at = undone ? merge->undone_at : merge->at,
        .kind = undone ? "customer.unmerged" : "customer.merged",
        .subject_kind = "customer",
        .subject_id = customer_id == merge->survivor_id ? merge->merged_id : merge->survivor_id,
        .who = undone ? merge->undone_by : merge->who,
        .text = other,
        .key = arena_format(ctx->arena, "merge/%lld/%d", (long long)merge->id, undone),
    };
    return entry.key ? timeline_add(ctx, &entry) : no_memory(ctx);
}

/* On both timelines and in the audit log; the proposal of the pair is settled. */
static Status tell(Ctx *ctx, const Merge *merge)
{
    bool undone = merge->undone_at != NONE;
    const Duplicate pair = {
        .one_id = merge->survivor_id,
        .other_id = merge->merged_id,
        .state = undone ? DUPLICATE_DISMISSED : DUPLICATE_MERGED,
        .decided_at = ctx_now(ctx),
        .who = ctx_account_id(ctx),
        .why = undone ? merge->undone_why : merge->why,
    };
    const char *detail =
        arena_format(ctx->arena, "{\"merged_id\":\"%lld\"}", (long long)merge->merged_id);
    Status s = detail ? duplicate_store_settle(ctx, &pair) : no_memory(ctx);
    if (!s) s = tell_one(ctx, merge, merge->survivor_id, merge->merged_code);
    if (!s) s = tell_one(ctx, merge, merge->merged_id, merge->survivor_code);
    return s ? s
             : audit_write(ctx, undone ? "customer.unmerge" : "customer.merge", "customer",
                           merge->survivor_id, detail);
}

static Status find(Ctx *ctx, int64_t id, Merge *out)
{
    List list;
    const MergePage page = {.id = id, .before_id = INT64_MAX, .limit = 1};
    Status s = merge_store_page(ctx, &page, &list);
    if (s) return s;
    if (!list.count) return fail(ctx, NOT_FOUND, "there is no such merge");
    *out = *(Merge *)list.items;
    return OK;
}

Status customer_merge(Ctx *ctx, int64_t survivor_id, int64_t version, const MergeInput *in,
                      Merge *out)
{
    Customer survivor;
    Status s = customer_find(ctx, survivor_id, &survivor);
    if (!s) s = customer_check_version(ctx, &survivor, version);
    if (!s) s = check_pair(ctx, &survivor, in);
    if (s) return s;
    const Merge merge = {.id = ctx_id(ctx),
                         .survivor_id = survivor_id,
                         .merged_id = in->merged_id,
                         .at = ctx_now(ctx),
                         .who = ctx_account_id(ctx),
                         .why = in->why};
    s = merge_store_insert(ctx, &merge);
    if (!s) s = merge_store_point(ctx, in->merged_id, survivor_id);
    if (!s) s = merge_store_touch(ctx, survivor_id);
    if (!s) s = find(ctx, merge.id, out);
    return s ? s : tell(ctx, out);
}

Status customer_unmerge(Ctx *ctx, int64_t id, const char *why, Merge *out)
{
    bool written = false;
    Status s = find(ctx, id, out);
    if (s) return s;
    out->undone_at = ctx_now(ctx);
    out->undone_by = ctx_account_id(ctx);
    out->undone_why = why;
    s = merge_store_undo(ctx, out, &written);
    if (!s && !written) s = fail(ctx, CONFLICT, "that merge was undone already");
    if (!s) s = merge_store_point(ctx, out->merged_id, out->merged_id);
    if (!s) s = merge_store_touch(ctx, out->survivor_id);
    return s ? s : tell(ctx, out);
}

Status merge_list(Ctx *ctx, int64_t customer_id, int64_t limit, const char *cursor, List *out,
                  const char **next)
{
    Customer customer;
    MergePage page = {.customer_id = customer_id, .limit = limit + 1};
    Status s = page_start(ctx, cursor, INT64_MAX, &page.before_id);
    if (!s) s = customer_find(ctx, customer_id, &customer);
    if (!s) s = merge_store_page(ctx, &page, out);
    return s ? s : page_end(ctx, out, limit, &merge_shape, next);
}
