// upline_of: the sponsors above a partner, the nearest first, as they stood on a day and as known at a time.
// In:  $partner int, $asOf date, $knownAt datetime
// Out: sponsor int, level int
MATCH path = (:Partner {seq: $partner}) (()-[r:SPONSORED_BY WHERE r.from <= $asOf AND r.to > $asOf AND r.recorded <= $knownAt AND r.superseded > $knownAt]->()){1,} (s:Partner)
RETURN s.seq AS sponsor, length(path) AS level
ORDER BY level
