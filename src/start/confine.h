/* confine.h -- the system calls that a server makes, and no others: seccomp(2).
 *
 * Who takes over a server by a fault in it, or in a library, cannot start a program, look into
 * another process, load a module, mount, or make memory executable. Set when all has been started,
 * and never taken back. */
#pragma once

#include "base/field.h"

typedef enum Confinement {
    CONFINE_OFF,
    CONFINE_LOG,  /* what is not on the list is done, and noted by the kernel: audit, type 1326 */
    CONFINE_KILL, /* the process ends, by SIGSYS */
} Confinement;

/* "off", "log", "kill". */
extern const Name confinements[];

/* UNSUPPORTED where the kernel cannot. */
Status confine_check(Ctx *ctx, Confinement how);

/* For all threads there are and will be. UNAVAILABLE when the kernel refuses. */
Status confine(Ctx *ctx, Confinement how);
