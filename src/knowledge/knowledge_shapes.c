#include "knowledge/knowledge.h"

const Name article_kinds[] = {
    {"article", ARTICLE_ARTICLE, "An answer, for agents or customers"},
    {"standard", ARTICLE_STANDARD, "A service standard"},
    {"statement", ARTICLE_STATEMENT, "The service statement, or terms"},
    {NULL},
};
const Name article_languages[] = {
    {"zh-CN", ARTICLE_ZH, "Simplified Chinese"}, {"en", ARTICLE_EN, "English"}, {NULL}};
const Name article_audiences[] = {
    {"public", AUDIENCE_PUBLIC, "Everybody, on the public pages too"},
    {"agent", AUDIENCE_AGENT, "Who may read articles"},
    {"outlet", AUDIENCE_OUTLET, "Of those, who works below an outlet"},
    {"role", AUDIENCE_ROLE, "Of those, who has a role"},
    {NULL},
};
const Name article_states[] = {
    {"draft", ARTICLE_DRAFT, "Being written"},
    {"published", ARTICLE_PUBLISHED, "In force, or it will be"},
    {"retired", ARTICLE_RETIRED, "In force no longer"},
    {NULL},
};

#define ABOUT_FIELDS                                                                               \
    FIELD_ENUM(Article, audience, article_audiences, .required = true, .doc = "Who may read it"),  \
        FIELD_TEXT(Article, outlet, .max = 32, .doc = "Of audience outlet: its code"),             \
        FIELD_TEXT(Article, role, .max = 40, .doc = "Of audience role: its name"),                 \
        FIELD_TEXTS(Article, tags, .max = 20, .doc = "Words it is filed under"),                   \
        FIELD_TEXTS(Article, topics, .max = 20,                                                    \
                    .doc = "When the tracking page shows it: late, or stages and exceptions"),     \
        FIELD_DATE(Article, review_on, .doc = "When somebody shall read it again")
#define BASIC_FIELDS                                                                               \
    FIELD_TEXT(Article, code, .required = true, .max = 64, .example = "late-parcel",               \
               .doc = "Small letters, digits and -; the same for its translations"),               \
        FIELD_ENUM(Article, language, article_languages, .required = true, .doc = "Its language"), \
        FIELD_ENUM(Article, kind, article_kinds, .required = true, .doc = "What it is")
#define STATE_FIELDS                                                                               \
    FIELD_INT(Article, draft, .read_only = true, .doc = "Number of the version being written"),    \
        FIELD_INT(Article, number, .read_only = true, .doc = "Of the version in force"),           \
        FIELD_TIME(Article, effective_from, .read_only = true, .doc = "Since when it is"),         \
        FIELD_TIME(Article, effective_to, .read_only = true, .doc = "Until when; open if empty"),  \
        FIELD_INT(Article, helpful, .read_only = true, .doc = "Readers whom this version helped"), \
        FIELD_INT(Article, unhelpful, .read_only = true, .doc = "Readers whom it did not"),        \
        FIELD_TIME(Article, created_at, .read_only = true, .doc = "When it was entered"),          \
        FIELD_TIME(Article, changed_at, .read_only = true, .doc = "When it was last changed")
#define IDENTITY_FIELDS                                                                            \
    FIELD_ID(Article, id, .read_only = true, .doc = "Its id"),                                     \
        FIELD_INT(Article, version, .read_only = true, .doc = "Rises with every change")
#define TITLE_MAX 200
#define BODY_MAX 50000
#define WHY_MAX 300

static const Field article_fields[] = {
    IDENTITY_FIELDS,
    BASIC_FIELDS,
    ABOUT_FIELDS,
    FIELD_TEXT(Article, title, .required = true, .max = TITLE_MAX, .doc = "In force"),
    FIELD_TEXT(Article, body, .writing = WRITING_LINES, .required = true, .max = BODY_MAX,
               .doc = "In force; Markdown"),
    FIELD_TEXT(Article, html, .read_only = true, .no_column = true, .doc = "The same as HTML"),
    FIELD_TEXT(Article, why, .writing = WRITING_LINES, .write_only = true, .no_column = true,
               .max = WHY_MAX, .doc = "Why it is written"),
    STATE_FIELDS,
    FIELD_END,
};
const Shape article_shape = SHAPE(Article, article_fields, "An article and its text in force");

static const Field article_row_fields[] = {
    IDENTITY_FIELDS, BASIC_FIELDS,
    ABOUT_FIELDS,    FIELD_TEXT(Article, title, .read_only = true, .doc = "In force"),
    STATE_FIELDS,    FIELD_END};
const Shape article_row_shape = {.name = "ArticleRow",
                                 .doc = "An article without its text",
                                 .size = sizeof(Article),
                                 .fields = article_row_fields};

static const Field article_about_fields[] = {ABOUT_FIELDS, FIELD_END};
const Shape article_about_shape = {.name = "ArticleAbout",
                                   .doc = "Who reads an article, and when it is shown",
                                   .size = sizeof(Article),
                                   .fields = article_about_fields};

static const Field article_version_fields[] = {
    FIELD_INT(ArticleVersion, number, .doc = "From 1 on"),
    FIELD_ID(ArticleVersion, article_id, .doc = "Whose it is"),
    FIELD_INT(ArticleVersion, version, .doc = "The article's: for If-Match"),
    FIELD_ENUM(ArticleVersion, state, article_states, .doc = "What became of it"),
    FIELD_TEXT(ArticleVersion, title, .doc = "What it is called"),
    FIELD_TEXT(ArticleVersion, body, .max = BODY_MAX, .doc = "Its text: Markdown"),
    FIELD_TEXT(ArticleVersion, why, .doc = "Why it was written"),
    FIELD_TIME(ArticleVersion, effective_from, .doc = "In force from"),
    FIELD_TIME(ArticleVersion, effective_to, .doc = "In force until"),
    FIELD_TIME(ArticleVersion, created_at, .doc = "When it was written"),
    FIELD_TEXT(ArticleVersion, created_by, .colleague = true, .doc = "Who wrote it"),
    FIELD_TIME(ArticleVersion, published_at, .doc = "When it was published"),
    FIELD_TEXT(ArticleVersion, published_by, .colleague = true, .doc = "Who published it"),
    FIELD_TEXT(ArticleVersion, published_why, .doc = "And why"),
    FIELD_TIME(ArticleVersion, retired_at, .doc = "When it was retired"),
    FIELD_TEXT(ArticleVersion, retired_by, .colleague = true, .doc = "Who retired it"),
    FIELD_TEXT(ArticleVersion, retired_why, .doc = "And why"),
    FIELD_END,
};
const Shape article_version_shape =
    SHAPE(ArticleVersion, article_version_fields, "One version of an article");

static const Field article_text_fields[] = {
    FIELD_TEXT(ArticleText, title, .required = true, .max = TITLE_MAX, .doc = "What it is called"),
    FIELD_TEXT(ArticleText, body, .writing = WRITING_LINES, .required = true, .max = BODY_MAX,
               .doc = "Markdown"),
    FIELD_TEXT(ArticleText, why, .writing = WRITING_LINES, .max = WHY_MAX,
               .doc = "Why it is written"),
    FIELD_END};
const Shape article_text_shape = SHAPE(ArticleText, article_text_fields, "A text of an article");

static const Field article_publication_fields[] = {
    FIELD_TIME(ArticlePublication, effective_from, .doc = "In force from then on; now"),
    FIELD_DATE(ArticlePublication, review_on, .doc = "When somebody shall read it again"),
    FIELD_TEXT(ArticlePublication, why, .writing = WRITING_LINES, .required = true, .max = WHY_MAX,
               .doc = "Why"),
    FIELD_END,
};
const Shape article_publication_shape =
    SHAPE(ArticlePublication, article_publication_fields, "How a draft is published");

static const Field article_link_fields[] = {
    FIELD_ID(ArticleLink, article_id, .doc = "The article"),
    FIELD_INT(ArticleLink, number, .doc = "The version in force when it was linked"),
    FIELD_TEXT(ArticleLink, code, .doc = "Its code"),
    FIELD_TEXT(ArticleLink, title, .doc = "Its title then"),
    FIELD_TIME(ArticleLink, at, .doc = "When it was linked"),
    FIELD_TEXT(ArticleLink, made_by, .colleague = true, .doc = "By whom"),
    FIELD_END,
};
const Shape article_link_shape = SHAPE(ArticleLink, article_link_fields, "An article that helped");
