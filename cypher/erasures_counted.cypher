// erasures_counted: lets the numbers of erasures go on behind those there are: some may have come from a later time than the rest.
// In:  nothing
// Out: nothing
OPTIONAL MATCH (e:Erasure)
WHERE e.seq >= 0
WITH coalesce(max(e.seq), -1) + 1 AS next
MATCH (c:Counter {name: 'erasure'})
WHERE c.next < next
SET c.next = next
