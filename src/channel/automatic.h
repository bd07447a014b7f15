/* automatic.h -- whether a machine wrote a mail by itself: answers of an absence, reports that a
 * mail did not arrive, lists, and our own mails coming back. Sources: RFC 3834 (Auto-Submitted),
 * RFC 5321 4.5.5 (the empty return path), RFC 2076 3.9 (Precedence), RFC 2919 (List-Id). */
#pragma once

#include <stdbool.h>

#include "base/field.h"

typedef enum Automatic {
    AUTOMATIC_NO,     /* a person wrote it, as far as can be told */
    AUTOMATIC_ANSWER, /* a machine that answers, or a list */
    AUTOMATIC_BOUNCE, /* a report that a mail did not arrive */
    AUTOMATIC_LOOP,   /* it is from ourselves */
} Automatic;

/* By the headers (alternating name and value, names in any case), who it is from, and the address
 * that our own mails come from (NULL: none). */
Automatic automatic_of(const Texts *headers, const char *from, const char *own);

/* The value of the header of that name, or NULL. */
const char *mail_header(const Texts *headers, const char *name);
