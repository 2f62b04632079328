// Orders, cancellations and the plan versions under which they settle.
CREATE CONSTRAINT order_id IF NOT EXISTS FOR (o:Order) REQUIRE o.id IS UNIQUE;
CREATE CONSTRAINT order_seq IF NOT EXISTS FOR (o:Order) REQUIRE o.seq IS UNIQUE;
CREATE INDEX order_changed IF NOT EXISTS FOR (o:Order) ON (o.changed);
CREATE INDEX order_placed IF NOT EXISTS FOR (o:Order) ON (o.placedOn);
CREATE INDEX order_paid IF NOT EXISTS FOR (o:Order) ON (o.paidOn);
CREATE CONSTRAINT order_version_seq IF NOT EXISTS FOR (v:OrderVersion) REQUIRE v.seq IS UNIQUE;
CREATE CONSTRAINT cancellation_id IF NOT EXISTS FOR (c:Cancellation) REQUIRE c.id IS UNIQUE;
CREATE CONSTRAINT cancellation_seq IF NOT EXISTS FOR (c:Cancellation) REQUIRE c.seq IS UNIQUE;
CREATE INDEX cancellation_on IF NOT EXISTS FOR (c:Cancellation) ON (c.cancelledOn);
CREATE CONSTRAINT cancellation_version_seq IF NOT EXISTS FOR (v:CancellationVersion) REQUIRE v.seq IS UNIQUE;
CREATE CONSTRAINT plan_open IF NOT EXISTS FOR (p:PlanVersion) REQUIRE p.openKey IS UNIQUE;
CREATE INDEX plan_valid_from IF NOT EXISTS FOR (p:PlanVersion) ON (p.validFrom);
