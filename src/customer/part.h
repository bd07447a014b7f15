/* part.h -- what belongs to a customer: contact points, addresses, a company's contact people,
 * notes. Several of each; each is edited by itself, at a version.
 *
 * All of a part but its place in lists is sealed as one. Phone, e-mail and address of the customer
 * itself (customer.h) are those of the primary parts: making another primary writes them there, and
 * writing them there makes a primary part. */
#pragma once

#include <stdbool.h>

#include "base/ctx.h"
#include "base/field.h"

typedef enum PartKind {
    PART_CONTACT = 1,
    PART_ADDRESS,
    PART_PERSON,
    PART_NOTE,
} PartKind;

/* What all of them begin with. */
#define PART_HEAD                                                                                  \
    int64_t id, version, customer_id;                                                              \
    int64_t created_at, changed_at;                                                                \
    int64_t who;  /* account that wrote it last; 0: the system */                                  \
    bool primary; /* of its kind; at most one is */
typedef struct Part {
    PART_HEAD
} Part;

/* Numbers are stored: append only. */
typedef enum ContactKind {
    CONTACT_PHONE = 1,
    CONTACT_EMAIL,
    CONTACT_WECHAT,
    CONTACT_QQ,
    CONTACT_FAX,
    CONTACT_APP,
    CONTACT_OTHER,
} ContactKind;
extern const Name contact_kinds[];

typedef struct Contact {
    PART_HEAD
    int64_t kind;      /* ContactKind */
    const char *value; /* a phone as phone_kept() has it, an e-mail address as it is written */
    const char *label; /* "office" */
    bool verified;     /* its owner proved it */
    bool invalid;      /* it was tried and does not work */
    bool opted_out;    /* its owner does not want to be reached by it */
} Contact;

typedef struct Address {
    PART_HEAD
    const char *label;             /* "warehouse 2" */
    const char *recipient, *phone; /* who is asked for there */
    const char *region;            /* code of the administrative division, data/regions.csv */
    const char *region_name;       /* what that is called; set where it is read */
    const char *city, *postcode;
    const char *text; /* street, number, door */
} Address;

typedef struct ContactPerson {
    PART_HEAD
    const char *name, *title, *phone, *email;
    const char *remark;
} ContactPerson;

typedef struct Note {
    PART_HEAD
    const char *text;
} Note;

extern const Shape contact_shape, address_shape, contact_person_shape, note_shape;

/* Parts of one kind that a customer may have, notes apart. */
enum { PARTS_MAX = 200 };

/* Writing is in the transaction of ctx, audited, and refused of a customer that was erased
 * (CONFLICT). `part` is a struct of the kind. */

/* Enters a part of customer part->customer_id; fills in its head. The first of its kind is primary.
 * NOT_FOUND (no customer, or none in scope), INVALID (not a phone number, not an e-mail address),
 * CONFLICT (it is there already, there are too many, contact people of a person). */
Status part_add(Ctx *ctx, PartKind kind, void *part);

/* The same of one that a file gives beside the customer's own: an address is not primary then,
 * though it is the first, for the customer's region is what the file says it is. */
Status part_add_further(Ctx *ctx, PartKind kind, void *part);

/* Writes all of a part but its head over the one of that customer and id, which must be at
 * `version`; `part` is then as stored. What is not given is emptied; a primary part stays so until
 * another becomes it. STALE, and as part_add. */
Status part_change(Ctx *ctx, PartKind kind, void *part, int64_t version);

/* Takes it away. The next of its kind does not become primary by itself. NOT_FOUND, STALE. */
Status part_remove(Ctx *ctx, PartKind kind, const Part *which, int64_t version);

typedef struct PartFilter {
    int64_t customer_id, limit;
    const char *cursor;
} PartFilter;

/* Those of the customer and of those merged into it, by id; notes the newest first. NOT_FOUND.
 * `next` is NULL at the end. */
Status part_list(Ctx *ctx, PartKind kind, const PartFilter *filter, List *out, const char **next);

/* One of them. NOT_FOUND. */
Status part_find(Ctx *ctx, PartKind kind, const Part *which, void *out);

/* For those who reach customers: the customer's own primary contact point of that kind, else its
 * own newest; without one of its own the same of those it counts as one with. Never one that is
 * invalid or opted out. `*value` NULL: there is none. No scope is applied. */
Status contact_reach(Ctx *ctx, int64_t customer_id, ContactKind kind, const char **value);

/* Whether a contact point of the customer, or of those it counts as one with, that has the value is
 * invalid or opted out. No scope is applied. */
Status contact_barred(Ctx *ctx, int64_t customer_id, ContactKind kind, const char *value,
                      bool *out);
