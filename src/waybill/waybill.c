#include "waybill/waybill.h"

#include <string.h>

#include "access/listing.h"
#include "base/instant.h"

#define PARTY_FIELDS(Type, side, Side)                                                             \
    FIELD_TEXT(Type, side##_name, .max = 100, .personal = PERSONAL_NAME, .doc = Side "'s name"),   \
        FIELD_TEXT(Type, side##_phone, .max = 40, .personal = PERSONAL_PHONE,                      \
                   .doc = Side "'s phone"),                                                        \
        FIELD_TEXT(Type, side##_address, .max = 300, .personal = PERSONAL_ADDRESS,                 \
                   .doc = Side "'s address")

/* What is said of a parcel, alike on the way in and out. */
#define CONTRACT_FIELDS(Type)                                                                      \
    FIELD_TEXT(Type, order_no, .max = 64, .doc = "The order that it belongs to"),                  \
        FIELD_TEXT(Type, reference, .max = 64, .doc = "The shipper's own number for it"),          \
        FIELD_TEXT(Type, product, .max = 32, .doc = "Code of the service product"),                \
        FIELD_TEXT(Type, origin, .max = 16, .doc = "Region it leaves from; else the sender's"),    \
        FIELD_TEXT(Type, destination, .max = 16, .doc = "Region it goes to; else the receiver's"), \
        FIELD_TEXT(Type, origin_outlet, .max = 32, .doc = "Code of the outlet that collects it"),  \
        FIELD_TEXT(Type, destination_outlet, .max = 32,                                            \
                   .doc = "Code of the outlet that delivers it"),                                  \
        FIELD_TEXT(Type, customer_ref, .max = 64, .doc = "Code of the customer who pays"),         \
        FIELD_TEXT(Type, sender_ref, .max = 64, .doc = "Code of the customer who sends"),          \
        FIELD_TEXT(Type, receiver_ref, .max = 64, .doc = "Code of the customer who receives"),     \
        PARTY_FIELDS(Type, sender, "Sender"), PARTY_FIELDS(Type, receiver, "Receiver"),            \
        FIELD_TIME(Type, ordered_at, INSTANT_PLAUSIBLE, .doc = "When the order was placed"),       \
        FIELD_TIME(Type, promised_at, INSTANT_PLAUSIBLE, .doc = "When it is to be delivered by"),  \
        FIELD_INT(Type, weight_g, .min = 0, .max = 100000000, .doc = "Weight in grams"),           \
        FIELD_INT(Type, pieces, .min = 1, .max = 10000, .doc = "How many pieces it has"),          \
        FIELD_MONEY(Type, fee, .min = 0, .max = 100000000000, .doc = "Freight"),                   \
        FIELD_MONEY(Type, insured, .min = 0, .max = 100000000000, .doc = "Insured value"),         \
        FIELD_MONEY(Type, cod, .min = 0, .max = 100000000000,                                      \
                    .doc = "To be collected on delivery"),                                         \
        FIELD_TEXT(Type, goods, .max = 200, .personal = PERSONAL_WORDS, .doc = "What is in it")

static const Field waybill_input_fields[] = {
    FIELD_TEXT(WaybillInput, carrier, .required = true, .max = 32, .example = "sto",
               .doc = "The carrier's code"),
    FIELD_TEXT(WaybillInput, no, .required = true, .max = 64, .example = "773012345678901",
               .doc = "The waybill number"),
    CONTRACT_FIELDS(WaybillInput),
    FIELD_END,
};
const Shape waybill_input_shape =
    SHAPE(WaybillInput, waybill_input_fields, "A parcel as an order gives it");

static const Name promise_sources[] = {{"given", PROMISE_GIVEN, "Came with the parcel"},
                                       {"computed", PROMISE_COMPUTED, "From its product and lane"},
                                       {NULL, 0, NULL}};
static const Name waybill_sources[] = {{"order", WAYBILL_FROM_ORDER, "Somebody announced it"},
                                       {"scan", WAYBILL_FROM_SCAN, "Known from its events only"},
                                       {NULL, 0, NULL}};

static const Field waybill_fields[] = {
    FIELD_ID(Waybill, id, .doc = "Names the parcel here"),
    FIELD_INT(Waybill, version, .doc = "Rises with every change"),
    FIELD_TEXT(Waybill, carrier, .doc = "The carrier's code"),
    FIELD_TEXT(Waybill, no, .doc = "The waybill number"),
    FIELD_ENUM(Waybill, stage, stage_names, .doc = "Where in its life it is"),
    FIELD_ENUM(Waybill, leg, leg_names, .doc = "On its way to the receiver, or back"),
    FIELD_TEXTS(Waybill, exceptions, .max = EXCEPTION_COUNT, .doc = "What stands open"),
    FIELD_TEXT(Waybill, outlet, .doc = "Code of the outlet where it was last seen"),
    FIELD_TIME(Waybill, collected_at, .doc = "When it was collected"),
    FIELD_TIME(Waybill, delivered_at, .doc = "When it was handed over"),
    FIELD_TIME(Waybill, last_at, .doc = "When it was last heard of"),
    FIELD_ENUM(Waybill, promise_source, promise_sources, .doc = "Where promised_at is from"),
    FIELD_TIME(Waybill, original_promised_at, .doc = "promised_at before anybody changed it"),
    FIELD_BOOL(Waybill, excused, .doc = "Its promise does not count, for a reason that excuses"),
    FIELD_INT(Waybill, attempts, .doc = "Delivery attempts, the successful one included"),
    CONTRACT_FIELDS(Waybill),
    FIELD_ENUM(Waybill, source, waybill_sources, .doc = "How it became known"),
    FIELD_TIME(Waybill, created_at, .doc = "When it became known"),
    FIELD_END,
};
const Shape waybill_shape = SHAPE(Waybill, waybill_fields, "A parcel");

static const Name sorts[] = {{"created_at", WAYBILL_BY_CREATED, "The first known first"},
                             {"-created_at", -WAYBILL_BY_CREATED, "The last known first"},
                             {"promised_at", WAYBILL_BY_PROMISED, "The first due first"},
                             {"-promised_at", -WAYBILL_BY_PROMISED, "The last due first"},
                             {NULL, 0, NULL}};

#define FILTER_FIELDS                                                                              \
    FIELD_ENUM(WaybillFilter, stage, stage_names, .doc = "At this stage"),                         \
        FIELD_ENUM(WaybillFilter, exception, exception_names, .doc = "With this exception open"),  \
        FIELD_BOOL(WaybillFilter, troubled, .doc = "With any exception open"),                     \
        FIELD_TEXT(WaybillFilter, outlet, .max = 32, .doc = "Last seen at this outlet"),           \
        FIELD_TEXT(WaybillFilter, carrier, .max = 16, .doc = "Of this carrier"),                   \
        FIELD_TEXT(WaybillFilter, origin, .max = 16, .doc = "From this region"),                   \
        FIELD_TEXT(WaybillFilter, destination, .max = 16, .doc = "To this region"),                \
        FIELD_TEXT(WaybillFilter, customer_ref, .max = 64, .doc = "Paid for by this customer"),    \
        FIELD_TEXT(WaybillFilter, no, .max = 64, .doc = "Of this number, whoever carries it"),     \
        FIELD_TEXT(WaybillFilter, order_no, .max = 64, .doc = "Of this order"),                    \
        FIELD_TEXT(WaybillFilter, phone, .max = 40, .personal = PERSONAL_PHONE,                    \
                   .doc = "Sender or receiver has this phone"),                                    \
        FIELD_TEXT(WaybillFilter, phone_tail, .min = 4, .max = 4,                                  \
                   .doc = "Sender's or receiver's phone ends with these four digits"),             \
        FIELD_TEXT(WaybillFilter, name, .max = 100, .personal = PERSONAL_NAME,                     \
                   .doc = "Sender or receiver has this name"),                                     \
        FIELD_TIME(WaybillFilter, due_from,                                                        \
                   .doc = "Promised at this instant or later, and still open"),                    \
        FIELD_TIME(WaybillFilter, due_to, .doc = "Promised before this instant, and still open"),  \
        FIELD_TIME(WaybillFilter, quiet_since,                                                     \
                   .doc =                                                                          \
                       "Last heard of at this instant or earlier, and still open: what is stuck"), \
        FIELD_ENUM(WaybillFilter, sort, sorts,                                                     \
                   .doc = "The newest first where it is not given; what is due by promised_at"),   \
        FIELD_INT(WaybillFilter, limit, .min = 1, .max = 200, .doc = "Rows of a page"),            \
        FIELD_TEXT(WaybillFilter, cursor, .doc = "Where the page before ended")

static const Field waybill_filter_fields[] = {FILTER_FIELDS, FIELD_END};
const Shape waybill_filter_shape =
    SHAPE(WaybillFilter, waybill_filter_fields, "Which parcels to list");

static const Field export_fields[] = {FILTER_FIELDS, EXPORT_FORMAT_FIELD(WaybillFilter), FIELD_END};
const Shape waybill_export_shape =
    EXPORT_SHAPE(WaybillFilter, "WaybillExport", export_fields, "Which parcels");

static const Name exception_sources[] = {
    {"scan", 1, "A scan"}, {"watch", 2, "The watch found it"}, {NULL, 0, NULL}};

static const Field waybill_exception_fields[] = {
    FIELD_ENUM(WaybillExceptionRow, exception, exception_names, .doc = "What was wrong"),
    FIELD_ENUM(WaybillExceptionRow, cause, cause_names, .doc = "Whose doing"),
    FIELD_ENUM(WaybillExceptionRow, source, exception_sources, .doc = "Who says so"),
    FIELD_TIME(WaybillExceptionRow, opened_at, .doc = "Since when"),
    FIELD_TIME(WaybillExceptionRow, closed_at, .doc = "Until when; null while it stands open"),
    FIELD_END,
};
const Shape waybill_exception_shape =
    SHAPE(WaybillExceptionRow, waybill_exception_fields, "An exception of a parcel");

bool waybill_tail_matches(const Waybill *waybill, const char *tail)
{
    char digits[64];
    size_t count = 0;
    for (const char *at = waybill->receiver_phone; at && *at && count < sizeof digits; at++)
        if (*at >= '0' && *at <= '9') digits[count++] = *at;
    return count >= 4 && strlen(tail) == 4 && !memcmp(digits + count - 4, tail, 4);
}
