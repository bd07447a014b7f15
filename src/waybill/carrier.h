/* carrier.h -- the carriers that have a name of their own here, and what data providers call them.
 *
 * Any code of 1–16 letters, digits, - and _ may be a carrier; this table adds names, and translates
 * providers' codes. */
#pragma once

#include "base/ctx.h"
#include "waybill/track_words.h"

typedef struct Carrier {
    const char *code; /* "yto" */
    const char *names[LANGUAGE_COUNT];
    const char *kuaidi100, *kdniao; /* their codes; NULL: not known */
} Carrier;

/* Ends with a NULL code. */
extern const Carrier known_carriers[];

/* What a customer is told; the code itself where there is no name. */
const char *carrier_name(const char *code, Language language);

enum { CARRIER_PARCELS = 5000 };
/* INVALID (field "carrier") unless the code, as carrier_normalise() writes it, has a name here or
 * is that of one of the newest CARRIER_PARCELS parcels: whoever names the carrier of a parcel that
 * nobody knows leaves it empty rather than make one up. */
Status carrier_check(Ctx *ctx, const char *code);

typedef enum CarrierProvider { CARRIER_KUAIDI100, CARRIER_KDNIAO } CarrierProvider;
/* Our code for a provider's; the provider's own, in small letters, where the table has none. `out`
 * has room for CARRIER_MAX + 1; longer ones are cut. */
void carrier_of_provider(CarrierProvider provider, const char *code, char *out);
