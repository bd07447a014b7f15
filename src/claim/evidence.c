#include <string.h>

#include "access/masked.h"
#include "access/person.h"
#include "claim/steps_keep.h"
#include "claim/steps_store.h"
#include "desk/entry.h"
#include "file/file.h"

static const Field evidence_fields[] = {
    FIELD_TEXT(ClaimEvidence, item, .doc = "Its code"),
    FIELD_TEXT(ClaimEvidence, zh, .doc = "In Chinese"),
    FIELD_TEXT(ClaimEvidence, en, .doc = "In English"),
    FIELD_BOOL(ClaimEvidence, required, .doc = "Nothing is proposed without it"),
    FIELD_BOOL(ClaimEvidence, satisfied, .doc = "It is there, or was waived"),
    FIELD_ID(ClaimEvidence, file_id, .doc = "The file"),
    FIELD_ID(ClaimEvidence, entry_id, .doc = "The entry of the ticket"),
    FIELD_TEXT(ClaimEvidence, waived_why, .personal = PERSONAL_WORDS,
               .doc = "Why it is not needed"),
    FIELD_TIME(ClaimEvidence, at, .doc = "When that was said"),
    FIELD_TEXT(ClaimEvidence, who, .colleague = true, .doc = "By whom"),
    FIELD_END};
const Shape claim_evidence_shape = SHAPE(ClaimEvidence, evidence_fields, "An item of evidence");

static const Field input_fields[] = {
    FIELD_ID(EvidenceInput, file_id, .doc = "A file of the claim"),
    FIELD_ID(EvidenceInput, entry_id, .doc = "Or an entry of its ticket"),
    FIELD_TEXT(EvidenceInput, waived_why, .writing = WRITING_LINES, .min = 1, .max = 300,
               .doc = "Or why it is not needed"),
    FIELD_END};
const Shape evidence_input_shape =
    SHAPE(EvidenceInput, input_fields, "What satisfies an item: one of them");

static bool is_asked(const EvidenceItem *item, const Claim *claim)
{
    return item->kind == NONE || item->kind == claim->kind;
}

static const ClaimEvidence *given_for(const List *given, const char *item)
{
    const ClaimEvidence *rows = given->items;
    for (size_t i = 0; i < given->count; i++)
        if (strcmp(rows[i].item, item) == 0) return &rows[i];
    return NULL;
}

static const EvidenceItem parcel_item = {.kind = NONE,
                                         .item = EVIDENCE_OF_PARCEL,
                                         .zh = "运单在系统中有记录",
                                         .en = "The parcel is one that the house knows",
                                         .required = true};

static ClaimEvidence row_of(const List *given, const EvidenceItem *item)
{
    const ClaimEvidence *is = given_for(given, item->item);
    ClaimEvidence row = is ? *is : (ClaimEvidence){.at = NONE};
    row.item = item->item;
    row.zh = item->zh;
    row.en = item->en;
    row.required = item->required;
    row.satisfied = is != NULL;
    return row;
}

static Status checklist(Ctx *ctx, const Claim *claim, const RuleBook *book, List *out)
{
    List given;
    size_t count = 0;
    Status s = evidence_store_list(ctx, claim->id, &given);
    if (s) return s;
    for (const EvidenceItem *item = book->evidence; item; item = item->next)
        count++;
    ClaimEvidence *rows = ARENA_ARRAY(ctx->arena, count + 1, ClaimEvidence);
    if (!rows) return no_memory(ctx);
    *out = (List){rows, 0};
    if (claim_unknown_parcels(claim)) rows[out->count++] = row_of(&given, &parcel_item);
    for (const EvidenceItem *item = book->evidence; item; item = item->next) {
        if (!is_asked(item, claim)) continue;
        rows[out->count++] = row_of(&given, item);
    }
    return OK;
}

Status claim_evidence_list(Ctx *ctx, const Claim *claim, List *out)
{
    RuleBook book;
    Status s = rules_book(ctx, claim->rules, &book);
    return s ? s : checklist(ctx, claim, &book, out);
}

Status claim_evidence_shown(Ctx *ctx, const Claim *claim, const char *item, bool *out)
{
    List given;
    Status s = evidence_store_list(ctx, claim->id, &given);
    const ClaimEvidence *row = s ? NULL : given_for(&given, item);
    *out = row && (row->file_id || row->entry_id);
    return s;
}

Status claim_evidence_waived(Ctx *ctx, const Claim *claim, bool *out)
{
    List given;
    Status s = evidence_store_list(ctx, claim->id, &given);
    const ClaimEvidence *row = s ? NULL : given_for(&given, EVIDENCE_OF_PARCEL);
    *out = row && row->waived_why;
    return s;
}

Status claim_evidence_complete(Ctx *ctx, const Claim *claim, const RuleBook *book)
{
    List list;
    Status s = checklist(ctx, claim, book, &list);
    const ClaimEvidence *rows = list.items;
    for (size_t i = 0; !s && i < list.count; i++)
        if (rows[i].required && !rows[i].satisfied) {
            s = fail(ctx, CONFLICT, "claim %s lacks evidence: %s (%s)", claim->no, rows[i].item,
                     rows[i].en);
            problem_hint(ctx, "bring it, or have it waived with a reason");
        }
    return s;
}

static Status check_file(Ctx *ctx, const Claim *claim, int64_t file_id)
{
    StoredFile file;
    Status s = file_find(ctx, file_id, &file);
    if (s && s != NOT_FOUND) return s;
    if (!s && strcmp(file.owner, "claim") == 0 && file.owner_id == claim->id) return OK;
    problem_clear(ctx);
    return fail_field(ctx, "file_id", "the claim has no file %lld", (long long)file_id);
}

static Status check_entry(Ctx *ctx, const Claim *claim, int64_t entry_id)
{
    Entry entry;
    Status s =
        claim->ticket_id ? ticket_entry_find(ctx, claim->ticket_id, entry_id, &entry) : NOT_FOUND;
    /* A file can be taken away from the ticket, and the entry would show nothing. */
    if (!s && entry.kind == ENTRY_ATTACHMENT)
        return fail_field(ctx, "entry_id", "a file of the ticket: add it to the claim");
    if (s != NOT_FOUND) return s;
    problem_clear(ctx);
    return fail_field(ctx, "entry_id", "the claim's ticket has no entry %lld", (long long)entry_id);
}

static Status check_given(Ctx *ctx, const Claim *claim, const EvidenceInput *in)
{
    int given = (in->file_id != 0) + (in->entry_id != 0) + (in->waived_why != NULL);
    if (given != 1)
        return fail_field(ctx, "file_id", "say one of file_id, entry_id and waived_why");
    if (in->file_id) return check_file(ctx, claim, in->file_id);
    return in->entry_id ? check_entry(ctx, claim, in->entry_id) : OK;
}

static Status check_item(Ctx *ctx, const Claim *claim, const char *item, const EvidenceInput *in)
{
    List list;
    Status s = claim_evidence_list(ctx, claim, &list);
    const ClaimEvidence *kept = s ? NULL : given_for(&list, item);
    if (kept) s = masked_check(ctx, &evidence_input_shape, in, &claim_evidence_shape, kept);
    if (s) return s;
    if (kept) {
        if (strcmp(item, EVIDENCE_OF_PARCEL) != 0) return OK;
        if (in->waived_why) return claim_may_waive_parcel(ctx, claim);
        return fail_field(ctx, "waived_why", "a parcel that nobody knows is waived with a reason");
    }
    return fail(ctx, NOT_FOUND, "claims of this kind need no \"%.40s\"", item);
}

Status claim_evidence_put(Ctx *ctx, int64_t id, int64_t version, const char *item,
                          const EvidenceInput *in, Claim *out)
{
    Status s = claim_open(ctx, id, version, out);
    if (!s) s = claim_step(ctx, out, in->waived_why ? ACT_WAIVE : ACT_COLLECT);
    if (!s) s = check_item(ctx, out, item, in);
    if (!s) s = check_given(ctx, out, in);
    if (s) return s;
    const ClaimEvidence row = {.item = item,
                               .file_id = in->file_id,
                               .entry_id = in->entry_id,
                               .waived_why = in->waived_why,
                               .at = ctx_now(ctx),
                               .who = claim_who(ctx)};
    s = evidence_store_put(ctx, id, &row);
    return s ? s : claim_save(ctx, out, in->waived_why ? "claim.waive" : "claim.evidence");
}
