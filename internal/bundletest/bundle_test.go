package bundletest_test

import (
	"encoding/csv"
	"reflect"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"pgregory.net/rapid"

	"upline/internal/bundletest"
)

// record is a row of a CSV file by column name.
type record map[string]string

// readTable reads a CSV file as any reader would, without the package's own code.
func readTable(t testing.TB, files map[string]string, path string) []record {
	t.Helper()
	content, ok := files[path]
	if !ok {
		return nil
	}
	lines, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(content, "\ufeff"))).ReadAll()
	if err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	var records []record
	for _, line := range lines[1:] {
		r := record{}
		for i, column := range lines[0] {
			r[column] = line[i]
		}
		records = append(records, r)
	}
	return records
}

func TestFilesHoldTheRows(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		b := bundletest.Random().Draw(rt, "bundle")
		files := b.Files()
		orders := map[bundletest.Order]int{}
		for _, r := range readTable(t, files, "orders.csv") {
			orders[bundletest.Order{
				ID: r["id"], Partner: r["partner"], Kind: r["kind"], PlacedOn: r["placed_on"], PaidOn: r["paid_on"], Points: r["points"], CV: r["cv"],
			}]++
		}
		expectEach(rt, "orders.csv", b.Orders, orders)

		placements := map[bundletest.Placement]int{}
		for _, r := range readTable(t, files, "placements.csv") {
			placements[bundletest.Placement{
				Tree: r["tree"], Partner: r["partner"], Parent: r["parent"], Slot: r["slot"], From: r["from"], To: r["to"],
			}]++
		}
		expectEach(rt, "placements.csv", b.Placements, placements)

		partners := map[bundletest.Partner]int{}
		for _, r := range readTable(t, files, "partners.csv") {
			partners[bundletest.Partner{ID: r["id"], Name: r["name"], Joined: r["joined"], Sponsor: r["sponsor"]}]++
		}
		expectEach(rt, "partners.csv", b.Partners, partners)
	})
}

// expectEach fails unless just the rows were found in the file, as often as they are there.
func expectEach[R comparable](t *rapid.T, path string, rows []R, found map[R]int) {
	t.Helper()
	for _, row := range rows {
		found[row]--
	}
	for row, count := range found {
		if count != 0 {
			t.Fatalf("%s: %+v is there %d times too often", path, row, count)
		}
	}
}

func TestPlanIsReadAsItIsMeant(t *testing.T) {
	p := bundletest.Plan{
		File: "x", Name: `a "b" \ c`, ValidFrom: "2026-01-01", Currency: "EUR", Scale: "3", ActivePV: "0.50",
		Career:  bundletest.CareerRule{Demotion: "2", PaidAs: "career"},
		Ranks:   []bundletest.Rank{{ID: "true"}, {ID: "é: 1", When: bundletest.When{GV: "10", Legs: []bundletest.LegCondition{{Rank: "true", Count: "1"}}}}},
		Bonuses: []bundletest.Bonus{{ID: "b", Type: "retail", PercentByRank: bundletest.Steps{{Rank: "é: 1", Value: "1.25"}}}},
	}
	want := map[string]any{
		"plan": `a "b" \ c`, "valid_from": "2026-01-01", "currency": "EUR", "scale": uint64(3),
		"active": map[string]any{"pv": 0.5},
		"career": map[string]any{"demotion": map[string]any{"after": uint64(2)}, "paid_as": "career"},
		"ranks": []any{
			map[string]any{"id": "true"},
			map[string]any{"id": "é: 1", "when": map[string]any{
				"gv": uint64(10), "legs": []any{map[string]any{"rank": "true", "count": uint64(1)}},
			}},
		},
		"bonuses": []any{map[string]any{"id": "b", "type": "retail", "percent_by_rank": map[string]any{"é: 1": 1.25}}},
	}
	for _, p.Flow = range []bool{false, true} {
		for _, p.Reversed = range []bool{false, true} {
			var got map[string]any
			if err := yaml.Unmarshal([]byte(p.YAML()), &got); err != nil {
				t.Fatalf("%v in:\n%s", err, p.YAML())
			}
			if !reflect.DeepEqual(got, want) {
				t.Errorf("got %v, want %v, from:\n%s", got, want, p.YAML())
			}
		}
	}
}

func TestLayouts(t *testing.T) {
	b := bundletest.Bundle{
		Partners: []bundletest.Partner{{ID: "a", Name: "A, B", Joined: "2026-01-01"}, {ID: `"`, Name: "C", Joined: "2026-01-02", Sponsor: "a"}},
		Layouts: map[string]bundletest.Layout{
			"partners.csv": {ColumnShift: 1, ReverseColumns: true, CRLF: true, BOM: true, Unknown: "x", BlankEvery: 2},
			"status.csv":   {HeaderOnly: true, QuoteAll: true},
		},
	}
	want := map[string]string{
		"partners.csv": "\ufeffjoined,name,id,sponsor,x\r\n\r\n2026-01-01,\"A, B\",a,,\"whatever, partners.csv\"\r\n2026-01-02,C,\"\"\"\",a,\"whatever, partners.csv\"\r\n",
		"status.csv":   "\"partner\",\"status\",\"from\",\"to\"\n",
		"orders.csv":   "id,partner,kind,placed_on,paid_on,points,cv\n",
	}
	if got := b.Files(); !reflect.DeepEqual(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestWriteFiles(t *testing.T) {
	b := bundletest.Random().Example(1)
	dir := t.TempDir()
	bundletest.WriteFiles(t, dir, b.Files())
	if got := bundletest.ReadFiles(t, dir); !reflect.DeepEqual(got, b.Files()) {
		t.Errorf("read %q, written %q", got, b.Files())
	}
}
