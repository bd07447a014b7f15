/* person.h -- who is asking: what the gate found out about a request, in ctx->who.
 *
 * NULL in ctx->who is the system itself (a job, a command on the machine): it may do everything
 * and sees everything. */
#pragma once

#include "access/right.h"

typedef enum PersonKind {
    PERSON_SYSTEM = 0, /* only in the audit log: ctx->who is NULL then */
    PERSON_HUMAN = 1,  /* signed in by a session */
    PERSON_TOKEN = 2,  /* a machine with an API token */
    PERSON_NOBODY = 3, /* a request without either: holds no rights */
} PersonKind;

typedef struct Person {
    PersonKind kind;
    int64_t id;         /* of the account, or of the token */
    int64_t session_id; /* of a human */
    const char *login;  /* of an account its login, of a token its name */
    RightSet rights;
    int64_t scope_outlet_id;   /* sees the rows of this outlet's subtree; 0: of all */
    int64_t scope_customer_id; /* sees the rows of this customer only; 0: of all */
    bool must_change_password; /* may do nothing else first: `rights` is empty */
    bool must_set_factor;      /* the same of a second factor */
} Person;

/* Whether ctx's person holds a right; the system holds all, nobody only RIGHT_PUBLIC. */
bool ctx_may(Ctx *ctx, int right);

/* The account of the person who asks; 0 where nobody does, or a machine. */
int64_t ctx_account_id(const Ctx *ctx);

/* How they are called; NULL of the system. */
const char *ctx_login(const Ctx *ctx);

/* The scope for the statements of stores; 0 when everything may be seen. A store that lists or
 * finds rows of an outlet or a customer binds them with db_int() (db_id would make 0 a null):
 *
 *   SQL(find_waybill, "SELECT … FROM waybill w WHERE w.no = $1"
 *                     " AND " OUTLET_IN_SCOPE("w.outlet_id", "$2")
 *                     " AND " CUSTOMER_IN_SCOPE("w.customer_id", "$3"));
 *   db_read(ctx, &find_waybill, …, db_text(no), db_int(scope_outlet(ctx)),
 *           db_int(scope_customer(ctx)));
 *
 * Rows whose outlet is null are seen only by those who see everything. */
int64_t scope_outlet(Ctx *ctx);

/* The same for the customer. */
int64_t scope_customer(Ctx *ctx);

/* For what is the whole company's: FORBIDDEN, in words that begin with `what` ("settings are"), to
 * a person limited to an outlet or a customer, whatever their rights. */
Status scope_check_whole(Ctx *ctx, const char *what);

/* For how the company works (teams, outlets, macros): FORBIDDEN to a person limited to a customer,
 * whatever their rights. */
Status scope_check_staff(Ctx *ctx);

#define OUTLET_IN_SCOPE(column, parameter)                                                         \
    "(CAST(" parameter " AS BIGINT) = 0 OR EXISTS (SELECT 1 FROM outlet_closure scope_"            \
    " WHERE scope_.ancestor_id = CAST(" parameter " AS BIGINT)"                                    \
    " AND scope_.descendant_id = " column "))"
#define CUSTOMER_IN_SCOPE(column, parameter)                                                       \
    "(CAST(" parameter " AS BIGINT) = 0 OR " column " = CAST(" parameter " AS BIGINT))"
