package bundle

import (
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"upline/commission"
	"upline/internal/bundletest"
	"upline/internal/fault"
	"upline/internal/period"
)

// exported writes a content and returns its files.
func exported(t *testing.T, c Content) map[string]string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "export")
	if err := Write(dir, c); err != nil {
		t.Fatal(err)
	}
	return bundletest.ReadFiles(t, dir)
}

func mustRead(t *testing.T, files map[string]string) *Content {
	t.Helper()
	c, err := readContent(files, Options{})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// TestWritten: what is written of facts of all sorts. Of the sponsors, those of a, c and e are in partners.csv; b and d
// have a history, and d's has a gap; r was never sponsored, and f only before joining. In bin, d joined last and was placed
// last, below b; f is listed, but stands nowhere. In m3 nobody is placed who is not listed.
func TestWritten(t *testing.T) {
	plan := strings.Replace(sound["plans/test.yaml"], "kind: binary", "kind: binary, auto: breadth_first", 1)
	got := exported(t, *mustRead(t, map[string]string{
		"partners.csv": "id,name,joined,sponsor\n" +
			"r,Root,2026-01-01,\nc,\"Cleo, \"\"C\"\"\",2026-01-10,b\na,\"Anna\nMaria\",2026-01-01,r\nb, Ben,2026-01-05,a\nd,,2026-01-20,a\n" +
			"\"e,1\",Eve,2026-01-15,a\nf,Finn,2026-01-15,a\n",
		"sponsorships.csv": "partner,sponsor,from,to\n" +
			"b,r,2026-03-01,\nb,r,2025-01-01,2026-01-05\nb,a,2026-01-01,2026-02-01\nb,,2026-02-01,2026-03-01\n" +
			"d,a,2020-01-01,2026-02-01\nd,\"e,1\",2026-02-10,\nf,a,2020-01-01,2026-01-15\nc,b,2026-01-01,\n",
		"placements.csv": "tree,partner,parent,slot,from,to\n" +
			"m3,b,r,2,2026-02-01,\nm3,r,,0,2026-01-01,\nm3,b,r,1,2025-01-01,2026-02-01\nbin,f,r,1,2025-01-01,2026-01-15\n",
		"status.csv":        "partner,status,from,to\nc,terminated,2026-02-01,\nc,suspended,2025-01-15,2026-02-01\na,active,0001-01-01,9999-12-31\n",
		"careers.csv":       "partner,rank,from,to\nc,leader,2025-01-01,2025-06-01\n",
		"overrides.csv":     "reason,partner,rank,on\n\"late, but still\",b,starter,2026-03-10\n ok,r,leader,2026-02-01\n\"\"\"x\"\"\",b,leader,2026-01-05\n",
		"orders.csv":        "id,partner,kind,placed_on,paid_on,points,cv\no2,b,x,2026-01-06,,000.5000,40.25\nO1,c,\"Abo, neu\",2026-01-15,2026-02-01,20,0\n",
		"cancellations.csv": "id,order,cancelled_on,share\nk1,o2,2026-02-20,0.250\nk0,O1,2026-02-20,\nk9,o2,2026-01-20,0.5\n",
		"plans/a.yaml":      plan + "# written as it is\n",
	}))
	want := map[string]string{
		"partners.csv": "id,name,joined,sponsor\n" +
			"a,\"Anna\nMaria\",2026-01-01,r\nb, Ben,2026-01-05,\nc,\"Cleo, \"\"C\"\"\",2026-01-10,b\nd,,2026-01-20,\n\"e,1\",Eve,2026-01-15,a\n" +
			"f,Finn,2026-01-15,\nr,Root,2026-01-01,\n",
		"sponsorships.csv": "partner,sponsor,from,to\n" +
			"b,a,2026-01-05,2026-02-01\nb,,2026-02-01,2026-03-01\nb,r,2026-03-01,\n" +
			"d,a,2026-01-20,2026-02-01\nd,\"e,1\",2026-02-10,\n",
		"placements.csv": "tree,partner,parent,slot,from,to\n" +
			"bin,a,r,0,2026-01-01,\nbin,b,a,0,2026-01-05,\nbin,c,b,0,2026-01-10,\nbin,d,b,1,2026-01-20,\n" +
			"bin,\"e,1\",a,1,2026-01-15,\nbin,f,,0,2026-01-14,2026-01-15\nbin,r,,0,2026-01-01,\n" +
			"m3,b,r,1,2026-01-05,2026-02-01\nm3,b,r,2,2026-02-01,\nm3,r,,0,2026-01-01,\n",
		"status.csv":        "partner,status,from,to\na,active,0001-01-01,9999-12-31\nc,suspended,2025-01-15,2026-02-01\nc,terminated,2026-02-01,\n",
		"careers.csv":       "partner,rank,from,to\nc,leader,2025-01-01,2025-06-01\n",
		"overrides.csv":     "partner,rank,on,reason\nb,leader,2026-01-05,\"\"\"x\"\"\"\nb,starter,2026-03-10,\"late, but still\"\nr,leader,2026-02-01, ok\n",
		"orders.csv":        "id,partner,kind,placed_on,paid_on,points,cv\nO1,c,\"Abo, neu\",2026-01-15,2026-02-01,20,0\no2,b,x,2026-01-06,,0.5,40.25\n",
		"cancellations.csv": "id,order,cancelled_on,share\nk9,o2,2026-01-20,0.5\nk0,O1,2026-02-20,1\nk1,o2,2026-02-20,0.25\n",
		"plans/a.yaml":      plan + "# written as it is\n",
	}
	for name := range want {
		if got[name] != want[name] {
			t.Errorf("%s is\n%s\nwant\n%s", name, got[name], want[name])
		}
	}
	if len(got) != len(want) {
		t.Errorf("%d files, want %d", len(got), len(want))
	}
}

// TestOptionalFilesAreLeftOut when they have no rows, the others are not.
func TestOptionalFilesAreLeftOut(t *testing.T) {
	got := exported(t, *mustRead(t, map[string]string{
		"partners.csv":    "id,name,joined,sponsor\n",
		"orders.csv":      "id,partner,kind,placed_on,paid_on,points,cv\n",
		"careers.csv":     "partner,rank,from,to\n",
		"plans/test.yaml": sound["plans/test.yaml"],
	}))
	delete(got, "plans/test.yaml")
	if want := (map[string]string{
		"partners.csv": "id,name,joined,sponsor\n",
		"orders.csv":   "id,partner,kind,placed_on,paid_on,points,cv\n",
	}); !maps.Equal(got, want) {
		t.Errorf("got %q", got)
	}
}

// TestTextsAreReadAsTheyWere, whatever line breaks and quotes they hold.
func TestTextsAreReadAsTheyWere(t *testing.T) {
	texts := []string{"", " ", `"`, `""`, ",", "a\nb", "a\r\nb", "a\r\r\nb", "\r\n", "\n", "a\r", "\r", "\ufeff", " \"x\", y\r\n\n\r", `\.`, "\t#"}
	c := mustRead(t, changed(nil))
	kinds := len(c.Facts.Kinds)
	c.Facts.Kinds = append(c.Facts.Kinds, texts...)
	c.Facts.Orders = nil
	for i, text := range texts {
		id := string(rune('a'+i)) + "!"
		c.Facts.Orders = append(c.Facts.Orders, commission.Order{ID: id, PlacedOn: c.Facts.Plans[0].ValidFrom, PaidOn: period.Forever, Kind: int32(kinds + i)})
		c.Facts.Partners[0].Name = text
		c.Facts.Cancellations = nil
		back := mustRead(t, exported(t, *c))
		if got := back.Facts.Partners[0].Name; got != text {
			t.Errorf("name %q is read as %q", text, got)
		}
		if got := back.Facts.Kinds[back.Facts.Orders[i].Kind]; got != text {
			t.Errorf("kind %q is read as %q", text, got)
		}
	}
}

// TestFirstDay: who joined on the first day of all cannot be listed by a row that counts nowhere, but by one that no period
// sees.
func TestFirstDay(t *testing.T) {
	if firstDay.String() != "0001-01-01" {
		t.Fatalf("the first day is %v", firstDay)
	}
	c := mustRead(t, changed(files{
		"partners.csv":      "id,name,joined,sponsor\na,Anna,0001-01-01,\nb,Ben,0001-01-02,a\n",
		"plans/test.yaml":   strings.Replace(sound["plans/test.yaml"], "kind: binary", "kind: binary, auto: breadth_first", 1),
		"sponsorships.csv":  absent,
		"placements.csv":    absent,
		"status.csv":        absent,
		"careers.csv":       absent,
		"overrides.csv":     absent,
		"orders.csv":        "id,partner,kind,placed_on,paid_on,points,cv\n",
		"cancellations.csv": absent,
	}))
	c.Facts.Placements[0] = commission.Timelines[commission.Place]{}
	files := exported(t, *c)
	if want := "tree,partner,parent,slot,from,to\nbin,a,,0,0001-01-01,0001-01-02\nbin,b,,0,0001-01-01,0001-01-02\n"; files["placements.csv"] != want {
		t.Errorf("placements.csv is\n%s", files["placements.csv"])
	}
	back := mustRead(t, files)
	for partner := range commission.PartnerNo(2) {
		for _, span := range back.Facts.Placements[0].Of(partner) {
			if span.To > firstDay+1 {
				t.Errorf("partner %d is placed: %v", partner, span)
			}
		}
	}
	if again := exported(t, *back); !maps.Equal(again, files) {
		t.Errorf("written again: %q", again)
	}
}

// TestListed: who has any row in placements.csv is told by tree, and the plans are kept as they are.
func TestListed(t *testing.T) {
	c := mustRead(t, changed(files{"+placements.csv": "m3,d,r,0,2025-01-01,2025-02-01\n"}))
	want := [][]bool{{true, true, false, false, true}, {true, false, false, true, true}}
	if !reflect.DeepEqual(c.Listed, want) {
		t.Errorf("listed are %v, want %v", c.Listed, want)
	}
	if len(c.Plans) != 1 || c.Plans[0].Name != c.Facts.Plans[0].File || string(c.Plans[0].Bytes) != sound["plans/test.yaml"] {
		t.Errorf("plans: %q", c.Plans)
	}
}

// TestPlanNames: what Read would not find is not written.
func TestPlanNames(t *testing.T) {
	c := mustRead(t, changed(nil))
	for _, names := range [][]string{
		nil,
		{""},
		{"2026.yaml"},
		{"plans/2026.yml"},
		{"plans/.yaml"},
		{"plans/.2026.yaml"},
		{"plans/../2026.yaml"},
		{"../plans/2026.yaml"},
		{"plans/2026/a.yaml"},
		{"plans/a.yaml", "plans/b.yaml", "plans/a.yaml"},
	} {
		c.Plans = nil
		for _, name := range names {
			c.Plans = append(c.Plans, PlanFile{name, []byte(sound["plans/test.yaml"])})
		}
		dir := filepath.Join(t.TempDir(), "export")
		if err := Write(dir, *c); fault.KindOf(err) != fault.Invalid {
			t.Errorf("%q: got %v", names, err)
		}
		if _, err := os.Stat(dir); !os.IsNotExist(err) {
			t.Errorf("%q: the folder is there: %v", names, err)
		}
	}
}

// TestReasons: an override without a reason is not written.
func TestReasons(t *testing.T) {
	c := mustRead(t, changed(nil))
	if !reflect.DeepEqual(c.Reasons, []string{"promised"}) {
		t.Errorf("reasons: %q", c.Reasons)
	}
	for _, reasons := range [][]string{nil, {""}, {"x", "y"}} {
		c.Reasons = reasons
		if err := Write(filepath.Join(t.TempDir(), "export"), *c); fault.KindOf(err) != fault.Invalid {
			t.Errorf("%q: got %v", reasons, err)
		}
	}
}

// TestWriteReplaces an earlier bundle whole, and nothing else.
func TestWriteReplaces(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "export")
	c := mustRead(t, changed(nil))
	if err := Write(dir, *c); err != nil {
		t.Fatal(err)
	}
	c.Facts.Careers = commission.Timelines[commission.Rank]{}
	c.Plans[0].Name = "plans/other.yaml"
	if err := Write(dir, *c); err != nil {
		t.Fatal(err)
	}
	files := bundletest.ReadFiles(t, dir)
	if files["careers.csv"] != "" || files["plans/test.yaml"] != "" || files["plans/other.yaml"] == "" {
		t.Errorf("the folder holds %q", files)
	}
	for _, other := range []string{"letter.txt", "plans/letter.txt"} {
		if err := os.WriteFile(filepath.Join(dir, other), nil, 0o644); err != nil {
			t.Fatal(err)
		}
		if err := Write(dir, *c); fault.KindOf(err) != fault.Conflict || !strings.Contains(err.Error(), other+", which is no bundle file") {
			t.Errorf("got %v", err)
		}
		if err := os.Remove(filepath.Join(dir, other)); err != nil {
			t.Fatal(err)
		}
	}
	if after := bundletest.ReadFiles(t, dir); !maps.Equal(after, files) {
		t.Errorf("the folder holds %q", after)
	}
}

// TestSpansOfRoots: a root by a row and a root without one are not mixed up.
func TestSpansOfRoots(t *testing.T) {
	c := mustRead(t, changed(files{"sponsorships.csv": "partner,sponsor,from,to\na,,2026-01-01,\n"}))
	back := mustRead(t, exported(t, *c))
	root := []commission.Span[commission.PartnerNo]{{From: c.Facts.Partners[0].Joined, To: period.Forever, Value: commission.NoPartner}}
	if got := back.Facts.Sponsors.Of(0); !reflect.DeepEqual(got, root) {
		t.Errorf("sponsors of a: %v", got)
	}
	if got := back.Facts.Sponsors.Of(4); len(got) > 0 {
		t.Errorf("sponsors of r: %v", got)
	}
}
