#include "customer/customer_files.h"

#include "access/person.h"
#include "customer/customer.h"
#include "customer/timeline.h"

static Status may(Ctx *ctx, int64_t owner_id, bool write)
{
    Customer customer;
    int right = write ? CUSTOMER_WRITE : CUSTOMER_READ;
    if (!ctx_may(ctx, right))
        return fail(ctx, FORBIDDEN, "this needs the right %s", right_name(right));
    return customer_find(ctx, owner_id, &customer);
}

static Status told(Ctx *ctx, const StoredFile *file, bool added)
{
    const char *kind = added ? "customer.file_added" : "customer.file_removed";
    return timeline_note(ctx, file->owner_id, kind, "file", added ? file->id : 0);
}

const FileOwner customer_files = {"customer", may, told};
