// orphaned_branches: direct recruits of partners who are suspended or terminated, with how many stand below: branches that nobody looks after.
// In:  $status string, $asOf date, $knownAt datetime
// Out: sponsor string, status string, recruit string, below int
// Example: $status = 'terminated', $asOf = date('2026-03-31'), $knownAt = datetime()
MATCH (s:Status {id: $status})<-[h:HAS_STATUS]-(sponsor:Partner)
WHERE h.from <= $asOf AND h.to > $asOf AND h.recorded <= $knownAt AND h.superseded > $knownAt
MATCH (sponsor)<-[r:SPONSORED_BY]-(recruit:Partner)
WHERE r.from <= $asOf AND r.to > $asOf AND r.recorded <= $knownAt AND r.superseded > $knownAt AND recruit.joined <= $asOf
MATCH (recruit) (()<-[b:SPONSORED_BY WHERE b.from <= $asOf AND b.to > $asOf AND b.recorded <= $knownAt AND b.superseded > $knownAt]-()){0,} (member:Partner)
WHERE member.joined <= $asOf
RETURN sponsor.id AS sponsor, s.id AS status, recruit.id AS recruit, count(DISTINCT member) - 1 AS below
ORDER BY below DESC, recruit
