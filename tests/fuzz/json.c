/* Any bytes as a JSON document: a shape, and a tree. What was decoded can be encoded, and decodes
 * to the same. */
#include <string.h>

#include "base/json.h"
#include "fuzz.h"

typedef struct Inner {
    const char *name;
    int64_t weight_g;
} Inner;

typedef struct Outer {
    const char *text;
    int64_t number, at, day, fee, id, kind;
    double share;
    bool flag;
    Texts tags, free;
    List rows;
} Outer;

static const Name kinds[] = {{"one", 1, NULL}, {"two", 2, NULL}, {NULL, 0, NULL}};
static const Field inner_fields[] = {FIELD_TEXT(Inner, name, .required = true, .max = 20),
                                     FIELD_INT(Inner, weight_g, .min = 1, .max = 100000),
                                     FIELD_END};
static const Shape inner_shape = SHAPE(Inner, inner_fields, "An item");
static const Field outer_fields[] = {FIELD_TEXT(Outer, text, .max = 200),
                                     FIELD_INT(Outer, number, .min = -1000, .max = 1000000),
                                     FIELD_TIME(Outer, at),
                                     FIELD_DATE(Outer, day),
                                     FIELD_MONEY(Outer, fee),
                                     FIELD_ID(Outer, id),
                                     FIELD_ENUM(Outer, kind, kinds),
                                     FIELD_REAL(Outer, share),
                                     FIELD_BOOL(Outer, flag),
                                     FIELD_TEXTS(Outer, tags, .max = 8),
                                     FIELD_MAP(Outer, free),
                                     FIELD_LIST(Outer, rows, &inner_shape, .max = 8),
                                     FIELD_END};
static const Shape outer_shape = SHAPE(Outer, outer_fields, "Every kind of field");

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    Ctx ctx;
    fuzz_begin(&ctx);
    Outer outer, again;
    Json *tree;
    if (json_parse(&ctx, (const char *)bytes, length, &tree) == OK) fuzz_demand(tree != NULL);
    problem_clear(&ctx);
    if (json_decode(&ctx, &outer_shape, &outer, (const char *)bytes, length) == OK) {
        Buf first, second;
        const View view = {.unmask = true};
        buf_init(&first, ctx.arena);
        buf_init(&second, ctx.arena);
        json_encode(&first, &outer_shape, &outer, &view);
        fuzz_demand(json_decode(&ctx, &outer_shape, &again, first.data, first.length) == OK);
        json_encode(&second, &outer_shape, &again, &view);
        fuzz_demand(strcmp(first.data, second.data) == 0);
    } else {
        fuzz_demand(ctx.problem.message[0] != 0);
    }
    fuzz_end(&ctx);
    return 0;
}
