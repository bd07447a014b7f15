/* asker.h -- who demands by a claim that is no recorded customer's, for those who tell them. */
#pragma once

#include "notify/asker.h"

/* The claimant; where they left no phone, the contact of the claim's ticket. */
extern const NoticeAskerSource claim_asker;
