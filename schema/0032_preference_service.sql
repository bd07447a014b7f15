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

-- What service adds up to, kept with the writes of what it counts: see src/insight/service.h. grain: 1
-- a day, 2 a month (its first day).
CREATE TABLE figure_service (
    grain BIGINT NOT NULL,
    dimension BIGINT NOT NULL,
    day BIGINT NOT NULL,
    measure BIGINT NOT NULL,
    value TEXT NOT NULL,
    n BIGINT NOT NULL,
    PRIMARY KEY (grain, dimension, day, measure, value)
) CLUSTERED;

-- One row once everything was counted: what stood before there was a figure_service too.
CREATE TABLE figure_service_book (
    one BIGINT PRIMARY KEY,
    made_ms BIGINT NOT NULL
);
