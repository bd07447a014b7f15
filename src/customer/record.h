/* record.h -- a customer as one row of a file: what its own row holds, and of what belongs to it as
 * much as has room in columns.
 *
 * Columns are named by their group: "contact2.value" (the first contact points are `phone` and
 * `email`), "address2.text" (the first is `address`), "consent1.purpose", "field.contract_no" of a
 * declared field. */
#pragma once

#include "customer/consent.h"
#include "customer/customer.h"
#include "customer/part.h"

enum { RECORD_CONTACTS = 2, RECORD_ADDRESSES = 2, RECORD_CONSENTS = 4 };

typedef enum RecordMark { RECORD_YES = 1, RECORD_NO } RecordMark;

typedef struct CustomerRecord {
    Customer customer;
    Contact contacts[RECORD_CONTACTS];
    Address addresses[RECORD_ADDRESSES];
    Consent consents[RECORD_CONSENTS];
    /* RecordMark; of the contact points that `phone` and `email` are */
    int64_t phone_opted_out, phone_invalid, email_opted_out, email_invalid;
    const char *values[]; /* of the declared fields, in the order of the shape's */
} CustomerRecord;

/* Its fields, with those that the company declared by now. In ctx's arena. */
Status record_shape(Ctx *ctx, const Shape **out);

/* Puts in the place of a List of Customers their records of that shape: further contact points that
 * can be used and further addresses, the oldest first; what stands in the ledger of consents, by
 * purpose and channel; declared fields. Who was erased is left out. */
Status record_rows(Ctx *ctx, const Shape *shape, List *rows);

/* An UpsertApply over CustomerRecords of their rows' shape, as customer_upsert: contact points,
 * addresses and consents are added to those that are there, or change what is known of the same
 * one. A row is taken whole or not at all. */
Status record_upsert(Ctx *ctx, UpsertRow *rows, size_t count);

/* The same of customers that are all to be new: a row whose code is there, or stands above it, is
 * refused. */
Status record_upsert_new(Ctx *ctx, UpsertRow *rows, size_t count);
