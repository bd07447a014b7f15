/* portal_slice.h -- the tables of a visitor's pages. */
#pragma once

#include "customer/contributor.h"
#include "slices.h"

extern const Slice portal_slice, portal_ask_slice, portal_request_slice, portal_photo_slice,
    portal_print_slice;

/* Who signed in, in the deletion of a person. */
extern const CustomerContributor portal_contributor;
