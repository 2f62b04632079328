// corrections_between_two_times: what was recorded anew about sponsors between two times: whom one had believed to be the sponsor on some days, and whom since. First recordings (registrations, imports of somebody new) are none.
// In:  $since datetime, $until datetime
// Out: partner string, recorded datetime, from date, to date (half-open), before string, after string (null: a root), backdated bool (from is before the day of recording), operation string, actor string, reason string
// Times: the times of knowing are what is asked for, on all days, and so not read
// Example: $since = datetime('2026-03-01T00:00:00Z'), $until = datetime()
MATCH (p:Partner)
USING INDEX SEEK p:Partner(changed)
WHERE p.changed > $since
MATCH (p)-[changed:SPONSORED_BY]->(:Partner)
UNWIND [changed.recorded, changed.superseded] AS recorded
WITH DISTINCT p, recorded
WHERE recorded > $since AND recorded <= $until
MATCH (change:Change)
WHERE change.recorded = recorded
// What was believed just before, and what since then, differ only between days on which one of these begins or ends.
CALL (p, recorded) {
  MATCH (p)-[r:SPONSORED_BY]->(sponsor:Partner)
  WHERE r.recorded <= recorded AND r.superseded >= recorded
  WITH collect({from: r.from, to: r.to, sponsor: sponsor.id, old: r.recorded < recorded, new: r.superseded > recorded}) AS spans
  UNWIND [s IN spans | s.from] + [s IN spans | s.to] AS day
  WITH DISTINCT spans, day ORDER BY day
  WITH spans, collect(day) AS days
  UNWIND range(0, size(days) - 2) AS i
  WITH days[i] AS from, days[i + 1] AS to, [s IN spans WHERE s.from <= days[i] AND s.to > days[i]] AS spans,
       any(s IN spans WHERE s.old AND NOT s.new) AS closes
  RETURN from, to, head([s IN spans WHERE s.old | s.sponsor]) AS before, head([s IN spans WHERE s.new | s.sponsor]) AS after, closes
}
WITH p, recorded, change, from, to, before, after, closes
WHERE coalesce(before, '') <> coalesce(after, '') AND (closes OR NOT change.operation IN ['register partner', 'import sponsor'])
RETURN p.id AS partner, recorded, from, to, before, after, from < date(recorded) AS backdated,
       change.operation AS operation, change.actor AS actor, change.reason AS reason
ORDER BY recorded, partner, from
