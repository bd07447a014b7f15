/* party.h -- whose claim it is. For the files of src/claim only.
 *
 * Who pays for a parcel is not told what others demand for it: the payer is the customer of a claim
 * where the claimant is theirs, and a customer who is named has to do with the parcel. */
#pragma once

#include "claim/claim.h"
#include "desk/ticket.h"

/* Sets the customer of a claim that names none: the ticket's (of a ticket with id 0 none), else of
 * who is limited to a customer their own, else whom the claimant, or where they leave no phone the
 * ticket's contact, is known as. `payer_id`: who pays for its first parcel; 0: nobody knows. */
Status party_find(Ctx *ctx, const Ticket *ticket, int64_t payer_id, Claim *claim);

/* INVALID, naming `customer`, where a customer is set who is neither the ticket's, nor pays for,
 * sends or receives any of the claim's parcels. Where nobody knows a parcel of it, nobody can say.
 */
Status party_check(Ctx *ctx, const Claim *claim, int64_t ticket_customer_id);

/* CONFLICT where that is so of a claim that is to be granted: its parcels may have come after it.
 */
Status party_check_stands(Ctx *ctx, const Claim *claim);

/* Sets the customer of that code: "" is none, NULL stays. INVALID where there is none in scope, and
 * as party_check. */
Status party_change(Ctx *ctx, const char *code, Claim *claim);
