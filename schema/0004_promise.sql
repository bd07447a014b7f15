-- Service products, the lanes they run on, and the calendars they are counted by.
CREATE TABLE calendar (
    id BIGINT NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    code TEXT NOT NULL UNIQUE,
    document TEXT NOT NULL
);

CREATE TABLE product (
    id BIGINT NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    code TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    calendar TEXT,
    cutoff_minute BIGINT NOT NULL,
    collect_minute BIGINT NOT NULL,
    closed BIGINT NOT NULL
);

CREATE TABLE product_lane (
    id BIGINT NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    product TEXT NOT NULL,
    origin TEXT NOT NULL,
    destination TEXT NOT NULL,
    city_days BIGINT,
    city_minute BIGINT,
    delivery_days BIGINT NOT NULL,
    delivery_minute BIGINT NOT NULL
);
CREATE UNIQUE INDEX product_lane_key ON product_lane (product, origin, destination);
