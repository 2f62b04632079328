// leaving_recruits: the direct recruits of a partner on a day and later, as known at a time, each with the first of these days.
// In:  $partner int, $asOf date, $knownAt datetime
// Out: partner string, from date
// Times: of the days from asOf on, any counts
MATCH (recruit:Partner)-[r:SPONSORED_BY]->(:Partner {seq: $partner})
WHERE r.to > $asOf AND r.recorded <= $knownAt AND r.superseded > $knownAt
RETURN recruit.id AS partner, min(CASE WHEN r.from > $asOf THEN r.from ELSE $asOf END) AS from
ORDER BY partner
