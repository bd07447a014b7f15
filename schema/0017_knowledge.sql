-- Articles, service standards and the service statement. Articles of one code are translations of
-- each other. Texts lie in versions, which are kept for ever.
-- language, kind, audience: as in src/knowledge/knowledge.h. tags, topics: JSON lists of texts.
-- review_on: days since 1970-01-01. review_told: 1 once the event went out for that date.
CREATE TABLE knowledge_article (
    id BIGINT NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    code TEXT NOT NULL,
    language BIGINT NOT NULL,
    kind BIGINT NOT NULL,
    audience BIGINT NOT NULL,
    outlet_id BIGINT,
    role TEXT,
    tags TEXT,
    topics TEXT,
    review_on BIGINT,
    review_told BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX knowledge_article_code ON knowledge_article (code, language);
CREATE INDEX knowledge_article_review ON knowledge_article (review_on) WHERE review_on IS NOT NULL;

-- state: 1 draft, 2 published, 3 retired. In force from effective_from until effective_to; a draft,
-- and what was never published, has neither. *_by: login, "system" for the system itself.
CREATE TABLE knowledge_version (
    article_id BIGINT NOT NULL,
    number BIGINT NOT NULL,
    state BIGINT NOT NULL,
    title TEXT NOT NULL,
    body TEXT NOT NULL,
    why TEXT,
    effective_from BIGINT,
    effective_to BIGINT,
    created_at BIGINT NOT NULL,
    created_by TEXT NOT NULL,
    published_at BIGINT,
    published_by TEXT,
    published_why TEXT,
    retired_at BIGINT,
    retired_by TEXT,
    retired_why TEXT,
    PRIMARY KEY (article_id, number)
) CLUSTERED;

CREATE TABLE knowledge_feedback (
    article_id BIGINT NOT NULL,
    number BIGINT NOT NULL,
    helpful BIGINT NOT NULL,
    unhelpful BIGINT NOT NULL,
    PRIMARY KEY (article_id, number)
) CLUSTERED;

-- Where an article helped: a ticket, mostly. number: of the version that was in force then.
CREATE TABLE knowledge_link (
    subject_kind TEXT NOT NULL,
    subject_id BIGINT NOT NULL,
    article_id BIGINT NOT NULL,
    number BIGINT NOT NULL,
    at BIGINT NOT NULL,
    made_by TEXT NOT NULL,
    PRIMARY KEY (subject_kind, subject_id, article_id)
) CLUSTERED;
CREATE INDEX knowledge_link_article ON knowledge_link (article_id);
