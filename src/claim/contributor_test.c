#include <string.h>

#include "access/setting.h"
#include "base/instant.h"
#include "claim/claim_files.h"
#include "claim/forget.h"
#include "claim/steps.h"
#include "claim/steps_store.h"
#include "claim/testing.h"
#include "customer/erase.h"
#include "customer/testing.h"
#include "db/db.h"
#include "file/file_store.h"
#include "job/job.h"

static Claim given_claim(T *t)
{
    Claimant claimant = {.name = "李雷", .account_no = "6222000000001"};
    ClaimInput input = blank_claim(CLAIM_KIND_LOSS, 5000);
    input.customer = "C-1";
    input.claimant = &claimant;
    return registered_claim(t, input);
}

static int64_t files_of(T *t, int64_t claim_id)
{
    List list;
    check_ok(t, file_rows(t->ctx, "claim", claim_id, 0, 10, &list));
    return (int64_t)list.count;
}

static void given_evidence(T *t, int64_t claim_id)
{
    const FileBlob blob = {.id = ctx_id(t->ctx), .size = 7, .media = "text/plain"};
    const StoredFile file = {.id = ctx_id(t->ctx),
                             .owner = "claim",
                             .owner_id = claim_id,
                             .name = "李雷身份证.txt",
                             .media = "text/plain",
                             .size = 7,
                             .created_at = ctx_now(t->ctx),
                             .blob_id = blob.id};
    const ClaimEvidence shown = {.item = "demand", .file_id = file.id, .at = ctx_now(t->ctx)};
    const ClaimEvidence waived = {
        .item = "value", .waived_why = "李雷 lost it", .at = ctx_now(t->ctx)};
    check_ok(t, blob_insert(t->ctx, &blob));
    check_ok(t, file_insert(t->ctx, &file));
    check_int(t, files_of(t, claim_id), 1);
    check_ok(t, evidence_store_put(t->ctx, claim_id, &shown));
    check_ok(t, evidence_store_put(t->ctx, claim_id, &waived));
}

static const ErasureRow *noted(const Erasure *erasure, const char *table)
{
    const ErasureRow *rows = erasure->tables.items;
    for (size_t i = 0; i < erasure->tables.count; i++)
        if (strcmp(rows[i].table, table) == 0) return &rows[i];
    return NULL;
}

static void erase(T *t, int64_t customer_id, Erasure *out)
{
    Customer customer;
    const EraseInput why = {"asked by letter"};
    check_ok(t, customer_find(t->ctx, customer_id, &customer));
    check_ok(t, customer_erase(t->ctx, customer_id, customer.version, &why, out));
    check_int(t, out->found, 0);
}

SQL(test_claim_pay, "INSERT INTO claim_payment (reference, claim_id, entry_no, amount, at_ms)"
                    " VALUES ('B-1', $1, 1, 5000, $2)");
SQL(test_claim_close, "UPDATE claim SET state = 8, closed_ms = $2 WHERE id = $1");
SQL(test_waivers, "SELECT count(*) FROM claim_evidence WHERE claim_id = $1 AND waived_why <> ''");

static void paid_and_closed(T *t, int64_t claim_id)
{
    check_ok(t, db_run(t->ctx, &test_claim_pay, db_int(claim_id), db_int(ctx_now(t->ctx))));
    check_ok(t, db_run(t->ctx, &test_claim_close, db_int(claim_id), db_int(ctx_now(t->ctx))));
}

static int64_t waivers_of(T *t, int64_t claim_id)
{
    int64_t count = 0;
    check_ok(t, db_get_int(t->ctx, &test_waivers, &count, db_int(claim_id)));
    return count;
}

static int64_t left_of(T *t, int64_t customer_id)
{
    int64_t rows = 0;
    check_ok(t, claim_contributor.left(t->ctx, customer_id, &rows));
    return rows;
}

TEST_DB(files_and_words_of_a_claim_that_ended_go_with_its_customer)
{
    Erasure erasure;
    Customer li = given_customer(t, "C-1", "李雷", NULL);
    Claim claim = given_claim(t);
    given_evidence(t, claim.id);
    check_ok(t, claim_withdraw(t->ctx, claim.id, claim.version, "found", &claim));
    check_int(t, left_of(t, li.id), 3); /* who claims, a file, a waiver */
    erase(t, li.id, &erasure);
    check_int(t, files_of(t, claim.id), 0);
    check_int(t, waivers_of(t, claim.id), 0);
    check_int(t, left_of(t, li.id), 0);
    check_int(t, noted(&erasure, "file")->rows, 1);
    check_int(t, noted(&erasure, "claim_evidence")->rows, 1);
    check(t, noted(&erasure, "file (voucher)") == NULL);
}

TEST_DB(a_file_of_a_claim_keeps_an_erasure_from_saying_that_all_is_gone)
{
    Customer li = given_customer(t, "C-1", "李雷", NULL);
    Claim claim = given_claim(t);
    check_ok(t, claim_withdraw(t->ctx, claim.id, claim.version, "found", &claim));
    ErasureProof proof = {0};
    check_ok(t, claim_contributor.erase(t->ctx, li.id, &proof));
    check_int(t, left_of(t, li.id), 0);
    given_evidence(t, claim.id);
    check_int(t, left_of(t, li.id), 2);
}

TEST_DB(files_of_an_open_claim_go_when_it_ends)
{
    Erasure erasure;
    int64_t count;
    Customer li = given_customer(t, "C-1", "李雷", NULL);
    Claim claim = given_claim(t);
    given_evidence(t, claim.id);
    erase(t, li.id, &erasure);
    check_int(t, noted(&erasure, "claim (open)")->rows, 1);
    check_int(t, files_of(t, claim.id), 1);
    check_ok(t, claim_withdraw(t->ctx, claim.id, claim.version, "found", &claim));
    check_ok(t, jobs_run_due(t->ctx, &count));
    check_int(t, files_of(t, claim.id), 0);
    check_int(t, waivers_of(t, claim.id), 0);
}

TEST_DB(vouchers_of_a_paid_claim_are_kept_as_the_books_ask_and_no_longer)
{
    Erasure erasure;
    const Job job = {.kind = "claim.vouchers", .attempt = 1};
    const char *zone = setting_text(t->ctx, SETTING_NAMED_ZONE);
    int64_t until = date_instant(date_days(2057, 1, 1), zone);
    Customer li = given_customer(t, "C-1", "李雷", NULL);
    Claim claim = given_claim(t);
    given_evidence(t, claim.id);
    paid_and_closed(t, claim.id);
    erase(t, li.id, &erasure);
    const ErasureRow *kept = noted(&erasure, "file (voucher)");
    check(t, kept && kept->action == ERASURE_KEPT && strstr(kept->why, "会计法"));
    check_int(t, kept->rows, 1);
    check_int(t, kept->until, until); /* it ended in 2026: thirty years after that one */
    check_int(t, waivers_of(t, claim.id), 0);
    source_move(t->ctx->source, until - ctx_now(t->ctx) - DAY_MS);
    check_ok(t, claim_forget_vouchers(t->ctx, &job));
    check_int(t, files_of(t, claim.id), 1);
    source_move(t->ctx->source, DAY_MS);
    check_ok(t, claim_forget_vouchers(t->ctx, &job));
    check_int(t, files_of(t, claim.id), 0);
}

TEST_DB(a_persons_file_tells_evidence_files_and_the_ledger_of_their_claims)
{
    Customer li = given_customer(t, "C-1", "李雷", NULL);
    Claim claim = given_claim(t);
    Buf told;
    given_evidence(t, claim.id);
    buf_init(&told, t->ctx->arena);
    check_ok(t, claim_contributor.tell(t->ctx, li.id, &told));
    check(t, strstr(told.data, "李雷身份证.txt") != NULL);
    check(t, strstr(told.data, "李雷 lost it") != NULL);
    check(t, strstr(told.data, "\"ledger\":[{\"no\":1") != NULL);
    check(t, strstr(told.data, "\"assessments\":[]") != NULL);
}
