package bundletest

import (
	"fmt"
	"maps"
	"strings"
)

// Mutation is a valid bundle with one thing broken.
type Mutation struct {
	Name  string
	Files map[string]string
	// From and Through are the periods (YYYY-MM) it is to be settled for.
	From, Through string
	// Want must be among the findings; there may be others that follow from the same fault.
	Want Finding
}

// Mutations breaks one thing at a time in the bundle of Sound: each kind of fault of plan-language §2 and §3.
func Mutations() []Mutation {
	var mutations []Mutation
	for _, edits := range [][]edit{fileFaults, fieldFaults, referenceFaults, historyFaults, orderFaults, versionFaults, sectionFaults, rankFaults, bonusFaults} {
		for _, e := range edits {
			mutations = append(mutations, e.mutation())
		}
	}
	return mutations
}

// Sound is the valid bundle that Mutations breaks, and the periods to settle it for. Records that span lines and blank
// lines make the physical line of a record another than its number.
func Sound() (files map[string]string, from, through string) {
	return maps.Clone(soundFiles), "2026-01", "2026-02"
}

// edit is one fault: a text replaced in a file of the sound bundle.
type edit struct {
	name string
	file string
	// old occurs once in the file and becomes new; without old, new is added at the end, without both the file is removed.
	old, new string
	// line is the line that the finding names: the one on which this text, which occurs once, stands in the broken file.
	// Without it, it is the line on which new begins; open says that the plan language leaves the line open.
	line string
	open bool
	// inFile is what the finding names, if not the file that was broken: another one, or "plans".
	inFile string
	// without is one more file that is removed.
	without string
	word    string
}

func (e edit) mutation() Mutation {
	files, from, through := Sound()
	at := 0
	switch {
	case e.old == "" && e.new == "":
		delete(files, e.file)
	case e.old == "":
		at = len(files[e.file])
		files[e.file] += e.new
	default:
		at = e.only(files[e.file], e.old)
		files[e.file] = strings.Replace(files[e.file], e.old, e.new, 1)
	}
	delete(files, e.without)
	return Mutation{Name: e.name, Files: files, From: from, Through: through, Want: e.finding(files, at)}
}

// finding says what is to be found in the broken files, in which the broken place starts at an offset of its file.
func (e edit) finding(files map[string]string, at int) Finding {
	want := Finding{File: e.file, Word: e.word}
	if e.inFile != "" {
		want.File = e.inFile
	}
	if e.line != "" {
		at = e.only(files[want.File], e.line)
	}
	switch {
	case e.open:
	case want.File == "plans": // a period without a version has no line of its own (plan-language §2)
		want.Line = 1
	default:
		want.Line = 1 + strings.Count(files[want.File][:at], "\n")
	}
	return want
}

// only finds a text that must occur just once; anything else is a mistake in this package.
func (e edit) only(content, text string) int {
	if count := strings.Count(content, text); count != 1 {
		panic(fmt.Sprintf("mutation %q: %q occurs %d times in %s", e.name, text, count, e.file))
	}
	return strings.Index(content, text)
}

var soundFiles = map[string]string{
	"partners.csv": `id,name,joined,sponsor
r,Root,2026-01-01,
a,"Anna
Maria",2026-01-01,r
b,Ben,2026-01-05,a

c,Cleo,2026-01-10,b
d,Dora,2026-01-20,a
`,
	"sponsorships.csv": `partner,sponsor,from,to
d,a,2026-01-20,2026-02-10
d,b,2026-02-10,
`,
	"placements.csv": `tree,partner,parent,slot,from,to
bin,r,,0,2026-01-01,
bin,a,r,0,2026-01-01,
bin,b,r,1,2026-01-05,

m3,r,,0,2026-01-01,
m3,a,r,2,2026-01-01,
`,
	"status.csv": `partner,status,from,to
c,suspended,2026-01-15,2026-02-15
d,active,2026-01-20,
`,
	"careers.csv": `partner,rank,from,to
r,leader,2025-01-01,2025-06-01
r,starter,2025-06-01,
`,
	"overrides.csv": `partner,rank,on,reason
a,leader,2026-02-10,"promised
in writing"
b,leader,2026-01-31,Kulanz
`,
	"orders.csv": `id,partner,kind,placed_on,paid_on,points,cv
o1,a,own,2026-01-05,2026-01-05,100,100
o2,b,"own
use",2026-01-06,2026-01-10,50.5,40.25

o3,c,customer,2026-01-15,,20,20
o4,d,own,2026-02-01,2026-02-03,10,10.0001
`,
	"cancellations.csv": `id,order,cancelled_on,share
k1,o1,2026-01-20,0.5
k2,o2,2026-02-20,
`,
	"plans/a.yaml": `# The first version, with everything in it.
plan: test
valid_from: 2026-01-01
currency: EUR
scale: 2
rounding: half_up
active: {pv: 50}
career: {demotion: {after: 2}, paid_as: career}
breakaway_rank: leader
ranks:
  - {id: starter}
  - id: leader
    when: {pv: 10, gv: 1000, max_leg_share: 60, directs: 1}
  - id: director
    when:
      pgv: 500
      legs:
        - {rank: starter, count: 1}
        - {rank: leader, count: 2}
trees:
  - {id: bin, kind: binary, auto: breadth_first}
  - {id: m3, kind: matrix, width: 3}
bonuses:
  - {id: ret, type: retail, percent: 10, only: {kinds: [own], first_days: 30}}
  - id: uni
    type: unilevel
    levels:
      - 5
      - 3.25
    depth_by_rank:
      leader: 7
    compression: inactive
  - {id: diff, type: differential, percent_by_rank: {starter: 5, leader: 11}, same_rank: [1], stop_at_rank: director}
  - {id: lead, type: generation, rank: leader, generations: [4, 2], compression: none}
  - {id: team, type: binary, tree: bin, percent: 12, volume: points, cap: 400, carry: {max: 70, flush_inactive: true}}
  - {id: mat, type: matching, of: [uni, team], levels: [8], min_rank: leader}
  - {id: pool, type: pool, percent: 1, shares_by_rank: {leader: 1}, needs_active: false}
  - {id: adv, type: rank_advance, amounts: {leader: 150}}
  - {id: car, type: fixed, amount_by_rank: {director: 300}}
liability: {months: 6, pro_rata: true}
reserve: {percent: 9, months: 5}
payout: {minimum: 25}
`,
	"plans/b.yaml": `plan: test
valid_from: 2026-02-01
currency: EUR
ranks:
  - {id: starter}
  - {id: leader, when: {gv: 900}}
  - {id: director, when: {gv: 5000}}
trees:
  - {id: bin, kind: binary, auto: breadth_first}
  - {id: m3, kind: matrix, width: 3}
bonuses:
  - {id: ret, type: retail, percent: 12}
  - {id: gift, type: fixed, amount_by_rank: {director: 1}}
`,
}
