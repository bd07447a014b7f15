#include <string.h>

#include "access/right.h"
#include "customer/customer.h"
#include "customer/record.h"
#include "import/import_slice.h"
#include "import/target.h"
#include "promise/promise.h"
#include "waybill/scan.h"
#include "waybill/scan_scope.h"
#include "waybill/waybill.h"

const ImportTarget import_targets[] = {{.name = "waybills",
                                        .doc = "Parcels, by carrier and number",
                                        .shape = &waybill_input_shape,
                                        .key = {"carrier", "no"},
                                        .apply = waybill_apply,
                                        .personal = WAYBILL_READ},
                                       {.name = "scans",
                                        .doc = "Events of parcels",
                                        .shape = &scan_input_shape,
                                        .key = {"carrier", "no"},
                                        .admit = scan_scope_rows,
                                        .apply = scan_apply},
                                       {.name = "customers",
                                        .doc = "Customers, by code",
                                        .shape = &customer_shape,
                                        .declared = record_shape,
                                        .key = {"code"},
                                        .apply = record_upsert,
                                        .rows_most = 2000,
                                        .personal = CUSTOMER_READ},
                                       {.name = "products",
                                        .doc = "Service products, by code",
                                        .shape = &product_shape,
                                        .key = {"code"},
                                        .apply = product_upsert},
                                       {.name = "lanes",
                                        .doc = "Lanes, by product, origin and destination",
                                        .shape = &product_lane_shape,
                                        .key = {"product", "origin", "destination"},
                                        .apply = product_lane_upsert},
                                       {.name = NULL}};

const Slice import_slice = {.name = "import",
                            .doc = "Files and bodies of many rows",
                            .routes = import_routes,
                            .commands = import_commands};

const Slice import_trial_slice = {
    .name = "import_trial", .doc = "What would become of rows", .routes = import_trial_routes};

const Slice import_target_slice = {
    .name = "import_target", .doc = "What rows can give", .routes = import_target_routes};

Status import_target_declared(Ctx *ctx, const ImportTarget *target, ImportTarget *out)
{
    *out = *target;
    return target->declared ? target->declared(ctx, &out->shape) : OK;
}

const ImportTarget *import_target(const char *name)
{
    for (const ImportTarget *target = import_targets; target->name; target++)
        if (strcmp(target->name, name) == 0) return target;
    return NULL;
}
