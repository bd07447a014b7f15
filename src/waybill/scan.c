#include "waybill/scan.h"

#include <string.h>

#include "base/instant.h"
#include "base/text.h"

const Name quarantine_reasons[] = {
    {"unmapped", QUARANTINE_UNMAPPED, "No mapping for the provider's code"},
    {"future", QUARANTINE_FUTURE, "Lies too far in the future"},
    {NULL, 0, NULL}};

static const Field scan_input_fields[] = {
    FIELD_TEXT(ScanInput, carrier, .required = true, .max = 32, .example = "sto",
               .doc = "The carrier's code"),
    FIELD_TEXT(ScanInput, no, .required = true, .max = 64, .example = "773012345678901",
               .doc = "The waybill number"),
    FIELD_TIME(ScanInput, at, .required = true, INSTANT_PLAUSIBLE,
               .offset_to = offsetof(ScanInput, at_offset), .doc = "When it happened"),
    FIELD_TEXT(ScanInput, provider, .max = 32,
               .doc = "Whose codes these are; left out: parceldesk, whose codes are the names of "
                      "stages and exceptions"),
    FIELD_TEXT(ScanInput, code, .max = 64, .example = "hub_in", .doc = "The provider's code"),
    FIELD_TEXT(ScanInput, action, .max = 64, .doc = "The provider's action"),
    FIELD_ENUM(ScanInput, stage, stage_names, .doc = "The stage reached, over what the code says"),
    FIELD_ENUM(ScanInput, exception, exception_names,
               .doc = "The exception opened, over what the code says"),
    FIELD_ENUM(ScanInput, cause, cause_names, .doc = "Whose doing the exception is"),
    FIELD_ENUM(ScanInput, leg, leg_names, .doc = "Forward or return; else the parcel's own"),
    FIELD_TEXT(ScanInput, piece, .max = 32, .doc = "Which piece of several"),
    FIELD_TEXT(ScanInput, site_code, .max = 64, .doc = "Code of the outlet where it happened"),
    FIELD_TEXT(ScanInput, site_name, .max = 120, .doc = "Its name"),
    FIELD_TEXT(ScanInput, city, .max = 64, .doc = "The city where it happened"),
    FIELD_TEXT(ScanInput, next_site, .max = 120, .doc = "Where it goes next"),
    FIELD_TEXT(ScanInput, operator_name, .max = 64, .personal = PERSONAL_NAME,
               .doc = "Who scanned it"),
    FIELD_TEXT(ScanInput, device, .max = 64, .doc = "What scanned it"),
    FIELD_TEXT(ScanInput, vehicle, .max = 64, .doc = "What carries it: a plate, a trip"),
    FIELD_TEXT(ScanInput, text, .writing = WRITING_ANY, .max = 500, .personal = PERSONAL_TEXT,
               .doc = "The carrier's own words"),
    FIELD_TEXT(ScanInput, signer, .max = 64, .personal = PERSONAL_NAME, .doc = "Who signed for it"),
    FIELD_TEXT(ScanInput, evidence, .max = 500, .doc = "Where a picture or signature is kept"),
    FIELD_ID(ScanInput, corrects, .doc = "The id of the event that this one replaces"),
    FIELD_TEXT(ScanInput, correction_why, .personal = PERSONAL_WORDS, .max = 200,
               .doc = "Why it is replaced"),
    FIELD_END,
};
const Shape scan_input_shape = SHAPE(ScanInput, scan_input_fields, "An event of a parcel");

static const Field scan_fields[] = {
    FIELD_ID(Scan, id, .doc = "Names the event within its parcel"),
    FIELD_TIME(Scan, at, .doc = "When it happened"),
    FIELD_TIME(Scan, received_at, .doc = "When it was received"),
    FIELD_INT(Scan, at_offset, .min = -1440, .max = 1440,
              .doc = "Minutes east of UTC that the source wrote"),
    FIELD_BOOL(Scan, offset_inferred, .doc = "It wrote none; it follows from the zone"),
    FIELD_TEXT(Scan, provider, .doc = "Whose codes these are"),
    FIELD_TEXT(Scan, code, .doc = "The provider's code"),
    FIELD_TEXT(Scan, action, .doc = "The provider's action"),
    FIELD_INT(Scan, mapping_version, .doc = "Version of the mapping that gave it its meaning"),
    FIELD_ENUM(Scan, stage, stage_names, .doc = "The stage reached"),
    FIELD_ENUM(Scan, leg, leg_names, .doc = "The leg it states"),
    FIELD_ENUM(Scan, exception, exception_names, .doc = "The exception opened"),
    FIELD_ENUM(Scan, closes, exception_names, .doc = "The exception closed"),
    FIELD_ENUM(Scan, cause, cause_names, .doc = "Whose doing the exception is"),
    FIELD_TEXT(Scan, piece, .doc = "Which piece of several"),
    FIELD_TEXT(Scan, site_code, .doc = "Code of the outlet where it happened"),
    FIELD_TEXT(Scan, site_name, .doc = "Its name"),
    FIELD_TEXT(Scan, city, .doc = "The city where it happened"),
    FIELD_TEXT(Scan, next_site, .doc = "Where it goes next"),
    FIELD_TEXT(Scan, device, .doc = "What scanned it"),
    FIELD_TEXT(Scan, vehicle, .doc = "What carries it"),
    FIELD_TEXT(Scan, text, .no_column = true,
               .doc = "The carrier's own words, phones and names masked"),
    FIELD_TEXT(Scan, full_text, .no_column = true, .personal = PERSONAL_TEXT,
               .doc = "The same in full, where something was masked"),
    FIELD_TEXT(Scan, signer, .no_column = true, .personal = PERSONAL_NAME,
               .doc = "Who signed for it"),
    FIELD_TEXT(Scan, operator_name, .no_column = true, .personal = PERSONAL_NAME,
               .doc = "Who scanned it"),
    FIELD_TEXT(Scan, evidence, .doc = "Where a picture or signature is kept"),
    FIELD_ID(Scan, corrects, .doc = "The event that this one replaces"),
    FIELD_TEXT(Scan, correction_why, .personal = PERSONAL_WORDS, .doc = "Why it was replaced"),
    FIELD_END,
};
const Shape scan_shape = SHAPE_SPARSE(Scan, scan_fields, "One event of a journey");

/* --- the key --- */

enum { HASHED_MAX = 4096 };

typedef struct Hashed {
    char bytes[HASHED_MAX];
    size_t length;
} Hashed;

/* What does not fit is left out: the bounds of the fields leave room for all of it. */
static void add_bytes(Hashed *hashed, const void *bytes, size_t length)
{
    if (length > HASHED_MAX - hashed->length) length = HASHED_MAX - hashed->length;
    memcpy(hashed->bytes + hashed->length, bytes, length);
    hashed->length += length;
}

static void add_part(Hashed *hashed, const char *part)
{
    if (part) add_bytes(hashed, part, strlen(part));
    add_bytes(hashed, "\x1f", 1);
}

static void add_number(Hashed *hashed, int64_t number)
{
    add_bytes(hashed, &number, sizeof number);
}

/* The text with runs of white space as one space, none at its ends. */
static void add_collapsed(Hashed *hashed, const char *text)
{
    static const char white[] = " \t\n";
    if (text) text += strspn(text, white);
    while (text && *text) {
        size_t word = strcspn(text, white);
        add_bytes(hashed, text, word);
        text += word;
        text += strspn(text, white);
        if (*text) add_bytes(hashed, " ", 1);
    }
}

static const unsigned char hash_key[16] = SCAN_HASH_KEY;

/* Above zero, as every id that is shown. */
static int64_t key_of(uint64_t hash)
{
    int64_t key = (int64_t)(hash & INT64_MAX);
    return key ? key : 1;
}

int64_t scan_hash(const ScanInput *scan)
{
    Hashed hashed;
    hashed.length = 0;
    add_part(&hashed, scan->carrier);
    add_part(&hashed, scan->no);
    add_number(&hashed, scan->at);
    add_part(&hashed, scan->provider ? scan->provider : "parceldesk");
    add_part(&hashed, scan->code);
    add_part(&hashed, scan->action);
    const int64_t said[] = {scan->leg, scan->stage, scan->exception, scan->corrects};
    for (size_t i = 0; i < sizeof said / sizeof said[0]; i++)
        add_number(&hashed, said[i]);
    add_part(&hashed, scan->piece);
    add_part(&hashed, scan->site_code);
    add_part(&hashed, scan->site_name);
    add_collapsed(&hashed, scan->text);
    return key_of(text_hash64(hash_key, hashed.bytes, hashed.length));
}

int64_t scan_hash_repeat(int64_t hash, int64_t ordinal)
{
    if (!ordinal) return hash;
    const int64_t both[2] = {hash, ordinal};
    return key_of(text_hash64(hash_key, both, sizeof both));
}
