// statements_count: how many statements of a run are recorded, and what they pay out.
// In:  $run int
// Out: statements int, payout int (smallest unit)
MATCH (s:Statement)
WHERE s.run = $run AND s.partner >= 0
RETURN count(s) AS statements, coalesce(sum(s.payout), 0) AS payout
