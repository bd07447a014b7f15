/* customer_parcels.h -- what parcels say of the customers who pay for them: their part of a
 * timeline and of the file about a person. */
#pragma once

#include "customer/contributor.h"
#include "customer/timeline_source.h"

/* Parcels whose facts stand in a timeline: the customer's latest. Older ones are in the list of
 * parcels. */
enum { TIMELINE_PARCELS = 500 };

extern const TimelineSource parcel_timeline;
extern const CustomerContributor parcel_contributor;
