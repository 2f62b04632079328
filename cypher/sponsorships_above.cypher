// sponsorships_above: who stands above a partner on any day of a span, as known at a time: whom the relationships lead to that hold on some of the days.
// In:  $partner int, $from date, $to date, $knownAt datetime
// Out: partner int, above int, from date, to date
MATCH (:Partner {seq: $partner})
  (()-[way:SPONSORED_BY WHERE way.from < $to AND way.to > $from AND way.recorded <= $knownAt AND way.superseded > $knownAt]->()){0,}
  (p:Partner)
WITH DISTINCT p
MATCH (p)-[r:SPONSORED_BY]->(above:Partner)
WHERE r.from < $to AND r.to > $from AND r.recorded <= $knownAt AND r.superseded > $knownAt
RETURN p.seq AS partner, above.seq AS above, r.from AS from, r.to AS to
