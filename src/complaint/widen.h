/* widen.h -- acting on a ticket that is out of ctx's person's outlets, for who was asked about it:
 * the log and the audit still name them. For the files of complaint/ only. */
#pragma once

#include "access/person.h"

typedef struct Widened {
    const Person *who;
    Person wide;
} Widened;

/* From here on ctx's person is limited to no outlet, with the rights they have. `widened` must
 * outlive it. */
void widen_begin(Ctx *ctx, Widened *widened);

/* As it was. */
void widen_end(Ctx *ctx, const Widened *widened);
