#include "base/json.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "test.h"

typedef struct Person {
    const char *name, *phone;
} Person;

typedef struct Line {
    const char *sku;
    int64_t quantity;
} Line;

typedef struct Order {
    const char *no, *note, *secret;
    int64_t id, weight_g, at, day, stage, fee, version;
    double ratio;
    bool fragile;
    Texts tags, extra;
    Person *consignee;
    List lines;
} Order;

static const Name stages[] = {{"created", 1}, {"in_transit", 3}, {0}};

static const Field person_fields[] = {
    FIELD_TEXT(Person, name, .personal = PERSONAL_NAME),
    FIELD_TEXT(Person, phone, .required = true, .max = 20, .personal = PERSONAL_PHONE),
    FIELD_END,
};
static const Shape person_shape = SHAPE(Person, person_fields, "A party");

static const Field line_fields[] = {
    FIELD_TEXT(Line, sku, .required = true, .max = 8),
    FIELD_INT(Line, quantity, .min = 1, .max = 99),
    FIELD_END,
};
static const Shape line_shape = SHAPE(Line, line_fields, "A line");

static const Field order_fields[] = {
    FIELD_ID(Order, id),
    FIELD_TEXT(Order, no, .required = true, .max = 5),
    FIELD_TEXT(Order, note),
    FIELD_TEXT(Order, secret, .write_only = true),
    FIELD_INT(Order, weight_g),
    FIELD_TIME(Order, at),
    FIELD_DATE(Order, day),
    FIELD_ENUM(Order, stage, stages),
    FIELD_MONEY(Order, fee, .min = 0, .max = 1000000),
    FIELD_INT(Order, version, .read_only = true),
    FIELD_REAL(Order, ratio),
    FIELD_BOOL(Order, fragile),
    FIELD_TEXTS(Order, tags, .max = 2),
    FIELD_MAP(Order, extra, .max = 2),
    FIELD_OBJECT(Order, consignee, &person_shape),
    FIELD_LIST(Order, lines, &line_shape, .max = 3),
    FIELD_END,
};
static const Shape order_shape = SHAPE(Order, order_fields, "An order");

static Status decode(T *t, const char *text, Order *order)
{
    return json_decode(t->ctx, &order_shape, order, text, strlen(text));
}

static const char *encode(T *t, const Order *order, const View *view)
{
    Buf buf;
    buf_init(&buf, t->ctx->arena);
    json_encode(&buf, &order_shape, order, view);
    check_ok(t, buf_check(t->ctx, &buf));
    return buf.data;
}

TEST(every_kind_is_decoded)
{
    Order order;
    check_ok(t,
             decode(t,
                    "{\"id\":\"42\",\"no\":\"A1\",\"note\":\"\\u5f20 \\\"x\\\"\",\"weight_g\":-7,"
                    "\"at\":\"2026-11-22T08:00:00+08:00\",\"day\":\"1970-01-02\","
                    "\"stage\":\"in_transit\",\"fee\":{\"currency\":\"CNY\",\"amount\":1234},"
                    "\"ratio\":1.5e1,\"fragile\":true,\"tags\":[\"a\",\"b\"],"
                    "\"extra\":{\"k\":\"v\"},\"consignee\":{\"phone\":\"138\"},"
                    "\"lines\":[{\"sku\":\"x\"},{\"sku\":\"y\",\"quantity\":2}]}",
                    &order));
    check_int(t, order.id, 42);
    check_text(t, order.note, "张 \"x\"");
    check_int(t, order.weight_g, -7);
    check_int(t, order.at, INT64_C(1795305600000));
    check_int(t, order.day, 1);
    check_int(t, order.stage, 3);
    check_int(t, order.fee, 1234);
    check_near(t, order.ratio, 15, 0);
    check(t, order.fragile);
    check_int(t, order.tags.count, 2);
    check_text(t, order.tags.items[1], "b");
    check_int(t, order.extra.count, 2);
    check_text(t, order.extra.items[1], "v");
    check_text(t, order.consignee->phone, "138");
    const Line *lines = order.lines.items;
    check_int(t, order.lines.count, 2);
    check_int(t, lines[0].quantity, NONE);
    check_text(t, lines[1].sku, "y");
}

TEST(money_is_decoded_in_the_companys_currency_alone)
{
    Order order;
    const char *dollars = "{\"no\":\"A1\",\"fee\":{\"amount\":5,\"currency\":\"USD\"}}";
    const char *yuan = "{\"no\":\"A1\",\"fee\":{\"amount\":5,\"currency\":\"CNY\"}}";
    t->ctx->currency = "USD";
    check_ok(t, decode(t, dollars, &order));
    check_int(t, order.fee, 5);
    check_status(t, decode(t, yuan, &order), INVALID);
    check_text(t, t->ctx->problem.field, "fee");
    check_text(t, t->ctx->problem.message, "this company's money is USD, not CNY");
    check_ok(t, decode(t, "{\"no\":\"A1\",\"fee\":{\"amount\":5}}", &order));
}

TEST(what_is_not_given_or_null_is_blank)
{
    Order order;
    memset(&order, 'x', sizeof order);
    check_ok(t, decode(t, "{\"no\":\"A\",\"note\":null,\"lines\":[],\"weight_g\":null}", &order));
    check(t, order.note == NULL && order.consignee == NULL && order.tags.items == NULL);
    check(t, order.lines.items != NULL && order.lines.count == 0); /* given, and empty */
    check_int(t, order.weight_g, NONE);
    check_int(t, order.id, 0);
    check(t, isnan(order.ratio) && !order.fragile);
}

/* What a stream in two pieces gave. */
typedef struct Pieces {
    T *t;
    Order order;
    int bad;
} Pieces;

static void *piece_fresh(void *user)
{
    return &((Pieces *)user)->order;
}

static Status piece_row(void *user, int64_t number, Status status, void *thing)
{
    Pieces *pieces = user;
    (void)number, (void)thing;
    pieces->bad += status == INVALID;
    if (status) check_text(pieces->t, pieces->t->ctx->problem.field, "[0].note");
    return OK;
}

/* Each bad document, the field that is named and a part of the words. */
typedef struct Bad {
    const char *text, *field, *words;
} Bad;

static const Bad bad[] = {
    {"", "", "premature EOF"},
    {"{", "", "premature EOF"},
    {"{\"no\":\"A\"", "", "premature EOF"},
    {"{\"no\":\"A\"} x", "", "not valid JSON"},
    {"{\"no\":\"A\"} {}", "", "not valid JSON"},
    {"[]", "", "expected an object"},
    {"[[[[", "", "expected an object"},
    {"7", "", "expected an object"},
    {"null", "", "expected an object"},
    {"{}", "no", "is required"},
    {"{\"no\":null}", "no", "is required"},
    {"{\"no\":\"\"}", "no", "is required"},
    {"{\"no\":\"ABCDEF\"}", "no", "at most 5 characters"},
    {"{\"no\":7}", "no", "expected a text"},
    {"{\"no\":[\"A\"]}", "no", "expected a text"},
    {"{\"no\":{\"A\":1}}", "no", "expected a text"},
    {"{\"no\":\"A\",\"no\":\"B\"}", "no", "twice"},
    {"{\"no\":\"A\",\"colour\":1}", "colour", "not a known field"},
    {"{\"no\":\"A\",\"n\\u0000x\":1}", "n?x", "not a known field"},
    {"{\"no\":\"A\",\"no\\u0000\":1}", "no?", "not a known field"},
    {"{\"no\":\"\xff\"}", "no", "UTF-8"},
    {"{\"no\":\"a\\u0000\"}", "no", "control"},
    {"{\"no\":\"\\udc00\"}", "no", "half of a surrogate pair"},
    {"{\"no\":\"\\ud83d\"}", "no", "half of a surrogate pair"},
    {"{\"no\":\"\\ud83dx\"}", "no", "half of a surrogate pair"},
    {"{\"no\":\"\\ud83d\\n\"}", "no", "half of a surrogate pair"},
    {"{\"no\":\"\\ud83d\\u0041\"}", "no", "half of a surrogate pair"},
    {"{\"no\":\"\\ud83d\\ud83d\\ude9a\"}", "no", "half of a surrogate pair"},
    {"{\"no\":\"\\ude9a\\ud83d\"}", "no", "half of a surrogate pair"},
    {"{\"extra\":{\"k\":\"\\uD83D\"}}", "extra.k", "half of a surrogate pair"},
    {"{\"version\":1}", "version", "cannot be set"},
    {"{\"weight_g\":1.0}", "weight_g", "whole number"},
    {"{\"weight_g\":1e2}", "weight_g", "whole number"},
    {"{\"weight_g\":\"1\"}", "weight_g", "whole number"},
    {"{\"weight_g\":9223372036854775808}", "weight_g", "whole number"},
    {"{\"weight_g\":-9223372036854775808}", "weight_g", "whole number"},
    {"{\"weight_g\":+1}", "", "not valid JSON"},
    {"{\"weight_g\":01}", "", "not valid JSON"},
    {"{\"ratio\":1e999}", "ratio", "a number"},
    {"{\"fragile\":1}", "fragile", "true or false"},
    {"{\"at\":\"2026-11-22T08:00:00\"}", "at", "offset"},
    {"{\"at\":1795305600}", "at", "an instant"},
    {"{\"day\":\"2026-02-29\"}", "day", ""},
    {"{\"stage\":\"lost\"}", "stage", "created, in_transit"},
    {"{\"id\":42}", "id", "text of digits"},
    {"{\"id\":\"0\"}", "id", "text of digits"},
    {"{\"fee\":1234}", "fee", "minor units"},
    {"{\"fee\":{}}", "fee", "minor units"},
    {"{\"fee\":{\"amount\":12.5}}", "fee", "minor units"},
    {"{\"fee\":{\"amount\":1,\"currency\":\"cn\"}}", "fee", "minor units"},
    {"{\"fee\":{\"amount\":1,\"currency\":\"USD\"}}", "fee", "money is CNY, not USD"},
    {"{\"fee\":{\"currency\":\"USD\",\"amount\":1}}", "fee", "money is CNY, not USD"},
    {"{\"fee\":{\"amount\":\"CNY\"}}", "fee", "minor units"},
    {"{\"fee\":{\"amount\":1,\"tax\":1}}", "fee", "minor units"},
    {"{\"fee\":{\"amount\":-1}}", "fee", "0 to 1000000"},
    {"{\"tags\":[\"a\",1]}", "tags[1]", "expected a text"},
    {"{\"tags\":[\"a\",null]}", "tags[1]", "expected a text"},
    {"{\"tags\":[\"a\",\"b\",\"c\"]}", "tags[2]", "at most 2 items"},
    {"{\"tags\":\"a\"}", "tags", "list of texts"},
    {"{\"extra\":{\"k\":1}}", "extra.k", "expected a text"},
    {"{\"extra\":{\"k\":\"1\",\"k\":\"2\"}}", "extra.k", "twice"},
    {"{\"extra\":{\"a\":\"\",\"b\":\"\",\"c\":\"\"}}", "extra", "at most 2 items"},
    {"{\"consignee\":{}}", "consignee.phone", "is required"},
    {"{\"consignee\":{\"phone\":138}}", "consignee.phone", "expected a text"},
    {"{\"consignee\":[]}", "consignee", "an object"},
    {"{\"lines\":[{\"sku\":\"x\"},{\"quantity\":1}]}", "lines[1].sku", "is required"},
    {"{\"lines\":[{\"sku\":\"x\",\"quantity\":100}]}", "lines[0].quantity", "1 to 99"},
    {"{\"lines\":[7]}", "lines[0]", "expected an object"},
    {"{\"lines\":[[]]}", "lines[0]", "expected an object"},
    {"{\"lines\":[{\"sku\":\"x\"},{\"sku\":\"x\"},{\"sku\":\"x\"},{\"sku\":\"x\"}]}", "lines[3]",
     "at most 3 items"},
};

TEST(every_bad_document_is_refused_by_its_path)
{
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        Order order;
        Status s = decode(t, bad[i].text, &order);
        if (s != INVALID) print_message("document: %s\n", bad[i].text);
        check_status(t, s, INVALID);
        check_text(t, t->ctx->problem.field, bad[i].field);
        if (!strstr(t->ctx->problem.message, bad[i].words))
            check_text(t, t->ctx->problem.message, bad[i].words);
    }
}

TEST(pairs_of_surrogates_are_read_in_however_many_pieces_they_come)
{
    static const char text[] = "[{\"no\":\"\\\\ud8\",\"note\":\"\\ud83d\\ude9a\\u0041\"}]";
    static const char half[] = "[{\"no\":\"A\",\"note\":\"\\ud83d\\u00e9\"}]";
    Order order;
    check_ok(t, json_decode(t->ctx, &order_shape, &order, text + 1, sizeof text - 3));
    check_text(t, order.no, "\\ud8");
    check_text(t, order.note, "🚚A");
    for (size_t i = 1; i < sizeof half - 1; i++) {
        Pieces pieces = {.t = t};
        JsonStream *stream =
            json_stream_new(t->ctx, &order_shape, false, piece_fresh, piece_row, &pieces);
        check_ok(t, json_stream_feed(stream, half, i));
        check_ok(t, json_stream_feed(stream, half + i, sizeof half - 1 - i));
        check_ok(t, json_stream_end(stream));
        check_int(t, pieces.bad, 1);
    }
}

TEST(a_document_cut_off_anywhere_is_refused)
{
    static const char whole[] = "{\"no\":\"A\",\"lines\":[{\"sku\":\"\\u00e9\",\"quantity\":12}],"
                                "\"fee\":{\"amount\":12},\"extra\":{\"k\":\"v\"}}";
    Order order;
    check_ok(t, json_decode(t->ctx, &order_shape, &order, whole, sizeof whole - 1));
    for (size_t length = 0; length < sizeof whole - 1; length++)
        check_status(t, json_decode(t->ctx, &order_shape, &order, whole, length), INVALID);
}

TEST(a_failed_allocation_anywhere_in_decoding_is_no_memory)
{
    static const char text[] =
        "{\"no\":\"A\",\"note\":\"\\n\",\"lines\":[{\"sku\":\"x\"}],"
        "\"tags\":[\"a\"],\"extra\":{\"k\":\"v\"},\"consignee\":{\"phone\":\"1\"}}";
    Status s = NO_MEMORY;
    long nth = 0;
    while (s == NO_MEMORY && nth < 100) {
        Order order;
        memory_fail_at(++nth);
        s = decode(t, text, &order);
    }
    memory_fail_at(0);
    check_ok(t, s);
    check(t, nth > 10);
}

TEST(an_object_is_encoded_with_its_fields_in_order)
{
    Line lines[] = {{"x", 1}};
    Order order;
    shape_clear(&order_shape, &order);
    order.no = "A\"\\\n\001/";
    order.secret = "never";
    order.id = 42;
    order.at = INT64_C(1795334400000);
    order.day = 1;
    order.stage = 3;
    order.fee = -5;
    order.ratio = 0.1;
    order.lines = (List){lines, 1};
    order.extra = (Texts){(const char *[]){"k", "v"}, 2};
    order.consignee = &(Person){"张\"伟", "13812341234"};
    check_text(
        t, encode(t, &order, &(View){.zone = "Asia/Shanghai"}),
        "{\"id\":\"42\",\"no\":\"A\\\"\\\\\\n\\u0001/\",\"note\":null,\"weight_g\":null,"
        "\"at\":\"2026-11-22T16:00:00+08:00\",\"day\":\"1970-01-02\",\"stage\":\"in_transit\","
        "\"fee\":{\"amount\":-5,\"currency\":\"CNY\"},\"version\":null,\"ratio\":0.1,"
        "\"fragile\":false,\"tags\":[],\"extra\":{\"k\":\"v\"},"
        "\"consignee\":{\"name\":\"张*\",\"phone\":\"138****1234\"},"
        "\"lines\":[{\"sku\":\"x\",\"quantity\":1}]}");
}

TEST(a_text_of_any_length_is_encoded_whole_and_escaped_anywhere)
{
    enum { LONGEST = 70 };
    for (size_t length = 1; length <= LONGEST; length++) {
        char note[LONGEST + 1] = "", expected[LONGEST + 32];
        memset(note, 'x', length);
        note[length - 1] = '"';
        Order order;
        shape_clear(&order_shape, &order);
        order.note = note;
        snprintf(expected, sizeof expected, "\"note\":\"%.*s\\\"\",\"weight_g\"", (int)length - 1,
                 note);
        check(t, strstr(encode(t, &order, NULL), expected));
        note[length - 1] = 'x';
        snprintf(expected, sizeof expected, "\"note\":\"%s\",\"weight_g\"", note);
        check(t, strstr(encode(t, &order, NULL), expected));
    }
}

TEST(a_sparse_shape_leaves_out_what_is_not_given)
{
    static const Field fields[] = {FIELD_TEXT(Order, no),    FIELD_TEXT(Order, note),
                                   FIELD_ID(Order, id),      FIELD_BOOL(Order, fragile),
                                   FIELD_TEXTS(Order, tags), FIELD_END};
    static const Shape sparse = SHAPE_SPARSE(Order, fields, "An order");
    Order order;
    Buf buf;
    shape_clear(&sparse, &order);
    buf_init(&buf, t->ctx->arena);
    json_encode(&buf, &sparse, &order, NULL);
    check_text(t, buf.data, "{\"fragile\":false,\"tags\":[]}");
    order.note = "";
    order.id = 7;
    buf_clear(&buf);
    json_encode(&buf, &sparse, &order, NULL);
    check_text(t, buf.data, "{\"note\":\"\",\"id\":\"7\",\"fragile\":false,\"tags\":[]}");
}

TEST(what_is_encoded_decodes_to_the_same)
{
    Order order, again;
    const char *text = "{\"no\":\"A\",\"weight_g\":9223372036854775807,\"ratio\":1e-300,"
                       "\"note\":\"\\u2028\\u007e汉\",\"consignee\":{\"phone\":\"1\"}}";
    check_ok(t, decode(t, text, &order));
    Buf buf;
    buf_init(&buf, t->ctx->arena);
    json_field(&buf, shape_field(&order_shape, "note"), &order, NULL);
    check_text(t, buf.data, "\"\xE2\x80\xA8~汉\"");
    Shape writable = order_shape;
    writable.fields = order_fields + 10; /* without the read-only */
    buf_clear(&buf);
    json_encode(&buf, &writable, &order, &(View){.unmask = true});
    shape_clear(&order_shape, &again);
    check_ok(t, json_decode(t->ctx, &writable, &again, buf.data, buf.length));
    check_near(t, again.ratio, 1e-300, 0);
    check_text(t, again.consignee->phone, "1");
}

TEST(a_tree_holds_what_the_document_says)
{
    static const char text[] = "{\"a\":[1,-2.5e3,\"x\",true,null],\"b\":{\"c\":\"d\"}}";
    Json *tree;
    check_ok(t, json_parse(t->ctx, text, sizeof text - 1, &tree));
    const Json *a = json_get(tree, "a");
    check_int(t, a->count, 5);
    check_text(t, a->first->next->text, "-2.5e3");
    check_int(t, a->first->next->next->next->kind, JSON_BOOL);
    check_text(t, json_get_text(json_get(tree, "b"), "c"), "d");
    check(t, json_get(tree, "z") == NULL && json_get(a, "a") == NULL);
}

TEST(a_tree_has_limits)
{
    static const char *const refused[] = {
        "",     "{\"a\":1,\"b\":2,\"a\":3}",           "[1",      "nul",
        "[1,]", "[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]", "\"\xff\""};
    Json *tree;
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
        check_status(t, json_parse(t->ctx, refused[i], strlen(refused[i]), &tree), INVALID);
    const char *deep = "[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]";
    check_ok(t, json_parse(t->ctx, deep, strlen(deep), &tree));
    char *large = arena_alloc(t->ctx->arena, (1 << 20) + 2);
    memset(large, ' ', (1 << 20) + 1);
    check_status(t, json_parse(t->ctx, large, (1 << 20) + 1, &tree), TOO_LARGE);
    char key[120] = "{\"";
    memset(key + 2, 'k', 97);
    memcpy(key + 99, "\":1}", 5);
    check_status(t, json_parse(t->ctx, key, strlen(key), &tree), INVALID);
}
