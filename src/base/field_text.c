#include <string.h>

#include "base/ctx.h"
#include "base/field_set.h"
#include "base/instant.h"
#include "base/text.h"

typedef struct Word {
    const char *word;
    bool value;
} Word;

static const Word words[] = {{"1", true},      {"0", false},  {"true", true},
                             {"false", false}, {"yes", true}, {"no", false}};

/* A run of bytes within a cell. */
typedef struct Piece {
    const char *bytes;
    size_t length;
} Piece;

static Piece trim_of(const char *signs, const char *bytes, size_t length)
{
    while (length && *bytes && strchr(signs, *bytes))
        bytes++, length--;
    while (length && bytes[length - 1] && strchr(signs, bytes[length - 1]))
        length--;
    return (Piece){bytes, length};
}

static Piece trim(const char *bytes, size_t length)
{
    return trim_of(" \t", bytes, length);
}

static Status bool_from_text(Ctx *ctx, const Field *field, void *thing, Piece cell)
{
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (strlen(words[i].word) != cell.length) continue;
        if (strncasecmp(words[i].word, cell.bytes, cell.length) != 0) continue;
        *(bool *)field_at(field, thing) = words[i].value;
        return OK;
    }
    return fail_field(ctx, field->name, "expected yes or no, true or false, 1 or 0");
}

/* Takes the currency's code off an amount, where it has one in front or behind: "CNY 12.34". */
static Piece currency_take(Piece *cell)
{
    if (cell->length < 3) return (Piece){0};
    const char *last = cell->bytes + cell->length - 3;
    bool leads = is_currency(cell->bytes, 3);
    if (!leads && !is_currency(last, 3)) return (Piece){0};
    Piece code = {leads ? cell->bytes : last, 3};
    *cell = trim(cell->bytes + (leads ? 3 : 0), cell->length - 3);
    return code;
}

static Status money_from_text(Ctx *ctx, const Field *field, void *thing, Piece cell)
{
    int64_t minor;
    Piece code = currency_take(&cell);
    if (!digits_money(cell.bytes, cell.length, &minor))
        return fail_field(ctx, field->name, "expected an amount of money, such as 12.34");
    Status s = code.length ? field_check_currency(ctx, field, code.bytes, code.length) : OK;
    if (!s) s = field_check_value(ctx, field, minor);
    if (!s) *(int64_t *)field_at(field, thing) = minor;
    return s;
}

static Status time_from_text(Ctx *ctx, const Field *field, void *thing, Piece cell,
                             const TextRules *rules)
{
    static const TextRules none = {0};
    int64_t at_ms, offset_ms;
    WallText read;
    if (!rules) rules = &none;
    Status s = wall_parse(ctx, cell.bytes, cell.length, rules->time_format, &read);
    if (!s) s = wall_text_instant(ctx, &read, rules->zone, rules->gap_forward, &at_ms, &offset_ms);
    if (s) return fail_named(ctx, field, s);
    s = field_check_value(ctx, field, at_ms);
    if (s) return s;
    *(int64_t *)field_at(field, thing) = at_ms;
    field_set_offset(field, thing, offset_ms, !read.has_offset);
    return OK;
}

static size_t count_pieces(const char *cell)
{
    size_t count = 1;
    for (; *cell; cell++)
        count += *cell == ';';
    return count;
}

/* One item of a list; of a map its key and, after the equals sign, its value. */
static Status add_item(Ctx *ctx, const Field *field, Texts *texts, Piece item)
{
    Piece parts[2] = {item};
    int count = 1;
    if (field->kind == FIELD_KIND_MAP) {
        const char *equals = memchr(item.bytes, '=', item.length);
        if (!equals) return fail_field(ctx, field->name, "expected key=value, separated by ;");
        size_t key = (size_t)(equals - item.bytes);
        parts[0] = trim(item.bytes, key);
        parts[1] = trim(equals + 1, item.length - key - 1);
        count = 2;
    }
    for (int i = 0; i < count; i++) {
        Status s =
            text_item(ctx, field, parts[i].bytes, parts[i].length, &texts->items[texts->count++]);
        if (s) return s;
    }
    return OK;
}

/* Cleaned before it is split: a separator may come of composing (U+037E is a semicolon). */
static Status texts_from_text(Ctx *ctx, const Field *field, void *thing, Piece cell)
{
    const char *at;
    Status s = text_clean(ctx, cell.bytes, cell.length, &at, NULL);
    if (s) return fail_named(ctx, field, s);
    Texts texts = {ARENA_ARRAY(ctx->arena, 2 * count_pieces(at), const char *), 0};
    if (!texts.items) return no_memory(ctx);
    while (*at && !s) {
        size_t length = strcspn(at, ";");
        Piece item = trim(at, length);
        if (item.length) s = add_item(ctx, field, &texts, item);
        at += length + (at[length] == ';');
    }
    if (s) return s;
    size_t count = field->kind == FIELD_KIND_MAP ? texts.count / 2 : texts.count;
    s = field_check_count(ctx, field, count);
    if (!s) *(Texts *)field_at(field, thing) = texts;
    return s;
}

static Status cell_into(Ctx *ctx, const Field *field, void *thing, Piece cell,
                        const TextRules *rules)
{
    switch (field->kind) {
    case FIELD_KIND_INT:
    case FIELD_KIND_REAL:
        return field_set_number(ctx, field, thing, cell.bytes, cell.length);
    case FIELD_KIND_BOOL:
        return bool_from_text(ctx, field, thing, cell);
    case FIELD_KIND_MONEY:
        return money_from_text(ctx, field, thing, cell);
    case FIELD_KIND_TIME:
        return time_from_text(ctx, field, thing, cell, rules);
    case FIELD_KIND_TEXTS:
    case FIELD_KIND_MAP:
        return texts_from_text(ctx, field, thing, cell);
    case FIELD_KIND_OBJECT:
    case FIELD_KIND_LIST:
        return fail_field(ctx, field->name, "cannot be given as one text");
    default:
        return field_set_text(ctx, field, thing, cell.bytes, cell.length);
    }
}

Status field_from_text(Ctx *ctx, const Field *field, void *thing, const char *text, size_t length,
                       const TextRules *rules)
{
    if (field->read_only) return fail_field(ctx, field->name, "cannot be set");
    field_clear(field, thing);
    Piece cell = {text, length};
    if (field->kind != FIELD_KIND_TEXT)
        cell = trim(text, length);
    else if (field->writing == WRITING_LINE)
        cell = trim_of("\t\r\n", text, length); /* what spreadsheets put around numbers */
    return cell.length ? cell_into(ctx, field, thing, cell, rules) : OK;
}
