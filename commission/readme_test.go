package commission_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"upline/commission/planfile"
	"upline/internal/bundletest"
	"upline/internal/fault"
	"upline/internal/naive"
	"upline/internal/page"
	"upline/internal/settletest"
)

// The README is the plan language for its users. These tests hold it to the code: its examples are settled by both
// engines, its sums worked out again, every word that a plan may hold stands in it, and what cites it finds its
// paragraph.
const readme = "README.md"

func TestReadmeExamples(t *testing.T) {
	count := 0
	for _, block := range page.Read(t, readme).Blocks {
		if block.Name != "example" {
			continue
		}
		count++
		t.Run(fmt.Sprintf("line %d", block.Line), func(t *testing.T) {
			example, err := page.ParseExample(block.Text)
			if err != nil {
				t.Fatal(err)
			}
			dir := t.TempDir()
			bundletest.WriteFiles(t, dir, example.Bundle)
			fast, err := settletest.Dir(t, dir, example.From, example.Through, 2)
			if example.Findings != "" {
				checkFindings(t, err, example.Findings)
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			slow, err := naive.Settle(example.Bundle, example.From, example.Through)
			if err != nil {
				t.Fatal(err)
			}
			checkTables(t, "the engine", example.Tables, fast)
			checkTables(t, "the naive engine", example.Tables, slow)
		})
	}
	if count < 20 {
		t.Errorf("only %d examples found: have they lost their fences?", count)
	}
}

func checkTables(t *testing.T, engine string, tables []page.Table, results map[string]string) {
	t.Helper()
	if len(tables) == 0 {
		t.Error("the example expects nothing")
	}
	for _, table := range tables {
		if err := table.Compare(results[table.File]); err != nil {
			t.Errorf("%s: %v", engine, err)
		}
	}
}

// checkFindings compares the findings word for word.
func checkFindings(t *testing.T, err error, want string) {
	t.Helper()
	findings, ok := errors.AsType[fault.Findings](err)
	if !ok {
		t.Fatalf("the bundle is not refused: %v", err)
	}
	if got := findings.Error(); got != want {
		t.Errorf("the findings are\n%s\nnot\n%s", got, want)
	}
}

func TestReadmeSums(t *testing.T) {
	sums := page.Read(t, readme).Sums()
	for _, sum := range sums {
		if err := sum.Check(); err != nil {
			t.Error(err)
		}
	}
	if len(sums) < 20 {
		t.Errorf("only %d sums found: are they written like 200 × 4 %% = 8.00?", len(sums))
	}
}

// schema is what these tests look at in the JSON Schema of a plan.
type schema struct {
	Const      string
	Enum       []string
	Properties map[string]*schema
	Items      *schema
	OneOf      []*schema
	AllOf      []*schema
	If, Then   *schema
}

func planSchema(t *testing.T) *schema {
	t.Helper()
	var root schema
	if err := json.Unmarshal(planfile.Schema(), &root); err != nil {
		t.Fatal(err)
	}
	return &root
}

// words appends every key and every word that the schema knows.
func (s *schema) words(list []string) []string {
	if s == nil {
		return list
	}
	list = append(append(list, s.Enum...), s.Const)
	for key, value := range s.Properties {
		list = value.words(append(list, key))
	}
	for _, part := range slices.Concat(s.OneOf, s.AllOf, []*schema{s.Items, s.If, s.Then}) {
		list = part.words(list)
	}
	return list
}

var (
	inlineCode = regexp.MustCompile("`[^`]+`")
	word       = regexp.MustCompile(`[a-z0-9_]+`)
)

// codeWords returns the words that stand in inline code and in blocks, on the lines from one up to another.
func codeWords(p *page.Page, from, to int) map[string]bool {
	var code []string
	for i, line := range strings.Split(p.Prose(), "\n") {
		if from <= i+1 && i+1 < to {
			code = append(code, inlineCode.FindAllString(line, -1)...)
		}
	}
	for _, block := range p.Blocks {
		if from <= block.Line && block.Line < to {
			code = append(code, block.Text)
		}
	}
	found := map[string]bool{}
	for _, w := range word.FindAllString(strings.Join(code, "\n"), -1) {
		found[w] = true
	}
	return found
}

// Every key, every word that a key may have as its value, and every type of bonus stands in the README.
func TestReadmeKnowsEveryWord(t *testing.T) {
	p := page.Read(t, readme)
	known := codeWords(p, 0, 1+strings.Count(p.Prose(), "\n"))
	words := planSchema(t).words(nil)
	if len(words) < 100 {
		t.Fatalf("only %d words in the schema: is it still read as it is written?", len(words))
	}
	for _, w := range words {
		if w != "" && !known[w] {
			t.Errorf("%s does not mention %q", readme, w)
		}
	}
}

// Every type of bonus has a heading of its own, and below it all keys of its own and an example.
func TestReadmeDescribesEveryBonus(t *testing.T) {
	p := page.Read(t, readme)
	variants := planSchema(t).Properties["bonuses"].Items.AllOf
	if len(variants) < 9 {
		t.Fatalf("only %d types of bonus in the schema", len(variants))
	}
	for _, variant := range variants {
		name := variant.If.Properties["type"].Const
		at := slices.IndexFunc(p.Headings, func(h page.Heading) bool { return strings.HasPrefix(h.Text, "`"+name+"`") })
		if at < 0 || at+1 == len(p.Headings) {
			t.Errorf("no heading for %s", name)
			continue
		}
		from, to := p.Headings[at].Line, p.Headings[at+1].Line
		known := codeWords(p, from, to)
		for key := range variant.Then.Properties {
			common := slices.Contains([]string{"needs_active", "min_rank", "only"}, key)
			if !common && !known[key] {
				t.Errorf("the key %s is missing below the heading of %s", key, name)
			}
		}
		if !slices.ContainsFunc(p.Blocks, func(b page.Block) bool {
			return b.Name == "example" && from < b.Line && b.Line < to && strings.Contains(b.Text, "type: "+name)
		}) {
			t.Errorf("no example below the heading of %s", name)
		}
	}
}

// The paragraphs are §1 to §10, in order. Each that the README or any code cites exists, and so does what the README
// links to.
func TestReadmeReferences(t *testing.T) {
	p := page.Read(t, readme)
	paragraphs := p.Paragraphs()
	if want := strings.Fields("1 2 3 4 5 6 7 8 9 10"); !slices.Equal(paragraphs, want) {
		t.Errorf("the paragraphs are %v, want %v", paragraphs, want)
	}
	for _, n := range slices.Concat(p.Cited(), codeCitations(t)) {
		if !slices.Contains(paragraphs, n) {
			t.Errorf("§%s is cited, which %s does not have", n, readme)
		}
	}
	if err := p.CheckLinks("."); err != nil {
		t.Error(err)
	}
}

// codeCitations returns the paragraphs that the code of the module cites.
func codeCitations(t *testing.T) (paragraphs []string) {
	t.Helper()
	citation := regexp.MustCompile(`plan-language §(\d+)`)
	err := filepath.WalkDir("..", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || filepath.Ext(path) != ".go" {
			return err
		}
		code, err := os.ReadFile(path)
		for _, n := range citation.FindAllSubmatch(code, -1) {
			paragraphs = append(paragraphs, string(n[1]))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(paragraphs) == 0 {
		t.Error("no code cites the README")
	}
	return paragraphs
}
