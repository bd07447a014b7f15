-- The last number that an incident was given; the only row is 1.
CREATE TABLE watch_incident_number (
    id BIGINT PRIMARY KEY,
    last BIGINT NOT NULL
);
INSERT INTO watch_incident_number (id, last)
SELECT 1, COALESCE(MAX(number), 0) FROM watch_incident;
