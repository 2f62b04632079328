// audit_beyond: what stands behind where the chains end, while the clock stands still: nothing, unless somebody has put it there.
// In:  $heads list of [stripe int, no int]
// Out: stripe int, entry int, receipt int (the number of an entry; the number of a receipt's first entry; the other is null)
UNWIND $heads AS head
CALL (head) {
  MATCH (e:AuditEntry)
  WHERE e.stripe = head[0] AND e.no > head[1]
  RETURN e.no AS entry, null AS receipt
  UNION ALL
  MATCH (c:Change)
  WHERE c.stripe = head[0] AND c.first > head[1]
  RETURN null AS entry, c.first AS receipt
}
RETURN head[0] AS stripe, entry, receipt
