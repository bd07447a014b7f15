/* custom_store.h -- the rows behind declared fields and what they hold. For custom.c and
 * indexed_store.c. */
#pragma once

#include "customer/custom.h"

/* Of values that are sealed. */
#define CUSTOM_PURPOSE "customer.value"

/* All of them, by name. */
Status custom_store_fields(Ctx *ctx, List *out);

/* One; NOT_FOUND, without words. */
Status custom_store_field(Ctx *ctx, const char *name, CustomField *out);

/* A new one; CONFLICT where the name is taken. */
Status custom_store_insert(Ctx *ctx, const CustomField *field);

/* Over the version before field->version. */
Status custom_store_update(Ctx *ctx, const CustomField *field, bool *written);

/* Those of a customer, by name. */
Status custom_store_values(Ctx *ctx, int64_t customer_id, List *out);

typedef Status CustomEach(void *user, size_t number, const CustomValue *value);

/* Told of those of each of `count` customers, with the customer's number from 0; one round trip. */
Status custom_store_each(Ctx *ctx, const int64_t *ids, size_t count, CustomEach *each, void *user);

typedef struct CustomWrite {
    int64_t customer_id;
    KeyIndex key;
    const CustomField *field;
    const char *value;
} CustomWrite;

/* Writes a value, or takes it away where it is NULL. */
Status custom_store_put(Ctx *ctx, const CustomWrite *write);
