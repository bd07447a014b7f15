-- How long deliveries took, by everything figures are broken down by: see docs/figures.md.
-- sketched: whether what figure_sketch and figure_arrival hold is all there is; a job sees to it in
-- databases that are older than these tables.
ALTER TABLE figure_book ADD COLUMN sketched BIGINT NOT NULL DEFAULT 0;

-- Parcels delivered that are in no sketch yet. value: carrier, product, origin and destination, with
-- a unit separator (U+001F) between; a bin is that of figure_bin, 1000000 where it is unknown.
CREATE TABLE figure_arrival (
    day BIGINT NOT NULL,
    full_bin BIGINT NOT NULL,
    transit_bin BIGINT NOT NULL,
    outlet_id BIGINT NOT NULL,
    value TEXT NOT NULL,
    n BIGINT NOT NULL,
    PRIMARY KEY (day, full_bin, transit_bin, outlet_id, value)
) CLUSTERED;

-- Parcels delivered by how long it took: all bins of a day (grain 1) or month (2) in one row. series:
-- twice the dimension, and 1 more for collection to delivery. bins: pairs of numbers, how far from
-- the bin before and how many parcels, each zigzag and in groups of seven bits, the lowest first.
CREATE TABLE figure_sketch (
    grain BIGINT NOT NULL,
    series BIGINT NOT NULL,
    day BIGINT NOT NULL,
    value TEXT NOT NULL,
    n BIGINT NOT NULL,
    bins BYTEA NOT NULL,
    PRIMARY KEY (grain, series, day, value)
) CLUSTERED;
