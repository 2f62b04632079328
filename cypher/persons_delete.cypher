// persons_delete: forgets a partner's personal data, also what was known before, and what the partner stated.
// In:  $partner string
// Out: nothing
CALL () {
  MATCH (p:Person {partner: $partner})
  RETURN p AS old
  UNION ALL
  MATCH (w:Withdrawal {partner: $partner})
  RETURN w AS old
}
DELETE old
