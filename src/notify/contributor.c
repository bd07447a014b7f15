#include "notify/contributor.h"

#include "notify/notice_store.h"

enum { AT_ONCE = 200 };

/* All messages of a filter, as more of the array. */
static Status tell_all(Ctx *ctx, const NoticeFilter *filter, Buf *out, bool *first)
{
    int64_t below = INT64_MAX;
    List list = {.count = 1};
    Status s = OK;
    while (!s && list.count) {
        s = notice_store_page(ctx, filter, below, &list);
        if (s || !list.count) break;
        contributor_rows(out, &notice_shape, &list, *first);
        *first = false;
        below = ((const Notice *)list.items)[list.count - 1].id;
    }
    return s;
}

/* To one of the customer's family, or to nobody about the thing of that id. */
static Status tell_member(Ctx *ctx, int64_t whose, Buf *out, bool *first)
{
    const NoticeFilter theirs = {.customer_id = whose, .state = NONE, .limit = AT_ONCE},
                       about = {.unowned_id = whose, .state = NONE, .limit = AT_ONCE};
    Status s = tell_all(ctx, &theirs, out, first);
    return s ? s : tell_all(ctx, &about, out, first);
}

static Status tell(Ctx *ctx, int64_t customer_id, Buf *out)
{
    return contributor_members(ctx, customer_id, tell_member, out);
}

static Status erase(Ctx *ctx, int64_t customer_id, ErasureProof *proof)
{
    int64_t rows = 0;
    Status s = notice_store_sealed(ctx, customer_id, &rows);
    if (!s) s = notice_store_erase(ctx, customer_id);
    const ErasureRow row = {.table = "notify_message", .action = ERASURE_EMPTIED, .rows = rows};
    return s ? s : erasure_note(ctx, proof, &row);
}

const CustomerContributor notice_contributor = {.name = "notices",
                                                .tell = tell,
                                                .erase = erase,
                                                .left = notice_store_sealed,
                                                .of_unowned = true};
