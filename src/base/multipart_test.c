#include "base/multipart.h"

#include <string.h>

#include "test.h"

typedef struct Taken {
    char bytes[200];
    size_t length;
} Taken;

static Status take(Ctx *ctx, void *user, const char *bytes, size_t length)
{
    Taken *taken = user;
    if (taken->length + length > sizeof taken->bytes) return fail(ctx, TOO_LARGE, "too much");
    memcpy(taken->bytes + taken->length, bytes, length);
    taken->length += length;
    return OK;
}

#define TYPE "multipart/form-data; boundary=xYz"

/* Reads a form that comes in pieces of `step` bytes. */
static Status read_form(T *t, Multipart *form, Taken *taken, const char *body, size_t step)
{
    *taken = (Taken){0};
    *form = (Multipart){.field = "photo", .take = take, .user = taken};
    size_t length = strlen(body);
    Status s = multipart_begin(t->ctx, form, TYPE);
    for (size_t at = 0; !s && at < length; at += step)
        s = multipart_take(t->ctx, form, body + at, length - at < step ? length - at : step);
    return s ? s : multipart_end(t->ctx, form);
}

#define HEAD(rest) "Content-Disposition: form-data; " rest "\r\nContent-Type: image/png\r\n\r\n"

TEST(the_file_of_a_form_comes_whole_however_it_is_cut)
{
    static const char body[] = "--xYz\r\n" HEAD("name=\"lang\"") "zh\r\n--xYz\r\n" HEAD(
        "name=\"photo\"; filename=\"box 1.png\"") "a\r\n--xY\r\r\n--\r\nb\r\n--xYz--\r\n";
    for (size_t step = 1; step <= sizeof body; step++) {
        Multipart form;
        Taken taken;
        check_ok(t, read_form(t, &form, &taken, body, step));
        check(t, form.found);
        check_text(t, form.name, "box 1.png");
        check_int(t, taken.length, strlen("a\r\n--xY\r\r\n--\r\nb"));
        check(t, memcmp(taken.bytes, "a\r\n--xY\r\r\n--\r\nb", taken.length) == 0);
    }
}

TEST(a_form_without_the_file_has_none)
{
    static const char *const bodies[] = {
        "--xYz--\r\n",
        "--xYz\r\n" HEAD("name=\"photo\"; filename=\"\"") "\r\n--xYz--",
        "--xYz\r\n" HEAD("name=\"other\"; filename=\"a\"") "x\r\n--xYz--",
        "words before\r\n--xYz\r\n\r\nx\r\n--xYz--",
    };
    for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++) {
        Multipart form;
        Taken taken;
        check_ok(t, read_form(t, &form, &taken, bodies[i], 7));
        check(t, !form.found);
        check_int(t, taken.length, 0);
    }
}

TEST(of_several_files_the_first_is_taken)
{
    Multipart form;
    Taken taken;
    check_ok(t, read_form(t, &form, &taken,
                          "--xYz\r\n" HEAD("name=\"photo\"; filename=\"a\"") "1\r\n--xYz\r\n" HEAD(
                              "name=\"photo\"; filename=\"b\"") "2\r\n--xYz--",
                          100));
    check_text(t, form.name, "a");
    check_int(t, taken.length, 1);
}

TEST(what_is_no_form_is_refused)
{
    static const char *const bodies[] = {
        "",
        "no delimiter at all",
        "--xYz\r\n" HEAD("name=\"photo\"; filename=\"a\"") "cut off",
        "--xYzz\r\n\r\n--xYz--",
        "--xYz\r\nContent-Disposition: form-data",
    };
    static const char *const types[] = {NULL, "text/plain; boundary=x", "multipart/form-data",
                                        "multipart/form-data; boundary="};
    Multipart form;
    Taken taken;
    for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++)
        check_status(t, read_form(t, &form, &taken, bodies[i], 3), INVALID);
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        check_status(t, multipart_begin(t->ctx, &form, types[i]), i < 2 ? UNSUPPORTED : INVALID);
}

TEST(a_boundary_or_a_head_that_is_too_long_is_refused)
{
    Multipart form = {.field = "photo"};
    char type[200] = "multipart/form-data; boundary=";
    memset(type + strlen(type), 'b', MULTIPART_BOUNDARY_MAX + 1);
    check_status(t, multipart_begin(t->ctx, &form, type), INVALID);
    type[strlen(type) - 1] = 0;
    check_ok(t, multipart_begin(t->ctx, &form, type));
    check_ok(t, multipart_begin(t->ctx, &form, TYPE));
    check_ok(t, multipart_take(t->ctx, &form, "--xYz\r\n", 7));
    Status s = OK;
    for (int i = 0; !s && i < MULTIPART_HEAD_MAX + 1; i++)
        s = multipart_take(t->ctx, &form, "h", 1);
    check_status(t, s, INVALID);
}
