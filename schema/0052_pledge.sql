-- What the company promises on its service statement, each with the figure that tells how it was
-- kept. A change ends a row and begins the next version, so that what was promised on a day can be
-- shown for ever. span: as in src/pledge/pledge.h. ended_at: NULL while it is in force.
CREATE TABLE service_pledge (
    code TEXT NOT NULL,
    version BIGINT NOT NULL,
    position BIGINT NOT NULL,
    zh TEXT NOT NULL,
    en TEXT NOT NULL,
    figure TEXT NOT NULL,
    target DOUBLE PRECISION NOT NULL,
    span BIGINT NOT NULL,
    settle_days BIGINT NOT NULL,
    least BIGINT NOT NULL,
    begun_at BIGINT NOT NULL,
    ended_at BIGINT,
    PRIMARY KEY (code, version)
) CLUSTERED;
CREATE UNIQUE INDEX service_pledge_in_force ON service_pledge (code) WHERE ended_at IS NULL;
