#include "access/masked.h"
#include "access/person.h"
#include "access/right.h"
#include "test.h"

typedef struct Whose {
    const char *phone;
} Whose;

typedef struct Case {
    const char *name, *words, *code;
    Texts tags;
    Whose *whose;
} Case;

static const Field whose_fields[] = {FIELD_TEXT(Whose, phone, .personal = PERSONAL_PHONE),
                                     FIELD_END};
static const Shape whose_shape = SHAPE(Whose, whose_fields, "");
static const Field kept_fields[] = {FIELD_TEXT(Case, name, .personal = PERSONAL_NAME),
                                    FIELD_TEXT(Case, words, .personal = PERSONAL_WORDS),
                                    FIELD_TEXT(Case, code),
                                    FIELD_TEXTS(Case, tags, .personal = PERSONAL_WORDS),
                                    FIELD_OBJECT(Case, whose, &whose_shape),
                                    FIELD_END};
static const Shape kept_shape = SHAPE(Case, kept_fields, "");
/* As it is taken in, nothing of it is shown. */
static const Field given_fields[] = {FIELD_TEXT(Case, name),
                                     FIELD_TEXT(Case, words),
                                     FIELD_TEXT(Case, code),
                                     FIELD_TEXTS(Case, tags),
                                     FIELD_OBJECT(Case, whose, &whose_shape),
                                     FIELD_END};
static const Shape given_shape = SHAPE(Case, given_fields, "");

static Whose kept_whose = {"13812345678"};
static const char *kept_tags[] = {"电13812345678", "****", "急"};
static const Case kept = {"张三", "请回电13812345678，急", "C*", {kept_tags, 3}, &kept_whose};

static Person clerk(bool may_read)
{
    Person person = {.kind = PERSON_HUMAN, .id = 1};
    if (may_read) rights_add(&person.rights, PERSONAL_READ);
    return person;
}

static Status given_as(T *t, const Case *given, bool may_read)
{
    const Person person = clerk(may_read);
    t->ctx->who = &person;
    problem_clear(t->ctx);
    Status s = masked_check(t->ctx, &given_shape, given, &kept_shape, &kept);
    t->ctx->who = NULL;
    return s;
}

static void check_refused(T *t, Case given, const char *field)
{
    check_status(t, given_as(t, &given, false), INVALID);
    check_text(t, t->ctx->problem.field, field);
    check_text(t, t->ctx->problem.message, "is masked to you: write it anew or leave it out");
    check_ok(t, given_as(t, &given, true));
}

TEST(a_masked_text_does_not_come_back_from_who_may_not_read_it)
{
    Whose whose = {"138****5678"};
    check_refused(t, (Case){.name = "张*"}, "name");
    check_refused(t, (Case){.words = "请回电****，急"}, "words");
    check_refused(t, (Case){.whose = &whose}, "whose.phone");
}

TEST(words_that_were_mended_around_their_masks_do_not_come_back_either)
{
    check_refused(t, (Case){.words = "请尽快回电****"}, "words");
}

TEST(what_is_written_anew_or_left_out_or_not_masked_is_taken)
{
    Whose whose = {"13900000000"};
    check_ok(t, given_as(t, &(Case){.name = "李四", .words = "请回电", .whose = &whose}, false));
    check_ok(t, given_as(t, &(Case){.name = "", .code = "C*"}, false));
    check_ok(t, given_as(t, &(Case){0}, false));
}

TEST(a_masked_text_of_a_list_does_not_come_back_but_where_one_is_written_so)
{
    static const char *masked[] = {"急", "电****"}, *mended[] = {"打****"},
                      *anew[] = {"****", "急", "电"};
    check_refused(t, (Case){.tags = {masked, 2}}, "tags");
    check_refused(t, (Case){.tags = {mended, 1}}, "tags");
    check_ok(t, given_as(t, &(Case){.tags = {anew, 3}}, false));
}

TEST(a_masked_text_of_a_list_stands_for_the_one_that_it_hides)
{
    static const char *given[] = {"新", "电****", "急"};
    const Person person = clerk(false), reader = clerk(true);
    Texts out;
    t->ctx->who = &person;
    check_ok(t, masked_restore(t->ctx, PERSONAL_WORDS, &(Texts){given, 3}, &kept.tags, &out));
    check_int(t, out.count, 3);
    check_text(t, out.items[0], "新");
    check_text(t, out.items[1], "电13812345678");
    check_text(t, out.items[2], "急");
    check_ok(t, masked_restore(t->ctx, PERSONAL_WORDS, &(Texts){NULL, 0}, &kept.tags, &out));
    check(t, !out.items);
    t->ctx->who = &reader;
    check_ok(t, masked_restore(t->ctx, PERSONAL_WORDS, &(Texts){given, 3}, &kept.tags, &out));
    check_text(t, out.items[1], "电****");
    t->ctx->who = NULL;
}

TEST(of_texts_that_look_alike_masked_each_stands_for_another)
{
    static const char *had[] = {"电13812345678", "急", "电13912345678"};
    static const char *given[] = {"电****", "电****", "新", "电****"};
    const Texts tags = {had, 3};
    const Person person = clerk(false);
    Texts out = {given, 4};
    t->ctx->who = &person;
    check_ok(t, masked_restore(t->ctx, PERSONAL_WORDS, &out, &tags, &out));
    t->ctx->who = NULL;
    check_int(t, out.count, 4);
    check_text(t, out.items[0], had[0]);
    check_text(t, out.items[1], had[2]);
    check_text(t, out.items[2], "新");
    check_text(t, out.items[3], "电****"); /* behind it stands none; it is refused */
    check_refused(t, (Case){.tags = out}, "tags");
}

TEST(a_masked_text_in_a_list_of_things_is_named_by_its_place)
{
    Case had[] = {{.words = "x"}, {.words = "问13812345678"}};
    Case given[] = {{.words = "好"}, {.words = "y"}, {.words = "问了****"}};
    const Person person = clerk(false), reader = clerk(true);
    List kept_list = {had, 2}, given_list = {given, 3};
    t->ctx->who = &person;
    check_status(t, masked_check_list(t->ctx, "cases", &kept_shape, &given_list, &kept_list),
                 INVALID);
    check_text(t, t->ctx->problem.field, "cases[2].words");
    t->ctx->who = &reader;
    check_ok(t, masked_check_list(t->ctx, "cases", &kept_shape, &given_list, &kept_list));
    t->ctx->who = NULL;
}

TEST(a_masked_row_is_refused_whoever_brings_it)
{
    Case row = {.name = "张*"};
    check_status(t, masked_check_row(t->ctx, &kept_shape, &row, &kept), INVALID);
    check_text(t, t->ctx->problem.field, "name");
    row.name = "张三";
    check_ok(t, masked_check_row(t->ctx, &kept_shape, &row, &kept));
}
