-- What happened with a customer, what they agreed to, and whom they were merged into.

-- The customer that this one counts as now: always one that is itself not merged.
ALTER TABLE customer ADD COLUMN merged_into BIGINT;
CREATE INDEX customer_merged ON customer (merged_into) WHERE merged_into IS NOT NULL;

-- Appended, never changed; what parcels went through is read from the parcels. fact: a keyed index
-- of the fact's own key, so that the same fact twice is one row.
CREATE TABLE customer_timeline (
    customer_id BIGINT NOT NULL,
    at_ms BIGINT NOT NULL,
    id BIGINT NOT NULL,
    kind TEXT NOT NULL,
    fact BIGINT NOT NULL,
    subject_kind TEXT,
    subject_id BIGINT,
    waybill_id BIGINT,
    who_id BIGINT,
    text TEXT,
    personal_sealed BYTEA,
    PRIMARY KEY (customer_id, at_ms, id)
) CLUSTERED;
CREATE UNIQUE INDEX customer_timeline_fact ON customer_timeline (customer_id, fact);
CREATE INDEX customer_timeline_kind ON customer_timeline (customer_id, kind, at_ms, id);

-- A ledger: appended, never changed; of a purpose and a channel the newest row counts. waybill_id:
-- given for that parcel only.
CREATE TABLE customer_consent (
    customer_id BIGINT NOT NULL,
    id BIGINT NOT NULL,
    purpose BIGINT NOT NULL,
    channel BIGINT NOT NULL,
    said BIGINT NOT NULL, -- 1 given, 2 withdrawn
    at_ms BIGINT NOT NULL,
    until_ms BIGINT,
    waybill_id BIGINT,
    notice_version TEXT,
    evidence_sealed BYTEA,
    who_id BIGINT,
    PRIMARY KEY (customer_id, id)
) CLUSTERED;
CREATE INDEX customer_consent_purpose ON customer_consent (customer_id, purpose, channel, at_ms, id);
