#include "slices.h"

#include <stddef.h>

#include "access/tables.h"
#include "waybill/facts.h"
#include "waybill/waybill_slice.h"

const Slice *const slices[] = {&session_slice, &people_slice, &token_slice, &outlet_slice,
                               &setting_slice, &audit_slice,  &job_slice,   &key_slice,
                               &waybill_slice, NULL};
const WaybillObserver *const waybill_observers[] = {NULL};
