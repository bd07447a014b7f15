-- Wrong phone tails given for a parcel on the public page: after so many it is closed for a while.
CREATE TABLE track_try (
    waybill_id BIGINT NOT NULL PRIMARY KEY,
    failures BIGINT NOT NULL,
    first_ms BIGINT NOT NULL
);
