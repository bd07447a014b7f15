#include "base/instant.h"

#include <string.h>

#include "base/field.h"
#include "test.h"

static const char *formatted(T *t, int64_t at_ms, const char *zone)
{
    Buf buf;
    buf_init(&buf, t->ctx->arena);
    instant_format(&buf, at_ms, zone);
    return buf.data;
}

static int64_t parsed(T *t, const char *text, const char *zone)
{
    int64_t at_ms = NONE;
    check_ok(t, instant_parse(t->ctx, text, strlen(text), zone, &at_ms, NULL, NULL));
    return at_ms;
}

static void check_refused(T *t, const char *text, const char *zone)
{
    int64_t at_ms;
    check_status(t, instant_parse(t->ctx, text, strlen(text), zone, &at_ms, NULL, NULL), INVALID);
}

static int64_t by_pattern(T *t, const char *text, const char *pattern, const char *zone)
{
    int64_t at_ms = NONE;
    check_ok(t, instant_parse_pattern(t->ctx, text, strlen(text), pattern, zone, &at_ms, NULL));
    return at_ms;
}

static void check_pattern_refuses(T *t, const char *text, const char *pattern)
{
    int64_t at_ms;
    check_status(t, instant_parse_pattern(t->ctx, text, strlen(text), pattern, "Z", &at_ms, NULL),
                 INVALID);
}

TEST(an_instant_is_read_with_its_offset)
{
    int64_t at_ms, offset_ms;
    bool inferred;
    const char *text = "2026-11-22T16:00:00+08:00";
    check_ok(t, instant_parse(t->ctx, text, strlen(text), NULL, &at_ms, &offset_ms, &inferred));
    check_int(t, at_ms, TEST_NOW);
    check_int(t, offset_ms, 8 * HOUR_MS);
    check(t, !inferred);
    check_int(t, parsed(t, "2026-11-22T08:00:00Z", NULL), TEST_NOW);
    check_int(t, parsed(t, "2026-11-22t04:30:00.123456-03:30", NULL), TEST_NOW + 123);
    check_int(t, parsed(t, "1969-12-31T23:59:59.999Z", NULL), -1);
}

TEST(an_instant_without_offset_takes_the_zone_given_and_says_so)
{
    int64_t at_ms, offset_ms;
    bool inferred;
    const char *text = "2026/11/22 16:00";
    check_ok(t, instant_parse(t->ctx, text, strlen(text), "Asia/Shanghai", &at_ms, &offset_ms,
                              &inferred));
    check_int(t, at_ms, TEST_NOW);
    check_int(t, offset_ms, 8 * HOUR_MS);
    check(t, inferred);
    check_int(t, parsed(t, "2026/1/2 8:05", "+08:00"), parsed(t, "2026-01-02T00:05:00Z", NULL));
    check_int(t, parsed(t, "2026-11-22", "Asia/Shanghai"), TEST_NOW - 16 * HOUR_MS);
    check_refused(t, text, NULL);
}

TEST(what_is_not_an_instant_is_refused)
{
    static const char *const bad[] = {"",
                                      "2026",
                                      "2026-02-30T00:00:00Z",
                                      "2025-02-29 00:00",
                                      "2026-13-01",
                                      "2026-00-10",
                                      "2026-11-22T24:00:00Z",
                                      "2026-11-22T08:60:00Z",
                                      "2016-12-31T23:59:60Z",
                                      "2026-11-22T08:00:00.Z",
                                      "2026-11-22T08:00:00.1234567890Z",
                                      "2026-11-22T08:00:00+8:00",
                                      "2026-11-22T08:00:00+24:00",
                                      "2026-11-22T08:00:00+0800",
                                      "2026-11-22T08:00:00Z ",
                                      " 2026-11-22T08:00:00Z",
                                      "2026-11-22T",
                                      "2026-11/22",
                                      "2026-1-2",
                                      "1899-12-31T23:59:59Z",
                                      "22-11-2026",
                                      "10000-01-01"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        check_refused(t, bad[i], "Asia/Shanghai");
}

TEST(a_leap_day_exists_in_leap_years_only)
{
    check_int(t, date_days(2000, 2, 29), 11016);
    check_int(t, date_days(1900, 2, 29), NONE);
    check_int(t, date_days(2024, 2, 29), 19782);
    check_int(t, date_days(1970, 1, 1), 0);
    check_int(t, date_days(9999, 12, 31), 2932896);
    check_int(t, date_days(2026, 4, 31), NONE);
}

TEST(every_date_goes_to_its_parts_and_back)
{
    for (int64_t days = date_days(1900, 1, 1); days <= date_days(2400, 1, 1); days++) {
        int year, month, day;
        date_parts(days, &year, &month, &day);
        if (date_days(year, month, day) != days) check_int(t, date_days(year, month, day), days);
    }
    check_int(t, date_weekday(0), 4);
    check_int(t, date_weekday(date_days(2026, 11, 22)), 7);
    check_int(t, date_weekday(date_days(1900, 1, 1)), 1);
}

TEST(china_had_summer_time_until_1991)
{
    check_int(t, zone_offset_ms("Asia/Shanghai", parsed(t, "1990-07-01T00:00:00Z", NULL)),
              9 * HOUR_MS);
    check_int(t, zone_offset_ms("Asia/Shanghai", parsed(t, "1990-01-01T00:00:00Z", NULL)),
              8 * HOUR_MS);
    check_int(t, zone_offset_ms("Asia/Shanghai", TEST_NOW), 8 * HOUR_MS);
    check_text(t, formatted(t, parsed(t, "1990-07-01T00:00:00Z", NULL), "Asia/Shanghai"),
               "1990-07-01T09:00:00+09:00");
}

TEST(a_wall_time_that_the_clocks_skipped_is_refused_or_is_the_end_of_the_gap)
{
    Wall wall = {2017, 10, 15, 0, 30, 0, 0};
    int64_t at_ms;
    check_status(t, wall_instant(t->ctx, &wall, "America/Sao_Paulo", false, &at_ms), INVALID);
    check_ok(t, wall_instant(t->ctx, &wall, "America/Sao_Paulo", true, &at_ms));
    check_text(t, formatted(t, at_ms, "America/Sao_Paulo"), "2017-10-15T01:00:00-02:00");
    check_refused(t, "2017-10-15 00:30:00", "America/Sao_Paulo");
    check_int(t, parsed(t, "2017-10-15 00:30:00", "-03:00"),
              parsed(t, "2017-10-15T03:30:00Z", NULL));
    check_int(t, parsed(t, "2017-10-14 23:59:59", "America/Sao_Paulo"),
              parsed(t, "2017-10-15T02:59:59Z", NULL));
    check_int(t, parsed(t, "2017-10-15 01:00:00", "America/Sao_Paulo"),
              parsed(t, "2017-10-15T03:00:00Z", NULL));
}

TEST(a_wall_time_that_came_twice_is_the_earlier)
{
    check_int(t, parsed(t, "2018-02-17 23:30:00", "America/Sao_Paulo"),
              parsed(t, "2018-02-18T01:30:00Z", NULL));
    check_int(t, parsed(t, "2025-11-02 01:30", "America/New_York"),
              parsed(t, "2025-11-02T05:30:00Z", NULL));
    check_int(t, parsed(t, "2025-11-02 02:00", "America/New_York"),
              parsed(t, "2025-11-02T07:00:00Z", NULL));
}

TEST(a_date_begins_where_its_midnight_is_or_where_the_gap_ends)
{
    int64_t gap = date_instant(date_days(2017, 10, 15), "America/Sao_Paulo");
    check_text(t, formatted(t, gap, "America/Sao_Paulo"), "2017-10-15T01:00:00-02:00");
    int64_t twice = date_instant(date_days(2018, 2, 18), "America/Sao_Paulo");
    check_text(t, formatted(t, twice, "America/Sao_Paulo"), "2018-02-18T00:00:00-03:00");
    check_int(t, instant_date(twice, "America/Sao_Paulo"), date_days(2018, 2, 18));
    check_int(t, instant_date(twice - 1, "America/Sao_Paulo"), date_days(2018, 2, 17));
    check_int(t, instant_date(TEST_NOW + 8 * HOUR_MS, "Asia/Shanghai"), date_days(2026, 11, 23));
    check_int(t, instant_date(-1, "Z"), -1);
}

TEST(every_hour_of_a_year_goes_through_text_and_back_in_zones_with_summer_time)
{
    static const char *const zones[] = {"America/Sao_Paulo", "Australia/Lord_Howe", "Asia/Shanghai",
                                        "-03:30"};
    for (size_t z = 0; z < sizeof zones / sizeof *zones; z++) {
        for (int hour = 0; hour < 8766; hour++) {
            int64_t at_ms = parsed(t, "2017-06-01T00:15:00.007Z", NULL) + hour * HOUR_MS;
            int64_t back = parsed(t, formatted(t, at_ms, zones[z]), NULL);
            if (back != at_ms) check_int(t, back, at_ms);
        }
    }
}

TEST(a_zone_that_is_none_is_refused)
{
    static const char *const bad[] = {
        "",      "Asia/Shangai",        "+8:00", "+25:00", "GMT+8", "+0800", "Etc/Unknown",
        "08:00", "Asia/Shangh\xc3\xa4i"};
    static const char *const good[] = {
        "Asia/Shanghai", "America/Sao_Paulo", "Z", "+08:00", "-03:00", "UTC", "PRC"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        check_status(t, zone_check(t->ctx, bad[i]), INVALID);
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        check_ok(t, zone_check(t->ctx, good[i]));
    check_status(t, zone_check(t->ctx, NULL), INVALID);
}

TEST(a_pattern_of_digits_is_read_strictly)
{
    int64_t want = parsed(t, "2017-10-02T10:56:33Z", NULL);
    check_int(t, by_pattern(t, "2017-10-02 10:56:33", "yyyy-MM-dd HH:mm:ss", "Z"), want);
    check_int(t, by_pattern(t, "20171002105633", "yyyyMMddHHmmss", "Z"), want);
    check_int(t, by_pattern(t, "2/10/2017 10:56", "d/M/yyyy H:mm", "Z"), want - 33 * SECOND_MS);
    check_int(t, by_pattern(t, "02.10.17 10:56:33", "dd.MM.yy HH:mm:ss", "Z"), want);
    check_int(t, by_pattern(t, "1506941793", "epoch_s", NULL), want);
    check_int(t, by_pattern(t, "1506941793000", "epoch_ms", NULL), want);
    check_pattern_refuses(t, "2017-10-2 10:56:33", "yyyy-MM-dd HH:mm:ss");
    check_pattern_refuses(t, "2017-10-02 10:56:33Z", "yyyy-MM-dd HH:mm:ss");
    check_pattern_refuses(t, "2017-02-30 10:56:33", "yyyy-MM-dd HH:mm:ss");
    check_pattern_refuses(t, "2017-10-02 10:56:60", "yyyy-MM-dd HH:mm:ss");
    check_pattern_refuses(t, "", "yyyy-MM-dd");
    check_pattern_refuses(t, "-1", "epoch_s");
    check_pattern_refuses(t, "99999999999999", "epoch_s");
}

TEST(a_pattern_with_names_half_days_or_zones_goes_through_icu)
{
    int64_t want = parsed(t, "2017-10-02T22:56:33Z", NULL);
    check_int(t, by_pattern(t, "02 Oct 2017 10:56:33 PM", "dd MMM yyyy hh:mm:ss a", "Z"), want);
    check_int(t, by_pattern(t, "2017-10-03T06:56:33+0800", "yyyy-MM-dd'T'HH:mm:ssxx", NULL), want);
    check_int(t, by_pattern(t, "2017-10-02T22:56:33", "yyyy-MM-dd'T'HH:mm:ss", "Z"), want);
    check_pattern_refuses(t, "31 Feb 2017 10:56:33 PM", "dd MMM yyyy hh:mm:ss a");
    check_pattern_refuses(t, "02 Okt 2017 10:56:33 PM", "dd MMM yyyy hh:mm:ss a");
    check_pattern_refuses(t, "2017-10-02T22:56:33 and more", "yyyy-MM-dd'T'HH:mm:ss");
    check_pattern_refuses(t, "2017-10-02T22:56:60", "yyyy-MM-dd'T'HH:mm:ss");
}

TEST(a_pattern_that_does_not_tell_the_date_is_refused)
{
    check_ok(t, pattern_check(t->ctx, "yyyy-MM-dd HH:mm:ss"));
    check_ok(t, pattern_check(t->ctx, "dd MMM yyyy hh:mm a"));
    check_ok(t, pattern_check(t->ctx, "epoch_ms"));
    check_status(t, pattern_check(t->ctx, "HH:mm"), INVALID);
    check_status(t, pattern_check(t->ctx, "bogus"), INVALID);
    check_status(t, pattern_check(t->ctx, ""), INVALID);
}

TEST(people_read_the_minute_of_their_zone)
{
    Buf buf;
    buf_init(&buf, t->ctx->arena);
    instant_format_minute(&buf, TEST_NOW, "Asia/Shanghai");
    check_text(t, buf.data, "2026-11-22 16:00");
}

TEST(a_date_is_read_and_written)
{
    int64_t days;
    Buf buf;
    buf_init(&buf, t->ctx->arena);
    check_ok(t, date_parse(t->ctx, "2026-11-22", 10, &days));
    check_int(t, days, date_days(2026, 11, 22));
    date_format(&buf, days);
    check_text(t, buf.data, "2026-11-22");
    check_status(t, date_parse(t->ctx, "2026-11-31", 10, &days), INVALID);
    check_status(t, date_parse(t->ctx, "2026-11-22T", 11, &days), INVALID);
}
