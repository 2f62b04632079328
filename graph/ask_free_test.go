package graph_test

import (
	"context"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"upline/cypher"
	"upline/graph"
	"upline/internal/fault"
	"upline/internal/storetest"
)

var minute = graph.Limits{Rows: 100, Seconds: 60}

// secrets is a store with two partners, an index over another label, and a node of it.
func secrets(t *testing.T) *graph.Store {
	t.Helper()
	store := storetest.Graph(t)
	storetest.Run(t, "CREATE (:Partner {id: 'a', name: 'Anna'})<-[:SPONSORED_BY]-(:Partner {id: 'b', name: 'Bert'})")
	storetest.Run(t, "CREATE (:User {id: 'u', hash: 'secret'})")
	storetest.Run(t, "CREATE INDEX ask_user IF NOT EXISTS FOR (u:User) ON (u.hash)")
	storetest.Run(t, "CALL db.awaitIndexes(60)")
	t.Cleanup(func() { storetest.Run(t, "DROP INDEX ask_user IF EXISTS") })
	return store
}

// Whoever writes a question gets at nothing but the company's graph, and changes nothing.
func TestAskFreeRefuses(t *testing.T) {
	store := secrets(t)
	for _, text := range []string{
		"MATCH (n:User) RETURN n.hash", "MATCH (n:`User`) RETURN n.hash", `MATCH (n:\u0055ser) RETURN n.hash`,
		"MATCH (n:$($label)) RETURN n.hash", "MATCH (n:$any([$label])) RETURN n.hash", "MATCH (n:!Partner) RETURN n.hash",
		"MATCH (n:%) RETURN n.hash", "MATCH (n:Partner|User) RETURN n.hash", "MATCH (n:User&!Partner) RETURN n.hash",
		"MATCH (n) RETURN n.hash", "MATCH (n) RETURN n", "MATCH (n) WHERE n:User RETURN n.hash",
		"MATCH (n) WHERE n.hash > '' RETURN n.hash",
		"MATCH (n:User {hash: 'secret'}) RETURN n.id",
		"MATCH (n:User) USING INDEX n:User(hash) WHERE n.hash STARTS WITH 's' RETURN n.hash",
		"OPTIONAL MATCH (n:User) RETURN n.hash", "OPTIONAL MATCH (n) RETURN n.hash", "MATCH (n:User) RETURN count(n)",
		"MATCH (n) RETURN count(*)",
		"RETURN COUNT { MATCH (u:User) } AS c", "RETURN EXISTS { MATCH (u:User) } AS e",
		"RETURN COLLECT { MATCH (u:User) RETURN u.hash } AS l",
		"RETURN [x IN [1] | COLLECT { MATCH (u) RETURN u.hash }] AS l", "RETURN [x IN [1] | count{ MATCH (u:User) }] AS l",
		"RETURN CASE WHEN true THEN EXISTS /* */ { MATCH (u:User) } ELSE false END AS x",
		"RETURN reduce(a = 0, x IN [1] | a + COUNT { MATCH (u:User) }) AS l",
		"RETURN [x IN [1] | [(a)-[*0..0]->(b) | b.hash]] AS l",
		"MATCH (n:Partner) WHERE any(x IN [1] WHERE exists(({hash: 'secret'})-[*0..0]-())) RETURN n.id",
		"MATCH (n:Partner) ORDER BY COLLECT { MATCH (u) RETURN u.hash }[0] RETURN n.id",
		"RETURN [(a)-[*0..0]->(b) | b.hash] AS l",
		"MATCH (a)-[*0..0]-(b) RETURN b.hash", "MATCH (a) ((x)-->(y)){0,0} (b) RETURN b.hash",
		"MATCH p = shortestPath((a:Partner)-[*]-(b)) RETURN p", "MATCH p = SHORTEST 1 (a:Partner)-->*(b) MATCH (c) RETURN c.hash",
		"MATCH (n:Partner) CALL (n) { MATCH (u:User) RETURN u } RETURN u.hash", "CALL () { MATCH (u) RETURN u } RETURN u.hash",
		"MATCH (n:Partner) RETURN n.id AS x UNION MATCH (n:User) RETURN n.hash AS x",
		"MATCH (n:Partner) WITH n MATCH (m) RETURN m.hash",
		"MATCH (n) WHERE id(n) = 1 RETURN n.hash", "MATCH (n) WHERE elementId(n) = '4:x:1' RETURN n.hash",
		"MATCH (n) WHERE id(n) >= 0 RETURN n.hash",
		"/* MATCH (n:Partner) */ MATCH (n:User) // :Partner\nRETURN n.hash", "MATCH (n :/* x */User) RETURN n.hash",
		"MATCH (n IS User) RETURN n.hash",
		"MATCH (n WHERE n:User) RETURN n.hash", "MATCH (u:User), (p:Partner) RETURN u.hash",
		"LOAD CSV FROM 'file:///etc/passwd' AS l RETURN l", "CREATE (n:X)", "MERGE (n:X)", "MATCH (n:Partner) SET n.x = 1",
		"MATCH (n:Partner) REMOVE n.id",
		"MATCH (n:Partner) DETACH DELETE n", "MATCH (n:Partner) FOREACH (x IN [1] | CREATE (:Y))",
		"MATCH (n:Partner) CREATE (n)-[:X]->(:Y) RETURN n",
		"CALL { MATCH (n:Partner) RETURN n } IN TRANSACTIONS RETURN n", "MATCH (n:Partner) CALL (n) { CREATE (:X) } RETURN n",
		"CREATE INDEX foo FOR (n:User) ON (n.x)", "DROP INDEX ask_user",
		"CREATE CONSTRAINT foo FOR (n:User) REQUIRE n.x IS UNIQUE",
		"SHOW USERS", "SHOW INDEXES", "SHOW TRANSACTIONS", "SHOW SETTINGS", "SHOW FUNCTIONS",
		"TERMINATE TRANSACTION 'neo4j-transaction-1'",
		"ALTER CURRENT USER SET PASSWORD FROM 'a' TO 'b'", "CREATE USER x SET PASSWORD 'abcdefgh'", "DROP DATABASE neo4j",
		"USE system SHOW DATABASES", "USE neo4j MATCH (n:Partner) RETURN n",
		"CALL dbms.components() YIELD name RETURN name", "CALL dbms.listConfig() YIELD value RETURN value",
		"CALL db.clearQueryCaches()",
		"CALL dbms.killConnection('x')", "CALL db.createLabel('X')", "CALL tx.setMetaData({})", "CALL db.awaitIndexes()",
		"EXPLAIN MATCH (n:User) RETURN n", "//\rPROFILE MATCH (n:Partner) RETURN n\n", "PROFILE MATCH (n:Partner) RETURN n",
		"CYPHER runtime=slotted MATCH (n:Partner) RETURN n",
		"RETURN 1; MATCH (n:User) RETURN n.hash", "RETURN nosuch.thing(1)", "MATCH (n:Partner RETURN n", "", "// nothing",
	} {
		table, err := store.AskFree(t.Context(), text, map[string]any{"label": "User"}, minute)
		if kind := fault.KindOf(err); err == nil || kind != fault.Forbidden && kind != fault.Invalid {
			t.Errorf("%s: %v, %v", text, table, err)
		}
	}
	if count := storetest.Count(t, "MATCH (n:X|Y) RETURN 'n' AS name, count(n) AS count"); count["n"] != 0 {
		t.Errorf("%v were written", count)
	}
}

// Functions that somebody added to the server are refused, whether it has them or not, and however the call is written.
func TestAskFreeRefusesAddedFunctions(t *testing.T) {
	store := secrets(t)
	for _, text := range []string{
		"RETURN apoc.cypher.runFirstColumnSingle('MATCH (u:User) RETURN u.hash', {}) AS x", "RETURN apoc.any.properties(1) AS x",
		"RETURN APOC . Cypher . run ('x') AS x", "RETURN apoc/* ' */.cypher/**/.run// (\n('x') AS x", "RETURN apoc.\u00a0cypher\u2003.run\u001f(1) AS x",
		"RETURN 'a\\'b' + apoc.text.join(['a'], '') AS x", `RETURN "'" + apoc.text.join(['a'], "'") AS x`,
		"MATCH (n:Partner) WHERE n.id = '//' AND apoc.x.y(n) RETURN n", "MATCH (n:Partner) RETURN [x IN [n] | apoc.node.labels(x)] AS l",
		"RETURN //\rapoc.x.y(1) AS x", "RETURN date.x(1), datex.y(1)", "RETURN é.apoc.run(1)", "RETURN [1, 2, 3][1..apoc.coll.max([2])] AS l",
	} {
		table, err := store.AskFree(t.Context(), text, nil, minute)
		if fault.KindOf(err) != fault.Forbidden || !strings.Contains(err.Error(), "not a function of Neo4j itself") {
			t.Errorf("%s: %v, %v", text, table, err)
		}
	}
	for _, text := range []string{
		"RETURN date.truncate('month', date('2026-03-05')) AS d", "RETURN duration . between(date('2026-03-05'), date('2026-03-06')).days AS d",
		"RETURN 'apoc.x(1)' AS x // apoc.y(1)", "WITH [1, 2, 3] AS l RETURN l[1..size(l)] AS m", "MATCH (n:Partner) WHERE n.id IN (['a']) OR n.id = 'b' RETURN n {.id, .name}, [n.id] + (['x']) AS l",
		"MATCH (n:Partner) WHERE (n.id) = ('a') RETURN n.id, ('b') AS b",
	} {
		if _, err := store.AskFree(t.Context(), text, nil, minute); err != nil {
			t.Errorf("%s: %v", text, err)
		}
	}
}

// What reads the company's graph is answered.
func TestAskFreeAnswers(t *testing.T) {
	store := secrets(t)
	for _, text := range []string{
		"MATCH (n:Partner) RETURN n.id", "MATCH (n:Partner {id: $id}) RETURN n", "MATCH (n:Partner|Order) RETURN n.id",
		"MATCH (n:Partner&!Order) RETURN n.id",
		"MATCH (n:Partner) RETURN count(*)", "MATCH (a)-[r:SPONSORED_BY]->(b) RETURN a.id, r, b",
		"MATCH p = (a:Partner)-[*0..3]->(b) RETURN p",
		"MATCH p = (:Partner)(()-[:SPONSORED_BY]->()){0,}(:Partner) RETURN length(p)",
		"MATCH (n:Partner) WHERE NOT (n)-->() RETURN n.id",
		"MATCH (n:Partner) WHERE EXISTS { (n)<--(m:Partner) } RETURN n.id, COUNT { (n)<--(:Partner) } AS recruits",
		"MATCH (n:Partner) RETURN [(n)--(m) | m.id] AS near",
		"MATCH p = SHORTEST 1 (a:Partner {id: 'b'})-->+(b:Partner) RETURN p",
		"MATCH (n:Partner) OPTIONAL MATCH (n)-->(m) WITH n, collect(m) AS l UNWIND l AS x RETURN x ORDER BY x.id LIMIT 3",
		"MATCH (n:Partner) RETURN n.id AS x UNION MATCH (n:Rank) RETURN n.id AS x", "CALL db.labels() YIELD label RETURN label",
		"CALL db.schema.visualization()", "CALL db.schema.nodeTypeProperties()",
		"CALL db.index.fulltext.queryNodes('partner_text', 'Anna') YIELD node, score RETURN node.name, score",
		"/* all */ RETURN 1 AS one;",
		"MATCH (a:Partner {id: 'a'}), (b:Partner {id: 'b'}) MATCH p = shortestPath((a)-[*]-(b)) RETURN p",
	} {
		if table, err := store.AskFree(t.Context(), text, map[string]any{"id": "a"}, minute); err != nil || len(table.Columns) == 0 {
			t.Errorf("%s: %v, %v", text, table, err)
		}
	}
}

// An answer ends at its limit, and says so; a fault of the text is said with its place.
func TestAskFreeEndsAtItsLimits(t *testing.T) {
	store := secrets(t)
	for rows, truncated := range map[int]bool{2: true, 3: false} {
		table, err := store.AskFree(t.Context(), "UNWIND range(1, 3) AS n RETURN n", nil, graph.Limits{Rows: rows, Seconds: 60})
		if err != nil || len(table.Rows) != rows || table.Truncated != truncated || table.Rows[0][0] != int64(1) {
			t.Errorf("%d rows: %+v, %v", rows, table, err)
		}
	}
	_, err := store.AskFree(t.Context(), "MATCH (n:Partner RETURN n", nil, minute)
	if fault.KindOf(err) != fault.Invalid || !strings.Contains(err.Error(), "line 1, column 18") {
		t.Errorf("a text that is wrong: %v", err)
	}
	const runaway = "UNWIND range(1, 1000000000000) AS runaway WITH runaway WHERE runaway < 0 RETURN count(*)"
	_, err = store.AskFree(t.Context(), runaway, nil, graph.Limits{Rows: 1, Seconds: 1})
	if fault.KindOf(err) != fault.Invalid || !strings.Contains(err.Error(), "longer than 1 seconds") {
		t.Errorf("a runaway: %v", err)
	}
	awaitNone(t, "UNWIND range(1, 1000000000000) AS runaway")
}

// awaitNone waits until the server runs nothing that begins so.
func awaitNone(t *testing.T, begin string) {
	t.Helper()
	c := storetest.Config(t)
	driver, err := neo4j.NewDriverWithContext(c.URI, neo4j.BasicAuth(c.User, c.Password, ""))
	if err != nil {
		t.Fatal(err)
	}
	defer driver.Close(context.Background())
	for end := time.Now().Add(30 * time.Second); ; time.Sleep(100 * time.Millisecond) {
		result, err := neo4j.ExecuteQuery(t.Context(), driver, "SHOW TRANSACTIONS YIELD currentQuery WHERE currentQuery STARTS WITH $begin RETURN currentQuery",
			map[string]any{"begin": begin}, neo4j.EagerResultTransformer)
		if err != nil {
			t.Fatal(err)
		}
		if len(result.Records) == 0 {
			return
		}
		if time.Now().After(end) {
			t.Fatalf("the server still runs %v", result.Records)
		}
	}
}

// A question is answered by its name.
func TestAsk(t *testing.T) {
	store := newCompany(t).Store
	params := map[string]any{"from": "2026-01-01", "to": "2026-04-01", "knownAt": "2126-01-01T00:00:00Z"}
	table, err := store.Ask(t.Context(), "growth_by_month", params, 100)
	if err != nil || strings.Join(table.Columns, " ") != "month joined terminated net" {
		t.Errorf("%+v, %v", table, err)
	}
	for name, c := range map[string]struct {
		question string
		params   map[string]any
		kind     fault.Kind
	}{
		"there is no question":                 {"nobody_asks", nil, fault.NotFound},
		"lacks the parameter from: give a day": {"growth_by_month", nil, fault.Invalid},
		"give a day, YYYY-MM-DD":               {"growth_by_month", map[string]any{"from": 1.0, "to": "", "knownAt": ""}, fault.Invalid},
		"has no parameter more: it has from, to, knownAt": {"growth_by_month", map[string]any{
			"from": "2026-01-01", "to": "2026-04-01",
			"knownAt": "2126-01-01T00:00:00Z", "more": 1.0,
		}, fault.Invalid},
	} {
		if _, err := store.Ask(t.Context(), c.question, c.params, 100); fault.KindOf(err) != c.kind || !strings.Contains(err.Error(), name) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// No query relates a node that analysts may not read to anything, and no full-text index holds one: the proof in ask_plan.go
// rests on it.
func TestNothingLeadsToSecrets(t *testing.T) {
	held := regexp.MustCompile(`FULLTEXT INDEX[^;]*FOR \(\w+:[^)]*\b` + secret + `\b`)
	for text, want := range map[string]bool{
		"CREATE (j:Job {id: $id})-[:BY]->(c)": true, "MATCH (c)<-[:BY]-(:User)": true, "MATCH (c)-->(u:User {id: 1})": true,
		"MATCH (j:Job {id: $id}) CREATE (c:Change)<-[:BY]-(j)": true, "MATCH (j:Job) MERGE (j)-[:BY]->(c)": true,
		"MATCH (u:User)-[:IN]->(g:Group)": false, "MATCH (u:User)-[r:$(x[2])]->(:Group)-[:OF]->(p)": true,
		"MATCH (j:Job {id: $id}) CREATE (c:Change)-[:OF]->(p)": false, "MATCH (p:Partner)-[:FOR]-(o)": false,
	} {
		if related(text) != want {
			t.Errorf("%s: found %v", text, !want)
		}
	}
	for _, pattern := range []string{"../cypher/*.cypher", "../cypher/schema/*.cypher"} {
		paths, err := filepath.Glob(pattern)
		if err != nil || len(paths) == 0 {
			t.Fatalf("%s: %v", pattern, err)
		}
		for _, path := range paths {
			text, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if related(string(text)) || held.Match(text) {
				t.Errorf("%s: lets analysts get at a node of a label that is not readable", path)
			}
		}
	}
}

// secret are the labels that analysts may not read.
const secret = `(?:User|Group|Department|Profile|ProfileVersion|Passkey|AccessToken|Token|Rights|Session|IdempotencyKey|Job|Schedule|Mail|Migration|Lease|Clock|Counter|AuditEntry|AuditBody|AuditAnchors)`

// edge is a relationship in a pattern, with the nodes at both ends.
var edge = regexp.MustCompile(`(\([^()]*\))\s*(?:<-|-)(?:\[.*?\])?(?:->|-)\s*(\([^()]*\))`)

// related says whether a query has a relationship between a node of a secret label, named there or under its variable, and one that
// may be of another label.
func related(text string) bool {
	named := []string{`\w*:` + secret + `\b`}
	for _, match := range regexp.MustCompile(`\((\w+):`+secret+`\b`).FindAllStringSubmatch(text, -1) {
		named = append(named, match[1]+`\b`)
	}
	hidden := regexp.MustCompile(`^\((?:` + strings.Join(named, "|") + `)`)
	for {
		at := edge.FindStringSubmatchIndex(text)
		if at == nil {
			return false
		}
		left, right := text[at[2]:at[3]], text[at[4]:at[5]]
		if hidden.MatchString(left) != hidden.MatchString(right) && left != "()" && right != "()" {
			return true
		}
		text = text[at[4]:] // the node on the right may be the left one of the next relationship
	}
}

// The questions of analysts are themselves such as anybody may write.
func TestQuestionsMayBeWritten(t *testing.T) {
	store := newCompany(t).Store
	samples := map[string]any{
		"string": "a", "int": 1, "float": 1.5, "bool": true,
		"date": neo4j.Date(time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)), "datetime": time.Date(2026, 3, 1, 0, 0, 0, 0, time.FixedZone("Offset", 0)),
	}
	for _, q := range cypher.Questions() {
		params := map[string]any{}
		for _, parameter := range q.Parameters {
			params[parameter.Name] = samples[parameter.Type]
		}
		table, err := store.AskFree(t.Context(), q.Text, params, minute)
		if err != nil || !slices.Equal(table.Columns, q.Columns) {
			t.Errorf("%s: %+v, %v", q.Name, table, err)
		}
	}
}
