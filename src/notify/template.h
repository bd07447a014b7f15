/* template.h -- what is said of a fact: by audience, channel and language, at versions that are all
 * kept. */
#pragma once

#include "notify/notify.h"

typedef struct NoticeTemplate {
    int64_t id, version;
    const char *fact; /* its event */
    int64_t channel, language, audience;
    int64_t purpose;     /* ConsentPurpose; service where it is not given */
    const char *subject; /* of an e-mail */
    const char *body;
    bool enabled; /* messages are made of it */
    bool urgent;  /* they do not wait for the end of quiet hours */
    const char *why, *made_by;
    int64_t created_at, changed_at;
} NoticeTemplate;
extern const Shape notice_template_shape, notice_template_change_shape;

/* In the transaction of ctx, audited; FORBIDDEN to who is limited. INVALID: no such fact, or none
 * for people; an unknown placeholder, naming its line; no subject of an e-mail; a receiver by
 * e-mail. CONFLICT: there is one for that fact, audience, channel and language. */
Status template_create(Ctx *ctx, NoticeTemplate *given);

/* Writes purpose, subject, body, enabled, urgent and why. NOT_FOUND, STALE, INVALID. */
Status template_change(Ctx *ctx, int64_t id, int64_t version, const NoticeTemplate *change,
                       NoticeTemplate *out);

/* NOT_FOUND. */
Status template_find(Ctx *ctx, int64_t id, NoticeTemplate *out);

/* By id, from after an id. */
Status template_list(Ctx *ctx, const char *fact, int64_t after_id, int64_t limit, List *out);

/* As it was at one of its versions. */
typedef struct TemplateVersion {
    int64_t version;
    int64_t template_id, purpose;
    const char *subject, *body;
    bool enabled, urgent;
    const char *why, *made_by;
    int64_t at;
} TemplateVersion;
extern const Shape template_version_shape;

/* The newest first, below a version. */
Status template_versions(Ctx *ctx, int64_t id, int64_t below, int64_t limit, List *out);

/* The enabled ones of a fact: at most 64. */
Status template_enabled(Ctx *ctx, const char *fact, List *out);

/* Puts in those of the shipped ones that there are none for yet, none of them enabled: whoever has
 * a database from before one was shipped gets it, and nobody's words are overwritten. */
Status template_seed(Ctx *ctx);
