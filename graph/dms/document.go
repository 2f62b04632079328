package dms

import (
	"strings"
	"time"

	"upline/graph"
	"upline/graph/chronicle"
	"upline/internal/fault"
	"upline/internal/money"
	"upline/internal/period"
)

// State is where a document is on its way.
type State string

// States of documents.
const (
	Inbox State = "inbox" // somebody has to say what it is
	Filed State = "filed"
	// Restricted is one of a person who was erased, which the law keeps: only who sees everybody finds it.
	Restricted State = graph.DocumentRestricted
)

// Source is how a document came in.
type Source string

// Sources of documents.
const (
	Made     Source = "made"   // by the system
	Uploaded Source = "upload" // by somebody
	Dropped  Source = "folder" // into a folder that is watched
)

// Lock says who may delete the bytes before their time.
type Lock string

// Locks of the object store.
const (
	Unlocked   Lock = ""
	Governance Lock = "governance" // the operator
	Compliance Lock = "compliance" // nobody
)

// Content is the bytes of a document, as the object store holds them.
type Content struct {
	SHA256 string // hexadecimal
	Size   int64  // bytes
	Type   string // media type, by content
	File   string // what the file was called
	Pages  int    // 0: has none, or nobody has counted
	// Verdict is that of package documents/intake on what was brought: an attachment is handed out as a download only, and never
	// rendered or read. Empty: accepted, as what the system makes is.
	Verdict  string
	Encoding string // of text, as IANA names it; empty: none, or UTF-8
}

// Amount is what a document is about in money.
type Amount struct {
	Amount   money.Amount
	Scale    int    // decimal places
	Currency string // ISO 4217
}

// About is what a document is about. What is empty is nothing.
type About struct {
	Partner, Order, Run string // ids
}

// Description is what is known of a document, and can be corrected.
type Description struct {
	Class    string // one of documents/retention
	Title    string
	Number   string // that it carries, such as the number of a credit note
	Language string // two letters
	Day      period.Day
	Amount   *Amount
	About    About
	Tags     []string // sorted
}

// Kept says how long a document has to be kept.
type Kept struct {
	Through period.Day // the last day; 0: no law asks
	Lock    Lock
	// LockedUntil is the end of the lock, as the object store has it; zero: there is none.
	LockedUntil time.Time
	Hold        bool // in a dispute: it may not be deleted, whatever the day
}

// Document is a document as known now.
type Document struct {
	ID string
	Description
	Content
	Kept
	State    State
	Source   Source
	Version  int // of the content, from 1
	Recorded time.Time
	Changed  string // another one after each change: what graph.By.Seen names
	seq      int64
}

// NewDocument is a document that comes in.
type NewDocument struct {
	ID string // of a document that the system makes, the same whenever it is made again
	Description
	Content
	Kept
	State  State
	Source Source
	Words  string // what it says, for the full text
}

// Sizes of what is kept.
const (
	titleMax = 300 // bytes, as the rest
	tagMax   = 60
	tagsMax  = 30
	wordsMax = 1 << 20
)

// check refuses what cannot be kept.
func (d *NewDocument) check() error {
	switch {
	case d.ID == "":
		return fault.Internalf(op, "a document without an id")
	case len(d.SHA256) != 64 || d.Size < 0:
		return fault.Internalf(op, "document %s has no content: archive its bytes first", d.ID)
	case d.State != Inbox && d.State != Filed:
		return fault.Internalf(op, "document %s has the state %q", d.ID, d.State)
	}
	return d.Description.check()
}

func (d *Description) check() error {
	switch {
	case d.Class == "":
		return fault.Invalidf(op, "the document has no class: write one, such as correspondence")
	case strings.TrimSpace(d.Title) == "" || len(d.Title) > titleMax:
		return fault.Invalidf(op, "the title has %d bytes: write 1 to %d", len(d.Title), titleMax)
	case len(d.Tags) > tagsMax:
		return fault.Invalidf(op, "the document has %d tags: write at most %d", len(d.Tags), tagsMax)
	}
	for _, tag := range d.Tags {
		if strings.TrimSpace(tag) == "" || len(tag) > tagMax {
			return fault.Invalidf(op, "the tag %q has %d bytes: write 1 to %d", tag, len(tag), tagMax)
		}
	}
	return nil
}

// properties are what the node of a document says of what can be corrected.
func (d *Description) properties() map[string]any {
	p := map[string]any{
		"class": d.Class, "title": d.Title, "number": d.Number, "language": d.Language, "day": chronicle.Date(d.Day), "tags": d.tags(),
		"amount": nil, "scale": nil, "currency": nil,
	}
	if a := d.Amount; a != nil {
		p["amount"], p["scale"], p["currency"] = int64(a.Amount), int64(a.Scale), a.Currency
	}
	return p
}

func (d *Description) tags() []any {
	tags := make([]any, len(d.Tags))
	for i, tag := range d.Tags {
		tags[i] = tag
	}
	return tags
}

// properties are what the node of a document says of its content.
func (c *Content) properties() map[string]any {
	return map[string]any{"sha256": c.SHA256, "size": c.Size, "type": c.Type, "file": c.File, "pages": int64(c.Pages), "verdict": c.Verdict, "encoding": c.Encoding}
}

// properties are what the node of a document says of how long it is kept.
func (k *Kept) properties() map[string]any {
	p := map[string]any{"keep": nil, "lock": string(k.Lock), "lockedUntil": k.lockedUntil(), "hold": k.Hold}
	if k.Through != 0 {
		p["keep"] = chronicle.Date(k.Through)
	}
	return p
}

// LawUntil is the first day on which no law keeps a document; 0: none does.
func (k *Kept) LawUntil() period.Day {
	switch {
	case k.Lock != Compliance:
		return 0
	case k.LockedUntil.IsZero():
		return k.Through + 1
	}
	return period.DayOf(k.LockedUntil.Add(-time.Second), time.UTC) + 1
}

func (k *Kept) lockedUntil() any {
	if k.LockedUntil.IsZero() {
		return nil
	}
	return k.LockedUntil.UTC()
}

// contentOf reads a content from the columns of a document, or of what it was before.
func contentOf(c chronicle.Columns) Content {
	return Content{c.Text("sha256"), c.Number("size"), c.Text("type"), c.Text("file"), int(c.Number("pages")), c.Text("verdict"), c.Text("encoding")}
}

// keptOf reads how long a document is kept.
func keptOf(c chronicle.Columns) Kept {
	hold, _ := c["hold"].(bool)
	k := Kept{Lock: Lock(c.Text("lock")), LockedUntil: c.Time("lockedUntil"), Hold: hold}
	if c["keep"] != nil {
		k.Through = chronicle.Day(c["keep"])
	}
	return k
}

// documentOf reads a document from the columns that every query of them returns.
func documentOf(c chronicle.Columns) Document {
	d := Document{
		ID: c.Text("id"),
		Description: Description{
			Class: c.Text("class"), Title: c.Text("title"), Number: c.Text("number"), Language: c.Text("language"), Day: chronicle.Day(c["day"]),
			About: About{c.Text("partner"), c.Text("order"), c.Text("run")}, Tags: c.Texts("tags"),
		},
		Content:  contentOf(c),
		Kept:     keptOf(c),
		State:    State(c.Text("state")),
		Source:   Source(c.Text("source")),
		Version:  int(c.Number("version")),
		Recorded: c.Time("recorded"),
		Changed:  chronicle.VersionOf([]any{c["changed"]}),
		seq:      c.Number("seq"),
	}
	if c["amount"] != nil {
		d.Amount = &Amount{money.Amount(c.Number("amount")), int(c.Number("scale")), c.Text("currency")}
	}
	return d
}
