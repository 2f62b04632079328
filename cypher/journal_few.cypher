// journal_few: everything of which there is little: the plan's words, plan versions, runs, the clock, schedules, the latest anchor,
// departments, caretakers, markets, profiles and saved searches.
// In:  nothing
// Out: kind string, node string, properties map
// Scan: there are few of them, and all are asked for
MATCH (n:Tree|Rank|Status|Counter|Clock|Import|PlanVersion|Run|Schedule|AuditAnchors|Department|Caretaker|Market|Profile|ProfileVersion|Rights|SavedSearch)
RETURN labels(n)[0] AS kind, elementId(n) AS node, properties(n) AS properties
