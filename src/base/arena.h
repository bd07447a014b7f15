/* arena.h -- memory that lives as long as a request, a job or a command.
 *
 * What is taken from an arena is never freed by itself: arena_clear() or arena_release() gives all
 * of it back and runs what arena_defer() noted, last noted first. Not for use by two threads at
 * once. */
#pragma once

#include <stdarg.h>
#include <stddef.h>

#include "base/status.h"

typedef struct Arena Arena;

/* A new, empty arena; NULL if there is no memory. */
Arena *arena_new(void);
/* The same, which asks the system for more only beyond so many bytes: for what is cleared and used
 * again and again. */
Arena *arena_new_of(size_t room);

/* `size` bytes, zeroed, aligned for any type; NULL if there is no memory. Zero bytes give a valid
 * pointer. */
void *arena_alloc(Arena *arena, size_t size);

/* Room for `count` things of `size`, zeroed; NULL if there is no memory or the product overflows.
 */
void *arena_array(Arena *arena, size_t count, size_t size);

/* A larger copy of a block; `old` stays valid. In place when it was the last block given. What was
 * added is zeroed. */
void *arena_grow(Arena *arena, void *old, size_t old_size, size_t new_size);
/* The same for who writes the bytes that are added: they are not zeroed. */
char *arena_grow_bytes(Arena *arena, char *old, size_t old_size, size_t new_size);

/* A copy; NULL in gives NULL out. */
char *arena_text(Arena *arena, const char *text);
/* A copy of so many bytes, ended by a zero; NULL in gives NULL out. */
char *arena_text_n(Arena *arena, const char *text, size_t length);
/* What printf would print; NULL if there is no memory. */
char *arena_format(Arena *arena, const char *format, ...) PRINTF_LIKE(2, 3);
/* The same with a list of arguments. */
char *arena_vformat(Arena *arena, const char *format, va_list args) PRINTF_LIKE(2, 0);

/* Runs `undo(thing)` when the arena is cleared: for what is not memory (a file, a statement).
 * If there is no memory to note it, it is run at once and NO_MEMORY returned. */
Status arena_defer(Arena *arena, void (*undo)(void *thing), void *thing);

/* Runs the deferred, gives back all but the first block: as new. */
void arena_clear(Arena *arena);

/* Runs the deferred and frees the arena. NULL is allowed. */
void arena_release(Arena *arena);

/* Bytes taken since it was new or cleared. */
size_t arena_used(const Arena *arena);

/* Makes the nth allocation from now (1 the next) of this thread, arenas or not, fail, once.
 * 0 turns it off. For tests: see tests/torture. Returns how many were made since the last call. */
long memory_fail_at(long nth);

/* Zeroed. This and what follows is the only malloc and free outside arenas: for what outlives a
 * request. NULL if there is no memory. */
void *memory_alloc(size_t size);
/* The block, moved where it must be; what was added is not zeroed. NULL leaves `old` as it was. */
void *memory_resize(void *old, size_t size);
/* NULL is allowed. */
void memory_free(void *block);
/* A copy to be freed; NULL if there is no memory. */
char *memory_text(const char *text);

#define ARENA_NEW(arena, Type) ((Type *)arena_alloc((arena), sizeof(Type)))
#define ARENA_ARRAY(arena, count, Type) ((Type *)arena_array((arena), (count), sizeof(Type)))
