#include <math.h>
#include <string.h>

#include "watch/eta.h"

/* Of each age in days: parcels that had come to it under way, and those delivered at it. */
typedef struct LifeTable {
    double at_risk[ETA_AGES], delivered[ETA_AGES];
} LifeTable;

static void table_add(LifeTable *table, size_t age, double weight, double at_risk, double delivered)
{
    table->at_risk[age] += weight * at_risk;
    table->delivered[age] += weight * delivered;
}

/* The mean of y, from the chance at each age to be delivered then. `around` lends its chances as
 * those of `weight` parcels; of `weight` 0 it is not looked at. */
static double table_mean(const LifeTable *table, const LifeTable *around, double weight)
{
    double left = 1, mean = 0;
    for (size_t age = 0; age < ETA_AGES; age++) {
        const double lent = (around->delivered[age] + 0.1) / (around->at_risk[age] + 1);
        const double chance =
            weight > 0 ? (table->delivered[age] + weight * lent) / (table->at_risk[age] + weight)
                       : lent;
        const double share = age + 1 < ETA_AGES ? left * fmin(1, chance) : left;
        mean += share * log((double)age + 0.75);
        left -= share;
    }
    return mean;
}

/* One day's starters, day by day until they are delivered, too old, or today comes. */
static void cohort_add(const EtaFlow *const *by_day, size_t first, size_t days, double half_life,
                       LifeTable tables[2])
{
    double left = (double)by_day[first]->started;
    for (size_t age = 0; age < ETA_AGES && first + age < days; age++) {
        const EtaFlow *flow = by_day[first + age];
        const double delivered = flow == NULL ? 0 : (double)flow->delivered[age];
        const double past = (double)(days - 1 - first - age);
        table_add(&tables[0], age, 1, left, delivered);
        table_add(&tables[1], age, exp2(-past / half_life), left, delivered);
        left -= fmin(left, delivered);
    }
}

double eta_shift(const EtaFlow *flows, size_t count, int64_t today, const EtaTuning *tuning)
{
    enum { DAYS = ETA_WINDOW_DAYS };
    const EtaFlow *by_day[DAYS] = {NULL};
    LifeTable tables[2];
    memset(tables, 0, sizeof tables);
    bool any = false;
    for (size_t i = 0; i < count; i++) {
        const int64_t place = flows[i].day - (today - DAYS);
        if (place < 0 || place >= DAYS) continue;
        by_day[place] = &flows[i];
        any = true;
    }
    if (!any) return NAN;
    for (size_t first = 0; first < DAYS; first++)
        if (by_day[first] != NULL && by_day[first]->started > 0)
            cohort_add(by_day, first, DAYS, tuning->now_half_life, tables);
    return table_mean(&tables[1], &tables[0], tuning->now_weight) -
           table_mean(&tables[0], &tables[0], 0);
}
