package bundle

import (
	"io/fs"
	"maps"
	"strings"
	"testing"
	"testing/fstest"

	"upline/commission"
	"upline/internal/bundletest"
)

// sound is a bundle without a fault, which the cases change.
var sound = map[string]string{
	"partners.csv": `id,name,joined,sponsor
r,Root,2026-01-01,
a,Anna,2026-01-01,r
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
r,leader,2025-01-01,
`,
	"overrides.csv": `partner,rank,on,reason
a,leader,2026-02-10,promised
`,
	"orders.csv": `id,partner,kind,placed_on,paid_on,points,cv
o1,a,own,2026-01-05,2026-01-05,100,100
o2,b,own,2026-01-06,2026-01-10,50.5,40.25
o3,c,customer,2026-01-15,,20,20
o4,d,own,2026-02-01,2026-02-03,10,10.0001
`,
	"cancellations.csv": `id,order,cancelled_on,share
k1,o1,2026-01-20,0.5
k2,o2,2026-02-20,
`,
	"plans/test.yaml": `plan: test
valid_from: 2026-01-01
currency: EUR
ranks:
  - {id: starter}
  - {id: leader, when: {gv: 1000}}
trees:
  - {id: bin, kind: binary}
  - {id: m3, kind: matrix, width: 3}
bonuses:
  - {id: ret, type: retail, percent: 10}
`,
}

// files are changes to a bundle: the content of a file, with a + before its name what is added to its end, and absent
// for a file that is not there.
type files map[string]string

const absent = "\x00absent"

// faultCase is a bundle and what must be found in it: a line `file:line keyword` for each finding, in order.
type faultCase struct {
	name  string
	files files
	want  []string
}

func runFaultCases(t *testing.T, cases []faultCase) {
	t.Helper()
	jan := mustPeriod(t, "2026-01")
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			_, err := readFiles(changed(c.files), Options{From: jan, Through: jan, Settle: true, Workers: 2})
			expectFindings(t, err, c.want)
		})
	}
}

// changed returns the sound bundle with changes.
func changed(changes files) map[string]string {
	all := maps.Clone(sound)
	for name, content := range changes {
		if name[0] == '+' {
			all[name[1:]] += content
		} else {
			all[name] = content
		}
	}
	maps.DeleteFunc(all, func(_, content string) bool { return content == absent })
	return all
}

// readFiles reads the facts of a bundle that is not on a disk.
func readFiles(contents map[string]string, o Options) (*commission.Facts, error) {
	content, err := readContent(contents, o)
	if err != nil {
		return nil, err
	}
	return content.Facts, nil
}

func readContent(contents map[string]string, o Options) (*Content, error) {
	bundle, plans := fstest.MapFS{".": {Mode: fs.ModeDir}}, fstest.MapFS{".": {Mode: fs.ModeDir}}
	for name, content := range contents {
		if plan, ok := strings.CutPrefix(name, "plans/"); ok {
			plans[plan] = &fstest.MapFile{Data: []byte(content)}
		} else {
			bundle[name] = &fstest.MapFile{Data: []byte(content)}
		}
	}
	return read(location{bundle, "bundle"}, location{plans, "bundle/plans"}, o)
}

// writeBundle writes the sound bundle with changes, and returns its folder.
func writeBundle(t testing.TB, changes files) string {
	t.Helper()
	dir := t.TempDir()
	bundletest.WriteFiles(t, dir, changed(changes))
	return dir
}
