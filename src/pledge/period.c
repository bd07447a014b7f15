#include "pledge/period.h"

#include "base/instant.h"

/* The first day of the period that a day is in. */
static int64_t period_first(PledgeSpan span, int64_t day)
{
    int year, month, of_month;
    date_parts(day, &year, &month, &of_month);
    if (span == PLEDGE_QUARTER) month = (month - 1) / 3 * 3 + 1;
    if (span == PLEDGE_YEAR) month = 1;
    return date_days(year, month, 1);
}

void period_last(PledgeSpan span, int64_t day, int64_t *from, int64_t *to)
{
    *to = period_first(span, day) - 1;
    *from = period_first(span, *to);
}
