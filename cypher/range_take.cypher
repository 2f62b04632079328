// range_take: takes the next numbers of a range, which others wait for until the transaction ends: what comes to nothing leaves no gap.
// In:  $name string, $count int
// Out: first int
MERGE (c:Counter {name: $name})
ON CREATE SET c.next = 1
SET c.next = c.next + $count
RETURN c.next - $count AS first
