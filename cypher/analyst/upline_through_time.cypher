// upline_through_time: who stood above a partner from one day to another, as known at a time: a row for each span of days with the same upline.
// In:  $partner string, $from date, $to date (half-open), $knownAt datetime
// Out: from date, to date (half-open), upline list of string (the nearest first; empty: a root)
// Example: $partner = 'P0000001', $from = date('2026-01-01'), $to = date('2026-04-01'), $knownAt = datetime()
MATCH (p:Partner {id: $partner})
OPTIONAL MATCH (p)-[:WAS]->(then:PartnerVersion)
WHERE then.recorded <= $knownAt AND then.superseded > $knownAt
WITH p, coalesce(then, p).joined AS joined
WITH p, CASE WHEN joined > $from THEN joined ELSE $from END AS first
WHERE first < $to
// The upline changes only on days on which a sponsorship on some way up begins or ends.
CALL (p, first) {
  MATCH (p)
    (()-[way:SPONSORED_BY WHERE way.from < $to AND way.to > $from AND way.recorded <= $knownAt AND way.superseded > $knownAt]->()){0,}
    (below:Partner)
  WITH DISTINCT below, first
  MATCH (below)-[s:SPONSORED_BY]->(:Partner)
  WHERE s.from < $to AND s.to > $from AND s.recorded <= $knownAt AND s.superseded > $knownAt
  UNWIND [s.from, s.to] AS day
  WITH DISTINCT day, first
  WHERE day > first AND day < $to
  RETURN collect(day) AS days
}
UNWIND [first] + days AS day
OPTIONAL MATCH path = (p)
  (()-[r:SPONSORED_BY WHERE r.from <= day AND r.to > day AND r.recorded <= $knownAt AND r.superseded > $knownAt]->()){1,}
  (above:Partner)
WITH day, above.id AS above, length(path) AS level ORDER BY day, level
WITH day, collect(above) AS upline ORDER BY day
// Days on which it stayed the same begin no row.
WITH collect({from: day, upline: upline}) AS views
WITH [i IN range(0, size(views) - 1) WHERE i = 0 OR views[i].upline <> views[i - 1].upline | views[i]] AS views
UNWIND range(0, size(views) - 1) AS i
RETURN views[i].from AS from, coalesce(views[i + 1].from, $to) AS to, views[i].upline AS upline
ORDER BY from
