#include "import/seen.h"

#include "base/arena.h"

enum { FIRST_ROOM = 4096 };

/* The key's slot, or the free one where it would go; keys are hashes already. */
static size_t slot_of(const uint64_t *slots, size_t room, uint64_t key)
{
    size_t at = (size_t)(key >> 1) & (room - 1);
    while (slots[at] && slots[at] != key)
        at = (at + 1) & (room - 1);
    return at;
}

bool seen_has(const Seen *seen, uint64_t key)
{
    return seen->room && seen->slots[slot_of(seen->slots, seen->room, key)] == key;
}

static bool seen_grow(Seen *seen)
{
    size_t room = seen->room ? seen->room * 2 : FIRST_ROOM;
    uint64_t *slots = memory_alloc(room * sizeof *slots);
    if (!slots) return false;
    for (size_t i = 0; i < seen->room; i++)
        if (seen->slots[i]) slots[slot_of(slots, room, seen->slots[i])] = seen->slots[i];
    memory_free(seen->slots);
    seen->slots = slots;
    seen->room = room;
    return true;
}

bool seen_add(Seen *seen, uint64_t key)
{
    if (seen->count * 4 >= seen->room * 3 && !seen_grow(seen)) return false;
    size_t at = slot_of(seen->slots, seen->room, key);
    seen->count += seen->slots[at] == 0;
    seen->slots[at] = key;
    return true;
}

void seen_release(Seen *seen)
{
    memory_free(seen->slots);
    *seen = (Seen){0};
}
