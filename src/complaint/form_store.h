/* form_store.h -- forms as they are stored. For the files of complaint/ only. */
#pragma once

#include "complaint/form.h"

/* The next number of a kind and day: from 1. */
Status form_store_number(Ctx *ctx, int64_t kind, int64_t day, int64_t *out);

/* Writes a new form; the caller has given id, version and number. */
Status form_store_insert(Ctx *ctx, const Form *form);
/* Over the version before; *written is false where somebody was faster. */
Status form_store_update(Ctx *ctx, const Form *form, bool *written);

/* In the scope of ctx's person. NOT_FOUND, without words. */
Status form_store_find(Ctx *ctx, int64_t id, Form *out);

typedef struct FormSearch {
    int64_t ticket_id, waybill_id, outlet_id, after, limit;
} FormSearch;

/* About exactly one of a ticket, a parcel, an outlet (0: not that), after an id. */
Status form_store_list(Ctx *ctx, const FormSearch *search, List *out);
/* All in the scope of ctx's person before an id, the newest first. */
Status form_store_newest(Ctx *ctx, int64_t before, int64_t limit, List *out);
