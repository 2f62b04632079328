// statements_of_run_by_payout: statements of a posted run by payout, the smallest first.
// In:  $run string, $key int (payout of the last before), $no int (and number of its partner), $limit int
// Out: run string, no int, seq int, partner string, period string, currency string, scale int, opening int, earnings int, reversals int, reserve int, release int, balance int, payout int, closing int (smallest unit)
MATCH (r:Run {id: $run})
WHERE r.postedAt IS NOT NULL
MATCH (s:Statement)
USING INDEX SEEK s:Statement(run, payout, partner)
WHERE s.run = r.no AND s.payout >= $key AND s.partner >= 0 AND (s.payout > $key OR s.partner > $no)
WITH r, s
ORDER BY s.payout, s.partner
LIMIT $limit
MATCH (p:Partner {seq: s.partner})
RETURN r.id AS run, r.no AS no, p.seq AS seq, p.id AS partner, s.period AS period, s.currency AS currency, r.scale AS scale,
       s.opening AS opening, s.earnings AS earnings, s.reversals AS reversals, s.reserve AS reserve, s.release AS release,
       s.balance AS balance, s.payout AS payout, s.closing AS closing
ORDER BY payout, seq
