-- The version last given to a code mapping: raising it makes those who edit take turns.
CREATE TABLE code_mapping_counter (
    one BIGINT PRIMARY KEY,
    version BIGINT NOT NULL
) CLUSTERED;
INSERT INTO code_mapping_counter (one, version)
    SELECT 1, COALESCE(MAX(version), 1) FROM code_mapping;
