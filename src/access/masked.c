#include "access/masked.h"

#include <stdio.h>
#include <string.h>

#include "access/person.h"
#include "access/right.h"
#include "base/field_set.h"
#include "base/field_show.h"

/* Words are changed around what is masked in them: a mended word of a masked text is still one. */
static bool holds_mask(Personal personal, const char *given, const char *kept, const char *masked)
{
    Mask first;
    if (strcmp(masked, kept) == 0) return false;
    if (personal != PERSONAL_WORDS) return strcmp(masked, given) == 0;
    mask_words(kept, 0, &first);
    return strstr(given, first.middle) != NULL;
}

Status masked_check_text(Ctx *ctx, const char *field, Personal personal, const char *given,
                         const char *kept)
{
    Buf masked;
    if (personal == PERSONAL_NO || !given || !kept || !*given || !*kept) return OK;
    if (ctx_may(ctx, PERSONAL_READ)) return OK;
    buf_init(&masked, ctx->arena);
    mask_text(&masked, personal, kept);
    Status s = buf_check(ctx, &masked);
    if (s || !holds_mask(personal, given, kept, masked.data)) return s;
    return fail_field(ctx, field, "is masked to you: write it anew or leave it out");
}

/* The object's own name stands before that of its field. */
static Status check_object(Ctx *ctx, const Field *field, const void *given, const Field *as,
                           const void *kept)
{
    Status s = masked_check(ctx, field->shape, *(const void *const *)field_at(field, given),
                            as->shape, *(const void *const *)field_at(as, kept));
    if (s != INVALID) return s;
    char name[sizeof ctx->problem.field];
    memcpy(name, ctx->problem.field, sizeof name);
    snprintf(ctx->problem.field, sizeof ctx->problem.field, "%s.%.60s", field->name, name);
    return s;
}

Status masked_check(Ctx *ctx, const Shape *given_shape, const void *given, const Shape *kept_shape,
                    const void *kept)
{
    Status s = OK;
    if (ctx_may(ctx, PERSONAL_READ)) return OK;
    for (const Field *field = given_shape->fields; field->name && !s; field++) {
        const Field *as = shape_field(kept_shape, field->name);
        if (!as || as->kind != field->kind) continue;
        if (!field_given(field, given) || !field_given(as, kept)) continue;
        if (field->kind == FIELD_KIND_OBJECT)
            s = check_object(ctx, field, given, as, kept);
        else if (field->kind == FIELD_KIND_TEXT)
            s = masked_check_text(ctx, field->name, as->personal,
                                  *(const char *const *)field_at(field, given),
                                  *(const char *const *)field_at(as, kept));
    }
    return s;
}
