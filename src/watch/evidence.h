/* evidence.h -- to which cells a parcel belongs, and what it adds to them. Pure.
 *
 * A parcel teaches when its start and its delivery are known and it was not sent back. The same
 * functions serve the writes, the counting anew and the replay. */
#pragma once

#include "watch/eta.h"
#include "waybill/facts.h"

/* What of a parcel is learned from and foretold. */
typedef struct EtaParcel {
    const char *carrier, *product, *origin, *destination; /* "" when unknown */
    int64_t start_ms, delivered_ms, promised_ms;          /* NONE when unknown */
    int64_t ordered_ms;
    int64_t origin_zone, destination_zone; /* 0 when unknown */
    /* for the replay of a stage: */
    EtaStart beginning; /* 0: as it is asked for */
    int64_t outlet_id;  /* where it started; 0: not known */
    int64_t until_ms;   /* when it went on; NONE: not known */
    int64_t number;     /* the same of one waybill's beginnings */
} EtaParcel;

/* As the facts have it; start_ms is NONE where the start has not been reached. */
EtaParcel eta_parcel(const WaybillFacts *facts, EtaStart start);

#define ETA_NAME_ROOM 160
/* The cell's name: "" for all; "sto/next_day"; "sto/next_day>CN-44"; "sto/next_day/CN-31>CN-44";
 * "sto/next_day@h13" and "sto/next_day@d4" by hour and weekday of the start, in UTC, weeks
 * beginning as eta_week has them; "sto/next_day>CN-44@t5" by the time that was promised from the
 * order on (from the start, where there was none); "sto/next_day/z1410>CN-44" from a postal zone,
 * "sto/next_day>z1410" to one. NULL where the parcel does not know its region, zone or promise
 * and so belongs to none. A beginning at a stage belongs to the cells of evidence_step.h. */
const char *eta_cell_name(const EtaParcel *parcel, EtaScope scope, char room[ETA_NAME_ROOM]);

/* Whether the cells keep deliveries by weeks, because there are many of them: those of zones. */
bool eta_is_weekly(EtaScope scope);
/* The day under which a cell keeps what was delivered on a day: itself, or the first of its week.
 */
int64_t eta_cell_day(EtaScope scope, int64_t day);

/* What the parcel teaches: the day of its delivery and y in thousandths. False: nothing. */
bool eta_lesson(const EtaParcel *parcel, int64_t *day, int64_t *measure);

/* The day, since 1970 in UTC, of an instant. */
int64_t eta_day(int64_t at_ms);
