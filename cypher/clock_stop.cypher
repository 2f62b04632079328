// clock_stop: stops the clock until the transaction ends: all changes that have begun are waited for, and later ones record later.
// The stripes are locked in order, and a change has just one.
// In:  $now datetime
// Out: recorded datetime (the watermark: everything recorded up to it is committed), live int (facts visible at it), heads list of [stripe int, no int, hash string, recorded datetime] (where the audit chains end)
MATCH (c:Clock)
WHERE c.stripe >= 0
WITH c ORDER BY c.stripe
SET c.stopped = $now
WITH collect(c) AS stripes, max(c.recorded) AS last, sum(c.live) AS live
WITH stripes, live, CASE WHEN $now > last THEN $now ELSE last + duration({microseconds: 1}) END AS recorded
FOREACH (c IN stripes | SET c.recorded = recorded)
RETURN recorded, live, [c IN stripes | [c.stripe, c.auditNo, c.auditHash, c.auditRecorded]] AS heads
