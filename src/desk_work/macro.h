/* macro.h -- what is done often, under a name: an answer with placeholders, and what goes with it.
 *
 * A placeholder is a name in braces, {ticket_no}, of the table in macro_text.c: what a brace begins
 * otherwise is refused when a macro is saved, and one that was saved before is not used. Who sees
 * the contact's name masked fills it in masked. Every version is kept, and the ticket's log says
 * which was used. */
#pragma once

#include "desk_work/act.h"

typedef enum MacroScope { MACRO_OWN = 1, MACRO_TEAM = 2, MACRO_ALL = 3 } MacroScope;
typedef enum MacroLanguage { MACRO_ZH = 1, MACRO_EN = 2 } MacroLanguage;
extern const Name macro_languages[];

typedef struct Macro {
    int64_t id, version;
    int64_t scope;    /* MacroScope */
    const char *team; /* code, of MACRO_TEAM: whose it is */
    bool closed;      /* offered no more */
    const char *name_zh, *name_en;
    const char *reply_zh, *reply_en; /* to the customer; NULL: nothing is said */
    const char *note;
    Texts add_tags, remove_tags;
    const char *state, *to_team, *to_owner;
    int64_t priority;
    int64_t changed_at;     /* when this version was written */
    const char *changed_by; /* login; NULL: a machine */
    const char *wrong;      /* a placeholder that there is not: saved before it was refused */
    /* not fields: */
    int64_t account_id, team_id;
} Macro;
extern const Shape macro_shape;
extern const Shape macro_version_shape; /* without id, with who wrote it and when */
extern const Shape macro_body_shape;    /* the same without id and version */

/* In the transaction of ctx; audited. One's own needs a person; a team's that one is in it, or
 * TICKET_ADMIN; everybody's TICKET_ADMIN and the whole company. INVALID names a placeholder that
 * there is not, and where it stands. */
Status macro_create(Ctx *ctx, Macro *macro);

/* The same over a version. NOT_FOUND, STALE, FORBIDDEN. */
Status macro_change(Ctx *ctx, int64_t id, int64_t version, const Macro *change, Macro *out);

/* One that ctx's person may use. NOT_FOUND. */
Status macro_find(Ctx *ctx, int64_t id, Macro *out);

/* A version that was, of one that ctx's person may use. NOT_FOUND. */
Status macro_find_version(Ctx *ctx, int64_t id, int64_t version, Macro *out);

typedef struct MacroFilter {
    bool closed; /* those that are offered no more, in place of the others */
    int64_t limit;
    const char *cursor;
} MacroFilter;
extern const Shape macro_filter_shape;

/* Those that ctx's person may use, by id. */
Status macro_list(Ctx *ctx, const MacroFilter *filter, List *out, const char **next);

/* All versions of one that ctx's person may use, the newest first. NOT_FOUND. */
Status macro_versions(Ctx *ctx, int64_t id, int64_t limit, const char *cursor, List *out,
                      const char **next);

typedef struct MacroPreview {
    int64_t macro_id, macro_version;
    const char *reply, *note; /* as they would read; personal */
    const char *state, *team, *owner;
    int64_t priority;
    Texts tags;
    Texts empty; /* placeholders of the answer and the note for which nothing is known */
    bool gaps;   /* some of them in the answer: it goes out only where MacroUse says so */
} MacroPreview;
extern const Shape macro_preview_shape;

/* What a macro would do to a ticket as it is now: nothing is written. */
Status macro_preview(Ctx *ctx, int64_t id, int64_t ticket_id, int64_t language, MacroPreview *out);

typedef struct MacroUse {
    int64_t macro_id, language;
    bool gaps; /* the customer is answered though the answer has placeholders without a value */
} MacroUse;

/* In the transaction of ctx: all of it, or nothing. NOT_FOUND, STALE, and as ticket_act; CONFLICT
 * for one that is closed; INVALID, naming `gaps`, for an answer that would have some. */
Status macro_apply(Ctx *ctx, const MacroUse *use, int64_t ticket_id, int64_t version, Ticket *out);

/* Within an edit, which the caller saves. */
Status macro_act(Ctx *ctx, const Macro *macro, const MacroUse *use, TicketEdit *edit);

/* --- macro_text.c --- */

/* Where the first brace stands that begins no placeholder, and the length of what was meant as one;
 * NULL where all are. */
const char *macro_text_wrong(const char *text, size_t *length);

/* INVALID, naming the field, for a brace that begins no placeholder. NULL is fine. */
Status macro_text_check(Ctx *ctx, const char *field, const char *text);

/* The text with what the ticket shows ctx's person in place of placeholders; other braces stand for
 * themselves. NULL gives NULL. */
Status macro_text_fill(Ctx *ctx, const char *text, const Ticket *ticket, const char **out);

enum { MACRO_PLACEHOLDERS = 8 };
/* Adds the names of the text's placeholders for which the ticket says nothing, each once; NULL adds
 * none. `names` has room for MACRO_PLACEHOLDERS. */
void macro_text_empty(Ctx *ctx, const char *text, const Ticket *ticket, Texts *names);
