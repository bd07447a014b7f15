#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "http/feed_state.h"
#include "http/request.h"
#include "http/server_state.h"

#define BLOCK 16384
#define BATCH 64
#define LIFE_US INT64_C(600000000) /* then the listener must come back and show who it is */

static void event_format(Buf *out, int64_t id, const FeedChange *change)
{
    buf_format(out, "id: %lld\nevent: %s\n", (long long)id, change->event);
    for (const char *at = change->data; *at;) {
        size_t line = strcspn(at, "\n");
        buf_format(out, "data: %.*s\n", (int)line, at);
        at += line + (at[line] == '\n');
    }
    buf_char(out, '\n');
}

/* What was missed is gone: the listener must fetch everything again. */
static void reset_format(const Feed *feed, Subscriber *subscriber)
{
    subscriber->cursor = feed->next_id;
    buf_format(&subscriber->pending, "id: %lld\nevent: reset\ndata: {}\n\n",
               (long long)feed->next_id - 1);
}

/* Some of what the listener has not had yet: chosen from by its filter without the feed's lock. */
typedef struct Batch {
    int64_t from;
    size_t count;
    bool wanted[BATCH];
    int64_t keys[BATCH][FEED_KEYS];
} Batch;

static void batch_take(const Feed *feed, Subscriber *subscriber, Batch *batch)
{
    buf_clear(&subscriber->pending);
    subscriber->sent = 0;
    if (subscriber->cursor < feed->first_id) reset_format(feed, subscriber);
    batch->from = subscriber->cursor;
    batch->count = 0;
    for (int64_t id = batch->from; id < feed->next_id && batch->count < BATCH; id++)
        memcpy(batch->keys[batch->count++], feed_at(feed, id)->keys, sizeof *batch->keys);
}

static void batch_choose(const Subscriber *subscriber, Batch *batch)
{
    for (size_t i = 0; i < batch->count; i++)
        batch->wanted[i] =
            !subscriber->filter || subscriber->filter(subscriber->user, batch->keys[i]);
}

/* What was pushed out of the feed meanwhile is missed: the next batch says so. */
static void batch_format(const Feed *feed, Subscriber *subscriber, const Batch *batch)
{
    for (size_t i = 0; i < batch->count && subscriber->pending.length < BLOCK; i++) {
        int64_t id = batch->from + (int64_t)i;
        if (id < feed->first_id) return;
        if (batch->wanted[i]) event_format(&subscriber->pending, id, feed_at(feed, id));
        subscriber->cursor = id + 1;
    }
}

static ssize_t pending_take(Subscriber *subscriber, char *out, size_t room)
{
    size_t length = subscriber->pending.length - subscriber->sent;
    if (length > room) length = room;
    memcpy(out, subscriber->pending.data + subscriber->sent, length);
    subscriber->sent += length;
    atomic_store(&subscriber->written_us, monotonic_us());
    return (ssize_t)length;
}

static bool is_silent(const Subscriber *subscriber)
{
    return monotonic_us() - atomic_load(&subscriber->written_us) >= subscriber->feed->heartbeat_us;
}

typedef enum Advance { ADVANCE_DATA, ADVANCE_PARKED, ADVANCE_MORE, ADVANCE_END } Advance;

/* With the lock: parks the listener when it has had everything. */
static Advance stream_settle(const Feed *feed, Subscriber *subscriber)
{
    Buf *pending = &subscriber->pending;
    bool behind = subscriber->cursor < feed->next_id;
    if (!pending->length && !behind && is_silent(subscriber)) buf_text(pending, ":\n\n");
    if (pending->failed) return ADVANCE_END;
    if (pending->length) return ADVANCE_DATA;
    if (behind) return ADVANCE_MORE;
    subscriber->parked = true;
    MHD_suspend_connection(subscriber->connection);
    return ADVANCE_PARKED;
}

static Advance stream_advance(Feed *feed, Subscriber *subscriber)
{
    Batch batch;
    pthread_mutex_lock(&feed->lock);
    bool over = feed->closing || monotonic_us() - subscriber->opened_us > LIFE_US;
    if (!over) batch_take(feed, subscriber, &batch);
    pthread_mutex_unlock(&feed->lock);
    if (over) return ADVANCE_END;
    batch_choose(subscriber, &batch);
    pthread_mutex_lock(&feed->lock);
    batch_format(feed, subscriber, &batch);
    Advance advance = feed->closing ? ADVANCE_END : stream_settle(feed, subscriber);
    pthread_mutex_unlock(&feed->lock);
    return advance;
}

/* MHD asks for more to send; "nothing" may be told only when the connection is suspended. */
static ssize_t stream_read(void *user, uint64_t position, char *out, size_t room)
{
    (void)position;
    Subscriber *subscriber = user;
    Advance advance = subscriber->sent < subscriber->pending.length ? ADVANCE_DATA : ADVANCE_MORE;
    while (advance == ADVANCE_MORE)
        advance = stream_advance(subscriber->feed, subscriber);
    if (advance == ADVANCE_END) return MHD_CONTENT_READER_END_OF_STREAM;
    return advance == ADVANCE_PARKED ? 0 : pending_take(subscriber, out, room);
}

static void stream_end(void *user)
{
    Subscriber *subscriber = user;
    Feed *feed = subscriber->feed;
    pthread_mutex_lock(&feed->lock);
    if (subscriber->next) subscriber->next->before = subscriber->before;
    if (subscriber->before)
        subscriber->before->next = subscriber->next;
    else
        feed->first = subscriber->next;
    feed->state.subscribers--;
    feed->heard_us = monotonic_us();
    pthread_mutex_unlock(&feed->lock);
    buf_release(&subscriber->pending);
    memory_free(subscriber);
}

/* The id after the last one that the listener had; 0 when it had none or says something else. */
static int64_t cursor_from(const char *last)
{
    char *end;
    errno = 0;
    long long id = last ? strtoll(last, &end, 10) : 0;
    return last && *last && !*end && !errno && id > 0 && id < INT64_MAX ? id + 1 : 0;
}

/* False when too many listen already. */
static bool subscribe(Feed *feed, Subscriber *subscriber, const char *last)
{
    pthread_mutex_lock(&feed->lock);
    bool allowed = !feed->closing && feed->state.subscribers < feed->limit;
    if (allowed) {
        int64_t cursor = cursor_from(last);
        bool known = cursor >= feed->first_id && cursor <= feed->next_id;
        subscriber->cursor = cursor && known ? cursor : feed->next_id;
        buf_format(&subscriber->pending, "retry: 3000\nid: %lld\n\n",
                   (long long)subscriber->cursor - 1);
        if (last && !known) reset_format(feed, subscriber);
        subscriber->next = feed->first;
        if (subscriber->next) subscriber->next->before = subscriber;
        feed->first = subscriber;
        feed->state.subscribers++;
        feed->heard_us = monotonic_us();
    }
    pthread_mutex_unlock(&feed->lock);
    return allowed;
}

static Status stream_open(Ctx *ctx, Request *req, Subscriber *subscriber, const char *last)
{
    Feed *feed = subscriber->feed;
    if (!subscribe(feed, subscriber, last)) {
        memory_free(subscriber);
        req->retry_s = 5;
        return fail(ctx, UNAVAILABLE, "too many listen to the feed");
    }
    if (subscriber->pending.failed) {
        stream_end(subscriber);
        return no_memory(ctx);
    }
    req->reply.streamed = true;
    req->reply.prepared = MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, BLOCK, stream_read,
                                                            subscriber, stream_end);
    if (req->reply.prepared) return OK;
    stream_end(subscriber);
    return no_memory(ctx);
}

Status reply_feed(Ctx *ctx, Request *req, const char *after, FeedFilter *filter, void *user)
{
    Feed *feed = ctx->house->feed;
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(req->connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    if (!feed || !info) return fail(ctx, UNAVAILABLE, "there is no feed");
    reply_with(req, 200, "text/event-stream");
    reply_header(req, "Cache-Control", "no-cache, no-transform");
    reply_header(req, "X-Accel-Buffering", "no");
    if (req->head) return OK;
    Subscriber *subscriber = memory_alloc(sizeof *subscriber);
    if (!subscriber) return no_memory(ctx);
    subscriber->feed = feed;
    subscriber->connection = req->connection;
    subscriber->socket = info->connect_fd;
    subscriber->filter = filter;
    subscriber->user = user;
    subscriber->opened_us = monotonic_us();
    atomic_store(&subscriber->written_us, monotonic_us());
    const char *last = request_header(req, "Last-Event-ID");
    return stream_open(ctx, req, subscriber, last ? last : after);
}
