package bundle

import (
	"strings"
	"testing"
)

// TestSponsors: the sponsor history of partners.csv and sponsorships.csv (plan-language §2).
func TestSponsors(t *testing.T) {
	runFaultCases(t, []faultCase{
		{name: "a sponsor further down the file", files: files{"partners.csv": "id,name,joined,sponsor\nb,,2026-01-05,a\na,,2026-01-01,r\nc,,2026-01-10,b\nd,,2026-01-20,a\nr,,2026-01-01,\n"}},
		{name: "a sponsor who joins on the day", files: files{"+partners.csv": "e,,2026-01-20,d\n"}},
		{name: "a sponsor who joins a day later", files: files{"+partners.csv": "e,,2026-01-19,d\n"}, want: []string{"partners.csv:7 joined"}},
		{name: "the own sponsor of one listed is ignored", files: files{
			"+partners.csv":     "e,,2026-01-01,d\nf,,2026-01-01,f\n",
			"+sponsorships.csv": "e,r,2026-01-01,\nf,,2026-01-01,\n",
		}},
		{
			name: "but must be known", files: files{"+partners.csv": "e,,2026-01-01,x\n", "+sponsorships.csv": "e,r,2026-01-01,\n"},
			want: []string{"partners.csv:7 x"},
		},
		{name: "a row that ends by joining lists the partner", files: files{"+partners.csv": "e,,2026-01-19,d\n", "+sponsorships.csv": "e,d,2026-01-01,2026-01-19\n"}},
		{
			name: "a row of the day of joining counts", files: files{"+partners.csv": "e,,2026-01-19,d\n", "+sponsorships.csv": "e,d,2026-01-01,2026-01-20\n"},
			want: []string{"sponsorships.csv:4 joined"},
		},
		{
			name: "a row at fault lists the partner", files: files{"+partners.csv": "e,,2026-01-01,d\nf,,2026-01-01,f\n", "+sponsorships.csv": "e,x,2026-01-01,\nf,a,1,\n"},
			want: []string{"sponsorships.csv:4 x", "sponsorships.csv:5 from"},
		},
		{
			name: "a row counts from joining", files: files{"+sponsorships.csv": "b,c,2020-01-01,2026-01-10\nc,d,2020-01-01,2026-01-15\nc,d,2026-01-20,\n"},
			want: []string{"sponsorships.csv:4 joined", "sponsorships.csv:5 joined"},
		},
		{
			name: "overlaps", files: files{"+sponsorships.csv": "b,a,2026-03-01,2026-04-01\nb,a,2026-02-01,2026-03-01\nb,r,2026-03-31,\nb,r,2026-01-01,2026-02-02\nb,r,2026-01-01,\n"},
			want: []string{"sponsorships.csv:6 line 4", "sponsorships.csv:7 line 5", "sponsorships.csv:8 line 4"},
		},
		{
			name: "overlaps only before joining", files: files{"+sponsorships.csv": "c,a,2026-01-01,2026-01-06\nc,b,2026-01-05,2026-01-10\nc,b,2026-01-01,2026-01-10\nc,r,2026-01-02,2026-01-12\nc,r,2026-01-01,2026-01-11\n"},
			want: []string{"sponsorships.csv:8 line 7"},
		},
		{
			name: "sponsor unknown and overlapping", files: files{"+sponsorships.csv": "c,a,2026-02-01,\nc,x,2026-02-01,\n"},
			want: []string{"sponsorships.csv:5 x", "sponsorships.csv:5 overlap"},
		},
	})
}

// TestCycles: nobody stands below oneself on any day, and the row that starts last is named.
func TestCycles(t *testing.T) {
	runFaultCases(t, []faultCase{
		{name: "one's own sponsor", files: files{"+partners.csv": "e,,2026-01-20,e\n"}, want: []string{"partners.csv:7 cycle"}},
		{
			name: "one's own sponsor by a row", files: files{"+sponsorships.csv": "c,a,2026-01-10,2026-02-01\nc,c,2026-02-01,2026-02-02\n"},
			want: []string{"sponsorships.csv:5 2026-02-01"},
		},
		{
			name: "of one day: the later line", files: files{"+partners.csv": "e,,2026-01-20,g\nf,,2026-01-20,e\ng,,2026-01-20,f\nh,,2026-01-20,g\n"},
			want: []string{"partners.csv:9 cycle"},
		},
		{
			name: "of one day: the later file", files: files{"+partners.csv": "e,,2026-01-20,f\nf,,2026-01-20,\n", "+sponsorships.csv": "f,e,2025-01-01,\n"},
			want: []string{"sponsorships.csv:4 cycle"},
		},
		{
			name: "of two days: the later day", files: files{"+partners.csv": "e,,2026-01-20,\nf,,2026-01-20,\n", "+sponsorships.csv": "f,e,2026-03-02,\ne,f,2026-03-01,\n"},
			want: []string{"sponsorships.csv:4 2026-03-02"},
		},
		{name: "never at once", files: files{"+partners.csv": "e,,2026-01-20,\nf,,2026-01-20,\n", "+sponsorships.csv": "f,e,2026-03-02,\ne,f,2026-03-01,2026-03-02\n"}},
		{
			name: "of the same members once", files: files{
				"+partners.csv":     "e,,2026-01-20,\nf,,2026-01-20,\n",
				"+sponsorships.csv": "f,e,2026-02-01,2026-03-01\nf,e,2026-04-01,2026-05-01\ne,f,2026-01-20,\nf,r,2026-03-01,2026-04-01\n",
			},
			want: []string{"sponsorships.csv:4 2026-02-01"},
		},
		{
			name: "of the same members in another order once", files: files{
				"+partners.csv":     "e,,2026-01-20,\nf,,2026-01-20,\ng,,2026-01-20,\n",
				"+sponsorships.csv": "e,g,2026-02-01,2026-03-01\nf,e,2026-02-01,2026-03-01\ng,f,2026-02-01,2026-03-01\ng,e,2026-03-01,\nf,g,2026-03-01,\ne,f,2026-03-01,\n",
			},
			want: []string{"sponsorships.csv:6 2026-02-01"},
		},
		{
			name: "two cycles by way of one row", files: files{
				"+partners.csv":     "e,,2026-01-20,\nf,,2026-01-20,\ng,,2026-01-20,\n",
				"+sponsorships.csv": "e,f,2026-02-01,\nf,e,2026-03-01,2026-04-01\nf,g,2026-04-01,\ng,e,2026-02-01,\n",
			},
			want: []string{"sponsorships.csv:5 2026-03-01", "sponsorships.csv:6 2026-04-01"},
		},
		{
			name: "a cycle that goes on when another one ends", files: files{
				"+partners.csv":     "e,,2026-01-20,\nf,,2026-01-20,\ng,,2026-01-20,\n",
				"+sponsorships.csv": "e,f,2026-02-01,2026-03-01\ne,g,2026-03-01,\nf,e,2026-02-02,\ng,f,2026-02-03,\n",
			},
			want: []string{"sponsorships.csv:5 2026-03-01", "sponsorships.csv:6 2026-02-02"},
		},
		{
			name: "a row that overlaps is left out", files: files{"+sponsorships.csv": "a,r,2026-01-01,\na,c,2026-02-01,\n"},
			want: []string{"sponsorships.csv:5 overlap"},
		},
		{
			name: "in a placement tree", files: files{"+placements.csv": "m3,b,a,0,2026-01-05,\nm3,c,b,0,2026-01-10,\nbin,c,b,0,2026-01-10,\nbin,d,c,0,2026-01-01,2026-02-01\nbin,d,d,0,2026-02-01,\n"},
			want: []string{"placements.csv:11 cycle"},
		},
		{name: "a root is nobody's child", files: files{"+placements.csv": "bin,c,,0,2026-01-10,\nbin,d,,0,2026-01-20,\n"}},
		{
			name: "who does not count makes no cycle", files: files{"+placements.csv": "m3,c,c,0,2026-01-01,2026-01-10\nm3,d,c,3,2026-01-20,\n"},
			want: []string{"placements.csv:8 slot"},
		},
		{name: "members are named", files: files{"+partners.csv": "e,,2026-01-20,f\nf,,2026-01-20,e\n"}, want: []string{`partners.csv:8 "f" below "e" below "f"`}},
	})
}

// TestAutomaticPlacements: they count in the check for cycles, once everything that they refer to is sound.
func TestAutomaticPlacements(t *testing.T) {
	auto := strings.Replace(sound["plans/test.yaml"], "kind: binary", "kind: binary, auto: breadth_first", 1)
	rows := func(rows string) string {
		return "tree,partner,parent,slot,from,to\nbin,r,,0,2026-01-01,\nbin,a,r,0,2026-01-01,2026-02-01\n" + rows
	}
	runFaultCases(t, []faultCase{
		{name: "none", files: files{"plans/test.yaml": auto, "placements.csv": rows("bin,a,r,1,2026-02-01,\n")}},
		{
			name: "moved below one placed automatically", files: files{"plans/test.yaml": auto, "placements.csv": rows("bin,a,c,1,2026-02-01,\n")},
			want: []string{"placements.csv:4 2026-02-01"},
		},
		{name: "not automatic, so none", files: files{"placements.csv": rows("bin,a,c,1,2026-02-01,\n")}},
		{
			name: "placed automatically on the day of the move", files: files{
				"plans/test.yaml": auto,
				"placements.csv":  "tree,partner,parent,slot,from,to\nbin,r,,0,2026-01-01,\nbin,a,b,0,2026-01-05,\nbin,c,r,0,2026-01-10,\nbin,d,r,1,2026-01-20,\n",
			},
			want: []string{"placements.csv:3 2026-01-05"},
		},
		{name: "listed, so not placed automatically", files: files{
			"plans/test.yaml": auto,
			"placements.csv":  rows("bin,a,c,1,2026-02-01,\nbin,c,b,0,2025-01-01,2026-01-10\n"),
		}},
		{
			name: "another row at fault", files: files{"plans/test.yaml": auto, "placements.csv": rows("bin,a,c,1,2026-02-01,\nbin,c,b,x,2026-01-10,\n")},
			want: []string{"placements.csv:5 slot"},
		},
		{
			name: "something else at fault", files: files{"plans/test.yaml": auto, "placements.csv": rows("bin,a,c,1,2026-02-01,\n"), "+status.csv": "x,active,2026-01-01,\n"},
			want: []string{"placements.csv:4 cycle", "status.csv:4 x"},
		},
	})
}

// TestPlacements: taken slots, and what a placement refers to.
func TestPlacements(t *testing.T) {
	runFaultCases(t, []faultCase{
		{
			name: "a parent who joins later", files: files{"+placements.csv": "bin,c,d,1,2026-01-19,\nm3,c,d,1,2026-01-20,\nm3,d,d,2,2026-01-01,2026-01-20\n"},
			want: []string{"placements.csv:7 joined"},
		},
		{name: "a slot given on", files: files{"+placements.csv": "bin,c,a,1,2026-01-10,2026-02-01\nbin,d,a,1,2026-02-01,\n"}},
		{
			name: "a slot taken: the later line", files: files{"+placements.csv": "bin,d,a,1,2026-02-01,\nbin,c,a,1,2026-01-10,2026-02-02\n"},
			want: []string{"placements.csv:8 line 7"},
		},
		{
			name: "a slot taken from two", files: files{"+placements.csv": "m3,d,a,1,2026-02-01,\nm3,c,a,1,2026-01-10,2026-02-01\nm3,b,a,1,2026-01-30,2026-03-01\n"},
			want: []string{"placements.csv:9 line 7"},
		},
		{name: "a slot taken only before joining", files: files{"+placements.csv": "m3,d,a,1,2026-01-01,2026-01-21\nm3,c,a,1,2026-01-01,2026-01-20\n"}},
		{
			name: "a partner does not take one's own slot", files: files{"+placements.csv": "m3,d,a,1,2026-01-01,2026-02-01\nm3,d,a,1,2026-01-25,2026-03-01\nm3,c,a,1,2026-02-15,\n"},
			want: []string{"placements.csv:8 line 7", "placements.csv:9 line 8"},
		},
		{
			name: "one's own slot, taken by another one too", files: files{"+placements.csv": "m3,d,a,1,2026-02-01,\nm3,c,a,1,2026-02-01,\nm3,d,a,1,2026-02-01,\n"},
			want: []string{"placements.csv:8 line 7", "placements.csv:9 line 7", "placements.csv:9 line 8"},
		},
		{
			name: "roots share their slot", files: files{"+placements.csv": "bin,c,,0,2026-01-10,\nbin,d,,0,2026-01-10,\nm3,d,,1,2026-01-10,\n"},
			want: []string{"placements.csv:9 slot"},
		},
		{
			name: "a slot at fault takes none, but overlaps", files: files{"+placements.csv": "bin,c,a,x,2026-01-10,\nbin,d,a,2,2026-01-10,\nbin,c,a,1,2026-01-10,\nbin,d,a,0,2026-01-10,\n"},
			want: []string{"placements.csv:7 slot", "placements.csv:8 slot", "placements.csv:9 overlap", "placements.csv:10 overlap"},
		},
		{
			name: "an unknown parent has no slots", files: files{"+placements.csv": "bin,c,x,0,2026-01-10,\nbin,d,x,0,2026-01-10,\n"},
			want: []string{"placements.csv:7 x", "placements.csv:8 x"},
		},
		{
			name: "a kind at fault: any width", files: files{
				"plans/test.yaml": "plan: test\nvalid_from: 2026-01-01\ncurrency: EUR\nranks: [{id: leader}]\ntrees: [{id: bin, kind: tree}, {id: m3, kind: matrix, width: 3}]\nbonuses: [{id: ret, type: retail, percent: 10}]\n",
				"+placements.csv": "bin,c,a,9,2026-01-10,\nbin,d,a,9,2026-01-10,\nm3,c,a,3,2026-01-10,\n",
			},
			want: []string{"placements.csv:8 taken", "placements.csv:9 slot", "plans/test.yaml:5 tree"},
		},
		{
			name: "trees at fault: any tree, any width", files: files{
				"plans/test.yaml": "plan: test\nvalid_from: 2026-01-01\ncurrency: EUR\nranks: [{id: leader}]\ntrees: [{id: bin, kind: binary}, {id: bin, kind: binary}]\nbonuses: [{id: ret, type: retail, percent: 10}]\n",
				"+placements.csv": "foo,c,a,9,2026-01-10,\nfoo,d,a,9,2026-01-10,\nbin,d,a,-1,2026-01-10,\n",
			},
			want: []string{"placements.csv:8 taken", "placements.csv:9 -1", "plans/test.yaml:5 tree"},
		},
		{
			name: "no trees", files: files{
				"plans/test.yaml": "plan: test\nvalid_from: 2026-01-01\ncurrency: EUR\nranks: [{id: starter}, {id: leader, when: {pv: 1}}]\nbonuses: [{id: ret, type: retail, percent: 10}]\n",
				"placements.csv":  "tree,partner,parent,slot,from,to\nbin,r,,0,2026-01-01,\n",
			},
			want: []string{"placements.csv:2 bin"},
		},
	})
}

// TestOverrides: one of a partner on a day, from joining on.
func TestOverrides(t *testing.T) {
	runFaultCases(t, []faultCase{
		{name: "on joining, and day by day", files: files{"+overrides.csv": "b,leader,2026-01-05,x\na,starter,2026-02-11,x\na,leader,2026-02-09,x\n"}},
		{name: "before joining", files: files{"+overrides.csv": "b,leader,2026-01-04,x\n"}, want: []string{"overrides.csv:3 joined"}},
		{
			name: "several on a day", files: files{"+overrides.csv": "b,leader,2026-02-10,x\na,starter,2026-02-10,x\na,leader,2026-02-11,x\na,leader,2026-02-10,x\n"},
			want: []string{"overrides.csv:4 line 2", "overrides.csv:6 line 2"},
		},
		{
			name: "several on a day before joining", files: files{"+overrides.csv": "b,leader,2026-01-04,x\nb,emperor,2026-01-04,x\n"},
			want: []string{"overrides.csv:3 joined", "overrides.csv:4 emperor", "overrides.csv:4 joined", "overrides.csv:4 line 3"},
		},
		{
			name: "whose partner is unknown is not compared", files: files{"+overrides.csv": "x,leader,2026-02-10,x\nx,leader,2026-02-10,x\n"},
			want: []string{"overrides.csv:3 x", "overrides.csv:4 x"},
		},
		{
			name: "partners.csv at fault: anybody may be a partner", files: files{"partners.csv": "id\n", "+overrides.csv": "x,leader,2026-02-10,x\nx,leader,2026-02-10,x\n"},
			want: []string{"partners.csv:1 name", "partners.csv:1 joined", "partners.csv:1 sponsor", "overrides.csv:4 line 3"},
		},
		{
			name: "ranks at fault: any rank", files: files{
				"plans/test.yaml": "plan: test\nvalid_from: 2026-01-01\ncurrency: EUR\nranks: [{id: leader}, {id: leader, when: {pv: 1}}]\ntrees: [{id: bin, kind: binary}, {id: m3, kind: matrix, width: 3}]\nbonuses: [{id: ret, type: retail, percent: 10}]\n",
				"+overrides.csv":  "d,emperor,2026-02-10,x\nd,,2026-02-11,x\n",
			},
			want: []string{"overrides.csv:4 rank", "plans/test.yaml:4 leader"},
		},
	})
}

// TestOtherHistories: status.csv and careers.csv hold from the day they say, joined or not.
func TestOtherHistories(t *testing.T) {
	runFaultCases(t, []faultCase{
		{
			name: "overlaps before joining", files: files{
				"+status.csv":  "d,suspended,2025-01-01,2025-03-01\nd,terminated,2025-02-01,2025-04-01\n",
				"+careers.csv": "d,leader,2025-01-01,2025-02-01\nd,starter,2025-02-01,2025-03-01\nd,starter,2025-01-31,2025-02-01\n",
			},
			want: []string{"status.csv:5 line 4", "careers.csv:5 line 3"},
		},
		{
			name: "whose partner is unknown is not compared", files: files{"+status.csv": "x,suspended,2025-01-01,\nx,terminated,2025-02-01,\n"},
			want: []string{"status.csv:4 x", "status.csv:5 x"},
		},
		{
			name: "ranks at fault: any rank", files: files{
				"plans/test.yaml": "plan: test\nvalid_from: 2026-01-01\ncurrency: EUR\nranks: [{id: leader}, {id: leader, when: {pv: 1}}]\ntrees: [{id: bin, kind: binary}, {id: m3, kind: matrix, width: 3}]\nbonuses: [{id: ret, type: retail, percent: 10}]\n",
				"+careers.csv":    "d,emperor,2025-01-01,\nd,,2024-01-01,2025-01-01\n",
			},
			want: []string{"careers.csv:4 rank", "plans/test.yaml:4 leader"},
		},
	})
}
