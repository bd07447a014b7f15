#include "complaint/complaint_files.h"

#include "access/person.h"
#include "complaint/complaint.h"
#include "complaint/complaint_store.h"

static Status may(Ctx *ctx, int64_t owner_id, bool write)
{
    Complaint complaint;
    int right = write ? COMPLAINT_WRITE : COMPLAINT_READ;
    if (!ctx_may(ctx, right))
        return fail(ctx, FORBIDDEN, "this needs the right %s", right_name(right));
    return complaint_find(ctx, owner_id, &complaint);
}

/* What shows whose doing it was stays while it does. */
static Status told(Ctx *ctx, const StoredFile *file, bool added)
{
    List list = {0};
    Status s = added ? OK : complaint_store_shares(ctx, file->owner_id, &list);
    const ComplaintShare *shares = list.items;
    for (size_t i = 0; !s && i < list.count; i++)
        if (shares[i].file_id == file->id)
            s = fail(ctx, CONFLICT, "the file is evidence of who is responsible");
    if (s == CONFLICT) problem_hint(ctx, "say the responsibility without it first");
    return s;
}

const FileOwner complaint_files = {"complaint", may, told};
