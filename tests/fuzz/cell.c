/* Any bytes as the cell of a row, for every kind of field, and as a telephone number. What was
 * taken is shown as a text that is taken again, and then shown the same. */
#include <string.h>

#include "base/field.h"
#include "base/phone.h"
#include "fuzz.h"

typedef struct Row {
    const char *text;
    int64_t number, at, day, fee, id, kind;
    double share;
    bool flag;
    Texts tags, free;
} Row;

static const Name kinds[] = {{"one", 1, NULL}, {"two", 2, NULL}, {NULL, 0, NULL}};
static const Field row_fields[] = {FIELD_TEXT(Row, text, .max = 20),
                                   FIELD_INT(Row, number),
                                   FIELD_TIME(Row, at),
                                   FIELD_DATE(Row, day),
                                   FIELD_MONEY(Row, fee),
                                   FIELD_ID(Row, id),
                                   FIELD_ENUM(Row, kind, kinds),
                                   FIELD_REAL(Row, share),
                                   FIELD_BOOL(Row, flag),
                                   FIELD_TEXTS(Row, tags, .max = 4),
                                   FIELD_MAP(Row, free, .max = 4),
                                   FIELD_END};
static const Shape row_shape = SHAPE(Row, row_fields, "Every kind of cell");

static const TextRules rules = {.zone = "Asia/Shanghai"};

static const char *shown(Ctx *ctx, const Field *field, const Row *row)
{
    const View view = {.unmask = true, .zone = rules.zone};
    Buf text;
    buf_init(&text, ctx->arena);
    buf_text(&text, "");
    field_to_text(&text, field, row, &view);
    return text.data;
}

static void check_cell(Ctx *ctx, const Field *field, const char *bytes, size_t length)
{
    Row row, again;
    shape_clear(&row_shape, &row);
    shape_clear(&row_shape, &again);
    problem_clear(ctx);
    if (field_from_text(ctx, field, &row, bytes, length, &rules)) {
        fuzz_demand(strcmp(ctx->problem.field, field->name) == 0 && ctx->problem.message[0]);
        return;
    }
    fuzz_demand(shape_check(ctx, &row_shape, &row) == OK);
    const char *text = shown(ctx, field, &row);
    fuzz_demand(field_from_text(ctx, field, &again, text, strlen(text), &rules) == OK);
    fuzz_demand(strcmp(shown(ctx, field, &again), text) == 0);
}

static void check_phone(Ctx *ctx, const char *text)
{
    const char *normal, *again;
    if (phone_normal(ctx, text, &normal)) return;
    fuzz_demand(phone_normal(ctx, normal, &again) == OK && strcmp(normal, again) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    Ctx ctx;
    fuzz_begin(&ctx);
    for (const Field *field = row_fields; field->name; field++)
        check_cell(&ctx, field, (const char *)bytes, length);
    const char *text = arena_text_n(ctx.arena, (const char *)bytes, length);
    if (text) check_phone(&ctx, text);
    fuzz_end(&ctx);
    return 0;
}
