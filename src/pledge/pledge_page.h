/* pledge_page.h -- pledges on a public page: a pure function to HTML. */
#pragma once

#include "base/buf.h"
#include "pledge/pledge.h"

/* Appends a section with each pledge and how it was kept; nothing where there are none. */
void pledge_page_write(Buf *buf, const Pledge *pledges, size_t count, bool english);
