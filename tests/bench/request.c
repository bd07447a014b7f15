#include "request.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define HEAD_ROOM 1024
#define NUMBER_DIGITS 13
#define SITES 500

static const char row[] = "{\"carrier\":\"sto\",\"no\":\"77NNNNNNNNNNNNN\","
                          "\"at\":\"YYYY-MM-DDThh:mm:ss.mmmZ\",\"stage\":\"hub_out\","
                          "\"site_code\":\"HUB000\",\"text\":\"passed by\"}";
#define ROW (sizeof row) /* with the comma after it */

/* As long whatever the parcel and the phone. */
static const char ticket[] =
    "{\"kind\":\"inquiry\",\"channel\":\"email\",\"subject\":\"包裹三天没有更新\","
    "\"description\":\"请帮我查一下这个包裹现在在哪里，什么时候可以送到。\","
    "\"contact_name\":\"张三丰\",\"contact_phone\":\"13800138000\","
    "\"waybills\":[{\"no\":\"77NNNNNNNNNNNNN\"}]}";

/* Places in a row. */
typedef struct Places {
    size_t number, instant, stage, site;
} Places;

/* Stages that leave the parcel on its way, of one length with the space after them. */
static const char *const stages[] = {"\"hub_out\"", "\"hub_in\" "};

static Places places_find(void)
{
    return (Places){(size_t)(strstr(row, "NNN") - row), (size_t)(strstr(row, "YYYY") - row),
                    (size_t)(strstr(row, "\"hub") - row), (size_t)(strstr(row, "000") - row)};
}

static uint64_t draw(uint64_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return *state;
}

static int64_t draw_parcel(const LoadPlan *plan, uint64_t *random)
{
    return plan->first + (int64_t)(draw(random) % (uint64_t)plan->count);
}

static void put_digits(char *at, int64_t value, int count)
{
    while (count--) {
        at[count] = (char)('0' + value % 10);
        value /= 10;
    }
}

static void put_now(char *at)
{
    struct timespec now;
    struct tm day;
    clock_gettime(CLOCK_REALTIME, &now);
    gmtime_r(&now.tv_sec, &day);
    put_digits(at, day.tm_year + 1900, 4);
    put_digits(at + 5, day.tm_mon + 1, 2);
    put_digits(at + 8, day.tm_mday, 2);
    put_digits(at + 11, day.tm_hour, 2);
    put_digits(at + 14, day.tm_min, 2);
    put_digits(at + 17, day.tm_sec, 2);
    put_digits(at + 20, now.tv_nsec / 1000000, 3);
}

static char *head_write(const LoadPlan *plan, char *at, size_t body)
{
    bool post = plan->kind == LOAD_SCANS || plan->kind == LOAD_TICKETS;
    const char *parcel = plan->kind == LOAD_TRACK ? "77NNNNNNNNNNNNN" : "";
    at += sprintf(at, "%s %s%s HTTP/1.1\r\nHost: %s\r\n", post ? "POST" : "GET", plan->path, parcel,
                  plan->host);
    if (plan->token) at += sprintf(at, "Authorization: Bearer %s\r\n", plan->token);
    if (post) at += sprintf(at, "Content-Type: application/json\r\nContent-Length: %zu\r\n", body);
    return at + sprintf(at, "\r\n");
}

LoadRequest request_make(const LoadPlan *plan)
{
    size_t rows = plan->kind == LOAD_SCANS ? (size_t)plan->rows : 0;
    size_t body = rows ? rows * ROW + 1 : 0; /* brackets, and a comma less than rows */
    if (plan->kind == LOAD_TICKETS) body = sizeof ticket - 1;
    LoadRequest request = {.bytes = malloc(HEAD_ROOM + body)};
    if (!request.bytes) abort();
    char *at = head_write(plan, request.bytes, body);
    if (plan->kind == LOAD_TICKETS) {
        memcpy(at, ticket, sizeof ticket);
        request.body = (size_t)(strstr(at, "NNN") - request.bytes);
        at += body;
    }
    if (plan->kind == LOAD_TRACK)
        request.body = (size_t)(strstr(request.bytes, "NNN") - request.bytes);
    if (rows) {
        *at++ = '[';
        request.body = (size_t)(at - request.bytes);
        for (size_t i = 0; i < rows; i++, at += ROW) {
            memcpy(at, row, ROW);
            at[ROW - 1] = i + 1 < rows ? ',' : ']';
        }
    }
    request.length = (size_t)(at - request.bytes);
    return request;
}

void request_vary(const LoadPlan *plan, LoadRequest *request, uint64_t *random)
{
    char *at = request->bytes + request->body;
    if (plan->kind == LOAD_TRACK || plan->kind == LOAD_TICKETS)
        put_digits(at, draw_parcel(plan, random), NUMBER_DIGITS);
    if (plan->kind != LOAD_SCANS) return;
    const Places places = places_find();
    char now[sizeof "YYYY-MM-DDThh:mm:ss.mmm" - 1];
    memcpy(now, "YYYY-MM-DDThh:mm:ss.mmm", sizeof now);
    put_now(now);
    for (int i = 0; i < plan->rows; i++, at += ROW) {
        put_digits(at + places.number, draw_parcel(plan, random), NUMBER_DIGITS);
        memcpy(at + places.instant, now, sizeof now);
        memcpy(at + places.stage, stages[draw(random) & 1], strlen(stages[0]));
        put_digits(at + places.site, (int64_t)(draw(random) % SITES), 3);
    }
}
