#include "notify/sign.h"

#include <stdio.h>
#include <string.h>

#include <sodium.h>

void webhook_sign(const char *secret, int64_t at_s, const char *body, char out[SIGNATURE_ROOM])
{
    unsigned char mac[crypto_auth_hmacsha256_BYTES];
    char prefix[32], hex[sizeof mac * 2 + 1];
    crypto_auth_hmacsha256_state state;
    snprintf(prefix, sizeof prefix, "%lld.", (long long)at_s);
    crypto_auth_hmacsha256_init(&state, (const unsigned char *)secret, strlen(secret));
    crypto_auth_hmacsha256_update(&state, (const unsigned char *)prefix, strlen(prefix));
    crypto_auth_hmacsha256_update(&state, (const unsigned char *)body, strlen(body));
    crypto_auth_hmacsha256_final(&state, mac);
    sodium_bin2hex(hex, sizeof hex, mac, sizeof mac);
    snprintf(out, SIGNATURE_ROOM, "t=%lld,v1=%s", (long long)at_s, hex);
}
