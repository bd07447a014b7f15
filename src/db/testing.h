/* testing.h -- a small database of its own for the tests of src/db: tables thing and mark. */
#pragma once

#include "db/db.h"
#include "test.h"

extern const Embedded testing_migrations[];

typedef struct Thing {
    int64_t id;
    const char *name;
    double weight;
    bool flag;
    int64_t at_ms;
    Texts tags;
} Thing;

extern const Shape thing_shape;

/* The url of an empty database of the test's engine; it is removed after the test. */
const char *given_url(T *t);

/* Opened on it, with those options but url and set; closed after the test. */
Database *given_database_with(T *t, DatabaseOptions options);
Database *given_database(T *t);

/* In a transaction of its own: one thing; or how many there are. */
Status thing_add(Ctx *ctx, Database *database, int64_t id, const char *name);
int64_t thing_count(T *t, Database *database);

/* All things. */
Status testing_list(Ctx *ctx, List *out);

/* A piece that inserts the thing it points to. */
Status thing_insert(Ctx *ctx, void *thing);
