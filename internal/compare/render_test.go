package compare

import (
	"encoding/xml"
	"errors"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"upline/commission"
	"upline/internal/bundletest"
	"upline/internal/fault"
	"upline/internal/money"
)

func differencesOf(t *testing.T, c *Comparison) string {
	t.Helper()
	var text strings.Builder
	if err := c.writeDifferences(&text); err != nil {
		t.Fatal(err)
	}
	return text.String()
}

func pageOf(t *testing.T, c *Comparison) string {
	t.Helper()
	var text strings.Builder
	if err := c.writePage(&text); err != nil {
		t.Fatal(err)
	}
	return text.String()
}

// Partner 1 rises by the new rank, 2 is quoted and loses, 3 has a name of several lines and stays, 4 gets nothing and
// is left out.
func TestDifferences(t *testing.T) {
	partners := peopleNamed("Ada", `Grace "the" Hopper, Dr.`, "Edsger\nDijkstra", "Nobody")
	got := differencesOf(t, compared(t, partners, []money.Value{3, 1, 2, 0},
		inventedPlan([]string{"low", "mid", "top"}, 0, euros(1000), euros(5)),
		inventedPlan([]string{"low", "mid", "top", "peak, new"}, 0, 1, euros(5), euros(7)),
	))
	const want = `partner,name,rank_a,rank_b,earnings_a,earnings_b,difference
P1,Ada,top,"peak, new",5.00,7.00,2.00
P2,"Grace ""the"" Hopper, Dr.",mid,mid,1000.00,0.00,-1000.00
P3,"Edsger
Dijkstra",top,top,5.00,5.00,0.00
`
	if got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}

const attack = `</title></style></svg><script src="https://evil.example/x.js">alert(1)</script><img src=x onerror=alert(1)>"'`

// attacked returns a comparison in which every text that comes from outside is an attack.
func attacked(t *testing.T) *Comparison {
	t.Helper()
	plan := func(amount money.Value) *commission.Plan {
		p := inventedPlan([]string{"<script>low", "<script>top"}, amount, 2*amount)
		p.Name, p.File, p.Currency = "name"+attack, "file"+attack, "<b>EUR"
		return p
	}
	partners := []commission.Partner{{ID: "<script>1", Name: "name" + attack}, {ID: "<script>2", Name: "loser" + attack}}
	a, b := plan(euros(10)), plan(euros(20))
	a.Bonuses[0].ID, b.Bonuses[0].ID = "<script>a", "<script>b"
	b.Bonuses[0].Rule.(*commission.Fixed).Amounts[1] = 0
	return compared(t, partners, []money.Value{0, 1}, a, b)
}

// The page is read in other people's browsers: no text of the company may become markup, and nothing is fetched.
func TestPageIsSelfContainedAndEscapesNames(t *testing.T) {
	for name, c := range map[string]*Comparison{"attack": attacked(t), "vector": settled(t, aVector(t))} {
		t.Run(name, func(t *testing.T) {
			page := pageOf(t, c)
			for _, element := range elements(t, page) {
				switch element.Name.Local {
				case "script", "link", "img", "iframe", "object", "embed", "base", "form", "a", "image", "use", "foreignObject", "b>EUR":
					t.Errorf("the page has an element %s", element.Name.Local)
				}
				for _, attribute := range element.Attr {
					attributeName := strings.ToLower(attribute.Name.Local)
					if attributeName == "src" || attributeName == "href" || strings.HasPrefix(attributeName, "on") || attributeName == "style" ||
						strings.Contains(attribute.Value, "://") {
						t.Errorf("%s has %s=%q", element.Name.Local, attributeName, attribute.Value)
					}
				}
			}
			style := regexp.MustCompile(`(?s)<style>.*?</style>`).FindString(page)
			if style == "" || strings.Contains(style, "url(") || strings.Contains(style, "@import") {
				t.Errorf("style loads something: %s", style)
			}
			if !strings.Contains(page, `content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"`) {
				t.Error("the page has no content security policy")
			}
		})
	}
}

func TestPageShowsNamesAsTheyAre(t *testing.T) {
	text := textOf(t, pageOf(t, attacked(t)))
	for _, want := range []string{"name" + attack, "loser" + attack, "file" + attack, "<script>1", "<script>top", "<script>a", "<b>EUR"} {
		if !strings.Contains(text, want) {
			t.Errorf("the page does not show %s", want)
		}
	}
}

// decoder reads a page; html/template writes what is well-formed but for elements without an end.
func decoder(page string) *xml.Decoder {
	d := xml.NewDecoder(strings.NewReader(strings.TrimPrefix(page, "<!doctype html>")))
	d.Strict = false
	d.AutoClose = []string{"meta"}
	d.Entity = xml.HTMLEntity
	return d
}

func elements(t *testing.T, page string) []xml.StartElement {
	t.Helper()
	var list []xml.StartElement
	for d := decoder(page); ; {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return list
		}
		if err != nil {
			t.Fatalf("the page is not well-formed: %v", err)
		}
		if start, ok := token.(xml.StartElement); ok {
			list = append(list, start.Copy())
		}
	}
}

func textOf(t *testing.T, page string) string {
	t.Helper()
	var text strings.Builder
	for d := decoder(page); ; {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return text.String()
		}
		if err != nil {
			t.Fatal(err)
		}
		if data, ok := token.(xml.CharData); ok {
			text.Write(data)
		}
	}
}

// Every picture has a name and a description, which are there, once.
func TestChartsAreNamed(t *testing.T) {
	list := elements(t, pageOf(t, settled(t, aVector(t))))
	ids, pictures := map[string]int{}, 0
	attribute := func(e xml.StartElement, name string) string {
		for _, a := range e.Attr {
			if a.Name.Local == name {
				return a.Value
			}
		}
		return ""
	}
	for _, element := range list {
		if id := attribute(element, "id"); id != "" {
			ids[id]++
		}
	}
	for _, element := range list {
		if attribute(element, "role") != "img" {
			continue
		}
		pictures++
		names := strings.Fields(attribute(element, "aria-labelledby"))
		if len(names) == 0 {
			t.Errorf("a picture has no name")
		}
		for _, id := range names {
			if ids[id] != 1 {
				t.Errorf("%d elements have the id %s", ids[id], id)
			}
		}
	}
	if pictures != 6 {
		t.Errorf("the page has %d pictures", pictures)
	}
}

// The page of a comparison without anything in it still reads well.
func TestPageWithoutFigures(t *testing.T) {
	c := compared(t, peopleNamed("Ada"), nil, inventedPlan([]string{"low"}, 0), inventedPlan([]string{"low"}, 0))
	page := textOf(t, pageOf(t, c))
	for _, want := range []string{"Neither plan pays anybody a commission.", "no CV in these periods"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
	if strings.Contains(page, "Who wins most") || strings.Contains(page, "NaN") || strings.Contains(page, "%!") {
		t.Error("the page shows what is not there")
	}
}

func TestWriteReplacesAnEarlierComparisonAndNothingElse(t *testing.T) {
	c := settled(t, aVector(t))
	dir := filepath.Join(t.TempDir(), "new", "comparison")
	for range 2 {
		if err := c.Write(dir); err != nil {
			t.Fatal(err)
		}
	}
	files := bundletest.ReadFiles(t, dir)
	if len(files) != 2 || files[Differences] != differencesOf(t, c) || files[Page] != pageOf(t, c) {
		t.Errorf("the folder holds %d files", len(files))
	}
	if err := os.WriteFile(filepath.Join(dir, "mine.txt"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if err := c.Write(dir); fault.KindOf(err) != fault.Conflict || !strings.Contains(err.Error(), "mine.txt, which is no comparison") {
		t.Errorf("got %v", err)
	}
	if got := bundletest.ReadFiles(t, dir); len(got) != 3 {
		t.Errorf("the folder holds %d files", len(got))
	}
}
