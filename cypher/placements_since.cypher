// placements_since: who may have been placed in a tree, or moved in it, since a time, and stands in it.
// In:  $tree string, $since datetime
// Out: partner int
// Times: whatever was recorded or closed since then is asked for, on all days, and so not read
MATCH (p:Partner)
USING INDEX SEEK p:Partner(changed)
WHERE p.changed > $since
MATCH (p)-[r:PLACED_UNDER]->()
WHERE r.tree = $tree AND (r.recorded > $since OR r.superseded < datetime('9999-12-31T00:00:00Z') AND r.superseded > $since)
RETURN DISTINCT p.seq AS partner
