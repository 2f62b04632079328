// lease_take: takes a lease that nobody holds, or whose term is over, or renews one's own; says who holds it now.
// In:  $name string, $holder string, $who string, $milliseconds int
// Out: holder string, who string, since datetime
MERGE (l:Lease {name: $name})
ON CREATE SET l.holder = '', l.who = '', l.since = datetime(), l.until = datetime('0001-01-01T00:00:00Z')
SET l.locked = timestamp()
WITH l, l.holder = $holder OR l.until < datetime() AS mine
SET l.who = CASE WHEN mine THEN $who ELSE l.who END,
    l.since = CASE WHEN mine AND l.holder <> $holder THEN datetime() ELSE l.since END,
    l.until = CASE WHEN mine THEN datetime() + duration({milliseconds: $milliseconds}) ELSE l.until END,
    l.holder = CASE WHEN mine THEN $holder ELSE l.holder END
RETURN l.holder AS holder, l.who AS who, l.since AS since
