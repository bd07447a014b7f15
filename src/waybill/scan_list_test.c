/* What only few events say is read only where the parcel notes that some event says it. */
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "waybill/testing.h"

/* The first page, which is cheaper where it may be, against all that is stored; as JSON. */
static const char *checked_journey(T *t, const char *no, bool detailed)
{
    static const View clear = {.unmask = true};
    Waybill waybill = found_waybill(t, no);
    List pages[2];
    const char *next;
    Buf texts[2];
    check_int(t, waybill.detailed, detailed);
    check_ok(t, scan_list_first(t->ctx, &waybill, 10, &pages[0], &next));
    check_ok(t, scan_list(t->ctx, waybill.id, 10, NULL, &pages[1], &next));
    for (size_t i = 0; i < 2; i++) {
        const Scan *scans = pages[i].items;
        buf_init(&texts[i], t->ctx->arena);
        for (size_t j = 0; j < pages[i].count; j++)
            json_encode(&texts[i], &scan_shape, &scans[j], &clear);
    }
    check_text(t, texts[0].data, texts[1].data);
    return texts[0].data;
}

static ScanInput usual_scan(const char *no)
{
    ScanInput scan = given_scan(no, 20, "hub_in");
    scan.site_code = "HUB1";
    scan.site_name = "Hub One";
    scan.city = "Hangzhou";
    scan.text = "arrived";
    return scan;
}

TEST_DB(a_parcel_of_usual_events_is_noted_to_be_one)
{
    check_int(t, take_scan(t, usual_scan("A1"), NULL), UPSERT_CREATED);
    const char *shown = checked_journey(t, "A1", false);
    check(t, strstr(shown, "Hub One") && strstr(shown, "Hangzhou") && strstr(shown, "arrived"));
}

TEST_DB(a_text_that_few_events_have_is_noted_and_shown)
{
    static const size_t texts[] = {
        offsetof(ScanInput, piece),    offsetof(ScanInput, next_site),
        offsetof(ScanInput, device),   offsetof(ScanInput, operator_name),
        offsetof(ScanInput, evidence), offsetof(ScanInput, vehicle),
        offsetof(ScanInput, signer)};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        char no[8];
        snprintf(no, sizeof no, "A%zu", i);
        ScanInput scan = usual_scan(no);
        *(const char **)((char *)&scan + texts[i]) = "seldom";
        check_int(t, take_scan(t, scan, NULL), UPSERT_CREATED);
        check(t, strstr(checked_journey(t, no, true), "\"seldom\""));
    }
}

TEST_DB(a_masked_text_an_exception_and_a_leg_are_noted_and_shown)
{
    ScanInput scans[3] = {usual_scan("A1"), usual_scan("A2"), usual_scan("A3")};
    scans[0].text = "signed by Li, 13812345678";
    scans[1].exception = EXCEPTION_DAMAGED;
    scans[2].leg = LEG_RETURN;
    check_int(t, take_scans(t, NULL, scans, 3, UPSERT_CREATED), 3);
    check(t, strstr(checked_journey(t, "A1", true), "\"full_text\":\"signed by Li"));
    check(t, strstr(checked_journey(t, "A2", true), "\"exception\":\"damaged\""));
    check(t, strstr(checked_journey(t, "A3", true), "\"leg\":\"return\""));
}

TEST_DB(once_an_event_says_more_it_stays_noted)
{
    ScanInput first = usual_scan("A1");
    take_scan(t, first, NULL);
    checked_journey(t, "A1", false);
    ScanInput correction = given_scan("A1", 10, "hub_out");
    correction.corrects = scan_hash(&first);
    correction.correction_why = "wrong hub";
    ScanInput latest = given_scan("A1", 5, "hub_in");
    take_scan(t, first, NULL); /* a duplicate notes nothing */
    checked_journey(t, "A1", false);
    check_int(t, take_scan(t, correction, NULL), UPSERT_CREATED);
    check_int(t, take_scan(t, latest, NULL), UPSERT_CREATED);
    take_waybill(t, given_waybill("A1"), NULL);
    check(t, strstr(checked_journey(t, "A1", true), "\"correction_why\":\"wrong hub\""));
}
