-- Customers: persons and companies that ship, receive, pay or ask. What is personal is sealed in one
-- blob; the *_key columns are keyed indexes of it, for exact search and for search by phone tail.
CREATE TABLE customer (
    id BIGINT NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    code TEXT NOT NULL,
    kind BIGINT NOT NULL,
    role BIGINT,
    region TEXT,
    city TEXT,
    postcode TEXT,
    outlet_id BIGINT,
    sealed BYTEA,
    name_key BIGINT,
    phone_key BIGINT,
    phone_tail_key BIGINT,
    email_key BIGINT,
    created_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX customer_code ON customer (code);
CREATE INDEX customer_name ON customer (name_key) WHERE name_key IS NOT NULL;
CREATE INDEX customer_phone ON customer (phone_key) WHERE phone_key IS NOT NULL;
CREATE INDEX customer_phone_tail ON customer (phone_tail_key) WHERE phone_tail_key IS NOT NULL;
CREATE INDEX customer_email ON customer (email_key) WHERE email_key IS NOT NULL;
