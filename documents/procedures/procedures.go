// Package procedures writes the documentation of procedures that the tax office asks for (Verfahrensdokumentation, GoBD no. 151 ff.): a
// general description, what users do, how the system is built, and how it is operated, with the internal controls (no. 100 ff.). What can be
// read from the configuration is read from it, so that the text says what is, not what somebody wrote down once; what only people know is
// left open, to be filled in.
//
//	Facts ── texts/de.md, texts/en.md ──▶ Text: the body, and its SHA-256 ──▶ Markdown, or PDF/A-3b
//	State ──────────────────────────────────────────────────────────────────▶ an appendix, which is not of the hash
//
// The same facts give the same body. So whoever keeps the documentation sees when the procedures have changed.
package procedures

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"strconv"
	"strings"
	"text/template"
	"time"

	"upline/documents/retention"
	"upline/internal/fault"
)

// op names the operation in errors.
const op = "procedures"

// Facts are what the configuration says.
type Facts struct {
	Company    string // empty: there is no letterhead
	Address    string
	Release    string
	Migrations []Migration
	Rules      []retention.Rule
	Bucket     Bucket
	Settings   []Setting
	Profiles   []Profile
	Schedules  []Schedule
	Ranges     []Range
	Plans      []Plan
	FourEyes   bool   // demanded of operators, too
	Joining    bool   // people join online
	Mail       bool   // mails are sent
	Zone       string // of days and months
}

// Migration is a version of the database's schema.
type Migration struct {
	Name, SHA256 string
	Applied      time.Time // zero: not yet
}

// Bucket is how the object store is set up, as it says itself.
type Bucket struct {
	Name     string
	Versions bool   // kept of each object
	Locks    bool   // objects can be locked
	Mode     string // of the lock that objects get without more ado; empty: none
}

// Setting is a setting of the environment, without those that are secret.
type Setting struct {
	Name, Value string
	Secret      bool // Value says only whether it is set
}

// Profile is a profile of permissions.
type Profile struct {
	Name, About string
	Grants      []Grant
}

// Grant is a permission, and of whom.
type Grant struct{ Permission, Scope string }

// Schedule is something that is done regularly.
type Schedule struct {
	Name, Cron, Kind string
	Paused           bool
}

// Range is a range of numbers.
type Range struct{ Name, Example string }

// Plan is a plan version.
type Plan struct{ File, ValidFrom, SHA256 string }

// State is how things stood when the documentation was written: it changes all the time, and is no procedure.
type State struct {
	Made    time.Time
	Journal time.Time // up to when what was recorded is in the journal
	Done    []Done    // by kind of job
	Anchors int       // of the audit
}

// Done is when a job of a kind was done last.
type Done struct {
	Kind string
	At   time.Time // zero: never
}

// Text is the documentation in a language.
type Text struct {
	Language, Body string
	SHA256         string // of the body, hexadecimal
}

//go:embed texts/*.md
var texts embed.FS

// Languages are those that it can be written in.
var Languages = []string{"de", "en"}

// Write writes the body.
//
// Errors: Invalid for another language.
func Write(language string, facts *Facts) (*Text, error) {
	body, err := fill(language, facts)
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256([]byte(body))
	return &Text{language, body, hex.EncodeToString(sum[:])}, nil
}

// Markdown is the whole documentation: with its version, and how things stood.
//
// Errors: none but those of a defect.
func (t *Text) Markdown(version int, state *State) (string, error) {
	head, err := fill(t.Language+"_head", map[string]any{"Version": version, "SHA256": t.SHA256, "Made": state.Made})
	if err != nil {
		return "", err
	}
	end, err := fill(t.Language+"_state", state)
	if err != nil {
		return "", err
	}
	return head + "\n" + t.Body + "\n" + end, nil
}

func fill(name string, with any) (string, error) {
	text, err := texts.ReadFile("texts/" + name + ".md")
	if err != nil {
		return "", fault.Invalidf(op, "the documentation is not written in %q: choose one of %s", name, strings.Join(Languages, ", "))
	}
	t, err := template.New(name).Funcs(functions).Parse(string(text))
	if err != nil {
		return "", fault.Internalf(op, "%s.md: %v", name, err)
	}
	var out bytes.Buffer
	if err := t.Execute(&out, with); err != nil {
		return "", fault.Internalf(op, "%s.md: %v", name, err)
	}
	return out.String(), nil
}

// functions are those of the templates.
var functions = template.FuncMap{
	"cell": cell,
	"time": func(t time.Time) string {
		if t.IsZero() {
			return "–"
		}
		return t.UTC().Format("2006-01-02 15:04:05 UTC")
	},
	"day": func(t time.Time) string {
		if t.IsZero() {
			return "–"
		}
		return t.UTC().Format(time.DateOnly)
	},
	"years": strconv.Itoa,
	"short": func(hash string) string { return hash[:min(len(hash), 16)] },
	"grants": func(list []Grant) string {
		var all []string
		for _, g := range list {
			all = append(all, g.Permission+" ("+g.Scope+")")
		}
		return cell(strings.Join(all, ", "))
	},
}

// cell is a text as it stands in a table: in one line, without what ends a cell.
func cell(text string) string {
	text = strings.ReplaceAll(strings.Join(strings.Fields(text), " "), "|", "/")
	if text == "" {
		return "–"
	}
	return text
}
