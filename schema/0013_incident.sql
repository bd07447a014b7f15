-- Incidents: one cause that harms many parcels; what is proposed, by which thresholds, what is
-- done to their parcels. Times are UTC milliseconds. Words are in src/watch/incident.h.

-- What carried the parcel, as the event names it.
ALTER TABLE scan ADD COLUMN vehicle TEXT;

-- When findings that share a place become a proposal. kind: 1 site, 2 lane, 3 vehicle.
CREATE TABLE watch_incident_policy (
    kind BIGINT PRIMARY KEY,
    version BIGINT NOT NULL,
    window_minutes BIGINT NOT NULL,
    min_count BIGINT NOT NULL,
    min_share BIGINT NOT NULL,
    cooldown_minutes BIGINT NOT NULL,
    expire_minutes BIGINT NOT NULL,
    exceptions TEXT NOT NULL, -- JSON
    is_off BIGINT NOT NULL,
    source TEXT
);

-- group_key: what the findings of a proposal share, kind:…; null: somebody proposed it. outlet_id:
-- in whose subtree all of it lies; null: the whole company's.
CREATE TABLE watch_incident (
    id BIGINT PRIMARY KEY,
    version BIGINT NOT NULL,
    number BIGINT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    title_zh TEXT NOT NULL,
    cause BIGINT NOT NULL,
    state BIGINT NOT NULL,
    severity BIGINT NOT NULL,
    group_key TEXT,
    outlet_id BIGINT,
    owner_id BIGINT,
    from_ms BIGINT NOT NULL,
    until_ms BIGINT,
    joins BIGINT NOT NULL,
    notice TEXT,
    notice_zh TEXT,
    notice_public BIGINT NOT NULL,
    plan_id BIGINT,
    plan_version BIGINT,
    plan TEXT,
    parcels BIGINT NOT NULL,
    proposed_ms BIGINT NOT NULL,
    proposed_by TEXT,
    confirmed_ms BIGINT,
    closed_ms BIGINT,
    turned_out BIGINT,
    conclusion TEXT,
    report_due_ms BIGINT,
    reported_ms BIGINT,
    reported_by TEXT,
    figures TEXT -- JSON, of one that has ended
);
CREATE UNIQUE INDEX watch_incident_group ON watch_incident (group_key) WHERE closed_ms IS NULL;
CREATE INDEX watch_incident_cooling ON watch_incident (group_key, closed_ms);
CREATE INDEX watch_incident_open ON watch_incident (id) WHERE closed_ms IS NULL;
CREATE INDEX watch_incident_report ON watch_incident (report_due_ms) WHERE reported_ms IS NULL;

-- Where it is. kind as above.
CREATE TABLE watch_incident_place (
    incident_id BIGINT NOT NULL,
    kind BIGINT NOT NULL,
    outlet_id BIGINT NOT NULL,
    origin TEXT NOT NULL,
    destination TEXT NOT NULL,
    vehicle TEXT NOT NULL,
    PRIMARY KEY (incident_id, kind, outlet_id, origin, destination, vehicle)
);

-- The parcels. out_ms: taken out again, and not to join by itself. acts: a bit for each kind of
-- action that was done to it.
CREATE TABLE watch_incident_parcel (
    incident_id BIGINT NOT NULL,
    waybill_id BIGINT NOT NULL,
    bound_ms BIGINT NOT NULL,
    how BIGINT NOT NULL,
    finding_id BIGINT,
    out_ms BIGINT,
    told_ms BIGINT,
    acts BIGINT NOT NULL,
    PRIMARY KEY (incident_id, waybill_id)
) CLUSTERED;
CREATE INDEX watch_incident_of ON watch_incident_parcel (waybill_id, incident_id);

-- What happened, in order: rows are added, never changed. step: of the plan, from 1.
CREATE TABLE watch_incident_entry (
    id BIGINT PRIMARY KEY,
    incident_id BIGINT NOT NULL,
    what BIGINT NOT NULL,
    step BIGINT,
    count BIGINT,
    text TEXT,
    who_id BIGINT,
    who_login TEXT
);
CREATE INDEX watch_incident_entry_of ON watch_incident_entry (incident_id, id);

-- What is done to all parcels at once: in passes over those that were bound after from_ms, up to
-- upto_ms. after_id: the last parcel that it was done to. follow: parcels that are bound later too.
CREATE TABLE watch_incident_action (
    id BIGINT PRIMARY KEY,
    version BIGINT NOT NULL,
    incident_id BIGINT NOT NULL,
    kind BIGINT NOT NULL,
    state BIGINT NOT NULL,
    input TEXT NOT NULL, -- JSON
    again BIGINT NOT NULL,
    follow BIGINT NOT NULL,
    from_ms BIGINT NOT NULL,
    upto_ms BIGINT NOT NULL,
    after_id BIGINT NOT NULL,
    total BIGINT NOT NULL,
    done BIGINT NOT NULL,
    passed_over BIGINT NOT NULL,
    failed BIGINT NOT NULL,
    started_ms BIGINT NOT NULL,
    started_by TEXT,
    ended_ms BIGINT,
    ended_by TEXT
);
CREATE INDEX watch_incident_action_of ON watch_incident_action (incident_id, id);

-- Parcels that it could not be done to, and why.
CREATE TABLE watch_incident_failure (
    action_id BIGINT NOT NULL,
    waybill_id BIGINT NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (action_id, waybill_id)
) CLUSTERED;
