// clock_take: takes a stripe of the clock until the transaction ends, and says at what time the transaction records.
// Times of a stripe rise, whatever the clocks of several machines say. Of the stripe's audit chain it says where it ends.
// In:  $stripe int, $now datetime
// Out: recorded datetime, closed bool (a bulk import is under way, and nobody else may record anything), heads list of [stripe int, no int, hash string, recorded datetime]
MATCH (c:Clock {stripe: $stripe})
SET c.recorded = CASE WHEN $now > c.recorded THEN $now ELSE c.recorded + duration({microseconds: 1}) END
RETURN c.recorded AS recorded, EXISTS { MATCH (i:Import {liveKey: 'import'}) WHERE i.bulk } AS closed,
       [[c.stripe, c.auditNo, c.auditHash, c.auditRecorded]] AS heads
