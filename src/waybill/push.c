#include "waybill/push.h"

#include <sodium.h>
#include <string.h>

#include "access/setting.h"
#include "base/digest.h"
#include "base/form.h"
#include "base/instant.h"
#include "base/json.h"
#include "waybill/carrier.h"
#include "waybill/number.h"
#include "waybill/scan.h"

/* What is read into: the rows so far, and what is common to those of one parcel. */
typedef struct Push {
    Ctx *ctx;
    const char *provider;
    UpsertRow *rows;
    ScanInput *scans;
    size_t count;
    const char *carrier, *no;
    int64_t parcel; /* from 1 */
} Push;

static const char *text_of(const Json *object, const char *key)
{
    const char *text = json_get_text(object, key);
    return text && text[0] ? text : NULL;
}

/* Providers give local times of the company's country, without a zone. */
static Status event_time(Push *push, const Json *event, const char *key, ScanInput *scan)
{
    const char *text = text_of(event, key);
    int64_t offset_ms = 0;
    if (!text) return fail_field(push->ctx, key, "the event has no time");
    Status s =
        instant_parse(push->ctx, text, strlen(text), setting_text(push->ctx, SETTING_NAMED_ZONE),
                      &scan->at, &offset_ms, &scan->at_offset.inferred);
    scan->at_offset.minutes = offset_ms / MINUTE_MS;
    return s ? fail_field(push->ctx, key, "this is no time") : OK;
}

static Status push_room(Push *push, size_t events)
{
    push->rows = ARENA_ARRAY(push->ctx->arena, events, UpsertRow);
    push->scans = ARENA_ARRAY(push->ctx->arena, events, ScanInput);
    return push->rows && push->scans ? OK : no_memory(push->ctx);
}

/* A new row of the parcel under way; `time` names the member that holds the event's time. */
static Status push_event(Push *push, const Json *event, const char *time, ScanInput **out)
{
    ScanInput *scan = *out = &push->scans[push->count];
    UpsertRow *row = &push->rows[push->count++];
    *row = (UpsertRow){.thing = scan, .number = (int64_t)push->count};
    shape_clear(&scan_input_shape, scan);
    scan->carrier = push->carrier;
    scan->no = push->no;
    scan->provider = push->provider;
    scan->payload = push->parcel;
    Status s = event_time(push, event, time, scan);
    return s == INVALID ? upsert_reject(push->ctx, row) : s;
}

static Status push_parcel(Push *push, CarrierProvider provider, const char *carrier, const char *no)
{
    char *code = ARENA_ARRAY(push->ctx->arena, CARRIER_MAX + 1, char);
    if (!code) return no_memory(push->ctx);
    if (!carrier || !no) return fail(push->ctx, INVALID, "the push names no carrier or no number");
    carrier_of_provider(provider, carrier, code);
    push->carrier = code;
    push->no = no;
    push->parcel++;
    return OK;
}

static Status checked(Push *push)
{
    for (size_t i = 0; i < push->count; i++) {
        UpsertRow *row = &push->rows[i];
        if (row->outcome != UPSERT_WAITING) continue;
        Status s = shape_check(push->ctx, &scan_input_shape, row->thing);
        if (s == INVALID) s = upsert_reject(push->ctx, row);
        if (s) return s;
    }
    return OK;
}

/* --- kuaidi100: {"lastResult": {"com", "nu", "data": [{"time", "context", "statusCode", …}]}} ---
 */

/* «广东,深圳市,福田区»: the second is the city. */
static const char *area_city(Ctx *ctx, const char *area)
{
    const char *comma = area ? strchr(area, ',') : NULL;
    if (!comma) return area;
    const char *city = comma + 1;
    return arena_text_n(ctx->arena, city, strcspn(city, ","));
}

static Status kuaidi100_event(Push *push, const Json *event, const char *state)
{
    ScanInput *scan;
    Status s = push_event(push, event, text_of(event, "ftime") ? "ftime" : "time", &scan);
    const char *code = text_of(event, "statusCode");
    scan->code = code ? code : state;
    scan->action = text_of(event, "status");
    scan->text = text_of(event, "context");
    const char *area = text_of(event, "areaName");
    scan->city = area ? area_city(push->ctx, area) : text_of(event, "location");
    if (area && !scan->city) return no_memory(push->ctx);
    scan->site_code = text_of(event, "areaCode");
    return s;
}

Status push_kuaidi100_decode(Ctx *ctx, const char *document, size_t length, const char *options,
                             UpsertRow **rows, size_t *count)
{
    (void)options;
    Json *root;
    Status s = json_parse(ctx, document, length, &root);
    if (s) return s;
    const Json *result = json_get(root, "lastResult"), *data = json_get(result, "data");
    Push push = {.ctx = ctx, .provider = "kuaidi100"};
    s = push_room(&push, data ? data->count : 0);
    if (!s)
        s = push_parcel(&push, CARRIER_KUAIDI100, text_of(result, "com"), text_of(result, "nu"));
    /* Plain subscriptions give no code per event: then the state of the whole is that of the
     * newest. */
    const char *state = text_of(result, "state");
    for (const Json *event = data ? data->first : NULL; event && !s; event = event->next) {
        s = kuaidi100_event(&push, event, state);
        state = "0";
    }
    *rows = push.rows;
    *count = push.count;
    return s ? s : checked(&push);
}

/* sign = MD5(param + salt), in capitals by their documents; either case is taken. */
static Status kuaidi100_verify(Ctx *ctx, const char *form, size_t length, const char *secret,
                               bool *right)
{
    const char *param, *sign;
    char digest[33];
    *right = false;
    Status s = form_value(ctx, form, length, "param", &param);
    if (!s) s = form_value(ctx, form, length, "sign", &sign);
    if (s || !param || !sign) return s;
    s = md5_hex(ctx, param, strlen(param), secret, digest);
    char given[33] = "";
    for (size_t i = 0; i < 32 && strlen(sign) == 32; i++)
        given[i] = (char)(sign[i] >= 'A' && sign[i] <= 'F' ? sign[i] + 32 : sign[i]);
    *right = !s && sodium_memcmp(given, digest, 32) == 0;
    return s;
}

static void kuaidi100_reply(Ctx *ctx, Buf *buf, const char *account, const char *problem)
{
    (void)ctx, (void)account;
    buf_format(buf, "{\"result\":%s,\"returnCode\":\"%s\",\"message\":", problem ? "false" : "true",
               problem ? "500" : "200");
    json_text(buf, problem ? problem : "成功");
    buf_char(buf, '}');
}

/* --- KDNiao: {"Data": [{"ShipperCode", "LogisticCode", "Traces": [{"AcceptTime", "Action", …}]}]}
 * --- */

static Status kdniao_parcel(Push *push, const Json *parcel)
{
    Status s = push_parcel(push, CARRIER_KDNIAO, text_of(parcel, "ShipperCode"),
                           text_of(parcel, "LogisticCode"));
    const Json *traces = json_get(parcel, "Traces");
    const char *state = text_of(parcel, "StateEx");
    for (const Json *event = traces ? traces->first : NULL; event && !s; event = event->next) {
        ScanInput *scan;
        s = push_event(push, event, "AcceptTime", &scan);
        const char *action = text_of(event, "Action");
        /* Their traces run from the oldest to the newest: the state is that of the last. */
        scan->code = action ? action : event->next || !state ? "2" : state;
        scan->text = text_of(event, "AcceptStation");
        scan->city = text_of(event, "Location");
    }
    return s;
}

static size_t kdniao_events(const Json *data)
{
    size_t count = 0;
    for (const Json *parcel = data ? data->first : NULL; parcel; parcel = parcel->next) {
        const Json *traces = json_get(parcel, "Traces");
        count += traces ? traces->count : 0;
    }
    return count;
}

Status push_kdniao_decode(Ctx *ctx, const char *document, size_t length, const char *options,
                          UpsertRow **rows, size_t *count)
{
    (void)options;
    Json *root;
    Status s = json_parse(ctx, document, length, &root);
    if (s) return s;
    const Json *data = json_get(root, "Data");
    Push push = {.ctx = ctx, .provider = "kdniao"};
    s = push_room(&push, kdniao_events(data));
    for (const Json *parcel = data ? data->first : NULL; parcel && !s; parcel = parcel->next)
        s = kdniao_parcel(&push, parcel);
    *rows = push.rows;
    *count = push.count;
    return s ? s : checked(&push);
}

/* DataSign = Base64(hexadecimal MD5(RequestData + AppKey)). */
static Status kdniao_verify(Ctx *ctx, const char *form, size_t length, const char *secret,
                            bool *right)
{
    const char *data, *sign;
    char digest[33], encoded[sodium_base64_ENCODED_LEN(32, sodium_base64_VARIANT_ORIGINAL)];
    *right = false;
    Status s = form_value(ctx, form, length, "RequestData", &data);
    if (!s) s = form_value(ctx, form, length, "DataSign", &sign);
    if (s || !data || !sign) return s;
    s = md5_hex(ctx, data, strlen(data), secret, digest);
    if (s) return s;
    sodium_bin2base64(encoded, sizeof encoded, (unsigned char *)digest, 32,
                      sodium_base64_VARIANT_ORIGINAL);
    *right = strlen(sign) == strlen(encoded) && sodium_memcmp(sign, encoded, strlen(encoded)) == 0;
    return OK;
}

static void kdniao_reply(Ctx *ctx, Buf *buf, const char *account, const char *problem)
{
    Wall now;
    instant_wall(ctx_now(ctx), setting_text(ctx, SETTING_NAMED_ZONE), &now);
    buf_text(buf, "{\"EBusinessID\":");
    json_text(buf, account ? account : "");
    buf_format(buf, ",\"UpdateTime\":\"%04d-%02d-%02d %02d:%02d:%02d\",\"Success\":%s,\"Reason\":",
               now.year, now.month, now.day, now.hour, now.minute, now.second,
               problem ? "false" : "true");
    json_text(buf, problem ? problem : "");
    buf_char(buf, '}');
}

const PushProvider push_providers[] = {
    {"kuaidi100", "param", "push.kuaidi100", kuaidi100_verify, kuaidi100_reply},
    {"kdniao", "RequestData", "push.kdniao", kdniao_verify, kdniao_reply},
    {NULL}};

const PushProvider *push_provider(const char *name)
{
    for (const PushProvider *one = push_providers; one->name; one++)
        if (strcmp(one->name, name) == 0) return one;
    return NULL;
}
