package cypher_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"upline/documents"
	"upline/graph"
	"upline/internal/bundletest"
	"upline/internal/period"
	"upline/internal/settletest"
	"upline/internal/storetest"
	"upline/jobs"
)

// company is small enough to answer every question by hand: d moves from b to c in February, c is terminated in March, an
// order of January is paid in March, and half of one of February is cancelled then.
var company = map[string]string{
	"partners.csv": `id,name,joined,sponsor
a,Anna,2026-01-01,
b,Bert,2026-01-01,a
c,Cora,2026-01-01,a
d,Dora,2026-01-02,
e,Emil,2026-02-10,c
f,Fine,2026-03-20,b
`,
	"sponsorships.csv": "partner,sponsor,from,to\nd,b,2026-01-02,2026-02-15\nd,c,2026-02-15,\n",
	"status.csv":       "partner,status,from,to\nc,terminated,2026-03-15,\n",
	"orders.csv": `id,partner,kind,placed_on,paid_on,points,cv
o1,d,own,2026-01-10,2026-01-10,200,200
o2,b,own,2026-01-12,2026-01-12,100,100
o3,d,own,2026-02-10,2026-02-11,100,100
o4,e,own,2026-03-05,2026-03-05,50,50
late,d,own,2026-01-20,2026-03-07,80,80
`,
	"cancellations.csv": "id,order,cancelled_on,share\nk1,o3,2026-03-09,0.5\n",
	"plans/test.yaml": `plan: test
valid_from: 2026-01-01
currency: EUR
career: {demotion: immediate}
ranks:
  - {id: starter}
  - {id: leader, when: {gv: 300}}
trees:
  - {id: bin, kind: binary, auto: breadth_first}
bonuses:
  - {id: uni, type: unilevel, levels: [10, 5]}
`,
}

// Every question of analysts is answered as one would by hand.
func TestQuestionsOfAnalysts(t *testing.T) {
	before, after := settledCompany(t)
	answers := map[string][]struct {
		params string
		want   string
	}{
		"downline_on_a_day":             {{"partner=a asOf=2026-03-31", "b Bert 1; c Cora 1; d Dora 2; e Emil 2; f Fine 2"}, {"partner=b asOf=2026-01-31", "d Dora 1"}},
		"depth_and_width":               {{"partner=a asOf=2026-03-31", "1 2; 2 3"}},
		"upline_through_time":           {{"partner=d", "b Bert 2026-01-02 2026-02-15; c Cora 2026-02-15 9999-12-31"}},
		"moved_between_two_days":        {{"from=2026-01-31 to=2026-02-28", "d Dora b c 2026-02-15"}, {"from=2026-02-28 to=2026-03-31", ""}},
		"careers_gained_and_lost":       {{"from=2025-12-31 to=2026-03-31", "a Anna 2026-01 starter leader true; b Bert 2026-01 starter leader true; a Anna 2026-02 leader starter false; b Bert 2026-02 leader starter false"}},
		"close_to_the_next_rank":        {{"partner=a threshold=100.0 within=30.0 from=2026-03-01 to=2026-04-01 asOf=2026-03-31", "d Dora <nil> 80 20"}, {"partner=a threshold=320.0 within=40.0 from=2026-01-01 to=2026-02-01 asOf=2026-01-31", "d Dora <nil> 200 120"}},
		"volume_by_leg":                 {{"partner=a from=2026-01-01 to=2026-02-01 asOf=2026-01-31", "b 2 2 300 300; c 1 0 0 0"}},
		"volume_by_month":               {{"partner=a from=2026-01-01 to=2026-04-01 asOf=2026-03-31", "2026-01 2 300 300; 2026-02 1 100 100; 2026-03 2 130 130"}},
		"retention_by_joining_month":    {{"from=2026-01-01 to=2026-03-01 months=3", "2026-01 0 4 2; 2026-01 1 4 1; 2026-01 2 4 1; 2026-02 0 1 0; 2026-02 1 1 1; 2026-02 2 1 0"}},
		"newcomers_without_an_order":    {{"from=2026-03-01 to=2026-04-01 days=14", "f Fine 2026-03-20 b"}},
		"top_recruiters":                {{"from=2026-01-01 to=2026-04-01 limit=2", "a Anna 2; b Bert 2"}},
		"orphaned_branches":             {{"status=terminated asOf=2026-03-31", "c terminated d 0; c terminated e 0"}, {"status=terminated asOf=2026-03-14", ""}},
		"inactive_branches":             {{"partner=a from=2026-03-01 to=2026-04-01 asOf=2026-03-31", "b Bert 2"}},
		"late_orders":                   {{"from=2026-03-01 to=2026-04-01 months=1", "late d 2026-01-20 2026-03-07 2 [b a]"}},
		"cancellations_by_month":        {{"from=2026-01-01 to=2026-04-01", "2026-03  1 50"}},
		"free_slots":                    {{"partner=a tree=bin depth=2 asOf=2026-03-31", "c 1 1"}},
		"payout_by_country_and_rank":    {{"period=2026-03 asOf=2026-03-31", "unknown starter 2 12 EUR; unknown lowest 1 0 EUR"}},
		"earnings_by_bonus_and_level":   {{"partner=b period=2026-03", "earning uni 1 1 8"}, {"partner=a period=2026-03", "earning uni 2 2 6.5; reversal uni 2 1 -2.5"}},
		"corrections_between_two_times": {{"", "f b c 2026-03-20"}},
	}
	driver := connect(t)
	for _, q := range queries(t) {
		if !strings.HasPrefix(q.path, "analyst/") {
			continue
		}
		if len(answers[q.name]) == 0 {
			t.Errorf("%s is not answered here", q.name)
		}
		for _, answer := range answers[q.name] {
			params := given(t, answer.params)
			params["knownAt"], params["since"], params["until"] = before, before, after
			for name := range params {
				if !strings.Contains(q.in, "$"+name+" ") {
					delete(params, name)
				}
			}
			if got := ask(t, driver, q, params); got != answer.want {
				t.Errorf("%s, %s:\n%s\nwant\n%s", q.name, answer.params, got, answer.want)
			}
		}
	}
}

// settledCompany imports and settles the company. After the first time that it returns, f is found to have been recruited by
// c from the beginning; the second is after that.
func settledCompany(t *testing.T) (before, after time.Time) {
	t.Helper()
	ctx := context.Background()
	store := storetest.Graph(t)
	storetest.Bucket(t)
	archive, err := documents.Open(ctx, documents.Config{
		Endpoint: os.Getenv("S3_ENDPOINT"), AccessKey: os.Getenv("S3_ACCESS_KEY"), SecretKey: os.Getenv("S3_SECRET_KEY"),
		Bucket: os.Getenv("S3_BUCKET"),
	})
	must(t, err)
	s := &jobs.Settlement{Graph: store, Archive: archive, Workers: 1}
	by := graph.By{Actor: "test"}
	dir := filepath.Join(t.TempDir(), "bundle")
	bundletest.WriteFiles(t, dir, company)
	_, err = s.Import(ctx, dir, false, by)
	must(t, err)
	must(t, s.Settle(ctx, settletest.Period(t, "2026-01"), settletest.Period(t, "2026-03"), by, nil))
	_, err = s.ProjectLines(ctx, settletest.Period(t, "2026-03"), "", by)
	must(t, err)
	first, err := store.Watermark(ctx)
	must(t, err)
	joined, err := period.ParseDay("2026-03-20")
	must(t, err)
	must(t, store.Move(ctx, graph.Move{Partner: "f", Sponsor: "c", From: joined, Until: period.Forever}, by))
	second, err := store.Watermark(ctx)
	must(t, err)
	return first.KnownAt, second.KnownAt
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func connect(t *testing.T) neo4j.DriverWithContext {
	t.Helper()
	c := storetest.Config(t)
	driver, err := neo4j.NewDriverWithContext(c.URI, neo4j.BasicAuth(c.User, c.Password, ""))
	must(t, err)
	t.Cleanup(func() { _ = driver.Close(context.Background()) })
	return driver
}

// given reads parameters such as partner=a asOf=2026-03-31 months=3 within=30.0.
func given(t *testing.T, text string) map[string]any {
	t.Helper()
	params := map[string]any{}
	for _, field := range strings.Fields(text) {
		name, value, _ := strings.Cut(field, "=")
		var whole int64
		var part float64
		switch day, err := time.Parse(time.DateOnly, value); {
		case err == nil:
			params[name] = neo4j.Date(day)
		case strings.Contains(value, "."):
			_, err := fmt.Sscan(value, &part)
			must(t, err)
			params[name] = part
		default:
			params[name] = value
			if n, err := fmt.Sscan(value, &whole); n == 1 && err == nil && fmt.Sprint(whole) == value {
				params[name] = whole
			}
		}
	}
	return params
}

// ask runs a question, and writes the rows.
func ask(t *testing.T, driver neo4j.DriverWithContext, q query, params map[string]any) string {
	t.Helper()
	session := driver.NewSession(t.Context(), neo4j.SessionConfig{AccessMode: neo4j.AccessModeRead})
	defer session.Close(context.Background())
	result, err := session.Run(t.Context(), q.body, params)
	if err != nil {
		t.Fatalf("%s: %v", q.path, err)
	}
	records, err := result.Collect(t.Context())
	if err != nil {
		t.Fatalf("%s: %v", q.path, err)
	}
	var rows []string
	for _, record := range records {
		var fields []string
		for i, value := range record.Values {
			if record.Keys[i] == "recorded" {
				continue // a time of knowing, which is another one each time
			}
			if day, ok := value.(neo4j.Date); ok {
				value = time.Time(day).Format(time.DateOnly)
			}
			fields = append(fields, fmt.Sprint(value))
		}
		rows = append(rows, strings.Join(fields, " "))
	}
	return strings.Join(rows, "; ")
}
