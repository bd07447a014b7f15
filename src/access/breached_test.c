#include "access/breached.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/digest.h"
#include "house.h"
#include "test.h"

/* Writes the list; `lines` are digests with what follows, as they stand. */
static void given_list(T *t, const char *text)
{
    const char *path = arena_format(t->ctx->arena, "%s/breached-passwords", t->folder);
    FILE *file = fopen(path, "we");
    check(t, file && fputs(text, file) >= 0);
    check_int(t, fclose(file), 0);
}

/* In a house with nothing but the test's folder. */
static Status look_up(T *t, const char *password, bool *breached)
{
    House house = {.source = t->ctx->source, .data_folder = t->folder};
    t->ctx->house = &house;
    Status s = password_is_breached(t->ctx, password, breached);
    t->ctx->house = NULL;
    return s;
}

static bool is_breached(T *t, const char *password)
{
    bool breached = true;
    check_ok(t, look_up(t, password, &breached));
    return breached;
}

/* FIPS 180-2, appendix A.1. */
TEST(sha_1_is_that_of_its_standard)
{
    char digest[41];
    check_ok(t, sha1_hex(t->ctx, "abc", 3, digest));
    check_text(t, digest, "A9993E364706816ABA3E25717850C26C9CD0D89D");
}

TEST(without_a_list_no_password_is_breached)
{
    check(t, !is_breached(t, "abc"));
    given_list(t, "");
    check(t, !is_breached(t, "abc"));
}

static int by_text(const void *a, const void *b)
{
    return strcmp(a, b);
}

/* The digests of "password 0" … "password 99", sorted. */
static const char *all_but(T *t, int lacking)
{
    enum { COUNT = 100, WIDTH = 41 };
    char(*lines)[WIDTH] = arena_alloc(t->ctx->arena, (size_t)COUNT * WIDTH);
    Buf text;
    buf_init(&text, t->ctx->arena);
    for (int i = 0; i < COUNT; i++) {
        const char *password = arena_format(t->ctx->arena, "password %d", i);
        check_ok(t, sha1_hex(t->ctx, password, strlen(password), lines[i]));
    }
    if (lacking >= 0) memset(lines[lacking], 'Z', WIDTH - 1);
    qsort(lines, COUNT, WIDTH, by_text);
    for (int i = 0; i < COUNT && *lines[i] != 'Z'; i++)
        buf_format(&text, i % 3 ? "%s:%d\r\n" : "%s\n", lines[i], i * i);
    check_ok(t, buf_check(t->ctx, &text));
    return text.data;
}

TEST(a_password_of_the_list_is_found_wherever_it_stands_and_no_other)
{
    given_list(t, all_but(t, -1));
    for (int i = 0; i < 100; i++)
        check(t, is_breached(t, arena_format(t->ctx->arena, "password %d", i)));
    for (int i = 100; i < 200; i++)
        check(t, !is_breached(t, arena_format(t->ctx->arena, "password %d", i)));
    check(t, !is_breached(t, "Password 1"));
    check(t, !is_breached(t, ""));
    for (int i = 0; i < 100; i += 9) {
        given_list(t, all_but(t, i));
        check(t, !is_breached(t, arena_format(t->ctx->arena, "password %d", i)));
    }
}

TEST(a_list_whose_last_line_does_not_end_is_read)
{
    given_list(t, "A9993E364706816ABA3E25717850C26C9CD0D89D");
    check(t, is_breached(t, "abc"));
    check(t, !is_breached(t, "abcd"));
}

TEST(a_list_in_another_order_is_told_rather_than_one_that_holds_nothing)
{
    enum { COUNT = 2000 };
    char digest[41];
    bool breached;
    Buf text;
    buf_init(&text, t->ctx->arena);
    for (int i = 0; i < COUNT; i++) {
        const char *password = arena_format(t->ctx->arena, "password %d", i);
        check_ok(t, sha1_hex(t->ctx, password, strlen(password), digest));
        buf_format(&text, "%s:%d\n", digest, COUNT - i);
    }
    check_ok(t, buf_check(t->ctx, &text));
    given_list(t, text.data);
    check_status(t, look_up(t, "", &breached), INTERNAL);
    check_status(t, look_up(t, "password 7", &breached), INTERNAL);
}

TEST(what_is_no_list_is_told)
{
    static const char *const bad[] = {"\n", "password\n",
                                      "a9993e364706816aba3e25717850c26c9cd0d89d\n",
                                      "A9993E364706816ABA3E25717850C26C9CD0D89\n"};
    bool breached;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        given_list(t, bad[i]);
        check_status(t, look_up(t, "abc", &breached), INTERNAL);
    }
    Buf text;
    buf_init(&text, t->ctx->arena);
    for (int i = 0; i < 50; i++)
        buf_text(&text, "A9993E364706816ABA3E25717850C26C9CD0D89D");
    given_list(t, text.data);
    check_status(t, look_up(t, "abc", &breached), INTERNAL);
}
