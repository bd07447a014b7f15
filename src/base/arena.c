#include "base/arena.h"

#include <stdalign.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FIRST_BLOCK 8192
#define LARGEST_STEP ((size_t)1 << 20)

typedef struct Block {
    struct Block *before;
    size_t used, room;
    alignas(max_align_t) char bytes[];
} Block;

typedef struct Deferred {
    struct Deferred *before;
    void (*undo)(void *thing);
    void *thing;
} Deferred;

struct Arena {
    Block *block;
    Deferred *deferred;
    size_t used;
    void *last; /* the block given last: the one that may grow in place */
};

/* Per thread, so that a test that makes its own allocations fail leaves other threads alone. */
static _Thread_local struct {
    long made, fail_at;
} torture;

long memory_fail_at(long nth)
{
    long made = torture.made;
    torture.made = 0;
    torture.fail_at = nth;
    return made;
}

static bool allowed(void)
{
    return ++torture.made != torture.fail_at;
}

void *memory_alloc(size_t size)
{
    return allowed() ? calloc(1, size ? size : 1) : NULL;
}

void *memory_resize(void *old, size_t size)
{
    return allowed() ? realloc(old, size ? size : 1) : NULL;
}

void memory_free(void *block)
{
    free(block);
}

char *memory_text(const char *text)
{
    size_t size = strlen(text) + 1;
    char *copy = memory_alloc(size);
    return copy ? memcpy(copy, text, size) : NULL;
}

static size_t aligned(size_t size)
{
    size_t unit = alignof(max_align_t);
    return size > SIZE_MAX - unit ? SIZE_MAX : (size + unit - 1) / unit * unit;
}

static Block *block_new(Block *before, size_t room)
{
    if (room > SIZE_MAX / 2) return NULL;
    Block *block = malloc(sizeof(Block) + room);
    if (block) *block = (Block){.before = before, .room = room};
    return block;
}

Arena *arena_new(void)
{
    return arena_new_of(FIRST_BLOCK);
}

Arena *arena_new_of(size_t room)
{
    if (!allowed()) return NULL;
    Block *block = block_new(NULL, aligned(sizeof(Arena)) + room);
    if (!block) return NULL;
    Arena *arena = (Arena *)block->bytes; /* the arena lives at the start of its first block */
    block->used = aligned(sizeof(Arena));
    *arena = (Arena){.block = block};
    return arena;
}

static void *take(Arena *arena, size_t size)
{
    size_t need = aligned(size ? size : 1);
    Block *block = arena->block;
    if (need > block->room - block->used) {
        size_t step = block->room < LARGEST_STEP ? block->room * 2 : LARGEST_STEP;
        block = block_new(block, need > step ? need : step);
        if (!block) return NULL;
        arena->block = block;
    }
    void *given = block->bytes + block->used;
    block->used += need;
    arena->used += need;
    arena->last = given;
    return given;
}

void *arena_alloc(Arena *arena, size_t size)
{
    void *given = allowed() ? take(arena, size) : NULL;
    return given ? memset(given, 0, size) : NULL;
}

void *arena_array(Arena *arena, size_t count, size_t size)
{
    size_t total;
    return __builtin_mul_overflow(count, size, &total) ? NULL : arena_alloc(arena, total);
}

char *arena_grow_bytes(Arena *arena, char *old, size_t old_size, size_t new_size)
{
    if (new_size <= old_size) return old;
    Block *block = arena->block;
    size_t had = aligned(old_size ? old_size : 1), need = aligned(new_size);
    if (old && old == arena->last && need - had <= block->room - block->used) {
        block->used += need - had;
        arena->used += need - had;
        return old;
    }
    char *given = allowed() ? take(arena, new_size) : NULL;
    if (given && old_size) memcpy(given, old, old_size);
    return given;
}

void *arena_grow(Arena *arena, void *old, size_t old_size, size_t new_size)
{
    char *given = arena_grow_bytes(arena, old, old_size, new_size);
    if (given && new_size > old_size) memset(given + old_size, 0, new_size - old_size);
    return given;
}

char *arena_text_n(Arena *arena, const char *text, size_t length)
{
    char *copy = text && allowed() ? take(arena, length + 1) : NULL;
    if (!copy) return NULL;
    memcpy(copy, text, length);
    copy[length] = 0;
    return copy;
}

char *arena_text(Arena *arena, const char *text)
{
    return text ? arena_text_n(arena, text, strlen(text)) : NULL;
}

char *arena_vformat(Arena *arena, const char *format, va_list args)
{
    va_list again;
    va_copy(again, args);
    int length = vsnprintf(NULL, 0, format, args);
    char *text = length >= 0 && allowed() ? take(arena, (size_t)length + 1) : NULL;
    if (text) vsnprintf(text, (size_t)length + 1, format, again);
    va_end(again);
    return text;
}

char *arena_format(Arena *arena, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    char *text = arena_vformat(arena, format, args);
    va_end(args);
    return text;
}

Status arena_defer(Arena *arena, void (*undo)(void *thing), void *thing)
{
    Deferred *deferred = ARENA_NEW(arena, Deferred);
    if (!deferred) {
        undo(thing);
        return NO_MEMORY;
    }
    *deferred = (Deferred){.before = arena->deferred, .undo = undo, .thing = thing};
    arena->deferred = deferred;
    return OK;
}

static void run_deferred(Arena *arena)
{
    while (arena->deferred) {
        Deferred *deferred = arena->deferred;
        arena->deferred = deferred->before;
        deferred->undo(deferred->thing);
    }
}

void arena_clear(Arena *arena)
{
    run_deferred(arena);
    Block *block = arena->block;
    while (block->before) {
        Block *before = block->before;
        free(block);
        block = before;
    }
    block->used = aligned(sizeof(Arena));
    *arena = (Arena){.block = block};
}

void arena_release(Arena *arena)
{
    if (!arena) return;
    arena_clear(arena);
    free(arena->block);
}

size_t arena_used(const Arena *arena)
{
    return arena->used;
}
