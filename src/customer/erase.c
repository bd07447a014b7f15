#include "customer/erase.h"

#include <string.h>

#include "access/audit.h"
#include "access/person.h"
#include "base/json.h"
#include "customer/derive.h"
#include "customer/erase_contact.h"
#include "customer/erase_store.h"
#include "customer/found.h"
#include "customer/unowned.h"
#include "search/search.h"

static const Name actions[] = {
    {"deleted", ERASURE_DELETED, "The rows are gone"},
    {"emptied", ERASURE_EMPTIED, "The rows stand, what was personal in them is gone"},
    {"kept", ERASURE_KEPT, "The rows stand, because a law demands it"},
    {NULL, 0, NULL}};

static const Field input_fields[] = {
    FIELD_TEXT(EraseInput, reason, .writing = WRITING_LINES, .required = true, .min = 1, .max = 300,
               .doc = "Who asked for it, and how; nothing personal: it is kept"),
    FIELD_END};
const Shape erase_input_shape = SHAPE(EraseInput, input_fields, "Why a customer is erased");

static const Field row_fields[] = {
    FIELD_TEXT(ErasureRow, table, .doc = "What held it"),
    FIELD_ENUM(ErasureRow, action, actions, .doc = "What became of it"),
    FIELD_INT(ErasureRow, rows, .doc = "Of how many rows"),
    FIELD_TEXT(ErasureRow, why, .doc = "Why it is kept"),
    FIELD_TIME(ErasureRow, until, .doc = "When the last of what is kept will be emptied"),
    FIELD_END};
static const Shape row_shape = SHAPE(ErasureRow, row_fields, "What became of a table's rows");

#define PROOF                                                                                      \
    FIELD_LIST(Erasure, tables, &row_shape, .doc = "What became of what"),                         \
        FIELD_INT(Erasure, searches, .doc = "Searches made afterwards for what was deleted"),      \
        FIELD_INT(Erasure, found, .doc = "Places in which something was still found: 0")
static const Field erasure_fields[] = {
    FIELD_ID(Erasure, id, .doc = "The proof's number"),
    FIELD_ID(Erasure, customer_id, .doc = "Who was erased"),
    FIELD_TIME(Erasure, at, .doc = "When"),
    FIELD_ID(Erasure, who, .doc = "The account that did it"),
    FIELD_TEXT(Erasure, reason, .personal = PERSONAL_WORDS, .doc = "Why"),
    PROOF,
    FIELD_END};
const Shape erasure_shape = SHAPE(Erasure, erasure_fields, "The proof that a customer was erased");
static const Field proof_fields[] = {PROOF, FIELD_END};
static const Shape proof_shape = SHAPE(Erasure, proof_fields, "What is kept of it");

/* Counts what a box finds of the customer among the documents of a kind: whoever sees that one
 * customer only is who looks. */
static Status search_kind(Ctx *ctx, SearchKind kind, const char *text, int64_t customer_id,
                          Erasure *out)
{
    enum { HITS = 200 };
    const Person eyes = {.kind = PERSON_HUMAN, .scope_customer_id = customer_id};
    const Person *asker = ctx->who;
    SearchQuery query = {.kind = (int)kind, .text = text, .since = NONE, .to = NONE, .limit = HITS};
    List hits;
    const char *next;
    ctx->who = &eyes;
    Status s = search_find(ctx, &query, &hits, &next);
    ctx->who = asker;
    if (s == INVALID) { /* a name without a word is found by nothing */
        problem_clear(ctx);
        return OK;
    }
    if (s) return s;
    out->searches++;
    out->found += (int64_t)hits.count;
    return OK;
}

/* In every kind of document that is a customer's. */
static Status search_again(Ctx *ctx, const char *q, int64_t customer_id, Erasure *out)
{
    static const SearchKind kinds[] = {SEARCH_CUSTOMER, SEARCH_TICKET, SEARCH_ENTRY};
    const char *text;
    if (!q) return OK;
    Status s = customer_query(ctx, q, &text);
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds && !s; i++)
        s = search_kind(ctx, kinds[i], text, customer_id, out);
    return s;
}

/* A customer, and what was found by how they could be reached before they were erased. */
typedef struct Known {
    Customer customer;
    Texts contacts, own; /* own: of themselves */
    List unowned;
} Known;

static Status know(Ctx *ctx, int64_t id, Known *out)
{
    Status s = customer_find(ctx, id, &out->customer);
    if (!s) s = erase_contacts_of(ctx, &out->customer, &out->contacts);
    if (!s) s = erase_contacts_own(ctx, &out->customer, &out->own);
    return s ? s : unowned_find(ctx, &out->own, &out->unowned);
}

/* What is kept by their contacts, and what belongs to nobody. */
static Status search_contacts(Ctx *ctx, const Known *known, Erasure *out)
{
    int64_t by_contact = 0, unowned = 0;
    Status s = erase_contacts_left(ctx, &known->contacts, &by_contact);
    if (!s) s = unowned_left(ctx, &known->own, &known->unowned, &unowned);
    out->searches += (int64_t)known->contacts.count;
    out->found += by_contact + unowned;
    return s;
}

/* What was there is looked for in every way it could be found. */
static Status check_gone(Ctx *ctx, const Known *known, Erasure *out)
{
    const Customer *before = &known->customer;
    Status s = search_again(ctx, before->name, before->id, out);
    if (!s) s = search_again(ctx, before->phone, before->id, out);
    if (!s) s = search_again(ctx, before->email, before->id, out);
    for (size_t i = 0; customer_contributors[i] && !s; i++) {
        int64_t rows = 0;
        if (customer_contributors[i]->left)
            s = customer_contributors[i]->left(ctx, before->id, &rows);
        out->found += rows;
    }
    if (!s) s = search_contacts(ctx, known, out);
    if (!s && out->found)
        s = fail(ctx, INTERNAL, "customer %s could still be found: nothing was deleted",
                 before->code);
    return s;
}

static Status erase_member(Ctx *ctx, int64_t id, ErasureProof *proof, Erasure *out)
{
    Known known;
    Status s = know(ctx, id, &known);
    if (!s) s = erase_contacts(ctx, &known.contacts, proof);
    if (!s) s = unowned_erase(ctx, &known.unowned, proof);
    for (size_t i = 0; customer_contributors[i] && !s; i++)
        if (customer_contributors[i]->erase) s = customer_contributors[i]->erase(ctx, id, proof);
    return s ? s : check_gone(ctx, &known, out);
}

static Status keep_proof(Ctx *ctx, const Erasure *erasure)
{
    Buf json;
    buf_init(&json, ctx->arena);
    json_encode(&json, &proof_shape, erasure, NULL);
    Status s = buf_check(ctx, &json);
    if (!s) s = erase_store_insert(ctx, erasure, json.data);
    return s ? s : audit_write(ctx, "customer.erase", "customer", erasure->customer_id, json.data);
}

Status customer_erase(Ctx *ctx, int64_t customer_id, int64_t version, const EraseInput *in,
                      Erasure *out)
{
    Customer customer;
    int64_t *members;
    size_t count;
    ErasureProof *proof = ARENA_NEW(ctx->arena, ErasureProof);
    if (!proof) return no_memory(ctx);
    Status s = customer_find(ctx, customer_id, &customer);
    if (!s) s = customer_check_version(ctx, &customer, version);
    if (!s) s = customer_check_alive(ctx, &customer);
    if (!s) s = customer_members(ctx, customer_id, &members, &count);
    if (s) return s;
    *out = (Erasure){.id = ctx_id(ctx),
                     .customer_id = customer_id,
                     .at = ctx_now(ctx),
                     .who = ctx_account_id(ctx),
                     .reason = in->reason};
    for (size_t i = 0; i < count && !s; i++)
        s = erase_member(ctx, members[i], proof, out);
    out->tables = (List){proof->rows, proof->count};
    return s ? s : keep_proof(ctx, out);
}

Status erasure_list(Ctx *ctx, int64_t customer_id, List *out)
{
    Customer customer;
    List stored;
    Status s = customer_find(ctx, customer_id, &customer);
    if (!s) s = erase_store_list(ctx, customer_id, &stored);
    if (s) return s;
    Erasure *items = ARENA_ARRAY(ctx->arena, stored.count, Erasure);
    *out = (List){items, stored.count};
    if (!items) return no_memory(ctx);
    const StoredErasure *rows = stored.items;
    for (size_t i = 0; i < stored.count && !s; i++) {
        s = json_decode(ctx, &proof_shape, &items[i], rows[i].json, strlen(rows[i].json));
        items[i].id = rows[i].erasure.id;
        items[i].customer_id = rows[i].erasure.customer_id;
        items[i].at = rows[i].erasure.at;
        items[i].who = rows[i].erasure.who;
        items[i].reason = rows[i].erasure.reason;
    }
    return s;
}
