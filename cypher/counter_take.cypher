// counter_take: takes the next numbers of a sequence, for ever: what is not used is a gap.
// In:  $name string, $count int
// Out: first int
MATCH (c:Counter {name: $name})
SET c.next = c.next + $count
RETURN c.next - $count AS first
