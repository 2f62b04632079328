package jobs

import (
	"context"
	"time"

	"upline/documents/creditnote"
	"upline/documents/evidence"
	"upline/graph"
	"upline/graph/dms"
	"upline/graph/registrations"
	"upline/internal/fault"
	"upline/internal/period"
)

// correcting takes a credit note back, and issues another one instead.
type correcting struct {
	*writing
	note *dms.Note
	args correctArgs
	day  period.Day // of both
}

func (c *correcting) do(ctx context.Context) (*Correction, error) {
	if err := c.gather(ctx); err != nil {
		return nil, err
	}
	a := c.partners[c.note.Partner]
	if a == nil || a.person == nil {
		return nil, invalidPerson(c.note.Partner)
	}
	back, err := c.back(ctx, a)
	if err != nil {
		return nil, err
	}
	again, err := c.again(a, back)
	if err != nil {
		return nil, err
	}
	numbers, err := c.issue(ctx, a, back, again)
	if err != nil {
		return nil, err
	}
	var list []dms.NewDocument
	for _, d := range []*draft{back, again} {
		document, err := c.creditNote(ctx, d)
		if err != nil {
			return nil, err
		}
		list = append(list, *document)
	}
	_, err = c.Documents.Record(ctx, list, c.by)
	return &Correction{c.note.Number, numbers[0], numbers[1]}, err
}

// part is what the note is about: earnings of a tax status, as statuses were known when it, or the first of those that it replaces, was
// issued.
func (c *correcting) part(ctx context.Context, a *account) (creditnote.Part, error) {
	first := c.note
	for first.Replaces != "" {
		before, err := c.Documents.Note(ctx, first.Replaces, graph.Everybody)
		if err != nil {
			return creditnote.Part{}, err
		}
		first = before
	}
	then := *a
	then.persons = knownAt(a.persons, first.Recorded)
	parts, err := creditnote.Split(earningsOf(then.earned()), then.statuses(c.Zone))
	if err != nil {
		return creditnote.Part{}, err
	}
	for _, part := range parts {
		if string(part.Status) == first.Status && part.Net == first.Net {
			return part, nil
		}
	}
	return creditnote.Part{}, unlike(c.note.Number)
}

// back is the note that takes it back, as it was written.
func (c *correcting) back(ctx context.Context, a *account) (*draft, error) {
	part, err := c.part(ctx, a)
	if err != nil {
		return nil, err
	}
	then := *a
	then.persons = knownAt(a.persons, c.note.Recorded)
	then.person = &then.persons[len(then.persons)-1]
	part.Status = creditnote.TaxStatus(c.note.Status)
	d, err := c.draft(ctx, &then, part)
	if err != nil {
		return nil, err
	}
	if d.issue.Net != c.note.Net || d.issue.Tax != c.note.Tax {
		return nil, unlike(c.note.Number)
	}
	written := d.note
	written.Number, written.Issued = c.note.Number, c.note.Issued
	d.note = written.TakenBack("", c.day, c.args.Reason)
	d.issue.Key, d.issue.Issued, d.issue.Corrects = "correction/"+c.note.Number, c.day, c.note.Number
	d.issue.Net, d.issue.Tax = -c.note.Net, -c.note.Tax
	return d, nil
}

// again is the note that is issued instead.
func (c *correcting) again(a *account, back *draft) (*draft, error) {
	part := back.part
	if part.Status = creditnote.TaxStatus(c.args.Status); part.Status == "" {
		part.Status = creditnote.TaxStatus(a.person.Tax.Status)
	}
	d := &draft{of: a, part: part, note: back.note, issue: back.issue}
	d.note.Kind, d.note.Issued, d.note.Partner, d.note.Status, d.note.Language = part.Kind(), c.day, a.party(), part.Status, a.Language
	d.note.Items, d.note.Preceding = part.Items, []creditnote.Reference{{Number: c.note.Number, Issued: c.note.Issued}}
	if d.note.Kind == creditnote.Credit {
		d.note.Reason = ""
	}
	totals, treatment, err := d.note.Totals()
	if err != nil {
		return nil, err
	}
	i := &d.issue
	i.Key, i.Corrects, i.Replaces = "again/"+c.note.Number, "", c.note.Number
	i.Status, i.Net, i.Tax, i.TaxPercent, i.TaxPaid = string(part.Status), totals.Net, totals.Tax, treatment.Rate, 0
	gross := c.note.Gross() // what was credited is not credited again
	back.note.Payment.Entries = []creditnote.Entry{{Kind: creditnote.OtherNote, Amount: gross}}
	d.note.Payment.Entries = []creditnote.Entry{{Kind: creditnote.OtherNote, Amount: -gross}}
	return d, c.check(d.note)
}

// issue gives both their numbers, and the day on which they were issued, which may be that of an attempt before.
func (c *correcting) issue(ctx context.Context, a *account, back, again *draft) (numbers [2]string, err error) {
	year, _, _ := c.day.Date()
	notes, err := c.Documents.Issue(ctx, c.rangeOf(year), []dms.NewNote{back.issue, again.issue}, c.by)
	if err != nil {
		return numbers, err
	}
	made := *a
	made.Made = notes[0].Recorded
	if made.Made.IsZero() { // it is new
		made.Made = time.Now().UTC()
	}
	for i, d := range []*draft{back, again} {
		if notes[i].Status != d.issue.Status || notes[i].Net != d.issue.Net || notes[i].Tax != d.issue.Tax {
			return numbers, changedSince(notes[i].Number)
		}
		d.of, d.note.Number, d.note.Issued, numbers[i] = &made, notes[i].Number, notes[i].Issued, notes[i].Number
	}
	back.note.Payment.Entries[0].About, again.note.Payment.Entries[0].About = numbers[1], numbers[0]
	return numbers, nil
}

// knownAt is what was known of a person at a time; the first that ever was, at least.
func knownAt(persons []registrations.Dated, at time.Time) []registrations.Dated {
	known := persons[:1]
	for i := range persons {
		if !persons[i].Recorded.After(at) {
			known = persons[:i+1]
		}
	}
	return known
}

func earningsOf(lines []evidence.Line) []creditnote.Earning {
	earnings := make([]creditnote.Earning, len(lines))
	for i, line := range lines {
		earnings[i] = creditnote.Earning{Day: line.Condition.End(), Bonus: line.Bonus, Amount: line.Amount}
	}
	return earnings
}

func unlike(number string) error {
	return fault.Invalidf("credit note", "credit note %s cannot be written again as it was, from what is known of then: correct it by hand", number)
}
