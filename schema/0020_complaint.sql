-- Handoffs, complaints, the regulator's appeals, and forms. Times are UTC milliseconds, money fen.
-- *_sealed and sealed are sealed with the key file.

-- A piece of a ticket that another outlet or team is asked for. due_ms 2^47: its clock stands.
CREATE TABLE handoff (
    id BIGINT PRIMARY KEY,
    version BIGINT NOT NULL,
    ticket_id BIGINT NOT NULL,
    state BIGINT NOT NULL,
    outlet_id BIGINT,
    team_id BIGINT,
    owner_id BIGINT,
    giver_id BIGINT,
    minutes BIGINT,
    due_ms BIGINT NOT NULL,
    sealed BYTEA NOT NULL,
    created_ms BIGINT NOT NULL,
    changed_ms BIGINT NOT NULL
);
CREATE INDEX handoff_ticket ON handoff (ticket_id, id);
-- What waits for whom it was handed to: given, accepted, returned.
CREATE INDEX handoff_waiting ON handoff (due_ms, id) WHERE state IN (1, 2, 5);
CREATE INDEX handoff_outlet ON handoff (outlet_id, due_ms, id) WHERE state IN (1, 2, 5);

CREATE TABLE complaint_cause (
    code TEXT PRIMARY KEY,
    version BIGINT NOT NULL,
    category BIGINT NOT NULL,
    name_zh TEXT NOT NULL,
    name_en TEXT NOT NULL,
    closed BIGINT NOT NULL
);

-- What the priority of a complaint is reckoned from: factor 1 category, 2 tier, 3 age, 4 value, and
-- 5, the scores from which a priority holds. `at` is the category, hours, fen or priority; tier the
-- tier's code. Weights are hundredths.
CREATE TABLE complaint_weight (
    factor BIGINT NOT NULL,
    tier TEXT NOT NULL,
    at BIGINT NOT NULL,
    weight BIGINT NOT NULL,
    PRIMARY KEY (factor, tier, at)
) CLUSTERED;

-- One to a ticket of kind complaint. month: of its receipt, in the company's zone (year * 12 +
-- month - 1).
CREATE TABLE complaint (
    ticket_id BIGINT PRIMARY KEY,
    version BIGINT NOT NULL,
    step BIGINT NOT NULL,
    category BIGINT,
    cause TEXT,
    value_fen BIGINT,
    founded BIGINT,
    lane TEXT,
    score BIGINT,
    reasons TEXT,
    sealed BYTEA,
    received_ms BIGINT NOT NULL,
    answer_due_ms BIGINT NOT NULL,
    month BIGINT NOT NULL,
    proposed_ms BIGINT,
    told_ms BIGINT,
    told_how BIGINT,
    told_entry_id BIGINT,
    told_by BIGINT,
    satisfaction BIGINT,
    satisfied_ms BIGINT,
    closed_ms BIGINT,
    closed_by BIGINT,
    reviewed_ms BIGINT,
    reviewed_by BIGINT,
    cost_fen BIGINT NOT NULL,
    priority BIGINT,
    changed_ms BIGINT NOT NULL
);
CREATE INDEX complaint_step ON complaint (step, answer_due_ms, ticket_id);
CREATE INDEX complaint_untold ON complaint (answer_due_ms, ticket_id) WHERE told_ms IS NULL;

-- Who is responsible, and for how much of a hundred.
CREATE TABLE complaint_share (
    ticket_id BIGINT NOT NULL,
    party BIGINT NOT NULL,
    place BIGINT NOT NULL,
    percent BIGINT NOT NULL,
    outlet_id BIGINT,
    person TEXT,
    entry_id BIGINT,
    file_id BIGINT,
    note_sealed BYTEA,
    PRIMARY KEY (ticket_id, place)
) CLUSTERED;

-- What complaints add up to, kept with their writes. dimension: see complaint/tally.h.
CREATE TABLE complaint_tally (
    dimension BIGINT NOT NULL,
    month BIGINT NOT NULL,
    outlet_id BIGINT NOT NULL,
    value TEXT NOT NULL,
    complaints BIGINT NOT NULL,
    founded BIGINT NOT NULL,
    severity BIGINT NOT NULL,
    cost_fen BIGINT NOT NULL,
    PRIMARY KEY (dimension, month, outlet_id, value)
) CLUSTERED HOT;

-- An appeal that the regulator handed to the company.
CREATE TABLE appeal (
    id BIGINT PRIMARY KEY,
    version BIGINT NOT NULL,
    ticket_id BIGINT NOT NULL,
    state BIGINT NOT NULL,
    reference TEXT NOT NULL UNIQUE,
    authority TEXT NOT NULL,
    transferred_ms BIGINT NOT NULL,
    due_ms BIGINT NOT NULL,
    late BIGINT NOT NULL,
    replied_ms BIGINT,
    replied_by BIGINT,
    result BIGINT,
    result_ms BIGINT,
    keep_until_ms BIGINT,
    told_ms BIGINT,
    sealed BYTEA,
    changed_ms BIGINT NOT NULL
);
CREATE INDEX appeal_ticket ON appeal (ticket_id, id);
CREATE INDEX appeal_due ON appeal (due_ms, id) WHERE replied_ms IS NULL;

CREATE TABLE form_number (
    kind BIGINT NOT NULL,
    day BIGINT NOT NULL,
    last BIGINT NOT NULL,
    PRIMARY KEY (kind, day)
) CLUSTERED;

-- A filled-in form. ticket_id, waybill_id, outlet_id: what it is about. layout: the version of the
-- kind's table of fields that it was filled in by.
CREATE TABLE form (
    id BIGINT PRIMARY KEY,
    version BIGINT NOT NULL,
    kind BIGINT NOT NULL,
    layout BIGINT NOT NULL,
    no TEXT NOT NULL UNIQUE,
    ticket_id BIGINT,
    waybill_id BIGINT,
    outlet_id BIGINT,
    sealed BYTEA NOT NULL,
    created_ms BIGINT NOT NULL,
    created_by BIGINT,
    changed_ms BIGINT NOT NULL,
    signed_ms BIGINT,
    signed_by BIGINT,
    signer TEXT
);
CREATE INDEX form_ticket ON form (ticket_id, id) WHERE ticket_id IS NOT NULL;
CREATE INDEX form_waybill ON form (waybill_id, id) WHERE waybill_id IS NOT NULL;
CREATE INDEX form_outlet ON form (outlet_id, id) WHERE outlet_id IS NOT NULL;
