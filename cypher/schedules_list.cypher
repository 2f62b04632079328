// schedules_list: what is done regularly, by name.
// In:  nothing
// Out: name string, cron string, kind string, args string, next datetime, paused bool
// Scan: there are some ten of them
MATCH (s:Schedule)
RETURN s.name AS name, s.cron AS cron, s.kind AS kind, s.args AS args, s.next AS next, s.paused AS paused
ORDER BY name
