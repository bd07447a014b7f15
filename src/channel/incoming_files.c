#include "channel/incoming_files.h"

#include "access/person.h"
#include "channel/incoming_store.h"

static Status may(Ctx *ctx, int64_t id, bool write)
{
    IncomingRow row;
    int right = write ? INCOMING_WRITE : TICKET_WRITE;
    Status s = incoming_store_find(ctx, id, &row);
    if (s == NOT_FOUND) return fail(ctx, NOT_FOUND, "there is no such message");
    if (s || ctx_may(ctx, right)) return s;
    return fail(ctx, FORBIDDEN, "this needs the right %s", right_name(right));
}

const FileOwner incoming_files = {"incoming", may, NULL};
