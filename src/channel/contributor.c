#include "base/phone.h"
#include "channel/channel_slice.h"
#include "channel/incoming_files.h"
#include "channel/incoming_internal.h"
#include "channel/incoming_store.h"

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
    return contributor_members(ctx, customer_id, tell_member, out);
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
    int64_t messages = 0, threads = 0;
    Status s = incoming_store_sealed(ctx, customer_id, &messages);
    if (!s) s = forget_files(ctx, customer_id);
    if (!s) s = incoming_store_unbind_all(ctx, customer_id, &threads);
    if (!s) s = incoming_store_erase(ctx, customer_id);
    const ErasureRow rows[] = {{"incoming_message", ERASURE_EMPTIED, messages, NULL},
                               {"incoming_thread", ERASURE_DELETED, threads, NULL}};
    for (size_t i = 0; !s && i < sizeof rows / sizeof *rows; i++)
        s = erasure_note(ctx, proof, &rows[i]);
    return s;
}

/* The key of the short messages of a phone; NULL where it is none. */
static Status thread_of(Ctx *ctx, const char *contact, const char **key)
{
    const char *phone;
    Status s = phone_normal(ctx, contact, &phone);
    *key = NULL;
    if (s == INVALID) problem_clear(ctx);
    if (s) return s == INVALID ? OK : s;
    *key = incoming_key(ctx, "thread", CHANNEL_SMS, phone);
    return *key ? OK : no_memory(ctx);
}

/* Nobody's ticket may be what a phone is bound to: where several customers have it. */
static Status erase_contact(Ctx *ctx, const char *contact, ErasureProof *proof)
{
    const char *key;
    int64_t count = 0;
    Status s = thread_of(ctx, contact, &key);
    if (s || !key) return s;
    s = incoming_store_unbind(ctx, key, &count);
    const ErasureRow row = {.table = "incoming_thread", .action = ERASURE_DELETED, .rows = count};
    return s ? s : erasure_note(ctx, proof, &row);
}

static Status left_contact(Ctx *ctx, const char *contact, int64_t *rows)
{
    const char *key;
    int64_t ticket_id = 0;
    Status s = thread_of(ctx, contact, &key);
    if (!s && key) s = incoming_store_thread(ctx, key, &ticket_id);
    *rows = ticket_id != 0;
    return s;
}

/* By phone, or by mail: who wrote is counted by one of them. */
static Status unowned(Ctx *ctx, const char *contact, List *ids)
{
    KeyIndex sender;
    const char *phone;
    Status s = phone_normal(ctx, contact, &phone);
    if (s == INVALID) {
        problem_clear(ctx);
        phone = contact;
    } else if (s) {
        return s;
    }
    s = key_name(ctx, INCOMING_SENDER, phone, &sender);
    return s ? s : incoming_store_unowned(ctx, &sender, ids);
}

const CustomerContributor incoming_contributor = {.name = "incoming",
                                                  .tell = tell,
                                                  .erase = erase,
                                                  .left = incoming_store_left,
                                                  .erase_contact = erase_contact,
                                                  .left_contact = left_contact,
                                                  .unowned = unowned,
                                                  .of_unowned = true};
