package joining

import (
	"embed"
	"errors"
	htmltemplate "html/template"
	"io/fs"
	"slices"
	"strings"
	"text/template"

	"upline/internal/fault"
)

// The mails. Each is a pair of files in templates/<language>: <name>.txt defines "subject" and "text", <name>.html is its HTML part.
const (
	MailConfirm   = "confirm"   // the first mail, with the link
	MailResend    = "resend"    // another link; the former ones are void
	MailKnown     = "known"     // to a partner's address, instead of confirm
	MailWelcome   = "welcome"   // the contract and the instruction on a durable medium (§ 312f Abs. 2 BGB)
	MailWithdrawn = "withdrawn" // that a withdrawal has arrived, when, and what it said (§ 356a BGB)
	MailRetracted = "retracted" // that an application is withdrawn whose contract was accepted
)

// The texts. Each is a file templates/<language>/<name>.txt that defines "version" and "text".
const (
	TextContract   = "contract"
	TextWithdrawal = "withdrawal"
)

// Placeholders are the values of each template. All are to be given, sponsor empty where there is none.
var placeholders = map[string][]string{
	MailConfirm:    {"company", "given", "family", "link", "until", "sponsor"},
	MailResend:     {"company", "given", "family", "link", "until", "sponsor"},
	MailKnown:      {"company", "login", "contact"},
	MailWelcome:    {"company", "given", "family", "partner", "sponsor", "login", "last_day", "withdraw", "contract", "instruction"},
	MailWithdrawn:  {"company", "given", "family", "partner", "received", "declaration", "contact"},
	MailRetracted:  {"company", "given", "family", "received", "contact"},
	TextContract:   {"company", "company_address", "given", "family", "address", "country_law"},
	TextWithdrawal: {"company", "company_address", "company_phone", "company_email", "withdraw"},
}

// required are the placeholders without which a template makes no sense.
var required = map[string][]string{
	MailConfirm: {"link"}, MailResend: {"link"}, MailKnown: {"login"}, MailWelcome: {"partner", "contract", "instruction"},
	MailWithdrawn: {"received", "declaration"}, MailRetracted: {"received"}, TextContract: {"company"}, TextWithdrawal: {"company", "withdraw"},
}

var (
	mails     = []string{MailConfirm, MailResend, MailKnown, MailWelcome, MailWithdrawn, MailRetracted}
	texts     = []string{TextContract, TextWithdrawal}
	languages = []string{"de", "en"}
)

//go:embed templates
var embedded embed.FS

// Templates are the mails and texts of a company.
type Templates struct{ files fs.FS }

// NewTemplates returns the templates of a folder, laid over those of this program: a company replaces the files that it wants
// otherwise, such as de/welcome.txt, and keeps the others. Nil: none. Files are read each time, so a changed one counts at
// once; ask Check before.
func NewTemplates(company fs.FS) *Templates {
	own, err := fs.Sub(embedded, "templates")
	if err != nil {
		panic(err) // the name is fixed
	}
	return &Templates{overlay{company, own}}
}

// overlay is a folder laid over another.
type overlay struct{ top, below fs.FS }

func (o overlay) Open(name string) (fs.File, error) {
	if o.top != nil {
		if file, err := o.top.Open(name); !errors.Is(err, fs.ErrNotExist) {
			return file, err
		}
	}
	return o.below.Open(name)
}

// Letter is a mail that is written and not sent.
type Letter struct {
	Subject string // one line
	Text    string
	HTML    string
}

// SHA256 returns what SentMail keeps of a letter: the SHA-256 in hex of its subject, text and HTML, each followed by a NUL.
func (l Letter) SHA256() string {
	return digest([]byte(l.Subject + "\x00" + l.Text + "\x00" + l.HTML + "\x00"))
}

// Letter writes a mail (MailConfirm, …) in a language (de, en) with its values.
//
// Errors: Invalid when there is no such mail or language, a value is missing, or the template is wrong.
func (t *Templates) Letter(name, language string, values map[string]string) (Letter, error) {
	if err := known(mails, name, language, values); err != nil {
		return Letter{}, err
	}
	set, err := t.text(language, name)
	if err != nil {
		return Letter{}, err
	}
	subject, err := run(set, "subject", values)
	if err != nil {
		return Letter{}, err
	}
	text, err := run(set, "text", values)
	if err != nil {
		return Letter{}, err
	}
	page, err := t.page(language, name)
	if err != nil {
		return Letter{}, err
	}
	var html strings.Builder
	if err := page.Execute(&html, values); err != nil {
		return Letter{}, unwritten(name, err)
	}
	// A name may hold a line break in old data, and a subject that has one would be a second header.
	return Letter{strings.Join(strings.Fields(subject), " "), text, html.String()}, nil
}

// Document is a text as it is shown.
type Document struct {
	Text           // what is kept of it: name it to Show
	Content string // the exact text whose SHA-256 Text has: keep it under that, and put it into the welcome mail
	HTML    string // the same words for a page
}

// Document writes a text (TextContract, TextWithdrawal) in a language (de, en) with its values. A line "# …" is a heading; an
// empty line ends a paragraph.
//
// Errors: those of Letter.
func (t *Templates) Document(name, language string, values map[string]string) (Document, error) {
	if err := known(texts, name, language, values); err != nil {
		return Document{}, err
	}
	set, err := t.text(language, name)
	if err != nil {
		return Document{}, err
	}
	version, err := run(set, "version", values)
	if err != nil {
		return Document{}, err
	}
	content, err := run(set, "text", values)
	if err != nil {
		return Document{}, err
	}
	return Document{Text{name, language, strings.TrimSpace(version), digest([]byte(content))}, content, pageOf(content)}, nil
}

// pageOf returns the paragraphs of a text as HTML.
func pageOf(text string) string {
	var page strings.Builder
	for paragraph := range strings.SplitSeq(text, "\n\n") {
		paragraph = strings.TrimSpace(paragraph)
		escaped := strings.ReplaceAll(htmltemplate.HTMLEscapeString(strings.TrimPrefix(paragraph, "# ")), "\n", "<br>\n")
		switch {
		case paragraph == "":
		case strings.HasPrefix(paragraph, "# "):
			page.WriteString("<h2>" + escaped + "</h2>\n")
		default:
			page.WriteString("<p>" + escaped + "</p>\n")
		}
	}
	return page.String()
}

// known refuses what is no template, and values that are missing.
func known(names []string, name, language string, values map[string]string) error {
	if !slices.Contains(names, name) || !slices.Contains(languages, language) {
		return fault.Invalidf("template", "there is no %s in %q: write one of %s in de or en", name, language, strings.Join(names, ", "))
	}
	for _, placeholder := range placeholders[name] {
		if _, given := values[placeholder]; !given {
			return fault.Invalidf("template", "%s has no value %s: give it, empty if there is none", name, placeholder)
		}
	}
	return nil
}

func (t *Templates) text(language, name string) (*template.Template, error) {
	set, err := template.New(name).Option("missingkey=error").ParseFS(t.files, language+"/"+name+".txt")
	if err != nil {
		return nil, unwritten(name, err)
	}
	return set, nil
}

func (t *Templates) page(language, name string) (*htmltemplate.Template, error) {
	file := name + ".html"
	page, err := htmltemplate.New(file).Option("missingkey=error").ParseFS(t.files, language+"/"+file)
	if err != nil {
		return nil, unwritten(name, err)
	}
	return page, nil
}

func run(set *template.Template, part string, values map[string]string) (string, error) {
	var text strings.Builder
	if err := set.ExecuteTemplate(&text, part, values); err != nil {
		return "", unwritten(set.Name(), err)
	}
	return text.String(), nil
}

func unwritten(name string, err error) error {
	return &fault.Error{Kind: fault.Invalid, Op: "template", Msg: name + " cannot be written", Err: err}
}
