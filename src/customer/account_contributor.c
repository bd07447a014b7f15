/* The accounts of a customer's people: in the file about the customer, and in its deletion. */
#include "access/account_erase.h"
#include "access/session.h"
#include "customer/contributor.h"

enum { AT_ONCE = 200 };

/* Each with where it is signed in. */
static Status tell_account(Ctx *ctx, const Account *account, Buf *out)
{
    const List one = {.items = (void *)account, .count = 1};
    List sessions;
    Status s = account_sessions(ctx, account->id, &sessions);
    if (s) return s;
    buf_text(out, "{\"account\":");
    contributor_rows(out, &account_shape, &one, true);
    buf_text(out, ",\"sessions\":[");
    contributor_rows(out, &session_shape, &sessions, true);
    buf_text(out, "]}");
    return OK;
}

/* Seen by eyes that see this customer only. */
static Status page_of(Ctx *ctx, int64_t customer_id, AccountFilter *filter, List *out)
{
    const Person eyes = {.kind = PERSON_HUMAN, .scope_customer_id = customer_id};
    const Person *asker = ctx->who;
    ctx->who = &eyes;
    Status s = account_list(ctx, filter, out, &filter->cursor);
    ctx->who = asker;
    return s;
}

static Status tell_member(Ctx *ctx, int64_t customer_id, Buf *out, bool *first)
{
    AccountFilter filter = {.limit = AT_ONCE};
    List list;
    Status s = OK;
    do {
        s = page_of(ctx, customer_id, &filter, &list);
        const Account *accounts = list.items;
        for (size_t i = 0; !s && i < list.count; i++, *first = false) {
            if (!*first) buf_char(out, ',');
            s = tell_account(ctx, &accounts[i], out);
        }
    } while (!s && filter.cursor);
    return s;
}

static Status tell(Ctx *ctx, int64_t customer_id, Buf *out)
{
    return contributor_members(ctx, customer_id, tell_member, out);
}

static Status erase(Ctx *ctx, int64_t customer_id, ErasureProof *proof)
{
    AccountErasure went;
    Status s = account_erase(ctx, customer_id, &went);
    const ErasureRow rows[] = {{"account", ERASURE_EMPTIED, went.accounts, NULL},
                               {"session", ERASURE_DELETED, went.sessions, NULL},
                               {"account_totp", ERASURE_DELETED, went.factors, NULL},
                               {"account_recovery", ERASURE_DELETED, went.recovery_codes, NULL},
                               {"account_alert", ERASURE_DELETED, went.alerts, NULL}};
    for (size_t i = 0; !s && i < sizeof rows / sizeof *rows; i++)
        s = erasure_note(ctx, proof, &rows[i]);
    return s;
}

const CustomerContributor account_contributor = {
    .name = "accounts", .tell = tell, .erase = erase, .left = account_left};
