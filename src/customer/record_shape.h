/* record_shape.h -- the groups of columns of a record. For record.c and record_upsert.c. */
#pragma once

#include "customer/record.h"

/* Structs of one kind that a record holds several of. */
typedef struct RecordGroup {
    const char *name; /* "contact": its columns are contact2.kind … */
    int first;        /* the number of its first */
    size_t count, offset;
    const Shape *shape;
    const char *const *fields; /* which of the shape's are columns; ends with NULL */
    size_t silent; /* the first so many say nothing alone: a file may have them in every row */
} RecordGroup;

typedef enum RecordPart {
    RECORD_CONTACT,
    RECORD_ADDRESS,
    RECORD_CONSENT,
    RECORD_GROUPS
} RecordPart;
extern const RecordGroup record_groups[RECORD_GROUPS];

/* The nth of a group in a record. */
void *record_part(const RecordGroup *group, const void *record, size_t n);

/* What the declared fields' columns begin with. */
#define RECORD_VALUE "field."
/* The first of them in the shape. */
const Field *record_values(const Shape *shape);
