#include "waybill/waybill_slice.h"

#include "waybill/mapping.h"
#include "waybill/waybill_api.h"

const Slice waybill_slice = {
    .name = "waybill",
    .doc = "Parcels, their events and what they mean",
    .routes = waybill_routes,
    .jobs = waybill_jobs,
    .metrics = waybill_metrics,
    .seed = mapping_seed,
};
