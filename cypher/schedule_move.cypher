// schedule_move: moves a schedule on from a time, if nobody has before.
// In:  $name string, $from datetime, $next datetime
// Out: paused bool
MATCH (s:Schedule {name: $name})
SET s.locked = timestamp()
WITH s
WHERE s.next = $from
SET s.next = $next
RETURN s.paused AS paused
