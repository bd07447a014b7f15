/* keys.h -- sealing of personal data, and searching what is sealed.
 *
 * The keys lie in DATA/keys (mode 0600; made at first start). Whoever has the database without that
 * file has no names, phones or addresses: keep the two apart in backups, and lose neither.
 *
 * A slice that keeps personal data stores it as a BYTEA column `<thing>_sealed`; to find it again
 * by exact value, a BIGINT column `<thing>_index` beside it, and for phones `<thing>_tail`:
 *
 *   Sealed sealed;
 *   s = key_seal(ctx, "customer.phone", phone, &sealed);
 *   … db_blob(sealed.bytes, sealed.length),
 *   KeyIndex index, tail;
 *   if (!s) s = key_phone(ctx, "customer.phone", phone, &index);
 *   if (!s) s = key_phone_tail(ctx, "customer.phone", phone, &tail);
 *
 * writes index.now, and finds with WHERE phone_index IN ($1, $2) bound to now and other of the same
 * function of what is sought. An index is 64 bits of a keyed hash: equal values are equal, nothing
 * else can be told; verify the rare false match on the opened value where it matters. The purpose
 * ("table.column") is part of the hash and of the seal: a value moved to another column does not
 * open, and two columns cannot be compared unless they share their purpose. A slice that keeps an
 * index says how it is made anew: access/indexed.h.
 *
 * Everything sealed stays readable when a new key is added (keys rotate): old keys are kept, the
 * newest seals. What they sealed is sealed anew by and by (reseal/reseal.h), and the indexes are
 * made anew with a key that follows from the newest (reseal/reindex.h); then old ones can be
 * dropped. The key of chains and proofs (key_hash) never changes. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/ctx.h"

typedef struct Keys Keys;

typedef struct Sealed {
    const void *bytes; /* NULL when the text was NULL */
    size_t length;
} Sealed;

/* Reads FOLDER/keys; makes it first where `create` and there is none. INVALID when the file is
 * malformed, CONFLICT when others than its owner may read it, NOT_FOUND when there is none. */
Status keys_open(Ctx *ctx, const char *folder, bool create, Keys **out);

/* Overwrites them in memory. */
void keys_close(Keys *keys); /* forgets the keys; NULL is allowed */

/* Adds a key that seals from now on (for those who open the file after this). `key_id` gets its
 * number. Of several processes that change the file, one after the other does. */
Status keys_rotate(Ctx *ctx, const char *folder, int64_t *key_id);

/* Takes the keys before `newest` out of the file; the file as it was is kept beside it: *kept, its
 * path, in ctx's arena. CONFLICT when `newest` is not the newest. */
Status keys_drop(Ctx *ctx, const char *folder, int64_t newest, const char **kept);

/* Reads the file again where it was changed: once a second, by the server, so that it seals with a
 * new key at once. Where it cannot be read, what is known stays. */
void keys_refresh(Ctx *ctx, Keys *keys);

/* How many keys seal or have sealed; the number of the newest. */
int64_t keys_newest(const Keys *keys);

/* XChaCha20-Poly1305 with the purpose as associated data; bytes are: version 1, the key's number
 * (4 bytes, big endian), nonce (24), ciphertext with its tag (16). 45 bytes longer than the text.
 * NULL seals to NULL. NO_MEMORY. */
Status key_seal(Ctx *ctx, const char *purpose, const char *text, Sealed *out);

/* The same for bytes; SEALED_EXTRA longer than they are. */
Status key_seal_bytes(Ctx *ctx, const char *purpose, const void *bytes, size_t length, Sealed *out);
#define SEALED_EXTRA 45

/* The text in ctx's arena; NULL when `bytes` is NULL. INTERNAL when it was not sealed for this
 * purpose by one of these keys, or was changed. */
Status key_unseal(Ctx *ctx, const char *purpose, const void *bytes, size_t length,
                  const char **out);

/* The number of the key that sealed it; 0 where nothing is. */
int64_t key_number(const void *bytes, size_t length);

/* What was sealed with an older key, sealed with the newest; NULL where nothing is, or that key did
 * it. INTERNAL as key_unseal. */
Status key_reseal(Ctx *ctx, const char *purpose, const void *bytes, size_t length, Sealed *out);

/* What a value is found by: 64 bits of a keyed hash; NONE both where there is no value. `now` is
 * what is written. While the key of the indexes changes a row may stand by `other` as well: who
 * looks asks for both. Else they are the same. */
typedef struct KeyIndex {
    int64_t now, other;
} KeyIndex;

/* Of the two generations of index keys that may be in use: which one writes, and the other that is
 * looked for. A generation is the number of the sealing key it follows from; 0: the first. */
typedef struct KeyGenerations {
    int64_t now, other;
} KeyGenerations;

/* What this process goes by; 0 and 0 at first. */
KeyGenerations key_generations(Ctx *ctx);

/* Goes by these from now on. CONFLICT where the key file lacks one, or has dropped it: until it is
 * there nothing is found, rather than too little. A newer one that does not write yet can come
 * later: it is left out. */
Status key_generations_set(Ctx *ctx, KeyGenerations live);

/* The index of a normalised text (keyed BLAKE2b). INTERNAL where the key file lacks the key. */
Status key_index(Ctx *ctx, const char *purpose, const char *normalised, KeyIndex *out);

/* The index of a name as people type it: case, width and composition do not matter. */
Status key_name(Ctx *ctx, const char *purpose, const char *name, KeyIndex *out);

/* The index of a phone number as people write it, in the form of phone_normal(); NONE when it is
 * none. */
Status key_phone(Ctx *ctx, const char *purpose, const char *phone, KeyIndex *out);

/* The index of its last four digits, of which nothing else is part; of four digits alone, of these.
 */
Status key_phone_tail(Ctx *ctx, const char *purpose, const char *phone, KeyIndex *out);

/* 64 bits of key_hash, for what tells two facts apart and is not personal; NONE for NULL. */
int64_t key_stamp(Ctx *ctx, const char *purpose, const char *text);

/* A keyed 32-byte hash over `length` bytes with a purpose of its own: for chains and proofs. */
void key_hash(Ctx *ctx, const char *purpose, const void *bytes, size_t length,
              unsigned char out[32]);
