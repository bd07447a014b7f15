/* multipart.h -- a form with a file in it (multipart/form-data, RFC 7578), taken apart as it comes.
 *
 * Of one field the first file is handed on, byte for byte; other fields are passed over. Nothing is
 * held but the part's few header lines, so that a form may be as large as it likes. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/ctx.h"

enum { MULTIPART_BOUNDARY_MAX = 70, MULTIPART_HEAD_MAX = 4096, MULTIPART_NAME_MAX = 1000 };

typedef struct Multipart {
    const char *field; /* whose file is wanted */
    /* What the file holds, piece by piece. */
    Status (*take)(Ctx *ctx, void *user, const char *bytes, size_t length);
    void *user;
    bool found;                        /* the file began, or all of it came */
    char name[MULTIPART_NAME_MAX + 1]; /* as its sender calls it: not to be trusted */
    /* how far it is: */
    int at;
    bool wanted; /* the part that comes now is the file */
    size_t matched, delimiter_length, head_length;
    char delimiter[MULTIPART_BOUNDARY_MAX + 5];
    char head[MULTIPART_HEAD_MAX + 1];
} Multipart;

/* Begins, by the request's Content-Type (NULL: none); `field`, `take` and `user` are set.
 * UNSUPPORTED when that is no form with files, INVALID when its boundary is none. */
Status multipart_begin(Ctx *ctx, Multipart *form, const char *content_type);

/* Takes the next bytes, however they are cut. INVALID when they are no such form; else what `take`
 * answers. */
Status multipart_take(Ctx *ctx, Multipart *form, const char *bytes, size_t length);

/* That was all. INVALID when it was cut off. */
Status multipart_end(Ctx *ctx, const Multipart *form);
