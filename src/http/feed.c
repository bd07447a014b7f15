#include <string.h>
#include <sys/socket.h>

#include "base/condition.h"
#include "http/feed_state.h"

#define KEPT_USUALLY 10000
#define BYTES_MOST ((size_t)32 << 20)
#define SUBSCRIBERS_USUALLY 1000
#define HEARTBEAT_USUALLY_US INT64_C(15000000)
#define DATA_MOST ((size_t)64 << 10)
#define WAKE_US INT64_C(20000)       /* what comes within is told together */
#define TICKS 8                      /* looks for silent and stuck streams, each heartbeat */
#define FORGET_US INT64_C(300000000) /* nobody listened for so long: nothing need be kept */

Status feed_new(Ctx *ctx, size_t kept, Feed **out)
{
    Feed *feed = memory_alloc(sizeof *feed);
    size_t room = kept ? kept : KEPT_USUALLY;
    Kept **ring = feed ? memory_alloc(room * sizeof *ring) : NULL;
    if (!ring) {
        memory_free(feed);
        return no_memory(ctx);
    }
    feed->ring = ring;
    feed->kept = room;
    feed->closing = true; /* until a server opens it */
    /* Above every id of an earlier run, unless that told more than 1000 changes each millisecond.
     */
    feed->first_id = feed->next_id = ctx_now(ctx) * 1000;
    pthread_mutex_init(&feed->lock, NULL);
    condition_init(&feed->changed);
    *out = feed;
    return OK;
}

const FeedChange *feed_at(const Feed *feed, int64_t id)
{
    return &feed->ring[(size_t)id % feed->kept]->change;
}

static void forget_first(Feed *feed)
{
    Kept **place = &feed->ring[(size_t)feed->first_id++ % feed->kept];
    feed->bytes -= (*place)->size;
    memory_free(*place);
    *place = NULL;
}

/* Something is missing from here on: whoever was up to date no longer is. */
static void leave_gap(Feed *feed)
{
    while (feed->first_id < feed->next_id)
        forget_first(feed);
    feed->first_id = ++feed->next_id;
}

void feed_release(Feed *feed)
{
    if (!feed) return;
    feed_close(feed);
    leave_gap(feed);
    pthread_cond_destroy(&feed->changed);
    pthread_mutex_destroy(&feed->lock);
    memory_free(feed->ring);
    memory_free(feed);
}

static Kept *keep(const FeedChange *change)
{
    size_t event = strlen(change->event) + 1, data = strlen(change->data) + 1;
    if (data > DATA_MOST) return NULL;
    size_t size = sizeof(Kept) + event + data;
    Kept *kept = memory_alloc(size);
    if (!kept) return NULL;
    char *texts = (char *)(kept + 1);
    memcpy(texts, change->event, event);
    memcpy(texts + event, change->data, data);
    kept->change = *change;
    kept->change.event = texts;
    kept->change.data = texts + event;
    kept->size = size;
    return kept;
}

static void append(Feed *feed, Kept *kept)
{
    while (feed->first_id < feed->next_id &&
           ((size_t)(feed->next_id - feed->first_id) >= feed->kept ||
            feed->bytes + kept->size > BYTES_MOST))
        forget_first(feed);
    feed->ring[(size_t)feed->next_id++ % feed->kept] = kept;
    feed->bytes += kept->size;
}

/* With the lock held. */
static void wake(Feed *feed)
{
    bool told = feed->news;
    feed->news = true;
    if (!told) pthread_cond_signal(&feed->changed);
}

void feed_publish(Feed *feed, const FeedChange *change)
{
    if (!feed) return;
    Kept *kept = keep(change);
    pthread_mutex_lock(&feed->lock);
    if (kept)
        append(feed, kept);
    else
        leave_gap(feed);
    feed->state.published++;
    wake(feed);
    pthread_mutex_unlock(&feed->lock);
}

void feed_reset(Feed *feed)
{
    if (!feed) return;
    pthread_mutex_lock(&feed->lock);
    leave_gap(feed);
    wake(feed);
    pthread_mutex_unlock(&feed->lock);
}

bool feed_wanted(Feed *feed)
{
    if (!feed) return false;
    pthread_mutex_lock(&feed->lock);
    bool wanted = feed->first || (feed->heard_us && monotonic_us() - feed->heard_us < FORGET_US);
    if (!wanted) leave_gap(feed);
    pthread_mutex_unlock(&feed->lock);
    return wanted;
}

void feed_state(Feed *feed, FeedState *out)
{
    *out = (FeedState){0};
    if (!feed) return;
    pthread_mutex_lock(&feed->lock);
    *out = feed->state;
    pthread_mutex_unlock(&feed->lock);
}

/* --- waking those who listen --- */

static void wake_one(Feed *feed, Subscriber *subscriber, int64_t now_us)
{
    bool behind = subscriber->cursor < feed->next_id;
    bool silent = now_us - atomic_load(&subscriber->written_us) >= feed->heartbeat_us;
    if (subscriber->parked && (behind || silent || feed->closing)) {
        subscriber->parked = false;
        MHD_resume_connection(subscriber->connection);
        return;
    }
    /* Its socket takes nothing, and what it should get next is gone. */
    bool lost = !subscriber->parked && subscriber->cursor < feed->first_id;
    if (lost && silent && !subscriber->dropped) {
        subscriber->dropped = true;
        feed->state.dropped++;
        shutdown(subscriber->socket, SHUT_RDWR);
    }
}

static void wake_all(Feed *feed)
{
    int64_t now_us = monotonic_us();
    for (Subscriber *next, *at = feed->first; at; at = next) {
        next = at->next;
        wake_one(feed, at, now_us);
    }
}

/* With the lock given up meanwhile: until then, or until `*sooner`. */
static void wait_until(Feed *feed, int64_t until_us, const bool *sooner)
{
    while (!feed->closing && !(sooner && *sooner) && monotonic_us() < until_us)
        condition_wait(&feed->changed, &feed->lock, until_us);
}

static void *wake_loop(void *user)
{
    Feed *feed = user;
    pthread_mutex_lock(&feed->lock);
    while (!feed->closing) {
        int64_t now_us = monotonic_us();
        feed->news = false;
        wake_all(feed);
        wait_until(feed, now_us + WAKE_US, NULL);
        wait_until(feed, now_us + feed->heartbeat_us / TICKS, &feed->news);
    }
    wake_all(feed);
    pthread_mutex_unlock(&feed->lock);
    return NULL;
}

Status feed_open(Ctx *ctx, Feed *feed, unsigned subscribers, int64_t heartbeat_ms)
{
    feed->heartbeat_us = heartbeat_ms ? heartbeat_ms * 1000 : HEARTBEAT_USUALLY_US;
    feed->limit = subscribers ? subscribers : SUBSCRIBERS_USUALLY;
    feed->closing = false;
    feed->waking = pthread_create(&feed->waker, NULL, wake_loop, feed) == 0;
    if (feed->waking) return OK;
    feed->closing = true;
    return fail(ctx, UNAVAILABLE, "no thread can be started");
}

void feed_close(Feed *feed)
{
    if (!feed || !feed->waking) return;
    pthread_mutex_lock(&feed->lock);
    feed->closing = true;
    pthread_cond_broadcast(&feed->changed);
    pthread_mutex_unlock(&feed->lock);
    pthread_join(feed->waker, NULL);
    feed->waking = false;
}
