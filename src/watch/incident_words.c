#include "watch/incident.h"

#include "access/listing.h"

const Name incident_causes[] = {{"weather", INCIDENT_WEATHER, "Weather or a disaster"},
                                {"hub_stopped", INCIDENT_HUB_STOPPED, "A site does not work"},
                                {"vehicle", INCIDENT_VEHICLE, "A vehicle does not go on"},
                                {"peak", INCIDENT_PEAK, "More parcels than can be handled"},
                                {"network", INCIDENT_NETWORK, "Service has broken off somewhere"},
                                {"other", INCIDENT_OTHER, "Something else"},
                                {NULL, 0, NULL}};

const Name incident_states[] = {{"proposed", INCIDENT_PROPOSED, "Nobody has confirmed it"},
                                {"confirmed", INCIDENT_CONFIRMED, "It is one, and worked on"},
                                {"handled", INCIDENT_HANDLED, "Done what could be done"},
                                {"ended", INCIDENT_ENDED, "It is over"},
                                {"dismissed", INCIDENT_DISMISSED, "It is none"},
                                {"expired", INCIDENT_EXPIRED, "Nobody confirmed it in time"},
                                {NULL, 0, NULL}};

const Name place_kinds[] = {{"site", PLACE_SITE, "An outlet with all below it"},
                            {"lane", PLACE_LANE, "From a region to another"},
                            {"vehicle", PLACE_VEHICLE, "A vehicle, as scans name it"},
                            {NULL, 0, NULL}};

const Name incident_moves[] = {{"confirm", MOVE_CONFIRM, "It is one"},
                               {"dismiss", MOVE_DISMISS, "It is none"},
                               {"handle", MOVE_HANDLE, "What could be done is done"},
                               {"reopen", MOVE_REOPEN, "There is more to do"},
                               {"end", MOVE_END, "It is over"},
                               {"expire", MOVE_EXPIRE, "Nobody confirmed it; by the clock only"},
                               {NULL, 0, NULL}};

const Name logged_kinds[] = {{"proposed", LOGGED_PROPOSED, "It was proposed"},
                             {"confirmed", LOGGED_CONFIRMED, "It was confirmed"},
                             {"dismissed", LOGGED_DISMISSED, "It was dismissed"},
                             {"handled", LOGGED_HANDLED, "What could be done was done"},
                             {"reopened", LOGGED_REOPENED, "There was more to do"},
                             {"ended", LOGGED_ENDED, "It ended"},
                             {"expired", LOGGED_EXPIRED, "Nobody confirmed it in time"},
                             {"note", LOGGED_NOTE, "Somebody wrote something"},
                             {"changed", LOGGED_CHANGED, "What is known of it was changed"},
                             {"bound", LOGGED_BOUND, "Parcels were bound"},
                             {"taken_out", LOGGED_TAKEN_OUT, "Parcels were taken out"},
                             {"cause_declared", LOGGED_CAUSE_DECLARED, "A mass cause was declared"},
                             {"cause_ended", LOGGED_CAUSE_ENDED, "… and ended"},
                             {"action_started", LOGGED_ACTION_STARTED, "Something is done to all"},
                             {"action_ended", LOGGED_ACTION_ENDED, "… and is done"},
                             {"action_cancelled", LOGGED_ACTION_CANCELLED, "… and was cancelled"},
                             {"step_accepted", LOGGED_STEP_ACCEPTED, "A step will be done"},
                             {"step_declined", LOGGED_STEP_DECLINED, "A step will not be done"},
                             {"step_done", LOGGED_STEP_DONE, "A step is done"},
                             {"reported", LOGGED_REPORTED, "The regulator was told"},
                             {"report_overdue", LOGGED_REPORT_OVERDUE, "… and was not, in time"},
                             {NULL, 0, NULL}};

static const Name reports[] = {
    {"due", 1, "To be reported, and not yet"}, {"overdue", 2, "… and late"}, {NULL, 0, NULL}};

static const Field place_fields[] = {
    FIELD_ENUM(IncidentPlace, kind, place_kinds, .required = true, .doc = "What it is"),
    FIELD_TEXT(IncidentPlace, site, .max = 32, .doc = "Of a site: code of the outlet"),
    FIELD_TEXT(IncidentPlace, origin, .max = 16, .doc = "Of a lane: from this region"),
    FIELD_TEXT(IncidentPlace, destination, .max = 16, .doc = "Of a lane: to this region"),
    FIELD_TEXT(IncidentPlace, vehicle, .max = 64, .doc = "Of a vehicle: as scans name it"),
    FIELD_END};
static const Shape place_shape = SHAPE_SPARSE(IncidentPlace, place_fields, "Where an incident is");

static const Field step_fields[] = {
    FIELD_INT(IncidentStep, step, .doc = "Its number, from 1"),
    FIELD_ENUM(IncidentStep, action, plan_actions, .doc = "What is proposed"),
    FIELD_TEXT(IncidentStep, text, .doc = "In words"),
    FIELD_TEXT(IncidentStep, text_zh, .doc = "… in Chinese"),
    FIELD_TEXT(IncidentStep, outlet, .doc = "Of a handoff: to whom"),
    FIELD_TIME(IncidentStep, due_at,
               .doc = "To be done by; null without a time, or while it waits for another step"),
    FIELD_ENUM(IncidentStep, said, logged_kinds, .doc = "The last that was said of it"),
    FIELD_END};
static const Shape step_shape = SHAPE(IncidentStep, step_fields, "A step of an incident's plan");

static const Field figures_fields[] = {
    FIELD_INT(IncidentFigures, parcels, .doc = "Parcels that it binds"),
    FIELD_INT(IncidentFigures, open, .doc = "… not at their end"),
    FIELD_INT(IncidentFigures, late, .doc = "… delivered late, or not though it was promised"),
    FIELD_INT(IncidentFigures, told, .doc = "… whose customers were sent a notice"),
    FIELD_INT(IncidentFigures, told_first, .doc = "… before the promise was over"),
    FIELD_INT(IncidentFigures, moved, .doc = "… with a scan since they were bound"),
    FIELD_INT(IncidentFigures, confirm_minutes, .doc = "From its beginning to its confirmation"),
    FIELD_INT(IncidentFigures, recover_minutes, .doc = "From its beginning to its end"),
    FIELD_INT(IncidentFigures, recover_p50_minutes,
              .doc = "From a finding until its parcel went on: half of them took no longer"),
    FIELD_END};
const Shape incident_figures_shape =
    SHAPE(IncidentFigures, figures_fields, "How an incident's parcels fare");

static const Field incident_fields[] = {
    FIELD_ID(Incident, id, .doc = "Its id"),
    FIELD_INT(Incident, version, .doc = "Rises with every change"),
    FIELD_INT(Incident, number, .doc = "As people call it: 1, 2, 3 …"),
    FIELD_TEXT(Incident, title, .doc = "In a few words"),
    FIELD_TEXT(Incident, title_zh, .doc = "… in Chinese"),
    FIELD_ENUM(Incident, cause, incident_causes, .doc = "What is behind it"),
    FIELD_ENUM(Incident, state, incident_states, .doc = "How far it is"),
    FIELD_ENUM(Incident, severity, severity_names, .doc = "How bad it is"),
    FIELD_TEXT(Incident, group, .doc = "What its findings share; null: somebody proposed it"),
    FIELD_TEXT(Incident, owner, .colleague = true, .doc = "Login of who looks after it"),
    FIELD_TIME(Incident, from, .doc = "Since when it harms"),
    FIELD_TIME(Incident, until, .doc = "Until when, as far as is known"),
    FIELD_BOOL(Incident, joins, .doc = "What the watch finds at its places is bound too"),
    FIELD_TEXT(Incident, notice, .doc = "What customers are told"),
    FIELD_TEXT(Incident, notice_zh, .doc = "… in Chinese"),
    FIELD_BOOL(Incident, notice_public, .doc = "The notice is on its parcels' public pages"),
    FIELD_TEXT(Incident, plan, .doc = "Code of what is to be done"),
    FIELD_INT(Incident, parcels, .doc = "Parcels that it binds"),
    FIELD_TIME(Incident, proposed_at, .doc = "When it was proposed"),
    FIELD_TEXT(Incident, proposed_by, .colleague = true, .doc = "By whom; null: by the watch"),
    FIELD_TIME(Incident, confirmed_at, .doc = "When it was confirmed"),
    FIELD_TIME(Incident, closed_at, .doc = "When it ended, was dismissed or expired"),
    FIELD_ENUM(Incident, turned_out, incident_causes, .doc = "What was behind it in the end"),
    FIELD_TEXT(Incident, conclusion, .personal = PERSONAL_WORDS,
               .doc = "… in words; of a dismissed one why"),
    FIELD_TIME(Incident, report_due_at, .doc = "By when the regulator is to be told"),
    FIELD_TIME(Incident, reported_at, .doc = "When that was done"),
    FIELD_TEXT(Incident, reported_by, .colleague = true, .doc = "… and by whom"),
    FIELD_LIST(Incident, places, &place_shape, .doc = "Where it is"),
    FIELD_LIST(Incident, steps, &step_shape, .doc = "What is to be done; only of one incident"),
    FIELD_OBJECT(Incident, figures, &incident_figures_shape,
                 .doc = "How its parcels fare; only of one incident"),
    FIELD_END};
const Shape incident_shape = SHAPE(Incident, incident_fields, "One cause that harms many parcels");

static const Field input_fields[] = {
    FIELD_TEXT(IncidentInput, title, .min = 1, .max = 120, .doc = "In a few words"),
    FIELD_TEXT(IncidentInput, title_zh, .min = 1, .max = 120, .doc = "… in Chinese"),
    FIELD_ENUM(IncidentInput, cause, incident_causes, .doc = "What is behind it; other"),
    FIELD_ENUM(IncidentInput, severity, severity_names, .doc = "How bad it is; medium"),
    FIELD_TEXT(IncidentInput, owner, .max = 64, .doc = "Login of who looks after it"),
    FIELD_TEXT(IncidentInput, plan, .max = 40, .doc = "Code of a contingency plan"),
    FIELD_TIME(IncidentInput, from, .doc = "Since when it harms; now"),
    FIELD_TIME(IncidentInput, until, .doc = "Until when, as far as is known"),
    FIELD_INT(IncidentInput, joins, .max = 1,
              .doc = "1: what the watch finds at its places is bound; 0"),
    FIELD_INT(IncidentInput, notice_public, .max = 1,
              .doc = "1: its parcels' public pages show the notice; 0"),
    FIELD_TEXT(IncidentInput, notice, .writing = WRITING_LINES, .max = 300,
               .doc = "What customers are told; not personal"),
    FIELD_TEXT(IncidentInput, notice_zh, .writing = WRITING_LINES, .max = 300,
               .doc = "… in Chinese"),
    FIELD_LIST(IncidentInput, places, &place_shape, .max = INCIDENT_PLACES_MAX,
               .doc = "Where it is; given anew as a whole"),
    FIELD_END};
const Shape incident_input_shape =
    SHAPE(IncidentInput, input_fields, "An incident as somebody describes it");

#define FILTER_FIELDS                                                                              \
    FIELD_ENUM(IncidentFilter, state, incident_states, .doc = "In this state"),                    \
        FIELD_INT(IncidentFilter, open, .max = 1,                                                  \
                  .doc = "1: not closed; 0: closed; both if not given"),                           \
        FIELD_ENUM(IncidentFilter, cause, incident_causes, .doc = "With this behind it"),          \
        FIELD_ENUM(IncidentFilter, severity, severity_names, .doc = "At least that bad"),          \
        FIELD_ENUM(IncidentFilter, report, reports, .doc = "That the regulator is to be told of"), \
        FIELD_TEXT(IncidentFilter, site, .max = 32, .doc = "At this outlet, or below it"),         \
        FIELD_TEXT(IncidentFilter, owner, .max = 64, .doc = "That this login looks after"),        \
        FIELD_ID(IncidentFilter, waybill_id, .doc = "That binds this parcel"),                     \
        PAGE_FIELDS(IncidentFilter)

static const Field filter_fields[] = {FILTER_FIELDS, FIELD_END};
const Shape incident_filter_shape = SHAPE(IncidentFilter, filter_fields, "Which incidents");

static const Field export_fields[] = {FILTER_FIELDS, EXPORT_FORMAT_FIELD(IncidentFilter),
                                      FIELD_END};
const Shape incident_export_shape =
    EXPORT_SHAPE(IncidentFilter, "IncidentExport", export_fields, "Which incidents");

static const Field move_fields[] = {
    FIELD_ENUM(IncidentMoveInput, move, incident_moves, .required = true, .doc = "What it does"),
    FIELD_ENUM(IncidentMoveInput, turned_out, incident_causes,
               .doc = "Of end: what was behind it; else what it was taken for"),
    FIELD_TEXT(IncidentMoveInput, text, .writing = WRITING_LINES, .min = 1, .max = 500,
               .doc = "Why; needed to dismiss and to end"),
    FIELD_END};
const Shape incident_move_input_shape =
    SHAPE(IncidentMoveInput, move_fields, "A move of an incident to another state");

static const Field entry_fields[] = {
    FIELD_ID(IncidentEntry, id, .doc = "Its id"),
    FIELD_TIME(IncidentEntry, at, .no_column = true, .doc = "When"),
    FIELD_ENUM(IncidentEntry, what, logged_kinds, .doc = "What happened"),
    FIELD_INT(IncidentEntry, step, .doc = "Of this step of the plan"),
    FIELD_INT(IncidentEntry, count, .doc = "So many parcels"),
    FIELD_TEXT(IncidentEntry, text, .personal = PERSONAL_WORDS, .doc = "In words"),
    FIELD_TEXT(IncidentEntry, who, .colleague = true, .doc = "Login of who did; null: the watch"),
    FIELD_END};
const Shape incident_entry_shape = SHAPE(IncidentEntry, entry_fields, "A line of the log");

static const Field entry_input_fields[] = {
    FIELD_ENUM(IncidentEntryInput, what, logged_kinds, .required = true,
               .doc = "note, step_accepted, step_declined, step_done or reported"),
    FIELD_INT(IncidentEntryInput, step, .min = 1, .max = PLAN_STEPS_MAX, .doc = "Of which step"),
    FIELD_TEXT(IncidentEntryInput, text, .writing = WRITING_LINES, .min = 1, .max = 1000,
               .doc = "In words; needed for a note, a declined step and the report's reference"),
    FIELD_END};
const Shape incident_entry_input_shape =
    SHAPE(IncidentEntryInput, entry_input_fields, "What somebody adds to an incident's log");

static const Field event_fields[] = {
    FIELD_ID(IncidentEvent, incident_id, .doc = "The incident"),
    FIELD_INT(IncidentEvent, number, .doc = "Its number"),
    FIELD_INT(IncidentEvent, version, .doc = "Its version then"),
    FIELD_ENUM(IncidentEvent, state, incident_states, .doc = "How far it is"),
    FIELD_ENUM(IncidentEvent, cause, incident_causes, .doc = "What is behind it"),
    FIELD_ENUM(IncidentEvent, severity, severity_names, .doc = "How bad it is"),
    FIELD_INT(IncidentEvent, parcels, .doc = "Parcels that it binds"),
    FIELD_TEXT(IncidentEvent, owner, .doc = "Login of who looks after it"),
    FIELD_END};
const Shape incident_event_shape = SHAPE(IncidentEvent, event_fields, "An incident changed");
