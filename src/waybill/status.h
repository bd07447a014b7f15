/* status.h -- how a parcel's facts follow from its events: pure, the same in whatever order and
 * however often the events came.
 *
 * Events stand in the order of their time, then of their rank (that of their stage), then of their
 * ingest. Of each, in that order:
 *   - an event that a correction names does not count; nor does a correction that a newer one
 *     names, so that what it named counts again;
 *   - a parcel begins as created;
 *   - the stage is that of the last event, but an event that belongs to the beginning (created,
 *     collected) never moves a journey back;
 *   - an event after a terminal stage reopens the parcel and opens the exception `reopened`;
 * further news of the same delivery confirms it;
 *   - delivered on the return leg is returned; a leg that an event does not state is the journey's;
 *   - false_signature on a delivered parcel revokes the delivery;
 *   - which exceptions a stage closes is a table; damaged, short, lost, false_signature, no_consent
 *     and misdelivered are closed only by an event that says so;
 *   - what the watch raised (raise.h) stands after the event that was the last when it did. */
#pragma once

#include "waybill/facts.h"

extern const Name stage_names[], exception_names[], leg_names[], cause_names[];

typedef enum ExceptionCause {
    CAUSE_NONE = 0,
    CAUSE_CARRIER,
    CAUSE_CONSIGNEE,
    CAUSE_SHIPPER,
    CAUSE_CUSTOMS,
    CAUSE_WEATHER,
} ExceptionCause;

/* Whose doing an exception is, unless the event says otherwise. */
ExceptionCause exception_cause(int exception);

/* EXCEPTION_BITs of those that end when a parcel reaches that stage. */
uint64_t stage_closes(int stage);

/* What no carrier saw but the clock found (no_info, stalled, overdue, pickup_overdue, at_risk): it
 * says nothing of where the parcel is. */
bool exception_by_clock(int exception);

/* Names of the exceptions in a set of EXCEPTION_BITs. NO_MEMORY. */
Status exceptions_named(Ctx *ctx, uint64_t bits, Texts *out);

enum { EXCEPTION_NONE = -1 };

/* What a scan means for the journey. */
typedef struct JourneyEvent {
    int64_t at_ms;
    int64_t ingest_id; /* rises with the time of receipt */
    int64_t hash;      /* names the event within its parcel */
    int64_t corrects;  /* hash of the event that this one replaces; 0: none */
    int64_t outlet_id; /* where; 0: not known */
    int stage;         /* STAGE_NONE: says nothing of it */
    int leg;           /* 0: not stated */
    int opens, closes; /* exceptions, or EXCEPTION_NONE */
    int cause;         /* CAUSE_NONE: the exception's usual one */
    int64_t raised_ms; /* 0; else no scan but an exception that was raised or cleared then
                          (raise.h): at_ms is the time of the event that it stands after */
} JourneyEvent;

/* The order in which two JourneyEvents count, as qsort asks for it. */
int journey_compare(const void *a, const void *b);

/* Facts with what is needed to carry them on without reading the events again. */
typedef struct Journey {
    WaybillFacts facts;
    bool ordered_given; /* facts.ordered_ms is the waybill's own, not that of a `created` event */
    bool corrected;     /* some event is a correction */
    bool detailed;      /* some event says more than when, where, which stage and a text */
    JourneyEvent tail;  /* place of the last event; at_ms NONE: none yet. Read back from its row,
                           hash  and ingest_id are INT64_MAX: not known */
} Journey;

/* A new parcel's: leg forward, nothing known. Text members are "". */
void journey_init(Journey *journey);

/* An exception that opened or closed, and the event that did it. */
typedef struct ExceptionNote {
    int exception;
    bool opened;
    int cause;
    int64_t at_ms, hash;
} ExceptionNote;

typedef struct JourneyNotes {
    ExceptionNote items[EXCEPTION_COUNT + 3];
    size_t count;
} JourneyNotes;

/* Carries the journey on by one event. False, and nothing changed, where that cannot be told from
 * the facts alone (it comes late, corrects, or revokes): then fold. `notes` is cleared first. */
bool journey_step(Journey *journey, const JourneyEvent *event, JourneyNotes *notes);

/* The same for what was raised or cleared by other than a scan (its raised_ms is set): after all
 * events so far. */
void journey_raise(Journey *journey, const JourneyEvent *event, JourneyNotes *notes);

/* From when to when an exception was open; closed_ms NONE: it is. opened_hash 0: it was raised. */
typedef struct ExceptionSpan {
    int exception, cause;
    int64_t opened_ms, opened_hash, closed_ms, closed_hash;
} ExceptionSpan;

typedef struct ExceptionSpans {
    ExceptionSpan *items;
    size_t count, room;
} ExceptionSpans;

/* Begins again and takes all events (sorted here). What comes from the waybill and not from events
 * (carrier, product, regions, outlets, customer, promise, a given ordered_ms) stays. `spans`: the
 * history of exceptions in the arena of ctx; NULL when not wanted. */
Status journey_fold(Ctx *ctx, Journey *journey, JourneyEvent *events, size_t count,
                    ExceptionSpans *spans);

/* Marks the events that corrections took the place of, in `is_void` (as many, all false). */
Status journey_voids(Ctx *ctx, const JourneyEvent *events, size_t count, bool *is_void);
