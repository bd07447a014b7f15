/* Any bytes as what a carrier's data provider pushes: a signed form, and the document in it. */
#include <string.h>

#include "base/form.h"
#include "fuzz.h"
#include "waybill/push.h"
#include "waybill/scan.h"

typedef Status Decode(Ctx *ctx, const char *document, size_t length, const char *options,
                      UpsertRow **rows, size_t *count);

static void fuzz_document(Ctx *ctx, Decode *decode, const char *document)
{
    UpsertRow *rows;
    size_t count;
    problem_clear(ctx);
    if (decode(ctx, document, strlen(document), NULL, &rows, &count)) {
        fuzz_demand(ctx->problem.message[0] != 0);
        return;
    }
    for (size_t i = 0; i < count; i++) {
        const ScanInput *scan = rows[i].thing;
        if (rows[i].outcome == UPSERT_WAITING) fuzz_demand(scan->carrier && scan->no);
    }
}

static void fuzz_form(Ctx *ctx, const char *form, size_t length)
{
    for (const PushProvider *provider = push_providers; provider->name; provider++) {
        const char *document = NULL;
        bool right = true;
        problem_clear(ctx);
        Status s = provider->verify(ctx, form, length, "a secret", &right);
        fuzz_demand(!right || s); /* nobody guesses a signature */
        s = form_value(ctx, form, length, provider->form_field, &document);
        Decode *decode = provider == push_providers ? push_kuaidi100_decode : push_kdniao_decode;
        if (!s && document) fuzz_document(ctx, decode, document);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    Ctx ctx;
    fuzz_begin(&ctx);
    const char *text = arena_text_n(ctx.arena, (const char *)bytes, length);
    fuzz_form(&ctx, text, strlen(text));
    fuzz_document(&ctx, push_kuaidi100_decode, text);
    fuzz_document(&ctx, push_kdniao_decode, text);
    fuzz_end(&ctx);
    return 0;
}
