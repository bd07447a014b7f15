#include "base/digest.h"

#include <openssl/evp.h>
#include <sodium.h>
#include <string.h>

#include "base/ctx.h"

static Status digest_make(Ctx *ctx, const EVP_MD *kind, const void *bytes, size_t length,
                          const char *more, char *out)
{
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned size = 0;
    EVP_MD_CTX *md = EVP_MD_CTX_new();
    int good = md && EVP_DigestInit_ex(md, kind, NULL) && EVP_DigestUpdate(md, bytes, length) &&
               EVP_DigestUpdate(md, more, more ? strlen(more) : 0) &&
               EVP_DigestFinal_ex(md, digest, &size);
    EVP_MD_CTX_free(md);
    if (!good) return fail(ctx, INTERNAL, "%s is not available", EVP_MD_get0_name(kind));
    sodium_bin2hex(out, 2 * (size_t)size + 1, digest, size);
    return OK;
}

Status md5_hex(Ctx *ctx, const void *bytes, size_t length, const char *more, char *out)
{
    return digest_make(ctx, EVP_md5(), bytes, length, more, out);
}

Status sha1_hex(Ctx *ctx, const void *bytes, size_t length, char *out)
{
    Status s = digest_make(ctx, EVP_sha1(), bytes, length, NULL, out);
    for (char *at = out; !s && *at; at++)
        if (*at >= 'a') *at = (char)(*at - 'a' + 'A');
    return s;
}
