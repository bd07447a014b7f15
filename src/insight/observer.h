/* observer.h -- the figures stay true with the writes: what slices.c lists as a waybill observer.
 *
 * Changes are added up in memory and written once before each commit, or earlier when they are
 * many. Days are dates of the zone in figure_book, which is the company's when the first parcel is
 * counted; another zone comes into force by figures_rebuild(). */
#pragma once

#include "waybill/facts.h"

extern const WaybillObserver insight_observer;
