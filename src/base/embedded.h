/* embedded.h -- files compiled into the program by tools/embed.py. */
#pragma once

#include <stddef.h>

typedef struct Embedded {
    const char *name;          /* path below its root; NULL ends the table */
    const unsigned char *data; /* followed by a zero byte */
    size_t length;
} Embedded;

extern const Embedded schema_files[];   /* schema/…: migrations, by number */
extern const Embedded calendar_files[]; /* data/calendars/ */
extern const Embedded mapping_files[];  /* data/mappings.csv */
extern const Embedded region_files[];   /* data/regions.csv */
extern const Embedded article_files[];  /* data/knowledge/ */
extern const Embedded claim_files[];    /* data/claim/: the rules that claims are judged by */
extern const Embedded password_files[]; /* data/passwords/: what everybody tries */
extern const Embedded console_files[];  /* web/dist/: the console, or how to build it */
extern const Embedded public_files[];   /* web/public/: for the pages that need no sign-in */
