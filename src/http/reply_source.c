#include <unistd.h>

#include "base/table_out.h"
#include "http/request.h"
#include "http/server_state.h"

/* Who takes it has as long for each block as a request may take to come. */
typedef struct Taken {
    AnswerSource source;
    Link *link;
    int64_t block_ms;
} Taken;

static ssize_t source_read(void *user, uint64_t at, char *into, size_t room)
{
    const Taken *taken = user;
    const AnswerSource *source = &taken->source;
    (void)at; /* an answer is read once, from its beginning */
    link_taking(taken->link, taken->block_ms);
    int64_t got = source->read(source->state, into, room);
    if (got == 0 && source->length < 0) return MHD_CONTENT_READER_END_OF_STREAM;
    return got > 0 ? (ssize_t)got : MHD_CONTENT_READER_END_WITH_ERROR;
}

static void source_free(void *user)
{
    Taken *taken = user;
    taken->source.close(taken->source.state);
    memory_free(taken);
}

Status reply_source(Ctx *ctx, Request *req, const char *content_type, const AnswerSource *source)
{
    Taken *kept = memory_alloc(sizeof *kept);
    if (!kept) {
        source->close(source->state);
        return no_memory(ctx);
    }
    *kept = (Taken){*source, req->link, req->server->options.receive_ms};
    reply_with(req, 200, content_type);
    uint64_t length = source->length < 0 ? MHD_SIZE_UNKNOWN : (uint64_t)source->length;
    req->reply.prepared =
        MHD_create_response_from_callback(length, REPLY_BLOCK, source_read, kept, source_free);
    if (req->reply.prepared) return OK;
    source_free(kept);
    return no_memory(ctx);
}

/* --- a file that is there --- */

typedef struct OpenFile {
    int file;
} OpenFile;

static int64_t file_read(void *state, char *into, size_t room)
{
    return read(((OpenFile *)state)->file, into, room);
}

static void file_close(void *state)
{
    close(((OpenFile *)state)->file);
    memory_free(state);
}

Status reply_file(Ctx *ctx, Request *req, const ReplyFile *file)
{
    const char *ending = name_of(table_formats, file->format);
    const char *named =
        arena_format(ctx->arena, "attachment; filename=\"%s.%s\"", file->name, ending);
    OpenFile *opened = memory_alloc(sizeof *opened);
    if (!named || !opened) {
        close(file->file);
        memory_free(opened);
        return no_memory(ctx);
    }
    opened->file = file->file;
    reply_header(req, "Content-Disposition", named);
    const AnswerSource source = {file->length, file_read, file_close, opened};
    return reply_source(ctx, req, file->format == TABLE_XLSX ? XLSX_TYPE : CSV_TYPE, &source);
}
