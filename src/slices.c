#include "slices.h"

#include <stddef.h>

#include "access/tables.h"
#include "http/routes.h"
#include "waybill/facts.h"
#include "waybill/waybill_slice.h"

static const Slice http_slice = {.name = "http",
                                 .doc = "What the server answers by itself",
                                 .routes = http_routes,
                                 .jobs = http_jobs};

const Slice *const slices[] = {
    &http_slice,  &session_slice, &people_slice, &token_slice,   &outlet_slice, &setting_slice,
    &audit_slice, &job_slice,     &key_slice,    &waybill_slice, NULL,
};
const WaybillObserver *const waybill_observers[] = {NULL};
