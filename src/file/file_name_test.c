#include "file/file_name.h"

#include <string.h>

#include "base/text.h"
#include "test.h"

static const char *cleaned(T *t, const char *given)
{
    const char *name;
    check_ok(t, file_name_clean(t->ctx, given, &name));
    return name;
}

TEST(a_name_loses_the_folders_before_it)
{
    static const char *const names[][2] = {{"../../etc/passwd", "passwd"},
                                           {"C:\\Users\\li\\photo.jpg", "photo.jpg"},
                                           {"/", "file"},
                                           {"..", "file"},
                                           {"...", "file"},
                                           {".bashrc", "bashrc"},
                                           {"a/..\\../b.pdf ", "b.pdf"},
                                           {"", "file"},
                                           {"  运单 1.jpg", "运单 1.jpg"}};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        check_text(t, cleaned(t, names[i][0]), names[i][1]);
    check_text(t, cleaned(t, NULL), "file");
}

TEST(a_name_loses_what_nobody_sees_and_what_systems_trip_over)
{
    check_text(t, cleaned(t, "a<b>:\"c\"|d?.jpg"), "a_b___c__d_.jpg");
    check_text(t,
               cleaned(t, "gpj\xE2\x80\xAE"
                          "exe.png"),
               "gpjexe.png"); /* turned writing */
    check_text(t,
               cleaned(t, "a\xE2\x80\x8B"
                          "b.txt"),
               "ab.txt"); /* no width */
    const char *name;
    check_status(t, file_name_clean(t->ctx, "a\nb\x01.txt", &name), INVALID);
    check_status(t, file_name_clean(t->ctx, "a\xff.txt", &name), INVALID);
}

TEST(a_long_name_keeps_its_ending)
{
    char name[2001];
    memset(name, 'x', sizeof name);
    memcpy(name + 1996, ".jpg", 5);
    const char *kept = cleaned(t, name);
    check_int(t, text_characters(kept), FILE_NAME_MAX);
    check_text(t, kept + strlen(kept) - 4, ".jpg");
}

TEST(a_disposition_holds_any_name_and_nothing_else)
{
    check_text(
        t, file_disposition(t->ctx, "收据 1.pdf"),
        "attachment; filename=\"______ 1.pdf\"; filename*=UTF-8''%E6%94%B6%E6%8D%AE%201.pdf");
    check_text(t, file_disposition(t->ctx, "a\"; filename=\"b.exe"),
               "attachment; filename=\"a_; filename=_b.exe\"; "
               "filename*=UTF-8''a%22%3B%20filename%3D%22b.exe");
}
