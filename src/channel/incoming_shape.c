#include "channel/incoming.h"

#define NAME_(constant, name, value, doc) {name, value, doc},
const Name incoming_outcomes[] = {INCOMING_OUTCOMES(NAME_){NULL, 0, NULL}};

static const Field incoming_fields[] = {
    FIELD_ENUM(Incoming, channel, ticket_channels, .required = true,
               .doc = "How it came: any but regulator and watch"),
    FIELD_TEXT(Incoming, message_id, .writing = WRITING_ANY, .required = true, .min = 1,
               .max = INCOMING_ID_MAX, .example = "<CAF3x7@mail.example.org>",
               .doc = "What names it in its channel: of a mail its Message-ID"),
    FIELD_TEXT(Incoming, from, .writing = WRITING_ANY, .required = true, .min = 1, .max = 320,
               .personal = PERSONAL_TEXT, .doc = "Phone, e-mail address, or name in a chat"),
    FIELD_TEXT(Incoming, from_name, .writing = WRITING_ANY, .max = 1000, .personal = PERSONAL_NAME,
               .doc = "What who writes calls themselves"),
    FIELD_TEXTS(Incoming, to, .writing = WRITING_ANY, .max = 200, .personal = PERSONAL_TEXT,
                .doc = "To whom"),
    FIELD_TEXT(Incoming, conversation, .writing = WRITING_ANY, .min = 1, .max = 200,
               .doc = "Of a chat: what names the conversation there"),
    FIELD_TEXT(Incoming, in_reply_to, .writing = WRITING_ANY, .max = INCOMING_ID_MAX,
               .doc = "The message that it answers, in <>"),
    FIELD_TEXTS(Incoming, references, .writing = WRITING_ANY, .max = INCOMING_REFERENCES_MAX,
                .item_max = INCOMING_ID_MAX,
                .doc = "Those before it, the oldest first, each in <>"),
    FIELD_TEXT(Incoming, subject, .writing = WRITING_ANY, .max = 1000, .personal = PERSONAL_TEXT,
               .doc = "A ticket's number in it names the ticket"),
    FIELD_TEXT(Incoming, text, .writing = WRITING_ANY, .max = INCOMING_TEXT_MAX,
               .personal = PERSONAL_TEXT, .doc = "What it says, as plain text"),
    FIELD_INT(Incoming, attachments, .max = 1000,
              .doc = "How many files the gateway will add to the ticket"),
    FIELD_TIME(Incoming, sent_at, .doc = "When it was written"),
    FIELD_MAP(Incoming, headers, .writing = WRITING_ANY, .max = 100,
              .item_max = INCOMING_HEADER_MAX,
              .doc = "Of a mail: Auto-Submitted, Precedence, List-Id, Return-Path, X-Loop, "
                     "Content-Type; by them it is told that a machine wrote it"),
    FIELD_TEXT(Incoming, outlet, .max = 32, .doc = "Code of the outlet that a new ticket is for"),
    FIELD_END};
const Shape incoming_shape = SHAPE(Incoming, incoming_fields, "A message that came in");

static const Field row_fields[] = {
    FIELD_ID(IncomingRow, id, .doc = "Its id"),
    FIELD_ENUM(IncomingRow, channel, ticket_channels, .doc = "How it came"),
    FIELD_ENUM(IncomingRow, outcome, incoming_outcomes, .doc = "What became of it"),
    FIELD_TEXT(IncomingRow, why, .doc = "Why it was not simply taken"),
    FIELD_ID(IncomingRow, ticket_id, .doc = "The ticket it is on: files belong there"),
    FIELD_TEXT(IncomingRow, ticket_no, .doc = "That ticket's number"),
    FIELD_ID(IncomingRow, entry_id, .doc = "The first entry of its text"),
    FIELD_ID(IncomingRow, customer_id, .doc = "The customer who wrote it"),
    FIELD_TIME(IncomingRow, received_at, .doc = "When it was handed over"),
    FIELD_TIME(IncomingRow, sent_at, .doc = "When it was written, as it says"),
    FIELD_TEXT(IncomingRow, from, .personal = PERSONAL_TEXT, .doc = "Who wrote it"),
    FIELD_TEXT(IncomingRow, from_name, .personal = PERSONAL_NAME, .doc = "By what name"),
    FIELD_TEXT(IncomingRow, subject, .personal = PERSONAL_TEXT, .doc = "Its subject"),
    FIELD_TEXT(IncomingRow, text, .personal = PERSONAL_TEXT,
               .doc = "What it says, while it is set aside"),
    FIELD_END};
const Shape incoming_row_shape =
    SHAPE(IncomingRow, row_fields, "A message that came in, and what became of it");
