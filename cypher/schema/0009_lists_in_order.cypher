// Lists are in the order of ids within a day or a name, so that a page is read from the index and nothing else: without the ids,
// all orders of a day were read for each page.
DROP INDEX order_placed IF EXISTS;
DROP INDEX partner_name IF EXISTS;
CREATE INDEX order_placed_id IF NOT EXISTS FOR (o:Order) ON (o.placedOn, o.id);
CREATE INDEX order_paid_id IF NOT EXISTS FOR (o:Order) ON (o.paidOn, o.id);
CREATE INDEX partner_name_id IF NOT EXISTS FOR (p:Partner) ON (p.name, p.id);
