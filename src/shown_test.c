/* What of a shape is shown to whom, looked at in the tables of all routes. */
#include <string.h>

#include "slices.h"
#include "test.h"

/* A field that is shown as it is, and why: "Shape.field", or "Shape." for all of it. */
typedef struct Shown {
    const char *field, *why;
} Shown;

typedef struct Look {
    const char *const *names;
    const Shown *shown;
    bool (*holds)(const Field *field);
    const char *says;
    int failures;
} Look;

static bool is_one_of(const char *name, const char *const *names)
{
    for (; *names; names++)
        if (strcmp(*names, name) == 0) return true;
    return false;
}

static bool is_shown(const Look *look, const Shape *shape, const Field *field)
{
    size_t length = strlen(shape->name);
    for (const Shown *shown = look->shown; shown->field; shown++) {
        const char *dot = shown->field + length;
        if (strncmp(shown->field, shape->name, length) != 0 || *dot != '.') continue;
        if (!dot[1] || strcmp(dot + 1, field->name) == 0) return true;
    }
    return false;
}

enum { DEPTH_MOST = 8 };

static void look_at_shape(Look *look, const Shape *shape, int depth)
{
    for (const Field *field = shape->fields; field->name && depth < DEPTH_MOST; field++) {
        bool is_text = field->kind == FIELD_KIND_TEXT || field->kind == FIELD_KIND_TEXTS ||
                       field->kind == FIELD_KIND_MAP;
        if (field->shape) look_at_shape(look, field->shape, depth + 1);
        if (!is_text || field->write_only || !is_one_of(field->name, look->names)) continue;
        bool holds = look->holds(field) || is_shown(look, shape, field);
        if (!holds) print_error("%s.%s %s\n", shape->name, field->name, look->says);
        look->failures += !holds;
    }
}

/* Words that people write freely, by what the fields that hold them are called. */
static const char *const words[] = {
    "text",        "note",     "why",         "reason",         "remark",
    "label",       "subject",  "description", "evidence",       "conclusion",
    "cause",       "goods",    "tags",        "external_ref",   "waived_why",
    "undone_why",  "title",    "value",       "answer",         "question",
    "claim",       "reply",    "findings",    "proposal",       "review",
    "founded_why", "excerpt",  "notice",      "body",           "detail",
    "values",      "personal", "explanation", "satisfaction",   "skills",
    "operator",    "comment",  "message",     "correction_why", "satisfaction_note",
    NULL};

#define COMPANYS "the company's own text for everybody"
#define CODE "a code"
#define PROGRAMS "written by the program"
#define ASKED "shown for a reason that is kept"
#define OWN "the reader's own"

static const Shown plain_words[] = {
    {"Agent.skills", COMPANYS},
    {"Article.", COMPANYS},
    {"ArticleLink.", COMPANYS},
    {"ArticleRow.", COMPANYS},
    {"ArticleVersion.", COMPANYS},
    {"AuditRow.detail", "holds nothing personal: audit_write"},
    {"BulkItem.reason", PROGRAMS},
    {"Button.", COMPANYS},
    {"BulkProblem.reason", PROGRAMS},
    {"Cause.reason", CODE},
    {"Cause.text", "what customers are told"},
    {"ClaimResult.cause", CODE},
    {"ClaimRules.", COMPANYS},
    {"Classification.value", CODE},
    {"CodeMapping.note", COMPANYS},
    {"Complaint.cause", CODE},
    {"ComplaintRow.cause", CODE},
    {"CustomerContactAddress.text", ASKED},
    {"CustomerContactPoint.value", ASKED},
    {"Draft.text", OWN},
    {"Entry.detail", "codes; its external_ref is masked: entry_store.c"},
    {"ErasureRow.why", PROGRAMS},
    {"FigureAnswer.", PROGRAMS},
    {"FigureInfo.", PROGRAMS},
    {"Finding.explanation", PROGRAMS},
    {"FindingStep.text", COMPANYS},
    {"FormContact.values", ASKED},
    {"Incident.notice", "what customers are told"},
    {"Incident.title", "what customers are told"},
    {"IncidentStep.text", COMPANYS},
    {"IncomingRow.why", PROGRAMS},
    {"IntakeProblem.reason", PROGRAMS},
    {"Macro.", COMPANYS},
    {"MacroVersion.", COMPANYS},
    {"MassFailure.reason", PROGRAMS},
    {"Notice.why", PROGRAMS},
    {"NoticeAttempt.why", PROGRAMS},
    {"NoticeTemplate.", COMPANYS},
    {"PlanStep.text", COMPANYS},
    {"PromiseChange.reason", CODE},
    {"Provider.", COMPANYS},
    {"RouteRule.skills", COMPANYS},
    {"RowTrial.", OWN},
    {"Scan.evidence", "where a picture is kept"},
    {"Scan.text", "masked where it is read: scan_text.c"},
    {"ScanInput.evidence", "where a picture is kept"},
    {"SettingRow.value", COMPANYS},
    {"TallyRow.value", CODE},
    {"TargetField.values", CODE},
    {"Team.skills", COMPANYS},
    {"TeamMember.skills", COMPANYS},
    {"TemplateVersion.", COMPANYS},
    {"TicketFilter.external_ref", "what somebody looks for, not what was said"},
    {"TicketRoute.", PROGRAMS},
    {"WaybillEta.explanation", PROGRAMS},
    {"WebhookAttempt.why", PROGRAMS},
    {"WebhookDelivery.", "an event, which names things by their ids"},
    {NULL, NULL}};

static bool is_masked(const Field *field)
{
    return field->personal != PERSONAL_NO;
}

TEST(words_are_shown_with_their_contacts_masked_or_are_said_to_hold_none)
{
    Look look = {words, plain_words, is_masked, "is shown whole to whoever may read it"};
    for (const Slice *const *slice = slices; *slice; slice++)
        for (const Route *route = (*slice)->routes; route && route->path; route++)
            if (route->out) look_at_shape(&look, route->out, 0);
    check_int(t, look.failures, 0);
}

/* Who did something, by what the fields that say it are called. */
static const char *const people[] = {"author",     "changed_by", "created_by",   "declared_by",
                                     "ended_by",   "giver",      "login",        "made_by",
                                     "owner",      "person",     "signer",       "specialist",
                                     "started_by", "retired_by", "published_by", "proposed_by",
                                     "who_login",  "who",        "reported_by",  NULL};

static const Shown known_people[] = {
    {"Account.login", "of the reader's own customer: account_list"},
    {"Colleague.login", "of what the reader sees: colleague_store.c"},
    {"Entry.author", "is staff to who is limited to a customer: entry_store.c"},
    {"Looking.login", "refused to who is limited to a customer: looking.c"},
    {"Me.login", OWN},
    {"Scan.signer", "who took the parcel, masked"},
    {"StoredFile.owner", CODE},
    {"TicketFilter.owner", OWN},
    {"TicketFound.author", "is staff to who is limited to a customer: entry_store.c"},
    {NULL, NULL}};

static bool is_of_a_colleague(const Field *field)
{
    return field->colleague;
}

TEST(who_is_limited_to_a_customer_is_not_told_who_works_for_the_company)
{
    Look look = {people, known_people, is_of_a_colleague,
                 "names a colleague to who is limited to a customer"};
    for (const Slice *const *slice = slices; *slice; slice++)
        for (const Route *route = (*slice)->routes; route && route->path; route++)
            if (route->out && !route->staff && !route->whole) look_at_shape(&look, route->out, 0);
    check_int(t, look.failures, 0);
}
