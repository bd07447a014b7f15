-- Claims: what is demanded, what the rules say, and a ledger of its own for each.
-- Money is in minor units (fen), times UTC milliseconds. *_sealed is sealed with the key file.

CREATE TABLE claim_number (
    day BIGINT PRIMARY KEY,
    last BIGINT NOT NULL
);

-- The document that says how claims are judged. state: 1 draft, 2 published. In force is the
-- published one with the latest effective_ms that has come. Never changed once published.
CREATE TABLE claim_rules (
    number BIGINT PRIMARY KEY,
    version BIGINT NOT NULL,
    state BIGINT NOT NULL,
    text TEXT NOT NULL,
    why TEXT,
    effective_ms BIGINT,
    created_ms BIGINT NOT NULL,
    created_by TEXT NOT NULL,
    published_ms BIGINT,
    published_by TEXT
);
CREATE INDEX claim_rules_effective ON claim_rules (effective_ms) WHERE effective_ms IS NOT NULL;

-- rules: the number of the rules that were in force when it was registered. claimed to written_off:
-- the balances of its ledger.
CREATE TABLE claim (
    id BIGINT PRIMARY KEY,
    version BIGINT NOT NULL,
    no TEXT NOT NULL UNIQUE,
    kind BIGINT NOT NULL,
    state BIGINT NOT NULL,
    rules BIGINT NOT NULL,
    ticket_id BIGINT,
    customer_id BIGINT,
    outlet_id BIGINT,
    owner_id BIGINT,
    claimant_sealed BYTEA,
    currency TEXT NOT NULL,
    demanded BIGINT NOT NULL,
    declared BIGINT,
    insured BIGINT,
    full_value BIGINT,
    actual_loss BIGINT,
    freight BIGINT,
    agreed BIGINT,
    market_price BIGINT,
    proportional BIGINT NOT NULL,
    delay_hours BIGINT,
    exclusion BIGINT NOT NULL,
    answerable BIGINT NOT NULL,
    operator TEXT,
    offer BIGINT NOT NULL,
    fast BIGINT NOT NULL,
    fault BIGINT,
    cause TEXT,
    cause_outlet_id BIGINT,
    assessed BIGINT,
    proposer_kind BIGINT,
    proposer_id BIGINT,
    claimed BIGINT NOT NULL,
    proposed BIGINT NOT NULL,
    approved BIGINT NOT NULL,
    paid BIGINT NOT NULL,
    refused BIGINT NOT NULL,
    due BIGINT NOT NULL,
    recovered BIGINT NOT NULL,
    written_off BIGINT NOT NULL,
    entries BIGINT NOT NULL,
    created_ms BIGINT NOT NULL,
    changed_ms BIGINT NOT NULL,
    decided_ms BIGINT,
    closed_ms BIGINT
);
CREATE INDEX claim_state ON claim (state, id);
CREATE INDEX claim_customer ON claim (customer_id, id) WHERE customer_id IS NOT NULL;
CREATE INDEX claim_ticket ON claim (ticket_id, id) WHERE ticket_id IS NOT NULL;
CREATE INDEX claim_owner ON claim (owner_id, id) WHERE owner_id IS NOT NULL;
CREATE INDEX claim_demanded ON claim (demanded, id);

CREATE TABLE claim_waybill (
    claim_id BIGINT NOT NULL,
    no TEXT NOT NULL,
    carrier TEXT NOT NULL,
    waybill_id BIGINT,
    PRIMARY KEY (claim_id, no, carrier)
) CLUSTERED;
CREATE INDEX claim_waybill_no ON claim_waybill (no, claim_id);

-- Each row moves an amount from one account of the claim to another; never changed. reverses: the
-- row that it takes back.
CREATE TABLE claim_entry (
    claim_id BIGINT NOT NULL,
    no BIGINT NOT NULL,
    at_ms BIGINT NOT NULL,
    what BIGINT NOT NULL,
    from_account BIGINT NOT NULL,
    to_account BIGINT NOT NULL,
    amount BIGINT NOT NULL,
    who_kind BIGINT NOT NULL,
    who_id BIGINT,
    who TEXT,
    reverses BIGINT,
    share BIGINT,
    reference TEXT,
    why TEXT,
    PRIMARY KEY (claim_id, no)
) CLUSTERED;

-- What the rules said, as it was said: facts and result are JSON objects.
CREATE TABLE claim_assessment (
    claim_id BIGINT NOT NULL,
    number BIGINT NOT NULL,
    rules BIGINT NOT NULL,
    amount BIGINT NOT NULL,
    result TEXT NOT NULL,
    at_ms BIGINT NOT NULL,
    who TEXT,
    PRIMARY KEY (claim_id, number)
) CLUSTERED;

-- By what an item of the checklist is satisfied: a file, an entry of the ticket, or a waiver.
CREATE TABLE claim_evidence (
    claim_id BIGINT NOT NULL,
    item TEXT NOT NULL,
    file_id BIGINT,
    entry_id BIGINT,
    waived_why TEXT,
    at_ms BIGINT NOT NULL,
    who TEXT,
    PRIMARY KEY (claim_id, item)
) CLUSTERED;

-- Who agreed to the proposal that stands.
CREATE TABLE claim_approval (
    claim_id BIGINT NOT NULL,
    who_kind BIGINT NOT NULL,
    who_id BIGINT NOT NULL,
    who TEXT,
    at_ms BIGINT NOT NULL,
    PRIMARY KEY (claim_id, who_kind, who_id)
) CLUSTERED;

-- Who bears it inside. due: of what was paid; the rest of a division stands where it is largest.
CREATE TABLE claim_share (
    claim_id BIGINT NOT NULL,
    number BIGINT NOT NULL,
    party BIGINT NOT NULL,
    outlet_id BIGINT,
    percent BIGINT NOT NULL,
    due BIGINT NOT NULL,
    recovered BIGINT NOT NULL,
    evidence TEXT,
    PRIMARY KEY (claim_id, number)
) CLUSTERED;

-- One row for each payment that was made: a reference is used once in the whole company.
CREATE TABLE claim_payment (
    reference TEXT PRIMARY KEY,
    claim_id BIGINT NOT NULL,
    entry_no BIGINT NOT NULL,
    amount BIGINT NOT NULL,
    at_ms BIGINT NOT NULL,
    reversed_ms BIGINT
);
CREATE INDEX claim_payment_claim ON claim_payment (claim_id, entry_no);
