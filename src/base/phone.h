/* phone.h -- telephone numbers as people type them, in the one form that is stored and looked up.
 */
#pragma once

#include "base/status.h"

/* Digits of an extension, at most: more are a number of their own. */
enum { PHONE_EXTENSION_MOST = 6 };

/* A copy in ctx's arena: "13812341234", "01012345678" for numbers of China (+86, 0086 and 86 before
 * a mobile number are taken off, a landline keeps its area code with 0), "+442079460958" for
 * others; short service numbers as they are. Spaces, dashes, brackets, dots and full-width forms
 * are passed over, an extension ("-802" after a whole number, "转802", "x802", "#802", ",802") is
 * left out. INVALID, without a field, if there are other characters, or fewer than 5 or more than
 * 15 digits. */
Status phone_normal(Ctx *ctx, const char *text, const char **out);

/* The number as it is kept of a person: the form of phone_normal(), but with an extension as it was
 * written ("021-12345678 转 801"), white space around it taken off. INVALID, without a field, also
 * where an extension has more than PHONE_EXTENSION_MOST digits. */
Status phone_kept(Ctx *ctx, const char *text, const char **out);

/* What tells such a number from others: the form of phone_normal(), "x" and the extension's digits
 * ("02112345678x801"). NULL where it has none, or is no number. */
Status phone_extended(Ctx *ctx, const char *text, const char **out);

/* The last four digits, by which a receiver shows who they are; NULL if a number has fewer than
 * seven. Points into `normal`. */
const char *phone_tail(const char *normal);

/* A landline of China without its area code, as people of the place dial it; NULL if it is none.
 * Points into `normal`. */
const char *phone_local(const char *normal);
