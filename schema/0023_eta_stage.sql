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

-- What was announced of a parcel when it was collected, until it is judged: told_ms null: not yet;
-- ended_ms: it was delivered then, 0: it will not be. Never changed once it is told.
CREATE TABLE eta_told (
    waybill_id BIGINT PRIMARY KEY,
    start_ms BIGINT NOT NULL,
    promised_ms BIGINT NOT NULL,
    told_ms BIGINT,
    p10_ms BIGINT,
    p50_ms BIGINT,
    p90_ms BIGINT,
    late DOUBLE PRECISION,
    centre DOUBLE PRECISION,
    width DOUBLE PRECISION,
    warned_ms BIGINT,
    ended_ms BIGINT
) CLUSTERED;
CREATE INDEX eta_told_waiting ON eta_told (waybill_id)
    WHERE told_ms IS NULL AND ended_ms IS NULL;
CREATE INDEX eta_told_ended ON eta_told (waybill_id) WHERE ended_ms IS NOT NULL;

-- How right it was, by the day of the delivery and by P(late) in hundredths. foretold and brier are
-- sums in millionths, times sums of milliseconds.
CREATE TABLE eta_accuracy (
    beginning BIGINT NOT NULL,
    day BIGINT NOT NULL,
    band BIGINT NOT NULL,
    n BIGINT NOT NULL,
    late BIGINT NOT NULL,
    foretold BIGINT NOT NULL,
    brier BIGINT NOT NULL,
    held BIGINT NOT NULL,
    error_ms BIGINT NOT NULL,
    given_error_ms BIGINT NOT NULL,
    warned BIGINT NOT NULL,
    warned_late BIGINT NOT NULL,
    lead_ms BIGINT NOT NULL,
    PRIMARY KEY (beginning, day, band)
) CLUSTERED;
