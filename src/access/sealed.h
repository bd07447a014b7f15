/* sealed.h -- several personal fields of a thing in one sealed column.
 *
 * A row with four personal fields keeps them as one JSON object, sealed, so that it is opened by
 * one decryption. Which fields they are is said once:
 *
 *   static const Field personal_fields[] = {FIELD_TEXT(Ticket, subject, .max = 200), …, FIELD_END};
 *   static const Shape personal_shape = SHAPE(Ticket, personal_fields, "What is sealed");
 *   static const SealedFields personal = {"ticket.personal", &personal_shape};
 *
 * and the store binds and reads the column by it. */
#pragma once

#include "access/keys.h"
#include "base/field.h"
#include "db/db.h"

typedef struct SealedFields {
    const char *purpose; /* as of key_seal */
    const Shape *shape;  /* the sealed fields, of the thing itself */
} SealedFields;

/* The value of the column: what `thing` gives of the fields. INVALID names a field that is out of
 * its bounds; NO_MEMORY. */
Status sealed_value(Ctx *ctx, const SealedFields *fields, const void *thing, DbValue *out);

/* Opens the column into the fields of `thing`; where nothing was sealed, or its person was erased,
 * they stay as they are. What was sealed under other bounds opens too. INTERNAL when it does not
 * open. */
Status sealed_read(Ctx *ctx, const SealedFields *fields, Rows *rows, int column, void *thing);

/* The same of a value that was read before. */
Status sealed_open(Ctx *ctx, const SealedFields *fields, const void *bytes, size_t length,
                   void *thing);
