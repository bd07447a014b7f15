#include "access/right.h"
#include "backup/archive.h"
#include "backup/backup_slice.h"
#include "house.h"

static const Field state_fields[] = {
    FIELD_BOOL(ArchiveState, on, .doc = "Whether what is written is archived"),
    FIELD_TIME(ArchiveState, safe_at,
               .doc = "What was acknowledged before can be brought back; null: nothing yet"),
    FIELD_INT(ArchiveState, lag_ms, .doc = "Milliseconds since then"),
    FIELD_BOOL(ArchiveState, late, .doc = "Whether that is more than five seconds"),
    FIELD_TIME(ArchiveState, base_at,
               .doc = "When the newest copy of all was taken; null: there is none to begin with"),
    FIELD_INT(ArchiveState, waiting, .doc = "Moments that are cut and not in the archive yet"),
    FIELD_INT(ArchiveState, carried_bytes, .doc = "That were carried there since the start"),
    FIELD_INT(ArchiveState, failures,
              .doc = "Times that something could not be written, since the start"),
    FIELD_TEXT(ArchiveState, problem,
               .doc =
                   "What the last try, or else the last copy of all, said; null: they went well"),
    FIELD_END};
static const Shape state_shape = SHAPE(ArchiveState, state_fields, "How the archive stands");

static Status api_archive(Ctx *ctx, Request *req)
{
    ArchiveState state;
    Status s = archive_state(ctx, ctx->house->archive, &state);
    return s ? s : reply(ctx, req, &state, &state_shape);
}

const Route archive_routes[] = {
    {GET, "/api/v1/archive", .right = JOB_READ, .whole = "the archive is", .out = &state_shape,
     .run = api_archive, .doc = "How far the continuous archive is behind"},
    ROUTE_END,
};
