// downline_members: everyone below a partner, as it stood on a day and as known at a time, those nearest first.
// In:  $partner string, $asOf date, $knownAt datetime, $depthMax int
// Out: partner string, name string, sponsor string, level int
MATCH path = (root:Partner {id: $partner})
  (()<-[r:SPONSORED_BY WHERE r.from <= $asOf AND r.to > $asOf AND r.recorded <= $knownAt AND r.superseded > $knownAt]-()){1,}
  (d:Partner)
WHERE length(path) <= $depthMax AND d.joined <= $asOf
WITH d, length(path) AS level, nodes(path)[-2] AS sponsor
RETURN d.id AS partner, d.name AS name, sponsor.id AS sponsor, level
ORDER BY level, partner
