-- Telling people: templates, messages, gateways; and webhooks. Words are in src/notify/notify.h.
-- What a message says and to whom is sealed with the key file.
CREATE TABLE notify_template (
    id BIGINT NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    fact TEXT NOT NULL,
    channel BIGINT NOT NULL,
    language BIGINT NOT NULL,
    audience BIGINT NOT NULL,
    purpose BIGINT NOT NULL,
    subject TEXT,
    body TEXT NOT NULL,
    enabled BIGINT NOT NULL,
    urgent BIGINT NOT NULL,
    why TEXT,
    made_by TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX notify_template_fact ON notify_template (fact, audience, channel, language);

-- A template as it was at each of its versions.
CREATE TABLE notify_template_version (
    template_id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    subject TEXT,
    body TEXT NOT NULL,
    enabled BIGINT NOT NULL,
    urgent BIGINT NOT NULL,
    purpose BIGINT NOT NULL,
    why TEXT,
    made_by TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (template_id, version)
) CLUSTERED;

-- key: of the fact, for whom: one message each. state: 1 queued, 2 sending, 3 sent, 4 delivered,
-- 5 failed, 6 held back. due_at: when it is to be sent, or (sending) when it counts as dead.
CREATE TABLE notify_message (
    id BIGINT NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    key TEXT NOT NULL,
    fact TEXT NOT NULL,
    channel BIGINT,
    language BIGINT,
    audience BIGINT NOT NULL,
    template_id BIGINT,
    template_version BIGINT,
    customer_id BIGINT,
    waybill_id BIGINT,
    outlet_id BIGINT,
    subject_kind TEXT,
    subject_id BIGINT,
    sealed BYTEA,
    state BIGINT NOT NULL,
    attempts BIGINT NOT NULL,
    due_at BIGINT NOT NULL,
    why TEXT,
    created_at BIGINT NOT NULL,
    sent_at BIGINT,
    ended_at BIGINT
);
CREATE UNIQUE INDEX notify_message_key ON notify_message (key);
CREATE INDEX notify_message_due ON notify_message (due_at) WHERE state < 3;
CREATE INDEX notify_message_customer ON notify_message (customer_id, id)
    WHERE customer_id IS NOT NULL;
CREATE INDEX notify_message_waybill ON notify_message (waybill_id, id) WHERE waybill_id IS NOT NULL;

CREATE TABLE notify_attempt (
    message_id BIGINT NOT NULL,
    number BIGINT NOT NULL,
    at BIGINT NOT NULL,
    state BIGINT NOT NULL,
    why TEXT,
    PRIMARY KEY (message_id, number)
) CLUSTERED;

-- Where messages of a channel go: an SMTP server, an SMS gateway. sealed: user and password.
CREATE TABLE notify_gateway (
    channel BIGINT NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    url TEXT NOT NULL,
    sender TEXT,
    sealed BYTEA,
    enabled BIGINT NOT NULL,
    changed_at BIGINT NOT NULL
);

CREATE TABLE webhook (
    id BIGINT NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    url TEXT NOT NULL,
    doc TEXT,
    events TEXT,
    customer_id BIGINT,
    secret_sealed BYTEA NOT NULL,
    enabled BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL
);

-- state: as of messages, without held back. due_at: the next attempt's, or when one counts as dead.
CREATE TABLE webhook_delivery (
    id BIGINT NOT NULL PRIMARY KEY,
    webhook_id BIGINT NOT NULL,
    event TEXT NOT NULL,
    body TEXT NOT NULL,
    state BIGINT NOT NULL,
    attempts BIGINT NOT NULL,
    due_at BIGINT NOT NULL,
    status BIGINT,
    why TEXT,
    created_at BIGINT NOT NULL,
    ended_at BIGINT
);
CREATE INDEX webhook_delivery_due ON webhook_delivery (due_at) WHERE state < 3;
CREATE INDEX webhook_delivery_webhook ON webhook_delivery (webhook_id, id);

CREATE TABLE webhook_attempt (
    delivery_id BIGINT NOT NULL,
    number BIGINT NOT NULL,
    at BIGINT NOT NULL,
    status BIGINT,
    why TEXT,
    took_ms BIGINT NOT NULL,
    PRIMARY KEY (delivery_id, number)
) CLUSTERED;
