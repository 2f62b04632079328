// Keys under which clients may repeat what they ask for: each is taken once, and keeps the answer for a while.
CREATE CONSTRAINT idempotency_key IF NOT EXISTS FOR (k:IdempotencyKey) REQUIRE k.key IS UNIQUE;
CREATE INDEX idempotency_taken IF NOT EXISTS FOR (k:IdempotencyKey) ON (k.takenAt);
