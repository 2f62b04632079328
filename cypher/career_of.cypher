// career_of: the career rank that a partner holds on a day, as known at a time: the latest that a posted run or a person recorded.
// In:  $partner string, $asOf date, $knownAt datetime
// Out: rank string, from date, run int, override bool, reason string
MATCH (:Partner {id: $partner})-[h:HOLDS]->(rank:Rank)
WHERE h.from <= $asOf AND h.to > $asOf AND h.recorded <= $knownAt AND h.superseded > $knownAt
OPTIONAL MATCH (run:Run {no: h.run})
WITH h, rank, run
WHERE h.run IS NULL OR run.postedAt <= $knownAt
RETURN rank.id AS rank, h.from AS from, h.run AS run, coalesce(h.override, false) AS override, coalesce(h.reason, '') AS reason
ORDER BY h.from DESC, h.recorded DESC
LIMIT 1
