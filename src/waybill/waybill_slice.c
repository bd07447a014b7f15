#include "waybill/waybill_slice.h"

#include "waybill/mapping.h"

const Slice waybill_slice = {
    .name = "waybill",
    .doc = "Parcels, their events and what they mean",
    .jobs = waybill_jobs,
    .seed = mapping_seed,
};
