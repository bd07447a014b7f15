-- What people of a claim and a ticket saw when they were registered: a parcel that is known only
-- later becomes theirs where those people see it. 0: of the whole company.

ALTER TABLE claim ADD COLUMN by_outlet_id BIGINT NOT NULL DEFAULT 0;
ALTER TABLE claim ADD COLUMN by_customer_id BIGINT NOT NULL DEFAULT 0;
-- Those there are: what who registered them sees today. Kinds: 1 a person, 2 a machine.
UPDATE claim SET by_outlet_id = COALESCE((SELECT COALESCE(a.outlet_id, k.outlet_id)
    FROM claim_entry e LEFT JOIN account a ON a.id = e.who_id AND e.who_kind = 1
    LEFT JOIN token k ON k.id = e.who_id AND e.who_kind = 2
    WHERE e.claim_id = claim.id AND e.no = 1), 0);
UPDATE claim SET by_customer_id = COALESCE((SELECT COALESCE(a.customer_id, k.customer_id)
    FROM claim_entry e LEFT JOIN account a ON a.id = e.who_id AND e.who_kind = 1
    LEFT JOIN token k ON k.id = e.who_id AND e.who_kind = 2
    WHERE e.claim_id = claim.id AND e.no = 1), 0);

-- Numbers on open tickets that were no parcel when the ticket was opened, while its outlet or
-- customer (1: yes) is to come from the parcel.
CREATE TABLE ticket_awaited (
    no TEXT NOT NULL,
    carrier TEXT NOT NULL,
    ticket_id BIGINT NOT NULL,
    outlet BIGINT NOT NULL,
    customer BIGINT NOT NULL,
    by_outlet_id BIGINT NOT NULL,
    by_customer_id BIGINT NOT NULL,
    PRIMARY KEY (ticket_id, no, carrier)
) CLUSTERED;
