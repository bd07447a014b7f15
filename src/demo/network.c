#include "demo/network.h"

#include <math.h>

#include "promise/promise.h"

const City cities[] = {
    {"310000", "SH", "上海", 31.23, 121.47, 100, 0, 3, 2},
    {"330100", "HZ", "杭州", 30.27, 120.15, 80, 0, 2, 1},
    {"320100", "NJ", "南京", 32.06, 118.80, 55, 0, 2, 1},
    {"320500", "SZU", "苏州", 31.30, 120.58, 60, 0, 2, 0},
    {"330700", "JH", "金华", 29.08, 119.65, 75, 0, 2, 0},
    {"340100", "HF", "合肥", 31.82, 117.23, 35, 0, 1, 0},
    {"440100", "GZ", "广州", 23.13, 113.26, 95, 1, 3, 1},
    {"440300", "SZ", "深圳", 22.54, 114.06, 90, 1, 2, 1},
    {"350100", "FZ", "福州", 26.07, 119.30, 35, 1, 1, 0},
    {"450100", "NN", "南宁", 22.82, 108.37, 20, 1, 1, 0},
    {"420100", "WH", "武汉", 30.59, 114.31, 60, 2, 2, 1},
    {"410100", "ZZ", "郑州", 34.75, 113.63, 50, 2, 2, 0},
    {"430100", "CS", "长沙", 28.23, 112.94, 40, 2, 2, 0},
    {"360100", "NC", "南昌", 28.68, 115.86, 25, 2, 1, 0},
    {"110000", "BJ", "北京", 39.90, 116.41, 85, 3, 3, 1},
    {"120000", "TJ", "天津", 39.13, 117.20, 35, 3, 1, 0},
    {"370100", "JN", "济南", 36.65, 117.00, 35, 3, 1, 0},
    {"370200", "QD", "青岛", 36.07, 120.38, 40, 3, 1, 0},
    {"210100", "SY", "沈阳", 41.80, 123.43, 30, 3, 1, 0},
    {"230100", "HRB", "哈尔滨", 45.80, 126.53, 20, 3, 1, 0},
    {"510100", "CD", "成都", 30.57, 104.07, 65, 4, 2, 1},
    {"500000", "CQ", "重庆", 29.56, 106.55, 50, 4, 2, 1},
    {"610100", "XA", "西安", 34.34, 108.94, 40, 4, 1, 0},
    {"530100", "KM", "昆明", 25.04, 102.71, 25, 4, 1, 0},
    {"620100", "LZ", "兰州", 36.06, 103.83, 12, 4, 1, 0},
    {"650100", "URC", "乌鲁木齐", 43.83, 87.62, 8, 4, 1, 0},
    {.region = NULL},
};
const size_t city_count = sizeof cities / sizeof cities[0] - 1;

static const size_t hub_cities[HUBS] = {0, 6, 10, 14, 20};
static const char *const quarters[BRANCHES_MAX] = {"城东", "城西", "城南"};

const char *const service_codes[SERVICE_COUNT] = {"standard", "next_day", "economy"};

const City *hub_city(int hub)
{
    return &cities[hub_cities[hub]];
}

static double radians(double degrees)
{
    return degrees * acos(-1) / 180;
}

double city_distance_km(const City *from, const City *to)
{
    double north = sin(radians(to->latitude - from->latitude) / 2);
    double east = sin(radians(to->longitude - from->longitude) / 2);
    double a =
        north * north + cos(radians(from->latitude)) * cos(radians(to->latitude)) * east * east;
    return 1.25 * 2 * 6371 * asin(sqrt(a)) + 15;
}

Site hub_site(Ctx *ctx, int hub)
{
    const City *city = hub_city(hub);
    return (Site){arena_format(ctx->arena, "HUB-%s", city->letters),
                  arena_format(ctx->arena, "%s转运中心", city->name), city->name};
}

Site branch_site(Ctx *ctx, const City *city, int number)
{
    return (Site){arena_format(ctx->arena, "%s-%02d", city->letters, number + 1),
                  arena_format(ctx->arena, "%s%s网点", city->name, quarters[number]), city->name};
}

Site station_site(Ctx *ctx, const City *city, int number)
{
    return (Site){arena_format(ctx->arena, "%s-S%d", city->letters, number + 1),
                  arena_format(ctx->arena, "%s%s驿站", city->name, quarters[number]), city->name};
}

static Status site_create(Ctx *ctx, Site site, OutletKind kind, const char *parent,
                          const char *region)
{
    if (site.code == NULL || site.name == NULL) return no_memory(ctx);
    Outlet outlet = {
        .parent = parent, .code = site.code, .name = site.name, .kind = kind, .region = region};
    return outlet_create(ctx, &outlet);
}

static Status city_create(Ctx *ctx, const City *city)
{
    const char *hub = hub_site(ctx, city->hub).code;
    if (hub == NULL) return no_memory(ctx);
    Status s = OK;
    for (int i = 0; !s && i < city->branches; i++)
        s = site_create(ctx, branch_site(ctx, city, i), OUTLET_BRANCH, hub, city->region);
    for (int i = 0; !s && i < city->stations; i++)
        s = site_create(ctx, station_site(ctx, city, i), OUTLET_STATION,
                        branch_site(ctx, city, i).code, city->region);
    return s;
}

Status network_create(Ctx *ctx)
{
    Status s = site_create(ctx, (Site){"HQ", "演示速递总公司", ""}, OUTLET_ORGANIZATION, NULL, "");
    for (int hub = 0; !s && hub < HUBS; hub++)
        s = site_create(ctx, hub_site(ctx, hub), OUTLET_HUB, "HQ", hub_city(hub)->region);
    for (size_t i = 0; !s && i < city_count; i++)
        s = city_create(ctx, &cities[i]);
    return s;
}

int64_t service_days(Service service, double km)
{
    if (service == SERVICE_NEXT_DAY) return 1;
    int64_t days = km <= 350 ? 1 : km <= 1000 ? 2 : km <= 2000 ? 3 : km <= 3000 ? 4 : 5;
    return service == SERVICE_ECONOMY ? days + 2 : days;
}

static Status lane_create(Ctx *ctx, Service service, const City *from, const City *to)
{
    double km = city_distance_km(from, to);
    if (service == SERVICE_NEXT_DAY && km > NEXT_DAY_KM) return OK;
    ProductLane lane = {.product = service_codes[service],
                        .origin = from->region,
                        .destination = to->region,
                        .city_days = NONE,
                        .city_minute = NONE,
                        .attempt_days = NONE,
                        .attempt_minute = NONE,
                        .delivery_days = service_days(service, km),
                        .delivery_minute = 21 * 60};
    return product_lane_create(ctx, &lane);
}

static Status service_create(Ctx *ctx, Service service, const char *name)
{
    Product product = {.code = service_codes[service],
                       .name = name,
                       .cutoff_minute = 17 * 60,
                       .collect_minute = 20 * 60};
    Status s = product_create(ctx, &product);
    for (size_t from = 0; !s && from < city_count; from++)
        for (size_t to = 0; !s && to < city_count; to++)
            s = lane_create(ctx, service, &cities[from], &cities[to]);
    return s;
}

Status services_create(Ctx *ctx)
{
    static const char *const names[SERVICE_COUNT] = {"标准快递", "次日达", "经济快递"};
    Status s = OK;
    for (Service service = SERVICE_STANDARD; !s && service < SERVICE_COUNT; service++)
        s = service_create(ctx, service, names[service]);
    return s;
}
