/* observer.h -- parcels that reach a stage that people or machines are told of: the domain events
 * waybill.collected, .out_for_delivery, .at_pickup_point, .delivered, .returned. */
#pragma once

#include "waybill/facts.h"

extern const WaybillObserver notify_observer;
