#include "channel/channel_slice.h"
#include "channel/incoming_files.h"
#include "channel/incoming_store.h"
#include "customer/customer.h"

enum { AT_ONCE = 200 };

static Status tell_member(Ctx *ctx, int64_t customer_id, Buf *out, bool *first)
{
    int64_t after = 0;
    List list = {.count = AT_ONCE};
    Status s = OK;
    while (!s && list.count == AT_ONCE) {
        s = incoming_store_of(ctx, customer_id, after, AT_ONCE, &list);
        if (s || !list.count) break;
        contributor_rows(out, &incoming_row_shape, &list, *first);
        *first = false;
        after = ((const IncomingRow *)list.items)[list.count - 1].id;
    }
    return s;
}

static Status tell(Ctx *ctx, int64_t customer_id, Buf *out)
{
    int64_t *members;
    size_t count;
    bool first = true;
    Status s = customer_members(ctx, customer_id, &members, &count);
    buf_char(out, '[');
    for (size_t i = 0; !s && i < count; i++)
        s = tell_member(ctx, members[i], out, &first);
    buf_char(out, ']');
    return s ? s : buf_check(ctx, out);
}

static Status forget_files(Ctx *ctx, int64_t customer_id)
{
    int64_t after = 0;
    List list = {.count = AT_ONCE};
    Status s = OK;
    while (!s && list.count == AT_ONCE) {
        s = incoming_store_of(ctx, customer_id, after, AT_ONCE, &list);
        const IncomingRow *rows = list.items;
        for (size_t i = 0; !s && i < list.count; i++) {
            after = rows[i].id;
            s = file_forget_owner(ctx, incoming_files.kind, after);
        }
    }
    return s;
}

static Status erase(Ctx *ctx, int64_t customer_id, ErasureProof *proof)
{
    int64_t rows = 0;
    Status s = incoming_store_left(ctx, customer_id, &rows);
    if (!s) s = forget_files(ctx, customer_id);
    if (!s) s = incoming_store_erase(ctx, customer_id);
    const ErasureRow row = {.table = "incoming_message", .action = ERASURE_EMPTIED, .rows = rows};
    return s ? s : erasure_note(ctx, proof, &row);
}

const CustomerContributor incoming_contributor = {
    .name = "incoming", .tell = tell, .erase = erase, .left = incoming_store_left};
