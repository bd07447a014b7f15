/* claim_files.h -- what claims offer to files and to the file about one person. */
#pragma once

#include "customer/contributor.h"
#include "file/file.h"
#include "job/job.h"

/* Evidence: read by who sees the claim and may read claims, changed by who may work on them while
 * it is not closed. */
extern const FileOwner claim_files_owner;

/* Claims in a person's file, with evidence, files, assessments and ledger. The claimant's details
 * and the files are deleted with the person, of a claim that has not ended when it ends; the ledger
 * is kept, and what shows why something was paid, as the books must be. */
extern const CustomerContributor claim_contributor;

/* What follows when a claim ends, and when the order of its parcel comes after it (worth.h). */
#define CLAIM_VALUED_JOB "claim.valued"
extern const JobKind claim_jobs[];
