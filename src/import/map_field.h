/* map_field.h -- one field's rule in a map; callers use map.h. */
#pragma once

#include "base/json.h"
#include "import/map.h"

/* INVALID, naming the place in the map. */
Status map_fail(Ctx *ctx, const char *path, const char *message);

/* Refuses keys of an object that are not among `known` (ends with NULL). */
Status map_keys(Ctx *ctx, const Json *object, const char *path, const char *const *known);

/* A text, or a list of texts, as a list. */
Status map_texts(Ctx *ctx, const Json *json, const char *path, Texts *out);

/* Reads {"format": …, "zone": …, "gap": …} over what `times` holds. */
Status map_times(Ctx *ctx, const Json *object, const char *path, MapTimes *times);

/* Reads one rule of "fields"; its key names the field. */
Status map_field_read(Ctx *ctx, const Shape *shape, const Json *rule, const char *path,
                      const MapTimes *times, MapField *out);
