#include "base/field.h"

#include <math.h>
#include <string.h>

#include "base/instant.h"
#include "base/json.h"
#include "test.h"

typedef struct Item {
    const char *sku;
    int64_t quantity;
} Item;

typedef struct Parcel {
    const char *no, *consignee, *phone, *address;
    int64_t weight_g, at, day, stage, fee, id;
    InstantOffset at_offset;
    double ratio;
    bool fragile;
    Texts tags, extra;
    Item *item;
    List items;
} Parcel;

static const Name stages[] = {{"created", 1}, {"in_transit", 3}, {0}};

static const Field item_fields[] = {
    FIELD_TEXT(Item, sku, .required = true, .max = 8),
    FIELD_INT(Item, quantity, .min = 1, .max = 99),
    FIELD_END,
};
static const Shape item_shape = SHAPE(Item, item_fields, "A line");

static const Field parcel_fields[] = {
    FIELD_TEXT(Parcel, no, .required = true, .max = 5),
    FIELD_TEXT(Parcel, consignee, .personal = PERSONAL_NAME),
    FIELD_TEXT(Parcel, phone, .personal = PERSONAL_PHONE),
    FIELD_TEXT(Parcel, address, .personal = PERSONAL_ADDRESS),
    FIELD_INT(Parcel, weight_g, .min = 0, .max = 50000),
    FIELD_TIME(Parcel, at, .offset_to = offsetof(Parcel, at_offset)),
    FIELD_DATE(Parcel, day),
    FIELD_ENUM(Parcel, stage, stages),
    FIELD_MONEY(Parcel, fee),
    FIELD_ID(Parcel, id),
    FIELD_REAL(Parcel, ratio),
    FIELD_BOOL(Parcel, fragile),
    FIELD_TEXTS(Parcel, tags, .max = 3),
    FIELD_MAP(Parcel, extra),
    FIELD_OBJECT(Parcel, item, &item_shape),
    FIELD_LIST(Parcel, items, &item_shape, .max = 2),
    FIELD_END,
};
static const Shape parcel_shape = SHAPE(Parcel, parcel_fields, "A parcel");

static Status from_text(T *t, Parcel *parcel, const char *name, const char *text)
{
    static const TextRules rules = {.zone = "Asia/Shanghai"};
    const Field *field = shape_field(&parcel_shape, name);
    return field_from_text(t->ctx, field, parcel, text, strlen(text), &rules);
}

static const char *to_text(T *t, const Parcel *parcel, const char *name, const View *view)
{
    Buf buf;
    buf_init(&buf, t->ctx->arena);
    buf_text(&buf, "");
    field_to_text(&buf, shape_field(&parcel_shape, name), parcel, view);
    return buf.data;
}

static Parcel blank(void)
{
    Parcel parcel;
    shape_clear(&parcel_shape, &parcel);
    return parcel;
}

/* One row: what is typed in a cell, and how the value is shown again (NULL: it is refused). */
typedef struct Cell {
    const char *field, *typed, *shown;
} Cell;

static const Cell cells[] = {
    {"no", "A1", "A1"},
    {"no", "ABCDEF", NULL},
    {"no", "五个汉字号", "五个汉字号"},
    {"no", "a\001", NULL},
    {"weight_g", " 1200 ", "1200"},
    {"weight_g", "-1", NULL},
    {"weight_g", "50001", NULL},
    {"weight_g", "1.5", NULL},
    {"weight_g", "+5", NULL},
    {"weight_g", "1e3", NULL},
    {"weight_g", "99999999999999999999", NULL},
    {"at", "2026-11-22T08:00:00Z", "2026-11-22T16:00:00+08:00"},
    {"at", "2026-11-22 16:00:00", "2026-11-22T16:00:00+08:00"},
    {"at", "2026-02-30 16:00:00", NULL},
    {"at", "yesterday", NULL},
    {"day", "2026-11-22", "2026-11-22"},
    {"day", "2026-13-01", NULL},
    {"stage", "in_transit", "in_transit"},
    {"stage", "in_tran", NULL},
    {"stage", "in_transit_", NULL},
    {"fee", "12.34", "12.34"},
    {"fee", "-0.50", "-0.50"},
    {"fee", "7", "7.00"},
    {"fee", "12.340", "12.34"},
    {"fee", "12.345", NULL},
    {"fee", "12.", NULL},
    {"fee", ".5", NULL},
    {"fee", "1,200.00", NULL},
    {"fee", "92233720368547758.08", NULL},
    {"fee", "12.34 CNY", "12.34"},
    {"fee", "CNY12.34", "12.34"},
    {"fee", "12.34 USD", NULL},
    {"fee", "EUR 12.34", NULL},
    {"fee", "CNY 12.34 CNY", NULL},
    {"fee", "12.34 cny", NULL},
    {"fee", "CNY", NULL},
    {"id", "459876543210", "459876543210"},
    {"id", "0", NULL},
    {"id", "-3", NULL},
    {"ratio", "0.1", "0.1"},
    {"ratio", "1e400", NULL},
    {"ratio", "nan", NULL},
    {"ratio", "0x10", NULL},
    {"fragile", "YES", "true"},
    {"fragile", "0", "false"},
    {"fragile", "maybe", NULL},
    {"tags", "a; b ;;c", "a;b;c"},
    {"tags", "a;b;c;d", NULL},
    {"tags",
     "a\xCD\xBE"
     "b",
     "a;b"},
    {"tags", "a;\001", NULL},
    {"extra", "colour = red;size=L", "colour=red;size=L"},
    {"extra", "colour", NULL},
    {"item", "x", NULL},
};

TEST(cells_are_read_and_shown_by_their_kind)
{
    View view = {.zone = "Asia/Shanghai"};
    for (size_t i = 0; i < sizeof cells / sizeof *cells; i++) {
        const Cell *cell = &cells[i];
        Parcel parcel = blank();
        Status s = from_text(t, &parcel, cell->field, cell->typed);
        if (!cell->shown) {
            check_status(t, s, INVALID);
            check_text(t, t->ctx->problem.field, cell->field);
            check(t, t->ctx->problem.message[0] != 0);
        } else {
            check_ok(t, s);
            check_text(t, to_text(t, &parcel, cell->field, &view), cell->shown);
        }
    }
}

/* A cell stands in the middle of a file: no zero ends it. */
TEST(a_cell_is_not_read_past_its_end)
{
    static const char *const typed[] = {"12", "1", "yes", "in_transit", "1.5", "a;b", "k=v"};
    for (size_t i = 0; i < sizeof typed / sizeof *typed; i++) {
        size_t length = strlen(typed[i]);
        char *cell = memory_alloc(length);
        check(t, cell != NULL);
        memcpy(cell, typed[i], length);
        for (const Field *field = parcel_fields; field->name; field++) {
            Parcel parcel = blank();
            Status s = field_from_text(t->ctx, field, &parcel, cell, length, NULL);
            check(t, s == OK || s == INVALID);
        }
        memory_free(cell);
    }
}

TEST(a_time_tells_how_far_from_utc_it_was_written)
{
    Parcel parcel = {0};
    check_ok(t, from_text(t, &parcel, "at", "2026-11-22 08:00:00"));
    check_int(t, parcel.at_offset.minutes, 480);
    check(t, parcel.at_offset.inferred);
    check_ok(t, from_text(t, &parcel, "at", "2026-11-22T08:00:00-03:30"));
    check_int(t, parcel.at_offset.minutes, -210);
    check(t, !parcel.at_offset.inferred);

    static const TextRules pattern = {.zone = "Asia/Shanghai", .time_format = "yyyyMMdd HH:mm"};
    check_ok(t, field_from_text(t->ctx, shape_field(&parcel_shape, "at"), &parcel, "20261122 08:00",
                                14, &pattern));
    check_int(t, parcel.at_offset.minutes, 480);
    check(t, parcel.at_offset.inferred);
}

TEST(an_empty_cell_means_not_given)
{
    Parcel parcel = blank();
    check_ok(t, from_text(t, &parcel, "weight_g", "7"));
    check_ok(t, from_text(t, &parcel, "weight_g", "  "));
    check_int(t, parcel.weight_g, NONE);
    check_ok(t, from_text(t, &parcel, "no", ""));
    check(t, parcel.no == NULL);
    check_text(t, to_text(t, &parcel, "no", NULL), "");
}

TEST(a_message_says_what_was_expected)
{
    Parcel parcel = blank();
    check_status(t, from_text(t, &parcel, "stage", "x"), INVALID);
    check_text(t, t->ctx->problem.message, "expected one of: created, in_transit");
    check_status(t, from_text(t, &parcel, "weight_g", "-2"), INVALID);
    check_text(t, t->ctx->problem.message, "expected 0 to 50000");
    check_status(t, from_text(t, &parcel, "no", "ABCDEF"), INVALID);
    check_text(t, t->ctx->problem.message, "expected at most 5 characters");
}

TEST(a_text_without_bounds_takes_200_characters)
{
    char text[201 * 3 + 1] = "";
    for (size_t i = 0; i < 201; i++)
        memcpy(text + 3 * i, "汉", 3);
    Parcel parcel = blank();
    check_status(t, from_text(t, &parcel, "consignee", text), INVALID);
    check_ok(t, from_text(t, &parcel, "consignee", text + 3));
}

TEST(a_check_finds_what_is_missing_and_what_is_out_of_bounds)
{
    Item lines[2] = {{"a", 1}, {"b", 100}};
    Parcel parcel = blank();
    check_status(t, shape_check(t->ctx, &parcel_shape, &parcel), INVALID);
    check_text(t, t->ctx->problem.field, "no");
    parcel.no = "A1";
    check_ok(t, shape_check(t->ctx, &parcel_shape, &parcel));
    parcel.items = (List){lines, 2};
    check_status(t, shape_check(t->ctx, &parcel_shape, &parcel), INVALID);
    check_text(t, t->ctx->problem.field, "items[1].quantity");
    parcel.items = (List){0};
    parcel.item = &(Item){NULL, 1};
    check_status(t, shape_check(t->ctx, &parcel_shape, &parcel), INVALID);
    check_text(t, t->ctx->problem.field, "item.sku");
}

typedef struct Chance {
    double chance;
} Chance;

TEST(a_number_that_must_be_above_its_least_is_not_at_it)
{
    static const Field fields[] = {
        FIELD_REAL(Chance, chance, .min = 0, .above_min = true, .max = 1), FIELD_END};
    static const Shape shape = SHAPE(Chance, fields, "A chance");
    check_ok(t, shape_check(t->ctx, &shape, &(Chance){1}));
    check_ok(t, shape_check(t->ctx, &shape, &(Chance){1e-9}));
    check_status(t, shape_check(t->ctx, &shape, &(Chance){0}), INVALID);
    check_text(t, t->ctx->problem.message, "expected more than 0, at most 1");
    check_status(t, shape_check(t->ctx, &shape, &(Chance){-0.5}), INVALID);
    check_status(t, shape_check(t->ctx, &shape, &(Chance){1.01}), INVALID);
    check_text(t, t->ctx->problem.field, "chance");
}

TEST(a_check_counts_the_characters_of_each_text_of_a_list)
{
    char text[202] = "";
    memset(text, 'x', 201);
    const char *tags[] = {"a", text};
    Parcel parcel = blank();
    parcel.no = "A1";
    parcel.tags = (Texts){tags, 2};
    check_status(t, shape_check(t->ctx, &parcel_shape, &parcel), INVALID);
    check_text(t, t->ctx->problem.field, "tags");
    text[200] = 0;
    check_ok(t, shape_check(t->ctx, &parcel_shape, &parcel));
}

TEST(a_merge_takes_what_is_given_and_tells_whether_anything_changed)
{
    Parcel old = blank(), new = blank();
    old.no = "A1";
    old.weight_g = 5;
    old.item = &(Item){"x", 1};
    check(t, !shape_merge(&parcel_shape, &old, &new));
    new.weight_g = 6;
    new.item = &(Item){"x", NONE};
    check(t, shape_merge(&parcel_shape, &old, &new));
    check_text(t, old.no, "A1");
    check_int(t, old.weight_g, 6);
    check_int(t, old.item->quantity, 1);
    check(t, !shape_merge(&parcel_shape, &old, &new));
    new.tags = (Texts){(const char *[]){"a"}, 1};
    check(t, shape_merge(&parcel_shape, &old, &new));
    check(t, !shape_merge(&parcel_shape, &old, &new));
}

TEST(personal_data_is_masked_unless_the_view_unmasks)
{
    Parcel parcel = blank();
    parcel.consignee = "张伟";
    parcel.phone = "13812341234";
    parcel.address = "上海市浦东新区世纪大道100号";
    check_text(t, to_text(t, &parcel, "consignee", NULL), "张*");
    check_text(t, to_text(t, &parcel, "phone", NULL), "138****1234");
    check_text(t, to_text(t, &parcel, "address", NULL), "上海市浦东新…");
    check_text(t, to_text(t, &parcel, "phone", &(View){.unmask = true}), "13812341234");
    parcel.consignee = "张";
    parcel.phone = "12345";
    parcel.address = "上海";
    check_text(t, to_text(t, &parcel, "consignee", NULL), "*");
    check_text(t, to_text(t, &parcel, "phone", NULL), "****");
    check_text(t, to_text(t, &parcel, "address", NULL), "上…");
}

TEST(words_are_clear_but_for_the_contact_details_in_them)
{
    static const Field fields[] = {FIELD_TEXT(Parcel, address, .personal = PERSONAL_WORDS),
                                   FIELD_END};
    static const Shape words = SHAPE(Parcel, fields, "What was said");
    Parcel parcel = blank();
    Buf json;
    parcel.address = "\"破损\"，打13812341234或a@b.cn";
    buf_init(&json, t->ctx->arena);
    json_encode(&json, &words, &parcel, NULL);
    check_text(t, json.data, "{\"address\":\"\\\"破损\\\"，打****或****\"}");
    Buf cell;
    buf_init(&cell, t->ctx->arena);
    field_to_text(&cell, fields, &parcel, NULL);
    check_text(t, cell.data, "\"破损\"，打****或****");
}

TEST(the_words_of_an_enum_go_both_ways)
{
    check_text(t, name_of(stages, 3), "in_transit");
    check_text(t, name_of(stages, 2), "?");
    check_int(t, name_value(stages, "created"), 1);
    check_int(t, name_value(stages, "?"), NONE);
}

TEST(texts_are_searched_and_compared_in_any_order)
{
    const Texts none = {0}, ab = {(const char *[]){"a", "b"}, 2},
                ba = {(const char *[]){"b", "a"}, 2}, ac = {(const char *[]){"a", "c"}, 2},
                abc = {(const char *[]){"a", "b", "c"}, 3};
    check(t, texts_have(&ab, "b") && !texts_have(&ab, "c") && !texts_have(&none, "a"));
    check(t, texts_same(&ab, &ba) && texts_same(&none, &none));
    check(t, !texts_same(&ab, &ac) && !texts_same(&ab, &abc) && !texts_same(&abc, &ab));
}

TEST(of_keys_and_values_by_turns_a_key_has_the_value_behind_it)
{
    const Texts map = {(const char *[]){"a", "b", "b", "c", "odd"}, 5};
    check_text(t, map_value(&map, "a"), "b");
    check_text(t, map_value(&map, "b"), "c");
    check(t, !map_value(&map, "c") && !map_value(&map, "odd"));
}

TEST(money_is_in_the_companys_currency_alone)
{
    Parcel parcel = blank();
    check_status(t, from_text(t, &parcel, "fee", "12.34 USD"), INVALID);
    check_text(t, t->ctx->problem.field, "fee");
    check_text(t, t->ctx->problem.message, "this company's money is CNY, not USD");
    t->ctx->currency = "USD";
    check_ok(t, from_text(t, &parcel, "fee", "12.34 USD"));
    check_int(t, parcel.fee, 1234);
    check_status(t, from_text(t, &parcel, "fee", "CNY 12.34"), INVALID);
    check_text(t, t->ctx->problem.message, "this company's money is USD, not CNY");
}

typedef struct Made {
    const char *by;
    int64_t count;
} Made;

static const Field made_fields[] = {FIELD_TEXT(Made, by, .colleague = true), FIELD_INT(Made, count),
                                    FIELD_END};
static const Shape made_shape = SHAPE(Made, made_fields, "Something that a colleague made");

TEST(who_works_for_the_company_is_not_said_to_outsiders)
{
    const Made made = {"li.na", 2};
    const View outsider = {.unmask = true, .outsider = true};
    Buf json, cell;
    buf_init(&json, t->ctx->arena);
    buf_init(&cell, t->ctx->arena);
    json_encode(&json, &made_shape, &made, &outsider);
    json_encode(&json, &made_shape, &made, NULL);
    check_text(t, json.data, "{\"by\":null,\"count\":2}{\"by\":\"li.na\",\"count\":2}");
    field_to_text(&cell, made_fields, &made, &outsider);
    check_int(t, cell.length, 0);
    field_to_text(&cell, made_fields, &made, NULL);
    check_text(t, cell.data, "li.na");
}
