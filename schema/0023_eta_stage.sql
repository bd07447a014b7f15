-- What delivered parcels taught of the stages they passed, and how right forecasts were; see
-- docs/watch.md. Days and weeks are counted since 1970-01-01 in UTC, a week is named by its first day.

-- Parcels by days since their beginning (1 the order, 2 the collection): age -1 counts those that
-- began on the day, the others those delivered on it.
CREATE TABLE eta_flow (
    beginning BIGINT NOT NULL,
    day BIGINT NOT NULL,
    age BIGINT NOT NULL,
    n BIGINT NOT NULL,
    PRIMARY KEY (beginning, day, age)
) CLUSTERED;

-- How slow it goes, from those, looked at every hour.
CREATE TABLE eta_now (
    beginning BIGINT NOT NULL,
    day BIGINT NOT NULL,
    shift DOUBLE PRECISION NOT NULL,
    PRIMARY KEY (beginning, day)
) CLUSTERED;

-- Deliveries of a week by where they lay of what was foretold at their beginning.
CREATE TABLE eta_score (
    beginning BIGINT NOT NULL,
    week BIGINT NOT NULL,
    bin BIGINT NOT NULL,
    n BIGINT NOT NULL,
    PRIMARY KEY (beginning, week, bin)
) CLUSTERED;

-- Of the parcels delivered in a week, from a stage on: how long until the delivery (total and
-- squares), and until the next scan (gap_total, gap_squares), of y in thousandths. cell is a hash of
-- the stage and of where: see src/watch/evidence_step.h. By week first: what is old goes at once.
CREATE TABLE eta_step (
    week BIGINT NOT NULL,
    cell BIGINT NOT NULL,
    n BIGINT NOT NULL,
    total BIGINT NOT NULL,
    squares BIGINT NOT NULL,
    gap_total BIGINT NOT NULL,
    gap_squares BIGINT NOT NULL,
    PRIMARY KEY (week, cell)
) CLUSTERED;

-- Up to which event a delivered parcel's journey was learned: what must be unlearned when it is
-- corrected.
CREATE TABLE eta_learned (
    waybill_id BIGINT PRIMARY KEY,
    ingest_id BIGINT NOT NULL
) CLUSTERED;
