#include "access/right.h"

#include <string.h>

#include "base/arena.h"

typedef struct RightRow {
    const char *name, *doc;
} RightRow;

static const RightRow rights[RIGHT_COUNT] = {
    [RIGHT_PUBLIC] = {"public", "Anybody"},
    [RIGHT_SIGNED_IN] = {"signed_in", "Anybody who is signed in"},
#define RIGHT_ROW_(constant, name, doc) [constant] = {name, doc},
    RIGHTS(RIGHT_ROW_)
#undef RIGHT_ROW_
};

static bool right_exists(int right)
{
    return right >= 0 && right < RIGHT_COUNT;
}

const char *right_name(int right)
{
    return right_exists(right) ? rights[right].name : "?";
}

const char *right_doc(int right)
{
    return right_exists(right) ? rights[right].doc : "";
}

int right_of(const char *name)
{
    for (int right = 0; right < RIGHT_COUNT; right++)
        if (strcmp(rights[right].name, name) == 0) return right;
    return -1;
}

bool rights_has(const RightSet *set, int right)
{
    return right_exists(right) && (set->bits[right / 64] >> (right % 64) & 1);
}

void rights_add(RightSet *set, int right)
{
    if (right_exists(right)) set->bits[right / 64] |= UINT64_C(1) << (right % 64);
}

void rights_unite(RightSet *set, const RightSet *with)
{
    for (size_t i = 0; i < 2; i++)
        set->bits[i] |= with->bits[i];
}

bool rights_cover(const RightSet *set, const RightSet *part)
{
    return !(part->bits[0] & ~set->bits[0]) && !(part->bits[1] & ~set->bits[1]);
}

RightSet rights_all(void)
{
    RightSet set = {0};
    for (int right = RIGHT_FIRST_ + 1; right < RIGHT_COUNT; right++)
        rights_add(&set, right);
    return set;
}

/* Adds what `name` stands for; false if it is no right that can be given. */
static bool add_named(RightSet *set, const char *name)
{
    if (strcmp(name, "*") == 0) {
        *set = rights_all();
        return true;
    }
    int right = right_of(name);
    if (right <= RIGHT_FIRST_) return false;
    rights_add(set, right);
    return true;
}

Status rights_from_names(Ctx *ctx, const char *field, const Texts *names, RightSet *out)
{
    *out = (RightSet){0};
    for (size_t i = 0; i < names->count; i++)
        if (!add_named(out, names->items[i]))
            return fail_field(ctx, field, "\"%.60s\" is not a right", names->items[i]);
    return OK;
}

RightSet rights_from_stored(const Texts *names)
{
    RightSet set = {0};
    for (size_t i = 0; i < names->count; i++)
        (void)add_named(&set, names->items[i]);
    return set;
}

Status rights_names(Ctx *ctx, const RightSet *set, Texts *out)
{
    *out = (Texts){.items = ARENA_ARRAY(ctx->arena, RIGHT_COUNT, const char *)};
    if (!out->items) return no_memory(ctx);
    for (int right = RIGHT_FIRST_ + 1; right < RIGHT_COUNT; right++)
        if (rights_has(set, right)) out->items[out->count++] = right_name(right);
    return OK;
}
