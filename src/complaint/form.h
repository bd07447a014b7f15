/* form.h -- the common forms of logistics customer service (物流客户服务管理常用表单) as records:
 * numbered, attached to a ticket, a parcel or an outlet, signed by an account, printed on A4.
 *
 * What each kind asks is a table (form_kinds.c) with a layout number, which rises when the table
 * changes; a form keeps the one it was filled in by. Values are sealed. */
#pragma once

#include "base/buf.h"
#include "base/ctx.h"
#include "base/field.h"

/* Numbers are stored: append only. */
typedef enum FormKind {
    FORM_ACCIDENT = 1,  /* 事故报告单 */
    FORM_QUALITY,       /* 质量跟踪单 */
    FORM_NOTICE,        /* 管理通知单 */
    FORM_COMPLAINT,     /* 客户投诉记录/处理单 */
    FORM_INVESTIGATION, /* 协查单 */
} FormKind;
extern const Name form_kinds[];

typedef enum FormInput { FORM_LINE = 1, FORM_LONG, FORM_DATE, FORM_NUMBER, FORM_PHONE } FormInput;
extern const Name form_inputs[];

/* No form has more lines. */
#define FORM_LINES_MAX 60

/* One line of a form. */
typedef struct FormLine {
    const char *name; /* NULL ends a table */
    const char *name_zh, *name_en;
    int64_t input;     /* FormInput */
    bool required;     /* to sign it */
    Personal personal; /* a contact; else words that whoever may read the form reads */
} FormLine;

typedef struct FormLayout {
    int64_t kind, layout;
    const char *prefix; /* of its numbers */
    const char *name_zh, *name_en;
    const FormLine *table;
    List lines; /* FormLine: the same, in answers */
} FormLayout;
extern const Shape form_layout_shape;

/* Of a kind; never NULL for one of form_kinds. */
const FormLayout *form_layout(int64_t kind);

/* All of them, with their lines. NO_MEMORY. */
Status form_layouts(Ctx *ctx, List *out);

/* The line of that name, or NULL. */
const FormLine *form_line(const FormLayout *layout, const char *name);

typedef struct Form {
    int64_t id, version;
    int64_t kind, layout;
    const char *no; /* SG20261122-0001: kind, day in the company's zone, count of that day */
    int64_t ticket_id, waybill_id;
    const char *outlet; /* code */
    Texts values;       /* alternating name and value; personal */
    int64_t created_at, created_by, changed_at;
    int64_t signed_at, signed_by;
    const char *signer; /* login */
    /* not fields: */
    int64_t outlet_id;
} Form;
extern const Shape form_shape;

typedef struct FormChange {
    int64_t kind;                  /* not when it is changed */
    int64_t ticket_id, waybill_id; /* the same */
    const char *outlet;
    Texts values;
} FormChange;
extern const Shape form_input_shape, form_change_shape;

/* In the transaction of ctx: begins a form about a ticket, a parcel or an outlet. INVALID (nothing
 * to be about, no such thing in scope, an unknown line, a value that is no date, number or phone).
 */
Status form_create(Ctx *ctx, const FormChange *input, Form *out);

/* In the transaction of ctx: other values, all of them; what ctx's person sees masked and gives
 * back so stays. NOT_FOUND, STALE, INVALID; CONFLICT when it is signed. */
Status form_change(Ctx *ctx, int64_t id, int64_t version, const Texts *values, Form *out);

/* In the transaction of ctx: signs it with ctx's person and the instant. INVALID when a line that
 * must be filled in is empty, FORBIDDEN to the system, CONFLICT when it is signed. */
Status form_sign(Ctx *ctx, int64_t id, int64_t version, Form *out);

/* Masks in the form what its reader may not see in clear: contacts, as those of a ticket; in other
 * words the contact details are masked where they are written out. Nothing of a view that unmasks.
 * NO_MEMORY. */
Status form_mask(Ctx *ctx, const View *view, Form *form);

/* How a value of a line is masked. */
Personal form_line_personal(const FormLine *line);

/* Values as somebody who is shown them masked gives them back: one that is but the form's own,
 * masked, is the form's own. NO_MEMORY. */
Status form_unmask(Ctx *ctx, const Form *form, const Texts *given, Texts *out);

typedef struct FormContact {
    int64_t id;
    Texts values;
} FormContact;
extern const Shape form_contact_shape;

/* In the transaction of ctx: the form's values in clear, for a reason that the ticket's log keeps
 * beside who asked. NOT_FOUND out of scope, of the form or its ticket; CONFLICT for a form about no
 * ticket. */
Status form_contact(Ctx *ctx, int64_t id, const char *reason, FormContact *out);

/* In the scope of ctx's person. NOT_FOUND. */
Status form_find(Ctx *ctx, int64_t id, Form *out);

typedef struct FormFilter {
    int64_t ticket_id, waybill_id;
    const char *outlet; /* code: at most one of the three */
    int64_t limit;
    const char *cursor;
    int64_t format; /* TableFormat, of a file */
} FormFilter;
extern const Shape form_filter_shape;

/* Those about a ticket, a parcel or an outlet, the oldest first; of none of them all in scope, the
 * newest first. INVALID, NOT_FOUND. */
Status form_list(Ctx *ctx, const FormFilter *filter, List *out, const char **next);

/* Appends the form as a page to print: A4, no script. `company` is its head; personal values as
 * `view` says, but phones, e-mail addresses and identity numbers masked in any case. */
void form_print(Buf *out, const Form *form, const char *company, bool zh, const View *view);
