#include "access/masked.h"
#include "access/person.h"
#include "access/right.h"
#include "test.h"

typedef struct Whose {
    const char *phone;
} Whose;

typedef struct Case {
    const char *name, *words, *code;
    Whose *whose;
} Case;

static const Field whose_fields[] = {FIELD_TEXT(Whose, phone, .personal = PERSONAL_PHONE),
                                     FIELD_END};
static const Shape whose_shape = SHAPE(Whose, whose_fields, "");
static const Field kept_fields[] = {FIELD_TEXT(Case, name, .personal = PERSONAL_NAME),
                                    FIELD_TEXT(Case, words, .personal = PERSONAL_WORDS),
                                    FIELD_TEXT(Case, code), FIELD_OBJECT(Case, whose, &whose_shape),
                                    FIELD_END};
static const Shape kept_shape = SHAPE(Case, kept_fields, "");
/* As it is taken in, nothing of it is shown. */
static const Field given_fields[] = {FIELD_TEXT(Case, name), FIELD_TEXT(Case, words),
                                     FIELD_TEXT(Case, code),
                                     FIELD_OBJECT(Case, whose, &whose_shape), FIELD_END};
static const Shape given_shape = SHAPE(Case, given_fields, "");

static Whose kept_whose = {"13812345678"};
static const Case kept = {"张三", "请回电13812345678，急", "C*", &kept_whose};

static Status given_as(T *t, const Case *given, bool may_read)
{
    Person person = {.kind = PERSON_HUMAN, .id = 1};
    if (may_read) rights_add(&person.rights, PERSONAL_READ);
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
