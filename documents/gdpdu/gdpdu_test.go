package gdpdu_test

import (
	"bytes"
	"encoding/csv"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"upline/documents/gdpdu"
	"upline/internal/fault"
)

func set() *gdpdu.Set {
	return &gdpdu.Set{
		Supplier: gdpdu.Supplier{Name: `Müller & Söhne "Vertrieb" <GmbH>`, Location: "Berlin", Comment: "Provisionen"}, Media: "Provisionen 2026", From: "2026-01-01", Through: "2026-12-31",
		Tables: []*gdpdu.Table{
			{File: "partners.csv", Name: "Partner", Description: "Partner", Columns: []gdpdu.Column{{Name: "id", Key: true}, {Name: "joined", Kind: gdpdu.Day, Description: "Eintritt"}}},
			{
				File: "orders.csv", Name: "Orders", Description: "Aufträge",
				Columns:    []gdpdu.Column{{Name: "id", Key: true}, {Name: "partner"}, {Name: "points", Kind: gdpdu.Number, Places: 4}, {Name: "count", Kind: gdpdu.Number}},
				References: []gdpdu.Reference{{Columns: []string{"partner"}, Table: "Partner", Key: []string{"id"}}},
			},
			{File: "log.csv", Name: "Log", Columns: []gdpdu.Column{{Name: "text"}}},
		},
	}
}

func index(t testing.TB, s *gdpdu.Set) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := s.Write(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// index.xml is valid against the DTD that lies beside it: by a walk of our own over its content models, and by xmllint where that is installed.
func TestTheIndexIsValid(t *testing.T) {
	file := index(t, set())
	if err := validate(gdpdu.DTD, file); err != nil {
		t.Error(err)
	}
	if linter, err := exec.LookPath("xmllint"); err == nil {
		dir := t.TempDir()
		for name, content := range map[string][]byte{gdpdu.IndexFile: file, gdpdu.DTDFile: gdpdu.DTD} {
			if err := os.WriteFile(filepath.Join(dir, name), content, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		if out, err := exec.Command(linter, "--noout", "--valid", filepath.Join(dir, gdpdu.IndexFile)).CombinedOutput(); err != nil {
			t.Errorf("%v: %s", err, out)
		}
	}
	for _, want := range []string{
		`<!DOCTYPE DataSet SYSTEM "gdpdu-01-09-2004.dtd">`, "<UTF8></UTF8>", "<DecimalSymbol>,</DecimalSymbol>", "<Accuracy>4</Accuracy>", "<Format>YYYY-MM-DD</Format>",
		"<References>Partner</References>", "<RecordDelimiter>&#xD;&#xA;</RecordDelimiter>", "Müller &amp; Söhne",
	} {
		if !strings.Contains(string(file), want) {
			t.Errorf("it does not say %s", want)
		}
	}
}

// The walk of the test is strict: what the DTD does not allow, it finds.
func TestTheWalkFindsWhatIsWrong(t *testing.T) {
	good := string(index(t, set()))
	for name, bad := range map[string]string{
		"order":   strings.Replace(good, "<Version>1.0</Version>", "", 1),
		"unknown": strings.ReplaceAll(strings.ReplaceAll(good, "<Media>", "<Medium>"), "</Media>", "</Medium>"),
		"choice":  strings.Replace(good, "<AlphaNumeric></AlphaNumeric>", "<AlphaNumeric></AlphaNumeric><Numeric></Numeric>", 1),
		"empty":   strings.Replace(good, "<UTF8></UTF8>", "<UTF8>x</UTF8>", 1),
		"text":    strings.Replace(good, "<Media>", "<Media>text", 1),
		"twice":   strings.Replace(good, "<Location>", "<Location></Location><Location>", 1),
		"half":    strings.Replace(good, "<DigitGroupingSymbol>.</DigitGroupingSymbol>", "", 1),
		"root":    strings.ReplaceAll(strings.ReplaceAll(good, "<DataSet>", "<Media>"), "</DataSet>", "</Media>"),
	} {
		if bad == good {
			t.Errorf("%s: nothing was changed", name)
		}
		if validate(gdpdu.DTD, []byte(bad)) == nil {
			t.Errorf("%s: nothing was found", name)
		}
	}
}

// validate checks a document against the content models of a DTD, which has elements alone. Each model becomes a regular expression over the
// names of the children.
func validate(dtd, file []byte) error {
	models := map[string]string{}
	for _, match := range regexp.MustCompile(`(?s)<!ELEMENT\s+(\w+)\s+(.*?)>`).FindAllSubmatch(dtd, -1) {
		models[string(match[1])] = string(match[2])
	}
	type open struct {
		name     string
		children strings.Builder
		text     strings.Builder
	}
	var stack []*open
	decoder, root := xml.NewDecoder(bytes.NewReader(file)), ""
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return err
		}
		switch token := token.(type) {
		case xml.StartElement:
			name := token.Name.Local
			if len(token.Attr) > 0 {
				return fmt.Errorf("%s has attributes, and none is declared", name)
			}
			if len(stack) == 0 {
				root = name
			} else {
				stack[len(stack)-1].children.WriteString(name + ",")
			}
			stack = append(stack, &open{name: name})
		case xml.CharData:
			if len(stack) > 0 {
				stack[len(stack)-1].text.Write(token)
			}
		case xml.EndElement:
			e := stack[len(stack)-1]
			stack = stack[:len(stack)-1]
			if err := fits(models, e.name, e.children.String(), e.text.String()); err != nil {
				return err
			}
		}
	}
	if root != "DataSet" {
		return fmt.Errorf("the root is %s, and the document type DataSet", root)
	}
	return nil
}

func fits(models map[string]string, name, children, text string) error {
	model, declared := models[name]
	switch {
	case !declared:
		return fmt.Errorf("%s is not declared", name)
	case model == "EMPTY":
		if children+text != "" {
			return fmt.Errorf("%s is not empty", name)
		}
	case model == "(#PCDATA)":
		if children != "" {
			return fmt.Errorf("%s has elements, and holds text", name)
		}
	case strings.TrimSpace(text) != "":
		return fmt.Errorf("%s has text, and holds elements", name)
	default:
		pattern := regexp.MustCompile(`\w+`).ReplaceAllString(model, `(?:$0;)`)
		pattern = strings.ReplaceAll(strings.Join(strings.FieldsFunc(pattern, func(r rune) bool { return r == ' ' || r == ',' || r == '\n' }), ""), ";", ",")
		if !regexp.MustCompile("^" + pattern + "$").MatchString(children) {
			return fmt.Errorf("%s holds %s, and may hold %s", name, children, model)
		}
	}
	return nil
}

// Whatever texts and numbers are in a table, a reader gets them back: as many columns, and the same values.
func TestRowsComeBack(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		table := set().Tables[1]
		var file bytes.Buffer
		rows := table.Rows(&file)
		var want [][]string
		for range rapid.IntRange(0, 20).Draw(r, "rows") {
			id, partner := rapid.String().Draw(r, "id"), rapid.StringN(0, 30, -1).Draw(r, "partner")
			n := rapid.Int64Range(-1_000_000_0000, 1_000_000_0000).Draw(r, "points")
			sign, abs := "", n
			if n < 0 {
				sign, abs = "-", -n
			}
			if err := rows.Add(id, partner, fmt.Sprintf("%s%d.%04d", sign, abs/10000, abs%10000), ""); err != nil {
				r.Fatal(err)
			}
			want = append(want, []string{kept(id), kept(partner), fmt.Sprintf("%s%d,%04d", sign, abs/10000, abs%10000), ""})
		}
		if count, err := rows.End(); err != nil || count != int64(len(want)) {
			r.Fatal(count, err)
		}
		if lines := strings.Count(file.String(), "\n"); lines != len(want)+1 || strings.Count(file.String(), "\r\n") != lines {
			r.Fatalf("%d lines for %d rows", lines, len(want))
		}
		reader := csv.NewReader(&file)
		reader.Comma = ';'
		got, err := reader.ReadAll()
		if err != nil {
			r.Fatal(err)
		}
		if fmt.Sprintf("%q", got[1:]) != fmt.Sprintf("%q", want) {
			r.Errorf("%q, want %q", got[1:], want)
		}
	})
}

// kept is what is left of a text.
func kept(text string) string {
	return strings.Map(func(c rune) rune {
		if c < ' ' || c == '\ufffd' || c == '\u2028' || c == '\u2029' || c == '\ufffe' || c == '\uffff' {
			return ' '
		}
		return c
	}, text)
}

func TestCellsThatDoNotFitAreRefused(t *testing.T) {
	for _, row := range [][]string{
		{"a"}, {"a", "b", "1.23456", ""}, {"a", "b", "1,5", ""}, {"a", "b", "1e5", ""}, {"a", "b", "-", ""}, {"a", "b", "1", "1.5"}, {"a", "b", "", "", "more"},
	} {
		if err := set().Tables[1].Rows(io.Discard).Add(row...); err == nil || fault.KindOf(err) != fault.Internal {
			t.Errorf("%q: %v", row, err)
		}
	}
	if err := set().Tables[0].Rows(io.Discard).Add("a", "31.12.2026"); err == nil {
		t.Error("a day of another form is taken")
	}
}
