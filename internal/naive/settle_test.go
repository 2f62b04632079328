package naive

import (
	"slices"
	"strings"
	"testing"
)

// settle settles a valid bundle.
func settle(t *testing.T, bundle Files, from, through string) map[string]string {
	t.Helper()
	results, err := Settle(bundle, from, through)
	if err != nil {
		t.Fatal(err)
	}
	return results
}

// expectRows compares a result file, without its header, with rows written by hand.
func expectRows(t *testing.T, results map[string]string, name string, want ...string) {
	t.Helper()
	got := strings.Split(strings.TrimSuffix(results[name], "\n"), "\n")[1:]
	if !slices.Equal(got, want) {
		t.Errorf("%s:\n%s\nwant:\n%s", name, strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

const (
	ordersHeader        = "id,partner,kind,placed_on,paid_on,points,cv\n"
	partnersHeader      = "id,name,joined,sponsor\n"
	placementsHeader    = "tree,partner,parent,slot,from,to\n"
	cancellationsHeader = "id,order,cancelled_on,share\n"
)

// At scale 0 an amount shows no places: 10 % of 25 is 2.5, half_up 3. The pool is 10 % of 95 = 9.5, so 10, over three:
// 3 each, and the one left, with equal remainders, to the smallest id, which is " a" (a space sorts first, and is no
// reason to quote).
func TestScaleZero(t *testing.T) {
	results := settle(t, Files{
		"partners.csv": partnersHeader + " a,A,2025-01-01,\nb,B,2025-01-01,\nc,C,2025-01-01,\n",
		"orders.csv":   ordersHeader + "o1,b,own,2026-01-05,2026-01-05,0,25\no2,c,starter,2026-01-05,2026-01-05,0,70\n",
		"plans/p.yaml": `
plan: p
valid_from: 2025-01-01
currency: JPY
scale: 0
ranks: [{id: one}]
bonuses:
  - {id: ret, type: retail, percent: 10, only: {kinds: [own]}}
  - {id: pool, type: pool, percent: 10.0, shares_by_rank: {one: 0.50}}
`,
	}, "2026-01", "2026-01")
	expectRows(t, results, "lines.csv",
		"2026-01,earning,pool,,, a,,,,4,2026-01",
		"2026-01,earning,pool,,,b,,,,3,2026-01",
		"2026-01,earning,pool,,,c,,,,3,2026-01",
		"2026-01,earning,ret,o1,b,b,0,25,10,3,2026-01")
	expectRows(t, results, "statements.csv",
		"2026-01, a,0,4,0,0,0,4,4,0",
		"2026-01,b,0,6,0,0,0,6,6,0",
		"2026-01,c,0,3,0,0,0,3,3,0")
}

// o1 is placed and half cancelled in January, but paid in March: the cancellation waits, and the order enters March with
// half of 100, under the conditions of January. o2 is cancelled whole before it is paid: settled with no lines.
func TestCancellationWaitsForPayment(t *testing.T) {
	results := settle(t, Files{
		"partners.csv":      partnersHeader + "s,S,2025-01-01,\n",
		"orders.csv":        ordersHeader + "o1,s,own,2026-01-05,2026-03-05,40,100\no2,s,own,2026-01-05,2026-03-05,40,100\n",
		"cancellations.csv": cancellationsHeader + "c1,o1,2026-01-20,0.5\nc2,o2,2026-02-20,\n",
		"plans/p.yaml": `
plan: p
valid_from: 2025-01-01
currency: EUR
ranks: [{id: one}]
bonuses: [{id: ret, type: retail, percent: 10}]
`,
	}, "2026-01", "2026-03")
	expectRows(t, results, "lines.csv", "2026-03,earning,ret,o1,s,s,0,50,10,5.00,2026-01")
	expectRows(t, results, "ranks.csv",
		"2026-01,s,0,0,0,true,one,one,one",
		"2026-02,s,0,0,0,true,one,one,one",
		"2026-03,s,20,20,20,true,one,one,one")
}

// Before the first settled period the status is that of status.csv on end(C(o)), and no pv is asked. o1, of November: s is
// suspended at its end, and needs_active: false does not help. o2, of December: s is active again, with pv 0 of 50.
func TestConditionsBeforeFirstPeriod(t *testing.T) {
	results := settle(t, Files{
		"partners.csv": partnersHeader + "s,S,2025-01-01,\n",
		"status.csv":   "partner,status,from,to\ns,suspended,2025-11-20,2025-12-31\n",
		"orders.csv":   ordersHeader + "o1,s,own,2025-11-05,2026-01-05,0,100\no2,s,own,2025-12-05,2026-01-05,0,100\n",
		"plans/p.yaml": `
plan: p
valid_from: 2025-01-01
currency: EUR
active: {pv: 50}
ranks: [{id: one}]
bonuses:
  - {id: any, type: retail, percent: 1, needs_active: false}
  - {id: ret, type: retail, percent: 10}
`,
	}, "2026-01", "2026-01")
	expectRows(t, results, "lines.csv",
		"2026-01,earning,any,o2,s,s,0,100,1,1.00,2025-12",
		"2026-01,earning,ret,o2,s,s,0,100,10,10.00,2025-12")
}

// A BOM, CRLF, blank lines, columns in any order and unknown ones change nothing; nor does a quoted name over two lines.
func TestTableForms(t *testing.T) {
	results := settle(t, Files{
		"partners.csv": "\ufeffid,joined,shoe size,sponsor,name\r\n\r\ns,2025-01-01,43,,\"S,\r\nthe \"\"first\"\"\"\r\n",
		"orders.csv":   "\ufeff\ncv,points,paid_on,placed_on,kind,partner,id\n\n100,0,2026-01-06,2026-01-05,,s,o1",
		"plans/p.yaml": "plan: p\nvalid_from: 2025-01-01\ncurrency: EUR\nranks: [{id: one}]\n" +
			"bonuses: [{id: ret, type: retail, percent: 10}]\n",
	}, "2026-01", "2026-01")
	expectRows(t, results, "lines.csv", "2026-01,earning,ret,o1,s,s,0,100,10,10.00,2026-01")
}

func TestFaults(t *testing.T) {
	plan := "plan: p\nvalid_from: 2026-01-01\ncurrency: EUR\nranks: [{id: one}]\nbonuses: []\n"
	tests := []struct {
		name          string
		partners      string
		from, through string
		want          string
	}{
		{"cycle", "a,A,2025-01-01,b\nb,B,2025-01-01,a\n", "2026-01", "2026-01", "a cycle"},
		{"no plan in force", "a,A,2025-01-01,\n", "2025-12", "2026-01", "no plan version is in force on 2025-12-31"},
		{"backwards", "a,A,2025-01-01,\n", "2026-02", "2026-01", "before the first"},
		{"no period", "a,A,2025-01-01,\n", "2026-13", "2027-01", `"2026-13" is not a period`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			bundle := Files{"partners.csv": partnersHeader + test.partners, "orders.csv": ordersHeader, "plans/p.yaml": plan}
			results, err := Settle(bundle, test.from, test.through)
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("error %v, want one with %q", err, test.want)
			}
			if results != nil {
				t.Errorf("results %v in spite of the error", results)
			}
		})
	}
}
