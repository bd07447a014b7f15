-- The full-text index: docs/decisions/0010-search.md. Words are keyed hashes, never text. A document
-- is put into search_pending, and later, with many others, into a segment that is never changed
-- again but for which of its documents are dead.
-- kind: SearchKind. tokens, postings, documents: src/search/posting.h.
CREATE TABLE search_pending (
    kind BIGINT NOT NULL,
    id BIGINT NOT NULL,
    at BIGINT NOT NULL,
    outlet_id BIGINT,
    customer_id BIGINT,
    flags BIGINT NOT NULL,
    tokens BYTEA NOT NULL,
    PRIMARY KEY (kind, id)
) CLUSTERED;

-- Where a document lies, once it is in a segment: its number there.
CREATE TABLE search_document (
    kind BIGINT NOT NULL,
    id BIGINT NOT NULL,
    segment BIGINT NOT NULL,
    number BIGINT NOT NULL,
    PRIMARY KEY (kind, id)
) CLUSTERED;

-- dead: a bit for each document. newest_at: the largest `at` in it.
CREATE TABLE search_segment (
    kind BIGINT NOT NULL,
    segment BIGINT NOT NULL,
    size BIGINT NOT NULL,
    newest_at BIGINT NOT NULL,
    dead_count BIGINT NOT NULL,
    dead BYTEA NOT NULL,
    PRIMARY KEY (kind, segment)
) CLUSTERED;

CREATE TABLE search_segment_documents (
    kind BIGINT NOT NULL,
    segment BIGINT NOT NULL,
    documents BYTEA NOT NULL,
    PRIMARY KEY (kind, segment)
) CLUSTERED;

-- Postings of the tokens of a segment, in order; all of one token stand in one block.
CREATE TABLE search_block (
    kind BIGINT NOT NULL,
    segment BIGINT NOT NULL,
    last_token BIGINT NOT NULL,
    postings BYTEA NOT NULL,
    PRIMARY KEY (kind, segment, last_token)
) CLUSTERED;
