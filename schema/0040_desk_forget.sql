-- What a bulk action keeps of a ticket, to be taken back, is found by the ticket: for erasing whoever
-- it was about.
CREATE INDEX desk_bulk_item_ticket ON desk_bulk_item (ticket_id);
