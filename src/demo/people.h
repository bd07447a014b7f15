/* people.h -- the demonstration company's customers: invented names, numbers that no telephone has.
 */
#pragma once

#include "customer/customer.h"
#include "demo/network.h"

enum { SHIPPERS = 200, CUSTOMERS = 2000 };

/* Customer `number` of CUSTOMERS: the first SHIPPERS are shops and companies, the others persons.
 * The city follows from the number. Texts live in the arena; `out->code` is NULL when there was no
 * memory. */
void person_make(Ctx *ctx, int number, Customer *out);
const City *person_city(int number);
int person_branch(int number);
const char *person_code(Ctx *ctx, int number);

/* In the transaction of ctx: all of them. */
Status people_create(Ctx *ctx);
