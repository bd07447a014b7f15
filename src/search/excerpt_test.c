#include <string.h>

#include "base/text.h"
#include "search/search.h"
#include "test.h"

static const char *excerpt(T *t, const char *q, const char *text, bool stands)
{
    bool found;
    const char *out = NULL;
    check_ok(t, search_excerpt(t->ctx, q, text, &found, &out));
    check_int(t, found, stands);
    return out ? out : "";
}

static const char *repeated(T *t, const char *what, int times, const char *then)
{
    Buf text;
    buf_init(&text, t->ctx->arena);
    for (int i = 0; i < times; i++)
        buf_text(&text, what);
    buf_text(&text, then);
    check_ok(t, buf_check(t->ctx, &text));
    return text.data;
}

TEST_DB(a_short_text_is_its_own_excerpt)
{
    check_text(t, excerpt(t, "驿站", "放在驿站了", true), "放在驿站了");
    check_text(t, excerpt(t, "PARCEL", "the parcel\nis late", true), "the parcel is late");
    check_text(t, excerpt(t, "nothing", "", false), "");
}

TEST_DB(an_excerpt_of_a_long_text_shows_the_place_where_the_words_stand)
{
    const char *text = repeated(t, "快递员说已经送达", 40, "，放在驿站了。");
    const char *cut = excerpt(t, "驿站", text, true);
    check_text(t, cut + strlen(cut) - strlen("放在驿站了。"), "放在驿站了。");
    check(t, strncmp(cut, "…", strlen("…")) == 0);
    text = repeated(t, "放在驿站了。", 1, repeated(t, "谢谢您", 90, ""));
    cut = excerpt(t, "驿站", text, true);
    check(t, strncmp(cut, "放在驿站了。", strlen("放在驿站了。")) == 0);
    check_text(t, cut + strlen(cut) - strlen("…"), "…");
    check_int(t, (int64_t)text_characters(cut), EXCERPT_MAX + 1);
}

TEST_DB(an_excerpt_cuts_no_word_in_two)
{
    const char *text = repeated(t, "elsewhere ", 30, "canary ");
    text = repeated(t, text, 1, repeated(t, "afterwards ", 30, ""));
    const char *cut = excerpt(t, "canary", text, true);
    check(t, strncmp(cut, "…elsewhere ", strlen("…elsewhere ")) == 0 ||
                 strncmp(cut, "… elsewhere", strlen("… elsewhere")) == 0);
    check(t, strstr(cut, " canary ") != NULL);
    check(t, strstr(cut, "afterwards…") != NULL || strstr(cut, "afterwards …") != NULL);
}

TEST_DB(words_are_seen_as_the_search_compares_them)
{
    const char *before = repeated(t, "一二三四五六七八九十", 20, "");
    const char *const cases[][3] = {
        {"單號", "单号", "单号"},        {"ＬＡＴＥ", "late", "late"},
        {"strasse", "Straße", "Straße"}, {"del*", "delayed", "delayed"},
        {"丢", "丢失", "丢失"},          {"café", "cafe\u0301", "cafe\u0301"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *text = repeated(t, before, 1, arena_format(t->ctx->arena, " %s.", cases[i][1]));
        check(t, strstr(excerpt(t, cases[i][0], text, true), cases[i][2]) != NULL);
    }
}

TEST_DB(what_must_stand_together_does_in_the_place_shown)
{
    const char *text = repeated(t, "late and a parcel, ", 20, "the late parcel");
    const char *cut = excerpt(t, "\"late parcel\"", text, true);
    check(t, strstr(cut, "late parcel") != NULL);
    cut = excerpt(t, "\"parcel parcel\"", text, false);
    check(t, strncmp(cut, "late and a parcel", strlen("late and a parcel")) == 0);
}

TEST_DB(without_a_word_there_is_no_excerpt)
{
    bool found;
    const char *out;
    check_status(t, search_excerpt(t->ctx, "，。", "text", &found, &out), INVALID);
}

TEST_DB(words_may_stand_in_several_texts_and_each_must_stand_in_one)
{
    const char *items[] = {"放在驿站了", NULL, "the parcel is late"};
    const Texts texts = {items, 3};
    const struct {
        const char *q;
        bool stand[3], all;
    } cases[] = {{"驿站", {true, false, false}, true},
                 {"驿站 PARCEL", {true, false, true}, true},
                 {"驿站 nothing", {true, false, false}, false},
                 {"\"the parcel\" lat*", {false, false, true}, true},
                 {"\"parcel late\"", {false, false, false}, false},
                 {"nothing", {false, false, false}, false}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bool stand[3], all;
        check_ok(t, search_stands(t->ctx, cases[i].q, &texts, stand, &all));
        check_int(t, all, cases[i].all);
        for (size_t k = 0; k < 3; k++)
            check_int(t, stand[k], cases[i].stand[k]);
    }
}
