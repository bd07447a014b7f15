#include "customer/duplicate.h"

#include "access/audit.h"
#include "access/page.h"
#include "access/person.h"
#include "customer/customer.h"
#include "customer/duplicate_store.h"

const Name duplicate_states[] = {{"open", DUPLICATE_OPEN, "Nobody has decided"},
                                 {"dismissed", DUPLICATE_DISMISSED, "They are two"},
                                 {"merged", DUPLICATE_MERGED, "They were merged"},
                                 {NULL, 0, NULL}};

static const Field duplicate_fields[] = {
    FIELD_ID(Duplicate, id, .read_only = true, .doc = "The proposal's number"),
    FIELD_ID(Duplicate, one_id, .read_only = true, .doc = "The older customer"),
    FIELD_ID(Duplicate, other_id, .read_only = true, .doc = "The newer customer"),
    FIELD_TEXT(Duplicate, one_code, .read_only = true, .doc = "Code of the older"),
    FIELD_TEXT(Duplicate, other_code, .read_only = true, .doc = "Code of the newer"),
    FIELD_TEXT(Duplicate, one_name, .read_only = true, .personal = PERSONAL_NAME,
               .doc = "Name of the older"),
    FIELD_TEXT(Duplicate, other_name, .read_only = true, .personal = PERSONAL_NAME,
               .doc = "Name of the newer"),
    FIELD_TEXTS(Duplicate, reasons, .read_only = true,
                .doc = "same_phone, same_email, same_name_and_address, same_company_name, "
                       "same_contact"),
    FIELD_ENUM(Duplicate, state, duplicate_states, .read_only = true, .doc = "What was decided"),
    FIELD_TIME(Duplicate, found_at, .read_only = true, .doc = "When it was noticed"),
    FIELD_TIME(Duplicate, decided_at, .read_only = true, .doc = "When it was decided"),
    FIELD_ID(Duplicate, who, .read_only = true, .doc = "The account that decided"),
    FIELD_TEXT(Duplicate, why, .writing = WRITING_LINES, .required = true, .min = 1, .max = 300,
               .personal = PERSONAL_WORDS, .doc = "Why"),
    FIELD_END};
const Shape duplicate_shape =
    SHAPE(Duplicate, duplicate_fields, "Two customers that may be one and the same");

static Status add_names(Ctx *ctx, const List *list)
{
    Duplicate *items = list->items;
    for (size_t i = 0; i < list->count; i++) {
        Customer one, other;
        Status s = customer_find(ctx, items[i].one_id, &one);
        if (!s) s = customer_find(ctx, items[i].other_id, &other);
        if (s) return s;
        items[i].one_name = one.name;
        items[i].other_name = other.name;
    }
    return OK;
}

Status duplicate_list(Ctx *ctx, const DuplicateFilter *filter, List *out, const char **next)
{
    int64_t before;
    DuplicateFilter which = *filter;
    if (which.state == NONE) which.state = DUPLICATE_OPEN;
    Status s = page_start(ctx, filter->cursor, INT64_MAX, &before);
    if (!s) s = duplicate_store_page(ctx, &which, before, 0, out);
    if (!s) s = page_end(ctx, out, filter->limit, &duplicate_shape, next);
    return s ? s : add_names(ctx, out);
}

static Status find(Ctx *ctx, int64_t id, Duplicate *out)
{
    List list;
    const DuplicateFilter any = {.state = NONE, .limit = 1};
    Status s = duplicate_store_page(ctx, &any, INT64_MAX, id, &list);
    if (s) return s;
    if (!list.count) return fail(ctx, NOT_FOUND, "there is no such proposal");
    *out = *(Duplicate *)list.items;
    return OK;
}

Status duplicate_dismiss(Ctx *ctx, int64_t id, const char *why, Duplicate *out)
{
    bool written = false;
    Status s = find(ctx, id, out);
    if (s) return s;
    Duplicate decided = *out;
    decided.state = DUPLICATE_DISMISSED;
    decided.decided_at = ctx_now(ctx);
    decided.who = ctx_account_id(ctx);
    decided.why = why;
    s = duplicate_store_decide(ctx, &decided, &written);
    if (!s && !written) s = fail(ctx, CONFLICT, "that was decided already");
    if (!s) s = audit_write(ctx, "duplicate.dismiss", "customer", out->one_id, NULL);
    if (s) return s;
    *out = decided;
    List one = {out, 1};
    return add_names(ctx, &one);
}
