-- What belongs to a customer. What is personal is sealed whole; *_key are keyed indexes.

-- erased_ms: when what is personal was deleted. derived: 1 once contact points, keys and search were
-- made of the row; null in rows that are older than those.
ALTER TABLE customer ADD COLUMN lifecycle BIGINT;
ALTER TABLE customer ADD COLUMN relationship BIGINT;
ALTER TABLE customer ADD COLUMN specialist_id BIGINT;
ALTER TABLE customer ADD COLUMN erased_ms BIGINT;
ALTER TABLE customer ADD COLUMN derived BIGINT;
CREATE INDEX customer_underived ON customer (id) WHERE derived IS NULL;
CREATE INDEX customer_specialist ON customer (specialist_id, id) WHERE specialist_id IS NOT NULL;

-- kind: 1 contact point, 2 address, 3 contact person, 4 note. sort: of contact points which.
-- value_key: of notes and people the id. The same value is kept once.
CREATE TABLE customer_part (
    customer_id BIGINT NOT NULL,
    id BIGINT NOT NULL,
    kind BIGINT NOT NULL,
    sort BIGINT NOT NULL,
    value_key BIGINT NOT NULL,
    version BIGINT NOT NULL,
    is_primary BIGINT NOT NULL,
    created_ms BIGINT NOT NULL,
    changed_ms BIGINT NOT NULL,
    who_id BIGINT,
    sealed BYTEA NOT NULL,
    PRIMARY KEY (customer_id, id)
) CLUSTERED;
CREATE UNIQUE INDEX customer_part_value ON customer_part (customer_id, kind, sort, value_key);

-- What customers are found by. kind: 1 phone, 2 its tail, 3 e-mail, 4 name, 5 address, 6 another
-- contact point. source: value_key of the part it is of, 0 the
-- customer's own row.
CREATE TABLE customer_key (
    kind BIGINT NOT NULL,
    value BIGINT NOT NULL,
    customer_id BIGINT NOT NULL,
    source BIGINT NOT NULL,
    PRIMARY KEY (kind, value, customer_id, source)
) CLUSTERED;
CREATE INDEX customer_key_source ON customer_key (customer_id, source);

-- kind: 1 role, 2 lifecycle, 3 relationship. until_ms: null while it stands.
CREATE TABLE customer_class (
    customer_id BIGINT NOT NULL,
    kind BIGINT NOT NULL,
    id BIGINT NOT NULL,
    value BIGINT NOT NULL,
    since_ms BIGINT NOT NULL,
    until_ms BIGINT,
    who_id BIGINT,
    why TEXT,
    PRIMARY KEY (customer_id, kind, id)
) CLUSTERED;

-- Fields that a company declares for its customers, and what they hold. Values are sealed where the
-- field is personal; value_key covers the field's name too.
CREATE TABLE customer_field (
    name TEXT NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    kind BIGINT NOT NULL,
    zh TEXT NOT NULL,
    en TEXT NOT NULL,
    options TEXT,
    personal BIGINT NOT NULL,
    retired BIGINT NOT NULL,
    changed_ms BIGINT NOT NULL
);
CREATE TABLE customer_value (
    customer_id BIGINT NOT NULL,
    name TEXT NOT NULL,
    value_key BIGINT NOT NULL,
    value TEXT,
    sealed BYTEA,
    PRIMARY KEY (customer_id, name)
) CLUSTERED;
CREATE INDEX customer_value_key ON customer_value (value_key, customer_id);

-- Two customers that may be one. reasons: a set of bits. state: 1 open, 2 dismissed, 3 merged.
CREATE TABLE customer_duplicate (
    id BIGINT NOT NULL PRIMARY KEY,
    one_id BIGINT NOT NULL,
    other_id BIGINT NOT NULL,
    reasons BIGINT NOT NULL,
    state BIGINT NOT NULL,
    found_ms BIGINT NOT NULL,
    decided_ms BIGINT,
    who_id BIGINT,
    why TEXT
);
CREATE UNIQUE INDEX customer_duplicate_pair ON customer_duplicate (one_id, other_id);
CREATE INDEX customer_duplicate_other ON customer_duplicate (other_id);
CREATE INDEX customer_duplicate_open ON customer_duplicate (id) WHERE state = 1;

-- Who was merged into whom, directly; customer.merged_into follows from the rows that stand.
CREATE TABLE customer_merge (
    id BIGINT NOT NULL PRIMARY KEY,
    survivor_id BIGINT NOT NULL,
    merged_id BIGINT NOT NULL,
    at_ms BIGINT NOT NULL,
    who_id BIGINT,
    why TEXT,
    undone_ms BIGINT,
    undone_by BIGINT,
    undone_why TEXT
);
CREATE UNIQUE INDEX customer_merge_standing ON customer_merge (merged_id) WHERE undone_ms IS NULL;
CREATE INDEX customer_merge_survivor ON customer_merge (survivor_id);

-- Proof that what was personal is gone: rows by table, as JSON.
CREATE TABLE customer_erasure (
    id BIGINT NOT NULL PRIMARY KEY,
    customer_id BIGINT NOT NULL,
    at_ms BIGINT NOT NULL,
    who_id BIGINT,
    reason TEXT NOT NULL,
    proof TEXT NOT NULL
);
CREATE INDEX customer_erasure_customer ON customer_erasure (customer_id);
