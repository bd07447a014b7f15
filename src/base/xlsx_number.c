#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/instant.h"
#include "base/xlsx_book.h"

static bool is_whole(const char *text)
{
    text += *text == '-';
    return *text && strspn(text, "0123456789") == strlen(text);
}

/* Excel's days: 1 is 1900-01-01, and 60 a 29 February that never was. */
static int64_t date_of(const XlsxBook *book, int64_t serial)
{
    if (book->since_1904) return date_days(1904, 1, 1) + serial;
    return date_days(1900, 1, 1) + serial - (serial > 60 ? 2 : 1);
}

static bool put_time(Buf *buf, const XlsxBook *book, double serial)
{
    if (!(serial >= 0) || serial >= 2958466) return false; /* 10000-01-01 */
    int64_t all_ms = llround(serial * (double)DAY_MS), serial_day = all_ms / DAY_MS;
    int of_day = (int)(all_ms % DAY_MS);
    if (serial_day > 0 || book->since_1904) date_format(buf, date_of(book, serial_day));
    if (of_day == 0 && serial_day > 0) return true;
    if (serial_day > 0) buf_char(buf, ' ');
    buf_format(buf, "%02d:%02d:%02d", of_day / (int)HOUR_MS, of_day / (int)MINUTE_MS % 60,
               of_day / (int)SECOND_MS % 60);
    if (of_day % 1000) buf_format(buf, ".%03d", of_day % 1000);
    return true;
}

bool xlsx_number(Buf *buf, const XlsxBook *book, const char *text, bool dated)
{
    char *end;
    double value = strtod(text, &end);
    if (end == text || *end || !isfinite(value)) return false;
    if (dated) return put_time(buf, book, value);
    /* Cells hold binary fractions: 0.1 is written as 0.10000000000000001. */
    if (is_whole(text))
        buf_text(buf, text);
    else if (fabs(value) < 1e15 && nearbyint(value) == value)
        buf_format(buf, "%.0f", value);
    else
        buf_format(buf, "%.15g", value);
    return true;
}
