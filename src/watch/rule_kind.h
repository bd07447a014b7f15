/* rule_kind.h -- what each kind of rule takes and means, as a table. For the files of watch/ only.
 */
#pragma once

#include "watch/rule.h"

enum {
    PARAMETER_HOURS = 1,
    PARAMETER_CALENDAR = 2,
    PARAMETER_THRESHOLD = 4,
    PARAMETER_MINUTE = 8,
};

typedef struct RuleKindRow {
    uint32_t stages;        /* bits 1 << WaybillStage: where it applies */
    unsigned needs, may;    /* PARAMETER_ bits: must be given, may be */
    WaybillException usual; /* what it opens unless it says otherwise */
    uint64_t opens;         /* EXCEPTION_BITs of what it may open */
} RuleKindRow;

/* The row of a RuleKind. */
const RuleKindRow *rule_kind_row(int64_t kind);

/* What a rule opens, and whose doing that is, where it does not say. */
void rule_usual_fill(WatchRule *rule);
