#include "pledge/pledge.h"

static const Name spans[] = {{"month", PLEDGE_MONTH, "By the last whole month"},
                             {"quarter", PLEDGE_QUARTER, "By the last whole quarter"},
                             {"year", PLEDGE_YEAR, "By the last whole year"},
                             {NULL, 0, NULL}};
static const Name outcomes[] = {{"too_few", PLEDGE_TOO_FEW, "Too few stand behind it to be told"},
                                {"kept", PLEDGE_KEPT, "The target was reached"},
                                {"missed", PLEDGE_MISSED, "It was not"},
                                {NULL, 0, NULL}};

static const Field pledge_fields[] = {
    FIELD_TEXT(Pledge, code, .required = true, .min = 1, .max = 64, .example = "on-time",
               .doc = "Small letters, digits and -"),
    FIELD_INT(Pledge, version, .read_only = true, .doc = "Rises with every change"),
    FIELD_INT(Pledge, position, .min = 0, .max = 10000, .doc = "The lowest stands first; 0"),
    FIELD_TEXT(Pledge, zh, .writing = WRITING_LINES, .required = true, .min = 1, .max = 300,
               .doc = "What is promised, in Chinese"),
    FIELD_TEXT(Pledge, en, .writing = WRITING_LINES, .required = true, .min = 1, .max = 300,
               .doc = "What is promised, in English"),
    FIELD_TEXT(Pledge, figure, .required = true, .max = 40, .example = "promise_kept",
               .doc = "Which figure tells how it was kept: one that is a share_of something"),
    FIELD_REAL(Pledge, target, .required = true, .min = 0, .max = 1, .example = "0.95",
               .doc = "At least; of a figure that is better low at most"),
    FIELD_ENUM(Pledge, span, spans, .required = true, .doc = "By which period it is told"),
    FIELD_INT(Pledge, settle_days, .min = 0, .max = 90,
              .doc = "Days behind a period before it is told; 0"),
    FIELD_INT(Pledge, least, .required = true, .min = 1, .max = 1000000,
              .doc = "Below so many parcels or tickets nothing is told"),
    FIELD_TIME(Pledge, begun_at, .read_only = true, .doc = "Since when this version is in force"),
    FIELD_DATE(Pledge, from, .read_only = true, .no_column = true, .doc = "Of the last period"),
    FIELD_DATE(Pledge, to, .read_only = true, .no_column = true, .doc = "Its last day"),
    FIELD_INT(Pledge, behind, .read_only = true, .no_column = true,
              .doc = "Parcels or tickets of that period"),
    FIELD_REAL(Pledge, share, .read_only = true, .no_column = true,
               .doc = "Null where they are too few"),
    FIELD_INT(Pledge, tenths, .read_only = true, .no_column = true,
              .doc = "The share in tenths of a per cent as the public page tells it: rounded "
                     "against the company"),
    FIELD_ENUM(Pledge, outcome, outcomes, .read_only = true, .no_column = true,
               .doc = "Whether it was kept"),
    FIELD_END};
const Shape pledge_shape =
    SHAPE(Pledge, pledge_fields, "A promise of the service statement, and how it was kept");
