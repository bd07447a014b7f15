/* track_page.h -- the public tracking page: a pure function from what may be shown to HTML.
 *
 * Phone first, readable without scripts, in Chinese and English. What is personal is shown only
 * when `verified`: the visitor gave the last four digits of the receiver's phone. Nothing here
 * reads the database. */
#pragma once

#include "base/buf.h"
#include "waybill/facts.h"
#include "waybill/track_advice.h"
#include "waybill/track_words.h"

/* One line of the journey. */
typedef struct TrackEvent {
    int64_t at_ms;
    WaybillStage stage;      /* STAGE_NONE: the text says it */
    int exception;           /* its number, or -1 */
    const char *city, *site; /* NULL when unknown */
    const char *text;        /* the carrier's words; NULL unless it may be shown */
} TrackEvent;

typedef struct TrackPage {
    Language language;
    const char *company, *hotline; /* NULL: not shown */
    const char *zone;              /* of the times shown */
    int64_t now_ms;
    const char *no;
    const char *const *choices; /* carriers, NULL-ended, when several have the number; else NULL */
    const WaybillFacts *facts;  /* NULL: nothing found (or choices) */
    const char *origin, *destination; /* names of the regions; NULL: not shown */
    const char *incident;     /* what befell many parcels, this one among them; NULL: nothing */
    const char *promise_why;  /* why the promise was changed; NULL: it was not */
    int64_t promise_first_ms; /* with that: what was promised before; NONE: not shown */
    int64_t expected_ms;      /* when to expect it though it is not promised; NONE: not known */
    const char *carrier_name;
    const TrackEvent *events; /* newest first */
    size_t event_count;
    bool can_verify;        /* the parcel has a receiver's phone */
    bool verified, refused; /* the tail was given and right; was given and wrong */
    bool closed;            /* too many wrong tails: none is taken for a while */
    const TrackLink *links; /* what may help */
    size_t link_count;
    const char *consignee, *signer; /* masked; only looked at when verified */
} TrackPage;

/* Appends the whole document. */
void track_page_write(Buf *buf, const TrackPage *page);

/* Whether the parcel is later than promised. What goes back was promised to nobody. */
bool track_page_is_late(const TrackPage *page);

/* The start page `/`: a box for a number. */
void track_home_write(Buf *buf, const TrackPage *page);

/* The language a visitor wants: `lang` of the query if it is "zh" or "en", else the first of the
 * two in Accept-Language, else Chinese. Either may be NULL. */
Language track_language(const char *lang, const char *accept_language);
