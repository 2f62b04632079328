// registrations_sweep: forgets what has been kept for long enough: spent links, times of mails, proofs of consent, statements of withdrawal.
// In:  $today date, $now datetime
// Out: dropped int
CALL () {
  MATCH (l:SpentLink) WHERE l.until <= $today
  RETURN l AS old LIMIT 1000
  UNION ALL
  MATCH (m:MailTimes) WHERE m.until <= $now
  RETURN m AS old LIMIT 1000
  UNION ALL
  MATCH (c:ConsentProof) WHERE c.until <= $today
  RETURN c AS old LIMIT 1000
  UNION ALL
  MATCH (w:Withdrawal) WHERE w.until <= $today
  RETURN w AS old LIMIT 1000
}
DELETE old
RETURN count(*) AS dropped
