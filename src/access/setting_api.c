#include "access/setting.h"

#include "access/right.h"
#include "access/tables.h"

static Status api_list(Ctx *ctx, Request *req)
{
    List settings;
    Status s = setting_list(ctx, &settings);
    return s ? s : reply_list(ctx, req, &settings, &setting_row_shape, NULL);
}

static Status reply_setting(Ctx *ctx, Request *req, Setting setting)
{
    SettingRow row;
    Status s = setting_read(ctx, setting, &row);
    return s ? s : reply(ctx, req, &row, &setting_row_shape);
}

static Status api_get(Ctx *ctx, Request *req)
{
    Setting setting;
    Status s = setting_find(ctx, path_text(req, "name"), &setting);
    return s ? s : reply_setting(ctx, req, setting);
}

typedef struct SettingChange {
    const char *value;
} SettingChange;

static const Field change_fields[] = {
    FIELD_TEXT(SettingChange, value, .max = 200,
               .doc = "The new value, numbers too as text; null: back to the default"),
    FIELD_END,
};
static const Shape change_shape = SHAPE(SettingChange, change_fields, "What a setting is to be");

static Status api_change(Ctx *ctx, Request *req)
{
    const SettingChange *in = request_input(req);
    Setting setting;
    Status s = setting_find(ctx, path_text(req, "name"), &setting);
    if (!s) s = setting_write(ctx, setting, in->value, request_version(req));
    return s ? s : reply_setting(ctx, req, setting);
}

const Route setting_routes[] = {
    {GET, "/api/v1/settings", .right = SETTING_READ, .is_list = true, .out = &setting_row_shape,
     .run = api_list, .doc = "What the company may decide, and what it has decided"},
    {GET, "/api/v1/settings/{name}", .right = SETTING_READ, .out = &setting_row_shape,
     .run = api_get, .doc = "One setting"},
    {PATCH, "/api/v1/settings/{name}", .right = SETTING_WRITE, .writes = true,
     .whole = "settings are", .if_match = true, .in = &change_shape, .out = &setting_row_shape,
     .run = api_change, .doc = "Change a setting"},
    ROUTE_END,
};
