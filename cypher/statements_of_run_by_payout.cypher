// statements_of_run_by_payout: statements of a run, which is posted, by payout, the smallest first.
// In:  $number int (of the run), $key int (payout of the last before), $no int (and number of its partner), $limit int
// Out: run string, no int, seq int, partner string, period string, currency string, scale int, opening int, earnings int, reversals int, reserve int, release int, balance int, payout int, closing int (smallest unit)
MATCH (s:Statement)
USING INDEX SEEK s:Statement(run, payout, partner)
WHERE s.run = $number AND s.payout >= $key AND s.partner >= 0
  AND CASE WHEN s.payout = $key THEN s.partner > $no ELSE true END
WITH s
ORDER BY s.run, s.payout, s.partner
LIMIT $limit
MATCH (r:Run {no: $number})
MATCH (p:Partner {seq: s.partner})
RETURN r.id AS run, r.no AS no, p.seq AS seq, p.id AS partner, s.period AS period, s.currency AS currency, r.scale AS scale,
       s.opening AS opening, s.earnings AS earnings, s.reversals AS reversals, s.reserve AS reserve, s.release AS release,
       s.balance AS balance, s.payout AS payout, s.closing AS closing
ORDER BY s.run, s.payout, s.partner
