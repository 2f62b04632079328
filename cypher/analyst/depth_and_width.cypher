// depth_and_width: how many stand on each level below a partner, how many of them recruit, and how many the widest has recruited, on a day and as known at a time.
// In:  $partner string, $asOf date, $knownAt datetime
// Out: level int, members int, recruiters int, widest int
// Example: $partner = 'P0000001', $asOf = date('2026-03-31'), $knownAt = datetime()
MATCH path = (:Partner {id: $partner})
  (()<-[r:SPONSORED_BY WHERE r.from <= $asOf AND r.to > $asOf AND r.recorded <= $knownAt AND r.superseded > $knownAt]-()){1,}
  (member:Partner)
WITH length(path) AS level, COUNT {
  MATCH (member)<-[s:SPONSORED_BY]-(:Partner)
  WHERE s.from <= $asOf AND s.to > $asOf AND s.recorded <= $knownAt AND s.superseded > $knownAt
} AS recruits
RETURN level, count(*) AS members, sum(CASE WHEN recruits > 0 THEN 1 ELSE 0 END) AS recruiters, max(recruits) AS widest
ORDER BY level
