package cypher_test

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"
)

// answer is what a question has to answer about the company (company_test.go): its rows, and the fields of each.
type answer struct {
	params string
	rows   string
}

var answers = map[string][]answer{
	"downline_on_a_day": {
		{"partner=a asOf=2026-01-31", "b Bert 2026-01-01 a 1; c Cora 2026-01-01 a 1; d Dora 2026-01-02 b 2; g Gerd 2026-01-05 c 2"},
		{"partner=a asOf=2026-03-22", "b Bert 2026-01-01 a 1; c Cora 2026-01-01 a 1; d Dora 2026-01-02 c 2; e Emil 2026-02-10 c 2; f Fine 2026-03-20 b 2"},
		{"partner=a asOf=2026-03-22 knownAt=after", "b Bert 2026-01-01 a 1; c Cora 2026-01-01 a 1; g Gerd 2026-01-05 a 1; d Dora 2026-01-02 c 2; e Emil 2026-02-10 c 2"},
		{"partner=c asOf=2026-03-31 knownAt=after", "d Dora 2026-01-02 c 1; e Emil 2026-02-10 c 1; f Fine 2026-03-25 c 1"},
	},
	"depth_and_width": {
		{"partner=a asOf=2026-03-31", "1 2 2 2; 2 3 0 0"},
		{"partner=a asOf=2026-03-31 knownAt=after", "1 3 1 3; 2 3 0 0"},
	},
	"upline_through_time": {
		{"partner=d from=2025-12-01 to=2026-04-01", "2026-01-02 2026-02-15 [b a]; 2026-02-15 2026-04-01 [c a]"},
		{"partner=g from=2026-01-10 to=2026-04-01 knownAt=after", "2026-01-10 2026-02-20 [c a]; 2026-02-20 2026-03-01 []; 2026-03-01 2026-04-01 [a]"},
		{"partner=g from=2026-01-10 to=2026-04-01", "2026-01-10 2026-02-20 [c a]; 2026-02-20 2026-04-01 []"},
	},
	"moved_between_two_days": {
		{"from=2026-01-31 to=2026-02-28", "d Dora b c 2026-02-15; g Gerd c - 2026-02-20"},
		{"from=2026-02-28 to=2026-03-31", ""},
		{"from=2026-02-28 to=2026-03-31 knownAt=after", "g Gerd - a 2026-03-01"},
	},
	"branch_between_two_days": {
		{"partner=c from=2026-01-31 to=2026-03-31", "d Dora entered c; e Emil joined c; g Gerd left -"},
		{"partner=a from=2026-01-31 to=2026-03-31", "e Emil joined c; f Fine joined b; g Gerd left -"},
	},
	"corrections_between_two_times": {
		{"", "f 2026-03-20 2026-03-25 b - true correct partner shell:test found out; f 2026-03-25 9999-12-31 b c true move partner shell:test found out; g 2026-03-01 9999-12-31 - a true move partner shell:test found out; e 2026-05-01 9999-12-31 c b false move partner shell:test found out"},
	},
	"orders_corrected_between_two_times": {
		{"", "open paid e e 9999-12-31 2026-03-28 40 40; wrong corrected g e 9999-12-31 9999-12-31 500 600; wrong withdrawn e e 9999-12-31 9999-12-31 600 600"},
	},
	"careers_gained_and_lost": {
		{"from=2025-12-31 to=2026-01-31", "a Anna starter leader 1; b Bert starter leader 1"},
		{"from=2026-01-31 to=2026-03-31", "a Anna leader starter -1; b Bert leader starter -1; d Dora starter leader 1"},
		{"from=2026-03-31 to=2026-04-01", "d Dora leader starter -1"},
	},
	"close_to_the_next_rank": {
		{"partner=a volume=own threshold=32.0 within=10.0 from=2026-03-01 to=2026-04-01 asOf=2026-03-31", "d Dora leader 30 30 2"},
		{"partner=a volume=group threshold=320.0 within=40.0 from=2026-01-01 to=2026-02-01 asOf=2026-01-31", "a Anna leader 0 300 20; b Bert leader 100 300 20; d Dora starter 200 200 120"},
	},
	"volume_by_leg": {
		{"partner=a from=2026-01-01 to=2026-02-01 asOf=2026-01-31", "b Bert 2 2 2 300 0 300 100; a Anna 1 0 0 0 0 0 0; c Cora 2 0 0 0 0 0 0"},
		{"partner=a from=2026-03-01 to=2026-04-01 asOf=2026-03-31", "c Cora 3 2 2 130 100 30 100; a Anna 1 0 0 0 0 0 0; b Bert 2 0 0 0 0 0 0"},
		{"partner=a from=2026-03-01 to=2026-04-01 asOf=2026-03-31 knownAt=after", "c Cora 4 2 3 170 75 95 100; a Anna 1 0 0 0 0 0 0; b Bert 1 0 0 0 0 0 0; g Gerd 1 0 0 0 0 0 0"},
	},
	"balance_of_legs": {
		{"partner=a percent=60.0 from=2026-01-01 to=2026-02-01 asOf=2026-01-31", "a Anna 1 300 b 300 100; b Bert 1 300 d 200 66.7"},
		{"partner=c percent=50.0 from=2026-03-01 to=2026-04-01 asOf=2026-03-31 knownAt=after", "c Cora 2 95 e 65 68.4"},
	},
	"volume_by_month": {
		{"partner=a from=2026-01-01 to=2026-04-01", "2026-01 5 2 2 300 0 300; 2026-02 5 1 1 100 0 100; 2026-03 6 2 2 130 100 30"},
		{"partner=a from=2026-03-01 to=2026-04-01 knownAt=after", "2026-03 7 2 3 170 75 95"},
	},
	"volume_by_kind": {
		{"from=2026-01-01 to=2026-04-01", "2026-01 own 2 2 300 300 100; 2026-02 customer 1 1 100 100 100; 2026-03 own 2 2 130 130 100"},
		{"from=2026-03-01 to=2026-04-01 knownAt=after", "2026-03 own 2 2 130 130 76.5; 2026-03 customer 1 1 40 30 23.5"},
	},
	"retention_by_joining_month": {
		{"from=2026-01-01 to=2026-04-01 months=3 asOf=2026-03-31", "2026-01 0 5 5 2 100 40; 2026-01 1 5 5 1 100 20; 2026-01 2 5 4 1 80 20; 2026-02 0 1 1 0 100 0; 2026-02 1 1 1 1 100 100; 2026-03 0 1 1 0 100 0"},
		{"from=2026-03-01 to=2026-04-01 months=0 asOf=2026-03-31 knownAt=after", "2026-03 0 1 1 0 100 0"},
	},
	"growth_by_month": {
		{"from=2026-01-01 to=2026-04-01", "2026-01 5 0 5; 2026-02 1 0 1; 2026-03 1 1 0"},
		{"from=2026-03-01 to=2026-04-01 knownAt=after", "2026-03 1 1 0"},
	},
	"newcomers_without_an_order": {
		{"from=2026-01-01 to=2026-04-01 days=14 asOf=2026-04-05", "a Anna 2026-01-01 - -; c Cora 2026-01-01 a -; g Gerd 2026-01-05 c -; e Emil 2026-02-10 c 2026-03-05; f Fine 2026-03-20 b -"},
		{"from=2026-01-01 to=2026-04-01 days=11 asOf=2026-04-05 knownAt=after", "a Anna 2026-01-01 - -; b Bert 2026-01-01 a 2026-01-12; c Cora 2026-01-01 a -; g Gerd 2026-01-05 c -; e Emil 2026-02-10 c 2026-03-05; f Fine 2026-03-25 c -"},
		{"from=2026-03-01 to=2026-04-01 days=14 asOf=2026-04-02", ""},
	},
	"top_recruiters": {
		{"from=2026-01-01 to=2026-04-01 limit=2", "a Anna 2 1; b Bert 2 1"},
		{"from=2026-01-01 to=2026-04-01 limit=9 knownAt=after", "c Cora 3 1; a Anna 2 1; b Bert 1 1"},
	},
	"orphaned_branches": {
		{"levels=1 asOf=2026-03-31", "d Dora c terminated 2026-03-15 a 2 0; e Emil c terminated 2026-03-15 a 2 0"},
		{"levels=2 asOf=2026-03-31", ""},
		{"levels=1 asOf=2026-03-14", ""},
	},
	"inactive_branches": {
		{"partner=a level=1 since=2026-02-01 asOf=2026-03-31", "b Bert 2 2026-01-12"},
		{"partner=a level=2 since=2026-04-01 asOf=2026-03-31 knownAt=after", "d Dora 1 2026-02-10; e Emil 1 2026-03-10; f Fine 1 -"},
	},
	"late_orders": {
		{"from=2026-03-01 to=2026-04-01 months=1", "late d 2026-01-20 2026-03-07 2 80 [b a] true"},
		{"from=2026-03-01 to=2026-04-01 months=0 knownAt=after", "o4 e 2026-03-05 2026-03-05 0 50 [c a] false; late d 2026-01-20 2026-03-07 2 80 [b a] true; open e 2026-03-10 2026-03-28 0 40 [c a] false"},
	},
	"late_orders_by_month": {
		{"from=2026-01-01 to=2026-04-01", "2026-01 0 2 300 100; 2026-02 0 1 100 100; 2026-03 0 1 50 38.5; 2026-03 2 1 80 61.5"},
	},
	"cancellations_by_month": {
		{"from=2026-01-01 to=2026-04-01", "2026-03 other 1 1 50 50; 2026-03 returned 1 1 50 50"},
		{"from=2026-01-01 to=2026-04-01 knownAt=after", "2026-03 other 1 1 50 50; 2026-03 returned 1 1 25 25"},
	},
	"free_slots": {
		{"partner=a tree=m3 depth=2 limit=20 asOf=2026-03-31 until=2026-04-10", "a 1 1; b 2 0; b 2 1; b 2 2; c 2 0; c 2 2"},
		{"partner=a tree=m3 depth=2 limit=2 asOf=2026-03-31 until=9999-12-31", "b 2 0; b 2 1"},
		{"partner=b tree=bin depth=2 limit=20 asOf=2026-03-31 until=9999-12-31", "d 2 0; d 2 1; f 2 0; f 2 1"},
	},
	"unplaced_partners": {
		{"partner=a tree=m3 asOf=2026-03-31", "d Dora 2026-01-02 c; f Fine 2026-03-20 b"},
		{"partner=a tree=bin asOf=2026-03-31", ""},
	},
	"payout_by_country_and_rank": {
		{"from=2026-01 through=2026-03", "2026-01 AT leader 1 1 20 20 EUR; 2026-01 unknown leader 1 1 20 20 EUR; 2026-02 unknown starter 2 2 15 15 EUR; 2026-03 AT starter 1 1 8 8 EUR; 2026-03 unknown starter 2 1 6.5 4 EUR"},
	},
	"income_distribution": {
		{"period=2026-03", "4 1 0 0 0 0 EUR; 7 1 4 4 4 33.3 EUR; 10 1 8 8 8 66.7 EUR"},
	},
	"earnings_by_bonus_and_level": {
		{"partner=a period=2026-03", "earning uni 2 2 1 6.5 EUR; reversal uni 2 1 1 -2.5 EUR"},
		{"partner= period=2026-03", "earning uni 1 1 1 8 EUR; earning uni 2 2 1 6.5 EUR; reversal uni 1 1 1 -5 EUR; reversal uni 2 1 1 -2.5 EUR"},
		{"partner=a period=2026-02", ""},
	},
}

// Every question of analysts is answered as one would by hand.
func TestQuestionsOfAnalysts(t *testing.T) {
	before, after := settledCompany(t)
	driver := connect(t)
	unasked := maps.Clone(answers)
	for _, q := range queries(t) {
		if !q.analyst() {
			continue
		}
		delete(unasked, q.name)
		if len(answers[q.name]) == 0 {
			t.Errorf("%s is not answered here", q.name)
		}
		for _, answer := range answers[q.name] {
			params := given(answer.params)
			for name, known := range map[string]time.Time{"knownAt": before, "since": before, "until": after} {
				if _, is := params[name]; !is && slices.Contains(parameters(q.in), name) {
					params[name] = known
				}
			}
			if params["knownAt"] == "after" {
				params["knownAt"] = after
			}
			if got := ask(t, driver, q, params); got != answer.rows {
				t.Errorf("%s, %s:\n%s\nwant\n%s", q.name, answer.params, got, answer.rows)
			}
		}
	}
	for name := range unasked {
		t.Errorf("%s is answered here, and no question", name)
	}
}

// given reads parameters such as partner=a asOf=2026-03-31 months=3 within=30.0.
func given(text string) map[string]any {
	params := map[string]any{}
	for _, field := range strings.Fields(text) {
		name, value, _ := strings.Cut(field, "=")
		params[name] = value
		if day, err := time.Parse(time.DateOnly, value); err == nil {
			params[name] = neo4j.Date(day)
		} else if whole, err := strconv.ParseInt(value, 10, 64); err == nil {
			params[name] = whole
		} else if part, err := strconv.ParseFloat(value, 64); err == nil {
			params[name] = part
		}
	}
	return params
}

// ask runs a question, and writes the rows: fields with spaces between them, - for nothing; rows with semicolons.
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
			switch v := value.(type) {
			case nil:
				value = "-"
			case neo4j.Date:
				value = time.Time(v).Format(time.DateOnly)
			case float64:
				value = strconv.FormatFloat(v, 'f', -1, 64)
			}
			if record.Keys[i] != "recorded" { // a time of knowing, which is another one each time
				fields = append(fields, fmt.Sprint(value))
			}
		}
		rows = append(rows, strings.Join(fields, " "))
	}
	return strings.Join(rows, "; ")
}
