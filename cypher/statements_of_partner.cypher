// statements_of_partner: statements of a partner by posted runs.
// In:  $partner string, $run string (empty: all), $sort string (partner, period or payout), $descending bool, $key string or int, $no int (number of the last before's run), $limit int
// Out: run string, no int, seq int, partner string, period string, currency string, scale int, opening int, earnings int, reversals int, reserve int, release int, balance int, payout int, closing int (smallest unit)
MATCH (p:Partner {id: $partner})<-[:FOR]-(s:Statement)
MATCH (r:Run {no: s.run})
WHERE r.postedAt IS NOT NULL AND ($run = '' OR r.id = $run)
WITH r, p, s, CASE $sort WHEN 'period' THEN s.period WHEN 'payout' THEN s.payout ELSE '' END AS key
WHERE CASE WHEN $descending THEN key < $key OR (key = $key AND r.no < $no) ELSE key > $key OR (key = $key AND r.no > $no) END
WITH r, p, s, key
ORDER BY CASE WHEN NOT $descending THEN key END, CASE WHEN NOT $descending THEN r.no END, CASE WHEN $descending THEN key END DESC, CASE WHEN $descending THEN r.no END DESC
LIMIT $limit
RETURN r.id AS run, r.no AS no, p.seq AS seq, p.id AS partner, s.period AS period, s.currency AS currency, r.scale AS scale,
       s.opening AS opening, s.earnings AS earnings, s.reversals AS reversals, s.reserve AS reserve, s.release AS release,
       s.balance AS balance, s.payout AS payout, s.closing AS closing
ORDER BY CASE WHEN NOT $descending THEN key END, CASE WHEN NOT $descending THEN no END, CASE WHEN $descending THEN key END DESC, CASE WHEN $descending THEN no END DESC
