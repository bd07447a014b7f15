#include "http/link.h"

#include <sys/socket.h>

#include "base/condition.h"

#define DRAIN_PERIOD_MS 50 /* of the watch, once the server stops */
#define LINGER_PERIOD_US 10000
#define LINGER_LOOKS 5                  /* at none, one after another, before none is believed */
#define REQUEST_ROOM ((size_t)48 << 10) /* what nearly every request does with */

/* MHD sees the end of the stream and closes the connection on its own thread. */
static void link_cut(const Link *link)
{
    shutdown(link->socket, SHUT_RDWR);
}

/* libmicrohttpd does not notice a client that goes away right behind its last bytes. Seen twice, so
 * that a whole request which is just being taken up is not harmed. */
static bool link_left(Link *link)
{
    char byte;
    bool before = link->ended;
    link->ended = recv(link->socket, &byte, 1, MSG_PEEK | MSG_DONTWAIT) == 0;
    return before && link->ended;
}

static bool passed(const atomic_llong *instant_us, int64_t now_us)
{
    int64_t us = atomic_load(instant_us);
    return us && now_us > us;
}

/* Where there is hardly room for those who come, whoever only holds a place loses it. */
static bool holds_a_place(const Links *links, const Link *link, int64_t now_us)
{
    return links->count > links->crowd && passed(&link->idle_us, now_us - links->crowded_ms * 1000);
}

static void cut_late(const Links *links)
{
    int64_t now_us = monotonic_us();
    for (Link *link = links->first; link; link = link->next) {
        bool is_late = passed(&link->deadline_us, now_us) || passed(&link->taken_us, now_us);
        bool comes = atomic_load(&link->deadline_us) != 0;
        if (is_late || holds_a_place(links, link, now_us) || (comes && link_left(link)))
            link_cut(link);
    }
}

static void *watch(void *user)
{
    Links *links = user;
    pthread_mutex_lock(&links->lock);
    while (links->watching) {
        cut_late(links);
        condition_wait(&links->changed, &links->lock, monotonic_us() + links->period_ms * 1000);
    }
    pthread_mutex_unlock(&links->lock);
    return NULL;
}

Status links_open(Ctx *ctx, Links *links)
{
    links->watching = true;
    pthread_mutex_init(&links->lock, NULL);
    condition_init(&links->changed);
    if (pthread_create(&links->watch, NULL, watch, links) == 0) return OK;
    pthread_cond_destroy(&links->changed);
    pthread_mutex_destroy(&links->lock);
    return fail(ctx, UNAVAILABLE, "no thread can be started");
}

void links_close(Links *links)
{
    pthread_mutex_lock(&links->lock);
    links->watching = false;
    pthread_cond_broadcast(&links->changed);
    pthread_mutex_unlock(&links->lock);
    pthread_join(links->watch, NULL);
    while (links->spare_count)
        arena_release(links->spares[--links->spare_count].arena);
    pthread_cond_destroy(&links->changed);
    pthread_mutex_destroy(&links->lock);
}

Link *link_new(Links *links, int socket)
{
    Link *link = memory_alloc(sizeof *link);
    if (!link) return NULL;
    link->socket = socket;
    pthread_mutex_lock(&links->lock);
    link->next = links->first;
    if (link->next) link->next->before = link;
    links->first = link;
    links->count++;
    pthread_mutex_unlock(&links->lock);
    return link;
}

void link_free(Links *links, Link *link)
{
    pthread_mutex_lock(&links->lock);
    if (link->next) link->next->before = link->before;
    if (link->before)
        link->before->next = link->next;
    else
        links->first = link->next;
    links->count--;
    pthread_mutex_unlock(&links->lock);
    memory_free(link);
}

/* That of this thread, or else any; NULL where there is none. */
static Arena *spare_take(Links *links)
{
    size_t last = links->spare_count, place = last;
    if (!last) return NULL;
    while (place && !pthread_equal(links->spares[place - 1].thread, pthread_self()))
        place--;
    Spare *spare = &links->spares[place ? place - 1 : last - 1];
    Arena *arena = spare->arena;
    *spare = links->spares[last - 1];
    links->spare_count--;
    return arena;
}

bool link_begin(Links *links, Link *link)
{
    Arena *spare = NULL;
    pthread_mutex_lock(&links->lock);
    bool open = !links->closed;
    if (open) links->active++;
    link->used = true;
    if (open) spare = spare_take(links);
    pthread_mutex_unlock(&links->lock);
    if (!open) return false;
    link->arena = spare ? spare : arena_new_of(REQUEST_ROOM);
    if (!link->arena) link_end(links, link);
    return link->arena != NULL;
}

void link_end(Links *links, Link *link)
{
    Arena *arena = link->arena;
    link->arena = NULL;
    if (arena) arena_clear(arena);
    pthread_mutex_lock(&links->lock);
    bool kept = arena && links->spare_count < LINK_SPARES;
    if (kept) links->spares[links->spare_count++] = (Spare){arena, pthread_self()};
    if (--links->active == 0 && links->draining) pthread_cond_broadcast(&links->changed);
    pthread_mutex_unlock(&links->lock);
    if (!kept) arena_release(arena);
}

void link_taking(Link *link, int64_t within_ms)
{
    atomic_store(&link->taken_us, within_ms ? monotonic_us() + within_ms * 1000 : 0);
}

size_t links_count(Links *links)
{
    pthread_mutex_lock(&links->lock);
    size_t count = links->count;
    pthread_mutex_unlock(&links->lock);
    return count;
}

static bool any_unused(const Links *links)
{
    for (const Link *link = links->first; link; link = link->next)
        if (!link->used) return true;
    return false;
}

void links_linger(Links *links, int64_t longest_us)
{
    int64_t began_us = monotonic_us(), waited_us = 0;
    int quiet = 0;
    pthread_mutex_lock(&links->lock);
    while (quiet < LINGER_LOOKS && waited_us < longest_us) {
        condition_wait(&links->changed, &links->lock, monotonic_us() + LINGER_PERIOD_US);
        waited_us = monotonic_us() - began_us;
        bool awaited = waited_us < longest_us / 4 ? links->count > 0 : any_unused(links);
        quiet = awaited ? 0 : quiet + 1;
    }
    pthread_mutex_unlock(&links->lock);
}

bool links_drain(Links *links, int64_t until_us)
{
    bool in_time = true;
    pthread_mutex_lock(&links->lock);
    links->period_ms = DRAIN_PERIOD_MS;
    links->draining = true;
    pthread_cond_broadcast(&links->changed);
    while (links->active && in_time) {
        if (until_us)
            in_time = condition_wait(&links->changed, &links->lock, until_us);
        else
            pthread_cond_wait(&links->changed, &links->lock);
    }
    bool drained = links->active == 0;
    if (drained) links->closed = true;
    pthread_mutex_unlock(&links->lock);
    return drained;
}

void links_cut(Links *links)
{
    pthread_mutex_lock(&links->lock);
    for (const Link *link = links->first; link; link = link->next)
        link_cut(link);
    pthread_mutex_unlock(&links->lock);
}
