package jobs

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"slices"
	"time"

	"upline/documents"
	"upline/documents/creditnote"
	"upline/documents/paper"
	"upline/documents/retention"
	"upline/graph"
	"upline/graph/dms"
	"upline/graph/joining"
	"upline/graph/registrations"
	"upline/internal/fault"
	"upline/internal/period"
)

// Desk is where documents are written, taken in, and put into the archive.
type Desk struct {
	Archive   *documents.Archive
	Documents *dms.Store
	Company   *graph.Store
	Intake    *Intake           // how files are taken in
	Head      *paper.Letterhead // nil: nothing is written
	Rules     *retention.Rules
	Numbers   creditnote.NumberRange
	// Persons, if given, knows of each of some partners what is and was known of the person, the earliest first.
	Persons func(ctx context.Context, partners []string) (map[string][]registrations.Dated, error)
	Zone    *time.Location // the company's
	// PayDays is how many days after the note its payout is due.
	PayDays int
	// Language is what is written to whom no language is known.
	Language string
	// WhenAsked: the documents of a run are written when somebody asks for them; else by themselves, as soon as it is posted.
	WhenAsked bool
}

// writesItself says whether documents are written without anybody asking for them.
func (d *Desk) writesItself() bool { return d != nil && d.Head != nil && !d.WhenAsked }

// FolderOf is where the object store keeps the bytes of a document, what they were before, and nothing else: so what is kept, held or
// erased of one document is not that of another one with the same bytes. The id may name a partner, and is no name for a file.
func FolderOf(document string) string {
	hash := sha256.Sum256([]byte(document))
	return folderOfAll + hex.EncodeToString(hash[:16])
}

// folderOfAll is where the object store keeps the bytes of all documents.
const folderOfAll = "document/"

// Open opens the bytes of a document, or of what it was before.
//
// Errors: those of documents.Archive.
func (d *Desk) Open(ctx context.Context, document string, content dms.Content, offset, length int64) (io.ReadCloser, error) {
	return d.Archive.Open(ctx, FolderOf(document), refOf(content), offset, length)
}

// head is the company's letterhead.
//
// Errors: Invalid where there is none.
func (d *Desk) head() (*paper.Letterhead, error) {
	if d.Head == nil {
		return nil, fault.Invalidf("documents", "there is no letterhead, so that nothing can be written: upline letterhead makes a folder, fill it in and name it in UPLINE_LETTERHEAD")
	}
	return d.Head, nil
}

// form is in what form something is written.
type form struct{ media, ending string }

// Forms of what is written.
var (
	onPaper      = form{"application/pdf", ".pdf"}
	asWorkbook   = form{"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ".xlsx"}
	asPlainWords = form{"text/markdown", ".md"}
)

// keep puts paper that was written into the archive, and says what is to be recorded of it.
func (d *Desk) keep(ctx context.Context, file []byte, class retention.Class, made time.Time, document dms.NewDocument) (dms.NewDocument, error) {
	return d.keepAs(ctx, onPaper, bytes.NewReader(file), int64(len(file)), class, made, document)
}

// keepAs is keep for what is written in any form.
func (d *Desk) keepAs(
	ctx context.Context, as form, file io.ReaderAt, size int64, class retention.Class, made time.Time, document dms.NewDocument,
) (dms.NewDocument, error) {
	term := d.Rules.Term(class, made)
	ref, err := d.Archive.Put(ctx, FolderOf(document.ID), file, size, documents.RetentionOf(term))
	if err != nil {
		return document, err
	}
	document.Class = string(class)
	document.Content = dms.Content{SHA256: ref.SHA256, Size: ref.Size, Type: as.media, File: document.ID + as.ending}
	document.Kept = d.kept(term)
	document.State, document.Source = dms.Filed, dms.Made
	return document, nil
}

// kept is how long a document is kept, as the graph knows it.
func (d *Desk) kept(term retention.Term) dms.Kept {
	kept := dms.Kept{Through: d.dayOf(term.Until.Add(-time.Second)), LockedUntil: term.Locked}
	switch term.Lock {
	case retention.Compliance:
		kept.Lock = dms.Compliance
	case retention.Governance:
		kept.Lock = dms.Governance
	case retention.Unlocked:
		kept.Through = 0
	}
	return kept
}

func (d *Desk) dayOf(at time.Time) period.Day { return period.DayOf(at, d.Zone) }

// personOf is what is known now of the person who is a partner; nil: nothing is.
func (d *Desk) personOf(ctx context.Context, partner string) (*registrations.Dated, error) {
	if d.Persons == nil {
		return nil, nil
	}
	persons, err := d.Persons(ctx, []string{partner})
	known := persons[partner]
	if err != nil || len(known) == 0 {
		return nil, err
	}
	return &known[len(known)-1], nil
}

// addressOf are the lines of an address below the name: with its country, where that is not the company's.
func (d *Desk) addressOf(a joining.Address) []string {
	lines := []string{a.Street, a.PostalCode + " " + a.City}
	if a.Country != d.Head.Company.Country {
		lines = append(lines, a.Country)
	}
	return lines
}

// languageOf is the language of a partner's letters.
func (d *Desk) languageOf(person *registrations.Dated) string {
	if person != nil && person.Contact != nil && slices.Contains(d.Head.Languages(), person.Contact.Language) {
		return person.Contact.Language
	}
	return d.Language
}
