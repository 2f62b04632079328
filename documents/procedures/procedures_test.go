package procedures_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"upline/documents/paper"
	"upline/documents/procedures"
	"upline/documents/retention"
	"upline/internal/fault"
)

func facts() *procedures.Facts {
	f := &procedures.Facts{
		Company: "Muster Vertriebs GmbH", Address: "Musterstraße 1, 10115 Berlin", Release: "upline v1.2.3, revision 0123456789ab", Rules: retention.ByLaw().All(), Zone: "Europe/Berlin",
		Bucket: procedures.Bucket{Name: "upline", Versions: true, Locks: true}, FourEyes: true, Joining: true,
		Settings: []procedures.Setting{{Name: "S3_BUCKET", Value: "upline"}, {Name: "UPLINE_SECRET", Value: "set", Secret: true}, {Name: "UPLINE_RATE_LIMIT", Value: "100"}, {Name: "SMTP_URL", Secret: true}},
		Profiles: []procedures.Profile{
			{Name: "Buchhaltung", About: "Zahlt aus | und bucht.", Grants: []procedures.Grant{{Permission: "payouts:release", Scope: "alle"}, {Permission: "documents:read", Scope: "alle"}}},
			{Name: "Partner", About: "Sieht eigene Verkäufe.", Grants: []procedures.Grant{{Permission: "orders:read", Scope: "eigene"}}},
		},
		Schedules: []procedures.Schedule{{Name: "journal", Cron: "* * * * *", Kind: "backup"}, {Name: "audit", Cron: "30 3 * * *", Kind: "audit", Paused: true}},
		Ranges:    []procedures.Range{{Name: "Gutschriften 2026", Example: "G2026-000001"}},
		Plans:     []procedures.Plan{{File: "plans/2026.yaml", ValidFrom: "2026-01-01", SHA256: strings.Repeat("ab", 32)}},
	}
	for i := range 19 {
		f.Migrations = append(f.Migrations, procedures.Migration{Name: fmt.Sprintf("%04d_name", i+1), SHA256: strings.Repeat("cd", 32), Applied: time.Date(2026, 11, 1+i, 8, 0, 0, 0, time.UTC)})
	}
	return f
}

func state() *procedures.State {
	at := time.Date(2026, 11, 27, 17, 0, 0, 0, time.UTC)
	return &procedures.State{Made: at, Journal: at.Add(-time.Minute), Anchors: 12, Done: []procedures.Done{{Kind: "backup", At: at}, {Kind: "audit"}}}
}

// Every fact is in the text, in both languages, and none of the values that are secret.
func TestTheTextSaysWhatIs(t *testing.T) {
	for _, language := range procedures.Languages {
		text, err := procedures.Write(language, facts())
		if err != nil {
			t.Fatal(err)
		}
		all, err := text.Markdown(3, state())
		if err != nil {
			t.Fatal(err)
		}
		want := []string{
			"Muster Vertriebs GmbH", "upline v1.2.3", "0019_name", "2026-11-19 08:00:00 UTC", "AO § 147 (1) no. 1", "compliance", "payouts:release (alle)", "Zahlt aus / und bucht.",
			"* * * * *", "G2026-000001", "plans/2026.yaml", "UPLINE_RATE_LIMIT | 100", "gdpdu-01-09-2004.dtd", "Europe/Berlin", text.SHA256, "2026-11-27 16:59:00 UTC", "______",
		}
		for _, one := range want {
			if !strings.Contains(all, one) {
				t.Errorf("%s: it does not say %q", language, one)
			}
		}
		for _, part := range []string{"## 1 ", "## 2 ", "## 3 ", "## 4 "} { // GoBD no. 153
			if strings.Count(all, part) != 1 {
				t.Errorf("%s: there are %d chapters %q", language, strings.Count(all, part), part)
			}
		}
		for _, bad := range []string{"<no value>", "{{", "SMTP_URL | –"} {
			if strings.Contains(all, bad) {
				t.Errorf("%s: it says %q", language, bad)
			}
		}
		checkTables(t, all)
	}
	if _, err := procedures.Write("fr", facts()); err == nil || fault.KindOf(err) != fault.Invalid {
		t.Error(err)
	}
}

// checkTables finds rows that do not have as many cells as their table.
func checkTables(t *testing.T, text string) {
	t.Helper()
	columns := 0
	for line := range strings.SplitSeq(text, "\n") {
		if !strings.HasPrefix(line, "|") {
			columns = 0
			continue
		}
		if n := strings.Count(line, "|"); columns == 0 {
			columns = n
		} else if n != columns {
			t.Errorf("%q has %d bars, and its table %d", line, n, columns)
		}
	}
}

// Both languages have the same chapters and the same tables.
func TestLanguagesSayTheSame(t *testing.T) {
	shape := func(language string) string {
		text, err := procedures.Write(language, facts())
		if err != nil {
			t.Fatal(err)
		}
		return fmt.Sprint(regexp.MustCompile(`(?m)^(#+ [0-9.]+|\|---.*|- |\*\*)`).FindAllString(text.Body, -1))
	}
	if de, en := shape("de"), shape("en"); de != en {
		t.Errorf("German has\n%s\nEnglish\n%s", de, en)
	}
}

// What is a procedure changes the checksum, and how things stand does not.
func TestTheChecksumIsOfTheProcedures(t *testing.T) {
	sum := func(change func(f *procedures.Facts)) string {
		f := facts()
		if change != nil {
			change(f)
		}
		text, err := procedures.Write("de", f)
		if err != nil {
			t.Fatal(err)
		}
		return text.SHA256
	}
	first := sum(nil)
	if sum(nil) != first {
		t.Error("the same facts have another checksum")
	}
	for name, change := range map[string]func(f *procedures.Facts){
		"release":   func(f *procedures.Facts) { f.Release += "x" },
		"migration": func(f *procedures.Facts) { f.Migrations = f.Migrations[1:] },
		"retention": func(f *procedures.Facts) { f.Rules[0].Kept++ },
		"bucket":    func(f *procedures.Facts) { f.Bucket.Locks = false },
		"setting":   func(f *procedures.Facts) { f.Settings[0].Value = "other" },
		"secret":    func(f *procedures.Facts) { f.Settings[1].Value = "" },
		"grant":     func(f *procedures.Facts) { f.Profiles[0].Grants[0].Scope = "eigene" },
		"schedule":  func(f *procedures.Facts) { f.Schedules[1].Paused = false },
		"range":     func(f *procedures.Facts) { f.Ranges[0].Example = "H" },
		"plan":      func(f *procedures.Facts) { f.Plans = nil },
		"four eyes": func(f *procedures.Facts) { f.FourEyes = false },
		"joining":   func(f *procedures.Facts) { f.Joining = false },
		"mail":      func(f *procedures.Facts) { f.Mail = true },
	} {
		if sum(change) == first {
			t.Errorf("another %s has the same checksum", name)
		}
	}
	if sum(func(f *procedures.Facts) { f.Settings[1].Value = "another secret" }) != first {
		t.Error("the value of a secret is in the text")
	}
}

func TestPaper(t *testing.T) {
	head, err := paper.Default()
	if err != nil {
		t.Fatal(err)
	}
	for _, language := range procedures.Languages {
		text, err := procedures.Write(language, facts())
		if err != nil {
			t.Fatal(err)
		}
		all, err := text.Markdown(1, state())
		if err != nil {
			t.Fatal(err)
		}
		file, err := procedures.Paper(head, language, all, state().Made)
		if err != nil {
			t.Fatal(err)
		}
		name := filepath.Join(t.TempDir(), "procedures.pdf")
		if keep := os.Getenv("UPLINE_PAPER_OUT"); keep != "" {
			name = filepath.Join(keep, "procedures-"+language+".pdf")
		}
		if err := os.WriteFile(name, file, 0o600); err != nil {
			t.Fatal(err)
		}
		out, err := exec.Command("pdftotext", "-layout", name, "-").Output()
		if err != nil {
			t.Fatal(err)
		}
		for _, want := range []string{"0019_name", "compliance", "payouts:release", "G2026-000001", "UPLINE_RATE_LIMIT"} {
			if !strings.Contains(string(out), want) {
				t.Errorf("%s: it does not say %q", language, want)
			}
		}
		for _, bad := range []string{"|", "###", "**Partner"} {
			if strings.Contains(string(out), bad) {
				t.Errorf("%s: %q is on the paper", language, bad)
			}
		}
	}
}
