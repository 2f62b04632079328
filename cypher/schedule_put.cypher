// schedule_put: says what is to be done regularly. Another rule than before begins at its next time.
// In:  $name string, $cron string, $kind string, $args string (JSON), $next datetime
// Out: nothing
MERGE (s:Schedule {name: $name})
ON CREATE SET s.paused = false, s.cron = ''
SET s.next = CASE WHEN s.cron = $cron THEN s.next ELSE $next END, s.cron = $cron, s.kind = $kind, s.args = $args
