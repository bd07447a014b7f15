-- How far what is sealed was sealed anew with the newest key (src/reseal). One row.
CREATE TABLE reseal (
    one BIGINT NOT NULL PRIMARY KEY, -- 1
    key_no BIGINT NOT NULL,          -- with which key
    place TEXT,                      -- the column that is being walked; NULL: all of them were
    after_key TEXT,                  -- its last row that was; NULL: none yet
    resealed BIGINT NOT NULL,        -- values so far
    began_ms BIGINT NOT NULL,
    ended_ms BIGINT
);
