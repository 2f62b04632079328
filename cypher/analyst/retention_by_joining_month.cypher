// retention_by_joining_month: of those who joined in each month, how many have bought anything in their 1st, 2nd, … month since.
// In:  $from date, $to date (of joining, half-open), $months int, $knownAt datetime
// Out: joined string, month int (0: the month of joining), partners int, buying int
// Example: $from = date('2026-01-01'), $to = date('2026-04-01'), $months = 6, $knownAt = datetime()
MATCH (p:Partner)
WHERE p.joined >= $from AND p.joined < $to AND p.recorded <= $knownAt
WITH date.truncate('month', p.joined) AS joined, collect(p) AS partners
UNWIND range(0, $months - 1) AS month
WITH joined, month, partners, joined + duration({months: month}) AS begin, joined + duration({months: month + 1}) AS end
RETURN left(toString(joined), 7) AS joined, month, size(partners) AS partners,
       size([p IN partners WHERE EXISTS {
         MATCH (o:Order)-[:CREDITED_TO]->(p)
         WHERE o.partner = p.seq AND o.paidOn >= begin AND o.paidOn < end AND o.recorded <= $knownAt AND o.superseded > $knownAt
       }]) AS buying
ORDER BY joined, month
