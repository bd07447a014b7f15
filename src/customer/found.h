/* found.h -- what customers are searched by in one box: code, name (in Chinese, in pinyin, by its
 * initials), phone and its tail, e-mail, other contact points, contact people. The index holds only
 * keyed hashes (search/search.h). For src/customer only; see customer_list for the search. */
#pragma once

#include "customer/customer.h"

/* In the transaction of ctx: what the customer, as it is now with its parts, is found by from now
 * on. `fresh`: it was just made, and has no parts but those of its own row. */
Status customer_index(Ctx *ctx, const Customer *customer, bool fresh);

/* The words of a box as the index has them: a phone number in its normal form, letters
 * by their beginning. INVALID when there is none. */
Status customer_query(Ctx *ctx, const char *q, const char **out);
