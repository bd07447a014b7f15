#include "import/batch.h"

#include "import/target.h"
#include "test.h"

TEST(a_batch_of_rows_that_may_have_declared_fields_is_small)
{
    static const struct {
        const char *target;
        size_t most;
    } batches[] = {{"customers", BATCH_DECLARED}, {"products", BATCH_RECORDS}};
    for (size_t i = 0; i < sizeof batches / sizeof *batches; i++) {
        ImportBatch *batch;
        check_ok(t, import_batch_new(t->ctx, import_target(batches[i].target), 0, &batch));
        batch->count = batches[i].most - 1;
        check(t, !import_batch_is_full(batch));
        batch->count++;
        check(t, import_batch_is_full(batch));
        import_batch_free(batch);
    }
}
