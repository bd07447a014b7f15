-- By which key what is sealed is found (src/reseal/reindex.h). One row; none: by the first.
CREATE TABLE index_key (
    one BIGINT NOT NULL PRIMARY KEY, -- 1
    stage BIGINT NOT NULL,           -- 1 both are looked for, the old writes; 2 the new; 3 done
    old_no BIGINT NOT NULL,          -- of which sealing key the index key follows; 0: the first
    new_no BIGINT NOT NULL,
    began_ms BIGINT NOT NULL,
    since_ms BIGINT NOT NULL,        -- when it came to this stage
    walk BIGINT NOT NULL,            -- the walk that comes, or is under way, from 1
    place TEXT,                      -- the column that it is at; NULL: it did not begin
    after_key TEXT,                  -- its last row that was made anew; NULL: none yet
    found BIGINT NOT NULL,           -- old values that this walk came upon
    moved BIGINT NOT NULL            -- values made anew in all
);
