/* right.h -- every right there is, declared once: its constant, its name and what it lets a person
 * do. */
#pragma once

#include "http/route.h"

#define RIGHTS(X)                                                                                  \
    X(WAYBILL_READ, "waybill.read", "See parcels and their journeys")                              \
    X(WAYBILL_WRITE, "waybill.write", "Create and change parcels")                                 \
    X(WAYBILL_HOLD, "waybill.hold", "Stop a parcel and release it")                                \
    X(SCAN_WRITE, "scan.write", "Bring in scan events")                                            \
    X(SCAN_REVIEW, "scan.review", "Look through quarantined scans and code mappings")              \
    X(CUSTOMER_READ, "customer.read", "See customers")                                             \
    X(CUSTOMER_WRITE, "customer.write", "Create and change customers")                             \
    X(PERSONAL_READ, "personal.read", "See names, phones and addresses in clear")                  \
    X(PROMISE_READ, "promise.read", "See service products, lanes and calendars")                   \
    X(PROMISE_WRITE, "promise.write", "Change service products, lanes and calendars")              \
    X(FIGURE_READ, "figure.read", "See figures")                                                   \
    X(FEED_READ, "feed.read", "Listen to what changes")                                            \
    X(OUTLET_WRITE, "outlet.write", "Change the outlet tree")                                      \
    X(PEOPLE_READ, "people.read", "See people and their roles")                                    \
    X(PEOPLE_WRITE, "people.write", "Create and change people, roles and tokens")                  \
    X(AUDIT_READ, "audit.read", "Read the audit log")                                              \
    X(JOB_READ, "job.read", "See jobs")                                                            \
    X(SETTING_WRITE, "setting.write", "Change settings")

typedef enum Right {
    RIGHT_FIRST_ = RIGHT_SIGNED_IN,
#define RIGHT_CONSTANT_(constant, name, doc) constant,
    RIGHTS(RIGHT_CONSTANT_)
#undef RIGHT_CONSTANT_
        RIGHT_COUNT
} Right;

const char *right_name(int right); /* "waybill.read"; "public", "signed_in" */
int right_of(const char *name);    /* -1 if there is none */
const char *right_doc(int right);
