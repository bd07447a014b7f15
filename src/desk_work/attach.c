#include "desk_work/attach.h"

#include "access/person.h"
#include "desk/entry.h"

static Status may_public(Ctx *ctx, int64_t ticket_id, bool write)
{
    int right = write ? TICKET_WRITE : TICKET_READ;
    Status s = ticket_visible(ctx, ticket_id);
    if (s || ctx_may(ctx, right)) return s;
    return fail(ctx, FORBIDDEN, "this needs the right %s", right_name(right));
}

static Status may_internal(Ctx *ctx, int64_t ticket_id, bool write)
{
    if (scope_customer(ctx)) return fail(ctx, NOT_FOUND, "there is no such ticket");
    return may_public(ctx, ticket_id, write);
}

static Status log_file(Ctx *ctx, const StoredFile *file, bool added, int64_t visibility)
{
    TicketEdit edit;
    Status s = ticket_edit(ctx, file->owner_id, NONE, &edit);
    if (s) return s;
    const char *id = arena_format(ctx->arena, "%lld", (long long)file->id);
    const char *size = arena_format(ctx->arena, "%lld", (long long)file->size);
    if (!id || !size) return no_memory(ctx);
    const char *detail[] = {
        "what", added ? "added" : "removed", "file_id", id, "media", file->media, "size", size};
    Entry entry = ticket_entry_of(ENTRY_ATTACHMENT, visibility);
    entry.text = file->name;
    entry.detail = (Texts){detail, sizeof detail / sizeof *detail};
    return ticket_entry_add(ctx, &edit, &entry);
}

static Status log_public(Ctx *ctx, const StoredFile *file, bool added)
{
    return log_file(ctx, file, added, ENTRY_PUBLIC);
}

static Status log_internal(Ctx *ctx, const StoredFile *file, bool added)
{
    return log_file(ctx, file, added, ENTRY_INTERNAL);
}

const FileOwner ticket_files = {"ticket", may_public, log_public};
const FileOwner ticket_note_files = {"ticket_note", may_internal, log_internal};
