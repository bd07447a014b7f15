-- How a customer wants to be told: what is NULL is as the company has it.
CREATE TABLE notice_preference (
    customer_id BIGINT NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    channel BIGINT,
    language BIGINT,
    zone TEXT,
    quiet_from BIGINT,
    quiet_to BIGINT,
    changed_ms BIGINT NOT NULL
);
