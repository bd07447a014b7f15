#include "access/masked.h"

#include <string.h>

#include "access/person.h"
#include "access/right.h"
#include "base/field_set.h"
#include "base/field_show.h"

/* Every mask has one of these signs in it, and most of what is written has none. */
static bool may_be_masked(const char *given)
{
    return given && (strchr(given, '*') || strstr(given, "…"));
}

/* Words are changed around what is masked in them: a mended word of a masked text is still one. */
static bool holds_mask(Personal personal, const char *given, const char *kept, const char *masked)
{
    Mask first;
    if (strcmp(masked, kept) == 0) return false;
    if (personal != PERSONAL_WORDS) return strcmp(masked, given) == 0;
    mask_words(kept, 0, &first);
    return strstr(given, first.middle) != NULL;
}

static Status masked_form(Ctx *ctx, Personal personal, const char *kept, const char **out)
{
    Buf masked;
    buf_init(&masked, ctx->arena);
    mask_text(&masked, personal, kept);
    Status s = buf_check(ctx, &masked);
    *out = masked.data;
    return s;
}

static Status check_text(Ctx *ctx, const char *field, Personal personal, const char *given,
                         const char *kept)
{
    const char *masked;
    if (personal == PERSONAL_NO || !may_be_masked(given) || !kept || !*kept) return OK;
    Status s = masked_form(ctx, personal, kept, &masked);
    if (s || !holds_mask(personal, given, kept, masked)) return s;
    return fail_field(ctx, field, "is masked to you: write it anew or leave it out");
}

Status masked_check_text(Ctx *ctx, const char *field, Personal personal, const char *given,
                         const char *kept)
{
    return ctx_may(ctx, PERSONAL_READ) ? OK : check_text(ctx, field, personal, given, kept);
}

static Status check_texts(Ctx *ctx, const Field *field, const Texts *given, const Texts *kept)
{
    Status s = OK;
    for (size_t i = 0; i < given->count; i++) {
        if (!may_be_masked(given->items[i]) || texts_have(kept, given->items[i])) continue;
        for (size_t k = 0; k < kept->count && !s; k++)
            s = check_text(ctx, field->name, field->personal, given->items[i], kept->items[k]);
    }
    return s;
}

static Status check_all(Ctx *ctx, const Shape *given_shape, const void *given,
                        const Shape *kept_shape, const void *kept);

/* The object's own name stands before that of its field. */
static Status check_object(Ctx *ctx, const Field *field, const void *given, const Field *as,
                           const void *kept)
{
    Status s = check_all(ctx, field->shape, *(const void *const *)field_at(field, given), as->shape,
                         *(const void *const *)field_at(as, kept));
    if (s == INVALID) problem_within(ctx, "%s.", field->name);
    return s;
}

static Status check_all(Ctx *ctx, const Shape *given_shape, const void *given,
                        const Shape *kept_shape, const void *kept)
{
    Status s = OK;
    for (const Field *field = given_shape->fields; field->name && !s; field++) {
        const Field *as = shape_field(kept_shape, field->name);
        if (!as || as->kind != field->kind) continue;
        if (!field_given(field, given) || !field_given(as, kept)) continue;
        if (field->kind == FIELD_KIND_OBJECT)
            s = check_object(ctx, field, given, as, kept);
        else if (field->kind == FIELD_KIND_TEXTS)
            s = check_texts(ctx, as, field_at(field, given), field_at(as, kept));
        else if (field->kind == FIELD_KIND_TEXT)
            s = check_text(ctx, field->name, as->personal,
                           *(const char *const *)field_at(field, given),
                           *(const char *const *)field_at(as, kept));
    }
    return s;
}

Status masked_check(Ctx *ctx, const Shape *given_shape, const void *given, const Shape *kept_shape,
                    const void *kept)
{
    if (ctx_may(ctx, PERSONAL_READ)) return OK;
    return check_all(ctx, given_shape, given, kept_shape, kept);
}

Status masked_check_row(Ctx *ctx, const Shape *shape, const void *given, const void *kept)
{
    Status s = check_all(ctx, shape, given, shape, kept);
    if (s != INVALID) return s;
    return fail_field(ctx, ctx->problem.field,
                      "is a masked form of what is known: write it anew or leave it out");
}

Status masked_check_list(Ctx *ctx, const char *field, const Shape *shape, const List *given,
                         const List *kept)
{
    Status s = OK;
    if (ctx_may(ctx, PERSONAL_READ)) return OK;
    for (size_t i = 0; i < given->count && !s; i++) {
        const char *one = (const char *)given->items + i * shape->size;
        for (size_t k = 0; k < kept->count && !s; k++)
            s = check_all(ctx, shape, one, shape, (const char *)kept->items + k * shape->size);
        if (s == INVALID) problem_within(ctx, "%s[%zu].", field, i);
    }
    return s;
}

/* As many as are kept, in their order. */
static Status masked_forms(Ctx *ctx, Personal personal, const Texts *kept, Texts *out)
{
    const char **items = ARENA_ARRAY(ctx->arena, kept->count, const char *);
    Status s = items ? OK : no_memory(ctx);
    for (size_t i = 0; i < kept->count && !s; i++)
        s = masked_form(ctx, personal, kept->items[i], &items[i]);
    *out = (Texts){items, kept->count};
    return s;
}

static size_t count_before(const Texts *texts, size_t end)
{
    size_t count = 0;
    for (size_t i = 0; i < end; i++)
        count += strcmp(texts->items[i], texts->items[end]) == 0;
    return count;
}

/* What stands behind the nth, from 0, of those masks that reads `given`, or that itself. */
static const char *kept_behind(const Texts *masks, const Texts *kept, const char *given, size_t nth)
{
    for (size_t i = 0; i < masks->count; i++) {
        if (!masks->items[i] || strcmp(masks->items[i], given) != 0) continue;
        if (nth-- == 0) return kept->items[i];
    }
    return given;
}

Status masked_restore(Ctx *ctx, Personal personal, const Texts *given, const Texts *kept,
                      Texts *out)
{
    Texts masks = {NULL, 0};
    const Texts from = *given;
    *out = from;
    if (ctx_may(ctx, PERSONAL_READ) || !from.count || !kept->count) return OK;
    const char **items = ARENA_ARRAY(ctx->arena, from.count, const char *);
    Status s = items ? masked_forms(ctx, personal, kept, &masks) : no_memory(ctx);
    if (s) return s;
    for (size_t i = 0; i < from.count; i++) {
        items[i] = from.items[i];
        if (may_be_masked(items[i]))
            items[i] = kept_behind(&masks, kept, items[i], count_before(&from, i));
    }
    *out = (Texts){items, from.count};
    return OK;
}
