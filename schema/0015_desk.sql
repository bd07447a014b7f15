-- The desk: tickets, what was said and done on them, their clocks, and the queues they wait in.
-- Times are UTC milliseconds. *_sealed is sealed with the key file. 0 in outlet_id, team_id and
-- owner_id of the queue tables: none.

-- One row, which rises with every change of states, policies and teams: what caches look at.
CREATE TABLE desk_revision (
    one BIGINT PRIMARY KEY,
    revision BIGINT NOT NULL
);
INSERT INTO desk_revision (one, revision) VALUES (1, 0);

CREATE TABLE team (
    id BIGINT PRIMARY KEY,
    version BIGINT NOT NULL,
    code TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    outlet_id BIGINT,
    skills TEXT,
    closed BIGINT NOT NULL
);

CREATE TABLE team_member (
    team_id BIGINT NOT NULL,
    account_id BIGINT NOT NULL,
    lead BIGINT NOT NULL,
    skills TEXT,
    PRIMARY KEY (team_id, account_id)
) CLUSTERED;
CREATE INDEX team_member_account ON team_member (account_id, team_id);

-- A state as the company names it; `type` is one of the fixed ones. kind NULL: of every kind.
CREATE TABLE ticket_state (
    id BIGINT PRIMARY KEY,
    version BIGINT NOT NULL,
    code TEXT NOT NULL UNIQUE,
    type BIGINT NOT NULL,
    kind BIGINT,
    name_zh TEXT NOT NULL,
    name_en TEXT NOT NULL,
    position BIGINT NOT NULL,
    closed BIGINT NOT NULL
);

-- Which moves exist, and the right that each needs.
CREATE TABLE ticket_transition (
    from_state TEXT NOT NULL,
    to_state TEXT NOT NULL,
    needs TEXT NOT NULL,
    PRIMARY KEY (from_state, to_state)
) CLUSTERED;

-- How long a clock may run. A line is never changed: a change is a new line of the same code, and
-- the old one is superseded. kind, priority, channel, tier, category NULL: whichever. minutes 0:
-- there is no such clock.
CREATE TABLE sla_policy (
    id BIGINT PRIMARY KEY,
    version BIGINT NOT NULL,
    code TEXT NOT NULL,
    clock BIGINT NOT NULL,
    kind BIGINT,
    priority BIGINT,
    channel BIGINT,
    tier TEXT,
    category TEXT,
    minutes BIGINT NOT NULL,
    calendar TEXT,
    pauses BIGINT NOT NULL,
    warn_minutes BIGINT NOT NULL,
    raise_priority BIGINT NOT NULL,
    tell_lead BIGINT NOT NULL,
    source TEXT NOT NULL,
    superseded_ms BIGINT
);
CREATE UNIQUE INDEX sla_policy_code ON sla_policy (code) WHERE superseded_ms IS NULL;

CREATE TABLE ticket_number (
    day BIGINT PRIMARY KEY,
    last BIGINT NOT NULL
);

CREATE TABLE ticket (
    id BIGINT NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    no TEXT NOT NULL,
    kind BIGINT NOT NULL,
    channel BIGINT NOT NULL,
    priority BIGINT NOT NULL,
    type BIGINT NOT NULL,
    state TEXT NOT NULL,
    outlet_id BIGINT,
    customer_id BIGINT,
    team_id BIGINT,
    owner_id BIGINT,
    category TEXT,
    tier TEXT,
    incident_id BIGINT,
    external_ref TEXT,
    merged_into_id BIGINT,
    sealed BYTEA,
    phone_key BIGINT,
    spam BIGINT NOT NULL,
    first_policy_id BIGINT,
    next_policy_id BIGINT,
    resolution_policy_id BIGINT,
    armed_ms BIGINT,
    created_ms BIGINT NOT NULL,
    changed_ms BIGINT NOT NULL,
    resolved_ms BIGINT,
    closed_ms BIGINT
);
CREATE UNIQUE INDEX ticket_no ON ticket (no);
CREATE INDEX ticket_customer ON ticket (customer_id, id) WHERE customer_id IS NOT NULL;
CREATE INDEX ticket_incident ON ticket (incident_id, id) WHERE incident_id IS NOT NULL;
CREATE INDEX ticket_external ON ticket (external_ref) WHERE external_ref IS NOT NULL;
CREATE INDEX ticket_merged ON ticket (merged_into_id) WHERE merged_into_id IS NOT NULL;
CREATE INDEX ticket_phone ON ticket (phone_key, id) WHERE phone_key IS NOT NULL;

-- Parcels that a ticket is about; waybill_id NULL while nobody knows the number.
CREATE TABLE ticket_waybill (
    ticket_id BIGINT NOT NULL,
    no TEXT NOT NULL,
    carrier TEXT NOT NULL,
    waybill_id BIGINT,
    PRIMARY KEY (ticket_id, no, carrier)
) CLUSTERED;
CREATE INDEX ticket_waybill_id ON ticket_waybill (waybill_id, ticket_id)
    WHERE waybill_id IS NOT NULL;
CREATE INDEX ticket_waybill_no ON ticket_waybill (no, ticket_id);

-- What was said and done, in the order of ids; never changed. origin_id: the entry of another
-- ticket that this repeats (after a split).
CREATE TABLE ticket_entry (
    ticket_id BIGINT NOT NULL,
    id BIGINT NOT NULL,
    at_ms BIGINT NOT NULL,
    kind BIGINT NOT NULL,
    author_kind BIGINT NOT NULL,
    author_id BIGINT,
    author TEXT,
    visibility BIGINT NOT NULL,
    direction BIGINT,
    channel BIGINT,
    sealed BYTEA,
    detail TEXT,
    origin_ticket_id BIGINT,
    origin_id BIGINT,
    PRIMARY KEY (ticket_id, id)
) CLUSTERED;

-- subject_kind: 1 a ticket, 2 a handoff. running_ms: since when it runs; NULL while it stands still.
CREATE TABLE desk_clock (
    subject_kind BIGINT NOT NULL,
    subject_id BIGINT NOT NULL,
    clock BIGINT NOT NULL,
    round BIGINT NOT NULL,
    policy_id BIGINT NOT NULL,
    started_ms BIGINT NOT NULL,
    running_ms BIGINT,
    used_ms BIGINT NOT NULL,
    deadline_ms BIGINT,
    warn_ms BIGINT,
    met_ms BIGINT,
    breached_ms BIGINT,
    warned_ms BIGINT,
    told_ms BIGINT,
    holder_id BIGINT,
    holder_team_id BIGINT,
    PRIMARY KEY (subject_kind, subject_id, clock, round)
) CLUSTERED;

-- Those that nobody closed yet, by the keys that lists go by; and how many there are of each sort.
-- source: the channel where it is the regulator or the watch, else 0. owned: 1 if somebody has it.
CREATE TABLE ticket_cell (
    id BIGINT PRIMARY KEY,
    outlet_id BIGINT NOT NULL,
    team_id BIGINT NOT NULL,
    kind BIGINT NOT NULL,
    type BIGINT NOT NULL,
    priority BIGINT NOT NULL,
    source BIGINT NOT NULL,
    owned BIGINT NOT NULL,
    n BIGINT NOT NULL
) HOT;
CREATE UNIQUE INDEX ticket_cell_key
    ON ticket_cell (outlet_id, team_id, kind, type, priority, source, owned);

CREATE TABLE ticket_queue (
    ticket_id BIGINT NOT NULL PRIMARY KEY,
    cell_id BIGINT NOT NULL,
    owner_id BIGINT NOT NULL,
    channel BIGINT NOT NULL,
    due_ms BIGINT NOT NULL,
    urgency BIGINT NOT NULL
) HOT;
CREATE INDEX ticket_queue_owner ON ticket_queue (owner_id, ticket_id);
CREATE INDEX ticket_queue_due ON ticket_queue (due_ms, ticket_id);
CREATE INDEX ticket_queue_urgency ON ticket_queue (urgency, ticket_id);
CREATE INDEX ticket_queue_cell_due ON ticket_queue (cell_id, due_ms, ticket_id);
CREATE INDEX ticket_queue_cell_urgency ON ticket_queue (cell_id, urgency, ticket_id);
CREATE INDEX ticket_queue_cell_age ON ticket_queue (cell_id, ticket_id);

-- A saved filter. account_id NULL: shared.
CREATE TABLE desk_queue (
    id BIGINT PRIMARY KEY,
    version BIGINT NOT NULL,
    name TEXT NOT NULL,
    account_id BIGINT,
    position BIGINT NOT NULL,
    filter TEXT NOT NULL
);
CREATE INDEX desk_queue_account ON desk_queue (account_id);

CREATE TABLE ticket_tag (
    ticket_id BIGINT NOT NULL,
    tag TEXT NOT NULL,
    PRIMARY KEY (ticket_id, tag)
) CLUSTERED;
CREATE INDEX ticket_tag_tag ON ticket_tag (tag, ticket_id);

CREATE TABLE ticket_link (
    from_id BIGINT NOT NULL,
    to_id BIGINT NOT NULL,
    kind BIGINT NOT NULL,
    created_ms BIGINT NOT NULL,
    PRIMARY KEY (from_id, to_id, kind)
) CLUSTERED;
CREATE INDEX ticket_link_to ON ticket_link (to_id, from_id);

CREATE TABLE ticket_follower (
    ticket_id BIGINT NOT NULL,
    account_id BIGINT NOT NULL,
    PRIMARY KEY (ticket_id, account_id)
) CLUSTERED;
CREATE INDEX ticket_follower_account ON ticket_follower (account_id, ticket_id);

-- What somebody has begun to write.
CREATE TABLE ticket_draft (
    account_id BIGINT NOT NULL,
    ticket_id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    changed_ms BIGINT NOT NULL,
    sealed BYTEA,
    PRIMARY KEY (account_id, ticket_id)
) CLUSTERED;

-- The one ticket that the watch has for a parcel, and the findings that stand behind it.
CREATE TABLE ticket_watch (
    waybill_id BIGINT PRIMARY KEY,
    ticket_id BIGINT NOT NULL,
    findings BIGINT NOT NULL
);
