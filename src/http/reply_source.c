#include "http/request.h"

enum { BLOCK = 65536 };

static ssize_t source_read(void *user, uint64_t at, char *into, size_t room)
{
    const AnswerSource *source = user;
    (void)at; /* an answer is read once, from its beginning */
    int64_t got = source->read(source->state, into, room);
    if (got == 0 && source->length < 0) return MHD_CONTENT_READER_END_OF_STREAM;
    return got > 0 ? (ssize_t)got : MHD_CONTENT_READER_END_WITH_ERROR;
}

static void source_free(void *user)
{
    AnswerSource *source = user;
    source->close(source->state);
    memory_free(source);
}

Status reply_source(Ctx *ctx, Request *req, const char *content_type, const AnswerSource *source)
{
    AnswerSource *kept = memory_alloc(sizeof *kept);
    if (!kept) {
        source->close(source->state);
        return no_memory(ctx);
    }
    *kept = *source;
    reply_with(req, 200, content_type);
    uint64_t length = kept->length < 0 ? MHD_SIZE_UNKNOWN : (uint64_t)kept->length;
    req->reply.prepared =
        MHD_create_response_from_callback(length, BLOCK, source_read, kept, source_free);
    if (req->reply.prepared) return OK;
    source_free(kept);
    return no_memory(ctx);
}
