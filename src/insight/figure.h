/* figure.h -- the figures: what each is called, what exactly it means, and which counts it is made
 * of.
 *
 * One table; the command, the API, the documentation and the computing all read it. */
#pragma once

#include "insight/booking.h"

typedef enum FigureKind {
    FIGURE_RATIO = 1, /* value = numerator ÷ denominator */
    FIGURE_TIME,      /* value = mean in days, with quantiles; numerator the sum in days */
    FIGURE_COUNT,     /* value = numerator */
} FigureKind;
extern const Name figure_kinds[];

extern const Name booked_names[];

typedef enum Good { GOOD_NEITHER, GOOD_HIGH, GOOD_LOW } Good;
extern const Name good_names[];

/* Which list shows what a figure counts. */
typedef enum FigureBehind {
    BEHIND_DAYS,       /* the parcels of its days: /api/v1/figures/{name}/parcels */
    BEHIND_WAYBILLS,   /* parcels as they stand: /api/v1/waybills */
    BEHIND_COMPLAINTS, /* /api/v1/complaints/behind */
    BEHIND_CLAIMS,     /* /api/v1/claims */
    BEHIND_TICKETS,    /* /api/v1/tickets */
} FigureBehind;
extern const Name behind_names[];

/* What a figure is a share of: its denominator counts these, its numerator some of them. */
typedef enum ShareOf { SHARE_OF_NOTHING, SHARE_OF_PARCELS, SHARE_OF_TICKETS } ShareOf;
extern const Name share_names[];

typedef struct Figure {
    const char *name;
    const char *title, *title_zh;
    const char *definition, *definition_zh; /* one sentence: numerator, denominator, day */
    FigureKind kind;
    Booked booked;
    Good good;
    Measure numerator, denominator; /* of what is booked by day; a count has no denominator */
    Time time;                      /* FIGURE_TIME: whose quantiles */
    ParcelList list;                /* the parcels behind it; of BOOKED_NOW none by day */
    int64_t service, over; /* BOOKED_SERVICE: ServiceMeasures; over 0: the parcels collected */
    int64_t scale;         /* the value is so many times the quotient; 0: once */
    bool blamed;           /* BOOKED_SERVICE: by lane, hub and courier too */
    const char *unit;      /* where the kind does not say it */
    StandingItem item;     /* BOOKED_NOW: what is counted; 0: by hour of the last scan */
    ShareOf share_of;      /* of what is booked by day */
    FigureBehind behind;
} Figure;

/* Ends with a NULL name. */
extern const Figure figures[];

/* The figure of that name, or NULL. */
const Figure *figure_of(const char *name);

/* INVALID for a name that is none. `*out` stays as it was then. */
Status figure_find(Ctx *ctx, const char *name, const Figure **out);

/* Whether a figure can be broken down by a dimension, and the names of those it can. */
bool figure_allows(const Figure *figure, Dimension dimension);
void figure_dimensions(const Figure *figure, Buf *out, const char *separator);

/* INVALID, listing what there is, for a name that is no dimension of the figure. NULL means ALL. */
Status figure_dimension(Ctx *ctx, const Figure *figure, const char *by, Dimension *out);

/* "ratio", "days", "parcels". */
const char *figure_unit(const Figure *figure);

/* The definitions as a page of Markdown: docs/figures.md is this text. */
void figure_page(Buf *out);
