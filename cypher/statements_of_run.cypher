// statements_of_run: statements of a run, which is posted, by partner, the first first.
// In:  $number int (of the run), $id string (partner of the last before), $limit int
// Out: run string, no int, seq int, partner string, period string, currency string, scale int, opening int, earnings int, reversals int, reserve int, release int, balance int, payout int, closing int (smallest unit)
MATCH (p:Partner)
USING INDEX SEEK p:Partner(id)
WHERE p.id > $id
MATCH (s:Statement {run: $number, partner: p.seq})
WITH p, s
ORDER BY p.id
LIMIT $limit
MATCH (r:Run {no: $number})
RETURN r.id AS run, r.no AS no, p.seq AS seq, p.id AS partner, s.period AS period, s.currency AS currency, r.scale AS scale,
       s.opening AS opening, s.earnings AS earnings, s.reversals AS reversals, s.reserve AS reserve, s.release AS release,
       s.balance AS balance, s.payout AS payout, s.closing AS closing
ORDER BY p.id
