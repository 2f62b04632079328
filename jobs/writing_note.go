package jobs

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"upline/commission"
	"upline/documents/creditnote"
	"upline/documents/paper"
	"upline/documents/retention"
	"upline/graph"
	"upline/graph/dms"
	"upline/internal/fault"
	"upline/internal/money"
	"upline/internal/period"
)

// Every month with earnings or reversals has a credit note for each tax status that they fall under. The statement is without tax; so tax is
// paid on top, with the first payout that comes.

// draft is a credit note on its way: first what it says, then its number, then the paper.
type draft struct {
	of    *account
	part  creditnote.Part
	note  creditnote.Note
	issue dms.NewNote
}

// writeNotes issues the credit notes of some partners, and writes those that are not there yet.
func (w *writing) writeNotes(ctx context.Context, partners []string, all *Written) error {
	taxOpen, err := w.Documents.TaxOpen(ctx, partners, w.run.Period, w.dayOf(w.run.PostedAt))
	if err != nil {
		return err
	}
	var drafts []*draft
	for _, partner := range partners {
		a := w.partners[partner]
		some, err := w.drafts(ctx, a, taxOpen[partner])
		if err != nil {
			if unmendable(err) {
				return err
			}
			all.Problems = all.Problems.with(partner, err)
			continue
		}
		drafts = append(drafts, some...)
	}
	if err := w.number(ctx, drafts, all); err != nil {
		return err
	}
	ids, byID := make([]string, 0, len(drafts)), map[string]*draft{}
	for _, d := range drafts {
		if d.note.Number == "" {
			continue // a problem
		}
		ids = append(ids, dms.NoteDocument(d.note.Number))
		byID[dms.NoteDocument(d.note.Number)] = d
	}
	written, err := w.missing(ctx, ids, func(id string) string { return byID[id].of.Partner.ID }, func(ctx context.Context, id string) (*dms.NewDocument, error) {
		return w.creditNote(ctx, byID[id])
	}, all)
	all.CreditNotes += written
	return err
}

// drafts are the credit notes of a partner, complete but for their numbers, and checked: nothing that cannot be written takes a number.
func (w *writing) drafts(ctx context.Context, a *account, taxOpen money.Amount) ([]*draft, error) {
	earned := a.earned()
	if len(earned) == 0 {
		return nil, nil
	}
	statuses := a.statuses(w.Zone)
	if len(statuses) == 0 {
		return nil, invalidPerson(a.Partner.ID)
	}
	parts, err := creditnote.Split(earningsOf(earned), statuses)
	if err != nil {
		return nil, err
	}
	drafts := make([]*draft, len(parts))
	for i, part := range parts {
		if drafts[i], err = w.draft(ctx, a, part); err != nil {
			return nil, err
		}
	}
	w.settle(a, drafts, taxOpen)
	for _, d := range drafts {
		if err := w.check(d.note); err != nil {
			return nil, err
		}
	}
	return drafts, nil
}

// check says whether a note can be written, before it takes a number.
func (w *writing) check(note creditnote.Note) error {
	note.Number = w.Numbers.Write(9999, 1)
	_, err := note.XML(w.Head, creditnote.EN16931)
	return err
}

// statuses are the tax statuses of a partner, each from the day on which it was recorded; the first one held before. While a person is
// recorded part by part, none is known yet.
func (a *account) statuses(zone *time.Location) (list []creditnote.Since) {
	for _, known := range a.persons {
		status := creditnote.TaxStatus(known.Tax.Status)
		if status == "" {
			continue
		}
		if len(list) == 0 {
			list = append(list, creditnote.Since{Day: period.Day(-1 << 30), Status: status})
			continue
		}
		day := period.DayOf(known.Recorded, zone)
		switch last := &list[len(list)-1]; {
		case last.Status == status:
		case last.Day == day:
			last.Status = status
		default:
			list = append(list, creditnote.Since{Day: day, Status: status})
		}
	}
	return list
}

// draft is the credit note of a part.
func (w *writing) draft(ctx context.Context, a *account, part creditnote.Part) (*draft, error) {
	d := &draft{of: a, part: part, note: creditnote.Note{
		Kind: part.Kind(), Language: a.Language, Issued: a.Issued, From: part.From, Through: part.Through, Currency: a.Currency, Scale: a.Scale,
		Partner: a.party(), Status: part.Status, Reference: a.Partner.ID + " " + w.run.ID, Items: part.Items,
	}}
	d.note.From = min(part.From, w.run.Period.Start())
	totals, treatment, err := d.note.Totals()
	if err != nil {
		return nil, err
	}
	if d.note.Kind == creditnote.Correction {
		if d.note.Preceding, err = w.preceding(ctx, a); err != nil {
			return nil, err
		}
		d.note.Reason = w.say(a.Language, "credit_note.more_reversed")
	}
	d.issue = dms.NewNote{
		Key: w.run.ID + "/" + a.Partner.ID + "/" + string(part.Status), Partner: a.Partner.ID, Run: w.run.ID, Period: w.run.Period, Issued: a.Issued,
		Status: string(part.Status), Currency: a.Currency, Scale: a.Scale, Net: totals.Net, Tax: totals.Tax, TaxPercent: treatment.Rate,
	}
	return d, nil
}

// settle says how the notes of a partner become a payout: the first one tells everything, the others are paid with it.
func (w *writing) settle(a *account, drafts []*draft, taxOpen money.Amount) {
	first := drafts[0]
	entries := []creditnote.Entry{
		{Kind: creditnote.Carried, Amount: a.Opening + taxOpen}, {Kind: creditnote.Withheld, Amount: a.Reserve}, {Kind: creditnote.Released, Amount: a.Release},
	}
	tax := taxOpen + first.issue.Tax
	for _, other := range drafts[1:] {
		tax += other.issue.Tax
		gross := other.issue.Gross()
		entries = append(entries, creditnote.Entry{Kind: creditnote.OtherNote, About: string(other.part.Status), Amount: gross})
		other.note.Payment.Entries = []creditnote.Entry{{Kind: creditnote.OtherNote, About: string(first.part.Status), Amount: -gross}}
	}
	first.note.Payment.Entries = slices.DeleteFunc(entries, func(e creditnote.Entry) bool { return e.Amount == 0 })
	if a.Payout > 0 && a.Payout+tax > 0 {
		first.issue.TaxPaid = tax
		first.note.Payment.Payout, first.note.Payment.IBAN, first.note.Payment.BIC = a.Payout+tax, a.person.Bank.IBAN, a.person.Bank.BIC
		first.note.Payment.Due = a.Issued + period.Day(w.PayDays)
	}
}

// preceding are the notes whose earnings a correction takes back: those of the periods that its reversals are of, or else the latest.
func (w *writing) preceding(ctx context.Context, a *account) ([]creditnote.Reference, error) {
	notes, _, err := w.Documents.Notes(ctx, dms.NoteFilter{Partner: a.Partner.ID}, graph.Everybody, graph.Slice{Limit: 500})
	if err != nil {
		return nil, err
	}
	reversed := map[period.Period]bool{}
	for _, line := range a.lines {
		if line.Kind == commission.KindReversal {
			reversed[line.Condition] = true
		}
	}
	var list, latest []creditnote.Reference
	for i := range notes {
		reference := creditnote.Reference{Number: notes[i].Number, Issued: notes[i].Issued}
		if notes[i].Run == w.run.ID {
			continue
		}
		if reversed[notes[i].Period] {
			list = append(list, reference)
		} else if latest == nil {
			latest = []creditnote.Reference{reference}
		}
	}
	if list == nil {
		list = latest
	}
	return list, nil
}

// rangeOf is where the numbers of a year's notes are taken from.
func (w *writing) rangeOf(year int) dms.Range {
	return dms.Range{
		Name:   fmt.Sprintf("credit notes %s", w.Numbers.Write(year, 0)),
		Number: func(n int64) string { return w.Numbers.Write(year, n) },
	}
}

// number issues the notes: those that were issued before keep their numbers. One that would say something else than it did is a problem.
func (w *writing) number(ctx context.Context, drafts []*draft, all *Written) error {
	if len(drafts) == 0 {
		return nil
	}
	list := make([]dms.NewNote, len(drafts))
	for i, d := range drafts {
		list[i] = d.issue
	}
	year, _, _ := drafts[0].issue.Issued.Date()
	notes, err := w.Documents.Issue(ctx, w.rangeOf(year), list, w.by)
	if err != nil {
		return err
	}
	numbers := map[string]string{}
	for i, d := range drafts {
		if issued := notes[i].NewNote; issued != d.issue {
			all.Problems = all.Problems.with(d.issue.Partner, changedSince(notes[i].Number))
			continue
		}
		d.note.Number = notes[i].Number
		numbers[d.issue.Partner+" "+string(d.part.Status)] = notes[i].Number
	}
	for _, d := range drafts { // entries about another note name it by its status until it has a number
		for i := range d.note.Payment.Entries {
			if entry := &d.note.Payment.Entries[i]; entry.Kind == creditnote.OtherNote {
				entry.About = numbers[d.issue.Partner+" "+entry.About]
			}
		}
	}
	return nil
}

// creditNote draws a credit note, and puts it into the archive.
func (w *writing) creditNote(ctx context.Context, d *draft) (*dms.NewDocument, error) {
	pdf, _, err := creditnote.Draw(w.Head, d.note, creditnote.EN16931)
	if err != nil {
		return nil, err
	}
	texts, err := w.Head.Texts(d.note.Language)
	if err != nil {
		return nil, err
	}
	words := []string{d.note.Number, d.of.Partner.ID, d.of.Partner.Name, d.of.Period.String(), w.run.ID}
	for _, item := range d.note.Items {
		words = append(words, item.Name)
	}
	document, err := w.keep(ctx, pdf, retention.CreditNote, d.of.Made, dms.NewDocument{
		ID: dms.NoteDocument(d.note.Number), Words: joined(words),
		Description: dms.Description{
			Title: texts.Say("credit_note.title", "number", d.note.Number), Number: d.note.Number, Language: d.note.Language, Day: d.note.Issued,
			Amount: &dms.Amount{Amount: d.issue.Gross(), Scale: d.note.Scale, Currency: d.note.Currency},
			About:  dms.About{Partner: d.of.Partner.ID, Run: w.run.ID},
		},
	})
	return &document, err
}

// party is the partner as a side of a credit note.
func (a *account) party() creditnote.Party {
	p := a.person
	return creditnote.Party{
		ID: a.Partner.ID, Name: a.legalName(), Street: p.Contact.Address.Street, PostalCode: p.Contact.Address.PostalCode, City: p.Contact.Address.City,
		Country: p.Contact.Address.Country, VATID: p.Tax.VATID, TaxNumber: p.Tax.Number, Email: p.Contact.Email, Phone: p.Contact.Phone,
	}
}

// legalName is who is credited.
func (a *account) legalName() string {
	if company := strings.TrimSpace(a.person.Contact.Company); company != "" {
		return company
	}
	return strings.TrimSpace(a.person.Contact.Given + " " + a.person.Contact.Family)
}

// say is a text of the letterhead.
func (w *writing) say(language, key string) string {
	texts, err := w.Head.Texts(language)
	if err != nil {
		texts = paper.Texts{}
	}
	return texts.Say(key)
}

// unmendable says whether an error is not about a partner's data: then the job ends, and is done again.
func unmendable(err error) bool { return fault.KindOf(err) != fault.Invalid }

func invalidPerson(partner string) error {
	return fault.Invalidf("credit note", "too little is known of the person who is partner %s: record name, address and tax status first", partner)
}

func changedSince(number string) error {
	return fault.Invalidf("credit note", "credit note %s was issued, and what is known of the partner has changed since, before it was written: correct that by another note", number)
}

func joined(words []string) string { return strings.Join(words, " ") }
