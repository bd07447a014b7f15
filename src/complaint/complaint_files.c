#include "complaint/complaint_files.h"

#include "access/person.h"
#include "complaint/complaint.h"

static Status may(Ctx *ctx, int64_t owner_id, bool write)
{
    Complaint complaint;
    int right = write ? COMPLAINT_WRITE : COMPLAINT_READ;
    if (!ctx_may(ctx, right))
        return fail(ctx, FORBIDDEN, "this needs the right %s", right_name(right));
    return complaint_find(ctx, owner_id, &complaint);
}

const FileOwner complaint_files = {"complaint", may};
