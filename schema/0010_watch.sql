-- What deliveries taught about durations, kept with the writes; see docs/watch.md. beginning: 1 the
-- order, 2 the collection. Days are those of the deliveries, since 1970-01-01 in UTC.

-- scope: 0 all, 1 carrier and product, 2 destination, 3 lane, 4 hour and 5 weekday of the beginning.
-- total and squares: of y in thousandths.
CREATE TABLE eta_day (
    beginning BIGINT NOT NULL,
    scope BIGINT NOT NULL,
    value TEXT NOT NULL,
    day BIGINT NOT NULL,
    n BIGINT NOT NULL,
    total BIGINT NOT NULL,
    squares BIGINT NOT NULL,
    PRIMARY KEY (beginning, scope, value, day)
) CLUSTERED;

-- Deliveries of a week, named by its first day, by bin of y.
CREATE TABLE eta_bin (
    beginning BIGINT NOT NULL,
    week BIGINT NOT NULL,
    bin BIGINT NOT NULL,
    n BIGINT NOT NULL,
    PRIMARY KEY (beginning, week, bin)
) CLUSTERED;
