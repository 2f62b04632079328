// partner_uses: what has happened to a partner: the first day on which anything did, besides joining.
// In:  $seq int
// Out: earliest date
// Times: whatever is believed now, on any day, not read
MATCH (p:Partner {seq: $seq})
OPTIONAL MATCH (o:Order)-[credited:CREDITED_TO]->(p)
WHERE credited.superseded = datetime('9999-12-31T00:00:00Z')
WITH p, min(o.placedOn) AS ordered
OPTIONAL MATCH (recruit:Partner)-[r:SPONSORED_BY]->(p)
WHERE r.superseded = datetime('9999-12-31T00:00:00Z')
WITH p, ordered, min(r.from) AS recruited
OPTIONAL MATCH (below:Partner)-[place:PLACED_UNDER]->(p)
WHERE place.superseded = datetime('9999-12-31T00:00:00Z')
WITH p, ordered, recruited, min(place.from) AS placedBelow
OPTIONAL MATCH (run:Run)
WHERE run.liveKey >= '' AND run.kind = 'settlement' AND run.lastDay >= p.joined AND run.knownAt >= p.recorded
WITH ordered, recruited, placedBelow, min(run.lastDay) AS settled
UNWIND [ordered, recruited, placedBelow, settled] AS day
RETURN min(day) AS earliest
