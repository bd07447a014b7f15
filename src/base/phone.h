/* phone.h -- telephone numbers as people type them, in the one form that is stored and looked up.
 */
#pragma once

#include "base/status.h"

/* A copy in ctx's arena: "13812341234", "01012345678" for numbers of China (+86, 0086 and 86 before
 * a mobile number are taken off, a landline keeps its area code with 0), "+442079460958" for
 * others; short service numbers as they are. Spaces, dashes, brackets, dots and full-width forms
 * are passed over, an extension ("-802" after a whole number, "转802", "x802", "#802", ",802") is
 * left out. INVALID, without a field, if there are other characters, or fewer than 5 or more than
 * 15 digits. */
Status phone_normal(Ctx *ctx, const char *text, const char **out);

/* The last four digits, by which a receiver shows who they are; NULL if a number has fewer than
 * seven. Points into `normal`. */
const char *phone_tail(const char *normal);

/* A landline of China without its area code, as people of the place dial it; NULL if it is none.
 * Points into `normal`. */
const char *phone_local(const char *normal);
