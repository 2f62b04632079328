// income_distribution: how a posted period's payouts are distributed over those who have a statement, in tenths of them, the poorest first, as known at a time: what a disclosure of incomes asks for.
// In:  $period string (YYYY-MM), $knownAt datetime
// Out: tenth int, partners int, lowest float, highest float, payout float, percent float (of all payouts), currency string
// Example: $period = '2026-03', $knownAt = datetime()
MATCH (run:Run {postedKey: $period})
WHERE run.postedAt <= $knownAt
MATCH (s:Statement)
WHERE s.run = run.no AND s.partner >= 0
WITH 10.0 ^ run.scale AS unit, s.currency AS currency, s.payout AS payout ORDER BY payout
WITH unit, currency, collect(payout) AS payouts, sum(payout) AS total
UNWIND range(1, 10) AS tenth
WITH unit, currency, total, tenth, payouts[size(payouts) * (tenth - 1) / 10 .. size(payouts) * tenth / 10] AS part
WHERE size(part) > 0
WITH unit, currency, total, tenth, part, reduce(sum = 0, payout IN part | sum + payout) AS payout
RETURN tenth, size(part) AS partners, part[0] / unit AS lowest, part[-1] / unit AS highest, payout / unit AS payout,
       CASE WHEN total > 0 THEN round(100.0 * payout / total, 1) END AS percent, currency
ORDER BY currency, tenth
