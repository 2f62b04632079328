// statements_of_run_down: statements of a posted run by partner, the last first.
// In:  $run string, $id string (partner of the last before), $limit int
// Out: run string, no int, seq int, partner string, period string, currency string, scale int, opening int, earnings int, reversals int, reserve int, release int, balance int, payout int, closing int (smallest unit)
MATCH (r:Run {id: $run})
WHERE r.postedAt IS NOT NULL
MATCH (p:Partner)
USING INDEX SEEK p:Partner(id)
WHERE p.id < $id
MATCH (s:Statement {run: r.no, partner: p.seq})
WITH r, p, s
ORDER BY p.id DESC
LIMIT $limit
RETURN r.id AS run, r.no AS no, p.seq AS seq, p.id AS partner, s.period AS period, s.currency AS currency, r.scale AS scale,
       s.opening AS opening, s.earnings AS earnings, s.reversals AS reversals, s.reserve AS reserve, s.release AS release,
       s.balance AS balance, s.payout AS payout, s.closing AS closing
ORDER BY p.id DESC
