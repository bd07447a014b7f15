/* eta.h -- when a parcel will be delivered, from what was delivered before it: a pure function of
 * counts.
 *
 * A duration is learned as y = ln(days + ½), in thousandths, and added to the cells it belongs to,
 * by the day of the delivery. Counts and sums alone are kept, so that the order of learning does
 * not matter and what was learned can be unlearned. docs/watch.md explains the method. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* From which instant of its journey on the remaining time is learned. Stored as numbers. */
typedef enum EtaStart {
    ETA_FROM_ORDERED = 1,
    ETA_FROM_COLLECTED = 2,
    ETA_FROM_STAGE = 100, /* + a WaybillStage: from a scan of that stage until the delivery */
    ETA_GAP_AFTER = 200,  /* + a WaybillStage: … until the next scan */
} EtaStart;

/* Cells: each within the one before, up to the lane; of a product's parcels, those that started at
 * an hour or on a weekday; of a destination's, those with about as much time and those to a postal
 * zone; and of a lane's, those from a postal zone. evidence.h names them. Stored as numbers. */
typedef enum EtaScope {
    ETA_ALL,
    ETA_PRODUCT,
    ETA_DESTINATION,
    ETA_LANE,
    ETA_HOUR,
    ETA_WEEKDAY,
    ETA_PROMISED,      /* to a destination, promised within about as many days */
    ETA_SENDER_ZONE,   /* … from a postal zone */
    ETA_RECEIVER_ZONE, /* … to a postal zone of it */
    ETA_SCOPES
} EtaScope;

/* Y in thousandths from −1000 on in bins of 50. The last holds all that is longer. */
enum { ETA_BINS = 130, ETA_BIN_WIDTH = 50, ETA_BIN_LOW = -1000 };

/* Y in thousandths; NONE for a negative duration, from which nothing is learned. */
int64_t eta_measure(int64_t duration_ms);
/* The bin that holds y. */
int eta_bin(int64_t measure);

/* What was delivered on one day: days since 1970 in UTC. */
typedef struct EtaDay {
    int64_t day, n, sum, squares; /* of y, in thousandths and in millionths */
} EtaDay;

/* In rising order of days. */
typedef struct EtaCell {
    const EtaDay *days;
    size_t count;
} EtaCell;

/* Deliveries of the week that begins on `day`, over all cells. */
typedef struct EtaWeek {
    int64_t day;
    int64_t bins[ETA_BINS];
} EtaWeek;

/* The first day of the week that holds a day. */
int64_t eta_week(int64_t day);

/* The method's constants; eta_standard has those in force. How they were chosen, and on which data,
 * is in docs/watch.md. */
typedef struct EtaTuning {
    double now_half_life;    /* days: of the life table that tells how slow it goes now */
    double now_weight;       /* parcels: of the usual in that table, at each age */
    double return_rate;      /* of what is unusual now, the share that is left a day later */
    double level_half_life;  /* days: of the level that a day's deliveries are compared with */
    double effect_weight;    /* deliveries: how much a cell leans on the one around it */
    double sender_weight;    /* … the sender's zone on the lane */
    double hour_weight;      /* … an hour on its product */
    double weekday_weight;   /* … a weekday on its product */
    double promised_weight;  /* … parcels with so much time on their destination */
    double promised_part;    /* of what they differ by: what is promised changes by policy, too */
    double receiver_weight;  /* … the receiver's zone on its destination */
    double receiver_part;    /* of what that zone differs by: the rest the promise tells */
    double recent_half_life; /* days: of what a cell does lately */
    double recent_weight;    /* deliveries: how much that leans on nothing */
    double width_half_life;  /* days: of the variance */
    double width_weight;     /* deliveries: how much it leans on the cell around */
    double shape_days;       /* how far back forecasts are compared with what came */
    double shape_weight;     /* forecasts: of the bell curve among them */
} EtaTuning;
extern const EtaTuning eta_standard;

/* What is known of one stage, up to a day. */
typedef struct EtaEvidence {
    int64_t today; /* the last day that is known; days after it are not looked at */
    int64_t ahead; /* how many days after it the forecast is made */
    EtaCell cells[ETA_SCOPES];
    const EtaWeek *weeks;
    size_t week_count;
    double shift;          /* eta_shift() as of today; NAN: not known */
    const EtaWeek *scores; /* bins of eta_score() of the deliveries of a week */
    size_t score_count;
    const EtaTuning *tuning;
} EtaEvidence;

/* How many days back anything is looked at, and over how many samples are counted. */
enum { ETA_WINDOW_DAYS = 365, ETA_SAMPLE_DAYS = 60 };

/* Parcels by days since their start: what a life table is made from. */
enum { ETA_AGES = 61 };
typedef struct EtaFlow {
    int64_t day, started;
    int64_t delivered[ETA_AGES]; /* on that day, by how many days before they started */
} EtaFlow;

/* How much slower than over the year parcels go now, of the logarithm: from a life table of the
 * last days, in which those still under way count too. `flows` in rising order of days, of which
 * the days before `today` are looked at. NAN where there are none. */
double eta_shift(const EtaFlow *flows, size_t count, int64_t today, const EtaTuning *tuning);

/* The least number of deliveries in the window without which nothing is foretold. */
enum { ETA_LEAST = 30 };

typedef struct EtaModel {
    double centre, width;       /* of y, not in thousandths */
    double edges[ETA_BINS + 1]; /* of the standard shape's bins */
    double share[ETA_BINS + 1]; /* of deliveries below each edge: 0 to 1 */
    int64_t recent[ETA_SCOPES]; /* deliveries in the last ETA_SAMPLE_DAYS */
    int64_t samples;            /* of ETA_ALL within the window */
    double tempo;               /* durations now by durations over the year: 1.2 is 20 %
                                   slower than usual */
} EtaModel;

enum { ETA_SCORE_LOW = -65 };
/* Where a measured duration lay of what was foretold: the bin of (y − centre) ÷ width, from −6.5 on
 * in steps of a tenth. */
int eta_score(double centre, double width, int64_t measure);

/* False, and nothing to be said, where there is too little evidence. */
bool eta_learn(const EtaEvidence *evidence, EtaModel *out);

/* From an instant to another, in days; and back. */
double eta_days_between(int64_t from_ms, int64_t to_ms);
int64_t eta_instant_after(int64_t from_ms, double days);

/* Days from the start within which the share q of such parcels is delivered, of those that are not
 * after `age` days (0: at the start). NAN for a parcel older than all that was seen. */
double eta_quantile(const EtaModel *model, double q, double age);

/* The probability that the parcel takes more than `limit` days, given that it has taken `age`. 1
 * where the limit is past. */
double eta_late(const EtaModel *model, double limit, double age);

/* The narrowest scope, ETA_ALL to ETA_LANE, that has evidence of its own lately; ETA_ALL when none
 * has. */
EtaScope eta_scope(const EtaModel *model);
