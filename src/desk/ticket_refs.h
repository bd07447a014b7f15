/* ticket_refs.h -- what a ticket names, found by the words that people use. For the files of desk/,
 * and for rules about tickets elsewhere. */
#pragma once

#include "desk/ticket.h"

/* Each sets id and name of the ticket; INVALID, naming the field, when there is no such thing for
 * ctx's person. An empty text takes it away; NULL leaves it. */
Status ref_outlet(Ctx *ctx, const char *code, Ticket *ticket);
Status ref_customer(Ctx *ctx, const char *code, Ticket *ticket);
/* INVALID, naming it, where a person limited to a customer gives one of the fields of these names,
 * the last NULL. */
Status ref_said_by_staff(Ctx *ctx, const Shape *shape, const void *thing, const char *const *names);
/* INVALID, naming the field, for a text of which nothing is to be seen. */
Status ref_words(Ctx *ctx, const char *field, const char *text);
/* The same of what stands on one line, and for line feeds and what turns the direction of writing;
 * NULL and "" are none. */
Status ref_line(Ctx *ctx, const char *field, const char *text);
/* The same of a subject. */
Status ref_subject(Ctx *ctx, const char *subject);

/* Puts phone and e-mail, where they are given and not empty, into the form they are kept in: a
 * phone with an extension as it was typed, since it is dialled so. INVALID names the field. */
Status ref_contact(Ctx *ctx, const char **phone, const char **email);

/* INVALID, naming `category`, for one that complaints do not have, and for any of what is no
 * complaint. */
Status ref_category(Ctx *ctx, int64_t kind, const char *category);

/* INVALID, naming `tier`, for one that customers do not have. */
Status ref_tier(Ctx *ctx, const char *tier);

/* Sets the tier of a ticket that has none: its customer's, as it is now. */
Status ref_tier_of_customer(Ctx *ctx, Ticket *ticket);

/* What a rule narrows itself to, NONE and NULL: whichever. INVALID names the category or tier that
 * no ticket of that kind has. */
Status ref_condition(Ctx *ctx, int64_t kind, const char *category, const char *tier);

/* All of this, and contact's name and number elsewhere, of what a person opens a ticket with. */
Status ref_input(Ctx *ctx, TicketInput *input);

/* Sets nothing; 0 is none. */
Status ref_incident(Ctx *ctx, int64_t id);
/* These two set the ids only: see ticket_assign. */
Status ref_team(Ctx *ctx, const char *code, int64_t *team_id);
Status ref_owner(Ctx *ctx, const char *login, int64_t *owner_id);
/* INVALID where who gets a ticket (0: nobody) would not see it, being of other outlets. */
Status ref_owner_sees(Ctx *ctx, int64_t owner_id, const Ticket *ticket);

/* The parcels in their normal form, with the ids they are given with or the person sees. *outlet_id
 * and *customer_id, where they are 0, get those of the first that has any, but for numbers that the
 * ticket had already (`had`: TicketWaybill). */
Status ref_waybills(Ctx *ctx, const List *given, const List *had, List *out, int64_t *outlet_id,
                    int64_t *customer_id);

/* Whether one of `items` is that parcel: its number and carrier. */
bool ref_names(const TicketWaybill *items, size_t count, const TicketWaybill *sought);

/* Tags without those that stand twice, without white space around. INVALID for an empty one. */
Status ref_tags(Ctx *ctx, const Texts *given, Texts *out);
