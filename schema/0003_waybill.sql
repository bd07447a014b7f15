-- Parcels and their events. Times are UTC milliseconds, weights grams, money fen.
-- *_sealed is sealed with the key file, *_index a keyed index (see access/keys.h).

-- What every scan changes and what lists and promises are made from: narrow, because each row that a
-- batch of scans touches dirties its page. is_open is 1 until the parcel reaches its end, then null.
CREATE TABLE waybill_state (
    waybill_id BIGINT PRIMARY KEY,
    version BIGINT NOT NULL,
    no TEXT NOT NULL,
    carrier TEXT NOT NULL,
    product TEXT NOT NULL,
    origin TEXT NOT NULL,
    destination TEXT NOT NULL,
    origin_outlet_id BIGINT,
    destination_outlet_id BIGINT,
    outlet_id BIGINT,
    customer_id BIGINT,
    stage BIGINT NOT NULL,
    leg BIGINT NOT NULL,
    exceptions BIGINT NOT NULL,
    is_open BIGINT,
    ordered_ms BIGINT,
    collected_ms BIGINT,
    delivered_ms BIGINT,
    promised_ms BIGINT,
    last_ms BIGINT,
    attempts BIGINT NOT NULL,
    -- how to go on without reading the events again: 1 ordered_ms was given, 2 some event is a
    -- correction; and the time and stage of the last event
    flags BIGINT NOT NULL,
    tail_ms BIGINT,
    tail_stage BIGINT NOT NULL
) CLUSTERED HOT;
CREATE UNIQUE INDEX waybill_state_no ON waybill_state (no, carrier);
CREATE INDEX waybill_state_due ON waybill_state (promised_ms, waybill_id)
    WHERE is_open = 1 AND promised_ms IS NOT NULL;
CREATE INDEX waybill_state_customer ON waybill_state (customer_id, waybill_id)
    WHERE customer_id IS NOT NULL;
CREATE INDEX waybill_state_lane ON waybill_state (origin, destination, waybill_id)
    WHERE origin <> '';
CREATE INDEX waybill_state_outlet ON waybill_state (outlet_id, waybill_id)
    WHERE is_open = 1 AND outlet_id IS NOT NULL;
CREATE INDEX waybill_state_open ON waybill_state (waybill_id) WHERE is_open = 1;

-- The rest of a parcel: wide, seldom written.
CREATE TABLE waybill (
    waybill_id BIGINT PRIMARY KEY,
    source BIGINT NOT NULL,
    created_ms BIGINT NOT NULL,
    order_no TEXT,
    reference TEXT,
    customer_ref TEXT,
    sender_ref TEXT,
    receiver_ref TEXT,
    promise_source BIGINT,
    lane_id BIGINT,
    lane_version BIGINT,
    weight_g BIGINT,
    pieces BIGINT,
    fee BIGINT,
    insured BIGINT,
    cod BIGINT,
    goods TEXT,
    parties_sealed BYTEA
) CLUSTERED;
CREATE INDEX waybill_order_no ON waybill (order_no) WHERE order_no IS NOT NULL;

-- kind: 1 sender's phone, 2 its tail, 3 sender's name, 4 receiver's phone, 5 its tail, 6 name.
CREATE TABLE waybill_party_index (
    kind BIGINT NOT NULL,
    value BIGINT NOT NULL,
    waybill_id BIGINT NOT NULL,
    PRIMARY KEY (kind, value, waybill_id)
) CLUSTERED;

-- One immutable event of a parcel: never updated, never deleted. hash is its key within the parcel.
CREATE TABLE scan (
    waybill_id BIGINT NOT NULL,
    at_ms BIGINT NOT NULL,
    hash BIGINT NOT NULL,
    ingest_id BIGINT NOT NULL, -- holds the instant of receipt
    at_offset BIGINT NOT NULL, -- minutes east
    inferred BIGINT,           -- 1: the offset was
    stage BIGINT,
    exception BIGINT,          -- opened
    closes BIGINT,
    cause BIGINT,
    leg BIGINT,
    outlet_id BIGINT,
    provider TEXT NOT NULL,
    code TEXT,
    action TEXT,
    mapping_version BIGINT,
    piece TEXT,
    site_code TEXT,
    site_name TEXT,
    city TEXT,
    next_site TEXT,
    device TEXT,
    text TEXT,                 -- only where it holds nothing personal
    evidence TEXT,
    personal_sealed BYTEA,     -- text, signer, operator as JSON
    corrects BIGINT,
    correction_why TEXT,
    PRIMARY KEY (waybill_id, at_ms, hash)
) CLUSTERED;

-- When exceptions were open: follows from the events, kept because it is listed and counted.
CREATE TABLE waybill_exception (
    waybill_id BIGINT NOT NULL,
    opened_ms BIGINT NOT NULL,
    exception BIGINT NOT NULL,
    opened_hash BIGINT NOT NULL,
    cause BIGINT NOT NULL,
    closed_ms BIGINT,
    closed_hash BIGINT,
    PRIMARY KEY (waybill_id, opened_ms, exception, opened_hash)
) CLUSTERED;
CREATE INDEX waybill_exception_open ON waybill_exception (exception, waybill_id)
    WHERE closed_ms IS NULL;

CREATE TABLE waybill_carrier_change (
    id BIGINT PRIMARY KEY,
    waybill_id BIGINT NOT NULL,
    at_ms BIGINT NOT NULL,
    from_carrier TEXT NOT NULL,
    to_carrier TEXT NOT NULL,
    why TEXT NOT NULL,
    who_id BIGINT
);
CREATE INDEX waybill_carrier_change_waybill ON waybill_carrier_change (waybill_id, at_ms);

-- Events kept aside for an operator. reason: 1 unmapped, 2 future. hash: the same event is kept once.
CREATE TABLE scan_quarantine (
    id BIGINT PRIMARY KEY,
    hash BIGINT NOT NULL,
    reason BIGINT NOT NULL,
    ingest_id BIGINT NOT NULL, -- holds the instant of receipt
    carrier TEXT NOT NULL,
    no TEXT NOT NULL,
    provider TEXT NOT NULL,
    code TEXT,
    action TEXT,
    at_ms BIGINT NOT NULL,
    at_offset BIGINT NOT NULL,
    inferred BIGINT,
    input_sealed BYTEA NOT NULL
) CLUSTERED;
CREATE UNIQUE INDEX scan_quarantine_hash ON scan_quarantine (hash);
CREATE INDEX scan_quarantine_code ON scan_quarantine (provider, code, id);
CREATE INDEX scan_quarantine_reason ON scan_quarantine (reason, id);

-- What providers' codes mean. A change is a new row with a higher version; the newest counts.
CREATE TABLE code_mapping (
    provider TEXT NOT NULL,
    code TEXT NOT NULL,
    action TEXT NOT NULL,
    version BIGINT NOT NULL,
    stage BIGINT,
    exception BIGINT,
    leg BIGINT,
    cause BIGINT,
    note TEXT,
    removed BIGINT NOT NULL,
    changed_ms BIGINT NOT NULL,
    PRIMARY KEY (provider, code, action, version)
) CLUSTERED;
CREATE INDEX code_mapping_version ON code_mapping (version);

-- What became of a payload of the intake, written with its effects.
CREATE TABLE intake_outcome (
    intake_id BIGINT PRIMARY KEY,
    applied_ms BIGINT NOT NULL,
    received BIGINT NOT NULL,
    accepted BIGINT NOT NULL,
    duplicate BIGINT NOT NULL,
    quarantined BIGINT NOT NULL,
    rejected BIGINT NOT NULL,
    problems TEXT
) CLUSTERED;
