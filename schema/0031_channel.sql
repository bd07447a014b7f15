-- What came in by mail, short message, chat and other gateways: each message once, and what became
-- of it. message_key: its channel and its id there, keyed. sealed: who, to whom, its ids; of what
-- was set aside also what it said. outcome: 0 being taken, 1 opened, 2 added, 3 noted, 4 withdrawn,
-- 5 set aside.
CREATE TABLE incoming_message (
    id BIGINT NOT NULL PRIMARY KEY,
    channel BIGINT NOT NULL,
    message_key TEXT NOT NULL,
    sender_key BIGINT NOT NULL,
    received_ms BIGINT NOT NULL,
    sent_ms BIGINT,
    outcome BIGINT NOT NULL,
    why TEXT,
    ticket_id BIGINT,
    entry_id BIGINT,
    customer_id BIGINT,
    outlet_id BIGINT,
    sealed BYTEA
);
CREATE UNIQUE INDEX incoming_message_key ON incoming_message (message_key);
CREATE INDEX incoming_message_sender ON incoming_message (sender_key, received_ms);
CREATE INDEX incoming_message_ticket ON incoming_message (ticket_id, id)
    WHERE ticket_id IS NOT NULL;
CREATE INDEX incoming_message_customer ON incoming_message (customer_id, id)
    WHERE customer_id IS NOT NULL;
CREATE INDEX incoming_message_outcome ON incoming_message (outcome, id);

-- The ticket that a conversation is on now. thread_key: the channel and the conversation there (of
-- short messages the phone), keyed.
CREATE TABLE incoming_thread (
    thread_key TEXT NOT NULL PRIMARY KEY,
    ticket_id BIGINT NOT NULL
) CLUSTERED;
