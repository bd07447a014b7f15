-- How work reaches people on the desk: who is there, who gets what, macros, bulk actions. Times are
-- UTC milliseconds.

-- One row a session, written by its heartbeats.
CREATE TABLE desk_presence (
    account_id BIGINT NOT NULL,
    session_id BIGINT NOT NULL,
    status BIGINT NOT NULL,
    seen_ms BIGINT NOT NULL,
    PRIMARY KEY (account_id, session_id)
) CLUSTERED HOT;

-- What is decided for one agent; last_ms: when a ticket was last given to them.
CREATE TABLE desk_agent (
    account_id BIGINT PRIMARY KEY,
    version BIGINT NOT NULL,
    capacity BIGINT,
    last_ms BIGINT
) HOT;

-- What one open ticket of a channel takes of a capacity; 1 where there is no row.
CREATE TABLE desk_channel_weight (
    channel BIGINT PRIMARY KEY,
    weight BIGINT NOT NULL
);

-- A line is never changed: a change is a new line of the same code. NULL: whichever.
CREATE TABLE desk_route (
    id BIGINT PRIMARY KEY,
    version BIGINT NOT NULL,
    code TEXT NOT NULL,
    position BIGINT NOT NULL,
    kind BIGINT,
    channel BIGINT,
    category TEXT,
    tier TEXT,
    outlet TEXT,
    language TEXT,
    region TEXT,
    team TEXT NOT NULL,
    skills TEXT,
    superseded_ms BIGINT
);
CREATE UNIQUE INDEX desk_route_code ON desk_route (code) WHERE superseded_ms IS NULL;

-- Where a ticket was sent and why; green: 1 while it waits and goes before others.
CREATE TABLE ticket_route (
    ticket_id BIGINT PRIMARY KEY,
    at_ms BIGINT NOT NULL,
    rule TEXT,
    rule_version BIGINT,
    team_id BIGINT,
    specialist_id BIGINT,
    account_id BIGINT,
    green BIGINT NOT NULL,
    skills TEXT,
    why TEXT
) HOT;
CREATE INDEX ticket_route_green ON ticket_route (team_id, ticket_id)
    WHERE green = 1 AND account_id IS NULL;

-- Whoever hands out tickets writes its row first: one at a time.
CREATE TABLE desk_turn (
    id BIGINT PRIMARY KEY,
    n BIGINT NOT NULL
) HOT;

-- Who looks at a ticket, or writes on it, by the sessions' heartbeats.
CREATE TABLE ticket_looking (
    ticket_id BIGINT NOT NULL,
    account_id BIGINT NOT NULL,
    session_id BIGINT NOT NULL,
    doing BIGINT NOT NULL,
    since_ms BIGINT NOT NULL,
    seen_ms BIGINT NOT NULL,
    PRIMARY KEY (ticket_id, account_id, session_id)
) CLUSTERED HOT;
CREATE INDEX ticket_looking_seen ON ticket_looking (seen_ms);

-- Macros: the versions hold what they do; body is JSON.
CREATE TABLE desk_macro (
    id BIGINT PRIMARY KEY,
    version BIGINT NOT NULL,
    scope BIGINT NOT NULL,
    account_id BIGINT,
    team_id BIGINT,
    closed BIGINT NOT NULL
);
CREATE INDEX desk_macro_account ON desk_macro (account_id);
CREATE TABLE desk_macro_version (
    macro_id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    at_ms BIGINT NOT NULL,
    by_id BIGINT,
    body TEXT NOT NULL,
    PRIMARY KEY (macro_id, version)
) CLUSTERED;

-- One action on many tickets; action is JSON, who asked stands with their rights.
CREATE TABLE desk_bulk (
    id BIGINT PRIMARY KEY,
    version BIGINT NOT NULL,
    state BIGINT NOT NULL,
    who_kind BIGINT NOT NULL,
    who_id BIGINT NOT NULL,
    who_login TEXT,
    who_rights TEXT NOT NULL,
    outlet_id BIGINT NOT NULL,
    customer_id BIGINT NOT NULL,
    action TEXT NOT NULL,
    total BIGINT NOT NULL,
    done BIGINT NOT NULL,
    failed BIGINT NOT NULL,
    undone BIGINT NOT NULL,
    left_alone BIGINT NOT NULL,
    created_ms BIGINT NOT NULL,
    ended_ms BIGINT
) HOT;
CREATE INDEX desk_bulk_who ON desk_bulk (who_id, id);

-- before: JSON of what the action may change, for taking it back.
CREATE TABLE desk_bulk_item (
    bulk_id BIGINT NOT NULL,
    ticket_id BIGINT NOT NULL,
    state BIGINT NOT NULL,
    version_before BIGINT,
    version_after BIGINT,
    reason TEXT,
    before TEXT,
    PRIMARY KEY (bulk_id, ticket_id)
) CLUSTERED HOT;
CREATE INDEX desk_bulk_item_state ON desk_bulk_item (bulk_id, state, ticket_id);
