#include <stdio.h>

#include "access/audit.h"
#include "access/keys.h"
#include "access/tables.h"
#include "base/arena.h"
#include "db/db.h"
#include "house.h"

static Status write_rotation(Ctx *ctx, void *work)
{
    const int64_t *number = work;
    return audit_write(ctx, "keys.rotate", "key", *number, NULL);
}

static Status run_rotate(Ctx *ctx, Cli *cli)
{
    (void)cli;
    int64_t number = 0;
    Status s = keys_rotate(ctx, ctx->house->data_folder, &number);
    if (!s) s = database_write(ctx, ctx->house->database, write_rotation, &number);
    if (!s) printf("key %lld seals from now on\n", (long long)number);
    return s;
}

static const Option no_options[] = {{NULL}};

const Command key_commands[] = {
    {"keys rotate", "", "Add a key that seals what is written from now on",
     "Old keys stay in the file DATA/keys and open what they sealed. Make a copy of the file. "
     "A running server seals with the new key within a second, and begins to seal anew what was "
     "sealed before a minute later; from a day later values are found by a key of their own that "
     "goes with it: keys list. Where several servers have copies of the file, copy it to all of "
     "them within that day.",
     no_options, NEEDS_PRESENT, run_rotate},
    {NULL}};
