package bundle

import "testing"

// TestOrders: what orders and cancellations refer to.
func TestOrders(t *testing.T) {
	runFaultCases(t, []faultCase{
		{name: "on the day of joining, paid at once", files: files{"+orders.csv": "o5,d,own,2026-01-20,2026-01-20,0,0\n"}},
		{name: "before joining", files: files{"+orders.csv": "o5,d,own,2026-01-19,2026-01-20,0,0\n"}, want: []string{"orders.csv:6 joined"}},
		{
			name: "before joining, before any plan, paid before", files: files{"+orders.csv": "o5,d,own,2025-12-31,2025-12-30,0,0\n"},
			want: []string{"orders.csv:6 2025-12-31", "orders.csv:6 before", "orders.csv:6 joined"},
		},
		{
			name: "an id at fault: the rest is checked", files: files{"+orders.csv": ",d,own,2026-01-19,2026-01-20,0,0\n"},
			want: []string{"orders.csv:6 id", "orders.csv:6 joined"},
		},
		{name: "cancelled on the day", files: files{"+cancellations.csv": "k3,o3,2026-01-15,0.999999\nk4,o3,2026-01-15,0.000001\n"}},
		{name: "cancelled the day before", files: files{"+cancellations.csv": "k3,o3,2026-01-14,\n"}, want: []string{"cancellations.csv:4 before"}},
		{
			name: "every row with which the sum exceeds 1", files: files{"+cancellations.csv": "k3,o3,2026-02-01,0.6\nk4,o3,2026-02-01,0.6\nk5,o3,2026-02-01,0.000001\nk6,o3,2026-02-01,2\nk7,o3,x,\nk8,o4,2026-02-02,\n"},
			want: []string{"cancellations.csv:5 share", "cancellations.csv:6 share", "cancellations.csv:7 share", "cancellations.csv:8 cancelled_on", "cancellations.csv:8 share"},
		},
		{
			name: "shares over 1 of an order that nobody knows", files: files{"orders.csv": absent, "+cancellations.csv": "k3,o1,2026-02-01,0.5\nk4,o1,2026-02-01,0.1\n"},
			want: []string{"orders.csv:1 missing", "cancellations.csv:5 share"},
		},
		{
			name: "placed on a day at fault", files: files{"+orders.csv": "o5,d,own,2026-01-32,2026-01-01,0,0\n", "+cancellations.csv": "k3,o5,2020-01-01,\n"},
			want: []string{"orders.csv:6 2026-01-32"},
		},
	})
}

// TestPlans: what the rest of a bundle refers to in the plans.
func TestPlans(t *testing.T) {
	plan := func(from string) string {
		return "plan: test\nvalid_from: " + from + "\ncurrency: EUR\nranks: [{id: starter}, {id: leader, when: {pv: 1}}]\n" +
			"trees: [{id: bin, kind: binary}, {id: m3, kind: matrix, width: 3}]\nbonuses: [{id: ret, type: retail, percent: 10}]\n"
	}
	runFaultCases(t, []faultCase{
		{name: "valid_from at fault: no day is checked", files: files{"plans/test.yaml": plan("2026-13-01")}, want: []string{"plans/test.yaml:2 2026-13-01"}},
		{
			name: "valid_from of one version at fault", files: files{"plans/test.yaml": plan("2027-01-01"), "plans/zz.yaml": plan("x")},
			want: []string{"plans/zz.yaml:2 x"},
		},
		{name: "no YAML: nothing is known", files: files{
			"plans/test.yaml": "plan: [\n", "+careers.csv": "a,emperor,2025-01-01,\n", "+placements.csv": "m9,r,,0,2025-01-01,\n",
			"+orders.csv": "o5,r,own,2026-01-01,,1,-1\n",
		}, want: []string{"orders.csv:6 -1", "plans/test.yaml:1 "}},
		{
			name: "the first version decides, by day", files: files{"plans/a.yaml": plan("2026-02-01"), "plans/test.yaml": plan("2026-01-10")},
			want: []string{"orders.csv:2 2026-01-05", "orders.csv:3 2026-01-06"},
		},
		{name: "two of one day", files: files{"plans/a.yaml": plan("2026-01-01")}, want: []string{"plans/test.yaml:2 2026-01-01"}},
		{name: "nothing before the last day", files: files{"plans/test.yaml": plan("2026-01-31"), "orders.csv": "id,partner,kind,placed_on,paid_on,points,cv\n", "cancellations.csv": absent}},
		{
			name: "settled before the first version", files: files{"plans/test.yaml": plan("2026-02-01"), "orders.csv": "id,partner,kind,placed_on,paid_on,points,cv\n", "cancellations.csv": absent},
			want: []string{"plans:1 2026-01-31"},
		},
		{
			name: "and an order too", files: files{"plans/test.yaml": plan("2026-02-01"), "orders.csv": "id,partner,kind,placed_on,paid_on,points,cv\no5,d,,2026-01-31,,1,1\n", "cancellations.csv": absent},
			want: []string{"orders.csv:2 2026-01-31", "plans:1 2026-01"},
		},
		{
			name: "findings in a plan come last, by name", files: files{"plans/b.yaml": plan("x"), "plans/a.yaml": plan("y"), "+cancellations.csv": "k9,o9,2026-02-02,\n"},
			want: []string{"cancellations.csv:4 o9", "plans/a.yaml:2 y", "plans/b.yaml:2 x"},
		},
	})
}

// TestSettledPeriods: one finding for each settled period without a plan; none when nothing is settled.
func TestSettledPeriods(t *testing.T) {
	dir := writeBundle(t, nil)
	read := func(from, through string, settle bool) error {
		_, err := Read(dir, Options{From: mustPeriod(t, from), Through: mustPeriod(t, through), Settle: settle})
		return err
	}
	expectFindings(t, read("2025-11", "2026-03", true), []string{"plans:1 2025-11-30", "plans:1 2025-12-31"})
	expectFindings(t, read("2025-11", "2026-03", false), nil)
	if err := read("0001-01", "9999-12", true); len(asFindings(t, err)) != findingsMax {
		t.Errorf("%d findings", len(asFindings(t, err)))
	}
}

// TestPlansDir: plan versions of another folder.
func TestPlansDir(t *testing.T) {
	other := writeBundle(t, files{"plans/other.yaml": "plan: [", "plans/test.yaml": absent})
	jan := mustPeriod(t, "2026-01")
	_, err := Read(writeBundle(t, nil), Options{From: jan, Through: jan, Settle: true, PlansDir: other + "/plans"})
	expectFindings(t, err, []string{"plans/other.yaml:1 "})
	_, err = Read(writeBundle(t, files{"plans/test.yaml": absent}), Options{PlansDir: writeBundle(t, nil) + "/plans"})
	expectFindings(t, err, nil)
	_, err = Read(writeBundle(t, nil), Options{PlansDir: t.TempDir()})
	expectFindings(t, err, []string{"plans:1 plan"})
}
