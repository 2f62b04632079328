package joining_test

import (
	"crypto/sha256"
	"encoding/hex"
	"flag"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/net/html"

	"upline/graph/joining"
	"upline/internal/fault"
)

var update = flag.Bool("update", false, "write the golden files anew")

// values are one value for every placeholder there is.
func values() map[string]string {
	return map[string]string{
		"company": `Müller & Söhne "Nord" GmbH`, "company_address": "Hauptstraße 1, 10115 Berlin", "company_phone": "+49 30 901820", "company_email": "hallo@example.com",
		"given": "Zoë", "family": `O'Hara <b>"Süß"</b>`, "address": "Ring 1, 1010 Wien, AT", "country_law": "der Bundesrepublik Deutschland",
		"link": "https://example.com/join#a_b-c&d=1", "until": "29.11.2026, 13:00 Uhr", "sponsor": "Anna Müller-Lüdenscheidt", "partner": "P100",
		"login": "https://example.com/login", "contact": "hallo@example.com", "last_day": "11.12.2026", "withdraw": "https://example.com/widerruf",
		"contract": "§ 1 <Vertrag>\n\nzweiter Absatz", "instruction": "Belehrung", "received": "27.11.2026, 12:00:01 Uhr", "declaration": "Ich widerrufe.\n<script>alert(1)</script>",
	}
}

// The mails and texts as they are read: look at them after each change (go test ./graph/joining -run Golden -update).
func TestGolden(t *testing.T) {
	templates := joining.NewTemplates(nil)
	for _, language := range []string{"de", "en"} {
		for _, name := range []string{joining.MailConfirm, joining.MailResend, joining.MailKnown, joining.MailWelcome, joining.MailWithdrawn, joining.MailRetracted} {
			letter, err := templates.Letter(name, language, values())
			if err != nil {
				t.Fatal(err)
			}
			golden(t, name+"."+language, "Subject: "+letter.Subject+"\n\n"+letter.Text+"\n"+strings.Repeat("=", 70)+"\n"+letter.HTML)
		}
		for _, name := range []string{joining.TextContract, joining.TextWithdrawal} {
			document, err := templates.Document(name, language, values())
			if err != nil {
				t.Fatal(err)
			}
			if sum := sha256.Sum256([]byte(document.Content)); document.SHA256 != hex.EncodeToString(sum[:]) || document.Version == "" || document.Kind != name || document.Language != language {
				t.Errorf("%+v", document.Text)
			}
			golden(t, name+"."+language, document.Content+strings.Repeat("=", 70)+"\n"+document.HTML)
		}
	}
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", name+".txt")
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s is now\n%s", file, got)
	}
}

func TestDefaultTemplatesAreInOrder(t *testing.T) {
	if wrong := joining.NewTemplates(nil).Check(); len(wrong) > 0 {
		t.Errorf("%s", strings.Join(wrong, "\n"))
	}
}

// hostile names must neither break a page nor a header, and be read as they are.
func TestNamesAreEscaped(t *testing.T) {
	templates := joining.NewTemplates(nil)
	for _, name := range []string{"Ärmel-Öztürk ßé", `Anna "Anni" O'Hara`, strings.Repeat("Ü", 120), "<script>alert(1)</script>", "a\r\nBcc: all@example.com", "{{.link}}"} {
		with := values()
		with["given"], with["company"] = name, name
		letter, err := templates.Letter(joining.MailConfirm, "de", with)
		if err != nil {
			t.Fatal(err)
		}
		if strings.ContainsAny(letter.Subject, "\r\n") {
			t.Errorf("subject %q", letter.Subject)
		}
		page, err := html.Parse(strings.NewReader(letter.HTML))
		if err != nil {
			t.Fatal(err)
		}
		text, scripts := read(page)
		if squeeze := strings.Join(strings.Fields(name), " "); !strings.Contains(text, squeeze) || scripts > 0 {
			t.Errorf("%q is read as %q with %d scripts", name, text, scripts)
		}
		if !strings.Contains(letter.Text, name) {
			t.Errorf("%q is not in the text", name)
		}
	}
	with := values()
	with["link"] = "javascript:alert(1)"
	if letter, err := templates.Letter(joining.MailConfirm, "en", with); err != nil || strings.Contains(letter.HTML, `href="javascript`) {
		t.Errorf("%s, %v", letter.HTML, err)
	}
}

// read returns the text of a page, spaces squeezed, and how many scripts it has.
func read(node *html.Node) (text string, scripts int) {
	for n := range node.Descendants() {
		switch {
		case n.Type == html.TextNode:
			text += " " + n.Data
		case n.Data == "script":
			scripts++
		}
	}
	return strings.Join(strings.Fields(text), " "), scripts
}

func TestACompanysFolderLiesOverTheDefault(t *testing.T) {
	company := fstest.MapFS{"de/known.txt": {Data: []byte(`{{define "subject"}}Hallo!{{end}}{{define "text"}}Anmelden: {{.login}}{{end}}`)}}
	templates := joining.NewTemplates(company)
	if wrong := templates.Check(); len(wrong) > 0 {
		t.Error(wrong)
	}
	own, err := templates.Letter(joining.MailKnown, "de", values())
	if err != nil || own.Subject != "Hallo!" || own.Text != "Anmelden: https://example.com/login" || !strings.Contains(own.HTML, "bereits registriert") {
		t.Errorf("%+v, %v", own, err)
	}
	standard, _ := joining.NewTemplates(nil).Letter(joining.MailKnown, "en", values())
	if kept, err := templates.Letter(joining.MailKnown, "en", values()); err != nil || kept != standard || kept.SHA256() != standard.SHA256() || kept.SHA256() == own.SHA256() {
		t.Errorf("%+v, %v", kept, err)
	}
	// A file that is changed while the program runs counts from then on.
	company["de/known.txt"] = &fstest.MapFile{Data: []byte(`{{define "subject"}}Neu{{end}}{{define "text"}}{{.login}}{{end}}`)}
	if changed, err := templates.Letter(joining.MailKnown, "de", values()); err != nil || changed.Subject != "Neu" {
		t.Errorf("%+v, %v", changed, err)
	}
}

func TestCheckFindsWhatIsWrong(t *testing.T) {
	for name, c := range map[string]struct{ file, content, want string }{
		"unknown placeholder":          {"de/known.txt", `{{define "subject"}}{{end}}{{define "text"}}{{.login}} {{if .login}}{{.pasword}}{{end}}{{end}}`, "de/known.txt: placeholder .pasword is unknown"},
		"unknown by the root":          {"de/known.txt", `{{define "subject"}}{{end}}{{define "text"}}{{.login}} {{with .company}}{{$.given}}{{end}}{{end}}`, "placeholder .given is unknown"},
		"unknown in a function":        {"en/confirm.html", `<a href="{{.link}}">{{printf "%s" .who}}</a>`, "en/confirm.html: placeholder .who is unknown"},
		"no link":                      {"en/confirm.html", `<p>{{.given}}</p>`, "en/confirm.html: placeholder .link is missing"},
		"unknown in a part of its own": {"de/known.txt", `{{define "subject"}}{{end}}{{define "foot"}}{{.who}}{{end}}{{define "text"}}{{.login}}{{template "foot" .}}{{end}}`, "placeholder .who is unknown"},
		"a link in the subject only":   {"de/known.txt", `{{define "subject"}}{{.login}}{{end}}{{define "text"}}{{end}}`, "placeholder .login is missing"},
		"no subject":                   {"de/known.txt", `{{define "text"}}{{.login}}{{end}}`, "de/known.txt: part subject is missing"},
		"no version":                   {"en/contract.txt", `{{define "text"}}{{.company}}{{end}}`, "en/contract.txt: part version is missing"},
		"broken":                       {"en/contract.txt", `{{define "text"}}{{.company}`, "en/contract.txt:"},
		"a slip of the pen":            {"de/welcom.txt", ``, "de/welcom.txt: no mail"},
		"another language":             {"fr/welcome.txt", ``, "fr/welcome.txt: no mail"},
	} {
		wrong := joining.NewTemplates(fstest.MapFS{c.file: {Data: []byte(c.content)}}).Check()
		if len(wrong) != 1 || !strings.Contains(wrong[0], c.want) {
			t.Errorf("%s: %q, want %q", name, wrong, c.want)
		}
	}
}

func TestTemplatesRefuse(t *testing.T) {
	templates := joining.NewTemplates(nil)
	without := values()
	delete(without, "sponsor")
	for name, write := range map[string]func() error{
		"unknown mail":     func() error { _, err := templates.Letter("birthday", "de", values()); return err },
		"a text as a mail": func() error { _, err := templates.Letter(joining.TextContract, "de", values()); return err },
		"another language": func() error { _, err := templates.Letter(joining.MailKnown, "fr", values()); return err },
		"a path":           func() error { _, err := templates.Letter("../../go.mod", "de", values()); return err },
		"a value too few":  func() error { _, err := templates.Letter(joining.MailConfirm, "de", without); return err },
		"unknown text":     func() error { _, err := templates.Document("law", "de", values()); return err },
		"a folder that cannot be read": func() error {
			_, err := joining.NewTemplates(closed{}).Letter(joining.MailKnown, "de", values())
			return err
		},
	} {
		if err := write(); fault.KindOf(err) != fault.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// closed is a folder that nobody may read.
type closed struct{}

func (closed) Open(name string) (fs.File, error) {
	return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrPermission}
}

// Nobody sends a mail to a partner that repeats what a stranger has written.
func TestTheMailToAPartnerRepeatsNothingOfTheForm(t *testing.T) {
	with := values()
	delete(with, "given")
	delete(with, "family")
	if _, err := joining.NewTemplates(nil).Letter(joining.MailKnown, "de", with); err != nil {
		t.Error(err)
	}
}
