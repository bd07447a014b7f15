#include "notify/notify.h"

static const Field notice_fields[] = {
    FIELD_ID(Notice, id, .doc = "Its id"),
    FIELD_INT(Notice, version, .doc = "Rises with every step"),
    FIELD_TEXT(Notice, fact, .doc = "What it tells of"),
    FIELD_ENUM(Notice, channel, notice_channels, .doc = "How; none could be chosen where empty"),
    FIELD_ENUM(Notice, language, notice_languages, .doc = "In what"),
    FIELD_ENUM(Notice, audience, notice_audiences, .doc = "Whom"),
    FIELD_ENUM(Notice, state, notice_states, .doc = "What became of it"),
    FIELD_TEXT(Notice, why, .doc = "Why it is held back, failed, or is tried again"),
    FIELD_TEXT(Notice, to, .personal = PERSONAL_TEXT, .doc = "Phone or e-mail address"),
    FIELD_TEXT(Notice, subject, .personal = PERSONAL_TEXT, .doc = "Of an e-mail"),
    FIELD_TEXT(Notice, text, .max = 100000, .personal = PERSONAL_TEXT, .doc = "What it says"),
    FIELD_ID(Notice, customer_id, .doc = "The customer"),
    FIELD_ID(Notice, waybill_id, .doc = "The parcel"),
    FIELD_TEXT(Notice, subject_kind, .doc = "What it is about"),
    FIELD_ID(Notice, subject_id, .doc = "The id of that"),
    FIELD_ID(Notice, template_id, .doc = "The template it was made of"),
    FIELD_INT(Notice, template_version, .doc = "And its version then"),
    FIELD_INT(Notice, attempts, .doc = "How often it was tried"),
    FIELD_TIME(Notice, due_at, .doc = "When it is sent, or tried again"),
    FIELD_TIME(Notice, created_at, .doc = "When it was made"),
    FIELD_TIME(Notice, sent_at, .doc = "When the server or gateway took it"),
    FIELD_TIME(Notice, ended_at, .doc = "When it was delivered, failed or was held back"),
    FIELD_END,
};
const Shape notice_shape = SHAPE(Notice, notice_fields, "A message and what became of it");

static const Field attempt_fields[] = {
    FIELD_INT(NoticeAttempt, number, .doc = "From 1 on"),
    FIELD_TIME(NoticeAttempt, at, .doc = "When"),
    FIELD_ENUM(NoticeAttempt, state, notice_states, .doc = "What it became then"),
    FIELD_TEXT(NoticeAttempt, why, .doc = "Why"),
    FIELD_END,
};
const Shape notice_attempt_shape =
    SHAPE(NoticeAttempt, attempt_fields, "A step of a message's life");
