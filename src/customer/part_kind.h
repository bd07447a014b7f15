/* part_kind.h -- what the kinds of parts differ in, and what things are found by. For src/customer
 * only. */
#pragma once

#include "customer/customer.h"
#include "customer/part.h"
#include "customer/part_store.h"

/* Keys of one thing. */
typedef struct KeyList {
    CustomerKey items[8];
    size_t count;
} KeyList;

/* Each adds the keys of what is given; NULL adds none. */
Status key_list_phone(Ctx *ctx, KeyList *list, const char *phone);
Status key_list_email(Ctx *ctx, KeyList *list, const char *email);
Status key_list_name(Ctx *ctx, KeyList *list, const char *name);
Status key_list_address(Ctx *ctx, KeyList *list, const char *address);
Status key_list_contact(Ctx *ctx, KeyList *list, const Contact *contact);

/* Of a customer's own row; their source is 0. */
Status key_list_customer(Ctx *ctx, KeyList *list, const Customer *customer);

/* The list's first key of a kind, NONE both if there is none. */
KeyIndex key_list_value(const KeyList *list, KeyKind kind);

/* Writes the keys in place of those that the source had. */
Status key_list_put(Ctx *ctx, const KeyList *list, int64_t customer_id, KeyIndex source);

typedef struct PartType {
    const char *name; /* "contact": of routes, the audit log and problems */
    const Shape *shape, *content;
    bool by_value; /* equal values are kept once */
    bool has_primary;
    /* Checks and normalises what was entered for a customer of that kind (CustomerKind). What is as
     * it was in `before`, a struct of the kind (NULL: it is new), is passed over. */
    Status (*prepare)(Ctx *ctx, void *part, const void *before, int64_t customer_kind);
    /* What it is found by. NULL: nothing. */
    Status (*keys)(Ctx *ctx, const void *part, KeyList *list);
    /* The customer's own row with the part as its primary one; with a blank part: without. False:
     * nothing of it stands there. NULL: never. */
    bool (*own)(Ctx *ctx, const void *part, Customer *customer);
} PartType;

/* INVALID, naming the field, where what is new there is no phone number or no e-mail address. What
 * was there before such texts were refused may stay: NULL and empty texts, and one that is as
 * `before`, are passed over. */
Status reach_check(Ctx *ctx, const Customer *before, const Customer *now);

/* Never NULL. */
const PartType *part_type(PartKind kind);

/* What tells a part from others of its kind: of its value, where equal ones are kept once; else its
 * id. */
Status part_value_key(Ctx *ctx, PartKind kind, const void *part, KeyIndex *out);

/* A row of the part, its content encoded. */
Status part_row(Ctx *ctx, PartKind kind, const void *part, PartRow *out);

/* The struct of the kind from a stored row. */
Status part_open(Ctx *ctx, PartKind kind, const PartStored *stored, void *out);
