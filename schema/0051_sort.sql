-- What lists are sorted by: each in the order in which it is read, equal values by id.
CREATE INDEX waybill_state_promised ON waybill_state (promised_ms, waybill_id);
CREATE INDEX customer_by_code ON customer (code COLLATE "BINARY");
CREATE INDEX customer_by_changed ON customer (changed_at, id);
CREATE INDEX customer_by_tier ON customer (tier, id);
CREATE INDEX account_by_login ON account (login COLLATE "BINARY");
