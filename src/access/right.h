/* right.h -- every right there is, declared once: its constant, its name and what it lets a person
 * do; and sets of them. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/field.h"
#include "http/route.h"

#define RIGHTS(X)                                                                                  \
    X(WAYBILL_READ, "waybill.read", "See parcels and their journeys")                              \
    X(WAYBILL_WRITE, "waybill.write", "Create and change parcels")                                 \
    X(SCAN_WRITE, "scan.write", "Bring in scan events")                                            \
    X(SCAN_REVIEW, "scan.review", "Look through quarantined scans and code mappings")              \
    X(CUSTOMER_READ, "customer.read", "See customers")                                             \
    X(CUSTOMER_WRITE, "customer.write", "Create and change customers")                             \
    X(CUSTOMER_MERGE, "customer.merge", "Merge customers, and undo it")                            \
    X(CUSTOMER_EXPORT, "customer.export", "Take customers out as a file, and all about one")       \
    X(CUSTOMER_ERASE, "customer.erase", "Delete what is personal of a customer")                   \
    X(PERSONAL_READ, "personal.read", "See names, phones and addresses in clear")                  \
    X(PERSONAL_ASK, "personal.ask",                                                                \
      "See who asks on one ticket in clear, for a reason kept in it")                              \
    X(HANDOFF_READ, "handoff.read", "See what is handed to other outlets and teams")               \
    X(HANDOFF_WRITE, "handoff.write", "Hand pieces of tickets over, and answer them")              \
    X(COMPLAINT_READ, "complaint.read", "See complaints, their causes and forms")                  \
    X(COMPLAINT_WRITE, "complaint.write", "Work on complaints, and fill in forms")                 \
    X(COMPLAINT_REVIEW, "complaint.review", "Review closed complaints of others")                  \
    X(COMPLAINT_ADMIN, "complaint.admin", "Change causes and weights of complaints")               \
    X(APPEAL_READ, "appeal.read", "See the regulator's appeals")                                   \
    X(APPEAL_WRITE, "appeal.write", "Enter the regulator's appeals and reply to them")             \
    X(PROMISE_READ, "promise.read", "See service products, lanes and calendars")                   \
    X(PROMISE_WRITE, "promise.write", "Change service products, lanes and calendars")              \
    X(PROMISE_CHANGE, "promise.change", "Change what a parcel was promised")                       \
    X(CAUSE_WRITE, "cause.write", "Declare, change and end what befalls many parcels")             \
    X(WATCH_READ, "watch.read", "See what the watch found, its rules and plans")                   \
    X(WATCH_ACT, "watch.act", "Act on what the watch found")                                       \
    X(WATCH_RULE_WRITE, "watch.rule_write", "Change the rules and plans of the watch")             \
    X(INCIDENT_READ, "incident.read", "See incidents and their parcels")                           \
    X(INCIDENT_ACT, "incident.act", "Propose, confirm and end incidents, act on their parcels")    \
    X(FIGURE_READ, "figure.read", "See figures")                                                   \
    X(FEED_READ, "feed.read", "Listen to what changes")                                            \
    X(KNOWLEDGE_READ, "knowledge.read", "Read articles")                                           \
    X(KNOWLEDGE_WRITE, "knowledge.write", "Write articles")                                        \
    X(KNOWLEDGE_PUBLISH, "knowledge.publish", "Publish and retire articles")                       \
    X(NOTICE_READ, "notice.read", "See messages to people and their templates")                    \
    X(NOTICE_WRITE, "notice.write", "Change templates, send failed messages again")                \
    X(WEBHOOK_WRITE, "webhook.write", "Subscribe machines to events")                              \
    X(OUTLET_READ, "outlet.read", "See the outlet tree")                                           \
    X(OUTLET_WRITE, "outlet.write", "Change the outlet tree")                                      \
    X(PEOPLE_READ, "people.read", "See people and their roles")                                    \
    X(PEOPLE_WRITE, "people.write", "Create and change people, roles and tokens")                  \
    X(AUDIT_READ, "audit.read", "Read the audit log")                                              \
    X(JOB_READ, "job.read", "See jobs")                                                            \
    X(JOB_WRITE, "job.write", "Run failed jobs again")                                             \
    X(SETTING_READ, "setting.read", "See settings")                                                \
    X(SETTING_WRITE, "setting.write", "Change settings")                                           \
    X(INCOMING_WRITE, "incoming.write", "Hand over messages that came in: for gateways")           \
    X(TICKET_READ, "ticket.read", "See tickets")                                                   \
    X(TICKET_WRITE, "ticket.write", "Open tickets and work on them")                               \
    X(TICKET_CLOSE, "ticket.close", "Close tickets, and open closed ones again")                   \
    X(TICKET_BULK, "ticket.bulk", "Change many tickets at once")                                   \
    X(TICKET_DISPATCH, "ticket.dispatch", "See who is there, and hand on what they have")          \
    X(TICKET_ADMIN, "ticket.admin",                                                                \
      "Change states, service levels, teams and shared queues of the desk")                        \
    X(CLAIM_READ, "claim.read", "See claims")                                                      \
    X(CLAIM_WRITE, "claim.write", "Register claims and work on them")                              \
    X(CLAIM_APPROVE, "claim.approve", "Approve and reject claims, and waive evidence")             \
    X(CLAIM_APPROVE_LARGE, "claim.approve_large", "Approve claims of the highest amounts")         \
    X(CLAIM_FAST, "claim.fast", "Grant a small claim of a good customer in one step")              \
    X(CLAIM_PAY, "claim.pay", "Note down what was paid and recovered, and reverse it")             \
    X(CLAIM_RULES, "claim.rules", "Change the rules by which claims are judged")

typedef enum Right {
    RIGHT_FIRST_ = RIGHT_SIGNED_IN,
#define RIGHT_CONSTANT_(constant, name, doc) constant,
    RIGHTS(RIGHT_CONSTANT_)
#undef RIGHT_CONSTANT_
        RIGHT_COUNT
} Right;

/* The name by its number. */
const char *right_name(int right); /* "waybill.read"; "public", "signed_in"; "?" if there is none */
int right_of(const char *name);    /* -1 if there is none */
const char *right_doc(int right);  /* one sentence; "" if there is none */

/* A set of rights. All zeros is the empty set. */
typedef struct RightSet {
    uint64_t bits[2];
} RightSet;

_Static_assert(RIGHT_COUNT <= 128, "RightSet holds 128 rights: widen it");

/* Whether a right is in the set. */
bool rights_has(const RightSet *set, int right);

/* Puts a right in; what is no right is passed over. */
void rights_add(RightSet *set, int right);

/* Adds all of `with`. */
void rights_unite(RightSet *set, const RightSet *with);
/* Whether `set` holds everything that `part` holds. */
bool rights_cover(const RightSet *set, const RightSet *part);

/* Every right that can be given. */
RightSet rights_all(void);

/* From names; "*" stands for all of them. INVALID names `field` and the first name that is no
 * right. */
Status rights_from_names(Ctx *ctx, const char *field, const Texts *names, RightSet *out);

/* The same for names that were stored: what this program does not know (a later one wrote it) is
 * passed over. */
RightSet rights_from_stored(const Texts *names);

/* Their names, in the order of the list above. NO_MEMORY. */
Status rights_names(Ctx *ctx, const RightSet *set, Texts *out);
