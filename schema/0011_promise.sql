-- Every version of the rules that promise, what they promised a parcel, how promises were changed
-- by people, and mass causes. Times are UTC milliseconds; *_by is the login, null: the system.

ALTER TABLE product_lane ADD COLUMN attempt_days BIGINT;
ALTER TABLE product_lane ADD COLUMN attempt_minute BIGINT;

-- The rules as they were and are: rows are added, never changed.
CREATE TABLE product_version (
    code TEXT NOT NULL,
    version BIGINT NOT NULL,
    id BIGINT NOT NULL,
    name TEXT NOT NULL,
    calendar TEXT,
    cutoff_minute BIGINT NOT NULL,
    collect_minute BIGINT NOT NULL,
    closed BIGINT NOT NULL,
    changed_ms BIGINT,
    changed_by TEXT,
    PRIMARY KEY (code, version)
) CLUSTERED;
INSERT INTO product_version (code, version, id, name, calendar, cutoff_minute, collect_minute, closed)
    SELECT code, version, id, name, calendar, cutoff_minute, collect_minute, closed FROM product;

CREATE TABLE product_lane_version (
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    product TEXT NOT NULL,
    origin TEXT NOT NULL,
    destination TEXT NOT NULL,
    city_days BIGINT,
    city_minute BIGINT,
    attempt_days BIGINT,
    attempt_minute BIGINT,
    delivery_days BIGINT NOT NULL,
    delivery_minute BIGINT NOT NULL,
    deleted BIGINT NOT NULL,
    changed_ms BIGINT,
    changed_by TEXT,
    PRIMARY KEY (id, version)
) CLUSTERED;
INSERT INTO product_lane_version (id, version, product, origin, destination, city_days, city_minute,
    delivery_days, delivery_minute, deleted)
    SELECT id, version, product, origin, destination, city_days, city_minute, delivery_days,
        delivery_minute, 0 FROM product_lane;

CREATE TABLE calendar_version (
    code TEXT NOT NULL,
    version BIGINT NOT NULL,
    id BIGINT NOT NULL,
    document TEXT NOT NULL,
    changed_ms BIGINT,
    changed_by TEXT,
    PRIMARY KEY (code, version)
) CLUSTERED;
INSERT INTO calendar_version (code, version, id, document)
    SELECT code, version, id, document FROM calendar;

-- What was promised beside the delivery, and from when it counted. base_ms: the promise before
-- anybody changed it, where promise_changed is 1.
ALTER TABLE waybill ADD COLUMN accepted_ms BIGINT;
ALTER TABLE waybill ADD COLUMN collect_by_ms BIGINT;
ALTER TABLE waybill ADD COLUMN city_by_ms BIGINT;
ALTER TABLE waybill ADD COLUMN attempt_by_ms BIGINT;
ALTER TABLE waybill ADD COLUMN product_version BIGINT;
ALTER TABLE waybill ADD COLUMN calendar_version BIGINT;
ALTER TABLE waybill ADD COLUMN promise_changed BIGINT;
ALTER TABLE waybill ADD COLUMN base_ms BIGINT;

-- 1: the promise does not count, for a reason that excuses.
ALTER TABLE waybill_state ADD COLUMN excused BIGINT;

-- Why a promise may be changed. effect: 1 moves, 2 excuses, 3 tells.
CREATE TABLE promise_reason (
    code TEXT PRIMARY KEY,
    version BIGINT NOT NULL,
    name_zh TEXT NOT NULL,
    name_en TEXT NOT NULL,
    effect BIGINT NOT NULL,
    move_hours BIGINT,
    move_days BIGINT,
    mass BIGINT NOT NULL,
    after_end BIGINT NOT NULL,
    closed BIGINT NOT NULL,
    source TEXT
);

-- What was done to a parcel's promise: rows are added, never changed. undoes: the row whose effect
-- this one takes back.
CREATE TABLE promise_change (
    waybill_id BIGINT NOT NULL,
    id BIGINT NOT NULL,
    at_ms BIGINT NOT NULL,
    reason TEXT NOT NULL,
    effect BIGINT NOT NULL,
    instant_ms BIGINT,
    move_hours BIGINT,
    move_days BIGINT,
    cause_id BIGINT,
    undoes BIGINT,
    old_ms BIGINT,
    new_ms BIGINT,
    old_excused BIGINT NOT NULL,
    new_excused BIGINT NOT NULL,
    text_sealed BYTEA,
    changed_by TEXT,
    PRIMARY KEY (waybill_id, id)
) CLUSTERED;

-- What befell many parcels. state: 1 declared, 2 ended, 3 withdrawn. swept_id: how far the open
-- parcels were gone through since it was declared; settled_version: the version that all its
-- parcels follow.
CREATE TABLE promise_cause (
    id BIGINT PRIMARY KEY,
    version BIGINT NOT NULL,
    reason TEXT NOT NULL,
    text TEXT NOT NULL,
    effect BIGINT NOT NULL,
    move_hours BIGINT,
    move_days BIGINT,
    from_ms BIGINT NOT NULL,
    until_ms BIGINT NOT NULL,
    everywhere BIGINT NOT NULL,
    incident_id BIGINT,
    outlet_id BIGINT,
    state BIGINT NOT NULL,
    declared_ms BIGINT NOT NULL,
    declared_by TEXT,
    ended_ms BIGINT,
    ended_by TEXT,
    why TEXT,
    looked_at BIGINT NOT NULL,
    affected BIGINT NOT NULL,
    undone BIGINT NOT NULL,
    swept_id BIGINT NOT NULL,
    swept BIGINT NOT NULL,
    settled_version BIGINT NOT NULL
);
CREATE INDEX promise_cause_live ON promise_cause (until_ms) WHERE state <> 3;

CREATE TABLE promise_cause_site (
    cause_id BIGINT NOT NULL,
    outlet_id BIGINT NOT NULL,
    PRIMARY KEY (cause_id, outlet_id)
);
CREATE TABLE promise_cause_lane (
    cause_id BIGINT NOT NULL,
    origin TEXT NOT NULL,
    destination TEXT NOT NULL,
    PRIMARY KEY (cause_id, origin, destination)
);

-- The parcels of a cause. cause_version: the one that the parcel's promise follows; change_id: the
-- row of promise_change that stands for it, null: it has none.
CREATE TABLE promise_cause_parcel (
    cause_id BIGINT NOT NULL,
    waybill_id BIGINT NOT NULL,
    cause_version BIGINT NOT NULL,
    change_id BIGINT,
    PRIMARY KEY (cause_id, waybill_id)
) CLUSTERED;
CREATE INDEX promise_cause_parcel_version
    ON promise_cause_parcel (cause_id, cause_version, waybill_id);
