-- Roll-ups that the figures are read from, kept with the writes of the parcels they count; see
-- docs/figures.md. Days are days since 1970-01-01 in the zone of figure_book; a month is its first day.
-- grain: 1 a day, 2 a month.

-- One row: in whose zone the days are, and how often everything was counted anew.
CREATE TABLE figure_book (
    one BIGINT PRIMARY KEY,
    zone TEXT NOT NULL,
    revision BIGINT NOT NULL,
    made_ms BIGINT NOT NULL
);

CREATE TABLE figure_tally (
    grain BIGINT NOT NULL,
    dimension BIGINT NOT NULL,
    day BIGINT NOT NULL,
    value TEXT NOT NULL,
    collected BIGINT NOT NULL,
    within_72h BIGINT NOT NULL,
    returned BIGINT NOT NULL,
    delivered BIGINT NOT NULL,
    promised BIGINT NOT NULL,
    on_time BIGINT NOT NULL,
    on_time_date BIGINT NOT NULL,
    tried BIGINT NOT NULL,
    first_attempt BIGINT NOT NULL,
    full_count BIGINT NOT NULL,
    full_ms BIGINT NOT NULL,
    transit_count BIGINT NOT NULL,
    transit_ms BIGINT NOT NULL,
    due BIGINT NOT NULL,
    kept BIGINT NOT NULL,
    PRIMARY KEY (grain, dimension, day, value)
) CLUSTERED;

-- Delivered parcels by duration: duration 1 order to delivery, 2 collection to delivery.
CREATE TABLE figure_bin (
    grain BIGINT NOT NULL,
    duration BIGINT NOT NULL,
    day BIGINT NOT NULL,
    bin BIGINT NOT NULL,
    n BIGINT NOT NULL,
    PRIMARY KEY (grain, duration, day, bin)
) CLUSTERED;

-- What stands now. item: 1 on its way, 2 with an open exception.
CREATE TABLE figure_standing (
    dimension BIGINT NOT NULL,
    item BIGINT NOT NULL,
    value TEXT NOT NULL,
    n BIGINT NOT NULL,
    PRIMARY KEY (dimension, item, value)
) CLUSTERED;

-- Parcels on their way by the hour (since 1970) of their last scan.
CREATE TABLE figure_hour (
    hour BIGINT NOT NULL,
    n BIGINT NOT NULL,
    PRIMARY KEY (hour)
) CLUSTERED;

-- The parcels behind the figures. list: 1 and 2 the durations, 3 delivered, 4 collected, 5 due.
CREATE TABLE figure_parcel (
    list BIGINT NOT NULL,
    day BIGINT NOT NULL,
    duration_ms BIGINT NOT NULL,
    waybill_id BIGINT NOT NULL,
    PRIMARY KEY (list, day, duration_ms, waybill_id)
) CLUSTERED;
