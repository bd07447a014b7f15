#include "base/instant.h"

#include "base/field.h"

enum { FIRST_YEAR = 1900, LAST_YEAR = 9999, DAYS_PER_ERA = 146097, DAYS_TO_1970 = 719468 };

static int month_length(int year, int month)
{
    static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return month == 2 && leap ? 29 : lengths[month - 1];
}

int64_t date_days(int year, int month, int day)
{
    if (year < FIRST_YEAR || year > LAST_YEAR || month < 1 || month > 12) return NONE;
    if (day < 1 || day > month_length(year, month)) return NONE;
    /* Years that begin in March put the leap day last, so that month lengths follow one formula. */
    int from_march = month > 2 ? month - 3 : month + 9;
    int64_t march_year = month > 2 ? year : year - 1;
    int64_t day_of_year = (153 * from_march + 2) / 5 + day - 1;
    return march_year * 365 + march_year / 4 - march_year / 100 + march_year / 400 + day_of_year -
           DAYS_TO_1970;
}

void date_parts(int64_t days, int *year, int *month, int *day)
{
    int64_t since = days + DAYS_TO_1970;
    int64_t era = (since >= 0 ? since : since - DAYS_PER_ERA + 1) / DAYS_PER_ERA;
    unsigned day_of_era = (unsigned)(since - era * DAYS_PER_ERA);
    unsigned year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    unsigned day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    unsigned from_march = (5 * day_of_year + 2) / 153;
    *day = (int)(day_of_year - (153 * from_march + 2) / 5 + 1);
    *month = (int)(from_march < 10 ? from_march + 3 : from_march - 9);
    *year = (int)(year_of_era + era * 400 + (*month <= 2));
}

int date_weekday(int64_t days)
{
    int64_t from_monday = (days + 3) % 7; /* 1970-01-01 was a Thursday */
    return (int)(from_monday < 0 ? from_monday + 7 : from_monday) + 1;
}
