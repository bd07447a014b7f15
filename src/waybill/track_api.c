#include <string.h>

#include "access/right.h"
#include "access/setting.h"
#include "base/html.h"
#include "base/instant.h"
#include "base/region.h"
#include "waybill/carrier.h"
#include "waybill/number.h"
#include "waybill/promised_says.h"
#include "waybill/scan.h"
#include "waybill/track_advice.h"
#include "waybill/track_page.h"
#include "waybill/track_tail.h"
#include "waybill/waybill.h"
#include "waybill/waybill_api.h"

#define PAGE_TYPE "text/html; charset=utf-8"
enum { EVENTS_SHOWN = 200, LINKS_SHOWN = 6 };

typedef struct TrackQuery {
    const char *lang, *carrier, *no;
} TrackQuery;

static const Field query_fields[] = {
    FIELD_TEXT(TrackQuery, lang, .max = 8, .doc = "zh or en; else what the browser prefers"),
    FIELD_TEXT(TrackQuery, carrier, .max = CARRIER_MAX,
               .doc = "Whose parcel, where several carriers have the number"),
    FIELD_TEXT(TrackQuery, no, .max = 64, .doc = "The number, from the form"), FIELD_END};
static const Shape query_shape = SHAPE(TrackQuery, query_fields, "How to show a parcel");

/* What one answer is made from. */
typedef struct Track {
    TrackPage page;
    Waybill waybill;
    char no[NUMBER_MAX + 1];
} Track;

static void track_begin(Ctx *ctx, const Request *req, Track *track)
{
    const TrackQuery *query = request_query(req);
    *track =
        (Track){.page = {
                    .language = track_language(query->lang, request_header(req, "Accept-Language")),
                    .company = setting_text(ctx, SETTING_NAMED_COMPANY),
                    .hotline = setting_text(ctx, SETTING_NAMED_HOTLINE),
                    .zone = setting_text(ctx, SETTING_NAMED_ZONE),
                    .now_ms = ctx_now(ctx),
                }};
    if (track->page.hotline && !track->page.hotline[0]) track->page.hotline = NULL;
}

static Status page_send(Ctx *ctx, Request *req, const TrackPage *page, int http_status,
                        void (*write)(Buf *buf, const TrackPage *page))
{
    Buf *buf = reply_with(req, http_status, PAGE_TYPE);
    if (!buf) return no_memory(ctx);
    reply_header(req, "Cache-Control", "no-store");
    write(buf, page);
    return buf_check(ctx, buf);
}

/* The parcel, or the carriers to choose from; neither when nobody knows the number. */
static Status track_find(Ctx *ctx, const char *carrier, Track *track)
{
    Texts carriers;
    Status s = waybill_carriers(ctx, track->no, &carriers);
    if (s || !carriers.count) return s;
    if (!carrier && carriers.count > 1) {
        const char **choices = ARENA_ARRAY(ctx->arena, carriers.count + 1, const char *);
        if (!choices) return no_memory(ctx);
        memcpy(choices, carriers.items, carriers.count * sizeof *choices);
        track->page.choices = choices;
        return OK;
    }
    s = waybill_find_public(ctx, carrier ? carrier : carriers.items[0], track->no, &track->waybill);
    if (s == NOT_FOUND) return OK;
    track->page.facts = s ? NULL : &track->waybill.facts;
    return s;
}

static Status track_route(Ctx *ctx, TrackPage *page)
{
    const WaybillFacts *facts = page->facts;
    if (!facts->origin[0] || !facts->destination[0]) return OK;
    bool english = page->language == LANGUAGE_EN;
    const char *(*name)(Ctx *, const char *) = english ? region_name_english : region_name;
    page->origin = name(ctx, facts->origin);
    page->destination = name(ctx, facts->destination);
    return page->origin && page->destination ? OK : no_memory(ctx);
}

static Status masked_name(Ctx *ctx, const char *name, const char **out)
{
    Buf buf;
    buf_init(&buf, ctx->arena);
    if (name) mask_text(&buf, PERSONAL_NAME, name);
    *out = buf.data;
    return buf_check(ctx, &buf);
}

/* The city in the language of the page, where a name is known; a site keeps its own. */
static Status track_city(Ctx *ctx, const Track *track, TrackEvent *event)
{
    if (!event->city || track->page.language != LANGUAGE_EN) return OK;
    event->city = city_name_english(ctx, event->city);
    return event->city ? OK : no_memory(ctx);
}

static Status track_links(Ctx *ctx, TrackPage *page)
{
    TrackLink *links = ARENA_ARRAY(ctx->arena, LINKS_SHOWN, TrackLink);
    Status s = links ? OK : no_memory(ctx);
    for (TrackAdvise *const *advise = track_advisers; !s && *advise; advise++) {
        List more;
        s = (*advise)(ctx, page->facts, track_page_is_late(page), page->language, &more);
        for (size_t i = 0; !s && i < more.count && page->link_count < LINKS_SHOWN; i++)
            links[page->link_count++] = ((const TrackLink *)more.items)[i];
    }
    page->links = links;
    return s;
}

static Status track_incident(Ctx *ctx, TrackPage *page)
{
    Status s = OK;
    bool open = !stage_is_terminal(page->facts->stage);
    for (TrackTell *const *tell = track_tellers; open && !s && *tell && !page->incident; tell++)
        s = (*tell)(ctx, page->facts->waybill_id, page->language, &page->incident);
    return s;
}

/* What was told of this parcel comes before what is known of such parcels. */
static Status track_expect(Ctx *ctx, TrackPage *page)
{
    Status s = OK;
    for (TrackExpect *const *expect = track_expecters; !s && *expect; expect++)
        if (page->expected_ms == NONE) s = (*expect)(ctx, page->facts, &page->expected_ms);
    return s;
}

/* What customers are told of a promise that was changed. */
static Status track_promise(Ctx *ctx, Track *track)
{
    TrackPage *page = &track->page;
    PromiseTold told;
    Status s = promised_told(ctx, track->waybill.id, &told);
    if (s) return s;
    page->promise_why = page->language == LANGUAGE_ZH ? told.why_zh : told.why_en;
    page->expected_ms = told.expected_ms;
    bool moved = track->waybill.original_promised_at != track->waybill.promised_at;
    page->promise_first_ms = moved ? track->waybill.original_promised_at : NONE;
    return OK;
}

/* Without the tail the carrier's own words are not shown: they name people. With it they are shown
 * with phones and names masked: the tail is printed on every label. */
static Status track_events(Ctx *ctx, Track *track)
{
    const char *const names[] = {track->waybill.sender_name, track->waybill.receiver_name};
    List list;
    const char *next;
    Status s = scan_list_first(ctx, &track->waybill, EVENTS_SHOWN, &list, &next);
    TrackEvent *events = s ? NULL : ARENA_ARRAY(ctx->arena, list.count, TrackEvent);
    if (s || !events) return s ? s : no_memory(ctx);
    Scan *scans = list.items;
    size_t count = 0;
    for (size_t i = list.count; !s && i-- > 0;) {
        Scan *scan = &scans[i];
        if (track->page.verified) s = scan_mask_names(ctx, scan, names, 2);
        events[count++] = (TrackEvent){
            .at_ms = scan->at,
            .stage = scan->stage == NONE ? STAGE_NONE : (WaybillStage)scan->stage,
            .exception = scan->exception == NONE ? -1 : (int)scan->exception,
            .city = scan->city,
            .site = scan->site_name,
            .text = track->page.verified ? scan->text : NULL,
        };
        if (!s) s = track_city(ctx, track, &events[count - 1]);
        if (scan->signer && !track->page.signer) track->page.signer = scan->signer;
    }
    track->page.events = events;
    track->page.event_count = count;
    return s;
}

/* A carrier that is none of the known ones is the company itself. */
static const char *track_carrier(const TrackPage *page, const char *code)
{
    const char *name = carrier_name(code, page->language);
    bool own = strcmp(name, code) == 0 && page->company && page->company[0];
    return own ? page->company : name;
}

static Status track_show(Ctx *ctx, Request *req, Track *track)
{
    TrackPage *page = &track->page;
    if (!page->facts) return page_send(ctx, req, page, page->choices ? 200 : 404, track_page_write);
    page->carrier_name = track_carrier(page, track->waybill.carrier);
    page->can_verify = track->waybill.receiver_phone != NULL;
    Status s = track_route(ctx, page);
    if (!s) s = track_links(ctx, page);
    if (!s) s = track_incident(ctx, page);
    if (!s) s = track_promise(ctx, track);
    if (!s) s = track_expect(ctx, page);
    if (!s) s = track_events(ctx, track);
    const char *signer = page->verified ? page->signer : NULL;
    const char *receiver = page->verified ? track->waybill.receiver_name : NULL;
    if (!s) s = masked_name(ctx, receiver, &page->consignee);
    if (!s) s = masked_name(ctx, signer, &page->signer);
    int http_status = page->closed ? 429 : page->refused ? 403 : 200;
    return s ? s : page_send(ctx, req, page, http_status, track_page_write);
}

static Status track_open(Ctx *ctx, Request *req, Track *track)
{
    const TrackQuery *query = request_query(req);
    track_begin(ctx, req, track);
    Status s = number_normalise(ctx, path_text(req, "no"), track->no);
    if (s) { /* a number that cannot be is a number that nobody knows */
        problem_clear(ctx);
        track->page.no = path_text(req, "no");
        return OK;
    }
    track->page.no = track->no;
    return track_find(ctx, query->carrier, track);
}

static Status page_track(Ctx *ctx, Request *req)
{
    Track track;
    Status s = track_open(ctx, req, &track);
    return s ? s : track_show(ctx, req, &track);
}

/* The form: tail=1234. Four digits after any text of form encoding. */
static bool tail_read(const Request *req, char tail[5])
{
    size_t length;
    const char *body = request_body(req, &length);
    if (length != 9 || memcmp(body, "tail=", 5) != 0) return false;
    memcpy(tail, body + 5, 4);
    tail[4] = 0;
    return strspn(tail, "0123456789") == 4;
}

static Status track_verify(Ctx *ctx, const Request *req, Track *track)
{
    char tail[5];
    bool may;
    Status s = tail_may_try(ctx, track->waybill.id, &may);
    if (s) return s;
    track->page.closed = !may;
    if (!may) return OK;
    track->page.verified = tail_read(req, tail) && waybill_tail_matches(&track->waybill, tail);
    track->page.refused = !track->page.verified;
    return track->page.refused ? tail_failed(ctx, track->waybill.id) : OK;
}

static Status page_verify(Ctx *ctx, Request *req)
{
    Track track;
    Status s = track_open(ctx, req, &track);
    if (!s && track.page.facts) s = track_verify(ctx, req, &track);
    return s ? s : track_show(ctx, req, &track);
}

static Status page_home(Ctx *ctx, Request *req)
{
    Track track;
    track_begin(ctx, req, &track);
    return page_send(ctx, req, &track.page, 200, track_home_write);
}

/* The form gives the number as a parameter; the page's own address is /t/NUMBER. */
static Status page_look_up(Ctx *ctx, Request *req)
{
    const TrackQuery *query = request_query(req);
    if (!query->no) return page_home(ctx, req);
    Buf to;
    buf_init(&to, ctx->arena);
    buf_text(&to, "/t/");
    html_url(&to, query->no);
    buf_text(&to, query->lang ? "?lang=" : NULL);
    html_url(&to, query->lang);
    Status s = buf_check(ctx, &to);
    if (!s) reply_header(req, "Location", to.data);
    return s ? s : reply_empty(req, 303);
}

/* A person looks up a few parcels, a machine that goes through the numbers many. */
static unsigned track_rate(Ctx *ctx)
{
    return (unsigned)setting_int(ctx, SETTING_NAMED_TRACKING_PER_MINUTE);
}

static const Route routes[] = {
    {GET, "/", .right = RIGHT_PUBLIC, .query = &query_shape, .media = PAGE_TYPE, .run = page_home,
     .doc = "The public start page"},
    {GET, "/t", .right = RIGHT_PUBLIC, .query = &query_shape, .media = PAGE_TYPE,
     .run = page_look_up, .doc = "Leads to the tracking page of a number"},
    {GET, "/t/{no}", .right = RIGHT_PUBLIC, .rate = track_rate, .query = &query_shape,
     .media = PAGE_TYPE, .run = page_track, .doc = "The public tracking page of a parcel"},
    {POST, "/t/{no}", .right = RIGHT_PUBLIC, .rate = track_rate, .writes = true,
     .query = &query_shape, .body = BODY_RAW, .max_body = 64, .media = PAGE_TYPE,
     .run = page_verify, .doc = "The same, with what the receiver's phone tail opens"},
    ROUTE_END};

static Status forget_tries(Ctx *ctx, const Job *job)
{
    (void)job;
    return tail_forget_old(ctx);
}

static const JobKind jobs[] = {{.name = "track.forget_tries",
                                .every_ms = HOUR_MS,
                                .run = forget_tries,
                                .doc = "Forgets wrong phone tails that are over an hour old"},
                               {.name = NULL}};

const Slice track_slice = {
    .name = "track", .doc = "The public tracking page", .routes = routes, .jobs = jobs};
