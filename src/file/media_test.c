#include "file/media.h"

#include <string.h>

#include "test.h"

static const char *media(T *t, const char *bytes, size_t length)
{
    const char *found;
    check_ok(t, media_of(t->ctx, bytes, length, &found));
    return found;
}

#define MEDIA(text) media(t, (text), sizeof(text) - 1)

TEST(a_file_is_what_it_holds)
{
    check_text(t, MEDIA("\xFF\xD8\xFF\xE0\0\x10JFIF\0\1\1\0\0\1\0\1\0\0"), "image/jpeg");
    check_text(t, MEDIA("\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\10\2\0\0\0"), "image/png");
    check_text(t, MEDIA("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"), "application/pdf");
    check_text(t, MEDIA("plain words, nothing else\n"), "text/plain");
    check_text(t, MEDIA("<!DOCTYPE html><html><script>alert(1)</script>"), "text/html");
    check_text(t, MEDIA("<?xml version=\"1.0\"?><svg xmlns=\"http://www.w3.org/2000/svg\"/>"),
               "image/svg+xml");
    check_text(t, MEDIA("\1\2\3\4\5\6\xf0\xf1\xf2"), "application/octet-stream");
    check(t, strstr(MEDIA("#!/bin/sh\nrm -rf /\n"), "shellscript") != NULL);
}

TEST(a_list_names_whole_types)
{
    check(t, media_listed("image/jpeg image/png", "image/png"));
    check(t, media_listed("image/jpeg,image/png", "image/jpeg"));
    check(t, !media_listed("image/jpeg image/png", "image/pn"));
    check(t, !media_listed("image/jpeg image/png", "text/html"));
    check(t, !media_listed("", "text/html"));
}
