#include "base/text.h"

#include <string.h>

#include "test.h"

static const char *cleaned(T *t, const char *text)
{
    const char *out = NULL;
    check_ok(t, text_clean(t->ctx, text, strlen(text), &out, NULL));
    return out;
}

TEST(clean_texts_come_through_unchanged)
{
    check_text(t, cleaned(t, ""), "");
    check_text(t, cleaned(t, "a plain text of more than eight bytes"),
               "a plain text of more than eight bytes");
    check_text(t, cleaned(t, "tab\tand\nline feed"), "tab\tand\nline feed");
    check_text(t, cleaned(t, "上海市浦东新区，〇一号"), "上海市浦东新区，〇一号");
    check_text(t, cleaned(t, "José 😀"), "José 😀");
}

TEST(texts_are_composed_to_nfc)
{
    check_text(t, cleaned(t, "Jose\xCC\x81"), "José");
    check_text(t, cleaned(t, "\xE1\x84\x92\xE1\x85\xA1\xE1\x86\xAB"), "한");
    check_text(t, cleaned(t, "\xEF\xA4\x80"), "豈"); /* U+F900 decomposes to one character */
    check_text(t, cleaned(t, "\xF0\x9D\x85\x9E"), "\xF0\x9D\x85\x97\xF0\x9D\x85\xA5");
}

TEST(a_text_that_composes_is_counted_after_composing)
{
    const char *out;
    size_t characters;
    check_ok(t, text_clean(t->ctx, "e\xCC\x81t\xC3\xA9", 6, &out, &characters));
    check_int(t, characters, 3);
}

TEST(a_carriage_return_before_a_line_feed_is_dropped)
{
    check_text(t, cleaned(t, "one\r\ntwo\r\n"), "one\ntwo\n");
    const char *out;
    check_status(t, text_clean(t->ctx, "one\rtwo", 7, &out, NULL), INVALID);
}

TEST(control_characters_are_refused_wherever_they_stand)
{
    char text[24];
    const char *out;
    for (size_t length = 1; length < sizeof text; length++) {
        for (size_t at = 0; at < length; at++) {
            memset(text, 'x', length);
            text[at] = at % 2 ? 0x7F : 0x1F;
            check_status(t, text_clean(t->ctx, text, length, &out, NULL), INVALID);
        }
    }
    check_status(t, text_clean(t->ctx, "a\0b", 3, &out, NULL), INVALID);
    check_status(t, text_clean(t->ctx, "\xC2\x85", 2, &out, NULL), INVALID);
}

TEST(what_is_not_utf_8_is_refused)
{
    static const char *const bad[] = {
        "\xFF",
        "\xC0\xAF" /* overlong */,
        "\xED\xA0\x80" /* surrogate */,
        "\xF4\x90\x80\x80",
        "\xE4\xB8" /* cut off */,
        "abcdefgh\x80",
        "\xD6\xD0\xB9\xFA" /* GB18030 */,
    };
    const char *out;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        check_status(t, text_clean(t->ctx, bad[i], strlen(bad[i]), &out, NULL), INVALID);
}

TEST(a_text_over_a_mebibyte_is_too_large)
{
    char *text = arena_alloc(t->ctx->arena, TEXT_LIMIT + 1);
    const char *out;
    memset(text, 'x', TEXT_LIMIT + 1);
    check_ok(t, text_clean(t->ctx, text, TEXT_LIMIT, &out, NULL));
    check_status(t, text_clean(t->ctx, text, TEXT_LIMIT + 1, &out, NULL), TOO_LARGE);
}

TEST(a_waybill_number_has_one_form)
{
    Arena *arena = t->ctx->arena;
    check_text(t, text_normal(arena, "  yt 1234 5678 90123\t"), "YT1234567890123");
    check_text(t, text_normal(arena, "ＳＦ１２３４"), "SF1234");
    check_text(t,
               text_normal(arena, "\xE3\x80\x80jd\xC2\xA0x\xE2\x80\x8B"
                                  "1\xEF\xBB\xBF"),
               "JDX1");
    check_text(t, text_normal(arena, "单1"), "单1");
    check_text(t, text_normal(arena, " "), "");
}

TEST(search_folds_case_and_width)
{
    Arena *arena = t->ctx->arena;
    check_text(t, text_fold(arena, "ACME Ltd"), "acme ltd");
    check_text(t, text_fold(arena, "ＡＣＭＥ　公司"), "acme 公司");
    check_text(t, text_fold(arena, "Straße É"), "strasse é");
    check_text(t, text_fold(arena, "\xE2\x80\x8B"), "");
    check(t, text_fold(arena, "\xFFx") == NULL);
}

TEST(characters_are_counted_and_cut_whole)
{
    check_int(t, text_characters("张伟ab"), 4);
    check_int(t, text_prefix("张伟ab", 1), 3);
    check_int(t, text_prefix("张伟ab", 3), 7);
    check_int(t, text_prefix("张", 5), 3);
    check_int(t, text_prefix("", 5), 0);
}

TEST(hashes_follow_the_published_siphash_vector)
{
    unsigned char key[16], input[15];
    for (unsigned char i = 0; i < sizeof key; i++)
        key[i] = i;
    memcpy(input, key, sizeof input);
    /* Aumasson and Bernstein, SipHash, appendix A */
    check(t, text_hash64(key, input, sizeof input) == UINT64_C(0xa129ca6149be45e5));
}

TEST(texts_are_equal_to_the_byte_and_nothing_is_equal_to_nothing_alone)
{
    check(t, text_equal("a", "a") && !text_equal("a", "A") && !text_equal("a", "ab"));
    check(t, text_equal(NULL, NULL) && !text_equal(NULL, "") && !text_equal("a", NULL));
}

TEST(what_turns_the_direction_of_writing_is_taken_out_of_a_copy)
{
    static const char *const turning[] = {"\u202a", "\u202b", "\u202c", "\u202d", "\u202e",
                                          "\u2066", "\u2067", "\u2068", "\u2069"};
    static const char *const not_turning[] = {"\u2029", "\u202f", "\u2065", "\u206a", "a", "—"};
    for (size_t i = 0; i < sizeof turning / sizeof *turning; i++)
        check(t, text_turns(turning[i]));
    for (size_t i = 0; i < sizeof not_turning / sizeof *not_turning; i++)
        check(t, !text_turns(not_turning[i]));
    check_text(t, text_unturned(t->ctx->arena, "电\u202d13800138000\u202c—急"), "电13800138000—急");
    check_text(t, text_unturned(t->ctx->arena, "\u202e"), "");
}
