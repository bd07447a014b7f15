#include "watch/evidence.h"

#include <stdio.h>

#include "base/instant.h"

int64_t eta_day(int64_t at_ms)
{
    int64_t past = at_ms % DAY_MS;
    return (at_ms - (past < 0 ? past + DAY_MS : past)) / DAY_MS;
}

EtaParcel eta_parcel(const WaybillFacts *facts, EtaStart start)
{
    const bool back = facts->leg == LEG_RETURN;
    return (EtaParcel){.carrier = facts->carrier,
                       .product = facts->product,
                       .origin = facts->origin,
                       .destination = facts->destination,
                       .start_ms =
                           start == ETA_FROM_ORDERED ? facts->ordered_ms : facts->collected_ms,
                       .delivered_ms = back ? NONE : facts->delivered_ms,
                       .promised_ms = facts->promised_ms,
                       .ordered_ms = facts->ordered_ms,
                       .origin_zone = facts->origin_zone,
                       .destination_zone = facts->destination_zone,
                       .until_ms = NONE,
                       .number = facts->waybill_id};
}

/* "sto/next_day@h13", "sto/next_day@d4": by when the parcel started, in UTC. */
static const char *rhythm_name(const EtaParcel *parcel, EtaScope scope, char room[ETA_NAME_ROOM])
{
    if (parcel->start_ms == NONE) return NULL;
    const int64_t day = eta_day(parcel->start_ms);
    const int part = scope == ETA_HOUR ? (int)((parcel->start_ms - day * DAY_MS) / HOUR_MS)
                                       : (int)(day - eta_week(day));
    const int length = snprintf(room, ETA_NAME_ROOM, "%s/%s@%c%d", parcel->carrier, parcel->product,
                                scope == ETA_HOUR ? 'h' : 'd', part);
    return length > 0 && length < ETA_NAME_ROOM ? room : NULL;
}

/* "sto/next_day>CN-44@t5": by the class of days from the order to the promise. */
static const char *promised_name(const EtaParcel *parcel, char room[ETA_NAME_ROOM])
{
    static const int until_days[] = {1, 2, 3, 5, 8, 10, 12, 14, 16, 18, 20, 22, 25, 28, 32, 40};
    enum { CLASSES = sizeof until_days / sizeof until_days[0] };
    if (parcel->start_ms == NONE || parcel->promised_ms == NONE || parcel->destination[0] == '\0')
        return NULL;
    const int64_t since = parcel->ordered_ms == NONE ? parcel->start_ms : parcel->ordered_ms;
    const int64_t given = parcel->promised_ms - since;
    int class = 0;
    while (class < CLASSES && given >= until_days[class] * DAY_MS)
        class ++;
    const int length = snprintf(room, ETA_NAME_ROOM, "%s/%s>%s@t%d", parcel->carrier,
                                parcel->product, parcel->destination, class);
    return length > 0 && length < ETA_NAME_ROOM ? room : NULL;
}

/* "sto/next_day/z1410>CN-44", "sto/next_day>z1410": from and to a postal zone. */
static const char *zone_name(const EtaParcel *parcel, EtaScope scope, char room[ETA_NAME_ROOM])
{
    const bool sender = scope == ETA_SENDER_ZONE;
    const int64_t zone = sender ? parcel->origin_zone : parcel->destination_zone;
    if (zone == 0 || parcel->destination[0] == '\0') return NULL;
    const int length = sender ? snprintf(room, ETA_NAME_ROOM, "%s/%s/z%lld>%s", parcel->carrier,
                                         parcel->product, (long long)zone, parcel->destination)
                              : snprintf(room, ETA_NAME_ROOM, "%s/%s>z%lld", parcel->carrier,
                                         parcel->product, (long long)zone);
    return length > 0 && length < ETA_NAME_ROOM ? room : NULL;
}

bool eta_is_weekly(EtaScope scope)
{
    return scope == ETA_SENDER_ZONE || scope == ETA_RECEIVER_ZONE;
}

int64_t eta_cell_day(EtaScope scope, int64_t day)
{
    return eta_is_weekly(scope) ? eta_week(day) : day;
}

/* The counterpart of eta_step_cell(): "sto/next_day", "…/CN-31>CN-44", "…#12" from site 12. */
static const char *step_name(const EtaParcel *parcel, EtaScope scope, char room[ETA_NAME_ROOM])
{
    const bool lane = parcel->origin[0] != '\0' && parcel->destination[0] != '\0';
    if (scope == ETA_PRODUCT || scope == ETA_PROMISED || eta_is_weekly(scope)) return NULL;
    if (scope == ETA_HOUR || scope == ETA_WEEKDAY) return rhythm_name(parcel, scope, room);
    if (scope != ETA_ALL && (!lane || (scope == ETA_LANE && parcel->outlet_id == 0))) return NULL;
    int length = snprintf(room, ETA_NAME_ROOM, "%s/%s", parcel->carrier, parcel->product);
    if (scope == ETA_DESTINATION)
        length = snprintf(room, ETA_NAME_ROOM, "%s/%s/%s>%s", parcel->carrier, parcel->product,
                          parcel->origin, parcel->destination);
    if (scope == ETA_LANE)
        length = snprintf(room, ETA_NAME_ROOM, "%s/%s/%s>%s#%lld", parcel->carrier, parcel->product,
                          parcel->origin, parcel->destination, (long long)parcel->outlet_id);
    return length > 0 && length < ETA_NAME_ROOM ? room : NULL;
}

const char *eta_cell_name(const EtaParcel *parcel, EtaScope scope, char room[ETA_NAME_ROOM])
{
    if (parcel->beginning >= ETA_FROM_STAGE) return step_name(parcel, scope, room);
    const bool destination = parcel->destination[0] != '\0';
    const bool lane = destination && parcel->origin[0] != '\0';
    if (scope == ETA_ALL) return "";
    if (scope == ETA_PROMISED) return promised_name(parcel, room);
    if (eta_is_weekly(scope)) return zone_name(parcel, scope, room);
    if (scope > ETA_LANE) return rhythm_name(parcel, scope, room);
    if ((scope == ETA_DESTINATION && !destination) || (scope == ETA_LANE && !lane)) return NULL;
    const char *from = scope == ETA_LANE ? parcel->origin : "";
    const char *to = scope == ETA_PRODUCT ? "" : parcel->destination;
    const int length =
        snprintf(room, ETA_NAME_ROOM, "%s/%s%s%s%s%s", parcel->carrier, parcel->product,
                 from[0] != '\0' ? "/" : "", from, to[0] != '\0' ? ">" : "", to);
    return length > 0 && length < ETA_NAME_ROOM ? room : NULL;
}

bool eta_lesson(const EtaParcel *parcel, int64_t *day, int64_t *measure)
{
    if (parcel->start_ms == NONE || parcel->delivered_ms == NONE) return false;
    *measure = eta_measure(parcel->delivered_ms - parcel->start_ms);
    *day = eta_day(parcel->delivered_ms);
    return *measure != NONE;
}
