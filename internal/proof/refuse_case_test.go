package proof

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"upline/internal/bundletest"
	"upline/internal/naive"
)

// plain is the valid bundle that the bad vectors spoil.
func plain(t *testing.T) map[string]string {
	t.Helper()
	for _, v := range bundletest.BadVectors(t) {
		if v.Name == "02-duplicate-partner" {
			files := maps.Clone(v.Input)
			files["partners.csv"] = strings.TrimSuffix(files["partners.csv"], "b,Bert,2026-01-20,r\n")
			return files
		}
	}
	t.Fatal("the bad vector that doubles a partner is gone")
	return nil
}

// spoiledBy changes a file: old text becomes new; without old, new is added at the end.
type spoiledBy struct{ file, old, new string }

func (c spoiledBy) in(t *testing.T, files map[string]string) {
	t.Helper()
	if c.old == "" {
		files[c.file] += c.new
		return
	}
	if strings.Count(files[c.file], c.old) != 1 {
		t.Fatalf("%q does not stand once in %s", c.old, c.file)
	}
	files[c.file] = strings.Replace(files[c.file], c.old, c.new, 1)
}

const (
	partnersCSV, sponsorshipsCSV, placementsCSV = "partners.csv", "sponsorships.csv", "placements.csv"
	statusCSV, careersCSV                       = "status.csv", "careers.csv"
	ordersCSV, cancellationsCSV                 = "orders.csv", "cancellations.csv"
	planYAML, laterYAML                         = "plans/test.yaml", "plans/test2.yaml"
)

// refuseCases are read from the contract by hand: what is found in a spoiled bundle settled for 2026-01, all of it.
var refuseCases = []struct {
	name  string
	edits []spoiledBy
	want  []string // file:line word, in the order of the contract
}{
	{"nothing", nil, nil},

	// plan-language §2: "a row's line"
	{"a row after a name of three lines, and blank ones", []spoiledBy{
		{partnersCSV, "r,Root,", "\n\"r\",\"Root\r\n\n, first\","}, {partnersCSV, "", "\r\n\n e,E,2026-01-20,r\n,E,2026-01-20,r\n"},
	}, []string{"partners.csv:13 id"}},
	{"a header after blank lines", []spoiledBy{{statusCSV, "partner,status", "\n\r\npartner,stat"}}, []string{"status.csv:3 status"}},
	{"a CR that ends no line", []spoiledBy{{partnersCSV, "c,Cleo", "c\r,Cleo"}}, []string{
		"partners.csv:5 id", "status.csv:2 c", "orders.csv:4 c",
	}},
	{"a CR at the end of the file", []spoiledBy{{cancellationsCSV, "", "k3,o2,2026-02-21,0\r"}}, []string{"cancellations.csv:4 share"}},
	{"a line of nothing but a CR", []spoiledBy{{cancellationsCSV, "", "\r"}}, []string{"cancellations.csv:4 fields"}},
	{"a line of nothing but a space", []spoiledBy{{cancellationsCSV, "", " \n"}}, []string{"cancellations.csv:4 fields"}},
	{"64 code points are an id, and 65 are not", []spoiledBy{
		{partnersCSV, "", strings.Repeat("𝓩", 64) + ",E,2026-01-20,r\n" + strings.Repeat("𝓩", 65) + ",E,2026-01-20,r\n"},
	}, []string{"partners.csv:8 65"}},
	{"spaces belong to an id", []spoiledBy{{partnersCSV, "", "e,E,2026-01-20,r \n b,E,2026-01-20,r\n"}}, []string{"partners.csv:7 r "}},
	{"several fields at fault are several findings", []spoiledBy{{ordersCSV, "", ",nobody,own,x,y,-1,1.00001\n"}}, []string{
		"orders.csv:6 id", "orders.csv:6 nobody", "orders.csv:6 x", "orders.csv:6 y", "orders.csv:6 negative", "orders.csv:6 1.00001",
	}},

	// who is known
	{"a row at fault makes its id known", []spoiledBy{{partnersCSV, "d,Dora,2026-01-20,a", "d,Dora,20.1.2026,nobody"}}, []string{
		"partners.csv:6 20.1.2026", "partners.csv:6 nobody",
	}},
	{"of a doubled partner the first row counts", []spoiledBy{
		{partnersCSV, "", "b,Bert,2026-03-01,nobody\nb,Bob,2026-03-01,b\n"},
	}, []string{"partners.csv:7 duplicate", "partners.csv:7 nobody", "partners.csv:8 duplicate"}},
	{"of a doubled order the first row counts", []spoiledBy{{ordersCSV, "", "o1,a,own,2026-03-01,2026-03-01,1,1\n"}}, []string{"orders.csv:6 duplicate"}},
	{"an order at fault makes its id known", []spoiledBy{{ordersCSV, "o2,b,own,2026-01-06", "o2,b,own,2026-01-32"}}, []string{"orders.csv:3 2026-01-32"}},
	{"a header at fault is one finding", []spoiledBy{{partnersCSV, "id,name,joined", "id,name,joint"}}, []string{"partners.csv:1 joined"}},
	{"orders without a header, and shares over 1", []spoiledBy{
		{ordersCSV, "points,cv", "points,VC"}, {cancellationsCSV, "", "k1,o1,2026-01-20,0.6\nk4,o1,2026-01-20,0\nk5,o1,2026-01-20,0.000001\n"},
	}, []string{
		"orders.csv:1 cv", "cancellations.csv:4 duplicate", "cancellations.csv:4 share", "cancellations.csv:5 share", "cancellations.csv:6 share",
	}},

	// intervals, from the later of from and joined
	{"touching intervals", []spoiledBy{{sponsorshipsCSV, "", "c,b,2025-01-01,2026-02-01\nc,a,2026-02-01,2026-02-02\nc,r,2026-02-02,\n"}}, nil},
	{"overlaps: one finding a row, the first row", []spoiledBy{
		{statusCSV, "", "a,active,2026-02-01,2026-02-05\na,active,2026-02-05,2026-02-09\na,suspended,2026-02-04,\na,active,2026-03-01,2026-03-02\n"},
	}, []string{"status.csv:6 line 4", "status.csv:7 line 6"}},
	{"overlaps before joining count for status, not for sponsorships", []spoiledBy{
		{statusCSV, "", "b,active,2025-02-01,2025-02-05\nb,active,2025-02-04,2025-02-06\n"},
		{sponsorshipsCSV, "", "b,r,2025-02-01,2025-02-05\nb,a,2025-02-04,2026-01-05\nb,a,2026-01-01,\n"},
	}, []string{"status.csv:5 overlap"}},
	{"to not after from", []spoiledBy{{careersCSV, "", "a,leader,2025-01-01,2025-01-01\na,leader,2025-01-01,2025-01-02\n"}}, []string{"careers.csv:3 2025-01-01"}},
	{"a sponsor who joins after the row, and after its partner", []spoiledBy{
		{sponsorshipsCSV, "", "b,c,2025-01-01,2026-01-06\nc,b,2025-01-01,\n"},
	}, []string{"sponsorships.csv:4 joined"}},
	{"a parent who has not joined", []spoiledBy{{placementsCSV, "", "m3,b,d,0,2026-01-19,\n"}}, []string{"placements.csv:7 joined"}},

	// slots
	{"a slot of a root, outside, not whole, taken", []spoiledBy{
		{placementsCSV, "", "m3,b,,1,2026-02-01,\nm3,c,a,3,2026-02-01,\nm3,d,a,1.0,2026-02-01,2026-03-01\nm3,d,r,02,2026-03-01,\n"},
	}, []string{"placements.csv:7 slot", "placements.csv:8 slot", "placements.csv:9 slot", "placements.csv:10 slot"}},
	{"roots do not share a slot, and a slot is free from the day on which its row ends", []spoiledBy{
		{placementsCSV, "m3,a,r,2,2026-01-01,", "m3,a,r,2,2026-01-01,2026-02-01"}, {placementsCSV, "", "m3,b,,0,2026-01-05,\nm3,c,r,2,2026-02-01,\n"},
	}, nil},
	{"a slot taken below a parent who has not joined", []spoiledBy{
		{placementsCSV, "", "m3,b,d,0,2026-01-06,\nm3,c,d,0,2026-01-20,\n"},
	}, []string{"placements.csv:7 joined", "placements.csv:8 slot"}},
	{"an unknown tree, partner and parent", []spoiledBy{{placementsCSV, "", "m4,nobody,noone,9,2026-01-06,\n"}}, []string{
		"placements.csv:7 m4", "placements.csv:7 nobody", "placements.csv:7 noone",
	}},

	// cycles
	{"a cycle of two files, of one day", []spoiledBy{
		{partnersCSV, "", "e,E,2026-01-20,f\nf,F,2026-01-20,\n"}, {sponsorshipsCSV, "", "f,e,2026-01-01,\n"},
	}, []string{"sponsorships.csv:4 2026-01-20"}},
	{"a cycle of two files, the partner starting last", []spoiledBy{
		{partnersCSV, "", "e,E,2026-01-21,f\nf,F,2026-01-20,\n"}, {sponsorshipsCSV, "", "f,e,2026-01-01,\n"},
	}, []string{"partners.csv:7 2026-01-21", "sponsorships.csv:4 joined"}},
	{"the same members again, later and the other way round", []spoiledBy{
		{sponsorshipsCSV, "", "a,b,2026-01-05,2026-02-01\na,c,2026-03-01,2026-04-01\na,b,2026-05-01,\n" +
			"b,a,2026-01-05,2026-03-01\nb,a,2026-03-01,2026-05-01\nb,c,2026-05-01,\nc,b,2026-01-10,2026-05-01\nc,a,2026-05-01,\n"},
	}, []string{"sponsorships.csv:7 2026-01-05", "sponsorships.csv:8 2026-03-01"}},
	{"two cycles of one day", []spoiledBy{
		{partnersCSV, "", "e,E,2026-01-20,f\nf,F,2026-01-20,e\ng,G,2026-01-20,g\n"},
	}, []string{"partners.csv:8 cycle", "partners.csv:9 cycle"}},
	{"a cycle in each tree", []spoiledBy{
		{placementsCSV, "", "bin,c,c,0,2026-01-10,\nm3,c,c,0,2026-01-10,\n"},
	}, []string{"placements.csv:7 bin", "placements.csv:8 m3"}},
	{"a cycle through automatic placement", []spoiledBy{
		{planYAML, "kind: binary", "kind: binary, auto: breadth_first"},
		{placementsCSV, "bin,r,,0,2026-01-01,", "bin,r,,0,2026-01-01,2026-02-01\nbin,r,c,0,2026-02-01,"},
	}, []string{"placements.csv:3 2026-02-01"}},

	// orders and cancellations
	{"paid before placed, and placed before joining and before the plan", []spoiledBy{
		{ordersCSV, "", "o5,b,own,2025-12-31,2025-12-30,1,1\n"},
	}, []string{"orders.csv:6 2025-12-30", "orders.csv:6 joined", "orders.csv:6 plan version"}},
	{"cancelled before placed", []spoiledBy{{cancellationsCSV, "", "k3,o4,2026-01-31,1\n"}}, []string{"cancellations.csv:4 2026-01-31"}},
	{"every row from where the shares exceed 1", []spoiledBy{
		{cancellationsCSV, "", "k3,o1,2026-01-05,0.5\nk4,o1,2026-01-05,1.000001\nk5,o1,2026-01-05,0.000001\nk6,o3,2026-01-15,1\nk7,o1,x,0.1\n"},
	}, []string{"cancellations.csv:5 share", "cancellations.csv:6 share", "cancellations.csv:8 x", "cancellations.csv:8 share"}},

	// plans
	{"a key missing from a mapping whose brace stands alone", []spoiledBy{
		{planYAML, "{id: ret, type: retail, percent: 10}", "{\n      id: ret, type: retail}"},
	}, []string{"plans/test.yaml:12 percent"}},
	{"doubled keys, whatever the type", []spoiledBy{
		{planYAML, "{id: ret, type: retail, percent: 10}", "id: ret\n    type: retale\n    percent: 10\n    percent: 10"},
	}, []string{"plans/test.yaml:12 retale", "plans/test.yaml:14 percent"}},
	{"a rank unknown everywhere, and ranks at fault", []spoiledBy{
		{planYAML, "- {id: leader, when: {gv: 1000}}", "- {id: starter, when: {}}"}, {careersCSV, "", "a,emperor,2025-01-01,\n"},
	}, []string{"plans/test.yaml:6 duplicate", "plans/test.yaml:6 condition"}},
	{"a rank unknown, and a condition at fault", []spoiledBy{
		{planYAML, "{gv: 1000}", "{gv: -1}"}, {careersCSV, "", "a,emperor,2025-01-01,\n"},
	}, []string{"careers.csv:3 emperor", "plans/test.yaml:6 negative"}},
	{"a width that nobody knows", []spoiledBy{
		{planYAML, "kind: matrix, width: 3", "kind: matrix, kind: binary, width: 2"},
	}, []string{"plans/test.yaml:9 kind"}},
	{"no plan that can be read", []spoiledBy{{planYAML, "", "---\nplan: test\n"}, {careersCSV, "", "a,emperor,2025-01-01,\n"}}, []string{
		"plans/test.yaml:14 documents",
	}},
	{"two versions with one valid_from, and other names", []spoiledBy{
		{laterYAML, "", "bonuses: [{id: uni, type: pool, percent: 1, shares_by_rank: {}}]\ncurrency: CHF\nplan: rest\nranks: [{id: starter}, {id: leader, when: {pv: 1}}]\n" +
			"scale: 3\nvalid_from: 2026-01-01\ntrees: []\n"},
	}, []string{
		"plans/test2.yaml:1 uni", "plans/test2.yaml:2 currency", "plans/test2.yaml:3 plan", "plans/test2.yaml:5 scale", "plans/test2.yaml:6 2026-01-01", "plans/test2.yaml:7 trees",
	}},
	{
		"a settled period without a version",
		[]spoiledBy{{planYAML, "2026-01-01", "2026-02-01"}, {ordersCSV, "o1,a,own,2026-01-05,", "o1,a,own,2026-02-05,"}},
		[]string{"orders.csv:2 2026-01-05", "orders.csv:3 2026-01-06", "orders.csv:4 2026-01-15", "cancellations.csv:2 2026-01-20", "plans:1 2026-01"},
	},
}

func TestRefuseCases(t *testing.T) {
	for _, c := range refuseCases {
		t.Run(c.name, func(t *testing.T) {
			files := plain(t)
			for _, edit := range c.edits {
				edit.in(t, files)
			}
			findings := refuse(t, files, "2026-01", "2026-01")
			var got, want []string
			for _, f := range findings {
				got = append(got, fmt.Sprintf("%s:%d", f.File, f.Line))
			}
			for _, line := range c.want {
				place, word, _ := strings.Cut(line, " ")
				want = append(want, place)
				if !slices.ContainsFunc(strings.Split(findings.Error(), "\n"), func(finding string) bool {
					return strings.HasPrefix(finding, place+":") && strings.Contains(finding, word)
				}) {
					t.Errorf("not found: %s", line)
				}
			}
			if !slices.Equal(got, want) {
				t.Errorf("found\n%v\nwant\n%s", findings, strings.Join(c.want, "\n"))
			}
			if differences := compareFindings(findings, naive.Check(files, "2026-01", "2026-01")); len(differences) > 0 {
				t.Errorf("the naive reading differs:\n%s", strings.Join(differences, "\n"))
			}
		})
	}
}
