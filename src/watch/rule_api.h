/* rule_api.h -- what the house gets of rules, plans and findings. */
#pragma once

#include "slices.h"

extern const Slice rule_slice, finding_slice;

/* Answers with the findings of the query as a file (access/export.h). */
Status findings_export(Ctx *ctx, Request *req);
