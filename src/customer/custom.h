/* custom.h -- fields that a company declares for its customers: key, kind, label, options.
 *
 * What a field holds is text checked by its kind. Every value has a keyed index, so that customers
 * are listed by it (CustomerFilter.field); values of a personal field are sealed. */
#pragma once

#include "access/keys.h"
#include "customer/customer.h"

typedef enum CustomKind {
    CUSTOM_TEXT = 1,
    CUSTOM_NUMBER, /* 12, -3.5 */
    CUSTOM_DATE,   /* 2026-11-22 */
    CUSTOM_CHOICE, /* one of the options */
    CUSTOM_YES_NO, /* true or false */
} CustomKind;

typedef struct CustomField {
    const char *name; /* 1–40: small letters, digits and _; for ever */
    int64_t version;
    int64_t kind; /* CustomKind; cannot be changed */
    const char *zh, *en;
    Texts options; /* of a choice, 1–50; those in use should stay */
    bool personal; /* sealed and masked; cannot be changed */
    bool retired;  /* not to be filled in any more; what there is stays */
} CustomField;
extern const Shape custom_field_shape;

/* Fields that may be declared, retired ones too; characters of a value. */
enum { CUSTOM_FIELDS_MAX = 200, CUSTOM_VALUE_MAX = 300 };

/* All of them, by name. */
Status custom_fields(Ctx *ctx, List *out);

/* In the transaction of ctx, audited; FORBIDDEN to who is limited to an outlet or a customer.
 * INVALID, CONFLICT (the name is taken, there are too many). */
Status custom_field_declare(Ctx *ctx, CustomField *field);

/* Writes labels, options and whether it is retired. NOT_FOUND, STALE, INVALID (another kind, or
 * personal otherwise). */
Status custom_field_change(Ctx *ctx, CustomField *field, int64_t version);

/* What a customer's field holds: in `value`, or `personal` where the field is. */
typedef struct CustomValue {
    const char *name, *zh, *en;
    int64_t kind; /* CustomKind */
    const char *value, *personal;
} CustomValue;
extern const Shape custom_value_shape;

/* Values to be written, name and value in turn; an empty one is taken away. */
typedef struct CustomInput {
    Texts values;
} CustomInput;
extern const Shape custom_input_shape;

/* Those of a customer that hold something, by name. NOT_FOUND. */
Status custom_values(Ctx *ctx, int64_t customer_id, List *out);

/* The same with those of the customers merged into it, each field once for each of them. */
Status custom_family_values(Ctx *ctx, int64_t customer_id, List *out);

/* In the transaction of ctx: writes values of the customer, which must be at `version` and has the
 * next afterwards; audited. `out` gets all of them. NOT_FOUND, STALE, CONFLICT (merged, erased),
 * INVALID names the field. */
Status custom_values_write(Ctx *ctx, int64_t customer_id, int64_t version, const CustomInput *in,
                           List *out);

/* What a value of that field is found by. INVALID when there is no such field. */
Status custom_key(Ctx *ctx, const char *name, const char *value, KeyIndex *out);
