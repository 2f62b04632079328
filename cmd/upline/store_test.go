package main

import (
	"encoding/json"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"upline/internal/bundletest"
	"upline/internal/settletest"
	"upline/internal/storetest"
)

// freshStores empties the stores.
func freshStores(t *testing.T) {
	t.Helper()
	storetest.Empty(t)
	storetest.Bucket(t)
}

// Every vector, imported, settled period by period, each by a call that knows nothing of the others, and exported, gives the
// expected files; and so does the bundle that is exported again. A second import changes nothing.
func TestVectorsThroughTheStores(t *testing.T) {
	for _, v := range bundletest.Vectors(t) {
		t.Run(v.Name, func(t *testing.T) {
			freshStores(t)
			throughTheStores(t, written(t, v.Input), v.From, v.Through, v.Expected)
		})
	}
}

// The examples, too.
func TestExamplesThroughTheStores(t *testing.T) {
	for _, name := range []string{"alpina", "gemini"} {
		t.Run(name, func(t *testing.T) {
			freshStores(t)
			dir := filepath.Join("..", "..", "examples", name)
			want, err := settletest.Dir(t, dir, "2026-01", "2026-03", 1)
			if err != nil {
				t.Fatal(err)
			}
			throughTheStores(t, dir, "2026-01", "2026-03", want)
		})
	}
}

// And random companies, with overrides, automatic placement, demotions and whatever else there is.
func TestRandomCompaniesThroughTheStores(t *testing.T) {
	for seed := range 8 {
		b := bundletest.Random().Example(1000 + seed)
		t.Run(strconv.Itoa(seed), func(t *testing.T) {
			freshStores(t)
			throughTheStores(t, written(t, b.Files()), b.From, b.Through, settletest.Files(t, b.Files(), b.From, b.Through, 2))
		})
	}
}

func throughTheStores(t *testing.T, dir, from, through string, want map[string]string) {
	t.Helper()
	done(t, "import", "--data", dir)
	if got := done(t, "import", "--data", dir); !strings.Contains(got, "everything was there already") {
		t.Errorf("a second import: %s", got)
	}
	for p := settletest.Period(t, from); p <= settletest.Period(t, through); p++ {
		done(t, "run", "settle", "--from", p.String(), "--through", p.String())
	}
	out := filepath.Join(t.TempDir(), "results")
	done(t, "run", "export", "--from", from, "--through", through, "--out", out)
	wantFiles(t, out, want)
	again := filepath.Join(t.TempDir(), "bundle")
	done(t, "export", "--out", again)
	got, err := settletest.Dir(t, again, from, through, 1)
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range want {
		if got[name] != text {
			t.Errorf("the exported bundle settles to another %s", name)
		}
	}
}

// three is a company of three months: an order of January is paid in April, another one is cancelled in April, and in April
// it turns out that c was sponsored by a from the beginning.
var three = map[string]string{
	"partners.csv": `id,name,joined,sponsor
a,Anna,2026-01-01,
b,Bert,2026-01-01,a
c,Cora,2026-01-02,b
d,Dora,2026-01-03,c
`,
	"orders.csv": `id,partner,kind,placed_on,paid_on,points,cv
o1,d,own,2026-01-10,2026-01-10,200,200
o2,d,own,2026-02-10,2026-02-11,200,200
o3,d,own,2026-03-10,2026-03-12,200,200
late,d,own,2026-01-20,,100,100
o4,d,own,2026-04-05,2026-04-05,100,100
x1,c,own,2026-01-11,2026-01-11,300,300
x2,b,own,2026-02-11,2026-02-11,300,300
`,
	"plans/2026.yaml": `plan: test
valid_from: 2026-01-01
currency: EUR
ranks:
  - {id: starter}
  - {id: leader, when: {gv: 300}}
bonuses:
  - {id: uni, type: unilevel, levels: [10, 5, 3]}
  - {id: step, type: differential, percent_by_rank: {starter: 5, leader: 12}}
  - {id: match, type: matching, of: [uni], levels: [10]}
liability: {months: 6, pro_rata: true}
reserve: {percent: 10, months: 3}
`,
}

// corrected is the same company in April.
func corrected() map[string]string {
	files := map[string]string{}
	for name, text := range three {
		files[name] = text
	}
	files["orders.csv"] = strings.Replace(files["orders.csv"], "late,d,own,2026-01-20,,", "late,d,own,2026-01-20,2026-04-07,", 1)
	files["cancellations.csv"] = "id,order,cancelled_on,share\nk1,o2,2026-04-09,0.5\n"
	files["sponsorships.csv"] = "partner,sponsor,from,to\nc,a,2026-01-02,\n"
	return files
}

// Three months are posted; then a sponsor is corrected back-dated, an order is cancelled and another one paid late. What is
// posted comes out the same, and the next run holds the corrections: the late order at the conditions of January under the
// corrected sponsor, the reversal, and nothing else of the past.
func TestPostedMonthsAreReproduced(t *testing.T) {
	freshStores(t)
	done(t, "import", "--data", written(t, three))
	done(t, "run", "settle", "--from", "2026-01", "--through", "2026-03")
	before := filepath.Join(t.TempDir(), "before")
	done(t, "run", "export", "--from", "2026-01", "--through", "2026-03", "--out", before)
	posted := bundletest.ReadFiles(t, before)

	dir := written(t, corrected())
	if text := refused(t, exitInvalid, "import", "--data", dir); !strings.Contains(text, "partner c: the graph knows another sponsor history") {
		t.Errorf("a bundle that contradicts the graph: %s", text)
	}
	done(t, "import", "--data", dir, "--correct")
	for p := settletest.Period(t, "2026-01"); p <= settletest.Period(t, "2026-03"); p++ {
		if text := done(t, "run", "verify", "--period", p.String()); !strings.Contains(text, "byte by byte") {
			t.Errorf("verify %s: %s", p, text)
		}
	}
	after := filepath.Join(t.TempDir(), "after")
	done(t, "run", "export", "--from", "2026-01", "--through", "2026-03", "--out", after)
	wantFiles(t, after, posted)

	// What March knew can be exported still, and settles to what was posted.
	var runs []storedRun
	if err := json.Unmarshal([]byte(done(t, "run", "show", "--period", "2026-03", "--json")), &runs); err != nil {
		t.Fatal(err)
	}
	then := filepath.Join(t.TempDir(), "then")
	done(t, "export", "--out", then, "--known-at", runs[0].KnownAt)
	again, err := settletest.Dir(t, then, "2026-01", "2026-03", 1)
	if err != nil {
		t.Fatal(err)
	}
	wantFiles(t, after, again)

	done(t, "run", "settle", "--from", "2026-04", "--through", "2026-04")
	april := filepath.Join(t.TempDir(), "april")
	done(t, "run", "export", "--from", "2026-04", "--through", "2026-04", "--out", april)
	past := map[string]bool{}
	for line := range strings.Lines(bundletest.ReadFiles(t, april)["lines.csv"]) {
		fields := strings.Split(strings.TrimSpace(line), ",")
		if fields[0] == "2026-04" && fields[10] != "2026-04" {
			past[fields[1]+" "+fields[2]+" of "+fields[3]+" to "+fields[5]+" "+fields[9]] = true
		}
	}
	for _, want := range []string{
		"earning uni of late to c 10.00", "earning uni of late to a 5.00", // not to b, who stood between them as January believed
		"reversal uni of o2 to c -8.33", // 20 × 0.5 × 5/6: at the old conditions, to whom it was paid
	} {
		if !past[want] {
			t.Errorf("April has no %q; it has of the past: %v", want, past)
		}
	}
	for line := range past {
		if !strings.Contains(line, " of late ") && !strings.Contains(line, " of o2 ") && !strings.HasPrefix(line, "release") {
			t.Errorf("April has %q, which nothing has asked for", line)
		}
	}
}

// An export as of a day holds what had happened by then.
func TestExportAsOfADay(t *testing.T) {
	freshStores(t)
	files := corrected()
	files["status.csv"] = "partner,status,from,to\nb,suspended,2026-01-05,2026-06-01\nc,suspended,2026-03-01,\n"
	done(t, "import", "--data", written(t, files))
	out := filepath.Join(t.TempDir(), "january")
	done(t, "export", "--out", out, "--as-of", "2026-01-02")
	got := bundletest.ReadFiles(t, out)
	if want := "id,name,joined,sponsor\na,Anna,2026-01-01,\nb,Bert,2026-01-01,a\nc,Cora,2026-01-02,a\n"; got["partners.csv"] != want {
		t.Errorf("partners on 2 January:\n%s", got["partners.csv"])
	}
	done(t, "export", "--out", out, "--as-of", "2026-02-10")
	got = bundletest.ReadFiles(t, out)
	for _, want := range []string{"late,d,own,2026-01-20,,", "o2,d,own,2026-02-10,,", "o1,d,own,2026-01-10,2026-01-10,"} {
		if !strings.Contains(got["orders.csv"], want) {
			t.Errorf("orders on 10 February lack %s:\n%s", want, got["orders.csv"])
		}
	}
	if strings.Contains(got["orders.csv"], "o3,") || got["cancellations.csv"] != "" || got["status.csv"] != "partner,status,from,to\nb,suspended,2026-01-05,\n" {
		t.Errorf("on 10 February:\n%s%s%s", got["orders.csv"], got["cancellations.csv"], got["status.csv"])
	}
}

// With reversal runs in between, the settlement comes to the same as without: also when an order that one of them has paid
// late is cancelled afterwards.
func TestReversalRunsAreAbsorbed(t *testing.T) {
	settleApril := func(reversals ...string) (statements, lines string) {
		freshStores(t)
		done(t, "import", "--data", written(t, three))
		done(t, "run", "settle", "--from", "2026-01", "--through", "2026-03")
		files := corrected()
		delete(files, "sponsorships.csv")
		done(t, "import", "--data", written(t, files))
		for i, day := range reversals {
			if i == 1 {
				files["cancellations.csv"] += "k2,late,2026-04-20,1\n"
				done(t, "import", "--data", written(t, files))
			}
			done(t, "run", "reverse", "--period", "2026-04", "--on", day)
			done(t, "run", "approve", "--period", "2026-04", "--reversal")
			done(t, "run", "post", "--period", "2026-04", "--reversal")
			done(t, "run", "verify", "--period", "2026-04", "--reversal")
		}
		if len(reversals) < 2 {
			files["cancellations.csv"] += "k2,late,2026-04-20,1\n"
			done(t, "import", "--data", written(t, files))
		}
		done(t, "run", "settle", "--from", "2026-04", "--through", "2026-04")
		out := filepath.Join(t.TempDir(), "april")
		done(t, "run", "export", "--from", "2026-04", "--through", "2026-04", "--out", out)
		got := bundletest.ReadFiles(t, out)
		return got["statements.csv"], got["lines.csv"]
	}
	statements, lines := settleApril()
	if !strings.Contains(lines, "reversal") {
		t.Fatalf("nothing is reversed in April: the test proves nothing\n%s", lines)
	}
	for _, days := range [][]string{{"2026-04-10"}, {"2026-04-10", "2026-04-25"}} {
		gotStatements, gotLines := settleApril(days...)
		if gotStatements != statements {
			t.Errorf("reversal runs on %v: statements\n%swithout\n%s", days, gotStatements, statements)
		}
		if gotLines != lines {
			t.Errorf("reversal runs on %v: other lines", days)
		}
	}
}

// The steps of a run are refused out of their order, and say what would be right.
func TestStepsOutOfOrder(t *testing.T) {
	freshStores(t)
	done(t, "import", "--data", written(t, three))
	expect := func(says string, args ...string) {
		t.Helper()
		if text := refused(t, exitInvalid, args...); !strings.Contains(text, says) {
			t.Errorf("upline %s: %q, want %q", strings.Join(args, " "), text, says)
		}
	}
	expect("compute it", "run", "approve", "--period", "2026-01")
	expect("name the run", "run", "approve")
	expect("nothing is posted yet", "run", "reverse", "--period", "2026-01", "--on", "2026-01-05")
	done(t, "run", "compute", "--period", "2026-01", "--by", "anna")
	expect("must be approved", "run", "post", "--period", "2026-01")
	expect("post it, or discard it first", "run", "compute", "--period", "2026-01")
	expect("is not posted", "run", "export", "--from", "2026-01", "--through", "2026-01", "--out", t.TempDir())
	t.Setenv("UPLINE_FOUR_EYES", "true")
	expect("somebody else must do this", "run", "approve", "--period", "2026-01", "--by", "anna")
	expect("four eyes are demanded", "run", "settle", "--from", "2026-01", "--through", "2026-01")
	done(t, "run", "approve", "--period", "2026-01", "--by", "bert")
	done(t, "run", "discard", "--period", "2026-01", "--reason", "an order is missing")
	done(t, "run", "compute", "--period", "2026-01", "--by", "anna")
	done(t, "run", "approve", "--period", "2026-01", "--by", "bert")
	done(t, "run", "post", "--period", "2026-01", "--by", "bert")
	expect("is posted", "run", "discard", "--period", "2026-01", "--reason", "x")
	expect("the next period is 2026-02", "run", "compute", "--period", "2026-01")
	expect("settle 2026-02 first", "run", "compute", "--period", "2026-03")
	if text := done(t, "run", "show"); strings.Count(text, "2026-01-settlement") != 2 || !strings.Contains(text, "discarded") {
		t.Errorf("run show: %s", text)
	}
}

// The schema is there after the first call, and a dry run shows it.
func TestMigrate(t *testing.T) {
	freshStores(t)
	if text := done(t, "migrate", "--dry-run"); !strings.Contains(text, "0001_clock") || strings.Contains(text, "pending") {
		t.Errorf("dry run on a migrated database: %s", text)
	}
	storetest.Run(t, "MATCH (m:Migration {name: '0004_runs'}) DELETE m")
	if text := done(t, "migrate", "--dry-run"); !strings.Contains(text, "0004_runs             pending") {
		t.Errorf("dry run on a database that lacks one: %s", text)
	}
	if text := refused(t, exitInvalid, "run", "show"); !strings.Contains(text, "run upline migrate") {
		t.Errorf("a call on a database that lacks a migration: %s", text)
	}
	if text := done(t, "migrate"); !strings.Contains(text, "applied now") {
		t.Errorf("migrate: %s", text)
	}
	done(t, "run", "show")
}

// Lines are put into the graph and taken out again.
func TestLinesAreProjected(t *testing.T) {
	freshStores(t)
	done(t, "import", "--data", written(t, three))
	done(t, "run", "settle", "--from", "2026-01", "--through", "2026-01")
	all := done(t, "project", "lines", "--period", "2026-01")
	if again := done(t, "project", "lines", "--period", "2026-01"); again != all {
		t.Errorf("projected again: %s, want %s", again, all)
	}
	if part := done(t, "project", "lines", "--period", "2026-01", "--under", "c"); part == all || strings.Contains(part, "Put 0") {
		t.Errorf("projected under c: %s, of all %s", part, all)
	}
	done(t, "project", "lines", "--period", "2026-01", "--drop")
	if text := done(t, "project", "lines", "--period", "2026-01", "--drop"); !strings.Contains(text, "Took 0 lines") {
		t.Errorf("dropped again: %s", text)
	}
	if text := refused(t, exitInvalid, "project", "lines", "--period", "2026-01", "--under", "nobody"); !strings.Contains(text, "no partner nobody") {
		t.Errorf("under nobody: %s", text)
	}
}
