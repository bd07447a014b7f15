#include "base/digest.h"

#include <openssl/evp.h>
#include <sodium.h>
#include <string.h>

#include "base/ctx.h"

Status md5_hex(Ctx *ctx, const void *bytes, size_t length, const char *more, char *out)
{
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned size = 0;
    EVP_MD_CTX *md5 = EVP_MD_CTX_new();
    int good = md5 && EVP_DigestInit_ex(md5, EVP_md5(), NULL) &&
               EVP_DigestUpdate(md5, bytes, length) &&
               EVP_DigestUpdate(md5, more, more ? strlen(more) : 0) &&
               EVP_DigestFinal_ex(md5, digest, &size);
    EVP_MD_CTX_free(md5);
    if (!good) return fail(ctx, INTERNAL, "MD5 is not available");
    sodium_bin2hex(out, 2 * (size_t)size + 1, digest, size);
    return OK;
}
