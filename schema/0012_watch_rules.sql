-- What the watch looks for, when it looks, what it found and what is to be done about it.

-- An exception that no carrier told but the watch found: kept beside the events, because the facts
-- are folded from both. after_ms and cleared_after_ms: the time of the journey's last event then.
CREATE TABLE waybill_raised (
    waybill_id BIGINT NOT NULL,
    raised_ms BIGINT NOT NULL,
    exception BIGINT NOT NULL,
    cause BIGINT NOT NULL,
    after_ms BIGINT,
    cleared_ms BIGINT,
    cleared_after_ms BIGINT,
    PRIMARY KEY (waybill_id, raised_ms, exception)
) CLUSTERED;

CREATE TABLE watch_rule (
    id BIGINT PRIMARY KEY,
    version BIGINT NOT NULL,
    code TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    name_zh TEXT NOT NULL,
    kind BIGINT NOT NULL,
    hours BIGINT,
    calendar TEXT,
    threshold DOUBLE PRECISION,
    minute BIGINT,
    carrier TEXT,
    product TEXT,
    origin TEXT,
    destination TEXT,
    outlet TEXT,
    customer TEXT,
    insured BIGINT,
    exception BIGINT NOT NULL,
    cause BIGINT NOT NULL,
    severity BIGINT NOT NULL,
    plan TEXT,
    source TEXT,
    is_off BIGINT NOT NULL
);

CREATE TABLE watch_plan (
    id BIGINT PRIMARY KEY,
    version BIGINT NOT NULL,
    code TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    name_zh TEXT NOT NULL,
    steps TEXT NOT NULL -- JSON
);

-- Every version there was of a rule (kind 1) or a plan (2): findings name the one they came from.
CREATE TABLE watch_version (
    kind BIGINT NOT NULL,
    subject_id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    changed_ms BIGINT NOT NULL,
    who_id BIGINT,
    document TEXT NOT NULL,
    PRIMARY KEY (kind, subject_id, version)
) CLUSTERED;

-- One row: rises with every change of a rule, so that who keeps them in memory sees it.
CREATE TABLE watch_stamp (
    id BIGINT PRIMARY KEY,
    stamp BIGINT NOT NULL
);

-- When an open parcel is to be looked at next; at most one row for each. A scan that only moves
-- that later leaves the row as it is.
CREATE TABLE watch_due (
    waybill_id BIGINT PRIMARY KEY,
    due_ms BIGINT NOT NULL
) CLUSTERED;
CREATE INDEX watch_due_at ON watch_due (due_ms, waybill_id);

-- anchor_ms: from when on the rule counts; of each a rule finds at most once. Place, stage, times,
-- late and samples: what was known then.
CREATE TABLE watch_finding (
    id BIGINT PRIMARY KEY,
    version BIGINT NOT NULL,
    rule_id BIGINT NOT NULL,
    rule_version BIGINT NOT NULL,
    rule TEXT NOT NULL,
    kind BIGINT NOT NULL,
    waybill_id BIGINT NOT NULL,
    anchor_ms BIGINT NOT NULL,
    limit_ms BIGINT NOT NULL,
    found_ms BIGINT NOT NULL,
    exception BIGINT NOT NULL,
    severity BIGINT NOT NULL,
    stage BIGINT NOT NULL,
    outlet_id BIGINT,
    origin TEXT NOT NULL,
    destination TEXT NOT NULL,
    promised_ms BIGINT,
    late DOUBLE PRECISION,
    samples BIGINT,
    plan_id BIGINT,
    plan_version BIGINT,
    acknowledged_ms BIGINT,
    closed_ms BIGINT,
    outcome BIGINT,
    note TEXT
);
CREATE UNIQUE INDEX watch_finding_once ON watch_finding (waybill_id, rule_id, anchor_ms);
CREATE UNIQUE INDEX watch_finding_one ON watch_finding (waybill_id, rule_id)
    WHERE closed_ms IS NULL;
CREATE INDEX watch_finding_open ON watch_finding (id) WHERE closed_ms IS NULL;
CREATE INDEX watch_finding_outlet ON watch_finding (outlet_id, id) WHERE closed_ms IS NULL;

-- What people did about a finding. step: of its plan, from 1; null: the finding as a whole.
CREATE TABLE watch_act (
    id BIGINT PRIMARY KEY,
    finding_id BIGINT NOT NULL,
    step BIGINT,
    act BIGINT NOT NULL,
    note TEXT,
    who_id BIGINT,
    who_login TEXT
);
CREATE INDEX watch_act_finding ON watch_act (finding_id, id);

-- Findings of an hour (since 1970, UTC) by place and lane: all, and those that are open still.
CREATE TABLE watch_heat (
    hour BIGINT NOT NULL,
    outlet_id BIGINT NOT NULL,
    origin TEXT NOT NULL,
    destination TEXT NOT NULL,
    found BIGINT NOT NULL,
    still_open BIGINT NOT NULL,
    PRIMARY KEY (hour, outlet_id, origin, destination)
) CLUSTERED;
