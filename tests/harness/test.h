/* test.h -- tests as sentences, gathered by the linker and run by cmocka.
 *
 *   TEST(a_delivered_parcel_cannot_be_held) { … check_status(t, waybill_hold(…), CONFLICT); … }
 *
 * TEST has no database. TEST_DB runs once on SQLite and, when PARCELDESK_TEST_PG names a server,
 * once on PostgreSQL (or only on that which PARCELDESK_TEST_ENGINE names), each in a copy of its
 * own of a migrated database with t->ctx->house open and t->ctx->db inside a transaction. */
#pragma once

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
/* clang-format off */
#include <setjmp.h>
#include <cmocka.h>
#undef fail /* cmocka's; fail() here is that of base/status.h */
/* clang-format on */

#include "base/ctx.h"
#include "house.h"

typedef struct T {
    const struct TestRow *row;
    Ctx *ctx;           /* fixed clock at TEST_NOW, seeded ids and randomness */
    House *house;       /* only in TEST_DB */
    const char *engine; /* "sqlite", "postgresql"; NULL in TEST */
    const char *folder; /* an empty one (in TEST_DB the data folder), removed afterwards */
    const char *url;    /* of the database, in TEST_DB */
} T;

/* How long a test waits for what must come: as long as the busiest machine might need. */
#define PATIENCE_US INT64_C(60000000)

/* Whether `holds` comes true within that time. It is asked again and again, so that a test waits no
 * longer than it must, and does not fail where the machine is busy. */
bool comes_true(bool (*holds)(void *of), void *of);

/* In TEST_DB: what the test did until now is committed, and it goes on in a new transaction. */
void commit(T *t);

#define TEST_NOW INT64_C(1795334400000) /* 2026-11-22T08:00:00Z */

typedef struct TestRow {
    const char *name, *file;
    void (*run)(T *t);
    bool db;
} TestRow;

#define TEST_(the_name, with_db)                                                                   \
    static void the_name(T *t);                                                                    \
    static const TestRow row_##the_name                                                            \
        __attribute__((section("test_rows"), used, aligned(8))) = {#the_name, __FILE__, the_name,  \
                                                                   with_db};                       \
    static void the_name(T *t)
#define TEST(name) TEST_(name, false)
#define TEST_DB(name) TEST_(name, true)

/* Each fails the test with file, line and both values. */
#define check(t, condition) check_((t), (condition), #condition, __FILE__, __LINE__)
#define check_status(t, got, want) check_status_((t), (got), (want), #got, __FILE__, __LINE__)
#define check_ok(t, got) check_status_((t), (got), OK, #got, __FILE__, __LINE__)
#define check_int(t, got, want)                                                                    \
    check_int_((t), (int64_t)(got), (int64_t)(want), #got, __FILE__, __LINE__)
#define check_text(t, got, want) check_text_((t), (got), (want), #got, __FILE__, __LINE__)
#define check_near(t, got, want, within)                                                           \
    check_near_((t), (got), (want), (within), #got, __FILE__, __LINE__)

void check_(T *t, bool condition, const char *what, const char *file, int line);
void check_status_(T *t, Status got, Status want, const char *what, const char *file, int line);
void check_int_(T *t, int64_t got, int64_t want, const char *what, const char *file, int line);
void check_text_(T *t, const char *got, const char *want, const char *what, const char *file,
                 int line);
void check_near_(T *t, double got, double want, double within, const char *what, const char *file,
                 int line);
